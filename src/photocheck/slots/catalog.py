"""The catalog of slots that comes with photocheck."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType

from photocheck.slots.model import Catalog


@cache
def default_catalog() -> Catalog:
    """The categories, slots, texts and limits in ``catalog.json``."""
    return Catalog.load(
        resources.files("photocheck.slots").joinpath("catalog.json").read_text(encoding="utf-8")
    )


CATEGORIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        category.name: tuple(slot.name for slot in category.slots)
        for category in default_catalog().categories
    }
)
"""Slot names by category; ``closeup_*`` stands for any number of close-ups."""


def slot_ids() -> tuple[str, ...]:
    """Every slot as ``"category/slot"``."""
    return default_catalog().slot_ids


def check_slot(slot: str, catalog: Catalog | None = None) -> str:
    """Return the slot's id unchanged, if there is such a slot.

    Raises
    ------
    UnknownSlotError
        If the id is none of `slot_ids` and no close-up (``"other/closeup_screen"``).
    """
    (default_catalog() if catalog is None else catalog).slot(slot)
    return slot
