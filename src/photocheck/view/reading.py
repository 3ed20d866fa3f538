"""From the network's answers to an estimate: probabilities, the device's mask and its box."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from photocheck.metrics import geometry
from photocheck.metrics.geometry import components, solidity
from photocheck.result import Region
from photocheck.view.network import Floats, inner

GRID: Final = 64
"""Cells of the mask along the photo's long side."""

NOTHING: Final = ("none", "none")
_LEAST: Final = 1e-6
_STRANGE_WEIGHT: Final = 2.0
"""The largest of 0, ½, 1, 2 and 3 that takes no more devices for none, on the photos that fit the
temperatures."""
_SPECK: Final = 0.1
"""Parts of the mask smaller than this share of its largest part are dropped."""
_A_DEVICE: Final = 0.5
"""Convex parts of the mask of at least this share of its largest part are devices of their own.

Both limits tell most photos of several devices from one, with fewest false alarms, on
licensed real photos and renders of validation designs."""
_CONVEX: Final = 0.85
"""Share of its convex hull that a device covers; ragged parts of one device cover less."""
_SEEN: Final = 0.03
"""Share of the device that its screen must cover for its state to be told."""
_SURE: Final = 0.8
_WITHOUT_SCREEN: Final = frozenset({"back", "rear_case", "back_case", "underside"})
"""Views of the side that has no screen."""

Mask = NDArray[np.bool_]


def probabilities(
    logits: Floats,
    classes: Sequence[tuple[str, str]],
    beyond: float = 0.0,
) -> dict[tuple[str, str], float]:
    """The softmax of logits, the least likely left out.

    Parameters
    ----------
    logits : N float32
        Calibrated.
    classes : sequence of N pairs
    beyond : float
        By how much the photo's strangeness exceeds what devices have; speaks for no device.
    """
    scaled = logits.astype(np.float64)
    scaled += [_STRANGE_WEIGHT * max(0.0, beyond) * (pair == NOTHING) for pair in classes]
    shares = np.exp(scaled - scaled.max())
    shares /= shares.sum()
    kept = {pair: float(share) for pair, share in zip(classes, shares, strict=True)}
    kept = {pair: share for pair, share in kept.items() if share >= _LEAST}
    total = sum(kept.values())
    return {pair: share / total for pair, share in kept.items()}


def over_frame(plane: Floats, height: int, width: int, size: int) -> Floats:
    """One of the network's maps, cut to the photo and laid over it.

    Parameters
    ----------
    plane : 32×32 float32
        Logits on a grid over the square.
    height, width : int
        Of the photo.
    size : int
        Of the square, pixels.

    Returns
    -------
    h×w float32
        Probabilities; the longer of h and w is `GRID`.
    """
    square = cv2.resize(plane, (size, size), interpolation=cv2.INTER_LINEAR)
    top, left, rows, columns = inner(height, width, size)
    part = square[top : top + rows, left : left + columns]
    factor = GRID / max(rows, columns)
    cells = (max(1, round(columns * factor)), max(1, round(rows * factor)))
    logits = cv2.resize(part, cells, interpolation=cv2.INTER_AREA)
    return np.asarray(1 / (1 + np.exp(-logits)), np.float32)


def without_specks(mask: Mask) -> Mask:
    """The mask's largest part and those not much smaller."""
    kept = np.zeros_like(mask)
    for part in components(mask, least_share=_SPECK):
        kept[part.window] |= part.mask
    return kept


def devices_in(mask: Mask) -> int:
    """How many devices lie apart from each other: parts of the mask that are large and convex.

    Devices that touch in the picture are one part. 1 where no part is convex, 0 without any.

    Parameters
    ----------
    mask : h×w bool
        Without specks.
    """
    large = components(mask, least_share=_A_DEVICE)
    if len(large) < 2:
        return len(large)
    return max(1, sum(solidity(part.mask) >= _CONVEX for part in large))


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
    likelihood: dict[tuple[str, str], float], lit: float, screen: Floats, device: Mask
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
    """
    on = sum(share for (_, view), share in likelihood.items() if view.endswith("_on"))
    off = sum(share for (_, view), share in likelihood.items() if view.endswith("_off"))
    hidden = sum(share for (_, view), share in likelihood.items() if view in _WITHOUT_SCREEN)
    if on + off >= 0.5:
        return "on" if on >= off else "off"
    if hidden >= 0.5:
        return None
    seen = float((screen > 0.5).sum()) >= _SEEN * max(1.0, float(device.sum()))
    if not seen or max(lit, 1 - lit) < _SURE:
        return None
    return "on" if lit > 0.5 else "off"
