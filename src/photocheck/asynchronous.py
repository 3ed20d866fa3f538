"""Judging from an event loop, which must not wait for it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import TypeVar

from photocheck.processors import processors

Answer = TypeVar("Answer")


async def in_thread(call: Callable[[], Answer]) -> Answer:
    """Await what a function returns, while the event loop goes on with other things.

    At most one call a processor runs at a time; others wait their turn. A task that is cancelled
    while its call waits costs nothing; one whose call runs already gives up the answer, and the
    thread ends by itself.

    Parameters
    ----------
    call : callable
        What it raises is raised here.
    """
    return await asyncio.get_running_loop().run_in_executor(_threads(), call)


@lru_cache(maxsize=1)
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(processors(), thread_name_prefix="photocheck-async")


if hasattr(os, "register_at_fork"):
    # A forked process has none of its parent's threads.
    os.register_at_fork(after_in_child=_threads.cache_clear)
