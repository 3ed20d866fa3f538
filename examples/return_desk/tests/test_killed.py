"""Processes end at any moment; nothing that was answered is lost, and nothing is done twice."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections import Counter
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from return_desk import links, returns
from return_desk.desk import make_desk
from return_desk.events_stream import Changes
from return_desk.judging import Judging
from return_desk.outbox import Outbox, carry_out
from return_desk.settings import Settings
from return_desk.tables import Message, Outgoing, Upload
from returnflow import events


def wait_for(condition, seconds=40):
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.1)
    return found


def test_a_killed_server_takes_photos_up_again(server, samples):
    with httpx2.Client(base_url=server.url, follow_redirects=True) as browser:
        page = browser.post("/demo", data={"category": "smartphone"})
        path = page.url.path
        token = links.form_token(path.removeprefix("/r/"))
        no = {"impact": "no", "oxidation": "no", "opened": "no", "seller_told": "yes"}
        said = {"form_token": token, "kind": "warranty_answered", **no}
        browser.post(f"{path}/steps/warranty", data=said)
        views = ("back", "top", "screen_off")
        for view in views:
            answer = browser.post(
                f"{path}/steps/photos/photos",
                data={"form_token": token, "slot": view},
                files=[("photos", ("a.jpg", (samples / f"smartphone_{view}.jpg").read_bytes()))],
            )
            assert answer.status_code == 200
    server.kill()  # before the first worker has even loaded its model
    desk = make_desk(Settings(folder=server.folder))
    with desk.database.read() as session:
        assert len(list(session.scalars(select(Upload)))) == 3
        return_id = session.scalars(select(Upload.return_id)).first()
    server.start()
    if Path("/proc").exists():
        for pid in wait_for(server.workers):
            os.kill(pid, signal.SIGKILL)  # and now a worker alone

    def state():
        with desk.database.read() as session:
            waiting = session.scalars(select(Upload.id).where(Upload.judged_at.is_(None))).all()
            left = session.scalars(select(Outgoing.id).where(Outgoing.done_at.is_(None))).all()
            return None if waiting or left else returns.state_of(session, return_id)

    found = wait_for(state)
    assert set(found.photos["photos"].kept) == set(views)
    kinds = Counter(entry.event.kind for entry in found.log)
    assert kinds["photos_added"] == 3
    assert kinds["warranty_answered"] == 1
    assert not desk.flow.pending_effects(found)
    desk.database.close()


class BreakingPool(Executor):
    """Worker processes that a photo ends, each time."""

    broken = 0

    def submit(self, function, /, *arguments, **named):
        type(self).broken += 1
        future = Future()
        future.set_exception(BrokenProcessPool())
        return future


def test_a_photo_that_ends_its_worker_goes_to_a_person(resting):
    customer = resting.customer()
    customer.open()
    customer.send("photos", b"terrible", slot="back")
    asyncio.run(judged_by_breaking_workers(resting.desk))
    assert BreakingPool.broken == 3
    photo = customer.state.photos["photos"].kept["back"]
    assert (photo.verdict, photo.reasons) == ("review", ("check.error",))


async def judged_by_breaking_workers(desk) -> None:
    changes, made = Changes(), []
    changes.open()
    judging = Judging(
        desk.database,
        desk.storage,
        desk.flow,
        changes,
        workers=2,
        make_pool=lambda _: made.append(1) or BreakingPool(),
    )
    with desk.database.read() as session:
        return_id = session.scalars(select(Upload.return_id)).one()
    task = asyncio.create_task(judging.run())
    with suppress(asyncio.TimeoutError):
        async for _ in changes.watch(return_id):
            with desk.database.read() as session:
                if session.scalars(select(Upload.judged_at)).one() is not None:
                    break
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert len(made) == 4


def test_an_effect_whose_carrying_out_is_cut_off_is_carried_out_once_more(resting):
    """The message was sent, and the service ended before it could note that."""
    desk = resting.desk
    told = []

    def act(database, row):
        told.append(row.id)
        carry_out(database, row)
        if len(told) == 1:
            raise KeyboardInterrupt  # as a kill would, between the deed and its note

    with desk.database.write() as session:
        row = returns.open_return(session, desk.flow, "laptop", resting.order())
        help_ = events.HelpAsked(step="warranty")
        returns.apply(session, desk.flow, row.id, help_, role="customer", actor="c")
    outbox = Outbox(desk.database, desk.flow, Changes(), act)
    with pytest.raises(KeyboardInterrupt):
        outbox.drain()
    outbox.drain()
    assert len(told) == 2
    assert told[0] == told[1]
    with desk.database.read() as session:
        messages = session.scalars(select(Message).where(Message.return_id == row.id)).all()
        state = returns.state_of(session, row.id)
    assert len(messages) == 1
    assert not desk.flow.pending_effects(state)


def test_an_effect_that_can_not_be_carried_out_waits(resting):
    desk = resting.desk

    def act(database, row):
        raise ConnectionError("the mail provider is away")

    with desk.database.write() as session:
        row = returns.open_return(session, desk.flow, "laptop", resting.order())
        help_ = events.HelpAsked(step="warranty")
        returns.apply(session, desk.flow, row.id, help_, role="customer", actor="c")
    assert Outbox(desk.database, desk.flow, Changes(), act).drain() == 0
    with desk.database.read() as session:
        waiting = session.scalars(select(Outgoing).where(Outgoing.return_id == row.id)).all()
        assert [one.attempts for one in waiting] == [1]
    assert desk.outbox.drain() == 1


def test_a_database_that_is_away_for_a_moment_ends_no_background_work(service, monkeypatch):
    customer = service.customer()
    customer.open()
    looks = []
    look = Judging._waiting

    def failing(judging):
        looks.append(1)
        if len(looks) == 1:
            raise OperationalError("select", {}, Exception("the database restarts"))
        return look(judging)

    monkeypatch.setattr(Judging, "_waiting", failing)
    customer.send("photos", "smartphone_back.jpg", slot="back")
    wait_for(lambda: looks)
    service.desk.judging.wake()
    customer.judged()
    assert list(customer.state.photos["photos"].kept) == ["back"]


def test_answers_at_the_same_time_follow_one_another(service):
    """Two browsers tick different things in the same moment; both answers are there."""
    customer = service.customer()
    fields = customer.fields("warranty")
    token = fields["form_token"]

    def ask(number: int) -> int:
        data = {"form_token": token, "kind": "help_asked", "note": f"number {number}"}
        return service.client.post(f"{customer.path}/steps/warranty", data=data).status_code

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(ask, range(16))) == {200}
    notes = {entry.event.note for entry in customer.state.log if entry.event.kind == "help_asked"}
    assert notes == {f"number {number}" for number in range(16)}
