"""The little of EXIF and XMP that matters: which way is up, and what must not be passed on."""

from __future__ import annotations

import re
import struct
from typing import Final, NamedTuple

_ORIENTATION: Final = 0x0112
_EXIF_POINTER: Final = 0x8769
_GPS_POINTER: Final = 0x8825
_SERIAL_NUMBERS: Final = {0xC62F, 0xA431, 0xA435}  # camera, body, lens
_GPS_POSITION: Final = {2, 4}  # latitude, longitude
_XMP_FRAGMENT: Final = re.compile(rb"tiff:Orientation(?:\s*=\s*[\"']|>\s*)([1-8])\b")
_XMP_TAG: Final = re.compile(rb"<(/?)([\w:.-]+)([^<>]*?)(/?)>\s*([1-8]?)")
_XMP_ATTRIBUTE: Final = re.compile(rb"\btiff:Orientation\s*=\s*[\"']\s*([1-8])\b")
_MAX_XMP_TAGS: Final = 50_000
# BYTE, SHORT, LONG and their signed twins: the standard asks for SHORT, readers take all.
_INTEGERS: Final = {1: "B", 3: "H", 4: "I", 6: "b", 8: "h", 9: "i"}
_MAX_ENTRIES: Final = 1000


class Exif(NamedTuple):
    """The orientation, 1 to 8 or 0 if not stated, and flags."""

    stated: int = 0
    flags: frozenset[str] = frozenset()

    @property
    def orientation(self) -> int:
        """The orientation to apply, 1 to 8."""
        return self.stated or 1

    def joined(self, other: Exif) -> Exif:
        """The first orientation stated, and all flags."""
        return Exif(self.stated or other.stated, self.flags | other.flags)


def read_exif(data: bytes) -> Exif:
    """Read an EXIF block: a TIFF structure, with or without ``Exif`` and two bytes before it."""
    tiff = data[6:] if data[:6] in (b"Exif\x00\x00", b"Exif\x00\xff") else data
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 8:
        return Exif(flags=frozenset({"exif.invalid"}))
    flags = set()
    try:
        (start,) = struct.unpack_from(order + "I", tiff, 4)
        entries = _entries(tiff, order, start)
        orientation = _orientation(tiff, order, entries)
        if orientation is None:
            flags.add("exif.invalid")
            orientation = 0
        pointers = {
            tag: struct.unpack_from(order + "I", tiff, at + 8)[0] for tag, at in entries.items()
        }
        tags = set(entries)
        if _EXIF_POINTER in pointers:
            tags |= set(_lenient(tiff, order, pointers[_EXIF_POINTER], flags))
        if tags & _SERIAL_NUMBERS:
            flags.add("exif.serial_number")
        if _GPS_POINTER in pointers and _GPS_POSITION & set(
            _lenient(tiff, order, pointers[_GPS_POINTER], flags)
        ):
            flags.add("exif.gps")
    except struct.error:
        return Exif(flags=frozenset({"exif.invalid"}))
    return Exif(orientation, frozenset(flags))


def read_xmp(data: bytes) -> Exif:
    """Read an XMP packet: the orientation, which counts where EXIF states none, and flags."""
    flags = set()
    if b"GPSLatitude" in data:
        flags.add("exif.gps")
    if b"SerialNumber" in data:
        flags.add("exif.serial_number")
    if b"MotionPhoto" in data or b"MicroVideo" in data:
        flags.add("motion_photo")
    if b"hdr-gain-map" in data or b"HDRGainMap" in data:
        flags.add("gainmap.ignored")
    return Exif(_xmp_orientation(data), frozenset(flags))


def _xmp_orientation(data: bytes) -> int:
    """The orientation in a description of the picture itself, 0 if there is none.

    What is told of the pictures that it was made of stands deeper.
    """
    if b"rdf:RDF" not in data:  # a fragment, as some writers leave it
        found = _XMP_FRAGMENT.search(data)
        return int(found[1]) if found else 0
    depth: int | None = None  # below rdf:RDF; None outside
    for count, tag in enumerate(_XMP_TAG.finditer(data)):
        closing, name, attributes, empty, digit = tag.groups()
        if count > _MAX_XMP_TAGS:
            break
        if name == b"rdf:RDF":
            depth = None if closing or empty else 0
        elif depth is not None and closing:
            depth -= 1
        elif depth is not None:
            if depth == 0 and name == b"rdf:Description":
                stated = _XMP_ATTRIBUTE.search(attributes)
                if stated:
                    return int(stated[1])
            if depth == 1 and name == b"tiff:Orientation" and digit:
                return int(digit)
            depth += 0 if empty else 1
    return 0


def _entries(tiff: bytes, order: str, start: int) -> dict[int, int]:
    """Offsets of a directory's entries by tag."""
    (count,) = struct.unpack_from(order + "H", tiff, start)
    found: dict[int, int] = {}
    for index in range(min(count, _MAX_ENTRIES)):
        at = start + 2 + 12 * index
        if at + 12 > len(tiff):
            raise struct.error("a directory runs past the end")
        (tag,) = struct.unpack_from(order + "H", tiff, at)
        found.setdefault(tag, at)
    return found


def _lenient(tiff: bytes, order: str, start: int, flags: set[str]) -> dict[int, int]:
    # A broken sub-directory must not cost the orientation, which stands before it.
    try:
        return _entries(tiff, order, start)
    except struct.error:
        flags.add("exif.invalid")
        return {}


def _orientation(tiff: bytes, order: str, entries: dict[int, int]) -> int | None:
    at = entries.get(_ORIENTATION)
    if at is None:
        return 0
    kind, count = struct.unpack_from(order + "HI", tiff, at + 2)
    if kind not in _INTEGERS or count != 1:
        return None
    (value,) = struct.unpack_from(order + _INTEGERS[kind], tiff, at + 8)
    return value if 1 <= value <= 8 else None
