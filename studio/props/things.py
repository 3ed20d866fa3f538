"""All kinds of clutter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from studio.props import desk, household
from studio.props.made import Prop

THINGS: Final[dict[str, tuple[float, Callable[[np.random.Generator], Prop]]]] = {
    "mug": (4, household.mug),
    "bottle": (2, household.bottle),
    "tumbler": (2, household.tumbler),
    "pen": (5, desk.pen),
    "keyboard": (3, desk.keyboard),
    "mouse": (3, desk.mouse),
    "book": (4, desk.book),
    "papers": (4, desk.papers),
    "carton": (4, desk.carton),
    "cable": (6, desk.cable),
    "charger": (3, desk.charger),
    "spectacles": (2, desk.spectacles),
    "plant": (1.5, household.plant),
    "coins": (1.5, household.coins),
    "cushion": (1.5, household.cushion),
    "remote": (1.5, desk.remote),
    "bowl": (1, household.bowl),
    "pliers": (1, household.pliers),
    "earbuds": (2, desk.earbuds),
    "keys": (2, household.keys),
}
"""Kinds of clutter: how common each is, and how it is made."""
