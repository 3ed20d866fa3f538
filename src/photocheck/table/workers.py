"""Units of work shared by threads or processes, answered in order."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from itertools import islice
from multiprocessing import get_context, parent_process

from photocheck.errors import UsageError
from photocheck.table.inputs import Given
from photocheck.table.judging import PhotoJudge, Rows, SetJudge
from photocheck.table.output import Versions

Judge = PhotoJudge | SetJudge
_Work = Callable[[Sequence[Given]], Rows | None]


def judged(
    judge: Judge,
    units: Iterator[Sequence[Given]],
    done: Versions,
    workers: int,
    *,
    processes: bool,
) -> Iterator[tuple[int, Rows | None]]:
    """Number of photos and rows of each unit, in order; None for one that is done.

    Parameters
    ----------
    judge : PhotoJudge or SetJudge
    units : iterator of sequences of Given
        Taken when a worker is soon free: at most two a worker are held.
    done : Versions
        What need not be judged again. Processes know what it holds at the start.
    workers : int
    processes : bool
        Whether the workers are processes or threads.

    Raises
    ------
    UsageError
        If a worker process was killed.
    """
    executor, work = _started(judge, done, workers, processes=processes)
    waiting: deque[tuple[int, Future[Rows | None]]] = deque()
    with executor:
        try:
            while True:
                for unit in islice(units, 2 * workers + 1 - len(waiting)):
                    waiting.append((len(unit), executor.submit(work, unit)))
                if not waiting:
                    return
                count, future = waiting.popleft()
                yield count, future.result()
        except BrokenProcessPool as error:
            raise UsageError(
                "expected worker processes that end with the run, one was killed (memory may have "
                "run out); what is finished stays, resume with fewer workers"
            ) from error
        finally:
            executor.shutdown(wait=True, cancel_futures=True)


def _started(
    judge: Judge, done: Versions, workers: int, *, processes: bool
) -> tuple[Executor, _Work]:
    if not processes:
        executor = ThreadPoolExecutor(workers, thread_name_prefix="photocheck")
        return executor, partial(judge, done=done.has)
    # A forked child would have the locks of threads that it has not.
    pool = ProcessPoolExecutor(
        workers, mp_context=get_context("spawn"), initializer=_begin, initargs=(judge, done)
    )
    return pool, _work


_own: tuple[Judge, Versions] | None = None


def _begin(judge: Judge, done: Versions) -> None:
    """Keep in a worker process what all its units need."""
    global _own  # noqa: PLW0603 - a process of a pool has no other place
    _own = judge, done
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this process when the one that gives it work is killed, which nothing else tells it."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(unit: Sequence[Given]) -> Rows | None:
    if _own is None:
        raise RuntimeError("expected a process that was begun with a judge")
    judge, done = _own
    return judge(unit, done.has)
