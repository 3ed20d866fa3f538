"""Both looks at a photo: the whole of it and, where that may tell more, the device alone."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from photocheck.view.closer import Image, cut, placement
from photocheck.view.names import OPPOSITES
from photocheck.view.network import Answers, Floats, Network
from photocheck.view.reading import over_frame, without_specks

NARROW: Final = frozenset(
    view for pair in OPPOSITES for view in pair if not view.startswith("strap")
)
"""Views of narrow sides, which small things tell apart."""
_WORTH_IT: Final = 0.15
"""Probability of a narrow side from which a closer look is taken."""
_INSIDE: Final = 0.5


class Look(NamedTuple):
    """What was seen.

    Attributes
    ----------
    classes : float32, one logit a class
        The mean of both looks, where there were two.
    whole : Answers
        Of the whole photo.
    facts : 6 float32
        Of the closer look, where there was one; see `Answers`.
    device : h×w float32
        Probability of the device on a grid over the photo.
    mask : h×w bool
        Where that is above a half, without specks.
    closer : bool
        Whether there was a closer look.
    temperature : float
        What the logits are to be divided by.
    """

    classes: Floats
    whole: Answers
    facts: Floats
    device: Floats
    mask: NDArray[np.bool_]
    closer: bool
    temperature: float


def look(network: Network, rgb: Image) -> Look:
    """Look at a photo, and look closer where a narrow side may be seen.

    Parameters
    ----------
    network : Network
    rgb : H×W×3 uint8
    """
    height, width = rgb.shape[:2]
    whole = network.answer(rgb)
    device = over_frame(whole.maps[0], height, width, network.size)
    mask = without_specks(device > _INSIDE)
    if narrow_share(whole.classes / network.temperature, network) >= _WORTH_IT:
        matrix = placement(mask, height, width, network.size)
        if matrix is not None:
            near = network.answer(cut(rgb, matrix, network.size))
            both = np.asarray((whole.classes + near.classes) / 2, np.float32)
            return Look(both, whole, near.facts, device, mask, True, network.temperature_closer)
    return Look(whole.classes, whole, whole.facts, device, mask, False, network.temperature)


def narrow_share(logits: Floats, network: Network) -> float:
    """Probability of any narrow side."""
    shares = np.exp(logits.astype(np.float64) - logits.max())
    narrow = np.array([view in NARROW for _, view in network.classes])
    return float(shares[narrow].sum() / shares.sum())
