"""Every design by name, and which split it belongs to.

A design is one invented product: its name seeds all that is fixed about it (dimensions, frame,
camera layout, where the buttons are). What varies from photo to photo (colour, wear, case, screen
content) is the photo's own. A test design is never trained on.
"""

from __future__ import annotations

import zlib
from typing import Final, Literal

import numpy as np

Split = Literal["train", "validation", "test"]

_BRANDS: Final = ("nova", "pixa", "ondo", "lumen", "kite", "vero", "halo", "zeno", "ardo", "mira")
_COUNTS: Final = {
    "smartphone": 80,
    "tablet": 40,
    "laptop": 40,
    "smartwatch": 40,
    "console": 24,
    "controller": 24,
    "headphones": 24,
    "ereader": 24,
    "parcel": 40,
    "document": 24,
}

DESIGNS: Final[dict[str, tuple[str, ...]]] = {
    kind: tuple(
        f"{kind}-{_BRANDS[index % len(_BRANDS)]}-{index // len(_BRANDS) + 1}"
        for index in range(count)
    )
    for kind, count in _COUNTS.items()
}
"""Design names by kind; console, controller, headphones and ereader are of category "other"."""

_CATEGORIES: Final = {
    "console": "other",
    "controller": "other",
    "headphones": "other",
    "ereader": "other",
}


def kind_of(design: str) -> str:
    """The kind of a design.

    Raises
    ------
    ValueError
        If there is no such design.
    """
    kind = design.partition("-")[0]
    if design not in DESIGNS.get(kind, ()):
        known = ", ".join(f"{kind}-*" for kind in DESIGNS)
        raise ValueError(f"expected the name of a design ({known}), got {design!r}")
    return kind


def category_of(design: str) -> str:
    """The category of a design."""
    kind = kind_of(design)
    return _CATEGORIES.get(kind, kind)


def split_of(design: str) -> Split:
    """Which split a design belongs to: 70 % train, 10 % validation, 20 % test."""
    place = DESIGNS[kind_of(design)].index(design) * 7 % 10
    if place < 7:
        return "train"
    return "validation" if place == 7 else "test"


def designs_of(kind: str, split: Split) -> tuple[str, ...]:
    """The designs of a kind in a split."""
    return tuple(design for design in DESIGNS[kind] if split_of(design) == split)


def design_rng(design: str) -> np.random.Generator:
    """The same random numbers for the same design, whatever the photo."""
    kind_of(design)
    return np.random.default_rng(zlib.crc32(design.encode()))
