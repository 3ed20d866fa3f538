"""A closer look: the device alone, its longer axis level, as large as the network's square allows.

Which side of a device is seen is told by small things (buttons, a port, the corner of the camera)
that are gone where the whole photo is shrunk to the network's square. Once the device's region is
known, the photo is looked at again: cut to that region and turned level, so that there is less for
the network to know about poses.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from photocheck.view.network import GREY

Image = NDArray[np.uint8]
Matrix = NDArray[np.float64]

MARGIN: Final = 1.2
"""Side of the cut, in lengths of the device."""
_FEWEST: Final = 2


def placement(mask: NDArray[np.bool_], height: int, width: int, size: int) -> Matrix | None:
    """How the photo is moved so that the device lies level in the middle of a square.

    Parameters
    ----------
    mask : h×w bool
        The device, on a grid over the whole photo.
    height, width : int
        Of the photo, pixels.
    size : int
        Side of the square, pixels.

    Returns
    -------
    2×3 float64 or None
        From pixels of the photo to pixels of the square: a turn by less than a quarter, one scale,
        and a shift. None if the mask is empty or nearly so.
    """
    rows = np.flatnonzero(mask.any(axis=1))
    if mask.sum() < _FEWEST:
        return None
    # The outline's hull is that of each row's ends.
    first = mask[rows].argmax(axis=1)
    last = mask.shape[1] - mask[rows, ::-1].argmax(axis=1)
    ends = [(x, y) for x in (first, last) for y in (rows, rows + 1)]
    points = np.concatenate([np.stack(pair, 1) for pair in ends])
    points = (points * [width / mask.shape[1], height / mask.shape[0]]).astype(np.float32)
    centre, sides, angle = cv2.minAreaRect(points)
    if sides[0] < sides[1]:
        angle += 90.0
    angle = (angle + 90.0) % 180.0 - 90.0
    factor = size / (MARGIN * max(sides))
    matrix = np.array(cv2.getRotationMatrix2D(centre, angle, factor), np.float64)
    matrix[:, 2] += size / 2 - np.array(centre)
    return matrix


def cut(rgb: Image, matrix: Matrix, size: int) -> Image:
    """The photo moved by the matrix into a square; grey beyond its border.

    Parameters
    ----------
    rgb : H×W×3 uint8
    matrix : 2×3 float64
        As `placement` gives it.
    size : int
        Side of the square, pixels.

    Returns
    -------
    size×size×3 uint8
    """
    times = max(1, int(1 / float(np.hypot(matrix[0, 0], matrix[0, 1]))))
    if times > 1:
        # A move by steps of several pixels would skip those between: averaged first.
        shrunk = (max(1, rgb.shape[1] // times), max(1, rgb.shape[0] // times))
        steps = (rgb.shape[1] / shrunk[0], rgb.shape[0] / shrunk[1])
        rgb = np.asarray(cv2.resize(rgb, shrunk, interpolation=cv2.INTER_AREA), np.uint8)
        matrix = matrix @ _of_shrunk(*steps)
    moved = cv2.warpAffine(
        rgb,
        matrix,
        (size, size),
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=(GREY, GREY, GREY),
    )
    return np.asarray(moved, np.uint8)


def _of_shrunk(across: float, down: float) -> Matrix:
    # Centres of pixels lie at whole numbers, so that shrinking moves them by half a step.
    return np.array([[across, 0, (across - 1) / 2], [0, down, (down - 1) / 2], [0, 0, 1]])
