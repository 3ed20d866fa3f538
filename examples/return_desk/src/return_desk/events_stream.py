"""Who watches a return is told that it changed."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import suppress

_KEEP_ALIVE = 15.0  # seconds
_MOST_WATCHERS = 20  # of one return; further ones look again later


class Changes:
    """Tells watchers within this process; the page then asks for what it shows.

    A change says nothing of what changed, so that none is lost when several come at once.
    """

    def __init__(self) -> None:
        self._watchers: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closed = False

    def open(self) -> None:
        """Begin, on the loop of the service."""
        self._loop, self._closed = asyncio.get_running_loop(), False

    def close(self) -> None:
        """End every watch."""
        self._closed = True
        for watchers in self._watchers.values():
            for watcher in watchers:
                watcher.set()

    def tell(self, return_id: str) -> None:
        """Say from any thread that a return changed."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._tell, return_id)

    def _tell(self, return_id: str) -> None:
        for watcher in self._watchers.get(return_id, ()):
            watcher.set()

    async def watch(self, return_id: str) -> AsyncIterator[bool]:
        """True for every change, False now and then without one; one at the beginning."""
        if len(self._watchers.get(return_id, ())) >= _MOST_WATCHERS:
            return
        changed = asyncio.Event()
        self._watchers[return_id].add(changed)
        try:
            yield True
            while not self._closed:
                with suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(changed.wait(), _KEEP_ALIVE)
                if self._closed:
                    return
                came = changed.is_set()
                changed.clear()
                yield came
        finally:
            self._watchers[return_id].discard(changed)
            if not self._watchers[return_id]:
                del self._watchers[return_id]
