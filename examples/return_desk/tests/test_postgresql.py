"""The same on PostgreSQL, where a server of it is installed: answers at once, photos, the outbox."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

pytest.importorskip("psycopg", reason="psycopg is not installed")


def program(name: str) -> str | None:
    debian = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return shutil.which(name) or (str(debian[-1]) if debian else None)


@pytest.fixture(scope="module")
def database_url(tmp_path_factory):
    """An empty database of a server of its own, which listens on a socket in its folder."""
    if given := os.environ.get("DESK_TEST_DATABASE_URL"):
        yield given
        return
    initdb, pg_ctl = program("initdb"), program("pg_ctl")
    if initdb is None or pg_ctl is None:
        pytest.skip("there is no PostgreSQL server on this machine")
    folder = tmp_path_factory.mktemp("pg")
    as_user = {}
    if os.getuid() == 0:  # it refuses to be run by root
        nobody = pwd.getpwnam("nobody")
        as_user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        for parent in list(folder.parents)[:3]:
            if parent.owner() == "root" and parent.name.startswith(("pytest", "popen")):
                parent.chmod(0o755)
    data = folder / "data"

    def run(*command: str) -> None:
        subprocess.run(command, check=True, capture_output=True, cwd=folder, timeout=60, **as_user)

    run(initdb, "-D", str(data), "-U", "desk", "-A", "trust", "--no-sync")
    options = f"-k {folder} -c listen_addresses='' -c fsync=off"
    run(pg_ctl, "-D", str(data), "-w", "-o", options, "-l", str(folder / "log"), "start")
    yield f"postgresql+psycopg://desk@/postgres?host={folder}"
    run(pg_ctl, "-D", str(data), "-m", "immediate", "stop")


def test_a_return_on_postgresql(start, database_url):
    service = start(database_url=database_url)
    customer = service.customer()
    customer.open()
    token = customer.fields("warranty")["form_token"]

    def ask(number: int) -> int:
        data = {"form_token": token, "kind": "help_asked", "note": f"number {number}"}
        return service.client.post(f"{customer.path}/steps/warranty", data=data).status_code

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(ask, range(16))) == {200}
    notes = {entry.event.note for entry in customer.state.log if entry.event.kind == "help_asked"}
    assert notes == {f"number {number}" for number in range(16)}

    customer.send("photos", "smartphone_back.jpg", slot="back", key="ab" * 16)
    customer.send("photos", "smartphone_back.jpg", slot="back", key="ab" * 16)
    customer.judged()
    assert list(customer.state.photos["photos"].kept) == ["back"]
    service.desk.outbox.drain()
    assert not service.desk.flow.pending_effects(customer.state)
    assert customer.page().count("A person will get in touch") == 10

    staff = service.log_in()
    assert "A-4711" in staff.get("/staff").text
    assert "A-4711" in staff.get("/staff", params={"q": "a-4"}).text
    assert staff.get("/staff/week").status_code == 200
