"""The outbox: effects that were written with a state are carried out, each at least once.

A message has the effect's id as its own, so that one told twice is told once. A service that sends
mail would hand that id to its mail provider.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress

from sqlalchemy import select

from return_desk import metrics, returns
from return_desk.database import Database
from return_desk.events_stream import Changes
from return_desk.tables import Message, Outgoing, now
from returnflow import ReturnFlow, events

logger = logging.getLogger("return_desk")

_LOOK_AGAIN = 5.0  # seconds
_SHOWN_ANYWAY = {"ask_step", "ask_photo"}
"""The customer's page shows these by itself."""


def carry_out(database: Database, row: Outgoing) -> None:
    """Tell the customer. What the page shows anyway, or nobody needs to hear, does nothing."""
    kind, key = row.effect["kind"], row.effect["key"]
    if kind in _SHOWN_ANYWAY or not key:
        return
    with database.write() as session:
        if session.get(Message, row.id) is None:
            session.add(
                Message(id=row.id, return_id=row.return_id, key=key, params=row.effect["params"])
            )


class Outbox:
    """Carries out what waits in the outbox, the oldest first.

    Parameters
    ----------
    act : callable
        Carries one effect out; may be called again for it after a crash.
    """

    def __init__(
        self,
        database: Database,
        flow: ReturnFlow,
        changes: Changes,
        act: Callable[[Database, Outgoing], None] = carry_out,
    ) -> None:
        self._database, self._flow, self._changes, self._act = database, flow, changes, act
        self._awake = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def wake(self) -> None:
        """Say from any thread that something waits."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._awake.set)

    async def run(self) -> None:
        """Work until cancelled."""
        self._loop = asyncio.get_running_loop()
        while True:
            self._awake.clear()
            try:
                await asyncio.to_thread(self.drain)
            except Exception:  # for instance a database that restarts: the next look will do
                logger.exception("the outbox could not be looked up")
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._awake.wait(), _LOOK_AGAIN)

    def drain(self) -> int:
        """Carry out all that waits; how many could be."""
        with self._database.read() as session:
            waiting = select(Outgoing).where(Outgoing.done_at.is_(None))
            rows = list(session.scalars(waiting.order_by(Outgoing.written_at, Outgoing.id)))
        done = sum(map(self._one, rows))
        metrics.OUTBOX.set(len(rows) - done)
        return done

    def _one(self, row: Outgoing) -> bool:
        try:
            self._act(self._database, row)
        except Exception:  # whatever a mail provider raises: the next look tries again
            logger.exception("an effect could not be carried out", extra={"effect": row.id})
            with self._database.write() as session:
                session.get_one(Outgoing, row.id).attempts += 1
            return False
        effect_id = row.effect["id"]
        with self._database.write() as session:
            session.get_one(Outgoing, row.id).done_at = now()
            done = events.EffectsDone(effects=(effect_id,))
            returns.apply(session, self._flow, row.return_id, done, role="machine", actor="outbox")
        self._changes.tell(row.return_id)
        return True
