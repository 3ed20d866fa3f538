"""What the measures take: checked once, and reduced the quick way."""

from __future__ import annotations

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


def whole_factor(size: tuple[int, ...], side: int) -> int:
    """By how much to reduce a picture of that height and width to a long side of about `side`.

    A whole number, since reducing by one is several times as fast; at most that many rows and
    columns less one are lost.
    """
    return max(1, min(-(-max(size) // side), *size))
