"""A few things that one thread at a time may use, shared by all threads."""

from __future__ import annotations

import os
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Semaphore
from typing import Any, Generic, TypeVar

Item = TypeVar("Item")

_pools: weakref.WeakSet[Pool[Any]] = weakref.WeakSet()


class Pool(Generic[Item]):
    """At most `size` items, made when they are first needed and lent to one thread at a time.

    More threads than items wait. A forked process keeps the items that nobody had borrowed and
    makes new ones in place of the others, whose borrowers it doesn't have.

    Parameters
    ----------
    make : callable
        Makes an item; what it raises leaves the pool as it was.
    size : int
        How many items there may be, at least 1.
    """

    def __init__(self, make: Callable[[], Item], size: int) -> None:
        self._make = make
        self._size = size
        self._idle: list[Item] = []
        self._free = Semaphore(size)
        _pools.add(self)

    @contextmanager
    def borrowed(self) -> Iterator[Item]:
        """An item for the length of a ``with`` block."""
        free = self._free
        with free:
            # The item used last is the one whose memory is still in the processor's cache.
            try:
                item = self._idle.pop()
            except IndexError:
                item = self._make()
            try:
                yield item
            finally:
                self._idle.append(item)

    def after_fork(self) -> None:
        """Forget what threads of the parent process have borrowed."""
        self._free = Semaphore(self._size)


def _after_fork() -> None:
    for pool in _pools:
        pool.after_fork()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
