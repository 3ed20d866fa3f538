"""Photos that wait are judged in worker processes, a return's one after the other.

The rows of `Upload` without `judged_at` are the jobs. What is being worked on is known to this
process alone: after a crash nothing needs to be cleared up, every job that is not done is taken up
again. A photo that ends its worker process three times is handed to a person unjudged.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import multiprocessing
import time
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress

from sqlalchemy import func, select

from return_desk import judged_photo, metrics, returns
from return_desk.audit import note
from return_desk.database import Database
from return_desk.events_stream import Changes
from return_desk.judged_photo import Job, Judged
from return_desk.storage import Storage
from return_desk.tables import Return, Upload, now
from returnflow import ReturnFlow, events

logger = logging.getLogger("return_desk")

MAX_ATTEMPTS = 3
_LOOK_AGAIN = 5.0  # seconds, should a wake-up be lost


def process_pool(workers: int) -> Executor:
    """Worker processes that each load the model once; none is forked from a process of threads."""
    return ProcessPoolExecutor(
        workers,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=judged_photo.warm_up,
    )


MakePool = Callable[[int], Executor]


class Judging:
    """Takes waiting photos to worker processes and their verdicts into the returns."""

    def __init__(
        self,
        database: Database,
        storage: Storage,
        flow: ReturnFlow,
        changes: Changes,
        *,
        workers: int,
        make_pool: MakePool = process_pool,
    ) -> None:
        self._database, self._storage, self._flow = database, storage, flow
        self._changes, self._workers, self._make_pool = changes, workers, make_pool
        self._running: dict[str, asyncio.Task[None]] = {}  # by return
        self._awake = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._pool: Executor | None = None

    def wake(self) -> None:
        """Say from any thread that photos wait."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._awake.set)

    async def run(self) -> None:
        """Work until cancelled; what is being judged then is judged again at the next start."""
        self._loop = asyncio.get_running_loop()
        self._pool = self._make_pool(self._workers)
        try:
            while True:
                self._awake.clear()
                try:
                    await self._start_what_waits()
                except Exception:  # for instance a database that restarts: the next look will do
                    logger.exception("waiting photos could not be looked up")
                with suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(self._awake.wait(), _LOOK_AGAIN)
        finally:
            for task in self._running.values():
                task.cancel()
            self._pool.shutdown(wait=False, cancel_futures=True)

    async def _start_what_waits(self) -> None:
        for upload in await asyncio.to_thread(self._waiting):
            if self._may_start(upload):
                task = asyncio.create_task(self._one(upload))
                self._running[upload.return_id] = task

    def _waiting(self) -> list[Upload]:
        with self._database.read() as session:
            waiting = Upload.judged_at.is_(None)
            metrics.WAITING.set(session.scalar(select(func.count()).where(waiting)) or 0)
            oldest = select(Upload).where(waiting).order_by(Upload.sent_at)
            return list(session.scalars(oldest.limit(500)))

    def _may_start(self, upload: Upload) -> bool:
        if upload.return_id in self._running or len(self._running) >= self._workers:
            return False
        # What may have ended a worker goes alone: its neighbours would be ended with it.
        return upload.attempts == 0 or not self._running

    async def _one(self, upload: Upload) -> None:
        begun, pool = time.monotonic(), self._pool
        try:
            judged = await self._judged(upload, pool)
            if judged is not None:
                await asyncio.to_thread(self._take, upload, judged)
                metrics.JUDGED.labels(judged.unreadable or judged.verdict).inc()
                metrics.JUDGING_SECONDS.observe(time.monotonic() - begun)
        except BrokenProcessPool:
            logger.warning("a worker process ended", extra={"upload": upload.id})
            if self._pool is pool:  # a neighbour's photo has not made a new one yet
                self._pool = self._make_pool(self._workers)
        except Exception:  # the next look takes it up again, at most three times
            logger.exception("a photo could not be judged", extra={"upload": upload.id})
        finally:
            self._running.pop(upload.return_id, None)
            self._changes.tell(upload.return_id)
            self._awake.set()

    async def _judged(self, upload: Upload, pool: Executor | None) -> Judged | None:
        job = await asyncio.to_thread(self._begin, upload)
        if job is None:
            return None
        if upload.attempts >= MAX_ATTEMPTS:
            return _unjudged(job, upload.sha256)
        return await asyncio.get_running_loop().run_in_executor(pool, judged_photo.judge, job)

    def _begin(self, upload: Upload) -> Job | None:
        """The job with the return as it is now; the attempt is counted before it can go wrong."""
        with self._database.write() as session:
            row = session.get_one(Upload, upload.id)
            owner = session.get_one(Return, row.return_id)
            if row.judged_at is not None:
                return None
            row.attempts += 1
            job = Job(row.id, owner.state, b"", row.step, row.slot, owner.language)
        try:
            return job._replace(data=self._storage.load(upload.id))
        except FileNotFoundError:
            self._take(upload, Judged("retake", (), None, unreadable="source.not_found"))
            return None

    def _take(self, upload: Upload, judged: Judged) -> None:
        with self._database.write() as session:
            row = session.get_one(Upload, upload.id)
            if row.judged_at is not None:
                return
            row.judged_at, row.verdict = now(), judged.verdict
            row.reasons, row.unreadable = list(judged.reasons), judged.unreadable
            if judged.event is None:
                row.has_pixels = False
                note(session, "machine", "photo.unreadable", row.return_id, judged.unreadable or "")
            else:
                outcome = returns.apply(
                    session,
                    self._flow,
                    row.return_id,
                    judged.event,
                    role="machine",
                    actor="judge",
                )
                row.problem = outcome.problems[0].code if outcome.problems else None
        if judged.event is None:
            self._storage.delete(upload.id)


def _unjudged(job: Job, sha256: str) -> Judged:
    photo = events.Photo(
        sha256=sha256 or hashlib.sha256(job.data).hexdigest(),
        verdict="review",
        slot=job.slot,
        reasons=("check.error",),
    )
    event = events.PhotosAdded(id=f"upload:{job.upload_id}", step=job.step, photos=(photo,))
    return Judged("review", photo.reasons, event.model_dump_json())
