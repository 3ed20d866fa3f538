"""A desk of its own for each test, and customers who use its pages as a browser would."""

from __future__ import annotations

import hashlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path

import httpx2
import pytest
from fastapi.testclient import TestClient

from return_desk import links, returns
from return_desk.app import create_app
from return_desk.desk import Desk
from return_desk.settings import Settings
from return_desk.staff_login import make_member
from return_desk.tables import now
from returnflow import Order, ReturnState

SAMPLES = Path(__file__).parents[3] / "samples"


class Customer:
    """A customer with a link; answers forms as their pages show them."""

    def __init__(self, client: TestClient, desk: Desk, path: str, return_id: str) -> None:
        self.client, self.desk, self.path, self.return_id = client, desk, path, return_id

    def page(self, step: str = "", status: int = 200) -> str:
        answer = self.client.get(f"{self.path}/steps/{step}" if step else self.path)
        assert answer.status_code == status, answer.text
        return answer.text

    def fields(self, step: str) -> dict[str, str]:
        """What the first form for an answer holds by itself."""
        page = self.page(step).partition("<main")[2]
        names = ("form_token", "event_id")
        return {name: re.search(rf'name="{name}" value="(\w+)"', page)[1] for name in names}

    def open(self) -> None:
        """Answer the first step, so that the others can be."""
        no = {"impact": "no", "oxidation": "no", "opened": "no"}
        self.answer("warranty", "warranty_answered", seller_told="yes", **no)

    def hash(self, name: str) -> str:
        return hashlib.sha256(self.sample(name)).hexdigest()

    @staticmethod
    def sample(name: str) -> bytes:
        return (SAMPLES / name).read_bytes()

    def answer(self, step: str, kind: str, *, status: int = 200, **values: object):
        data = {**self.fields(step), "kind": kind, **values}
        answer = self.client.post(f"{self.path}/steps/{step}", data=data)
        assert answer.status_code == status, answer.text
        return answer

    def send(self, step: str, *photos: str | bytes, slot: str = "", status: int = 200, key=""):
        files = [
            ("photos", ("photo.jpg", data if isinstance(data, bytes) else self.sample(data)))
            for data in photos
        ]
        data = {"form_token": links.form_token(self.path.removeprefix("/r/")), "key": key}
        if slot:
            data["slot"] = slot
        url = f"{self.path}/steps/{step}/photos"
        answer = self.client.post(url, data=data, files=files)
        assert answer.status_code == status, answer.text
        return answer

    def judged(self, step: str = "photos") -> str:
        """The photos' part of a page, when all of them are judged."""
        end = time.monotonic() + 60
        while time.monotonic() < end:
            page = self.client.get(f"{self.path}/steps/{step}/photos").text
            if "still being checked" not in page:
                return page
            time.sleep(0.02)
        raise TimeoutError

    @property
    def state(self) -> ReturnState:
        with self.desk.database.read() as session:
            return returns.state_of(session, self.return_id)

    def status(self, step: str) -> str:
        return next(view.status for view in self.desk.flow.steps(self.state) if view.id == step)


class Service:
    """A running desk."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        self.desk: Desk = client.app.state.desk

    @staticmethod
    def order(**given) -> Order:
        return Order(**{"number": "A-4711", "date": date(2026, 11, 2), "name": "Ann Lee", **given})

    def customer(self, category: str = "smartphone", *, days: int = 30, **order) -> Customer:
        bought = self.order(**order)
        with self.desk.database.write() as session:
            row = returns.open_return(session, self.desk.flow, category, bought)
            token = links.make(session, row.id, now=now(), days=days)
        return Customer(self.client, self.desk, f"/r/{token}", row.id)

    def log_in(self, name: str = "kim", password: str = "a long password") -> TestClient:
        """A browser of a member of staff."""
        with self.desk.database.write() as session:
            make_member(session, name, password)
        browser = TestClient(self.client.app)
        answer = browser.post("/staff/login", data={"name": name, "password": password})
        assert answer.status_code == 200, answer.text
        return browser


class Server:
    """The service in a process of its own, with real worker processes."""

    def __init__(self, folder) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        settings = {"DESK_FOLDER": str(self.folder), "DESK_PORT": str(self.port), "DESK_DEMO": "1"}
        with (self.folder / "printed").open("ab") as printed:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "return_desk", "serve"],
                env={**os.environ, **settings, "DESK_WORKERS": "1"},
                stdout=printed,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        end = time.monotonic() + 30
        while not self.answers():
            assert time.monotonic() < end, "the server did not start"
            time.sleep(0.05)

    def answers(self) -> bool:
        try:
            return httpx2.get(f"{self.url}/health").status_code == 200
        except httpx2.TransportError:
            return False

    @property
    def password(self) -> str:
        """Staff's, as it was printed at the first start."""
        printed = (self.folder / "printed").read_text(encoding="utf-8")
        return re.search(r"the password (\S+)", printed)[1]

    def kill(self) -> None:
        """Kill the server and its workers, as a power cut would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def workers(self) -> list[int]:
        """Its worker processes."""
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        children = [pid for task in tasks for pid in task.read_text().split()]
        called = {pid: Path(f"/proc/{pid}/cmdline").read_bytes() for pid in children}
        return [int(pid) for pid, line in called.items() if b"spawn_main" in line]


@pytest.fixture(scope="module")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    found = Server(tmp_path_factory.mktemp("desk"))
    yield found
    found.kill()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    found = Server(tmp_path)
    yield found
    found.kill()


@contextmanager
def running(folder: Path, **settings) -> Iterator[Service]:
    """A desk that judges in a thread of this process, which has loaded the model once."""
    app = create_app(Settings(folder=folder, workers=1, **settings), make_pool=ThreadPoolExecutor)
    with TestClient(app) as client:
        yield Service(client)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    with running(tmp_path) as found:
        yield found


@pytest.fixture
def resting(tmp_path: Path) -> Iterator[Service]:
    """A desk that answers, but does nothing in the background."""
    client = TestClient(create_app(Settings(folder=tmp_path)))
    yield Service(client)
    client.close()
    client.app.state.desk.database.close()


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Service]]:
    """Starts desks with settings of their own."""
    with ExitStack() as stack:
        yield lambda **settings: stack.enter_context(running(tmp_path, **settings))


@pytest.fixture
def samples() -> Path:
    return SAMPLES
