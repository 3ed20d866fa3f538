"""The required photos of each category, and which photo of a set fills which.

``matcher`` is what callers use and ``match`` what they get. In between, ``decide`` is the row of
steps; the one that gives photos to slots is ``assignment``.
"""

from photocheck.slots.catalog import CATEGORIES, Catalog, check_slot, default_catalog, slot_ids
from photocheck.slots.category import Category, Slot

__all__ = [
    "CATEGORIES",
    "Catalog",
    "Category",
    "Slot",
    "check_slot",
    "default_catalog",
    "slot_ids",
]
