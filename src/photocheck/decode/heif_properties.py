"""What the properties of a HEIC's or AVIF's primary picture say (ISO/IEC 23008-12, 14496-12).

Properties stand in a list (ipco box); associations (ipma box) say which items they belong to.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from photocheck.decode.code_points import CodePoints

_MAX_ASSOCIATIONS: Final = 20_000
_MAX_TILES: Final = 1000
_HIGH_BIT_DEPTH: Final = 0x40  # of the third byte of an av1C box


@dataclass(frozen=True)
class Property:
    """One property: its box's type and body."""

    kind: bytes
    body: bytes


@dataclass(frozen=True)
class Properties:
    """Of the primary picture.

    Attributes
    ----------
    code_points : CodePoints or None
        As its colour box states them.
    clean_aperture : tuple of 4 int or None
        Left, top, right and bottom of the part to be shown, in pixels before any turn.
    turned : bool
        Whether it is to be rotated or mirrored.
    deep : bool
        Whether a channel has more than 8 bits.
    """

    code_points: CodePoints | None = None
    clean_aperture: tuple[int, int, int, int] | None = None
    turned: bool = False
    deep: bool = False


def associations(body: bytes) -> dict[int, list[int]]:
    """The numbers of each item's properties, the first being 1 (body of an ipma box)."""
    if len(body) < 8:
        return {}
    version, flags = body[0], int.from_bytes(body[1:4], "big")
    found: dict[int, list[int]] = {}
    at = 8
    for _ in range(min(int.from_bytes(body[4:8], "big"), _MAX_ASSOCIATIONS)):
        wide = 2 if version < 1 else 4
        if at + wide + 1 > len(body):
            break
        item = int.from_bytes(body[at : at + wide], "big")
        count = body[at + wide]
        at += wide + 1
        size, mask = (2, 0x7FFF) if flags & 1 else (1, 0x7F)
        numbers = [
            int.from_bytes(body[start : start + size], "big") & mask
            for start in range(at, min(at + count * size, len(body)), size)
        ]
        found.setdefault(item, []).extend(numbers)
        at += count * size
    return found


def tiles_of(body: bytes) -> dict[int, list[int]]:
    """The items that each derived item, such as a grid, is made of (body of an iref box)."""
    wide = 4 if body[:1] == b"\x01" else 2
    found: dict[int, list[int]] = {}
    at = 4
    while at + 10 + wide <= len(body):
        size = int.from_bytes(body[at : at + 4], "big")
        if size < 10 + wide:
            break
        if body[at + 4 : at + 8] == b"dimg":
            numbers = [
                int.from_bytes(body[start : start + wide], "big")
                for start in range(at + 10 + wide, min(at + size, len(body) - wide + 1), wide)
            ]
            found[int.from_bytes(body[at + 8 : at + 8 + wide], "big")] = numbers
        at += size
    return found


def properties_of(
    primary: int | None,
    listed: Sequence[Property],
    numbers: dict[int, list[int]],
    tiles: Sequence[int] = (),
) -> Properties:
    """What the primary item's properties say.

    Parameters
    ----------
    primary : int or None
        Number of the primary item.
    listed : sequence of Property
        All properties, in their order.
    numbers : mapping of item to list of int
        As `associations` gives them.
    tiles : sequence of int
        The items that the primary one is made of.
    """

    def of(item: int) -> list[Property]:
        return [listed[number - 1] for number in numbers.get(item, ()) if 0 < number <= len(listed)]

    own = of(primary or 0)
    # Of a picture made of tiles, the colour and the depth may be stated by the tiles alone. Other
    # items tell nothing: that of a gain map states the high dynamic range that it would lead to.
    parts = own + [found for tile in tiles[:_MAX_TILES] for found in of(tile)]
    coloured = own if any(found.kind == b"colr" for found in own) else parts
    points = _first_code_points(coloured)
    size = _size(own)
    apertures = [found.body for found in own if found.kind == b"clap"]
    return Properties(
        code_points=points,
        clean_aperture=None if size is None or not apertures else _aperture(apertures[0], size),
        turned=any(found.kind in (b"irot", b"imir") for found in own),
        deep=any(_is_deep(found) for found in parts),
    )


def _first_code_points(properties: Iterable[Property]) -> CodePoints | None:
    for found in properties:
        if found.kind == b"colr" and found.body[:4] == b"nclx" and len(found.body) >= 10:
            return CodePoints(*struct.unpack_from(">HH", found.body, 4))
    return None


def _size(properties: Iterable[Property]) -> tuple[int, int] | None:
    for found in properties:
        if found.kind == b"ispe" and len(found.body) >= 12:
            width, height = struct.unpack_from(">II", found.body, 4)
            return width, height
    return None


def _is_deep(found: Property) -> bool:
    if found.kind == b"pixi" and len(found.body) >= 5:
        return any(depth > 8 for depth in found.body[5 : 5 + found.body[4]])
    return found.kind == b"av1C" and len(found.body) >= 3 and bool(found.body[2] & _HIGH_BIT_DEPTH)


def _aperture(body: bytes, size: tuple[int, int]) -> tuple[int, int, int, int] | None:
    """The clean aperture (clap box); None where it is none within the picture."""
    if len(body) < 32:
        return None
    numbers = struct.unpack_from(">IIIIiIiI", body)
    if not all(numbers[1::2]):
        return None
    wide, high, across, down = (
        Fraction(above, below) for above, below in zip(numbers[::2], numbers[1::2], strict=True)
    )
    left = Fraction(size[0] - 1, 2) + across - (wide - 1) / 2
    top = Fraction(size[1] - 1, 2) + down - (high - 1) / 2
    edges = tuple(round(edge) for edge in (left, top, left + wide, top + high))
    inside = 0 <= edges[0] < edges[2] <= size[0] and 0 <= edges[1] < edges[3] <= size[1]
    return (edges[0], edges[1], edges[2], edges[3]) if inside else None
