"""What a training photo teaches: which of the model's answers are right for it."""

from __future__ import annotations

from typing import Final

from photocheck.view.names import OPPOSITES, VIEWS

CLASSES: Final[tuple[tuple[str, str], ...]] = tuple(
    (category, view) for category, views in VIEWS.items() for view in views
)
"""The model's answers, in the order of its outputs."""
CATEGORIES: Final[tuple[str, ...]] = tuple(VIEWS)

_SIDES: Final = ("left", "right", "top", "bottom")
_REAL_CATEGORIES: Final = {
    "phone": "smartphone",
    "tablet": "tablet",
    "laptop": "laptop",
    "watch": "smartwatch",
    "console": "other",
    "headphones": "other",
    "parcel": "parcel",
    "document": "document",
}
_REAL_VIEWS: Final[dict[tuple[str, str], tuple[str, ...]]] = {
    **{
        (kind, view): (view,)
        for kind in ("smartphone", "tablet")
        for view in ("screen_on", "screen_off", "back", *_SIDES)
    },
    **{(kind, "side_unknown"): ("left", "right") for kind in ("smartphone", "tablet")},
    ("laptop", "screen_on"): ("screen_on",),
    ("laptop", "screen_off"): ("screen_off",),
    ("laptop", "back"): ("back_case", "underside"),
    ("laptop", "left_open"): ("left_open",),
    ("laptop", "right_open"): ("right_open",),
    ("laptop", "left"): ("left_open",),
    ("laptop", "right"): ("right_open",),
    ("laptop", "back_closed"): ("back_closed",),
    ("smartwatch", "screen_on"): ("front_on",),
    ("smartwatch", "screen_off"): ("front_off",),
    ("smartwatch", "back"): ("rear_case",),
    ("smartwatch", "left"): ("left",),
    ("smartwatch", "right"): ("right",),
    ("parcel", "inside"): ("inside",),
    ("parcel", "outside"): ("outside",),
}
_GROUPS: Final = (*OPPOSITES, ("back_case", "underside"))


def exactly(category: str, view: str) -> frozenset[int]:
    """The one right answer.

    Raises
    ------
    ValueError
        If there is no such pair.
    """
    if (category, view) not in CLASSES:
        raise ValueError(f"expected a pair of photocheck.view.VIEWS, got {category!r}, {view!r}")
    return frozenset({CLASSES.index((category, view))})


def anything_of(category: str) -> frozenset[int]:
    """All answers of a category."""
    return frozenset(index for index, pair in enumerate(CLASSES) if pair[0] == category)


def group_of(index: int) -> frozenset[int]:
    """The answers that show the same kind of side: a long one, a short one, a closed edge."""
    category, view = CLASSES[index]
    for group in _GROUPS:
        if view in group:
            return frozenset(CLASSES.index((category, other)) for other in group)
    return frozenset({index})


def of_real(category: str, view: str) -> frozenset[int] | None:
    """The right answers for a real photo, by the words of its labels; None if it has no answer.

    A photo that is oblique, or a close-up, teaches its category alone. Photos of several devices
    and opened ones teach nothing.
    """
    if view == "multiple_devices" or (view == "inside" and category != "parcel"):
        return None
    if category == "other":
        return exactly("none", "none") if view == "not_device" else anything_of("other")
    kind = _REAL_CATEGORIES[category]
    if kind == "document":
        return exactly("document", "document")
    views = _REAL_VIEWS.get((kind, view))
    if views is None:
        return anything_of(kind)
    return frozenset(CLASSES.index((kind, each)) for each in views)
