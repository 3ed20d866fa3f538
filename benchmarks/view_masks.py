"""How well the device's mask fits, on renders, whose true mask stands beside the photo.

Intersection over union at the size of the true mask, on which the estimate's cells are laid, and on
the estimate's own grid, where a cell counts if at least half of it is device. Photos of several
devices are left out: only one of them is in the true mask.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.tables import count_of, number, table
from benchmarks.view_truth import Judgement

DEVICES = ("smartphone", "tablet", "laptop", "smartwatch", "other")
ENOUGH = 0.85
_RED = 2  # in OpenCV's order

Mask = NDArray[np.bool_]


class Fit(NamedTuple):
    """Intersection over union, 0 to 1, at the photo's size and on the grid."""

    photo: float
    grid: float


def true_mask(photo: Path) -> Mask:
    """The device in a render: H×W bool.

    Raises
    ------
    ValueError
        If the render has no masks that can be read.
    """
    file = photo.with_name(f"{photo.stem}.masks.png")
    masks = cv2.imread(str(file), cv2.IMREAD_COLOR) if file.is_file() else None
    if masks is None:
        raise ValueError(f"expected the masks of a render, {file.name}, beside {photo.name}")
    return np.asarray(masks[..., _RED] > 127)


def fit(mask: Mask | None, true: Mask) -> Fit:
    """How well a mask of any grid fits the true one, which isn't empty; without a mask, 0."""
    if mask is None:
        return Fit(0.0, 0.0)
    height, width = true.shape
    rows, columns = mask.shape
    laid = cv2.resize(mask.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    cells = cv2.resize(true.astype(np.float32), (columns, rows), interpolation=cv2.INTER_AREA)
    return Fit(_overlap(laid >= 0.5, true), _overlap(mask, cells >= 0.5))


def _overlap(one: Mask, other: Mask) -> float:
    union = int((one | other).sum())
    # A device smaller than half a cell, and no cell: the grid can say no better.
    return float((one & other).sum() / union) if union else 1.0


def fits_of(seen: Sequence[Judgement]) -> dict[str, list[Fit]]:
    """Fits by category, of renders that show one device."""
    found: dict[str, list[Fit]] = {}
    for one in seen:
        photo = one.photo
        if not photo.split or photo.several or photo.category not in DEVICES:
            continue
        true = true_mask(photo.path)
        if true.any():
            found.setdefault(photo.category, []).append(fit(one.estimate.mask, true))
    return {category: found[category] for category in DEVICES if category in found}


def masks_table(groups: Sequence[tuple[str, Sequence[Judgement]]]) -> str:
    """Fits by category, and of all."""
    rows = []
    for title, seen in groups:
        by_category = fits_of(seen)
        every = [one for own in by_category.values() for one in own]
        for category, own in (*by_category.items(), ("all", every)):
            if not own:
                continue
            photo = np.array([one.photo for one in own])
            tenth, middle = np.percentile(photo, (10, 50))
            rows.append(
                [
                    f"{title}: {category}",
                    str(len(own)),
                    number(float(photo.mean())),
                    number(middle),
                    number(tenth),
                    count_of(int((photo >= ENOUGH).sum()), len(own)),
                    number(float(np.mean([one.grid for one in own]))),
                ]
            )
    head = [
        "renders",
        "n",
        "mean",
        "median",
        "worst tenth below",
        f"at least {number(ENOUGH, 2)}",
        "mean on the grid",
    ]
    return table(head, rows)
