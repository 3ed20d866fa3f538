"""Where the photographed thing is: a classical estimate that no model is needed for.

Two cues are measured on a thumbnail in CIE Lab and added:

* *surroundedness*: pixels that, at many thresholds of each channel, are cut off from the
  frame's border (Boolean map saliency; Zhang and Sclaroff, ICCV 2013 - the threshold form of the
  minimum barrier distance of Zhang et al., ICCV 2015, in passes that OpenCV runs quickly);
* *backgroundness*: the distance of a pixel's colour from the colours along each of the frame's
  four sides, where the farthest side is dropped, so that a subject may touch one side
  (Zhang et al., ICCV 2015, section 4).

The saliency is cut by Otsu's threshold and its heaviest component taken. A wrong region does more
harm than a vague one, so the estimate is kept only if it stands out, is compact, of a sensible size
and near the middle; otherwise the subject is the middle of the frame (``method="centre"``).
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from photocheck.metrics.geometry import CENTRE_SHARE, Box, box_of, centre_mask, check_image, reduced

__all__ = ["CENTRE_SHARE", "Subject", "find_subject"]

_THUMBNAIL_SIDE: Final = 96  # px; enough for a device's outline, small enough for 60 flood fills
_SMALLEST_SIDE: Final = 16  # px; below this there is no background to compare with
_BORDER: Final = 0.06  # share of the shorter side that the background colours are taken from
_STEPS: Final = 10  # thresholds a channel
_MIN_RANGE: Final = 10.0  # Lab units; a channel that varies less shows only noise
_PRIOR_WIDTH: Final = 0.45  # sigma of the centre prior, in half-frames

_MIN_AREA: Final = 0.07
_MAX_AREA: Final = 0.85
_MIN_SOLIDITY: Final = 0.82  # devices are convex; hands, cables and clutter are not
_MIN_SEPARATION: Final = 0.68  # share of the saliency's variance that the cut explains
_MIN_CONTRAST: Final = 12.0  # Lab units between the region's and its surroundings' colour
_CLIPPED: Final = 97.0  # L*; a region brighter than this is a lamp or its reflection
_MAX_BORDER_SHARE: Final = 0.35
_MAX_OFFSET: Final = 0.5  # of the region's centre from the frame's, in half-frames


class Subject(NamedTuple):
    """A subject's region.

    Attributes
    ----------
    mask : H×W bool
        True on the subject; never empty.
    box : (x, y, w, h)
        Bounding box of the mask, in fractions of the frame's width and height.
    method : {"contrast", "centre"}
        "contrast" when the subject was told from its background, "centre" when not.
    """

    mask: NDArray[np.bool_]
    box: Box
    method: Literal["contrast", "centre"]


def find_subject(rgb: NDArray[np.uint8]) -> Subject:
    """Estimate the subject's region of a photo.

    Parameters
    ----------
    rgb : H×W×3 uint8
        sRGB, of any size from 1×1.

    Returns
    -------
    Subject
        The middle of the frame where nothing stands out clearly.

    Raises
    ------
    ValueError
        If `rgb` has another shape or dtype, or no pixels.

    References
    ----------
    J. Zhang and S. Sclaroff, "Saliency detection: a Boolean map approach", ICCV 2013.
    https://doi.org/10.1109/ICCV.2013.26

    J. Zhang et al., "Minimum barrier salient object detection at 80 FPS", ICCV 2015.
    https://doi.org/10.1109/ICCV.2015.165

    N. Otsu, "A threshold selection method from gray-level histograms", IEEE Transactions on
    Systems, Man, and Cybernetics 9(1), 1979. https://doi.org/10.1109/TSMC.1979.4310076

    Examples
    --------
    >>> photo = np.full((300, 400, 3), 200, np.uint8)
    >>> photo[75:225, 125:275] = 40
    >>> find_subject(photo).method
    'contrast'
    >>> find_subject(np.full((300, 400, 3), 200, np.uint8)).method
    'centre'
    """
    check_image(rgb, channels=3)
    height, width = rgb.shape[:2]
    thumbnail, _ = reduced(rgb, _THUMBNAIL_SIDE)
    if min(thumbnail.shape[:2]) < _SMALLEST_SIDE:
        return _subject(centre_mask(height, width), "centre")
    lab = cv2.cvtColor(
        cv2.GaussianBlur(thumbnail, (0, 0), 1.0).astype(np.float32) / np.float32(255),
        cv2.COLOR_RGB2LAB,
    )
    region = _region(lab)
    if region is None:
        return _subject(centre_mask(height, width), "centre")
    mask = cv2.resize(region, (width, height), interpolation=cv2.INTER_NEAREST).view(np.bool_)
    return _subject(mask, "contrast")


def _subject(mask: NDArray[np.bool_], method: Literal["contrast", "centre"]) -> Subject:
    box = box_of(mask)
    if box is None:
        raise ValueError("expected a subject of at least one pixel")
    return Subject(mask, box, method)


def _region(lab: NDArray[np.float32]) -> NDArray[np.uint8] | None:
    """Return the subject's region of a Lab thumbnail as 0 and 1, or None when unsure."""
    height, width = lab.shape[:2]
    saliency = _surroundedness(lab) + _backgroundness(lab)
    if float(saliency.max()) <= 0:
        return None
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j].astype(np.float32)
    prior = np.exp(-(x * x + y * y) / np.float32(2 * (2 * _PRIOR_WIDTH) ** 2))
    saliency = saliency * prior
    levels = np.clip(saliency * (255 / float(saliency.max())), 0, 255).astype(np.uint8)
    _, cut = cv2.threshold(levels, 0, 1, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    side = 2 * max(1, round(0.02 * min(height, width))) + 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    cut = cv2.morphologyEx(cut, cv2.MORPH_CLOSE, kernel)
    cut = cv2.morphologyEx(cut, cv2.MORPH_OPEN, kernel)
    contours, _ = cv2.findContours(cut, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not contours:
        return None
    candidates = []
    for contour in contours:
        candidate = np.zeros((height, width), np.uint8)
        cv2.drawContours(candidate, [contour], -1, 1, cv2.FILLED)
        candidates.append((float(saliency[candidate > 0].sum()), candidate, contour))
    _, region, contour = max(candidates, key=lambda item: item[0])
    hull = np.zeros_like(region)
    cv2.fillConvexPoly(hull, cv2.convexHull(contour), 1)
    if region.sum() < _MIN_SOLIDITY * hull.sum():
        return None
    # A notch in the outline is more often a reflection or a finger than the device's own shape.
    return hull if _is_plausible(hull, levels, lab) else None


def _surroundedness(lab: NDArray[np.float32]) -> NDArray[np.float32]:
    """Share of Lab threshold maps in which a pixel is cut off from the border, scaled to 0..1."""
    height, width = lab.shape[:2]
    total = np.zeros((height, width), np.float32)
    for channel in cv2.split(lab):
        low, high = np.percentile(channel, (1, 99))
        if high - low < _MIN_RANGE:
            continue
        cut_off = np.zeros((height, width), np.uint8)
        for level in np.linspace(low, high, _STEPS + 2)[1:-1]:
            above = channel > level
            for map_ in (above, ~above):
                padded = np.ones((height + 2, width + 2), np.uint8)
                padded[1:-1, 1:-1] = map_
                cv2.floodFill(padded, None, (0, 0), 0)
                cut_off += padded[1:-1, 1:-1]
        # A step across a wide range is a stronger edge than one across a narrow range.
        total += cut_off * np.float32(high - low)
    return _unit_range(total)


def _backgroundness(lab: NDArray[np.float32]) -> NDArray[np.float32]:
    """Distance from the colours of the three most similar sides, scaled to 0..1."""
    height, width = lab.shape[:2]
    depth = max(2, round(_BORDER * min(height, width)))
    sides = (lab[:depth], lab[-depth:], lab[:, :depth], lab[:, -depth:])
    distances = []
    for side in sides:
        pixels = side.reshape(-1, 3).astype(np.float64)
        mean = pixels.mean(axis=0)
        # A floor of 4 Lab units keeps a perfectly plain side from making noise look far away.
        covariance = np.cov(pixels.T) + 16.0 * np.eye(3)
        whiten = np.linalg.cholesky(np.linalg.inv(covariance)).astype(np.float32)
        offset = (lab - mean.astype(np.float32)) @ whiten
        distances.append(_unit_range(np.sqrt((offset * offset).sum(axis=2))))
    stack = np.stack(distances)
    return _unit_range(stack.sum(axis=0) - stack.max(axis=0))


def _unit_range(values: NDArray[np.float32]) -> NDArray[np.float32]:
    top = float(values.max())
    return values / np.float32(top) if top > 0 else values


def _is_plausible(
    region: NDArray[np.uint8],
    levels: NDArray[np.uint8],
    lab: NDArray[np.float32],
) -> bool:
    height, width = region.shape
    inside = region > 0
    area = float(inside.mean())
    if not _MIN_AREA <= area <= _MAX_AREA:
        return False
    border = np.concatenate((inside[0], inside[-1], inside[:, 0], inside[:, -1]))
    if border.mean() > _MAX_BORDER_SHARE:
        return False
    rows, columns = np.nonzero(inside)
    offset_y = abs(rows.mean() / max(1, height - 1) * 2 - 1)
    offset_x = abs(columns.mean() / max(1, width - 1) * 2 - 1)
    if max(offset_x, offset_y) > _MAX_OFFSET:
        return False
    if float(np.median(lab[inside][:, 0])) > _CLIPPED:
        return False
    difference = np.median(lab[inside], axis=0) - np.median(lab[~inside], axis=0)
    if float(np.linalg.norm(difference)) < _MIN_CONTRAST:
        return False
    values = levels.astype(np.float32)
    variance = float(values.var())
    between = area * (1 - area) * float(values[inside].mean() - values[~inside].mean()) ** 2
    return variance > 0 and between >= _MIN_SEPARATION * variance
