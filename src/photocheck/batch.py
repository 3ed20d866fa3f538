"""Many photos at once: what counts as many, and how many threads share them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Final

import numpy as np

from photocheck.errors import SettingsError, SourceError
from photocheck.photo import Photo, Source
from photocheck.processors import processors

_MAX_WORKERS: Final = 256


def several(sources: Iterable[Source]) -> Iterable[Source]:
    """The sources unchanged, if they are several photos and not one.

    Raises
    ------
    SourceError
    """
    single = (str, bytes, bytearray, memoryview, os.PathLike, np.ndarray, Photo)
    if isinstance(sources, single) or not isinstance(sources, Iterable):
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
