"""Outlines of devices in real photos, where no table has them.

The shipped model's mask says roughly where the device is; GrabCut finds its edge from there
(C. Rother et al., "GrabCut", SIGGRAPH 2004). An outline that is too different from where it began
is not kept, and such a photo is not cut out.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from photocheck.metrics.geometry import components
from photocheck.view.labels import NO_DEVICE
from photocheck.view.model import Model
from photocheck.view.postprocess import probability_map
from photocheck.view.predictor import look, predict
from training.examples import Example
from training.labels import LABELS
from training.versions import SCREEN_SUFFIX, picture_of, screen_file

_SHARES: Final = (0.03, 0.85)
"""Of the frame that a device may cover to be cut out."""
_LIKENESS: Final = 0.6
"""Intersection over union of the outline and what it began with."""


def write_outlines(examples: Iterable[Example], model: Model, folder: Path) -> int:
    """Write a PNG for each photo whose device can be cut out; how many there are.

    Photos tried before are not tried again.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for example in examples:
        file = folder / f"{example.path.stem}.png"
        tried = file.with_suffix(".none")
        if LABELS.index(NO_DEVICE) in example.right or file.exists() or tried.exists():
            continue
        rgb = picture_of(example.path)
        found = outline(model, rgb)
        if found is None:
            tried.touch()
            continue
        if example.screen is not None:
            screen = screen_outline(model, rgb) & found
            cv2.imwrite(str(screen_file(file)), screen.astype(np.uint8) * 255)
        cv2.imwrite(str(file), found.astype(np.uint8) * 255)
    return len([file for file in folder.glob("*.png") if not file.name.endswith(SCREEN_SUFFIX)])


def screen_outline(model: Model, rgb: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Where the model sees a screen, H×W bool."""
    height, width = rgb.shape[:2]
    size = model.metadata.size
    maps = look(model, rgb).whole.maps
    shares = probability_map(maps[1], height, width, size)
    return np.asarray(
        cv2.resize(shares, (width, height)) > model.metadata.postprocessing.device_from
    )


def outline(model: Model, rgb: NDArray[np.uint8]) -> NDArray[np.bool_] | None:
    """The device's outline, H×W bool; None where it can't be told well enough."""
    mask = predict(model, rgb).mask
    if mask is None or not _SHARES[0] < mask.mean() < _SHARES[1]:
        return None
    height, width = rgb.shape[:2]
    begun = cv2.resize(mask.astype(np.uint8), (width, height), interpolation=cv2.INTER_LINEAR)
    reach = max(3, round(0.02 * max(height, width)))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    labels = np.full((height, width), cv2.GC_BGD, np.uint8)
    labels[cv2.dilate(begun, kernel, iterations=2) > 0] = cv2.GC_PR_BGD
    labels[begun > 0] = cv2.GC_PR_FGD
    labels[cv2.erode(begun, kernel, iterations=2) > 0] = cv2.GC_FGD
    if not {cv2.GC_BGD, cv2.GC_FGD} <= set(np.unique(labels).tolist()):
        return None
    behind, before = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.setRNGSeed(0)
    nowhere = (0, 0, 0, 0)
    cv2.grabCut(rgb, labels, nowhere, behind, before, 3, cv2.GC_INIT_WITH_MASK)
    raw = np.isin(labels, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.uint8)
    cut = cv2.morphologyEx(raw, cv2.MORPH_CLOSE, kernel)
    found = np.zeros((height, width), np.bool_)
    for part in components(np.asarray(cut, np.bool_), least_share=0.2):
        found[part.window] |= part.mask
    either = (found | (begun > 0)).sum()
    both = (found & (begun > 0)).sum()
    return found if both > _LIKENESS * either else None
