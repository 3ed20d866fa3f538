"""WebP: the walk over its RIFF chunks (RFC 9649) and the decoding."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from photocheck.decode.exif import Exif, read_exif, read_xmp
from photocheck.decode.limits import Limits
from photocheck.decode.picture import Picture
from photocheck.decode.pillow import Rendering, picture_of
from photocheck.errors import DecodeError

if TYPE_CHECKING:
    from PIL import Image

_MAX_CHUNKS: Final = 100_000
_FRAME_HEADER: Final = 16  # bytes of an animation's frame before its chunks
# Bytes that a sound picture can do without at its end: encoders fill up words.
_SPARE: Final = {b"VP8 ": 8, b"VP8L": 4}


def open_webp(data: bytes, limits: Limits) -> Picture:
    """Decode a WebP.

    Raises
    ------
    DecodeError
    """
    stated = 8 + int.from_bytes(data[4:8], "little")
    if stated > len(data):
        raise _truncated(f"{stated:,} bytes announced, {len(data):,} found")
    flags: set[str] = set()
    exif, xmp = Exif(), Exif()
    profile = b""
    sizes = []
    pixels = (b"", b"")
    compressed = 0
    chunks = _chunks(data[12:stated])
    frames = [body for name, body in chunks if name == b"ANMF"]
    if frames:
        flags.add("animation.first_frame")
        chunks += _chunks(frames[0][_FRAME_HEADER:])
    for name, body in chunks:
        if name in (b"VP8 ", b"VP8L", b"VP8X"):
            sizes.append(_size(name, body))
            if name in _SPARE:
                pixels = (name, body)
                compressed += len(body)
        elif name == b"EXIF":
            exif = exif.joined(read_exif(body))
        elif name == b"ICCP":
            profile = body
        elif name == b"XMP ":
            xmp = xmp.joined(read_xmp(body))
    exif = exif.joined(xmp)
    if not sizes:
        raise DecodeError("decode.damaged", "expected a sound WebP: there is no picture chunk")
    for size in sizes:
        limits.check_size(*size)
        limits.check_density(*size, compressed)

    def load() -> Image.Image:
        from PIL import WebPImagePlugin

        picture = WebPImagePlugin.WebPImageFile(io.BytesIO(data))
        picture.load()
        return picture

    picture = picture_of(
        Rendering("WEBP", load, profile, exif.orientation, frozenset(flags) | exif.flags), limits
    )
    if _ends_early(*pixels):
        return replace(picture, flags=tuple(sorted({*picture.flags, "webp.damaged"})))
    return picture


def _ends_early(name: bytes, body: bytes) -> bool:
    """Whether a picture chunk can be decoded without its last bytes.

    After a wrong bit the decoder reads other codes, and arrives at the last pixel too late, which
    it complains of, or too early, which it does not. Nearly always so in lossy files; the codes of
    lossless ones often fall back into step.
    """
    from PIL import WebPImagePlugin

    shorter = body[: -_SPARE.get(name, 0)]
    if not shorter:
        return False
    parts = [b"WEBP", name, len(shorter).to_bytes(4, "little"), shorter, bytes(len(shorter) % 2)]
    riff = b"".join(parts)
    try:
        file = io.BytesIO(b"RIFF" + len(riff).to_bytes(4, "little") + riff)
        WebPImagePlugin.WebPImageFile(file).load()
    except Exception:  # noqa: BLE001 - any complaint means that the bytes are needed
        return False
    return True


def _chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    """The chunks of a file, or of an animation's frame, whose header is left out."""
    chunks: list[tuple[bytes, bytes]] = []
    at = 0
    while at + 8 <= len(data):
        if len(chunks) > _MAX_CHUNKS:
            raise DecodeError("decode.too_complex", f"expected at most {_MAX_CHUNKS:,} chunks")
        length = int.from_bytes(data[at + 4 : at + 8], "little")
        if at + 8 + length > len(data):
            raise _truncated(f"the file ends within chunk {data[at : at + 4]!r}")
        chunks.append((data[at : at + 4], data[at + 8 : at + 8 + length]))
        at += 8 + length + length % 2
    return chunks


def _size(name: bytes, body: bytes) -> tuple[int, int]:
    if len(body) < 10 and name != b"VP8L":
        raise _truncated(f"chunk {name!r} is too short")
    if name == b"VP8X":
        return (
            1 + int.from_bytes(body[4:7], "little"),
            1 + int.from_bytes(body[7:10], "little"),
        )
    if name == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    return (
        int.from_bytes(body[6:8], "little") & 0x3FFF,
        int.from_bytes(body[8:10], "little") & 0x3FFF,
    )


def _truncated(detail: str) -> DecodeError:
    return DecodeError("decode.truncated", f"expected a whole WebP: {detail}")
