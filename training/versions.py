"""A photo in several versions, each with what is right for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from photocheck.view.labels import NO_DEVICE
from photocheck.view.preprocess import GREY, crop, crop_matrix, letterbox
from training.augment import photographed, varied
from training.compose import (
    DEVICE,
    SCREEN,
    WHOLE,
    Composition,
    Picture,
    before,
    beside,
    cropped,
    with_fingers,
    with_screen,
    without_device,
)
from training.examples import Example
from training.labels import CELLS, FAULTS, LABELS, MAPS, SIZE, exactly

SCREEN_SUFFIX: Final = ".screen.png"
_LONG_SIDE: Final = 384
_CROP_MARGIN: Final = 1.2
_MIRRORED: Final = 0.5
_MIRRORED_EDGES: Final = 0.25  # else no brand's buttons would be on one side
_HALF: Final = 127
_STILL_TOLD: Final = 0.55
"""Share of a device that may be outside or hidden while its label is still taught."""
_MIRROR: Final = np.array([[-1.0, 0.0, SIZE - 1.0], [0.0, 1.0, 0.0]])
_EDGES: Final = frozenset({"left", "right", "top", "bottom", "left_open", "right_open"})
_OPPOSITE: Final = {
    "left": "right",
    "right": "left",
    "left_open": "right_open",
    "right_open": "left_open",
}
_SLATES: Final = frozenset({"smartphone", "tablet", "laptop", "smartwatch"})


class Version(NamedTuple):
    """One version of a photo.

    Attributes
    ----------
    square : size×size×3 uint8
    right : N bool
        Labels of which one is right.
    pose : 4 float32
        Directions of the top end and of the screen's face; NaN where not known.
    lit : float
        Whether the screen is on; NaN where not known.
    faults : N float32
        See `labels.FAULTS`; NaN where not known.
    maps : 3×g×g float32
        Share of each cell that is device, screen, device or what covers it; NaN where not known.
    """

    square: Picture
    right: NDArray[np.bool_]
    pose: NDArray[np.float32]
    lit: float
    faults: NDArray[np.float32]
    maps: NDArray[np.float32]


@dataclass(frozen=True)
class Material:
    """What versions are composed of besides the photo itself.

    Attributes
    ----------
    scenes : sequence of Path
        Photos without a device.
    others : sequence of Example
        Whose devices can be cut out.
    outlines : Path or None
        Folder of masks of real photos; see `outlines`.
    """

    scenes: Sequence[Path] = ()
    others: Sequence[Example] = ()
    outlines: Path | None = None


def versions_of(
    example: Example, whole: int, closer: int, seed: Sequence[int], material: Material
) -> list[Version]:
    """The photo as it is, further versions of it, and some of the device alone.

    Parameters
    ----------
    example : Example
    whole, closer : int
        How many of the whole photo (the first as it is), and of the device cut out and level.
    seed : sequence of int
    material : Material
    """
    rng = np.random.default_rng(list(seed))
    photo = read(example, material.outlines)
    plain = replace(photo, rgb=letterbox(photo.rgb, SIZE), masks=_letterboxed(photo.masks))
    made = [_version(example, plain, mirrored=False)]
    made += [_whole(example, photo, rng, material) for _ in range(whole - 1)]
    made += [_closer(example, photo, rng, material) for _ in range(closer)]
    return made


def read(example: Example, outlines: Path | None = None) -> Composition:
    """A photo of at most 384 pixels with what is known of its masks."""
    rgb = picture_of(example.path)
    blank = np.zeros((*rgb.shape[:2], MAPS), np.uint8)
    if example.masks is None:
        outline = None if outlines is None else outlines / f"{example.path.stem}.png"
        if outline is None or not outline.is_file():
            return Composition(rgb, blank, (False, False, False))
        device = np.asarray(cv2.imread(str(outline), cv2.IMREAD_GRAYSCALE), np.uint8)
        resized = cv2.resize(device, rgb.shape[1::-1], interpolation=cv2.INTER_LINEAR)
        blank[..., DEVICE] = blank[..., WHOLE] = resized
        screen = screen_file(outline)
        if screen.is_file():
            seen = np.asarray(cv2.imread(str(screen), cv2.IMREAD_GRAYSCALE), np.uint8)
            blank[..., SCREEN] = cv2.resize(seen, rgb.shape[1::-1])
        return Composition(rgb, blank, (True, False, False))
    masks = np.asarray(cv2.imread(str(example.masks), cv2.IMREAD_COLOR_RGB), np.uint8)
    if example.whole is None:
        masks[..., WHOLE] = masks[..., DEVICE]
    else:
        outline_of_all = cv2.imread(str(example.whole), cv2.IMREAD_GRAYSCALE)
        masks[..., WHOLE] = np.maximum(np.asarray(outline_of_all, np.uint8), masks[..., DEVICE])
    reduced = cv2.resize(masks, rgb.shape[1::-1], interpolation=cv2.INTER_AREA)
    return Composition(rgb, np.asarray(reduced, np.uint8), (True, True, True))


def screen_file(outline_file: Path) -> Path:
    """Where the outline of a device's screen is, beside that of the device."""
    return outline_file.with_suffix(SCREEN_SUFFIX)


def picture_of(path: Path) -> Picture:
    """A photo, H×W×3 uint8 RGB, at most 384 pixels long."""
    rgb = np.asarray(cv2.imread(str(path), cv2.IMREAD_COLOR_RGB), np.uint8)
    factor = _LONG_SIDE / max(rgb.shape[:2])
    if factor >= 1:
        return rgb
    size = (max(1, round(rgb.shape[1] * factor)), max(1, round(rgb.shape[0] * factor)))
    return np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)


def composed_of(
    example: Example, photo: Composition, rng: np.random.Generator, material: Material
) -> tuple[Example, Composition]:
    """The photo with any of what `compose` can do to it, and what it then shows."""
    if not photo.known[DEVICE]:
        return example, photo
    if rng.random() < 0.06 and (empty := without_device(photo, rng)) is not None:
        return _nothing(example), empty
    made = photo
    kind = LABELS[min(example.right)][0]
    if photo.known[SCREEN] and kind in _SLATES and rng.random() < 0.2:
        example, made = _another_screen(example, made, rng, material)
    if example.whole is None and material.scenes and rng.random() < 0.45:
        scene = picture_of(material.scenes[int(rng.integers(len(material.scenes)))])
        made = before(scene, made, rng)
    if material.others and rng.random() < 0.12:
        other = material.others[int(rng.integers(len(material.others)))]
        made = beside(read(other, material.outlines), made, rng)
    if rng.random() < 0.1:
        made = with_fingers(made, rng)
    if rng.random() < 0.18:
        made = cropped(made, float(rng.uniform(0, 0.6)), rng)
    if max(made.outside, made.covered) > _STILL_TOLD:
        # What is left may be told by nobody: it teaches its faults alone.
        example = replace(example, right=frozenset(range(len(LABELS))))
    return example, made


def _another_screen(
    example: Example, photo: Composition, rng: np.random.Generator, material: Material
) -> tuple[Example, Composition]:
    (category, view) = LABELS[min(example.right)]
    if len(example.right) > 1 or not view.endswith(("_on", "_off")) or not material.scenes:
        return example, photo
    lit = bool(rng.random() < 0.5)
    content = None
    if lit:
        content = picture_of(material.scenes[int(rng.integers(len(material.scenes)))])
    state = "on" if lit else "off"
    shown = exactly(category, f"{view.rpartition('_')[0]}_{state}")
    return replace(example, right=shown, screen=state), with_screen(content, photo, rng)


def _whole(
    example: Example, photo: Composition, rng: np.random.Generator, material: Material
) -> Version:
    example, made = composed_of(example, photo, rng, material)
    mirrored = bool(rng.random() < (_MIRRORED_EDGES if _is_edge(example) else _MIRRORED))
    square, masks = varied(made.rgb, made.masks, SIZE, rng, mirrored=mirrored)
    return _version(example, replace(made, rgb=square, masks=masks), mirrored=mirrored)


def _closer(
    example: Example, photo: Composition, rng: np.random.Generator, material: Material
) -> Version:
    """The device alone, as inexactly as a mask that is only estimated makes it."""
    if photo.known[DEVICE] and material.scenes and example.whole is None and rng.random() < 0.3:
        scene = picture_of(material.scenes[int(rng.integers(len(material.scenes)))])
        photo = before(scene, photo, rng)
    height, width = photo.rgb.shape[:2]
    device = photo.masks[..., DEVICE] > _HALF
    matrix = crop_matrix(device, height, width, SIZE, _CROP_MARGIN)
    if matrix is None:
        matrix = crop_matrix(np.ones((1, 2), np.bool_), height, width, SIZE, _CROP_MARGIN)
        assert matrix is not None
    turn = float(rng.normal(0, 5)) + 180.0 * float(rng.random() < 0.5)
    growth = float(np.exp(rng.uniform(-0.15, 0.2)))
    moved = np.array(cv2.getRotationMatrix2D((SIZE / 2, SIZE / 2), turn, growth), np.float64)
    moved[:, 2] += rng.uniform(-0.05, 0.05, 2) * SIZE
    mirrored = bool(rng.random() < (_MIRRORED_EDGES if _is_edge(example) else _MIRRORED))
    if mirrored:
        moved = _MIRROR @ np.vstack([moved, [0, 0, 1]])
    together = moved @ np.vstack([matrix, [0, 0, 1]])
    square = photographed(crop(photo.rgb, together, SIZE), rng)
    inside = cv2.warpAffine(np.ones((height, width), np.uint8), together, (SIZE, SIZE))
    square[inside == 0] = GREY
    masks = cv2.warpAffine(photo.masks, together, (SIZE, SIZE), flags=cv2.INTER_LINEAR)
    turned = replace(
        example,
        top=_turned(example.top, together, mirrored=mirrored),
        normal=_turned(example.normal, together, mirrored=mirrored),
        faults={},
    )
    seen = replace(photo, rgb=square, masks=np.asarray(masks, np.uint8))
    version = _version(turned, seen, mirrored=mirrored)
    # A crop on purpose is no fault, and shows nothing of the frame.
    return version._replace(faults=np.full(len(FAULTS), np.nan, np.float32))


def _turned(
    direction: tuple[float, float] | None, matrix: NDArray[np.float64], *, mirrored: bool
) -> tuple[float, float] | None:
    if direction is None:
        return None
    linear = matrix[:, :2] / np.sqrt(abs(np.linalg.det(matrix[:, :2])))
    x, y = linear @ np.array(direction)
    # `_version` mirrors what it is given.
    return (-float(x) if mirrored else float(x)), float(y)


def _version(example: Example, shown: Composition, *, mirrored: bool) -> Version:
    right = np.zeros(len(LABELS), np.bool_)
    for index in example.right:
        right[_opposite(index) if mirrored else index] = True
    directions: list[float] = []
    for direction in (example.top, example.normal):
        x, y = direction or (np.nan, np.nan)
        directions += [-x if mirrored else x, y]
    cells = shown.masks.reshape(CELLS, SIZE // CELLS, CELLS, SIZE // CELLS, MAPS)
    shares = cells.mean((1, 3), dtype=np.float32).transpose(2, 0, 1) / np.float32(255)
    shares = np.ascontiguousarray(shares)
    shares[~np.array(shown.known)] = np.nan
    return Version(
        shown.rgb,
        right,
        np.array(directions, np.float32),
        np.nan if example.screen is None else float(example.screen == "on"),
        _faults(example, shown),
        shares,
    )


def _faults(example: Example, shown: Composition) -> NDArray[np.float32]:
    made = {"cut_off": shown.is_cut_off, "covered": shown.is_covered, "several": shown.several}
    known: dict[str, float] = dict.fromkeys(FAULTS, np.nan)
    if example.source == "studio" and min(example.right) != LABELS.index(NO_DEVICE):
        known |= {"cut_off": False, "covered": example.whole is not None}
    known |= example.faults
    return np.array([True if made.get(name) else known[name] for name in FAULTS], np.float32)


def _nothing(example: Example) -> Example:
    return Example(example.path, exactly(*NO_DEVICE), example.source, example.split)


def _letterboxed(masks: Picture) -> Picture:
    # The letterbox's margin is grey, and no device.
    inside = letterbox(np.full_like(masks, 255), SIZE) == 255
    return np.where(inside, letterbox(masks, SIZE), 0).astype(np.uint8)


def _is_edge(example: Example) -> bool:
    return all(LABELS[index][1] in _EDGES for index in example.right)


def _opposite(index: int) -> int:
    category, view = LABELS[index]
    return LABELS.index((category, _OPPOSITE.get(view, view)))
