"""The views of each kind: from where the camera looks, and how the thing then lies.

The words are those of photocheck's slots; "left" is the device's own left as seen facing its
screen, a laptop's as its user sees it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from studio.designs import DESIGNS

Direction = tuple[float, float, float]


@dataclass(frozen=True)
class View:
    """One side of a kind.

    Attributes
    ----------
    direction : 3 floats
        From the thing to the camera, in the thing's axes.
    picture_up : 3 floats
        The thing's axis that points up in the picture; turned photos turn it.
    edge : bool
        Whether the side is a narrow one, which people photograph from a little above.
    lit : bool or None
        Whether the screen is on; None where either will do.
    rests : tuple of 3-float directions
        The thing's axes that may point to the ceiling.
    opening : (low, high) degrees, optional
        A laptop's.
    reach : 3 floats
        Where on the thing the camera aims, as a share of its half extents.
    slant : (chance, low, high)
        How often the camera looks from the thing's lower end instead, tilted by so many degrees.
    """

    direction: Direction
    picture_up: Direction
    edge: bool = False
    lit: bool | None = None
    rests: tuple[Direction, ...] = ()
    opening: tuple[float, float] | None = None
    reach: Direction = (0.0, 0.0, 0.0)
    slant: tuple[float, float, float] = (0.14, 25.0, 48.0)


_LID: Final = (0.6, 18.0, 60.0)
"""Of closed laptops, which people photograph from where they sit."""
_FRONT: Final = (0.0, 0.0, 1.0)
_BACK: Final = (0.0, 0.0, -1.0)
_LEFT: Final = (-1.0, 0.0, 0.0)
_RIGHT: Final = (1.0, 0.0, 0.0)
_TOP: Final = (0.0, 1.0, 0.0)
_BOTTOM: Final = (0.0, -1.0, 0.0)


def _edge(direction: Direction) -> View:
    along = _TOP if direction in (_LEFT, _RIGHT) else _RIGHT
    return View(direction, along, edge=True, rests=(_FRONT, _FRONT, _BACK, direction))


_SLATE_BODY: Final = {
    "back": View(_BACK, _TOP, rests=(_BACK,)),
    "left": _edge(_LEFT),
    "right": _edge(_RIGHT),
    "top": _edge(_TOP),
    "bottom": _edge(_BOTTOM),
}
_SLATE: Final = {
    "screen_on": View(_FRONT, _TOP, lit=True, rests=(_FRONT,)),
    "screen_off": View(_FRONT, _TOP, lit=False, rests=(_FRONT,)),
    **_SLATE_BODY,
}
_OTHER: Final = {
    "front": View(_FRONT, _TOP, rests=(_FRONT,)),
    **_SLATE_BODY,
    "closeup": View(_FRONT, _TOP, rests=(_FRONT,)),
}
_UP: Final = ((0.0, 0.0, 1.0),)
_DOWN: Final = ((0.0, 0.0, -1.0),)
_LAPTOP: Final = {
    "screen_on": View((0.0, -1.0, 0.65), _FRONT, lit=True, rests=_UP, opening=(92, 130)),
    "screen_off": View((0.0, -1.0, 0.65), _FRONT, lit=False, rests=_UP, opening=(92, 130)),
    "back_case": View(_FRONT, _TOP, lit=False, rests=_UP, opening=(0, 0), slant=_LID),
    "underside": View(_BACK, _TOP, lit=False, rests=_DOWN, opening=(0, 0), slant=_LID),
    "left_open": View(_LEFT, _FRONT, edge=True, rests=_UP, opening=(15, 120)),
    "right_open": View(_RIGHT, _FRONT, edge=True, rests=_UP, opening=(15, 120)),
    "front_closed": View(_BOTTOM, _FRONT, edge=True, lit=False, rests=_UP, opening=(0, 0)),
    "back_closed": View(_TOP, _FRONT, edge=True, lit=False, rests=_UP, opening=(0, 0)),
}
_WATCH: Final = {
    "front_on": View(_FRONT, _TOP, lit=True, rests=(_FRONT,)),
    "front_off": View(_FRONT, _TOP, lit=False, rests=(_FRONT,)),
    "rear_case": View(_BACK, _TOP, rests=(_BACK,)),
    "left": View(_LEFT, _TOP, edge=True, rests=(_FRONT,)),
    "right": View(_RIGHT, _TOP, edge=True, rests=(_FRONT,)),
    "strap_top": View((0.0, 0.6, 1.0), _TOP, rests=(_FRONT,), reach=(0.0, 0.6, 0.0)),
    "strap_bottom": View((0.0, -0.6, 1.0), _TOP, rests=(_FRONT,), reach=(0.0, -0.6, 0.0)),
}

VIEWS: Final[dict[str, dict[str, View]]] = {
    "smartphone": _SLATE,
    "tablet": _SLATE,
    "laptop": _LAPTOP,
    "smartwatch": _WATCH,
    "console": _OTHER,
    "controller": _OTHER,
    "headphones": _OTHER,
    "ereader": _OTHER,
    "parcel": {
        "inside": View((0.0, -0.35, 1.0), _TOP, rests=_UP),
        "outside": View((0.0, -0.35, 1.0), _TOP, rests=_UP),
    },
    "document": {
        "document": View(_FRONT, _TOP, rests=_UP),
        "capture": View(_FRONT, _TOP, rests=_UP),
    },
}
"""Views by kind and name. A laptop's `underside` fills the slot `back_case` as the lid does.

A document's `capture` is a screen capture, which no camera took.
"""


def view_of(kind: str, name: str) -> View:
    """One view of a kind.

    Raises
    ------
    ValueError
        If there is no such kind or view; the message names the known ones.
    """
    if kind not in VIEWS:
        raise ValueError(f"expected a kind ({', '.join(DESIGNS)}), got {kind!r}")
    if name not in VIEWS[kind]:
        raise ValueError(f"expected a view of {kind} ({', '.join(VIEWS[kind])}), got {name!r}")
    return VIEWS[kind][name]
