"""What the measures take: checked once, and reduced the quick way."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray


def check_image(image: NDArray[np.uint8], *, channels: int) -> None:
    """Refuse what is no picture of at least one pixel.

    Parameters
    ----------
    image
        H x W uint8 for one channel, H x W x 3 uint8 for three.
    channels
        1 or 3.

    Raises
    ------
    ValueError
        If the shape or dtype is another; says which.
    """
    shape = "H x W" if channels == 1 else f"H x W x {channels}"
    fits = image.ndim == 2 if channels == 1 else image.ndim == 3 and image.shape[2] == channels
    if image.dtype != np.uint8 or not fits or image.size == 0:
        raise ValueError(
            f"expected a non-empty {shape} uint8 array, got shape {image.shape} of {image.dtype}"
        )


def check_region(region: NDArray[np.bool_] | None, size: tuple[int, ...]) -> None:
    """Refuse a region that does not lie on a picture of that height and width.

    Raises
    ------
    ValueError
        If the shape or dtype is another; says which.
    """
    if region is not None and (region.dtype != np.bool_ or region.shape != size):
        raise ValueError(
            f"expected a bool region of shape {size}, got shape {region.shape} of {region.dtype}"
        )


def reduced(rgb: NDArray[np.uint8], side: int) -> tuple[NDArray[np.uint8], tuple[slice, slice]]:
    """A picture reduced to a long side of about `side` pixels, and what part of it that shows.

    By a whole number, since reducing by one is several times as fast; at most that many rows and
    columns less one are left out, at the bottom and to the right.

    Parameters
    ----------
    rgb
        H x W x 3 uint8.
    side
        In pixels; smaller pictures stay as they are.
    """
    height, width = rgb.shape[:2]
    factor = max(1, min(-(-max(height, width) // side), height, width))
    size = (width // factor, height // factor)
    whole = (slice(0, size[1] * factor), slice(0, size[0] * factor))
    thumbnail = cv2.resize(rgb[whole], size, interpolation=cv2.INTER_AREA)
    return np.asarray(thumbnail, np.uint8), whole
