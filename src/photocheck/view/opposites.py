"""Opposite sides, told apart no more surely than they can be.

One temperature makes confidence a frequency over all answers. That a photo shows a long side is
easily seen, which of the two is not: between opposites the network's own odds are far too sure. So
the difference of their logits is shrunk, for each pair by what photos of unseen designs taught.

Whether a left or a right side is seen also follows from two things that a person could check:
where the device's top end (of a laptop, the hinge's) points in the picture, and where its screen
(of a laptop, its keyboard) looks. From the left side, the screen looks a quarter turn clockwise
from the top; from the right side, a quarter turn against it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from photocheck.view.names import OPPOSITES
from photocheck.view.network import Floats

LEFT: Final = frozenset({"left", "left_open"})
"""Views of left sides; the geometry tells them from the right ones."""


def handedness(facts: Floats) -> float:
    """By how much the geometry speaks for a left side; negative for a right one.

    Parameters
    ----------
    facts : 6 float32
        See `photocheck.view.network.Answers`.

    Returns
    -------
    float
        The cross product of both directions; within about -1 to 1, and near 0 where the side is
        seen so that its top or its screen's direction can't be told.
    """
    top_x, top_y, screen_x, screen_y = (float(value) for value in facts[:4])
    return top_x * screen_y - top_y * screen_x


def doubted(
    logits: Floats,
    classes: Sequence[tuple[str, str]],
    trust: Mapping[str, float],
    turn: Mapping[str, float],
    towards_left: float,
) -> Floats:
    """The logits, those of opposite sides as far apart as is to be believed.

    Parameters
    ----------
    logits : N float32
    classes : sequence of N (category, view)
    trust : mapping of "category/view" to float
        How much of the difference is kept, 0 to 1, by the first of two opposites (`OPPOSITES`); all
        of it where nothing is said.
    turn : mapping of "category/view" to float
        What the geometry weighs beside it; nothing where nothing is said.
    towards_left : float
        As `handedness` gives it.

    Returns
    -------
    N float32
        What both opposites have together is as before.
    """
    changed = logits.astype(np.float64)
    for key in {**trust, **turn}:
        category, _, first = key.partition("/")
        second = dict(OPPOSITES)[first]
        one, other = classes.index((category, first)), classes.index((category, second))
        both = np.logaddexp(changed[one], changed[other])
        lead = trust.get(key, 1.0) * (changed[one] - changed[other])
        lead += turn.get(key, 0.0) * towards_left
        changed[one] = both - np.logaddexp(0, -lead)
        changed[other] = both - np.logaddexp(0, lead)
    return changed.astype(np.float32)
