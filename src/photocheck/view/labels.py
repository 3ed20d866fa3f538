"""The names of categories and views."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_SLATE: Final = ("screen_on", "screen_off", "back", "left", "right", "top", "bottom")

VIEWS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "smartphone": _SLATE,
        "tablet": _SLATE,
        "laptop": (
            "screen_on",
            "screen_off",
            "back_case",
            "underside",
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
        "other": ("front", "back", "left", "right", "top", "bottom", "closeup"),
        "parcel": ("inside", "outside"),
        "document": ("document", "capture"),
        "none": ("none",),
    }
)
"""The views of each category that an estimate may name. ``"none"`` is a photo of no device."""

NO_DEVICE: Final = ("none", "none")
"""The pair of `VIEWS` for a photo of no device."""

OPPOSITES: Final = (
    ("left", "right"),
    ("top", "bottom"),
    ("left_open", "right_open"),
    ("front_closed", "back_closed"),
    ("strap_top", "strap_bottom"),
)
"""Views of opposite sides, which look alike but for small things."""

NARROW_SIDES: Final = frozenset(
    view for pair in OPPOSITES for view in pair if not view.startswith("strap")
)
"""Views of narrow sides, which small things tell apart."""

LEFT_SIDES: Final = frozenset({"left", "left_open"})
"""Views of left sides; the pose tells them from right ones."""

WITHOUT_SCREEN: Final = frozenset({"back", "rear_case", "back_case", "underside"})
"""Views of the side that has no screen."""
