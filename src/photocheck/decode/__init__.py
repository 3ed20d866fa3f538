"""Bytes in, upright sRGB picture out: the only place that calls a decoder.

What is accepted, refused and flagged is stated in `REASONS` and `FLAGS`; the rules for damaged
files stand in ``docs/reference/decoding.md``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from photocheck.decode.codes import DAMAGE_FLAGS, FLAGS, REASONS
from photocheck.decode.heif import open_avif, open_heic
from photocheck.decode.jpeg import open_jpeg
from photocheck.decode.limits import Limits
from photocheck.decode.picture import WORKING_SIDE, Picture, from_array, guarded
from photocheck.decode.pillow import from_image as _from_image
from photocheck.decode.png import open_png
from photocheck.decode.sniff import sniff
from photocheck.decode.webp import open_webp
from photocheck.errors import DecodeError

__all__ = [
    "DAMAGE_FLAGS",
    "FLAGS",
    "REASONS",
    "WORKING_SIDE",
    "Limits",
    "Picture",
    "from_array",
    "from_image",
    "open_picture",
]

_OPENERS: Final[dict[str, Callable[[bytes, Limits], Picture]]] = {
    "JPEG": open_jpeg,
    "PNG": open_png,
    "WEBP": open_webp,
    "HEIC": open_heic,
    "AVIF": open_avif,
}


def from_image(image: Any, limits: Limits) -> Picture:
    """A picture of a `PIL.Image.Image`.

    Raises
    ------
    DecodeError
        If it is too large, or can't be read.
    """
    return guarded(lambda: _from_image(image, limits))


def open_picture(data: bytes, limits: Limits | None = None) -> Picture:
    """Decode a file's bytes.

    Parameters
    ----------
    data : bytes
    limits : Limits, optional

    Raises
    ------
    DecodeError
        With one of `REASONS`.
    """
    limits = limits or Limits()
    if len(data) > limits.max_bytes:
        raise DecodeError(
            "decode.too_many_bytes",
            f"expected at most {limits.max_bytes:,} bytes, got {len(data):,}",
        )
    kind = sniff(data)
    return guarded(lambda: _OPENERS[kind](data, limits))
