"""Embedded colour profiles to sRGB."""

from __future__ import annotations

import io
import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from PIL import ImageCms

_SPACES: Final = {b"RGB ": "RGB", b"GRAY": "L", b"CMYK": "CMYK"}
_KEPT: Final = 8  # transforms a thread; a service sees few different profiles
_MAX_BYTES: Final = 4_000_000
_SAME: Final = 3
"""Levels by which profiles of the same colours differ; their names tell nothing."""

# Transforms are kept a thread: a handle of the colour library is not promised to be shareable.
_local = threading.local()


def to_srgb(pixels: NDArray[np.uint8], profile: bytes) -> NDArray[np.uint8] | None:
    """Convert pixels to sRGB by their ICC profile.

    Parameters
    ----------
    pixels : H×W×3 (RGB) or H×W×4 (CMYK, 255 is full ink) uint8
    profile : bytes

    Returns
    -------
    H×W×3 uint8, or None
        `pixels` itself if the profile is sRGB; None if the profile can't be used for these pixels.
    """
    if not 128 < len(profile) <= _MAX_BYTES:
        return None
    space = _SPACES.get(profile[16:20])
    expected = "CMYK" if pixels.shape[2] == 4 else ("RGB", "L")
    if space is None or space not in expected:
        return None
    transform = _transform(profile, space)
    if transform is None:
        return None
    if isinstance(transform, str):
        return pixels
    from PIL import Image, ImageCms

    source = pixels[..., 0] if space == "L" else pixels
    picture = Image.fromarray(np.ascontiguousarray(source), mode=None)
    if space == "CMYK":
        picture = Image.frombytes(
            "CMYK", pixels.shape[1::-1], np.ascontiguousarray(pixels).tobytes()
        )
    try:
        converted = ImageCms.applyTransform(picture, transform)
    except (ImageCms.PyCMSError, ValueError, OSError):
        return None
    return np.asarray(converted)


def _transform(profile: bytes, space: str) -> ImageCms.ImageCmsTransform | str | None:
    """A transform, ``"srgb"`` where none is needed, None where none can be made."""
    kept: OrderedDict[tuple[bytes, str], Any] = _local.__dict__.setdefault("kept", OrderedDict())
    key = (profile, space)
    if key in kept:
        kept.move_to_end(key)
        return kept[key]  # type: ignore[no-any-return]
    made = _made(profile, space)
    kept[key] = made
    if len(kept) > _KEPT:
        kept.popitem(last=False)
    return made


def _made(profile: bytes, space: str) -> ImageCms.ImageCmsTransform | str | None:
    from PIL import ImageCms

    try:
        embedded = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        transform = ImageCms.buildTransform(
            embedded, ImageCms.createProfile("sRGB"), space, "RGB", ImageCms.Intent.PERCEPTUAL
        )
        return "srgb" if space == "RGB" and _changes_nothing(transform) else transform
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None


def _changes_nothing(transform: ImageCms.ImageCmsTransform) -> bool:
    """Whether a transform of RGB leaves all colours as they are."""
    from PIL import Image, ImageCms

    steps = np.linspace(0, 255, 9).round().astype(np.uint8)
    colours = np.stack(np.meshgrid(steps, steps, steps), -1).reshape(27, 27, 3)
    converted = np.asarray(ImageCms.applyTransform(Image.fromarray(colours), transform))
    return int(np.abs(converted.astype(np.int16) - colours).max()) <= _SAME
