"""A run: a directory of photos that can be stopped, gone on with, and shared by processes.

`photos.jsonl` holds one record a photo, `rejected.jsonl` what could not be made. A process claims
a shot by creating its lock file, so that two never make the same one.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from studio.errors import StudioError
from studio.recipe import Shot
from studio.shoot import Photo, shoot
from studio.truth import PhotoTruth

RECORDS: Final = "photos.jsonl"
_REJECTED: Final = "rejected.jsonl"
_STALE: Final = 600.0
"""Seconds after which a claim counts as left behind by a process that died."""


def make(
    folder: Path, shots: Sequence[Shot], long_side: int, samples: int
) -> Iterator[tuple[Shot, float]]:
    """Make what is missing of a run; yields each shot made and the seconds it took.

    Raises
    ------
    StudioError
        If a package of the extra is missing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for shot in shots:
        if not _claim(folder, shot):
            continue
        started = time.perf_counter()
        try:
            photo = shoot(shot, long_side, samples)
        except StudioError as error:
            if "hidden attempts" not in str(error):
                _lock(folder, shot).unlink()
                raise
            _append(folder / _REJECTED, json.dumps({"name": shot.name, "why": str(error)}))
            continue
        except BaseException:
            _lock(folder, shot).unlink()
            raise
        save(folder, photo)
        yield shot, time.perf_counter() - started


def save(folder: Path, photo: Photo) -> None:
    """Write a photo's files, its record last."""
    developed, truth = photo.developed, photo.truth
    (folder / truth.file).write_bytes(developed.jpeg)
    masks = np.stack([developed.label, developed.screen, developed.device], axis=2)
    cv2.imwrite(str(folder / truth.masks), (masks * 255 + 0.5).astype(np.uint8))
    cv2.imwrite(str(folder / truth.glare), (developed.glare * 255 + 0.5).astype(np.uint8))
    _append(folder / RECORDS, truth.model_dump_json())


def records(folder: Path) -> list[PhotoTruth]:
    """The records of a run, by index.

    Raises
    ------
    StudioError
        If the folder holds no run.
    """
    file = folder / RECORDS
    if not file.is_file():
        raise StudioError(f"expected a run with a {RECORDS}, got {str(folder)!r}")
    lines = file.read_text(encoding="utf-8").splitlines()
    found = {truth.index: truth for truth in map(PhotoTruth.model_validate_json, lines)}
    return [found[index] for index in sorted(found)]


def _lock(folder: Path, shot: Shot) -> Path:
    return folder / "claims" / shot.name


def _claim(folder: Path, shot: Shot) -> bool:
    if (folder / f"{shot.name}.jpg").exists():
        return False
    lock = _lock(folder, shot)
    lock.parent.mkdir(exist_ok=True)
    try:
        lock.touch(exist_ok=False)
    except FileExistsError:
        if time.time() - lock.stat().st_mtime < _STALE or _is_rejected(folder, shot):
            return False
        lock.touch()
    return True


def _is_rejected(folder: Path, shot: Shot) -> bool:
    file = folder / _REJECTED
    return file.is_file() and json.dumps(shot.name) in file.read_text(encoding="utf-8")


def _append(file: Path, line: str) -> None:
    # One write of one line is whole, whoever else appends.
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        os.write(handle, (line + "\n").encode())
    finally:
        os.close(handle)
