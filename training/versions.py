"""A photo in several versions, each with what is right for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from training.augment import Picture, varied, without_device
from training.backbone import letterbox
from training.examples import Example
from training.labels import CLASSES, exactly
from training.network import CELLS, SIZE

EDITION: Final = 2
"""Counted up with each change of what the versions are, so that older ones are not mixed in."""

_LONG_SIDE: Final = 512
_AROUND: Final = 0.06
_MIRRORED: Final = 0.5
_MIRRORED_EDGES: Final = 0.25  # else no brand's buttons would be on one side
_EDGES: Final = frozenset({"left", "right", "top", "bottom", "left_open", "right_open"})
_OPPOSITE: Final = {
    "left": "right",
    "right": "left",
    "left_open": "right_open",
    "right_open": "left_open",
}


class Version(NamedTuple):
    """One version of a photo.

    Attributes
    ----------
    square : 256×256×3 uint8
    right : 41 bool
        Answers of which one is right.
    facts : 5 float32
        See `cache.Features`.
    maps : 2×32×32 float32
        Share of each cell that is device, screen; NaN where not known.
    """

    square: Picture
    right: NDArray[np.bool_]
    facts: NDArray[np.float32]
    maps: NDArray[np.float32]


def versions_of(example: Example, count: int, seed: Sequence[int]) -> list[Version]:
    """The photo as it is, and count − 1 further versions."""
    rng = np.random.default_rng(list(seed))
    rgb, masks = _read(example)
    blank = masks if masks is not None else np.zeros((*rgb.shape[:2], 2), np.uint8)
    whole = letterbox(rgb, SIZE)
    made = [_version(example, whole, None if masks is None else _letterboxed(masks), False)]
    while len(made) < count:
        around = None
        if masks is not None and rng.random() < _AROUND:
            around = without_device(rgb, masks, rng)
        if around is not None:
            square, moved = varied(*around, SIZE, rng, mirrored=bool(rng.random() < _MIRRORED))
            made.append(_version(_nothing(example), square, moved, False))
            continue
        mirrored = bool(rng.random() < (_MIRRORED_EDGES if _is_edge(example) else _MIRRORED))
        square, moved = varied(rgb, blank, SIZE, rng, mirrored=mirrored)
        made.append(_version(example, square, None if masks is None else moved, mirrored))
    return made


def _version(
    example: Example,
    square: Picture,
    masks: Picture | None,
    mirrored: bool,  # noqa: FBT001
) -> Version:
    right = np.zeros(len(CLASSES), np.bool_)
    for index in example.right:
        right[_opposite(index) if mirrored else index] = True
    x, y = example.top if example.top is not None else (np.nan, np.nan)
    states = [
        np.nan if state is None else float(state)
        for state in (
            example.facing,
            None if example.screen is None else example.screen == "on",
            example.several,
        )
    ]
    facts = np.array([-x if mirrored else x, y, *states], np.float32)
    if masks is None:
        return Version(square, right, facts, np.full((2, CELLS, CELLS), np.nan, np.float32))
    cells = masks.reshape(CELLS, SIZE // CELLS, CELLS, SIZE // CELLS, 2)
    shares = cells.mean((1, 3), dtype=np.float32).transpose(2, 0, 1) / np.float32(255)
    return Version(square, right, facts, np.ascontiguousarray(shares))


def _nothing(example: Example) -> Example:
    return Example(example.path, None, exactly("none", "none"), example.source, example.split)


def _read(example: Example) -> tuple[Picture, Picture | None]:
    rgb = _reduced(np.asarray(cv2.imread(str(example.path), cv2.IMREAD_COLOR_RGB), np.uint8))
    if example.masks is None:
        return rgb, None
    masks = np.asarray(cv2.imread(str(example.masks), cv2.IMREAD_COLOR_RGB), np.uint8)
    reduced = cv2.resize(masks, (rgb.shape[1], rgb.shape[0]), interpolation=cv2.INTER_AREA)
    return rgb, np.asarray(reduced, np.uint8)[..., :2]


def _reduced(rgb: Picture) -> Picture:
    factor = _LONG_SIDE / max(rgb.shape[:2])
    if factor >= 1:
        return rgb
    size = (max(1, round(rgb.shape[1] * factor)), max(1, round(rgb.shape[0] * factor)))
    return np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)


def _letterboxed(masks: Picture) -> Picture:
    # The letterbox's margin is grey, and no device.
    three = np.dstack([masks, np.full_like(masks[..., :1], 255)])
    square = letterbox(three, SIZE)
    return np.where(square[..., 2:] == 255, square[..., :2], 0).astype(np.uint8)


def _is_edge(example: Example) -> bool:
    return all(CLASSES[index][1] in _EDGES for index in example.right)


def _opposite(index: int) -> int:
    category, view = CLASSES[index]
    return CLASSES.index((category, _OPPOSITE.get(view, view)))
