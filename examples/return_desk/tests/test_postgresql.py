"""The same on PostgreSQL: answers at once, photos, the outbox, staff's pages."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

pytest.importorskip("psycopg", reason="psycopg is not installed")


@pytest.fixture
def database_url():
    """An empty database on the server that the variable names."""
    server = os.environ.get("TEST_POSTGRESQL")
    if not server:
        pytest.skip("TEST_POSTGRESQL names no server, as .ci/run does where it can start one")
    url = make_url(server).set(drivername="postgresql+psycopg")
    name = f"desk_{uuid4().hex}"
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"create database {name}"))
    yield url.set(database=name).render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.execute(text(f"drop database {name} with (force)"))
    engine.dispose()


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
