"""Kill -9 at random moments while customers make returns: nothing may be lost or done twice.

``python examples/return_desk/benchmarks/kills.py [returns] [seed]`` starts a service of its own,
lets four customers at a time answer and send photos, and kills the service with its workers every
few seconds. Customers do what browsers do: what was not answered is sent again.
"""

from __future__ import annotations

import os
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx2
from sqlalchemy import func, select

from return_desk import links, returns
from return_desk.desk import Desk, make_desk
from return_desk.forms import new_id
from return_desk.settings import Settings
from return_desk.tables import Link, Message, Outgoing, Upload

SAMPLES = Path(__file__).parents[3] / "samples"
NO = {"seller_told": "yes", "impact": "no", "oxidation": "no", "opened": "no"}


class Service:
    """The service in a process group of its own."""

    def __init__(self, folder: Path, port: int) -> None:
        self._settings = {"DESK_FOLDER": str(folder), "DESK_PORT": str(port), "DESK_DEMO": "1"}
        self.start()

    def start(self) -> None:
        """Start it."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "return_desk", "serve"],
            env={**os.environ, **self._settings},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def kill(self) -> None:
        """End it and its workers at once."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


def insisting(act: Callable[[], httpx2.Response]) -> httpx2.Response:
    """Ask until there is an answer."""
    while True:
        try:
            answer = act()
        except httpx2.TransportError:
            time.sleep(0.1)
            continue
        if answer.status_code < 500:
            return answer


def make_return(url: str, photo: bytes) -> tuple[str, dict[str, str]]:
    """What one customer did and was told to be taken: the link's token, and event ids by kind."""
    with httpx2.Client(base_url=url, timeout=60, follow_redirects=True) as browser:
        opened = insisting(lambda: browser.post("/demo", data={"category": "smartphone"}))
        path = opened.url.path
        token = links.form_token(path.removeprefix("/r/"))
        done: dict[str, str] = {}

        def answer(step: str, kind: str, **fields: str) -> None:
            done[kind] = new_id()
            data = {"form_token": token, "event_id": done[kind], "kind": kind, **fields}
            said = insisting(lambda: browser.post(f"{path}/steps/{step}", data=data))
            assert said.status_code == 200, said.status_code

        answer("warranty", "warranty_answered", **NO)
        done["photo"] = new_id()
        data = {"form_token": token, "key": done["photo"], "slot": "back"}
        files = [("photos", ("photo", photo))]
        sent = insisting(
            lambda: browser.post(f"{path}/steps/photos/photos", data=data, files=files)
        )
        assert sent.status_code == 200, sent.status_code
        answer("imei", "imei_unavailable", instead="person")
        answer("backup", "help_asked", note="Where?")
        return path.removeprefix("/r/"), done


def wait_until_done(desk: Desk) -> None:
    """Wait for the last photo and the last effect."""
    while True:
        with desk.database.read() as session:
            photos = session.scalar(select(func.count()).where(Upload.judged_at.is_(None)))
            effects = session.scalar(select(func.count()).where(Outgoing.done_at.is_(None)))
        if not photos and not effects:
            return
        time.sleep(0.5)


def faults_of(desk: Desk, token: str, done: dict[str, str]) -> list[str]:
    """What is lost, or there twice, of one return."""
    faults = []
    with desk.database.read() as session:
        link = session.get_one(Link, links.hashed(token))
        state = returns.state_of(session, link.return_id)
        uploads = session.scalars(select(Upload).where(Upload.return_id == state.id)).all()
        told = session.scalars(select(Message.key).where(Message.return_id == state.id)).all()
    seen = Counter(entry.event.id for entry in state.log)
    kinds = Counter(entry.event.kind for entry in state.log)
    faults += [kind for kind, name in done.items() if kind != "photo" and seen[name] != 1]
    if [upload.key for upload in uploads] != [f"{done['photo']}:0"] or kinds["photos_added"] != 1:
        faults.append(f"photos: {len(uploads)} came, {kinds['photos_added']} were taken in")
    wanted = Counter(("tell.imei_unavailable", "tell.help_asked"))
    if Counter(told) != wanted:
        faults.append(f"messages: {dict(Counter(told))}")
    if desk.flow.pending_effects(state):
        faults.append("effects are pending")
    if desk.flow.replay(state) != state:
        faults.append("the log tells another state")
    return faults


def main(count: int, seed: int) -> None:
    """Run, and print what was found."""
    chance = random.Random(seed)
    folder = Path(tempfile.mkdtemp())
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    service, over, kills = Service(folder, port), threading.Event(), 0

    def killing() -> None:
        nonlocal kills
        while not over.wait(chance.uniform(3, 15)):
            service.kill()
            kills += 1
            service.start()

    killer = threading.Thread(target=killing)
    killer.start()
    photo = (SAMPLES / "smartphone_back.jpg").read_bytes()
    try:
        with ThreadPoolExecutor(4) as customers:
            jobs = [
                customers.submit(make_return, f"http://127.0.0.1:{port}", photo)
                for _ in range(count)
            ]
            results: list[Any] = [job.result() for job in jobs]
    finally:
        over.set()
        killer.join()
    desk = make_desk(Settings(folder=folder))
    wait_until_done(desk)
    service.kill()
    faults = [fault for token, done in results for fault in faults_of(desk, token, done)]
    print(f"{count} returns, {kills} kills: {len(faults)} faults")
    for fault in faults[:20]:
        print(re.sub(r"\s+", " ", fault))
    sys.exit(bool(faults))


if __name__ == "__main__":
    main(*(int(word) for word in (*sys.argv[1:], *("200", "1")[len(sys.argv) - 1 :])))
