"""Pixels are deleted so many days after a return's last event; hashes and reports stay."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from return_desk.audit import note
from return_desk.desk import Desk
from return_desk.tables import FailedLogin, Link, Return, Session, Upload, now

logger = logging.getLogger("return_desk")

_EVERY = 3600.0  # seconds


async def run(desk: Desk) -> None:
    """Tidy up every hour until cancelled."""
    while True:
        try:
            await asyncio.to_thread(tidy, desk, now())
        except Exception:  # for instance a storage that does not answer: the next hour will
            logger.exception("old photos could not be deleted")
        await asyncio.sleep(_EVERY)


def tidy(desk: Desk, at: datetime) -> int:
    """Delete what is past its time; how many photos that were."""
    last = at - timedelta(days=desk.settings.keep_photos_days)
    with desk.database.read() as session:
        old = select(Upload.id).join(Return, Return.id == Upload.return_id)
        names = list(session.scalars(old.where(Return.changed_at < last, Upload.has_pixels)))
    for name in names:
        # First the pixels: a crash in between deletes them once more, and keeps none.
        desk.storage.delete(name)
        with desk.database.write() as session:
            upload = session.get_one(Upload, name)
            upload.has_pixels = False
            note(session, "machine", "photo.deleted", upload.return_id, name)
    with desk.database.write() as session:
        session.execute(delete(Link).where(Link.expires_at < last))
        session.execute(delete(Session).where(Session.expires_at < at))
        session.execute(delete(FailedLogin).where(FailedLogin.at < at - timedelta(days=1)))
    if names:
        logger.info("old photos were deleted", extra={"count": len(names)})
    return len(names)
