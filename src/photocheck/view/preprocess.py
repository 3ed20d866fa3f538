"""What the network is shown: the whole photo in a grey square, or the device cut out and level.

Which side of a device is seen is told by small things (buttons, a port, the corner of the camera)
that are gone where the whole photo is shrunk to the network's square. Once the device's region is
known, the photo can be looked at again: cropped to that region and turned level, so that there is
less for the network to know about poses.

Training prepares its pictures by the same functions.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
Floats = NDArray[np.float32]
Matrix = NDArray[np.float64]

GREY: Final = 127
"""What lies around a picture in the square; the network's zero."""
_SCALE: Final = 128.0
_FEWEST_CELLS: Final = 2


def normalized(rgb: Image) -> Floats:
    """Pixels as the network takes them.

    Parameters
    ----------
    rgb : H×W×3 uint8

    Returns
    -------
    1×3×H×W float32
        Grey is 0, white 1.
    """
    planes = rgb.astype(np.float32).transpose(2, 0, 1)[None]
    return np.ascontiguousarray((planes - GREY) / np.float32(_SCALE))


def letterbox(rgb: Image, size: int) -> Image:
    """The whole picture in the middle of a square.

    Parameters
    ----------
    rgb : H×W×C uint8
    size : int
        Side of the square, pixels.

    Returns
    -------
    size×size×C uint8
        Grey beside the picture.
    """
    top, left, height, width = letterbox_window(rgb.shape[0], rgb.shape[1], size)
    shrinks = height < rgb.shape[0] or width < rgb.shape[1]
    resized = cv2.resize(
        rgb, (width, height), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    )
    square = np.full((size, size, rgb.shape[2]), GREY, np.uint8)
    square[top : top + height, left : left + width] = resized.reshape(height, width, -1)
    return square


def letterbox_window(height: int, width: int, size: int) -> tuple[int, int, int, int]:
    """Where a picture lies in the square: top, left, height, width in pixels."""
    factor = size / max(height, width)
    rows, columns = max(1, round(height * factor)), max(1, round(width * factor))
    return (size - rows) // 2, (size - columns) // 2, rows, columns


def unletterbox(plane: Floats, height: int, width: int, size: int, long_side: int) -> Floats:
    """The inverse of `letterbox`: a map over the square, cropped to the photo.

    Parameters
    ----------
    plane : g×g float32
        On a grid over the square.
    height, width : int
        Of the photo.
    size : int
        Of the square, pixels.
    long_side : int
        Cells along the photo's longer side.

    Returns
    -------
    h×w float32
        The longer of h and w is `long_side`.
    """
    square = cv2.resize(plane, (size, size), interpolation=cv2.INTER_LINEAR)
    top, left, rows, columns = letterbox_window(height, width, size)
    part = square[top : top + rows, left : left + columns]
    factor = long_side / max(rows, columns)
    cells = (max(1, round(columns * factor)), max(1, round(rows * factor)))
    return np.asarray(cv2.resize(part, cells, interpolation=cv2.INTER_AREA), np.float32)


def crop_matrix(
    mask: NDArray[np.bool_], height: int, width: int, size: int, margin: float
) -> Matrix | None:
    """How the photo is moved so that the device lies level in the middle of a square.

    Parameters
    ----------
    mask : h×w bool
        The device, on a grid over the whole photo.
    height, width : int
        Of the photo, pixels.
    size : int
        Side of the square, pixels.
    margin : float
        Side of the square, in lengths of the device.

    Returns
    -------
    2×3 float64 or None
        From pixels of the photo to pixels of the square: a turn by less than a quarter, one scale,
        and a shift. None if the mask is empty or nearly so.
    """
    rows = np.flatnonzero(mask.any(axis=1))
    if mask.sum() < _FEWEST_CELLS:
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
    factor = size / (margin * max(sides))
    matrix = np.array(cv2.getRotationMatrix2D(centre, angle, factor), np.float64)
    matrix[:, 2] += size / 2 - np.array(centre)
    return matrix


def crop(rgb: Image, matrix: Matrix, size: int) -> Image:
    """The photo moved by the matrix into a square; grey beyond its border.

    Parameters
    ----------
    rgb : H×W×3 uint8
    matrix : 2×3 float64
        As `crop_matrix` gives it.
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
