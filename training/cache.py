"""What the frozen part makes of many versions of each photo, computed once and kept on disk."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray

from photocheck.view.pool import Pool
from photocheck.view.preprocess import normalized
from training.compose import Picture
from training.examples import Example
from training.labels import CELLS, FAULTS, LABELS, MAPS, SIZE
from training.network import FINE_CHANNELS, MIDDLE_CHANNELS, POSE, Lower
from training.versions import Material, versions_of

EDITION = 5
"""Counted up with each change of what the versions are, so that older ones are not mixed in."""


class Versions(NamedTuple):
    """How many versions of each photo: of the whole, and of the device alone."""

    whole: int
    closer: int

    @property
    def each(self) -> int:
        """Of a photo in all."""
        return self.whole + self.closer


@dataclass(frozen=True)
class Features:
    """Of N versions of photos; what is known of each as in `versions.Version`.

    Attributes
    ----------
    fine : N×48×32×32 float16
    middle : N×120×16×16 float16
    right : N×41 bool
    pose : N×4 float32
    lit : N float32
    faults : N×3 float32
    maps : N×3×32×32 float16
    """

    fine: NDArray[np.float16]
    middle: NDArray[np.float16]
    right: NDArray[np.bool_]
    pose: NDArray[np.float32]
    lit: NDArray[np.float32]
    faults: NDArray[np.float32]
    maps: NDArray[np.float16]

    @classmethod
    def empty(cls, count: int) -> Features:
        """Room for so many versions."""
        return cls(
            np.empty((count, FINE_CHANNELS, CELLS, CELLS), np.float16),
            np.empty((count, MIDDLE_CHANNELS, CELLS // 2, CELLS // 2), np.float16),
            np.zeros((count, len(LABELS)), np.bool_),
            np.empty((count, POSE), np.float32),
            np.empty(count, np.float32),
            np.empty((count, len(FAULTS)), np.float32),
            np.empty((count, MAPS, CELLS, CELLS), np.float16),
        )

    def put(self, start: int, made: Features) -> None:
        """Fill in versions from a place on."""
        for name, values in vars(made).items():
            getattr(self, name)[start : start + len(values)] = values


def features_of(
    examples: Sequence[Example],
    versions: Versions,
    folder: Path,
    material: Material,
    seed: int = 0,
) -> Features:
    """The features of each photo as it is and in further versions.

    Parameters
    ----------
    examples : sequence of Example
    versions : Versions
        How many of each; the first is the photo as it is.
    folder : Path
        Where they are kept, one file a photo.
    material : Material
    seed : int
    """
    folder.mkdir(parents=True, exist_ok=True)
    lower = Frozen(folder)
    features = Features.empty(len(examples) * versions.each)

    def put(index: int) -> None:
        made = _made(examples[index], versions, folder, material, seed, lower)
        features.put(index * versions.each, made)

    with ThreadPoolExecutor(2) as pool:
        for index, _ in enumerate(pool.map(put, range(len(examples)))):
            if index % 200 == 199:
                print(f"features of {index + 1} of {len(examples)} photos", flush=True)
    return features


class Frozen:
    """The frozen part in onnxruntime, which takes a third of torch's time."""

    def __init__(self, folder: Path) -> None:
        path = folder / "lower.onnx"
        if not path.is_file():
            torch.onnx.export(
                Lower(),
                (torch.zeros(1, 3, SIZE, SIZE),),
                str(path),
                input_names=["picture"],
                output_names=["fine", "middle"],
                opset_version=17,
                dynamo=False,
            )
        self._sessions = Pool(lambda: _session(path), 2)

    def seen(self, square: Picture) -> tuple[NDArray[np.float16], NDArray[np.float16]]:
        """What it makes of a square, at both strides."""
        with self._sessions.borrowed() as session:
            fine, middle = session.run(["fine", "middle"], {"picture": normalized(square)})
        return fine.astype(np.float16), middle.astype(np.float16)


def _session(path: Path) -> Any:
    import onnxruntime  # noqa: PLC0415

    options: Any = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session: Any = onnxruntime.InferenceSession(str(path), options)
    return session


def _made(
    example: Example,
    versions: Versions,
    folder: Path,
    material: Material,
    seed: int,
    lower: Frozen,
) -> Features:
    photo = [example.source, example.path.parent.name, example.path.name]
    what = [EDITION, *photo, sorted(example.right), *versions, seed]
    key = hashlib.sha256(json.dumps(what).encode()).hexdigest()[:20]
    file = folder / f"{key}.npz"
    if file.is_file():
        with np.load(file) as kept:
            return Features(**{name: kept[name] for name in kept.files})
    made = versions_of(example, versions.whole, versions.closer, [seed, int(key[:8], 16)], material)
    seen = [lower.seen(version.square) for version in made]
    features = Features(
        np.concatenate([fine for fine, _ in seen]),
        np.concatenate([middle for _, middle in seen]),
        np.stack([version.right for version in made]),
        np.stack([version.pose for version in made]),
        np.array([version.lit for version in made], np.float32),
        np.stack([version.faults for version in made]),
        np.stack([version.maps for version in made]).astype(np.float16),
    )
    # Under another name first: a file that is there is whole.
    fresh = file.with_suffix(".new.npz")
    np.savez(fresh, **vars(features))
    fresh.replace(file)
    return features
