"""A photo in several versions, each with what is right for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from photocheck.view.closer import cut, placement
from training.augment import Picture, photographed, varied, without_device
from training.backbone import letterbox
from training.examples import Example
from training.labels import CLASSES, exactly
from training.network import CELLS, MAPS, SIZE

EDITION: Final = 4
"""Counted up with each change of what the versions are, so that older ones are not mixed in."""

_LONG_SIDE: Final = 512
_AROUND: Final = 0.06
_ELSEWHERE: Final = 0.2
_MIRRORED: Final = 0.5
_MIRRORED_EDGES: Final = 0.25  # else no brand's buttons would be on one side
_LEAST_SHARE: Final = 0.02
_HALF: Final = 127
_MIRROR: Final = np.array([[-1.0, 0.0, SIZE - 1.0], [0.0, 1.0, 0.0]])
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
    facts : 6 float32
        See `cache.Features`.
    maps : 3×32×32 float32
        Share of each cell that is device, screen, device or what covers it; NaN where not known.
    """

    square: Picture
    right: NDArray[np.bool_]
    facts: NDArray[np.float32]
    maps: NDArray[np.float32]


def versions_of(
    example: Example,
    count: int,
    closer: int,
    seed: Sequence[int],
    scenes: Sequence[Path] = (),
) -> list[Version]:
    """The photo as it is, count − 1 further versions, and some of a closer look.

    Parameters
    ----------
    example : Example
    count, closer : int
        How many of the whole photo, and of the device cut out and level.
    seed : sequence of int
    scenes : sequence of Path
        Photos without a device, before which a rendered device is put in some versions.
    """
    rng = np.random.default_rng(list(seed))
    rgb, masks = _read(example)
    blank = masks if masks is not None else np.zeros((*rgb.shape[:2], MAPS), np.uint8)
    whole = letterbox(rgb, SIZE)
    made = [_version(example, whole, None if masks is None else _letterboxed(masks), False)]
    made += _wholes(example, rgb, masks, blank, count - 1, rng, scenes)
    made += [_closer(example, rgb, masks, blank, rng) for _ in range(closer)]
    return made


def _wholes(
    example: Example,
    rgb: Picture,
    masks: Picture | None,
    blank: Picture,
    count: int,
    rng: np.random.Generator,
    scenes: Sequence[Path],
) -> list[Version]:
    made: list[Version] = []
    while len(made) < count:
        around = None
        if masks is not None and rng.random() < _AROUND:
            around = without_device(rgb, masks, rng)
        if around is not None:
            square, moved = varied(*around, SIZE, rng, mirrored=bool(rng.random() < _MIRRORED))
            made.append(_version(_nothing(example), square, moved, False))
            continue
        mirrored = bool(rng.random() < (_MIRRORED_EDGES if _is_edge(example) else _MIRRORED))
        shown = rgb
        if masks is not None and scenes and rng.random() < _ELSEWHERE and example.whole is None:
            shown = _elsewhere(rgb, masks, scenes[int(rng.integers(len(scenes)))], rng)
        square, moved = varied(shown, blank, SIZE, rng, mirrored=mirrored)
        made.append(_version(example, square, None if masks is None else moved, mirrored))
    return made


def _elsewhere(rgb: Picture, masks: Picture, scene: Path, rng: np.random.Generator) -> Picture:
    """The device before another scene; the photo itself if there is next to nothing of a device.

    D. Dwibedi et al., "Cut, Paste and Learn", ICCV 2017: what such a picture has of wrong edges
    and light teaches less wrongly than a few backgrounds would.
    """
    share = masks[..., :1].astype(np.float32) / 255
    if share.mean() < _LEAST_SHARE:
        return rgb
    behind = _filled(picture_of(scene), rgb.shape[0], rgb.shape[1], rng)
    light = float(np.exp(rng.normal(0, 0.3)))
    mixed = share * rgb + (1 - share) * np.clip(behind * light, 0, 255)
    return np.asarray(mixed + 0.5, np.uint8)


def _filled(rgb: Picture, height: int, width: int, rng: np.random.Generator) -> Picture:
    """Any part of a picture that has the proportions wanted, at that size."""
    factor = max(height / rgb.shape[0], width / rgb.shape[1]) * float(rng.uniform(1, 1.6))
    size = (max(width, round(rgb.shape[1] * factor)), max(height, round(rgb.shape[0] * factor)))
    grown = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR)
    top = int(rng.integers(grown.shape[0] - height + 1))
    left = int(rng.integers(grown.shape[1] - width + 1))
    return np.asarray(grown[top : top + height, left : left + width], np.uint8)


def _closer(
    example: Example,
    rgb: Picture,
    masks: Picture | None,
    blank: Picture,
    rng: np.random.Generator,
) -> Version:
    """A closer look, as inexact as a mask that is only estimated makes it."""
    height, width = rgb.shape[:2]
    device = blank[..., 0] > _HALF
    if not device.any():
        device = np.ones((height, width), np.bool_)
    matrix = placement(device, height, width, SIZE)
    assert matrix is not None
    turn = float(rng.normal(0, 5)) + 180.0 * float(rng.random() < 0.5)
    if masks is None:
        turn = float(rng.uniform(-180, 180))
    growth = float(np.exp(rng.uniform(-0.15, 0.2)))
    moved = np.array(cv2.getRotationMatrix2D((SIZE / 2, SIZE / 2), turn, growth), np.float64)
    moved[:, 2] += rng.uniform(-0.05, 0.05, 2) * SIZE
    mirrored = bool(rng.random() < (_MIRRORED_EDGES if _is_edge(example) else _MIRRORED))
    if mirrored:
        moved = _MIRROR @ np.vstack([moved, [0, 0, 1]])
    whole = moved @ np.vstack([matrix, [0, 0, 1]])
    square = photographed(cut(rgb, whole, SIZE), rng)
    device_and_screen = cv2.warpAffine(blank, whole, (SIZE, SIZE), flags=cv2.INTER_LINEAR)
    turned = replace(
        example,
        top=_turned(example.top, whole, mirrored=mirrored),
        normal=_turned(example.normal, whole, mirrored=mirrored),
    )
    cells = None if masks is None else np.asarray(device_and_screen, np.uint8)
    return _version(turned, square, cells, mirrored)


def _turned(
    direction: tuple[float, float] | None, matrix: NDArray[np.float64], *, mirrored: bool
) -> tuple[float, float] | None:
    if direction is None:
        return None
    linear = matrix[:, :2] / np.sqrt(abs(np.linalg.det(matrix[:, :2])))
    x, y = linear @ np.array(direction)
    # `_version` mirrors what it is given.
    return (-float(x) if mirrored else float(x)), float(y)


def _version(
    example: Example,
    square: Picture,
    masks: Picture | None,
    mirrored: bool,  # noqa: FBT001
) -> Version:
    right = np.zeros(len(CLASSES), np.bool_)
    for index in example.right:
        right[_opposite(index) if mirrored else index] = True
    directions: list[float] = []
    for direction in (example.top, example.normal):
        x, y = direction or (np.nan, np.nan)
        directions += [-x if mirrored else x, y]
    states = [
        np.nan if state is None else float(state)
        for state in (
            example.facing,
            None if example.screen is None else example.screen == "on",
        )
    ]
    facts = np.array([*directions, *states], np.float32)
    if masks is None:
        return Version(square, right, facts, np.full((MAPS, CELLS, CELLS), np.nan, np.float32))
    cells = masks.reshape(CELLS, SIZE // CELLS, CELLS, SIZE // CELLS, MAPS)
    shares = cells.mean((1, 3), dtype=np.float32).transpose(2, 0, 1) / np.float32(255)
    return Version(square, right, facts, np.ascontiguousarray(shares))


def _nothing(example: Example) -> Example:
    return Example(example.path, None, exactly("none", "none"), example.source, example.split)


def _read(example: Example) -> tuple[Picture, Picture | None]:
    rgb = picture_of(example.path)
    if example.masks is None:
        return rgb, None
    masks = np.asarray(cv2.imread(str(example.masks), cv2.IMREAD_COLOR_RGB), np.uint8)
    if example.whole is None:
        masks[..., 2] = masks[..., 0]
    else:
        outline = np.asarray(cv2.imread(str(example.whole), cv2.IMREAD_GRAYSCALE), np.uint8)
        masks[..., 2] = np.maximum(outline, masks[..., 0])
    reduced = cv2.resize(masks, (rgb.shape[1], rgb.shape[0]), interpolation=cv2.INTER_AREA)
    return rgb, np.asarray(reduced, np.uint8)


def picture_of(path: Path) -> Picture:
    """A photo, H×W×3 uint8 RGB, at most 512 pixels long."""
    return _reduced(np.asarray(cv2.imread(str(path), cv2.IMREAD_COLOR_RGB), np.uint8))


def _reduced(rgb: Picture) -> Picture:
    factor = _LONG_SIDE / max(rgb.shape[:2])
    if factor >= 1:
        return rgb
    size = (max(1, round(rgb.shape[1] * factor)), max(1, round(rgb.shape[0] * factor)))
    return np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)


def _letterboxed(masks: Picture) -> Picture:
    # The letterbox's margin is grey, and no device.
    inside = letterbox(np.full_like(masks, 255), SIZE) == 255
    return np.where(inside, letterbox(masks, SIZE), 0).astype(np.uint8)


def _is_edge(example: Example) -> bool:
    return all(CLASSES[index][1] in _EDGES for index in example.right)


def _opposite(index: int) -> int:
    category, view = CLASSES[index]
    return CLASSES.index((category, _OPPOSITE.get(view, view)))
