"""The slots of each category, as data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from photocheck.errors import UnknownSlotError

_PHONE = ("screen_on", "screen_off", "back", "left", "right", "top", "bottom")

CATEGORIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "smartphone": _PHONE,
        "tablet": _PHONE,
        "laptop": (
            "screen_on",
            "screen_off",
            "back_case",
            "left_open",
            "right_open",
            "front_closed",
            "back_closed",
        ),
        "smartwatch": (
            "front_on",
            "front_off",
            "rear_case",
            "left",
            "right",
            "strap_top",
            "strap_bottom",
        ),
        "other": ("front", "back", "left", "right", "top", "bottom", "closeup_*"),
        "parcel": ("inside", "outside"),
    }
)
"""Slot names by category; ``closeup_*`` stands for any number of close-ups."""


def slot_ids() -> tuple[str, ...]:
    """Every slot as ``"category/slot"``."""
    return tuple(f"{category}/{slot}" for category, slots in CATEGORIES.items() for slot in slots)


def check_slot(slot: str) -> str:
    """Return the slot's id unchanged, if there is such a slot.

    Raises
    ------
    UnknownSlotError
        If the id is none of `slot_ids` and no close-up (``"other/closeup_screen"``).
    """
    if isinstance(slot, str):
        category, _, name = slot.partition("/")
        if name != "closeup_*" and name in CATEGORIES.get(category, ()):
            return slot
        if category == "other" and re.fullmatch(r"closeup_[a-z0-9_]+", name):
            return slot
    raise UnknownSlotError(slot, slot_ids())
