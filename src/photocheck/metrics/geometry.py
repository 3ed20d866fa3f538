"""Regions, boxes and reduced pictures: what the measures share, and the checks of what they take.

One rule for a region that is not there: None, and a region without a true pixel, mean the whole
frame.

Connected components, boxes and reduced pictures are OpenCV's: on a mask of 48×64 it finds
components with their areas and boxes in 0.012 ms, where scikit-image's `measure.label` and
`measure.regionprops` take 0.20 ms, and it reduces a picture of 768×1024 eightfold in 0.5 ms, where
`transform.downscale_local_mean` takes 23 ms (medians of 60, one thread). Importing scikit-image
takes 0.4 to 0.6 s, more than photocheck's own import. So it does what few photos need: `solidity`.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

Box = tuple[float, float, float, float]
"""(x, y, w, h) in fractions (0 to 1) of the frame's width and height; x and y are the top left."""

Mask = NDArray[np.bool_]
Window = tuple[slice, slice]

CENTRE_SHARE: Final = 0.6
"""Share of the width and of the height that counts as the middle of the frame."""


def check_image(image: NDArray[np.uint8], *, channels: int) -> None:
    """Refuse what is no picture of at least one pixel.

    Parameters
    ----------
    image : H×W uint8 for one channel, H×W×3 uint8 for three
    channels : {1, 3}

    Raises
    ------
    ValueError
        If the shape or dtype is another; says which.
    """
    shape = "H×W" if channels == 1 else f"H×W×{channels}"
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


def region_or_frame(region: Mask | None, size: tuple[int, int]) -> Mask:
    """The region; all of the frame if it is None or has no true pixel.

    Parameters
    ----------
    region : H×W bool or None
    size : (height, width)
        Of the frame, in pixels.

    Raises
    ------
    ValueError
        If the region has another shape or dtype.
    """
    check_region(region, size)
    if region is None or not region.any():
        return np.ones(size, np.bool_)
    return region


def centre_window(height: int, width: int, share: float = CENTRE_SHARE) -> Window:
    """Rows and columns of the middle of a frame; at least one pixel.

    Parameters
    ----------
    height, width : int
        Of the frame, in pixels.
    share : float
        Share (0 to 1) of the height and of the width.

    Examples
    --------
    >>> centre_window(100, 200)
    (slice(20, 80, None), slice(40, 160, None))
    """
    top, left = int(height * (1 - share) / 2), int(width * (1 - share) / 2)
    return slice(top, height - top), slice(left, width - left)


def centre_mask(height: int, width: int, share: float = CENTRE_SHARE) -> Mask:
    """The middle of a frame as a mask.

    Parameters
    ----------
    height, width, share
        As `centre_window` takes them.

    Returns
    -------
    H×W bool
    """
    mask = np.zeros((height, width), np.bool_)
    mask[centre_window(height, width, share)] = True
    return mask


def box_of(mask: Mask) -> Box | None:
    """The smallest upright box around the true pixels; None if there are none.

    Parameters
    ----------
    mask : H×W bool

    Examples
    --------
    >>> mask = np.zeros((10, 20), np.bool_)
    >>> mask[5:, :10] = True
    >>> box_of(mask)
    (0.0, 0.5, 0.5, 0.5)
    """
    height, width = mask.shape
    x, y, w, h = cv2.boundingRect(np.ascontiguousarray(mask).view(np.uint8))
    return (x / width, y / height, w / width, h / height) if w else None


class Component(NamedTuple):
    """One connected part of a mask.

    Attributes
    ----------
    area : int
        In pixels.
    window : (rows, columns)
        Slices of its bounding box in the mask.
    mask : h×w bool
        The part itself, within its window.
    """

    area: int
    window: Window
    mask: Mask

    def box(self, size: tuple[int, int]) -> Box:
        """Its bounding box in fractions of a frame of that height and width."""
        (rows, columns), (height, width) = self.window, size
        return (
            columns.start / width,
            rows.start / height,
            (columns.stop - columns.start) / width,
            (rows.stop - rows.start) / height,
        )


def components(
    mask: Mask, *, diagonal: bool = True, least_share: float = 0.0
) -> tuple[Component, ...]:
    """The connected parts of a mask, the largest first.

    Parameters
    ----------
    mask : H×W bool
    diagonal : bool
        Whether pixels that touch at a corner are connected.
    least_share : float
        Share (0 to 1) of the largest part's area; smaller parts are left out.

    Examples
    --------
    >>> mask = np.zeros((10, 10), np.bool_)
    >>> mask[1, 1] = mask[4:8, 4:8] = True
    >>> [part.area for part in components(mask)]
    [16, 1]
    >>> [part.area for part in components(mask, least_share=0.1)]
    [16]
    """
    _, labels, stats, _ = cv2.connectedComponentsWithStats(
        np.ascontiguousarray(mask).view(np.uint8), connectivity=8 if diagonal else 4
    )
    found = []
    largest = int(stats[1:, cv2.CC_STAT_AREA].max(initial=0))
    for label, (x, y, w, h, area) in enumerate(stats.tolist()):
        if label > 0 and area >= least_share * largest:
            window = slice(y, y + h), slice(x, x + w)
            found.append(Component(int(area), window, np.asarray(labels[window] == label)))
    return tuple(sorted(found, key=lambda part: -part.area))


def solidity(mask: Mask) -> float:
    """Share (0 to 1) of its convex hull that a mask covers; 0 for an empty mask.

    Parameters
    ----------
    mask : H×W bool

    Examples
    --------
    >>> square = np.ones((8, 8), np.bool_)
    >>> solidity(square)
    1.0
    >>> square[:, 2:6] = False
    >>> solidity(square)
    0.5
    """
    if not mask.any():
        return 0.0
    # Imported here, for it takes half a second and few photos need it.
    measure: Any = import_module("skimage.measure")
    return float(measure.regionprops(mask.astype(np.uint8))[0].solidity)


def reduced(rgb: NDArray[np.uint8], side: int) -> tuple[NDArray[np.uint8], Window]:
    """A picture reduced to a long side of about `side` pixels, and what part of it that shows.

    By a whole number, since reducing by one is several times as fast; at most that many rows and
    columns less one are left out, at the bottom and to the right.

    Parameters
    ----------
    rgb : H×W×3 uint8
    side : int
        Of the reduced picture, in pixels; smaller pictures stay as they are.

    Returns
    -------
    thumbnail : h×w×3 uint8
    whole : (rows, columns)
        The part of `rgb` that it shows.
    """
    height, width = rgb.shape[:2]
    factor = max(1, min(-(-max(height, width) // side), height, width))
    size = (width // factor, height // factor)
    whole = (slice(0, size[1] * factor), slice(0, size[0] * factor))
    thumbnail = cv2.resize(rgb[whole], size, interpolation=cv2.INTER_AREA)
    return np.asarray(thumbnail, np.uint8), whole
