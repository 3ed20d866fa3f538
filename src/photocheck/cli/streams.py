"""The streams that the command line writes to, made safe for whatever a photo is called."""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from pathlib import Path


def make_output_safe() -> None:
    """Escape letters that the terminal or pipe can't take, instead of ending a batch.

    What the shell has closed is None to Python; it becomes a place where output vanishes.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            nowhere = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  # until the end
            setattr(sys, name, nowhere)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def speak_utf8() -> None:
    """Write UTF-8 to stdout whatever the terminal's encoding, as JSON must be (RFC 8259)."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")


def forget_output() -> None:
    """Let stdout go nowhere, after its reader went away.

    Python flushes it once more when it ends, and would complain.
    """
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
