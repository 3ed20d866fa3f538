"""Many photos at once: what counts as many, how many threads share them, and in which order."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import Final, TypeVar

from photocheck.errors import SettingsError, SourceError
from photocheck.photo import Photo, Source, is_buffer
from photocheck.processors import processors

_MAX_WORKERS: Final = 256

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")


def several(sources: Iterable[Source]) -> Iterable[Source]:
    """The sources unchanged, if they are several photos and not one.

    Raises
    ------
    SourceError
    """
    # A file is an iterable of its lines, and a buffer of its numbers, but one photo.
    single = isinstance(sources, (str, os.PathLike, Photo))
    one = single or hasattr(sources, "read") or is_buffer(sources)
    if one or not isinstance(sources, Iterable):
        raise SourceError(
            "source.wrong_type",
            f"expected several photos, in a list or another iterable, got {type(sources).__name__}",
        )
    return sources


def threads(workers: int | None) -> int:
    """How many threads to use; the processors this process may use for None.

    Raises
    ------
    SettingsError
        If `workers` is no whole number from 1 to 256.
    """
    if workers is None:
        return processors()
    # True is 1 to `isinstance`, but no number of threads.
    whole = isinstance(workers, int) and not isinstance(workers, bool)
    if not (whole and 1 <= workers <= _MAX_WORKERS):
        raise SettingsError(f"expected 1 to {_MAX_WORKERS} workers, got {workers!r}")
    return workers


def in_order(
    sources: Iterable[Item], judge: Callable[[Item], Outcome], workers: int
) -> Iterator[Outcome]:
    """Judge the sources in threads and give what came of each, in the order given.

    Lazy: at most two sources a worker are read ahead of the outcome asked for. What the sources
    raise comes out after the outcomes of those before; what `judge` raises, in its place.
    """
    executor = ThreadPoolExecutor(workers, thread_name_prefix="photocheck")
    waiting: deque[Future[Outcome]] = deque()
    broken: list[Exception] = []
    left = iter(sources)

    def read_ahead(count: int) -> None:
        try:
            for source in islice(left, 0 if broken else count):
                waiting.append(executor.submit(judge, source))
        except Exception as error:  # noqa: BLE001
            broken.append(error)

    try:
        read_ahead(2 * workers)
        while waiting:
            yield waiting.popleft().result()
            read_ahead(1)
        if broken:
            raise broken[0]
    finally:
        executor.shutdown(wait=True, cancel_futures=True)
