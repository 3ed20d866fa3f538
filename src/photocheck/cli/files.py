"""The files that the command line reads and writes: refused before any work, or written whole."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from photocheck.errors import PhotocheckError, UsageError
from photocheck.folders import photos_in

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from photocheck.inspector import Inspector
    from photocheck.report import Report

_NAMED_AT_MOST = 5


def given_photos(paths: Iterable[str], files_from: str | None) -> list[str]:
    """The photos' files that are meant by paths and a list, in order; folders are opened.

    Of a folder these are the files at any depth that are called like pictures, sorted by path;
    hidden ones are left out.

    Parameters
    ----------
    paths : iterable of str
        Files and folders.
    files_from : str or None
        A file that lists further ones, one a line, or with a NUL after each; ``"-"`` is stdin.

    Raises
    ------
    UsageError
        If nothing is named, something named can't be read, or a folder holds no photos.
    """
    named = [*paths, *(_listed(files_from) if files_from is not None else ())]
    if not named:
        raise UsageError("expected at least one photo, folder or list of photos, got none")
    photos: list[str] = []
    for path in named:
        if os.path.isdir(path):  # noqa: PTH112 - a Path would mend the name
            photos += _photos_in(path)
        else:
            photos.append(path)
    refuse_unusable(photos)
    return photos


def _listed(source: str) -> list[str]:
    try:
        data = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except (OSError, ValueError) as error:
        raise UsageError(
            f"argument --files-from: expected a list that can be read, got {source!r}: "
            f"{type(error).__name__}"
        ) from error
    names = data.split(b"\0") if b"\0" in data else data.splitlines()
    return [os.fsdecode(name) for name in names if name]


def _photos_in(folder: str) -> list[str]:
    found = list(photos_in(folder))
    if not found:
        raise UsageError(f"expected a folder with photos, got {folder!r}: there are none in it")
    return found


@contextmanager
def whole_page(out: str) -> Iterator[TextIO]:
    """A text file to write; an earlier one of that name stays until the new one is whole."""
    page = Path(out)
    part = _part_of(page)
    try:
        with part.open("w", encoding="utf-8", newline="\n") as file:
            yield file
        part.replace(page)
    finally:
        part.unlink(missing_ok=True)


def pixels(path: str, report: Report, inspector: Inspector) -> NDArray[np.uint8] | None:
    """The pixels of a photo that was judged; None if there are none or no longer."""
    if report.photo is None:
        return None
    from photocheck.photo import Photo

    try:
        return Photo.open(path, limits=inspector.limits).rgb
    except PhotocheckError:  # the file changed since it was judged
        return None


def refuse_unusable(files: Iterable[str]) -> None:
    """Refuse files that are none or may not be read, before any work.

    Raises
    ------
    UsageError
        Names the first few.
    """
    found = [fault for fault in map(fault_of, files) if fault is not None]
    if found:
        more = f"; and {len(found) - _NAMED_AT_MOST} more" if len(found) > _NAMED_AT_MOST else ""
        raise UsageError(f"expected photos' files, got {'; '.join(found[:_NAMED_AT_MOST])}{more}")


def fault_of(path: str) -> str | None:
    """The path with why it is no file that can be read; None if it is one."""
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 - a Path would mend the name
    except FileNotFoundError:
        return f"{path!r}: no such file"
    except (OSError, ValueError) as error:
        return f"{path!r}: {type(error).__name__}"
    if stat.S_ISDIR(mode):
        return f"{path!r}: a directory"
    if not stat.S_ISREG(mode):
        return f"{path!r}: no regular file"
    return None if os.access(path, os.R_OK) else f"{path!r}: may not be read"


def refuse_output(out: str, files: Iterable[str]) -> None:
    """Refuse a page that can't be written or is one of the photos, before any work.

    Raises
    ------
    UsageError
    """
    path = Path(out)
    if path.exists() and not path.is_file():
        raise UsageError(f"argument --html: expected a regular file to write, got {out!r}")
    if path.exists() and any(path.samefile(file) for file in files):
        raise UsageError(f"argument --html: expected another file than the photos, got {out!r}")
    try:
        if path.exists():
            with path.open("a", encoding="utf-8"):  # leaves an earlier page as it is
                pass
        _part_of(path).open("w", encoding="utf-8").close()
        _part_of(path).unlink()
    except (OSError, ValueError) as error:
        raise UsageError(
            f"argument --html: expected a file that can be written, got {out!r}: "
            f"{type(error).__name__}"
        ) from error


def _part_of(page: Path) -> Path:
    return page.with_name(f".{page.name}.part")
