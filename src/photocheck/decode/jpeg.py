"""JPEG: the decoding, and what its complaints mean."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
import simplejpeg

from photocheck.decode.icc import to_srgb
from photocheck.decode.jpeg_header import PROGRESSIVE, Header, damaged, read_header, truncated
from photocheck.decode.limits import Limits
from photocheck.decode.picture import (
    SMALLEST_WORKING_SIDE,
    Picture,
    Pixels,
    read_only,
    upright,
    working_frame,
)

_END: Final = b"\xff\xd9"
_PLAIN_PROGRESSIVE: Final = 64_000_000
_PROGRESSIVE_PIXELS_A_BYTE: Final = 25
_TURBO_ERRORS: Final = (ValueError, KeyError, RuntimeError, MemoryError)


def open_jpeg(data: bytes, limits: Limits) -> Picture:
    """Decode a JPEG.

    Raises
    ------
    DecodeError
    """
    header = read_header(data, limits)
    if header.frame in PROGRESSIVE:
        _check_progressive(header, header.end or len(data), limits)
    if header.end is None:
        # A decoder would fill what is missing with grey; whether anything is, shows the strict
        # decoding of the closed file.
        data = data + _END
        header.flags.add("jpeg.no_end")
    elif len(data) > header.end:
        _note_trailing(data, header)
    orientation = header.exif.joined(header.xmp).orientation
    turned = orientation >= 5
    frame = _colour(data, header, reduced=True)

    def native(grey: bool) -> Pixels:  # noqa: FBT001
        if grey and len(header.components) < 4 and "jpeg.unverified" not in header.flags:
            return upright(_decode(data, header, "GRAY")[..., 0], orientation)
        colour = upright(_colour(data, header, reduced=False), orientation)
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


def _check_progressive(header: Header, end: int, limits: Limits) -> None:
    """Refuse a large picture of few bytes: its coefficients are kept until the last scan."""
    limits.check_density(
        header.width,
        header.height,
        end - header.scans_start,
        plain=_PLAIN_PROGRESSIVE,
        densest=_PROGRESSIVE_PIXELS_A_BYTE,
    )


def _note_trailing(data: bytes, header: Header) -> None:
    assert header.end is not None
    tail = data[header.end : header.end + 4096]
    if b"ftyp" in tail[:16] or "motion_photo" in header.flags:
        header.flags.add("motion_photo")
    elif not header.flags & {"mpo.primary", "gainmap.ignored"} and tail.strip(b"\x00\xff\r\n "):
        header.flags.add("jpeg.trailing_data")


def _colour(data: bytes, header: Header, *, reduced: bool) -> Pixels:
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
        raise damaged(str(error)) from error


def _essential(data: bytes, header: Header) -> bytes:
    """The file with only the segments that the pixels need."""
    end = header.end or len(data)
    if header.patches:
        patched = bytearray(data)
        for at, value in header.patches:
            patched[at : at + len(value)] = value
        data = bytes(patched)
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

    from PIL import JpegImagePlugin

    try:
        picture = JpegImagePlugin.JpegImageFile(io.BytesIO(data))
        if size != (0, 0):
            picture.draft(None, size)
        picture.load()
    except Exception as error:  # Pillow's exceptions are no closed set
        raise damaged(f"{type(error).__name__} while decoding") from error
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
            raise truncated("the file ends before the compressed pixels do") from error
        raise damaged("compressed pixels are missing or unreadable") from error
    elif "extraneous bytes" in text or text.startswith("Inconsistent progression"):
        header.flags.add("jpeg.damaged")
    else:
        raise damaged(text) from error


def _reduced_size(header: Header) -> tuple[int, int]:
    """The smallest of the sizes 1, 1/2, 1/4, 1/8 that still makes a working frame."""
    factor = 1
    while factor < 8 and max(header.width, header.height) >= 2 * factor * SMALLEST_WORKING_SIDE:
        factor *= 2
    return -(-header.width // factor), -(-header.height // factor)
