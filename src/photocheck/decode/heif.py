"""HEIC and AVIF: the walk over their boxes (ISO/IEC 14496-12, 23008-12) and the decoding."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from photocheck.decode.av1 import coded_size
from photocheck.decode.exif import read_exif, read_xmp
from photocheck.decode.limits import Limits
from photocheck.decode.picture import Picture
from photocheck.decode.pillow import Rendering, picture_of
from photocheck.errors import DecodeError

if TYPE_CHECKING:
    from PIL import Image

_CONTAINERS: Final = {b"iprp", b"ipco"}
_MAX_BOXES: Final = 10_000
_MAX_EXTENTS: Final = 20_000
_CODED_HEADER: Final = 512  # bytes in which a sequence header ends


class Box(NamedTuple):
    """A box's type and where its body starts and ends."""

    kind: bytes
    start: int
    end: int


def open_heic(data: bytes, limits: Limits) -> Picture:
    """Decode the primary picture of a HEIC or HEIF file.

    Raises
    ------
    DecodeError
    """
    flags = _check_boxes(data, limits)
    try:
        import pi_heif

        heif = pi_heif.open_heif(io.BytesIO(data), convert_hdr_to_8bit=True)
        limits.check_size(*heif.size)
        info = heif.info
    except DecodeError:
        raise
    except Exception as error:
        raise _damaged("HEIC", error) from error
    flags |= _metadata(info)
    if info.get("bit_depth", 8) > 8:
        flags.add("depth.16bit")

    def load() -> Image.Image:
        again = pi_heif.open_heif(io.BytesIO(data), convert_hdr_to_8bit=True)
        picture: Image.Image = again.to_pillow()
        return picture

    # The container's own rotation is applied by the decoder; EXIF's must be ignored (23008-12).
    return picture_of(
        Rendering("HEIC", load, info.get("icc_profile") or b"", 1, frozenset(flags)), limits
    )


def open_avif(data: bytes, limits: Limits) -> Picture:
    """Decode an AVIF.

    Raises
    ------
    DecodeError
    """
    flags = _check_boxes(data, limits)

    def load() -> Image.Image:
        from PIL import AvifImagePlugin

        picture = AvifImagePlugin.AvifImageFile(io.BytesIO(data))
        limits.check_size(*picture.size)
        picture.load()
        return picture

    try:
        from PIL import AvifImagePlugin

        opened = AvifImagePlugin.AvifImageFile(io.BytesIO(data))
        limits.check_size(*opened.size)
        info = opened.info
        if getattr(opened, "n_frames", 1) > 1:
            flags.add("animation.first_frame")
    except DecodeError:
        raise
    except Exception as error:
        raise _damaged("AVIF", error) from error
    flags |= _metadata(info)
    # Pillow states the container's rotation as EXIF's, in whose place it stands.
    orientation = read_exif(info["exif"]).orientation if info.get("exif") else 1
    return picture_of(
        Rendering("AVIF", load, info.get("icc_profile") or b"", orientation, frozenset(flags)),
        limits,
    )


def _metadata(info: Mapping[Any, object]) -> set[str]:
    flags: set[str] = set()
    exif, xmp = info.get("exif"), info.get("xmp")
    if isinstance(exif, bytes) and exif:
        flags |= read_exif(exif).flags
    if isinstance(xmp, bytes):
        flags |= read_xmp(xmp).flags  # the container alone says which way is up
    return flags


def _check_boxes(data: bytes, limits: Limits) -> set[str]:
    """Refuse a file that its boxes say is longer, or whose pictures are too large."""
    flags: set[str] = set()
    meta = None
    for box in _boxes(data, 0, len(data)):
        if box.kind == b"meta" and meta is None:
            meta = box
        elif box.kind == b"moov":
            flags.add("animation.first_frame")
    if meta is None:
        if flags:
            return flags
        raise DecodeError("decode.truncated", "expected a whole HEIC or AVIF: no meta box")
    for box in _descendants(data, meta.start + 4, meta.end):
        if box.kind == b"ispe" and box.end - box.start >= 12:
            limits.check_size(*struct.unpack_from(">II", data, box.start + 4))
        elif box.kind == b"iloc":
            _check_extents(data, box, limits)
    return flags


def _descendants(data: bytes, start: int, end: int, depth: int = 0) -> Iterator[Box]:
    for box in _boxes(data, start, end):
        yield box
        if box.kind in _CONTAINERS and depth < len(_CONTAINERS):
            yield from _descendants(data, box.start, box.end, depth + 1)


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


def _check_extents(data: bytes, box: Box, limits: Limits) -> None:
    """Every stretch of coded data must lie within the file, and keep to the limit (iloc box)."""
    try:
        for start, length in islice(_extents(data[box.start : box.end]), _MAX_EXTENTS):
            if start + length > len(data):
                raise DecodeError(
                    "decode.truncated", "expected a whole file: coded pixels lie behind its end"
                )
            # libheif compares the coded size with the container's itself, libavif does not.
            coded = coded_size(data[start : start + min(length, _CODED_HEADER)])
            if coded is not None:
                limits.check_size(*coded)
    except struct.error as error:
        raise DecodeError(
            "decode.damaged", "expected a sound file: the item location box is too short"
        ) from error


def _extents(body: bytes) -> Iterator[tuple[int, int]]:
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
        number(struct.calcsize(wide))
        method = number(2) & 15 if version else 0
        number(2)
        base = number(base_size)
        for _ in range(number(2)):
            number(index_size)
            start, length = base + number(offset_size), number(length_size)
            if method == 0:
                yield start, length


def _damaged(kind: str, error: Exception) -> DecodeError:
    return DecodeError(
        "decode.damaged", f"expected a sound {kind}: {type(error).__name__} while decoding"
    )
