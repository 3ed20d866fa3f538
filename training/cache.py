"""What the frozen part makes of many versions of each photo, computed once and kept on disk."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray

from training.backbone import normalized
from training.examples import Example
from training.labels import CLASSES
from training.network import CELLS, FACTS, FINE_CHANNELS, MIDDLE_CHANNELS, Lower
from training.versions import EDITION, versions_of

_BATCH: Final = 16


@dataclass(frozen=True)
class Features:
    """Of N versions of photos.

    Attributes
    ----------
    fine : N×40×32×32 float16
    middle : N×112×16×16 float16
    right : N×41 bool
        Which answers are right.
    facts : N×5 float32
        Direction of the top end (x, y), whether the screen's face is seen, whether the screen is
        lit, whether several devices are seen; NaN where not known.
    maps : N×2×32×32 float32
        Share of each cell that is device, screen; NaN where not known.
    example : N int
        Index of the photo.
    """

    fine: NDArray[np.float16]
    middle: NDArray[np.float16]
    right: NDArray[np.bool_]
    facts: NDArray[np.float32]
    maps: NDArray[np.float32]
    example: NDArray[np.intp]


def features_of(
    examples: Sequence[Example], versions: int, folder: Path, seed: int = 0
) -> Features:
    """The features of each photo as it is and in further versions.

    Parameters
    ----------
    examples : sequence of Example
    versions : int
        How many of each; the first is the photo as it is.
    folder : Path
        Where they are kept, one file a photo.
    seed : int
    """
    folder.mkdir(parents=True, exist_ok=True)
    lower = Lower()
    total = len(examples) * versions
    fine = np.empty((total, FINE_CHANNELS, CELLS, CELLS), np.float16)
    middle = np.empty((total, MIDDLE_CHANNELS, CELLS // 2, CELLS // 2), np.float16)
    right = np.zeros((total, len(CLASSES)), np.bool_)
    facts = np.empty((total, FACTS), np.float32)
    maps = np.empty((total, 2, CELLS, CELLS), np.float32)

    def put(index: int) -> None:
        made = _made(examples[index], versions, folder, seed, lower)
        span = slice(index * versions, (index + 1) * versions)
        fine[span], middle[span], right[span], facts[span], maps[span] = made

    with ThreadPoolExecutor(2) as pool:
        for index, _ in enumerate(pool.map(put, range(len(examples)))):
            if index % 200 == 199:
                print(f"features of {index + 1} of {len(examples)} photos", flush=True)
    return Features(fine, middle, right, facts, maps, np.repeat(np.arange(len(examples)), versions))


_Made = tuple[
    NDArray[np.float16],
    NDArray[np.float16],
    NDArray[np.bool_],
    NDArray[np.float32],
    NDArray[np.float32],
]


def _made(example: Example, versions: int, folder: Path, seed: int, lower: Lower) -> _Made:
    key = hashlib.sha256(
        json.dumps(
            [EDITION, example.source, example.path.name, sorted(example.right), versions, seed]
        ).encode()
    ).hexdigest()[:20]
    file = folder / f"{key}.npz"
    if file.is_file():
        with np.load(file) as kept:
            return tuple(kept[f"arr_{index}"] for index in range(5))
    made_versions = versions_of(example, versions, [seed, int(key[:8], 16)])
    squares = [normalized(version.square)[0] for version in made_versions]
    fines, middles = [], []
    with torch.no_grad():
        for start in range(0, versions, _BATCH):
            batch = torch.from_numpy(np.stack(squares[start : start + _BATCH]))
            fine, middle = lower(batch)
            fines.append(fine.numpy().astype(np.float16))
            middles.append(middle.numpy().astype(np.float16))
    made = (
        np.concatenate(fines),
        np.concatenate(middles),
        np.stack([version.right for version in made_versions]),
        np.stack([version.facts for version in made_versions]),
        np.stack([version.maps for version in made_versions]),
    )
    # Under another name first: a file that is there is whole.
    fresh = file.with_suffix(".new.npz")
    np.savez(fresh, *made)
    fresh.replace(file)
    return made
