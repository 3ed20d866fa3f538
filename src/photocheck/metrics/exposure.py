"""How bright the photo and its subject are, in CIE L* (0 black, 100 white) and in stops.

L* is perceptually even, so a person can argue with it: a mid-grey card is about 50. Three numbers
carry the verdict; the others explain it.

* ``dark_level`` (low is too dark) and ``bright_level`` (high is too bright) start from ``level``,
  the centre-weighted mean L*, as a camera's meter would take it. They are deliberately *not* the
  subject's mean: a black phone is dark in a perfect photo, and what tells a dark phone from a dark
  photo is the rest of the scene. So ``dark_level`` heeds the centre less, and is raised where the
  frame's rim is well above mid-grey (there was light enough; the thing is black; a lit screen in
  the dark has a dark rim), and ``bright_level`` is lowered where not even a tenth of the photo
  comes close to white (nothing is lost; the thing is white).
* ``highlight_stops``: how many stops the brightest hundredth lies above the photo's log-average
  luminance (the "key" of Reinhard et al., Photographic Tone Reproduction, SIGGRAPH 2002). A window
  or lamp behind a subject that was left dark gives a large value; an evenly lit photo a small one,
  however dark or bright its objects are. A lit screen in the dark is also against the light in
  this sense: nothing but the screen can be seen.

Clipped pixels are not counted for a verdict: their number depends on the scene more than on the
exposure.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from photocheck.metrics.geometry import (
    CENTRE_SHARE,
    centre_window,
    check_image,
    reduced,
    region_or_frame,
)

__all__ = ["CENTRE_SHARE", "ExposureMeasurement", "exposure", "lightness_below_white"]

CENTRE_WEIGHT: Final = 1 / 3
"""Weight of the centre's mean in ``level``; the whole frame's mean has the rest."""
DARK_CENTRE_WEIGHT: Final = 0.2
"""Weight of the centre's mean in ``dark_level``."""
RIM_SHARE: Final = 0.1
"""Depth of the rim, as a share of the width and of the height."""
LIT: Final = 60.0
"""L* that a quarter of the rim must exceed to show that there was light enough."""
NEAR_WHITE: Final = 95.0
"""L* that a tenth of the frame must reach before a photo can be too bright."""
TILES: Final = 8
"""Tiles along the longer side of the coarse map."""

_THUMBNAIL_SIDE: Final = 126  # px; an eighth of the working frame, plenty for means of areas
# Steep, because a photo whose lightest tenth is not near white has lost nothing.
_NEAR_WHITE_SLOPE: Final = 4.0
_CLIPPED_HIGH: Final = 250  # of 255; JPEG noise keeps blown areas a little below 255
_CLIPPED_LOW: Final = 5
# Luminance below this cannot be told from sensor and JPEG noise in 8 bits (about code 3 of 255).
_LUMINANCE_FLOOR: Final = 0.001


class ExposureMeasurement(NamedTuple):
    """Brightness of a photo; L* from 0 to 100 unless stated.

    Attributes
    ----------
    dark_level : float
        Mean of the frame, with a little more weight in the centre, plus what ``rim`` has over
        ``LIT``; at most 100. The measure of too dark.
    bright_level : float
        ``level`` less four times what ``upper`` lacks to ``NEAR_WHITE``, at least 0; the measure
        of too bright.
    level : float
        Centre-weighted mean of the frame.
    upper : float
        90th percentile of the frame.
    rim : float
        75th percentile of the frame's rim, ``RIM_SHARE`` deep.
    frame_mean : float
        Mean of the whole frame.
    centre_mean : float
        Mean of the middle 60 % of width and height.
    subject_mean : float
        Mean of the region.
    subject_percentiles : tuple of 5 floats
        5th, 25th, 50th, 75th and 95th percentile of the region.
    subject_clipped_high : float
        Share (0 to 1) of the region with a channel at its top, so that
        colour or texture is lost there.
    subject_clipped_low : float
        Share (0 to 1) of the region with all channels at the bottom.
    highlight_stops : float
        Log2 of the frame's 99th percentile of luminance over its log-average;
        0 for a uniform photo, at most about 10; the measure of backlight.
    background_difference : float
        Mean outside the region minus mean inside, -100 to 100; 0 if the
        region is the whole frame. Positive where the subject is darker than what surrounds it.
    tiles : rows×columns float32
        Mean of each tile of the frame, for showing where.
    """

    dark_level: float
    bright_level: float
    level: float
    upper: float
    rim: float
    frame_mean: float
    centre_mean: float
    subject_mean: float
    subject_percentiles: tuple[float, float, float, float, float]
    subject_clipped_high: float
    subject_clipped_low: float
    highlight_stops: float
    background_difference: float
    tiles: NDArray[np.float32]


def exposure(
    rgb: NDArray[np.uint8], region: NDArray[np.bool_] | None = None
) -> ExposureMeasurement:
    """Measure a photo's exposure.

    Parameters
    ----------
    rgb : H×W×3 uint8
        sRGB, of any size from 1×1.
    region : H×W bool, optional
        True on the subject. None, or a region without a true pixel, means the whole frame.

    Returns
    -------
    ExposureMeasurement

    Raises
    ------
    ValueError
        If an array has another shape or dtype, or `rgb` has no pixels.

    References
    ----------
    E. Reinhard et al., "Photographic tone reproduction for digital images", ACM Transactions on
    Graphics 21(3), 2002. https://doi.org/10.1145/566654.566575

    Examples
    --------
    >>> grey = np.full((60, 80, 3), 119, np.uint8)
    >>> measured = exposure(grey)
    >>> round(measured.level), round(measured.highlight_stops, 3)
    (50, 0.0)
    """
    check_image(rgb, channels=3)
    region = region_or_frame(region, rgb.shape[:2])
    thumbnail, whole = reduced(rgb, _THUMBNAIL_SIDE)
    size = (thumbnail.shape[1], thumbnail.shape[0])
    covered = region[whole].view(np.uint8) * np.uint8(255)
    small = cv2.resize(covered, size, interpolation=cv2.INTER_AREA)
    # A region thinner than a thumbnail pixel must not vanish: take its best-covered pixels.
    inside = small >= min(128, int(small.max()))

    luminance = _luminance(thumbnail)
    lightness = _lightness(luminance)
    subject = lightness[inside]
    background = lightness[~inside]
    frame_mean = float(lightness.mean())
    centre_mean = float(lightness[centre_window(*lightness.shape)].mean())
    subject_mean = float(subject.mean())
    percentiles = np.percentile(subject, (5, 25, 50, 75, 95))
    p5, p25, p50, p75, p95 = (float(value) for value in percentiles)
    level = (1 - CENTRE_WEIGHT) * frame_mean + CENTRE_WEIGHT * centre_mean
    upper = float(np.percentile(lightness, 90))
    rim = float(np.percentile(_rim(lightness), 75))
    even = (1 - DARK_CENTRE_WEIGHT) * frame_mean + DARK_CENTRE_WEIGHT * centre_mean
    brightest = thumbnail.max(axis=2)[inside]
    floored = np.maximum(luminance, np.float32(_LUMINANCE_FLOOR))
    highlights = float(np.percentile(floored, 99))
    return ExposureMeasurement(
        dark_level=min(100.0, even + max(0.0, rim - LIT)),
        bright_level=max(0.0, level - _NEAR_WHITE_SLOPE * max(0.0, NEAR_WHITE - upper)),
        level=level,
        upper=upper,
        rim=rim,
        frame_mean=frame_mean,
        centre_mean=centre_mean,
        subject_mean=subject_mean,
        subject_percentiles=(p5, p25, p50, p75, p95),
        subject_clipped_high=float((brightest >= _CLIPPED_HIGH).mean()),
        subject_clipped_low=float((brightest <= _CLIPPED_LOW).mean()),
        # Below 0 only by rounding, or where under a hundredth of the photo is bright.
        highlight_stops=max(0.0, float(np.log2(highlights)) - float(np.log2(floored).mean())),
        background_difference=float(background.mean()) - subject_mean if background.size else 0.0,
        tiles=_tiles(lightness),
    )


def lightness_below_white(stops: float) -> float:
    """CIE L* (0 to 100) of what lies that many stops below white.

    Examples
    --------
    >>> round(lightness_below_white(0)), round(lightness_below_white(6))
    (100, 13)
    """
    return float(_lightness(np.array([2.0**-stops], np.float32))[0])


_LINEAR: Final = np.array(
    [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in np.arange(256) / 255],
    np.float32,
)
"""sRGB code to linear light, IEC 61966-2-1."""


def _luminance(rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Relative luminance Y, 0 to 1, of sRGB pixels."""
    linear = _LINEAR[rgb]
    return linear @ np.array([0.2126, 0.7152, 0.0722], np.float32)


def _lightness(luminance: NDArray[np.float32]) -> NDArray[np.float32]:
    """CIE L* of relative luminance."""
    return np.where(
        luminance > 216 / 24389, 116 * np.cbrt(luminance) - 16, luminance * (24389 / 27)
    ).astype(np.float32)


def _rim(values: NDArray[np.float32]) -> NDArray[np.float32]:
    height, width = values.shape
    down, across = max(1, int(height * RIM_SHARE)), max(1, int(width * RIM_SHARE))
    outside = np.ones(values.shape, np.bool_)
    outside[down : height - down, across : width - across] = False
    return values[outside]


def _tiles(values: NDArray[np.float32]) -> NDArray[np.float32]:
    height, width = values.shape
    tile = max(height, width) / TILES
    size = (
        min(width, max(1, round(width / tile))),
        min(height, max(1, round(height / tile))),
    )
    return np.asarray(cv2.resize(values, size, interpolation=cv2.INTER_AREA), np.float32)
