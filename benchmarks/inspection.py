"""One pass of the inspector over labelled photos; the reports are kept in memory only."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from photocheck import DecodeError, Inspector, Photo, Registry, Report

TIFF = {".tif", ".tiff"}


def inspect_paths(
    paths: Iterable[Path], profiles: Sequence[str], *, limit: int | None = None
) -> dict[str, dict[Path, Report]]:
    """Reports by profile and path, with the built-in checks; the first `limit` paths if given.

    One photo at a time on one thread, so that the check ``duplicate`` sees no set. TIFF is no
    format that the library reads: such photos are decoded by OpenCV and handed over as pixels.
    """
    cv2.setNumThreads(1)
    inspectors = {name: Inspector(name, registry=Registry.builtin()) for name in profiles}
    reports: dict[str, dict[Path, Report]] = {name: {} for name in profiles}
    for path in tqdm(sorted(set(paths))[:limit], unit="photo", file=sys.stderr, disable=None):
        source = source_of(path)
        for name, inspector in inspectors.items():
            reports[name][path] = inspector.inspect(source)
    return reports


def source_of(path: Path) -> Photo | Path:
    """The photo, decoded once for all profiles; its path if it can't be decoded."""
    try:
        if path.suffix.lower() not in TIFF:
            return Photo.open(path)
        return Photo.open(read_tiff(path), name=str(path))
    except DecodeError:
        return path


def read_tiff(path: Path) -> NDArray[np.uint8]:
    """The RGB pixels of a TIFF.

    Raises
    ------
    ValueError
        If OpenCV can't read it.
    """
    pixels = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if pixels is None:
        raise ValueError(f"expected a TIFF that OpenCV reads: {path.name}")
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB), np.uint8)
