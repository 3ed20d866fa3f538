"""Who watches is told of every change, and of none that is not theirs."""

from __future__ import annotations

import asyncio

from return_desk.events_stream import Changes


def test_watchers_are_told_at_once_and_when_something_changed():
    async def watched() -> list[bool]:
        changes = Changes()
        changes.open()
        seen = []
        async for changed in changes.watch("a"):
            seen.append(changed)
            if len(seen) == 1:
                changes.tell("b")
                await asyncio.to_thread(changes.tell, "a")
                changes.tell("a")  # two at once are one
            else:
                changes.close()
        return seen

    assert asyncio.run(asyncio.wait_for(watched(), 5)) == [True, True]


def test_a_return_has_only_so_many_watchers():
    async def watched() -> int:
        changes = Changes()
        changes.open()
        watches = [changes.watch("a") for _ in range(30)]
        told = [await anext(watch, None) for watch in watches]
        for watch in watches:
            await watch.aclose()
        assert not changes._watchers
        return sum(answer is True for answer in told)

    assert asyncio.run(watched()) == 20


def test_the_stream_is_one_of_server_sent_events(service):
    customer = service.customer()
    service.desk.changes.close()  # every watch ends after what it says at first
    answer = service.client.get(f"{customer.path}/events")
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.text.startswith("event: changed\ndata: 1\n\n")
