"""The photos in a folder: files at any depth that are called like pictures."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Final

from photocheck.errors import UsageError

PHOTO_ENDINGS: Final = (
    ".jpg",
    ".jpeg",
    ".jpe",
    ".jfif",
    ".png",
    ".webp",
    ".heic",
    ".heif",
    ".hif",
    ".avif",
    ".gif",
    ".bmp",
    ".tif",
    ".tiff",
    ".jxl",
    ".dng",
)
"""Of files in folders; what a file is, its content says. Kinds that can't be judged are named as
well, so that a photo in a folder is refused with a reason and never passed over."""


def photos_in(folder: str) -> Iterator[str]:
    """The photos in a folder, sorted by path, folder by folder.

    Hidden files and folders are left out; links to folders are not followed, so that a loop of
    links ends.

    Raises
    ------
    UsageError
        If a folder can't be read.
    """

    def unreadable(error: OSError) -> None:
        raise UsageError(
            f"expected a folder that can be read, got {error.filename!r}: {type(error).__name__}"
        ) from error

    for place, folders, files in os.walk(folder, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith(".") and name.lower().endswith(PHOTO_ENDINGS):
                yield os.path.join(place, name)  # noqa: PTH118 - a Path would mend the name
