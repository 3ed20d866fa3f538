"""The parts of a running desk, put together once and handed to every request."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, NamedTuple

from fastapi import Depends, Request
from starlette.datastructures import FormData

from return_desk.database import Database
from return_desk.events_stream import Changes
from return_desk.judging import Judging, MakePool, process_pool
from return_desk.outbox import Outbox
from return_desk.settings import Settings
from return_desk.storage import FolderStorage, S3Storage, Storage
from returnflow import ReturnFlow


class Desk(NamedTuple):
    """Everything that a request may need."""

    settings: Settings
    database: Database
    storage: Storage
    flow: ReturnFlow
    changes: Changes
    judging: Judging
    outbox: Outbox

    def changed(self, return_id: str) -> None:
        """Tell watchers, and carry out what follows; after the commit."""
        self.changes.tell(return_id)
        self.outbox.wake()


def make_desk(settings: Settings, make_pool: MakePool = process_pool) -> Desk:
    """Put the parts together; the database must have its tables."""
    settings.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    database = Database(settings.url_of_database)
    storage: Storage = (
        S3Storage(settings.s3_bucket)
        if settings.s3_bucket
        else FolderStorage(settings.folder / "photos")
    )
    flow, changes = ReturnFlow.standard(), Changes()
    return Desk(
        settings,
        database,
        storage,
        flow,
        changes,
        Judging(database, storage, flow, changes, workers=settings.workers, make_pool=make_pool),
        Outbox(database, flow, changes),
    )


def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


async def _form(request: Request) -> AsyncIterator[FormData]:
    async with request.form(max_files=100, max_fields=200) as form:
        yield form


TheDesk = Annotated[Desk, Depends(_desk)]
Form = Annotated[FormData, Depends(_form)]
