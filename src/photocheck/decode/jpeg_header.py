"""JPEG: the walk over its markers (ITU-T T.81, annex B)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from photocheck.decode.exif import Exif, read_exif, read_xmp
from photocheck.decode.limits import Limits
from photocheck.errors import DecodeError

_MAX_SCANS: Final = 100  # cameras write 1 to 12; each costs a pass over the whole picture
_MAX_SCANNED_PIXELS: Final = 3_000_000_000  # 200 megapixels in 12 scans fit
_MAX_SEGMENTS: Final = 10_000
_SUPPORTED_FRAMES: Final = {0xC0, 0xC1, 0xC2, 0xC9, 0xCA}  # Huffman and arithmetic, DCT
_FRAMES: Final = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_SCAN: Final = 0xDA
# Frames, tables, restart interval, scans, and Adobe's segment, which tells the colour space.
_NEEDED: Final = _FRAMES | {0xC4, 0xCC, 0xDB, 0xDD, _SCAN, 0xEE}
PROGRESSIVE: Final = {0xC2, 0xCA}
_ISO_GAIN_MAP: Final = b"urn:iso:std:iso:ts:21496:-1\x00"
_FIRST_BLOCK: Final = 1 << 6  # bytes; short at first, as most markers stand where expected
_LARGEST_BLOCK: Final = 1 << 18


@dataclass
class Header:
    """What the markers of one JPEG say."""

    width: int = 0
    height: int = 0
    frame: int = 0
    components: tuple[int, ...] = ()
    adobe: bool = False
    scans: int = 0
    scans_start: int = 0
    end: int | None = None
    exif: Exif = field(default_factory=Exif)
    xmp: Exif = field(default_factory=Exif)
    icc: dict[int, bytes] = field(default_factory=dict)
    flags: set[str] = field(default_factory=set)
    # Start and end of each segment before the first scan that the pixels need, and of the scans.
    needed: list[tuple[int, int]] = field(default_factory=list)
    # Values that a decoder complains of and passes over; put right, they hide no other complaint.
    patches: list[tuple[int, bytes]] = field(default_factory=list)
    # For each component, the bits that are still missing of its 64 coefficients; None: not begun.
    missing: dict[int, list[int | None]] = field(default_factory=dict)


def read_header(data: bytes, limits: Limits) -> Header:
    """Walk over the markers of the primary picture, without decoding.

    Raises
    ------
    DecodeError
        Truncated, damaged, unsupported or too large.
    """
    header = Header()
    pixels = np.frombuffer(data, dtype=np.uint8)
    at = 2
    for _ in range(_MAX_SEGMENTS):
        found = _find_marker(pixels, at)
        if found is None:
            break
        marker = data[found]
        at = found + 1
        if marker == 0xD9:
            header.end = at
            break
        if marker in (0xD8, 0x01):
            continue
        length = int.from_bytes(data[at : at + 2], "big")
        if length < 2:
            if marker in _NEEDED:
                raise damaged(f"segment 0x{marker:02X} states a length of {length}")
            header.flags.add("jpeg.header_damaged")
            continue
        if at + length > len(data):
            if header.scans:
                break
            raise truncated(f"the file ends within segment 0x{marker:02X}")
        _read_segment(marker, data[at + 2 : at + length], at + 2, header, limits)
        if marker in _NEEDED and header.scans == (marker == _SCAN):
            header.scans_start = at - 2 if marker == _SCAN else 0
            header.needed.append((at - 2, at + length if marker != _SCAN else len(data)))
        at += length
    else:
        raise DecodeError("decode.too_complex", f"expected at most {_MAX_SEGMENTS:,} segments")
    if not header.components:
        raise truncated("the file ends before the frame header")
    if not header.scans:
        raise truncated("the file ends before the compressed pixels")
    _check_complete(header)
    return header


def _find_marker(data: NDArray[np.uint8], at: int) -> int | None:
    """Where the code of the next marker stands.

    In compressed data 0xFF stands only before 0x00 and the restart markers, and before another
    0xFF as filling; anything else ends it.
    """
    size = _FIRST_BLOCK
    while at + 1 < len(data):
        block = data[at : at + size + 1]
        codes_at = np.flatnonzero(block[:-1] == 0xFF) + 1
        codes = block[codes_at]
        found = codes_at[(codes != 0) & (codes != 0xFF) & (codes & 0xF8 != 0xD0)]
        if found.size:
            return at + int(found[0])
        at += size
        size = min(4 * size, _LARGEST_BLOCK)
    return None


def _read_segment(marker: int, body: bytes, at: int, header: Header, limits: Limits) -> None:
    """Take in one segment, whose body starts at `at`."""
    if marker in _FRAMES:
        _read_frame(marker, body, header, limits)
    elif marker == 0xDA:
        _read_scan(body, at, header)
    elif marker == 0xE1 and body.startswith(b"Exif\x00"):
        # The first that states an orientation counts, and EXIF before XMP.
        header.exif = header.exif.joined(read_exif(body))
    elif marker == 0xE1 and body.startswith(b"http://ns.adobe.com/x"):
        header.xmp = header.xmp.joined(read_xmp(body))
        header.flags |= header.xmp.flags
    elif marker == 0xE2 and body.startswith(b"ICC_PROFILE\x00") and len(body) > 14:
        header.icc[body[12]] = body[14:]
    elif marker == 0xE2 and body.startswith(_ISO_GAIN_MAP):
        header.flags.add("gainmap.ignored")
    elif marker == 0xE2 and body.startswith(b"MPF\x00"):
        header.flags.add("mpo.primary")
    elif marker == 0xEE and body.startswith(b"Adobe"):
        header.adobe = True
        if len(body) >= 12 and body[11] > 2:
            header.patches.append((at + 11, b"\x02" if len(header.components) == 4 else b"\x01"))


def _read_frame(marker: int, body: bytes, header: Header, limits: Limits) -> None:
    if header.components:
        raise damaged("a second frame header")
    if marker not in _SUPPORTED_FRAMES:
        raise DecodeError(
            "decode.unsupported",
            f"expected a baseline, progressive or arithmetic JPEG, got process 0x{marker:02X}",
        )
    if len(body) < 6 or len(body) < 6 + 3 * body[5]:
        raise damaged("the frame header is too short")
    if body[0] != 8:
        raise DecodeError("decode.unsupported", f"expected JPEG of 8 bits a channel, got {body[0]}")
    if body[5] not in (1, 3, 4):
        raise DecodeError(
            "decode.unsupported", f"expected JPEG of 1, 3 or 4 channels, got {body[5]}"
        )
    header.frame = marker
    header.height = int.from_bytes(body[1:3], "big")
    header.width = int.from_bytes(body[3:5], "big")
    header.components = tuple(body[6 : 6 + 3 * body[5] : 3])
    header.missing = {component: [None] * 64 for component in header.components}
    limits.check_size(header.width, header.height)


def _read_scan(body: bytes, at: int, header: Header) -> None:
    if not header.components:
        raise damaged("compressed pixels before the frame header")
    count = body[0] if body else 0
    if not 1 <= count <= 4 or len(body) < 4 + 2 * count:
        raise damaged("a scan header is too short")
    header.scans += 1
    if (
        header.scans > _MAX_SCANS
        or header.scans * header.width * header.height > _MAX_SCANNED_PIXELS
    ):
        raise DecodeError(
            "decode.too_complex",
            f"expected at most {_MAX_SCANS} scans, fewer for very large pictures",
        )
    first, last, bits = body[1 + 2 * count : 4 + 2 * count]
    if header.frame not in PROGRESSIVE:
        if (first, last, bits) != (0, 63, 0):
            header.patches.append((at + 1 + 2 * count, b"\x00\x3f\x00"))
        first, last, bits = 0, 63, 0
    for component in body[1 : 1 + 2 * count : 2]:
        if component not in header.missing or last > 63:
            raise damaged("a scan header that does not fit the frame header")
        if header.frame not in PROGRESSIVE and header.missing[component][0] is not None:
            header.flags.add("jpeg.damaged")  # the same pixels twice
        for coefficient in range(first, last + 1):
            header.missing[component][coefficient] = bits & 15


def _check_complete(header: Header) -> None:
    """Refuse a progressive or planar file whose scans leave out part of what is judged.

    Cut off after a scan, such a file is legal, and shows a coarser picture.
    """
    brightness = header.missing[header.components[0]]
    begun = all(missing[0] is not None for missing in header.missing.values())
    if not begun or any(bits != 0 for bits in brightness):
        raise truncated("scans are missing: the picture is only a coarse version of itself")
    if any(bits != 0 for missing in header.missing.values() for bits in missing):
        header.flags.add("jpeg.partial_scans")


def truncated(detail: str) -> DecodeError:
    """The error for a file that ends too early."""
    return DecodeError("decode.truncated", f"expected a whole JPEG: {detail}")


def damaged(detail: str) -> DecodeError:
    """The error for a file that is broken."""
    return DecodeError("decode.damaged", f"expected a sound JPEG: {detail}")
