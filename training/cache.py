"""What the frozen part makes of many versions of each photo, computed once and kept on disk."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from training.augment import Picture
from training.backbone import normalized
from training.examples import Example
from training.labels import CLASSES
from training.network import CELLS, FACTS, FINE_CHANNELS, MAPS, MIDDLE_CHANNELS, SIZE, Lower
from training.versions import EDITION, versions_of


class Versions(NamedTuple):
    """How many versions of each photo: of the whole, and of a closer look."""

    whole: int
    closer: int


@dataclass(frozen=True)
class Features:
    """Of N versions of photos.

    Attributes
    ----------
    fine : N×40×32×32 float16
    middle : N×112×16×16 float16
    right : N×41 bool
        Which answers are right.
    facts : N×6 float32
        Direction of the top end (x, y), and of what the screen's face looks at, whether that face
        is seen, whether the screen is lit; NaN where not known.
    maps : N×3×32×32 float32
        Share of each cell that is device, screen, device or what covers it; NaN where not known.
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
    examples: Sequence[Example],
    versions: Versions,
    folder: Path,
    seed: int = 0,
    scenes: Sequence[Path] = (),
) -> Features:
    """The features of each photo as it is and in further versions.

    Parameters
    ----------
    examples : sequence of Example
    versions : Versions
        How many of each; the first is the photo as it is.
    folder : Path
        Where they are kept, one file a photo.
    seed : int
    scenes : sequence of Path
        See `versions.versions_of`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lower = _Frozen(folder)
    each = versions.whole + versions.closer
    total = len(examples) * each
    fine = np.empty((total, FINE_CHANNELS, CELLS, CELLS), np.float16)
    middle = np.empty((total, MIDDLE_CHANNELS, CELLS // 2, CELLS // 2), np.float16)
    right = np.zeros((total, len(CLASSES)), np.bool_)
    facts = np.empty((total, FACTS), np.float32)
    maps = np.empty((total, MAPS, CELLS, CELLS), np.float32)

    def put(index: int) -> None:
        made = _made(examples[index], versions, folder, seed, scenes, lower)
        span = slice(index * each, (index + 1) * each)
        fine[span], middle[span], right[span], facts[span], maps[span] = made

    with ThreadPoolExecutor(2) as pool:
        for index, _ in enumerate(pool.map(put, range(len(examples)))):
            if index % 200 == 199:
                print(f"features of {index + 1} of {len(examples)} photos", flush=True)
    return Features(fine, middle, right, facts, maps, np.repeat(np.arange(len(examples)), each))


class _Frozen:
    """The frozen part in OpenCV's engine, which takes a third of torch's time; one net a thread."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "lower.onnx"
        if not self._path.is_file():
            torch.onnx.export(
                Lower(),
                (torch.zeros(1, 3, SIZE, SIZE),),
                str(self._path),
                input_names=["picture"],
                output_names=["fine", "middle"],
                opset_version=17,
                dynamo=False,
            )
        self._local = threading.local()

    def __call__(self, square: Picture) -> tuple[NDArray[np.float16], NDArray[np.float16]]:
        net = getattr(self._local, "net", None)
        if net is None:
            net = self._local.net = cv2.dnn.readNetFromONNX(str(self._path))
        net.setInput(normalized(square))
        fine, middle = net.forward(["fine", "middle"])
        return fine.astype(np.float16), middle.astype(np.float16)


_Made = tuple[
    NDArray[np.float16],
    NDArray[np.float16],
    NDArray[np.bool_],
    NDArray[np.float32],
    NDArray[np.float32],
]


def _made(
    example: Example,
    versions: Versions,
    folder: Path,
    seed: int,
    scenes: Sequence[Path],
    lower: _Frozen,
) -> _Made:
    photo = [example.source, example.path.parent.name, example.path.name]
    what = [EDITION, *photo, sorted(example.right), *versions, seed]
    behind = [scene.name for scene in scenes]
    key = hashlib.sha256(json.dumps([*what, behind]).encode()).hexdigest()[:20]
    file = folder / f"{key}.npz"
    if file.is_file():
        with np.load(file) as kept:
            return tuple(kept[f"arr_{index}"] for index in range(5))
    random = [seed, int(key[:8], 16)]
    made_versions = versions_of(example, versions.whole, versions.closer, random, scenes)
    seen = [lower(version.square) for version in made_versions]
    made = (
        np.concatenate([fine for fine, _ in seen]),
        np.concatenate([middle for _, middle in seen]),
        np.stack([version.right for version in made_versions]),
        np.stack([version.facts for version in made_versions]),
        np.stack([version.maps for version in made_versions]),
    )
    # Under another name first: a file that is there is whole.
    fresh = file.with_suffix(".new.npz")
    np.savez(fresh, *made)
    fresh.replace(file)
    return made
