"""What a training photo teaches: which of the model's labels are right for it, maps and faults."""

from __future__ import annotations

from typing import Final

from photocheck.view.labels import NO_DEVICE, OPPOSITES, VIEWS

LABELS: Final[tuple[tuple[str, str], ...]] = tuple(
    (category, view) for category, views in VIEWS.items() for view in views
)
"""The model's labels, in the order of its logits."""
CATEGORIES: Final[tuple[str, ...]] = tuple(VIEWS)
SIZE: Final = 256
"""Side of the square that the network sees, pixels."""
MAPS: Final = 3
"""Device, screen, device with what covers it."""
CELLS: Final = SIZE // 8
"""Cells of a map along its side."""
FAULTS: Final = ("cut_off", "covered", "several", "glare")
"""What else the model says of a photo, in the order of its logits."""

_SIDES: Final = ("left", "right", "top", "bottom")
_REAL_CATEGORIES: Final = {
    "phone": "smartphone",
    "tablet": "tablet",
    "laptop": "laptop",
    "watch": "smartwatch",
    "console": "other",
    "controller": "other",
    "headphones": "other",
    "ereader": "other",
    "other": "other",
    "parcel": "parcel",
}
_REAL_VIEWS: Final[dict[tuple[str, str], tuple[str, ...]]] = {
    **{
        (kind, view): (view,)
        for kind in ("smartphone", "tablet")
        for view in ("screen_on", "screen_off", "back", *_SIDES)
    },
    **{(kind, "side_unknown"): _SIDES for kind in ("smartphone", "tablet")},
    ("laptop", "screen_on"): ("screen_on",),
    ("laptop", "screen_off"): ("screen_off",),
    ("laptop", "lid"): ("back_case",),
    ("laptop", "back_case"): ("underside",),
    ("laptop", "back"): ("back_case", "underside"),
    ("laptop", "left_open"): ("left_open",),
    ("laptop", "right_open"): ("right_open",),
    ("laptop", "left"): ("left_open",),
    ("laptop", "right"): ("right_open",),
    ("laptop", "front_closed"): ("front_closed",),
    ("laptop", "back_closed"): ("back_closed",),
    ("smartwatch", "screen_on"): ("front_on",),
    ("smartwatch", "screen_off"): ("front_off",),
    ("smartwatch", "back"): ("rear_case",),
    ("smartwatch", "left"): ("left",),
    ("smartwatch", "right"): ("right",),
    ("smartwatch", "strap"): ("strap_top", "strap_bottom"),
    ("parcel", "inside"): ("inside",),
    ("parcel", "outside"): ("outside",),
}
_GROUPS: Final = (*OPPOSITES, ("back_case", "underside"))


def exactly(category: str, view: str) -> frozenset[int]:
    """The one right label.

    Raises
    ------
    ValueError
        If there is no such pair.
    """
    if (category, view) not in LABELS:
        raise ValueError(f"expected a pair of photocheck.view.VIEWS, got {category!r}, {view!r}")
    return frozenset({LABELS.index((category, view))})


def anything_of(category: str) -> frozenset[int]:
    """All labels of a category."""
    return frozenset(index for index, pair in enumerate(LABELS) if pair[0] == category)


def group_of(index: int) -> frozenset[int]:
    """The labels that show the same kind of side: a long one, a short one, a closed edge."""
    category, view = LABELS[index]
    for group in _GROUPS:
        if view in group:
            return frozenset(LABELS.index((category, other)) for other in group)
    return frozenset({index})


def of_real(category: str, view: str) -> frozenset[int] | None:
    """The right labels for a real photo, by the words of its table; None if it has none.

    A photo that is oblique, or a close-up, teaches its category alone. Photos of several devices
    and opened ones teach nothing.

    Raises
    ------
    KeyError
        If the table's category is unknown.
    """
    if category == "none" or (category == "other" and view == "not_device"):
        return exactly(*NO_DEVICE)
    if category in {"document", "capture"}:
        return exactly("document", category)
    if view == "multiple_devices" or (view == "inside" and category != "parcel"):
        return None
    kind = _REAL_CATEGORIES[category]
    views = _REAL_VIEWS.get((kind, view))
    if views is None:
        return anything_of(kind)
    return frozenset(LABELS.index((kind, each)) for each in views)
