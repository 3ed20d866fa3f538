"""How wide the subject's edges are, in pixels, whatever their contrast.

Blurring a step edge of width s by a Gaussian of width t leaves a gradient energy proportional to
the squared contrast over sqrt(s^2 + t^2). Blurred twice, with t1 < t2, the quotient of the two
energies

    R = sqrt((s^2 + t2^2) / (s^2 + t1^2))    so that    s^2 = (t2^2 - R^2 t1^2) / (R^2 - 1)

has lost the contrast. It is the re-blur measure of Zhuo and Sim (Defocus map estimation from a
single image, Pattern Recognition 44, 2011), taken over energies of tiles instead of single pixels
of an edge map, and for eight directions of the gradient: a shake along one direction widens only
the edges across it, so the widest direction decides.

What is nearer or farther than the subject may be out of focus in a good photo. So for every
direction the sharpest tiles that hold most of the edges are taken: blurred surroundings do not
widen a sharp subject. Tiles count by the contrast of their edges, not by its square, or one bright
reflection, which lies out of focus behind the glass, would outweigh the device. Fine gradients that
no edge could show are noise and are subtracted; edges fainter than half of it are left out.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from photocheck.metrics.geometry import check_image, region_or_frame

__all__ = ["FINEST_WIDTH", "MAX_WIDTH", "REFERENCE_SIDE", "SharpnessMeasurement", "sharpness"]

REFERENCE_SIDE: Final = 1024
"""Long side, in px, of the frame that widths are stated for."""
FINEST_WIDTH: Final = 0.4
"""Narrowest edge, in px, whose width can be told from that of a step."""
MAX_WIDTH: Final = 8.0
"""Widest edge told apart, in px; wider ones read as this."""

_FINE_BLUR: Final = 0.7  # px; less would measure the pixel grid and its noise
_COARSE_BLUR: Final = 0.95  # px of the half-size frame
# t1 and t2: the blurs together with the variance of what else smooths, a difference over n px
# (n^2 / 12) and the mean of 2 px that halves the frame (2^2 / 12 - 1 / 12).
_FINE: Final = float(np.sqrt(_FINE_BLUR**2 + 4 / 12))
_COARSE: Final = float(np.sqrt(4 * _COARSE_BLUR**2 + 16 / 12 + 3 / 12))
# Corners, lines and texture have finer gradients than a lone step of the same width. Fitted to
# sharp photos blurred by Gaussians of known sigma, where one factor serves all widths.
_CALIBRATION: Final = 1.2
_DIFFERENCE: Final = np.array([[-0.5, 0.0, 0.5]], np.float32)
_TILE: Final = 16  # px; two JPEG blocks
_STRIP: Final = 8  # rows of tiles worked on at a time
_MARGIN: Final = 5  # px that the wider Gaussian and a difference reach
_SHARPEST_SHARE: Final = 0.8  # of the edges, that the sharpest tiles must hold
_MIN_ENERGY: Final = 3.0  # squared grey levels per px; less is shading and faint reflections
_MIN_NOISE_SHARE: Final = 0.5  # of the noise; fainter edges drown in what is left of it
_MIN_TILES: Final = 4  # with edges; fewer prove nothing
_MIN_DIRECTION_SHARE: Final = 0.25  # of the strongest direction's energy; less is its leakage
_MIN_ANISOTROPY: Final = 0.4  # below this the blur has no direction
_MIN_MOTION_WIDTH: Final = 1.0  # px; a narrower smear is not seen as one
_DIRECTIONS: Final = np.arange(8) * np.pi / 8
_MIX: Final = np.stack(
    [
        np.cos(_DIRECTIONS) ** 2,
        2 * np.cos(_DIRECTIONS) * np.sin(_DIRECTIONS),
        np.sin(_DIRECTIONS) ** 2,
    ]
).astype(np.float32)
_STEP_LIMIT: Final = _COARSE / _FINE  # R of an ideal step
_NOISE_RATIO: Final = (_COARSE / _FINE) ** 4  # R of white noise


class SharpnessMeasurement(NamedTuple):
    """Width of the subject's edges, as the sigma of a Gaussian blur.

    Attributes
    ----------
    width : float
        px at ``REFERENCE_SIDE``, above 0 and at most ``MAX_WIDTH``; that of the direction with the
        widest edges. Below ``FINEST_WIDTH`` it still orders photos (the sharper one has the smaller
        number) but is no width any more: a step reads about 0.35, a sharpened edge less. NaN where
        there are too few edges to judge by.
    narrow : float
        px, the direction with the narrowest edges; NaN like ``width``.
    direction : float or None
        Angle of the smear in degrees, 0 up to 180, anticlockwise from horizontal, in steps of
        22.5; None unless the edges are clearly wider in one direction.
    anisotropy : float
        1 - narrow / width, 0 (alike in all directions) to 1; 0 where not judged.
    evidence : float
        Share (0 to 1) of the region's tiles that show an edge.
    widths : rows×columns float32
        Of the tiles of the *frame*, in px; NaN outside the region and where a tile shows no edge.
    """

    width: float
    narrow: float
    direction: float | None
    anisotropy: float
    evidence: float
    widths: NDArray[np.float32]


def sharpness(
    grey: NDArray[np.uint8], region: NDArray[np.bool_] | None = None
) -> SharpnessMeasurement:
    """Measure how wide the edges in a region are.

    Parameters
    ----------
    grey : H×W uint8
        Luma, of any size from 1×1. A frame whose long side is above `REFERENCE_SIDE` is reduced to
        it. A smaller one is measured in its own pixels: it cannot show finer edges, and that is a
        matter of resolution, not of blur.
    region : H×W bool, optional
        True on the subject. None, or a region without a true pixel, means the whole frame.

    Returns
    -------
    SharpnessMeasurement
        The widths; ``width`` is NaN if the region is too plain or too small to judge.

    Raises
    ------
    ValueError
        If an argument has another shape or dtype, or `grey` has no pixels.

    Notes
    -----
    A disc of radius r has the sigma r / 2, an even shake of length l the sigma l / sqrt(12). The
    width is calibrated on average: fine print reads narrower than it is, rounded edges and
    reflections in black glass wider.

    References
    ----------
    S. Zhuo and T. Sim, "Defocus map estimation from a single image", Pattern Recognition 44(9),
    2011. https://doi.org/10.1016/j.patcog.2011.03.009

    Examples
    --------
    >>> board = np.kron(np.indices((6, 8)).sum(axis=0) % 2, np.ones((60, 60))) * 200
    >>> widths = [sharpness(cv2.GaussianBlur(board, (0, 0), s).astype(np.uint8)).width
    ...           for s in (0.1, 2, 4)]
    >>> widths[0] < 0.4 < widths[1] < widths[2]
    True
    """
    check_image(grey, channels=1)
    frame = _at_reference(grey)
    inside = _tiles_of(region_or_frame(region, grey.shape), frame.shape)
    frame = _filled_up(frame)
    widths = np.full(inside.shape, np.nan, np.float32)
    top, bottom = np.flatnonzero(inside.any(axis=1))[[0, -1]]
    left, right = np.flatnonzero(inside.any(axis=0))[[0, -1]]
    box = frame[top * _TILE : (bottom + 1) * _TILE, left * _TILE : (right + 1) * _TILE]
    chosen = inside[top : bottom + 1, left : right + 1]
    fine, coarse = _both_energies(box)
    noise = _subtract_noise(fine, coarse)

    strength = coarse[..., 0] + coarse[..., 2]
    edged = chosen & (strength > max(_MIN_ENERGY, _MIN_NOISE_SHARE * noise))
    evidence = float(edged.sum()) / float(chosen.sum())
    if int(edged.sum()) < _MIN_TILES:
        return SharpnessMeasurement(np.nan, np.nan, None, 0.0, evidence, widths)
    ratio = (fine[..., 0] + fine[..., 2]) / np.maximum(strength, _MIN_ENERGY)
    widths[top : bottom + 1, left : right + 1] = np.where(edged, _width(ratio), np.nan)
    by_direction = _width_by_direction(fine[edged] @ _MIX, coarse[edged] @ _MIX)
    widest, narrow = float(np.nanmax(by_direction)), float(np.nanmin(by_direction))
    anisotropy = 1 - narrow / widest if widest > 0 else 0.0
    direction = None
    if anisotropy >= _MIN_ANISOTROPY and widest >= _MIN_MOTION_WIDTH:
        # Image rows run downwards, angles upwards.
        angle = float(np.degrees(_DIRECTIONS[int(np.nanargmax(by_direction))]))
        direction = (180.0 - angle) % 180.0
    return SharpnessMeasurement(widest, narrow, direction, anisotropy, evidence, widths)


def _at_reference(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    height, width = grey.shape
    scale = REFERENCE_SIDE / max(height, width)
    if scale >= 1:
        return grey
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return cv2.resize(grey, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)


def _tiles_of(region: NDArray[np.bool_], size: tuple[int, int]) -> NDArray[np.bool_]:
    """Tiles that lie in the region by half; at least one."""
    height, width = size
    mask = region.astype(np.uint8) * np.uint8(255)
    if mask.shape != size:
        mask = cv2.resize(mask, (width, height), interpolation=cv2.INTER_NEAREST).astype(
            np.uint8, copy=False
        )
    mask = _filled_up(mask)
    tiles = (mask.shape[1] // _TILE, mask.shape[0] // _TILE)
    share = cv2.resize(mask, tiles, interpolation=cv2.INTER_AREA)
    return np.asarray(share >= min(128, int(share.max())), np.bool_)


def _filled_up(frame: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The frame with its last row and column repeated up to whole tiles."""
    height, width = frame.shape
    down, across = -height % _TILE, -width % _TILE
    if not (down or across):
        return frame
    return cv2.copyMakeBorder(frame, 0, down, 0, across, cv2.BORDER_REPLICATE).astype(
        np.uint8, copy=False
    )


def _energies(
    grey: NDArray[np.float32], sigma: float, columns: int, rows: int
) -> NDArray[np.float32]:
    """Tile means of the gradient's products gx gx, gx gy, gy gy after a Gaussian blur."""
    height = grey.shape[0] // rows
    padded = cv2.copyMakeBorder(grey, _MARGIN, _MARGIN, 0, 0, cv2.BORDER_REFLECT_101)
    means = np.empty((rows, columns, 3), np.float32)
    # A few rows of tiles at a time: what is worked on stays in the processor's cache.
    for first in range(0, rows, _STRIP):
        last = min(rows, first + _STRIP)
        strip = padded[first * height : last * height + 2 * _MARGIN]
        blurred = cv2.GaussianBlur(strip, (0, 0), sigma)
        # Central differences; kernels of two taps are quicker than a derivative of a Gaussian.
        across = cv2.filter2D(blurred, cv2.CV_32F, _DIFFERENCE)[_MARGIN:-_MARGIN]
        down = cv2.filter2D(blurred, cv2.CV_32F, _DIFFERENCE.T)[_MARGIN:-_MARGIN]
        for index, (one, other) in enumerate(((across, across), (across, down), (down, down))):
            means[first:last, :, index] = cv2.resize(
                cv2.multiply(one, other), (columns, last - first), interpolation=cv2.INTER_AREA
            )
    return means


def _both_energies(
    box: NDArray[np.uint8],
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Fine and coarse energies, rows×columns×3, of a box of whole tiles."""
    height, width = box.shape
    rows, columns = height // _TILE, width // _TILE
    fine = _energies(box.astype(np.float32), _FINE_BLUR, columns, rows)
    # The coarse scale loses nothing on a frame of half the size, and costs a quarter there.
    half = cv2.resize(box, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
    coarse = _energies(half.astype(np.float32), _COARSE_BLUR, columns, rows)
    return fine, coarse / np.float32(4)  # squared differences over steps of twice the length


def _subtract_noise(fine: NDArray[np.float32], coarse: NDArray[np.float32]) -> float:
    """Take white noise out of both energies, in place.

    No step edge has a quotient above ``_STEP_LIMIT``: what exceeds it is noise or fine texture. The
    median over the tiles is noise in a noisy photo and next to nothing in a clean one; in a photo
    full of texture, what is left still reads as a step. Returns the noise in the fine
    energy, both axes together.
    """
    fine_sum, coarse_sum = fine[..., 0] + fine[..., 2], coarse[..., 0] + coarse[..., 2]
    excess = np.maximum(fine_sum - _STEP_LIMIT * coarse_sum, 0) / (1 - _STEP_LIMIT / _NOISE_RATIO)
    noise = float(np.percentile(excess, 50)) / 2
    for axis in (0, 2):
        fine[..., axis] = np.maximum(fine[..., axis] - noise, 0)
        coarse[..., axis] = np.maximum(coarse[..., axis] - noise / _NOISE_RATIO, 0)
    return 2 * noise


def _width(ratio: NDArray[np.float32]) -> NDArray[np.float32]:
    """Width of a step edge whose fine energy is ``ratio`` times the coarse one.

    What is finer than `FINEST_WIDTH` is ordered by the width that is seen after the fine blur,
    which exists for lines and sharpened edges too, where no step could be so fine.
    """
    widest, finest = MAX_WIDTH / _CALIBRATION, FINEST_WIDTH / _CALIBRATION
    lowest = np.sqrt((widest**2 + _COARSE**2) / (widest**2 + _FINE**2))
    square = np.clip(ratio.astype(np.float64), lowest, _NOISE_RATIO) ** 2
    seen = np.sqrt((_COARSE**2 - _FINE**2) / (square - 1))
    step = _CALIBRATION * np.sqrt(np.maximum(seen**2 - _FINE**2, 0))
    fine = FINEST_WIDTH * seen / np.hypot(finest, _FINE)
    return np.asarray(np.where(step >= FINEST_WIDTH, step, fine), np.float32)


def _width_by_direction(
    fine: NDArray[np.float32], coarse: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Width of the sharpest edges in each direction, NaN where it shows none.

    Parameters
    ----------
    fine, coarse
        Tiles x directions energies.
    """
    contrast = np.sqrt(np.maximum(coarse.mean(axis=1, keepdims=True), 1e-6))
    fine, coarse = fine / contrast, coarse / contrast
    energy = coarse.sum(axis=0)
    order = np.argsort(-fine / np.maximum(coarse, 1e-3 / contrast), axis=0)
    held = np.cumsum(np.take_along_axis(coarse, order, axis=0), axis=0)
    taken = np.argmax(held >= _SHARPEST_SHARE * energy, axis=0)
    fine_held = np.cumsum(np.take_along_axis(fine, order, axis=0), axis=0)
    columns = np.arange(coarse.shape[1])
    quotient = fine_held[taken, columns] / np.maximum(held[taken, columns], 1e-6)
    shown = energy >= _MIN_DIRECTION_SHARE * energy.max()
    return np.where(shown, _width(quotient.astype(np.float32)), np.nan).astype(np.float32)
