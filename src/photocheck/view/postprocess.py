"""From the network's maps to the device's mask, its box, and what lies over it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from photocheck.metrics import geometry
from photocheck.metrics.geometry import components, solidity
from photocheck.result import Region
from photocheck.view.labels import WITHOUT_SCREEN
from photocheck.view.metadata import Postprocessing
from photocheck.view.preprocess import Floats, unletterbox

MASK_CELLS: Final = 64
"""Cells of the mask along the photo's longer side."""

Mask = NDArray[np.bool_]


def sigmoid(logits: Floats) -> Floats:
    """Probabilities."""
    return np.asarray(1 / (1 + np.exp(-logits)), np.float32)


def probability_map(plane: Floats, height: int, width: int, size: int) -> Floats:
    """One of the network's maps, cropped to the photo.

    Parameters
    ----------
    plane : g×g float32
        Logits on a grid over the square.
    height, width : int
        Of the photo.
    size : int
        Of the square, pixels.

    Returns
    -------
    h×w float32
        Probabilities; the longer of h and w is `MASK_CELLS`.
    """
    return sigmoid(unletterbox(plane, height, width, size, MASK_CELLS))


def remove_small_components(mask: Mask, smallest: float) -> Mask:
    """The mask's largest part and those of at least a share of it.

    Parameters
    ----------
    mask : h×w bool
    smallest : float
        0 to 1.
    """
    kept = np.zeros_like(mask)
    for part in components(mask, least_share=smallest):
        kept[part.window] |= part.mask
    return kept


def count_devices(mask: Mask, limits: Postprocessing) -> int:
    """How many devices lie apart from each other: parts of the mask that are large and convex.

    Devices that touch in the picture are one part. 1 where no part is convex, 0 without any.

    Parameters
    ----------
    mask : h×w bool
        Without small components.
    limits : Postprocessing
    """
    large = components(mask, least_share=limits.second_device)
    if len(large) < 2:
        return len(large)
    return max(1, sum(solidity(part.mask) >= limits.convex_from for part in large))


def box_of(mask: Mask) -> Region | None:
    """The smallest upright box around the mask, in fractions of the photo; None if empty."""
    box = geometry.box_of(mask)
    if box is None:
        return None
    x, y, w, h = box
    return Region(x=x, y=y, w=min(w, 1 - x), h=min(h, 1 - y))


def covered_share(device: Mask, whole: Mask) -> float:
    """Share of the device that something lies over, 0 to 1.

    Parameters
    ----------
    device : h×w bool
        What is seen of it.
    whole : h×w bool
        It and what covers it.
    """
    return float((whole & ~device).sum() / max(1, (whole | device).sum()))


def screen_state(
    likelihood: Mapping[tuple[str, str], float],
    lit: float,
    screen: Floats,
    device: Mask,
    limits: Postprocessing,
) -> Literal["on", "off"] | None:
    """Whether the screen is lit, as far as one is seen and it can be told.

    Parameters
    ----------
    likelihood : mapping of (category, view) to float
    lit : float
        Probability, 0 to 1.
    screen : H×W float32
        Probability of the screen.
    device : H×W bool
    limits : Postprocessing
    """
    on = sum(share for (_, view), share in likelihood.items() if view.endswith("_on"))
    off = sum(share for (_, view), share in likelihood.items() if view.endswith("_off"))
    hidden = sum(share for (_, view), share in likelihood.items() if view in WITHOUT_SCREEN)
    if on + off >= 0.5:
        return "on" if on >= off else "off"
    if hidden >= 0.5:
        return None
    seen = float((screen > 0.5).sum()) >= limits.screen_share * max(1.0, float(device.sum()))
    if not seen or max(lit, 1 - lit) < limits.lit_sure_from:
        return None
    return "on" if lit > 0.5 else "off"
