"""The boxes of HEIC and AVIF (ISO/IEC 14496-12, 23008-12): walked over before any decoder is.

Metadata is read here, and hidden from the decoders: one of them ends the process at a type or name
that is no text, another writes what it finds in EXIF into the log.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Final, NamedTuple

from photocheck.decode.av1 import coded_size
from photocheck.decode.exif import read_exif, read_xmp
from photocheck.decode.heif_properties import (
    Properties,
    Property,
    associations,
    properties_of,
    tiles_of,
)
from photocheck.decode.limits import Limits
from photocheck.errors import DecodeError

_MAX_BOXES: Final = 10_000
_MAX_EXTENTS: Final = 20_000
_MAX_METADATA: Final = 10_000_000  # bytes read of one item
_MAX_PROPERTY: Final = 1024  # bytes read of one
_TOP_LEVEL: Final = {
    b"meta",
    b"mdat",
    b"moov",
    b"moof",
    b"free",
    b"skip",
    b"uuid",
    b"mpvd",
    b"idat",
}
_APPLE_GAIN_MAP: Final = b"aux:hdrgainmap"
_CODED_HEADER: Final = 512  # bytes in which a sequence header ends
_METADATA: Final = {b"Exif", b"mime", b"uri "}
_HIDDEN: Final = b"skip"  # of the same length, and known to no decoder


class Box(NamedTuple):
    """A box's type and where its body starts and ends."""

    kind: bytes
    start: int
    end: int


class _Item(NamedTuple):
    kind: bytes
    content: bytes  # the content type, of mime items


class _Extent(NamedTuple):
    item: int
    method: int  # 0: offsets within the file, 1: within the idat box
    start: int
    length: int


@dataclass
class Structure:
    """What the boxes say: flags, the compressed bytes of pixels, and what decoders may see.

    `primary` is of the still picture; a mere sequence of frames (`only_sequence`) names none.
    """

    flags: set[str] = field(default_factory=set)
    pixel_bytes: int = 0
    shown: bytes = b""
    only_sequence: bool = False
    primary: Properties = field(default_factory=Properties)


def read_structure(data: bytes, limits: Limits) -> Structure:
    """Walk over the boxes: sizes are checked, metadata is read and hidden.

    Raises
    ------
    DecodeError
        A file that its boxes say is longer, pictures that are too large, names that are no text.
    """
    found = Structure()
    end = _end_of_boxes(data)
    if end < len(data):
        film = data[end + 4 : end + 8] == b"ftyp"
        found.flags.add("motion_photo" if film else "heif.trailing_data")
        data = data[:end]
    shown = bytearray(data)
    sequence = False
    metas: list[Box] = []
    for box in _descendants(data, 0, len(data), (b"moov", b"trak")):
        if box.kind == b"meta":
            metas.append(box)
        elif box.kind == b"moov":
            sequence = True
        elif box.kind == b"mdat":
            found.pixel_bytes += box.end - box.start
        elif box.kind == b"mpvd":
            found.flags.add("motion_photo")
    found.only_sequence = sequence
    if sequence:
        found.flags.add("animation.first_frame")
    elif not metas:
        raise DecodeError("decode.truncated", "expected a whole HEIC or AVIF: no meta box")
    coded = 0
    for meta in metas:
        coded += _read_meta(data, meta, limits, shown, found)
    if not sequence:  # the frames of one are no items
        found.pixel_bytes = min(coded, len(data))
    found.shown = bytes(shown)
    return found


def _read_meta(data: bytes, meta: Box, limits: Limits, shown: bytearray, found: Structure) -> int:
    """Read one meta box; the compressed bytes of its pictures."""
    flags = found.flags
    primary: int | None = None
    properties: list[Property] = []
    numbers: dict[int, list[int]] = {}
    tiles: dict[int, list[int]] = {}
    items: dict[int, _Item] = {}
    extents: list[_Extent] = []
    inner = 0  # where the idat box starts
    listed = (0, 0)  # where the list of properties lies
    for box in _descendants(data, meta.start + 4, meta.end, (b"iprp", b"ipco")):
        if listed[0] <= box.start < listed[1]:
            properties.append(Property(box.kind, data[box.start : box.end][:_MAX_PROPERTY]))
        if box.kind == b"ipco":
            listed = box.start, box.end
        elif box.kind == b"ipma":
            numbers |= associations(data[box.start : box.end])
        elif box.kind == b"pitm" and box.end - box.start >= 6:
            wide = 2 if data[box.start] == 0 else 4
            primary = int.from_bytes(data[box.start + 4 : box.start + 4 + wide], "big")
            found.only_sequence = False
        elif box.kind == b"iref":
            tiles |= tiles_of(data[box.start : box.end])
        elif box.kind == b"ispe" and box.end - box.start >= 12:
            limits.check_size(*struct.unpack_from(">II", data, box.start + 4))
        elif box.kind == b"iloc":
            extents += _checked_extents(data, box, limits)
        elif box.kind == b"iinf":
            _read_items(data, box, items, shown)
        elif box.kind == b"idat":
            inner = box.start
        elif box.kind in (b"auxC", b"auxl"):
            name = data[box.start + 4 : _text(data, box.start + 4, box.end)]
            if _APPLE_GAIN_MAP in name:
                flags.add("gainmap.ignored")
    if primary is not None:
        found.primary = properties_of(primary, properties, numbers, tiles.get(primary, ()))
    if any(item.kind == b"tmap" for item in items.values()):
        flags.add("gainmap.ignored")  # ISO 21496-1, as ISO/IEC 23008-12 stores it
    pieces: dict[int, bytes] = {}
    coded = 0
    for extent in extents:
        start = extent.start + (inner if extent.method == 1 else 0)
        length = extent.length or len(data) - start
        item = items.get(extent.item)
        if item is None or item.kind not in _METADATA:
            coded += length
        elif len(pieces.get(extent.item, b"")) < _MAX_METADATA:
            piece = data[start : start + min(length, _MAX_METADATA)]
            pieces[extent.item] = pieces.get(extent.item, b"") + piece
    for number, body in pieces.items():
        if items[number].kind == b"Exif":
            # Four bytes say how many more stand before the TIFF structure.
            exif = read_exif(body[4 + int.from_bytes(body[:4], "big") :])
            flags |= exif.flags
            if exif.orientation != 1 and not found.primary.turned:
                flags.add("exif.orientation_ignored")
        elif items[number].content == b"application/rdf+xml":
            flags |= read_xmp(body).flags  # the container alone says which way is up
    return coded


def _read_items(data: bytes, box: Box, items: dict[int, _Item], shown: bytearray) -> None:
    """The items' types (iinf box); those of metadata are overwritten in `shown`."""
    version = data[box.start] if box.start < box.end else 0
    for entry in _boxes(data, box.start + (8 if version else 6), box.end):
        if entry.kind != b"infe":
            continue
        version = data[entry.start] if entry.start < entry.end else 0
        wide = 4 if version == 3 else 2
        at = entry.start + 4 + wide + 2
        # 23008-12 asks for version 2 or 3.
        if version not in (2, 3) or at + 4 > entry.end:
            raise _damaged("an item's entry is too short, or of another version")
        kind = data[at : at + 4]
        if not _is_text(kind):
            raise _damaged("an item's type is no text")
        name_end = _text(data, at + 4, entry.end)
        content = b""
        if kind == b"mime":
            content = data[name_end : _text(data, name_end, entry.end)].rstrip(b"\x00")
        elif kind == b"uri ":
            _text(data, name_end, entry.end)
        items.setdefault(int.from_bytes(data[at - wide - 2 : at - 2], "big"), _Item(kind, content))
        if kind in _METADATA:
            shown[at : at + 4] = _HIDDEN


def _text(data: bytes, start: int, end: int) -> int:
    """Where a string ends, its closing zero included; it must be UTF-8."""
    zero = data.find(b"\x00", start, end)
    try:
        data[start : end if zero < 0 else zero].decode("utf-8")
    except UnicodeDecodeError:
        raise _damaged("a name or a type is no text") from None
    return end if zero < 0 else zero + 1


def _descendants(
    data: bytes, start: int, end: int, within: tuple[bytes, ...], depth: int = 0
) -> Iterator[Box]:
    for box in _boxes(data, start, end):
        yield box
        if box.kind in within and depth < len(within):
            yield from _descendants(data, box.start, box.end, within, depth + 1)


def _boxes(data: bytes, start: int, end: int) -> Iterator[Box]:
    at = start
    for _ in range(_MAX_BOXES):
        if at + 8 > end:
            return
        size, kind = struct.unpack_from(">I4s", data, at)
        body = at + 8
        if size == 1 and at + 16 <= end:
            (size,) = struct.unpack_from(">Q", data, body)
            body += 8
        elif size == 0:
            size = end - at
        if size < body - at:
            raise DecodeError("decode.damaged", "expected a sound file: a box of impossible size")
        if at + size > end:
            raise DecodeError(
                "decode.truncated", f"expected a whole file: it ends within box {kind!r}"
            )
        yield Box(kind, body, at + size)
        at += size
    raise DecodeError("decode.too_complex", f"expected at most {_MAX_BOXES:,} boxes in one")


def _end_of_boxes(data: bytes) -> int:
    """Where bytes begin that are no box, behind a whole structure; else the end."""
    seen: set[bytes] = set()
    at = 0
    while at + 8 <= len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        whole = {b"meta", b"mdat"} <= seen
        if whole and (not _is_text(kind) or kind == b"ftyp"):
            return at
        if size == 1 and at + 16 <= len(data):
            (size,) = struct.unpack_from(">Q", data, at + 8)
        if whole and kind not in _TOP_LEVEL and (0 < size < 8 or at + size > len(data)):
            return at  # text that looks like a box
        if size < 8:
            return len(data)
        seen.add(kind)
        at += size
    return at if {b"meta", b"mdat"} <= seen else len(data)


def _is_text(kind: bytes) -> bool:
    return all(32 <= byte < 127 for byte in kind)


def _checked_extents(data: bytes, box: Box, limits: Limits) -> list[_Extent]:
    """Every stretch of coded data must lie within the file, and keep to the limit (iloc box)."""
    found = []
    try:
        for extent in islice(_extents(data[box.start : box.end]), _MAX_EXTENTS):
            if extent.method > 1:
                continue
            found.append(extent)
            if extent.method == 1:
                continue
            if extent.start + extent.length > len(data):
                raise DecodeError(
                    "decode.truncated", "expected a whole file: coded pixels lie behind its end"
                )
            # libheif compares the coded size with the container's itself, libavif does not.
            stop = extent.start + min(extent.length, _CODED_HEADER)
            coded = coded_size(data[extent.start : stop])
            if coded is not None:
                limits.check_size(*coded)
    except struct.error as error:
        raise _damaged("the item location box is too short") from error
    return found


def _extents(body: bytes) -> Iterator[_Extent]:
    version = body[0] if body else 0
    if version > 2 or len(body) < 8:
        return
    offset_size, length_size = body[4] >> 4, body[4] & 15
    base_size, index_size = body[5] >> 4, body[5] & 15 if version else 0
    if offset_size + length_size + index_size == 0:
        return  # nothing is said of where the data lies
    wide = "I" if version == 2 else "H"
    (count,) = struct.unpack_from(">" + wide, body, 6)
    at = 6 + struct.calcsize(wide)

    def number(size: int) -> int:
        nonlocal at
        if at + size > len(body):
            raise struct.error("too short")
        value = int.from_bytes(body[at : at + size], "big")
        at += size
        return value

    for _ in range(count):
        item = number(struct.calcsize(wide))
        method = number(2) & 15 if version else 0
        number(2)
        base = number(base_size)
        for _ in range(number(2)):
            number(index_size)
            start, length = base + number(offset_size), number(length_size)
            yield _Extent(item, method, start, length)


def _damaged(detail: str) -> DecodeError:
    return DecodeError("decode.damaged", f"expected a sound HEIC or AVIF: {detail}")
