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

OPPOSITES: Final = (
    ("left", "right"),
    ("top", "bottom"),
    ("left_open", "right_open"),
    ("front_closed", "back_closed"),
    ("strap_top", "strap_bottom"),
)
"""Views of opposite sides, which look alike but for small things."""
