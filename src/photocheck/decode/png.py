"""PNG: the walk over its chunks (W3C PNG, third edition) and the decoding."""

from __future__ import annotations

import io
import re
import zlib
from typing import TYPE_CHECKING, Final

from photocheck.decode.code_points import CodePoints
from photocheck.decode.exif import Exif, read_exif, read_xmp
from photocheck.decode.limits import Limits
from photocheck.decode.picture import Picture
from photocheck.decode.pillow import Rendering, picture_of
from photocheck.errors import DecodeError

if TYPE_CHECKING:
    from PIL import Image

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_PASSED_ON: Final = {b"IHDR", b"PLTE", b"tRNS", b"IDAT"}
_CHANNELS: Final = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_DEPTHS: Final = {0: {1, 2, 4, 8, 16}, 2: {8, 16}, 3: {1, 2, 4, 8}, 4: {8, 16}, 6: {8, 16}}
_MAX_PROFILE: Final = 4_000_000
_LOOKS: Final = {
    b"tRNS",
    b"iCCP",
    b"cICP",
}  # not critical by their names, but the pixels look by them
_MAX_TEXT: Final = 1_000_000
_MAX_CHUNKS: Final = 500_000
_TEXTS: Final = {b"tEXt", b"zTXt", b"iTXt"}
_DIGITS: Final = re.compile(rb"(?:[0-9A-Fa-f]{2})+")
_RAW_EXIF: Final = {b"Raw profile type exif", b"Raw profile type APP1"}
_EMPTY_END: Final = b"\x00\x00\x00\x00IEND\xaeB`\x82"


def open_png(data: bytes, limits: Limits) -> Picture:
    """Decode a PNG.

    Raises
    ------
    DecodeError
    """
    flags: set[str] = set()
    chunks = _read_chunks(data, flags)
    if not chunks or chunks[0][0] != b"IHDR" or len(chunks[0][1]) != 13:
        raise _damaged("the header chunk is missing")
    header = chunks[0][1]
    width, height = int.from_bytes(header[:4], "big"), int.from_bytes(header[4:8], "big")
    depth, colour, interlaced = header[8], header[9], header[12]
    limits.check_size(width, height)
    if depth not in _DEPTHS.get(colour, ()) or header[10] or header[11] or interlaced > 1:
        raise _damaged("the header chunk holds impossible values")
    compressed = sum(len(body) for name, body in chunks if name == b"IDAT")
    limits.check_density(width, height, compressed)
    exif, text = Exif(), Exif()
    profile = b""
    points = None
    for name, body in chunks:
        if name == b"eXIf":
            exif = exif.joined(read_exif(bytes(body)))
        elif name == b"iCCP":
            profile = _profile(bytes(body), flags)
        elif name == b"cICP" and len(body) == 4 and body[2] == 0:
            points = CodePoints(body[0], body[1])
        elif name == b"acTL":
            flags.add("animation.first_frame")
        elif name in _TEXTS:
            text = text.joined(_text(name, bytes(body)))
    exif = exif.joined(text)
    if depth == 16:
        flags.add("depth.16bit")
    expected = _expected_bytes(width, height, depth * _CHANNELS[colour], interlaced)
    limits.check_density(width, height, compressed - _check_pixels(chunks, expected))

    def load() -> Image.Image:
        from PIL import PngImagePlugin

        # Only what the pixels need is passed on, so that no other chunk can do harm.
        kept = [
            (name, _scaled_transparency(body, depth, colour) if name == b"tRNS" else body)
            for name, body in chunks
            if name in _PASSED_ON
        ]
        picture: Image.Image = PngImagePlugin.PngImageFile(io.BytesIO(_joined(kept)))
        picture.load()
        return picture

    return picture_of(
        Rendering(
            "PNG",
            load,
            b"" if points is not None else profile,  # code points count before a profile
            exif.orientation,
            frozenset(flags) | exif.flags,
            points,
        ),
        limits,
    )


def _read_chunks(data: bytes, flags: set[str]) -> list[tuple[bytes, memoryview]]:
    """All chunks up to the end chunk, those that matter checked by their sums."""
    view = memoryview(data)
    chunks: list[tuple[bytes, memoryview]] = []
    at = len(_SIGNATURE)
    while at + 12 <= len(data):
        if len(chunks) > _MAX_CHUNKS:
            raise DecodeError("decode.too_complex", f"expected at most {_MAX_CHUNKS:,} chunks")
        length = int.from_bytes(view[at : at + 4], "big")
        name = bytes(view[at + 4 : at + 8])
        end = at + 12 + length
        if end > len(data):
            raise _truncated(f"the file ends within chunk {name!r}")
        body = view[at + 8 : end - 4]
        if zlib.crc32(view[at + 4 : end - 4]) != int.from_bytes(view[end - 4 : end], "big"):
            if name[:1].isupper() or name in _LOOKS:
                raise _damaged(f"the checksum of chunk {name!r} is wrong")
            flags.add("png.ancillary_damaged")
        elif name == b"IEND":
            return chunks
        else:
            if name[:1].isupper() and name not in _PASSED_ON:
                raise _damaged(f"unknown critical chunk {name!r}")
            chunks.append((name, body))
        at = end
    flags.add("png.no_end")
    return chunks


def _expected_bytes(width: int, height: int, bits: int, interlaced: int) -> int:
    """Size of the decompressed pixel data, filter bytes included."""
    if not interlaced:
        return height * (1 + (width * bits + 7) // 8)
    total = 0
    for x, y, dx, dy in (
        (0, 0, 8, 8),
        (4, 0, 8, 8),
        (0, 4, 4, 8),
        (2, 0, 4, 4),
        (0, 2, 2, 4),
        (1, 0, 2, 2),
        (0, 1, 1, 2),
    ):
        columns, rows = -(-(width - x) // dx), -(-(height - y) // dy)
        if columns > 0 and rows > 0:
            total += rows * (1 + (columns * bits + 7) // 8)
    return total


def _check_pixels(chunks: list[tuple[bytes, memoryview]], expected: int) -> int:
    """Decompress the pixel data piece by piece, keeping nothing: it must hold every row.

    Returns how many bytes of it stand behind the last row.
    """
    inflate = zlib.decompressobj()
    found = surplus = 0
    try:
        for body in (body for name, body in chunks if name == b"IDAT"):
            pending: bytes | memoryview = body
            ended = inflate.eof
            while pending and found <= expected and not inflate.eof:
                found += len(inflate.decompress(pending, 1 << 20))
                pending = inflate.unconsumed_tail
            surplus += len(pending if ended or not inflate.eof else inflate.unused_data)
    except zlib.error as error:
        raise _damaged("the compressed pixels can't be unpacked") from error
    if found < expected:
        raise _truncated(f"{expected:,} bytes of pixels announced, {found:,} found")
    return surplus


def _profile(body: bytes, flags: set[str]) -> bytes:
    _, _, rest = body.partition(b"\x00")
    try:
        return zlib.decompressobj().decompress(rest[1:], _MAX_PROFILE)
    except zlib.error:
        flags.add("icc.invalid")
        return b""


def _text(name: bytes, body: bytes) -> Exif:
    """What a text chunk tells: XMP, or EXIF as ImageMagick writes it, in hexadecimal digits."""
    keyword, _, text = body.partition(b"\x00")
    if keyword == b"XML:com.adobe.xmp":
        return read_xmp(text)
    if keyword not in _RAW_EXIF or name == b"iTXt":
        return Exif()
    try:
        if name == b"zTXt":
            text = zlib.decompressobj().decompress(text[1:], _MAX_TEXT)
        # A line with the kind, a line with the length, and the digits.
        digits = b"".join(_DIGITS.findall(text[:_MAX_TEXT].split(None, 2)[2]))
        return read_exif(bytes.fromhex(digits.decode("ascii")))
    except (zlib.error, ValueError, IndexError):
        return Exif(flags=frozenset({"exif.invalid"}))


def _scaled_transparency(body: memoryview, depth: int, colour: int) -> bytes | memoryview:
    """The transparent value as Pillow compares it: with the pixels scaled to 8 bits."""
    if colour == 0 and depth < 8 and len(body) == 2:
        value = int.from_bytes(body, "big") * 255 // ((1 << depth) - 1)
        return (value & 0xFF).to_bytes(2, "big")
    if colour == 2 and depth == 16 and len(body) == 6:
        return b"".join(b"\x00" + bytes(body[at : at + 1]) for at in (0, 2, 4))
    return body


def _joined(chunks: list[tuple[bytes, bytes | memoryview]]) -> bytes:
    parts: list[bytes | memoryview] = [_SIGNATURE]
    for name, body in chunks:
        parts += [len(body).to_bytes(4, "big"), name, body]
        parts.append(zlib.crc32(body, zlib.crc32(name)).to_bytes(4, "big"))
    return b"".join([*parts, _EMPTY_END])


def _truncated(detail: str) -> DecodeError:
    return DecodeError("decode.truncated", f"expected a whole PNG: {detail}")


def _damaged(detail: str) -> DecodeError:
    return DecodeError("decode.damaged", f"expected a sound PNG: {detail}")
