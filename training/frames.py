"""Frames whose faults are known: cut off, covered, with several devices, hidden by glare.

From photos of one whole device, in their own surroundings or before others. Frames with a fault
and frames without are made in the same ways, so that nothing but the fault tells them apart.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from photocheck.view.preprocess import letterbox
from training.augment import photographed
from training.compose import (
    DEVICE,
    WHOLE,
    Composition,
    Picture,
    before,
    beside,
    with_fingers,
    with_screen,
)
from training.examples import Example
from training.labels import FAULTS, LABELS, SIZE
from training.reflections import has_screen, page, with_paint, with_reflection
from training.versions import Material, picture_of, read

_HALF: Final = 127
_ASPECTS: Final = (3 / 4, 3 / 4, 4 / 3, 1.0, 9 / 16, 16 / 9)
_LONG_SIDE: Final = 320
_TRIES: Final = 24
_WHOLE: Final = 0.004
"""Share of a device that may be outside while nobody calls it cut off."""
_CUT: Final = (0.06, 0.6)
_COVERED: Final = (0.03, 0.12)
_GLARE: Final = (0.015, 0.05)
"""Shares below which there is no fault, and from which there is one."""


class Frame(NamedTuple):
    """One frame.

    Attributes
    ----------
    square : size×size×3 uint8
    faults : N float32
        See `labels.FAULTS`; NaN where not known.
    """

    square: Picture
    faults: NDArray[np.float32]


def frames_of(example: Example, count: int, seed: list[int], material: Material) -> list[Frame]:
    """The photo as it is, and frames composed of it where its device can be cut out.

    Parameters
    ----------
    example : Example
    count : int
        How many in all.
    seed : list of int
    material : Material
    """
    rng = np.random.default_rng(seed)
    photo = read(example, material.outlines)
    known = np.array([example.faults.get(name, np.nan) for name in FAULTS], np.float32)
    found = [Frame(letterbox(photo.rgb, SIZE), known)]
    whole = _is_whole(photo, example)
    for _ in range(count - 1):
        if whole and rng.random() < 0.85:
            found.append(_composed(example, photo, known, material, rng))
        else:
            found.append(Frame(letterbox(photographed(photo.rgb, rng), SIZE), known))
    return found


def _is_whole(photo: Composition, example: Example) -> bool:
    """Whether all of one device is seen, and where."""
    if not photo.known[DEVICE] or example.faults.get("cut_off") or example.faults.get("several"):
        return False
    mask = photo.masks[..., WHOLE] > _HALF
    border = np.concatenate(
        [mask[:2].ravel(), mask[-2:].ravel(), mask[:, :2].ravel(), mask[:, -2:].ravel()]
    )
    return bool(mask.any()) and not border.any()


def _composed(
    example: Example,
    photo: Composition,
    known: NDArray[np.float32],
    material: Material,
    rng: np.random.Generator,
) -> Frame:
    scene = None
    if material.scenes:
        scene = picture_of(material.scenes[int(rng.integers(len(material.scenes)))])
    wanted = bool(rng.random() < 0.4)
    pasted = scene is not None and bool(rng.random() < 0.5)
    made = (_pasted if pasted else _window)(photo, rng, cut=wanted)
    if pasted and scene is not None:
        made = before(scene, made, rng)
    view = LABELS[min(example.right)]
    if has_screen(made) and view[0] in {"smartphone", "tablet", "laptop"} and rng.random() < 0.25:
        shown = page(200, 120, rng) if rng.random() < 0.7 or scene is None else scene
        made = with_screen(shown, made, rng)
    if rng.random() < 0.15:
        made = with_paint(made, rng)
    glare = known[FAULTS.index("glare")]
    if rng.random() < 0.4:
        made, hidden = with_reflection(scene, made, rng)
        glare = _graded(hidden, _GLARE) if glare != 1 else glare
    several = made.several
    if material.others and rng.random() < 0.25:
        other = material.others[int(rng.integers(len(material.others)))]
        made = beside(read(other, material.outlines), made, rng)
        several = made.several
    covered = known[FAULTS.index("covered")]
    if rng.random() < 0.25:
        made = with_fingers(made, rng)
        covered = np.float32(np.nan) if covered == 1 else _graded(made.covered, _COVERED)
    faults = {
        "cut_off": _graded(made.outside, (_WHOLE, _CUT[0])),
        "covered": covered,
        "several": np.float32(several),
        "glare": glare,
    }
    rgb = photographed(made.rgb, rng) if rng.random() < 0.8 else made.rgb
    return Frame(letterbox(rgb, SIZE), np.array([faults[name] for name in FAULTS], np.float32))


def _graded(share: float, limits: tuple[float, float]) -> np.float32:
    if share < limits[0]:
        return np.float32(0)
    return np.float32(1) if share > limits[1] else np.float32(np.nan)


def _window(photo: Composition, rng: np.random.Generator, *, cut: bool) -> Composition:
    """A part of the photo, of any usual shape, with the whole device or a part of it."""
    height, width = photo.rgb.shape[:2]
    aspect = _ASPECTS[int(rng.integers(len(_ASPECTS)))]
    largest = min(width, height * aspect)
    for _ in range(_TRIES):
        wide = largest * float(rng.uniform(0.35, 1))
        size = (max(16, round(wide / aspect)), max(16, round(wide)))
        size = (min(size[0], height), min(size[1], width))
        top = int(rng.integers(height - size[0] + 1))
        left = int(rng.integers(width - size[1] + 1))
        made = _part(photo, np.array([[1.0, 0, -left], [0, 1.0, -top]]), size)
        if _fits(made, cut=cut):
            return made
    return photo


def _pasted(photo: Composition, rng: np.random.Generator, *, cut: bool) -> Composition:
    """The device at any place and size in a frame of any usual shape."""
    aspect = _ASPECTS[int(rng.integers(len(_ASPECTS)))]
    size = (
        (_LONG_SIDE, round(_LONG_SIDE * aspect))
        if aspect < 1
        else (round(_LONG_SIDE / aspect), _LONG_SIDE)
    )
    rows, columns = np.nonzero(photo.masks[..., DEVICE] > _HALF)
    centre = np.array([columns.mean(), rows.mean()])
    spans = np.array([np.ptp(columns) + 1, np.ptp(rows) + 1])
    turn = float(rng.normal(0, 6)) + 90 * float(rng.random() < 0.15)
    small = rng.random() < 0.15
    for _ in range(_TRIES):
        most = float((np.array(size[::-1]) / spans).min())
        factor = most * float(rng.uniform(0.45, 1.5 if cut else 0.98))
        if small:
            factor = most * float(rng.uniform(0.08, 0.4))
        matrix = np.array(cv2.getRotationMatrix2D(tuple(centre), turn, factor), np.float64)
        spread = 0.5 if cut else 0.25
        target = np.array(size[::-1]) * (0.5 + rng.uniform(-spread, spread, 2))
        matrix[:, 2] += target - centre
        made = _part(photo, matrix, size)
        if _fits(made, cut=cut, least=0.002 if small else 0.02):
            return made
    return photo


def _part(photo: Composition, matrix: NDArray[np.float64], size: tuple[int, int]) -> Composition:
    """The photo moved into a frame of that height and width."""
    growth = float(np.sqrt(abs(np.linalg.det(matrix[:, :2]))))
    rgb = photo.rgb if growth > 0.8 else cv2.GaussianBlur(photo.rgb, (0, 0), 0.42 / growth)
    moved = cv2.warpAffine(rgb, matrix, size[::-1], borderMode=cv2.BORDER_REPLICATE)
    masks = cv2.warpAffine(photo.masks, matrix, size[::-1])
    before_it = float((photo.masks[..., DEVICE] > _HALF).sum()) * growth**2
    kept = float((masks[..., DEVICE] > _HALF).sum())
    outside = float(np.clip(1 - kept / max(1.0, before_it), 0, 1))
    return replace(
        photo,
        rgb=np.asarray(moved, np.uint8),
        masks=np.asarray(masks, np.uint8),
        outside=outside if outside > 0.01 or _touches(masks) else 0.0,
    )


def _touches(masks: NDArray[Any]) -> bool:
    mask = masks[..., DEVICE] > _HALF
    return bool(mask[[0, -1]].any() or mask[:, [0, -1]].any())


def _fits(made: Composition, *, cut: bool, least: float = 0.02) -> bool:
    if made.device_share < least:
        return False
    if cut:
        return _CUT[0] < made.outside < _CUT[1]
    return made.outside < _WHOLE and not _touches(made.masks)
