"""JPEG: the walk over its markers (ITU-T T.81, annex B) and the decoding."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

import cv2
import numpy as np
import simplejpeg

from photocheck.decode.exif import Exif, read_exif, read_xmp
from photocheck.decode.icc import to_srgb
from photocheck.decode.limits import Limits
from photocheck.decode.picture import (
    SMALLEST_WORKING_SIDE,
    Picture,
    Pixels,
    read_only,
    upright,
    working_frame,
)
from photocheck.errors import DecodeError

_MAX_SCANS: Final = 100  # cameras write 1 to 12; each costs a pass over the whole picture
_SUPPORTED_FRAMES: Final = {0xC0, 0xC1, 0xC2, 0xC9, 0xCA}  # Huffman and arithmetic, DCT
_FRAMES: Final = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_SCAN: Final = 0xDA
# Frames, tables, restart interval, scans, and Adobe's segment, which tells the colour space.
_NEEDED: Final = _FRAMES | {0xC4, 0xCC, 0xDB, 0xDD, _SCAN, 0xEE}
_PROGRESSIVE: Final = {0xC2, 0xCA}
_END: Final = b"\xff\xd9"
_TURBO_ERRORS: Final = (ValueError, KeyError, RuntimeError, MemoryError)
# In compressed data 0xFF stands only before 0x00 and the restart markers; anything else ends it.
_AFTER_SCAN: Final = re.compile(rb"\xff+[\x01-\xcf\xd8-\xfe]")
_MARKER: Final = re.compile(rb"\xff+[\x01-\xfe]")


@dataclass
class Header:
    """What the markers of one JPEG say."""

    width: int = 0
    height: int = 0
    frame: int = 0
    components: tuple[int, ...] = ()
    adobe: bool = False
    scans: int = 0
    end: int | None = None
    exif: Exif = field(default_factory=Exif)
    icc: dict[int, bytes] = field(default_factory=dict)
    flags: set[str] = field(default_factory=set)
    # Start and end of each segment before the first scan that the pixels need, and of the scans.
    needed: list[tuple[int, int]] = field(default_factory=list)
    # For each component, the bits that are still missing of its 64 coefficients; None: not begun.
    missing: dict[int, list[int | None]] = field(default_factory=dict)


def open_jpeg(data: bytes, limits: Limits) -> Picture:
    """Decode a JPEG.

    Raises
    ------
    DecodeError
    """
    header = read_header(data, limits)
    if header.end is None:
        # A decoder would fill what is missing with grey; whether anything is, shows the strict
        # decoding of the closed file.
        data = data + _END
        header.flags.add("jpeg.no_end")
    elif len(data) > header.end:
        _note_trailing(data, header)
    orientation = header.exif.orientation
    turned = orientation >= 5
    frame = _colour(data, header, limits, reduced=True)

    def native(grey: bool) -> Pixels:  # noqa: FBT001
        if grey and len(header.components) < 4 and "jpeg.unverified" not in header.flags:
            return upright(_decode(data, header, "GRAY")[..., 0], orientation)
        colour = upright(_colour(data, header, limits, reduced=False), orientation)
        return cv2.cvtColor(colour, cv2.COLOR_RGB2GRAY) if grey else colour  # type: ignore[return-value]

    return Picture(
        format="JPEG",
        width=header.height if turned else header.width,
        height=header.width if turned else header.height,
        orientation=orientation,
        flags=tuple(sorted(header.flags | header.exif.flags)),
        rgb=read_only(upright(frame, orientation)),
        _native=native,
    )


def read_header(data: bytes, limits: Limits) -> Header:
    """Walk over the markers of the primary picture, without decoding.

    Raises
    ------
    DecodeError
        Truncated, damaged, unsupported or too large.
    """
    header = Header()
    at = 2
    while header.end is None:
        match = (_AFTER_SCAN if header.scans else _MARKER).search(data, at)
        if match is None:
            break
        marker = data[match.end() - 1]
        at = match.end()
        if marker == 0xD9:
            header.end = at
        elif marker == 0xD8 or 0xD0 <= marker <= 0xD7 or marker == 0x01:
            continue
        else:
            length = int.from_bytes(data[at : at + 2], "big")
            if length < 2:
                if marker in _NEEDED:
                    raise _damaged(f"segment 0x{marker:02X} states a length of {length}")
                header.flags.add("jpeg.header_damaged")
                continue
            if at + length > len(data):
                if header.scans:
                    break
                raise _truncated(f"the file ends within segment 0x{marker:02X}")
            _read_segment(marker, data[at + 2 : at + length], header, limits)
            if marker in _NEEDED and header.scans == (marker == _SCAN):
                header.needed.append((at - 2, at + length if marker != _SCAN else len(data)))
            at += length
    if not header.components:
        raise _truncated("the file ends before the frame header")
    if not header.scans:
        raise _truncated("the file ends before the compressed pixels")
    _check_complete(header)
    return header


def _read_segment(marker: int, body: bytes, header: Header, limits: Limits) -> None:
    if marker in _FRAMES:
        _read_frame(marker, body, header, limits)
    elif marker == 0xDA:
        _read_scan(body, header)
    elif marker == 0xE1 and body.startswith(b"Exif\x00"):
        if header.exif == Exif():
            header.exif = read_exif(body)
    elif marker == 0xE1 and body.startswith(b"http://ns.adobe.com/x"):
        header.flags |= read_xmp(body)
    elif marker == 0xE2 and body.startswith(b"ICC_PROFILE\x00") and len(body) > 14:
        header.icc[body[12]] = body[14:]
    elif marker == 0xE2 and body.startswith(b"MPF\x00"):
        header.flags.add("mpo.primary")
    elif marker == 0xEE and body.startswith(b"Adobe"):
        header.adobe = True


def _read_frame(marker: int, body: bytes, header: Header, limits: Limits) -> None:
    if header.components:
        raise _damaged("a second frame header")
    if marker not in _SUPPORTED_FRAMES:
        raise DecodeError(
            "decode.unsupported",
            f"expected a baseline, progressive or arithmetic JPEG, got process 0x{marker:02X}",
        )
    if len(body) < 6 or len(body) < 6 + 3 * body[5]:
        raise _damaged("the frame header is too short")
    if body[0] != 8:
        raise DecodeError(
            "decode.unsupported", f"expected JPEG of 8 bits a channel, got {body[0]}"
        )
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


def _read_scan(body: bytes, header: Header) -> None:
    if not header.components:
        raise _damaged("compressed pixels before the frame header")
    count = body[0] if body else 0
    if not 1 <= count <= 4 or len(body) < 4 + 2 * count:
        raise _damaged("a scan header is too short")
    header.scans += 1
    if header.scans > _MAX_SCANS:
        raise DecodeError("decode.too_complex", f"expected at most {_MAX_SCANS} scans")
    first, last, bits = body[1 + 2 * count : 4 + 2 * count]
    if header.frame not in _PROGRESSIVE:
        first, last, bits = 0, 63, 0
    for component in body[1 : 1 + 2 * count : 2]:
        if component not in header.missing or last > 63:
            raise _damaged("a scan header that does not fit the frame header")
        for coefficient in range(first, last + 1):
            header.missing[component][coefficient] = bits & 15


def _check_complete(header: Header) -> None:
    """Refuse a progressive or planar file whose scans leave out part of what is judged.

    Cut off after a scan, such a file is legal, and shows a coarser picture.
    """
    brightness = header.missing[header.components[0]]
    begun = all(missing[0] is not None for missing in header.missing.values())
    if not begun or any(bits != 0 for bits in brightness):
        raise _truncated("scans are missing: the picture is only a coarse version of itself")
    if any(bits != 0 for missing in header.missing.values() for bits in missing):
        header.flags.add("jpeg.partial_scans")


def _note_trailing(data: bytes, header: Header) -> None:
    assert header.end is not None
    tail = data[header.end : header.end + 4096]
    if b"ftyp" in tail[:16] or "motion_photo" in header.flags:
        header.flags.add("motion_photo")
    elif "mpo.primary" not in header.flags and "gainmap.ignored" not in header.flags:
        if tail.strip(b"\x00\xff\r\n "):
            header.flags.add("jpeg.trailing_data")


def _colour(data: bytes, header: Header, limits: Limits, *, reduced: bool) -> Pixels:
    """Upright-less sRGB pixels, at the working size or the native one."""
    cmyk = len(header.components) == 4
    pixels = _decode(data, header, "CMYK" if cmyk else "RGB", reduced=reduced)
    if reduced:
        pixels = working_frame(pixels)
    if cmyk:
        header.flags.add("cmyk.converted")
        if header.adobe:
            pixels = 255 - pixels  # Adobe stores the paper that shows, not the ink
    profile = b"".join(header.icc[index] for index in sorted(header.icc))
    if profile:
        converted = to_srgb(pixels, profile)
        if converted is None:
            header.flags.add("icc.invalid")
        elif converted is not pixels:
            header.flags.add("icc.converted")
            return converted
    return _without_profile(pixels) if cmyk else pixels


def _without_profile(cmyk: Pixels) -> Pixels:
    paper = 255 - cmyk.astype(np.uint16)
    return ((paper[..., :3] * paper[..., 3:] + 127) // 255).astype(np.uint8)


def _decode(data: bytes, header: Header, space: str, *, reduced: bool = False) -> Pixels:
    """Pixels by libjpeg-turbo, whose warnings tell damage among the compressed pixels."""
    size = _reduced_size(header) if reduced else (0, 0)
    if "jpeg.header_damaged" in header.flags:
        data = _essential(data, header)
    try:
        return _by_turbo(data, space, size, strict=True)
    except _TURBO_ERRORS:
        # The first complaint hides later ones; one about what the pixels don't need is set aside.
        essential = _essential(data, header)
    try:
        pixels = _by_turbo(essential, space, size, strict=True)
    except _TURBO_ERRORS as error:
        _classify(error, header)
    else:
        header.flags.add("jpeg.header_damaged")
        return pixels
    if "jpeg.unverified" in header.flags:
        return _by_pillow(essential, space, size)
    try:
        return _by_turbo(essential, space, size, strict=False)
    except _TURBO_ERRORS as error:
        raise _damaged(str(error)) from error


def _essential(data: bytes, header: Header) -> bytes:
    """The file with only the segments that the pixels need."""
    end = header.end or len(data)
    parts = [data[start : min(stop, end)] for start, stop in header.needed]
    return b"".join([b"\xff\xd8", *parts])


def _by_turbo(data: bytes, space: str, size: tuple[int, int], *, strict: bool) -> Pixels:
    return np.asarray(
        simplejpeg.decode_jpeg(
            data,
            space,
            fastdct=False,
            fastupsample=False,
            min_width=size[0],
            min_height=size[1],
            strict=strict,
        )
    )


def _by_pillow(data: bytes, space: str, size: tuple[int, int]) -> Pixels:
    import io

    from PIL import Image, JpegImagePlugin

    try:
        picture = JpegImagePlugin.JpegImageFile(io.BytesIO(data))
        if size != (0, 0):
            picture.draft(None, size)
        picture.load()
    except Exception as error:  # Pillow's exceptions are no closed set
        raise _damaged(f"{type(error).__name__} while decoding") from error
    if space == "CMYK":
        # Pillow turns Adobe's values round; here they are expected as the file has them.
        pixels = np.asarray(picture)
        return 255 - pixels if "adobe" in picture.info else pixels
    return np.asarray(picture.convert("L" if space == "GRAY" else "RGB"))


def _classify(error: Exception, header: Header) -> None:
    """Raise if the decoder's complaint means lost pixels, or flag what it means instead."""
    text = str(error)
    if isinstance(error, KeyError) or "subsampling" in text:
        header.flags.add("jpeg.unverified")
    elif "premature end" in text.lower():
        if header.end is None:
            raise _truncated("the file ends before the compressed pixels do") from error
        raise _damaged("compressed pixels are missing or unreadable") from error
    elif "extraneous bytes" in text:
        header.flags.add("jpeg.damaged")
    elif isinstance(error, ValueError) and text.startswith(
        ("Unknown Adobe", "Warning:", "Inconsistent progression", "Invalid SOS parameters")
    ):
        return
    else:
        raise _damaged(text) from error


def _reduced_size(header: Header) -> tuple[int, int]:
    """The smallest of the sizes 1, 1/2, 1/4, 1/8 that still makes a working frame."""
    factor = 1
    while factor < 8 and max(header.width, header.height) >= 2 * factor * SMALLEST_WORKING_SIDE:
        factor *= 2
    return -(-header.width // factor), -(-header.height // factor)


def _truncated(detail: str) -> DecodeError:
    return DecodeError("decode.truncated", f"expected a whole JPEG: {detail}")


def _damaged(detail: str) -> DecodeError:
    return DecodeError("decode.damaged", f"expected a sound JPEG: {detail}")
