"""The required photos of each category."""

from photocheck.slots.catalog import CATEGORIES, check_slot, slot_ids

__all__ = ["CATEGORIES", "check_slot", "slot_ids"]
