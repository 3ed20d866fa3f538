"""What PNG, WebP, AVIF and HEIC have in common once a Pillow image can be made of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import cv2
import numpy as np

from photocheck.decode.code_points import CodePoints, from_code_points
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

if TYPE_CHECKING:
    from PIL import Image

_STRIP: Final = 256  # rows
_ORIENTATION: Final = 0x0112


@dataclass(frozen=True)
class Rendering:
    """How to get at a file's pixels, and what its container said of them."""

    format: str
    load: Callable[[], Image.Image]
    profile: bytes
    orientation: int
    flags: frozenset[str]
    code_points: CodePoints | None = None


def picture_of(rendering: Rendering, limits: Limits) -> Picture:
    """Decode at once into a working frame; keep the way to the native pixels.

    Raises
    ------
    DecodeError
        Whatever the decoder raised; its exceptions are no closed set.
    """
    flags = set(rendering.flags)
    picture = _flattened(rendering, limits, flags)
    width, height = picture.size
    factor = max(width, height) // SMALLEST_WORKING_SIDE
    if factor >= 2:
        picture = picture.reduce(factor)
    frame = _converted(working_frame(np.asarray(picture)), rendering, flags)

    def native(grey: bool) -> Pixels:  # noqa: FBT001
        again = _flattened(rendering, limits, set())
        if grey and not _is_by_code_points(rendering):
            return upright(np.asarray(again.convert("L")), rendering.orientation)
        colour = upright(_converted(np.asarray(again), rendering, set()), rendering.orientation)
        if grey:
            return np.asarray(cv2.cvtColor(colour, cv2.COLOR_RGB2GRAY), np.uint8)
        return colour

    turned = rendering.orientation >= 5
    return Picture(
        format=rendering.format,
        width=height if turned else width,
        height=width if turned else height,
        orientation=rendering.orientation,
        flags=tuple(sorted(flags)),
        rgb=read_only(upright(frame, rendering.orientation)),
        _native=native,
    )


def from_image(image: Any, limits: Limits) -> Picture:
    """A picture of a Pillow image, turned and converted as its EXIF and its profile say.

    Raises
    ------
    DecodeError
        Whatever its own lazy decoding raises.
    """
    exif = image.getexif().get(_ORIENTATION, 1)
    profile = image.info.get("icc_profile") or b""
    return picture_of(
        Rendering(
            str(image.format or "IMAGE"),
            image.copy,
            profile if isinstance(profile, bytes) and not image.mode.startswith("CMYK") else b"",
            exif if exif in range(1, 9) else 1,
            frozenset(),
        ),
        limits,
    )


def _flattened(rendering: Rendering, limits: Limits, flags: set[str]) -> Image.Image:
    """The picture as RGB over the background."""
    try:
        picture = rendering.load()
        limits.check_size(*picture.size)
        if picture.mode.startswith("I"):
            picture = _eight_bits(picture)
        if picture.has_transparency_data:
            picture = _over_background(picture, limits, flags)
        return picture if picture.mode == "RGB" else picture.convert("RGB")
    except (DecodeError, MemoryError):
        raise
    except Exception as error:
        raise DecodeError(
            "decode.damaged",
            f"expected a sound {rendering.format}: {type(error).__name__} while decoding",
        ) from error


def _over_background(picture: Image.Image, limits: Limits, flags: set[str]) -> Image.Image:
    # Strip by strip, as each copy of a large picture takes hundreds of megabytes.
    from PIL import Image

    width, height = picture.size
    flat = Image.new("RGB", picture.size, limits.background)
    for top in range(0, height, _STRIP):
        strip = picture.crop((0, top, width, min(top + _STRIP, height))).convert("RGBA")
        alpha = strip.getchannel("A")
        if alpha.getextrema()[0] < 255:  # type: ignore[operator]
            flags.add("alpha.flattened")
        flat.paste(strip, (0, top), alpha)
    return flat


def _eight_bits(picture: Image.Image) -> Image.Image:
    """16-bit grey, scaled by dropping the low byte as Pillow does for 16-bit colour."""
    from PIL import Image

    high = (np.asarray(picture).astype(np.uint32) >> 8).astype(np.uint8)
    scaled = Image.fromarray(high)
    transparent = picture.info.get("transparency")
    if transparent is not None:
        alpha = np.where(np.asarray(picture) == transparent, 0, 255).astype(np.uint8)
        scaled.putalpha(Image.fromarray(alpha))
    return scaled


def _is_by_code_points(rendering: Rendering) -> bool:
    """Whether code points tell the colours: of high dynamic range always, else without profile."""
    points = rendering.code_points
    return points is not None and not points.is_srgb and (points.is_hdr or not rendering.profile)


def _converted(pixels: Pixels, rendering: Rendering, flags: set[str]) -> Pixels:
    if rendering.code_points is not None and _is_by_code_points(rendering):
        hdr = rendering.code_points.is_hdr
        flags.add("hdr.tone_mapped" if hdr else "cicp.converted")
        return from_code_points(pixels, rendering.code_points)
    if not rendering.profile:
        return pixels
    converted = to_srgb(pixels, rendering.profile)
    if converted is None:
        flags.add("icc.invalid")
        return pixels
    if converted is not pixels:
        flags.add("icc.converted")
    return converted
