"""Light that hides something: compact, soft-edged, neutral light on the subject.

No measure of brightness finds glare, for a white case, a label and a lit screen are as bright. What
is measured here is how the reflection of a lamp or window differs from white print:

1. It is white whatever it falls on: it raises the darkest of R, G and B (the dark channel of He et
   al., CVPR 2009) over what the surface around shows. The surface is the local median.
2. It lies on the subject: the darker surface is seen around it on nearly all sides. What touches
   the region's rim is more likely the background (of a strong light, the core has to be clear).
3. It fades out: its edge is wide, where print, keys and the contents of a screen end within a pixel
   or two of the thumbnail.
4. It is not a lit screen. A screen shows saturated *and* bright colours, which dark glass and most
   cases do not; the more of them, the less is believed.

Spots that pass are weighted by how much of the room above the surface they take, so that ``share``
is the share of the subject that can't be seen. What this does not see: the picture of a room in
dark glass (sharp or very faint), a veil over the whole subject, glare that runs over the rim. It is
weak evidence; see the published error rates. ``clipped_share`` counts only what is surely lost.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from photocheck.metrics.geometry import Box, check_image, reduced, region_or_frame

__all__ = ["Blob", "GlareMeasurement", "glare"]

_THUMBNAIL_SIDE: Final = 252  # px
_MEDIAN_SHARE: Final = 0.25  # window of the surface's median, share of the thumbnail's longer side
# Of 255, over the surface. The higher levels find the core of a light whose halo runs over the rim.
_EXCESS: Final = (40, 100, 170)
_CLIPPED: Final = 248  # of 255 in all channels; the thumbnail's mean is a little below the clip
_SURE_STRENGTH: Final = 0.5  # of a spot whose clipped pixels count as lost
_MIN_AREA: Final = 0.001  # of the region; specks hide nothing
_MAX_AREA: Final = 0.4
_MIN_ENCLOSED: Final = 0.95  # share of a blob's ring that must lie in the region
_SHARP_WIDTH: Final = 4.0  # px of the thumbnail; edges up to here are print, or nearly so
_SOFT_WIDTH: Final = 8.0  # px; edges from here on are light
_MIN_LAMP_AREA: Final = 0.004  # of the region
_MIN_LAMP_CLIPPED: Final = 0.5  # of the spot
_MAX_LAMP_SURFACE: Final = 120  # of 255
_HALO: Final = 8  # px of the thumbnail, how far around the spot its spread light is looked for
_MIN_HALO: Final = 3  # of 255, over the surface
_SATURATED: Final = 0.45  # (max - min) / max of R, G, B
_BRIGHT: Final = 120  # of 255, the largest of R, G, B
_LIT_SHARE: Final = 0.15  # saturated and bright share of the region, from which on it is a screen
_LIT_HUES: Final = 0.05  # spread of its hues, 0 to 1, from which on it is no coloured case


class Blob(NamedTuple):
    """One glare spot.

    Attributes
    ----------
    box : (x, y, w, h)
        Around it, in fractions of the frame.
    strength : float
        0 to 1, how much of the surface's range the light takes at its peak, less where
        the edge is nearly sharp.
    area : float
        Share of the region, 0 to 1.
    edge_width : float
        Width of its edge, as a share of the frame's longer side.
    """

    box: Box
    strength: float
    area: float
    edge_width: float


class GlareMeasurement(NamedTuple):
    """Glare on a subject.

    Attributes
    ----------
    share : float
        0 to 1, share of the region hidden by light: sum of area times strength.
    clipped_share : float
        0 to 1, share of the region that is clipped to white in spots of strength 0.5 or more.
    blobs : tuple of Blob
        The spots, strongest (area times strength) first.
    mask : H×W bool
        True on the spots.
    """

    share: float
    clipped_share: float
    blobs: tuple[Blob, ...]
    mask: NDArray[np.bool_]


def glare(rgb: NDArray[np.uint8], region: NDArray[np.bool_] | None = None) -> GlareMeasurement:
    """Find light that hides part of the subject.

    Parameters
    ----------
    rgb : H×W×3 uint8
        sRGB, of any size from 1×1.
    region : H×W bool, optional
        True on the subject. None, or a region without a true pixel, means the whole frame.
        Nothing is found in a region that the thumbnail is too small to show.

    Returns
    -------
    GlareMeasurement

    Raises
    ------
    ValueError
        If an array has another shape or dtype, or `rgb` has no pixels.

    References
    ----------
    K. He, J. Sun and X. Tang, "Single image haze removal using dark channel prior", CVPR 2009.
    https://doi.org/10.1109/CVPR.2009.5206515

    Examples
    --------
    >>> dark = np.full((600, 800, 3), 40, np.uint8)
    >>> glare(dark).share
    0
    >>> lit = dark.copy()
    >>> _ = cv2.circle(lit, (400, 300), 60, (255, 255, 255), -1)
    >>> lit = cv2.GaussianBlur(lit, (0, 0), 20)
    >>> 0 < glare(lit).share < 0.1
    True
    """
    check_image(rgb, channels=3)
    height, width = rgb.shape[:2]
    covered = region_or_frame(region, (height, width))
    thumbnail, whole = reduced(rgb, _THUMBNAIL_SIDE)
    size = (thumbnail.shape[1], thumbnail.shape[0])
    inside = np.asarray(
        cv2.resize(covered[whole].view(np.uint8), size, interpolation=cv2.INTER_NEAREST), np.uint8
    )
    if not inside.any():
        return GlareMeasurement(0.0, 0.0, (), np.zeros((height, width), np.bool_))

    scene = _scene(thumbnail, inside)
    blobs: list[Blob] = []
    mask = np.zeros_like(inside)
    clipped = 0
    for level in _EXCESS if scene.doubt < 1 else ():
        candidates = ((scene.excess > level) & (inside > 0)).astype(np.uint8)
        count, labels, stats, _ = cv2.connectedComponentsWithStats(candidates, connectivity=8)
        for label in range(1, count):
            area = int(stats[label, cv2.CC_STAT_AREA])
            if not max(4, _MIN_AREA * scene.area) <= area <= _MAX_AREA * scene.area:
                continue
            window, box = _window(stats[label], (size[1], size[0]))
            spot = (labels[window] == label).astype(np.uint8)
            if mask[window][spot > 0].any():  # the core of a spot that a lower level has found
                continue
            strength, edge_width = _strength(scene, window, spot)
            if strength <= 0:
                continue
            blobs.append(Blob(box, strength, area / scene.area, edge_width / max(size)))
            mask[window] |= spot
            if strength >= _SURE_STRENGTH:
                clipped += int(((scene.white[window] >= _CLIPPED) & (spot > 0)).sum())
    blobs.sort(key=lambda item: -item.area * item.strength)
    return GlareMeasurement(
        share=min(1.0, sum(item.area * item.strength for item in blobs)),
        clipped_share=clipped / scene.area,
        blobs=tuple(blobs),
        mask=cv2.resize(mask, (width, height), interpolation=cv2.INTER_NEAREST).view(np.bool_),
    )


class _Scene(NamedTuple):
    """What is measured once for all spots, all of the thumbnail's size."""

    inside: NDArray[np.uint8]
    area: int  # pixels of the region
    white: NDArray[np.uint8]  # darkest of R, G, B
    surface: NDArray[np.uint8]  # what white would be without the light
    excess: NDArray[np.uint8]
    gradient: NDArray[np.float32]  # per pixel, of white
    doubt: float  # 0 to 1, how much the region looks like a lit screen


def _scene(thumbnail: NDArray[np.uint8], inside: NDArray[np.uint8]) -> _Scene:
    red, green, blue = cv2.split(thumbnail)
    white = np.asarray(cv2.min(cv2.min(red, green), blue), np.uint8)
    brightest = np.asarray(cv2.max(cv2.max(red, green), blue), np.uint8)
    surface = _surface(white, inside)
    smooth = cv2.GaussianBlur(white, (0, 0), 0.7).astype(np.float32)
    gradient = cv2.magnitude(
        cv2.Sobel(smooth, cv2.CV_32F, 1, 0, scale=1 / 8),
        cv2.Sobel(smooth, cv2.CV_32F, 0, 1, scale=1 / 8),
    )
    return _Scene(
        inside=inside,
        area=int(inside.sum()),
        white=white,
        surface=surface,
        excess=np.asarray(cv2.subtract(white, surface), np.uint8),  # saturates at 0
        gradient=np.asarray(gradient, np.float32),
        doubt=_lit_screen(thumbnail, white, brightest, inside),
    )


def _strength(
    scene: _Scene, window: tuple[slice, slice], spot: NDArray[np.uint8]
) -> tuple[float, float]:
    """Strength of a spot, 0 if it isn't light on the subject, and its edge's width in pixels."""
    ring = cv2.dilate(spot, _KERNEL) - spot
    if not ring.any() or float(scene.inside[window][ring > 0].mean()) < _MIN_ENCLOSED:
        return 0.0, 0.0
    peak = float(np.percentile(scene.excess[window][spot > 0], 95))
    edge = cv2.dilate(spot, _KERNEL) > cv2.erode(spot, _KERNEL)
    steepest = max(1.0, float(np.percentile(scene.gradient[window][edge], 75)))
    edge_width = peak / steepest
    softness = min(1.0, max(0.0, (edge_width - _SHARP_WIDTH) / (_SOFT_WIDTH - _SHARP_WIDTH)))
    if softness < 1.0 and spot.sum() > _MIN_LAMP_AREA * scene.area:
        softness = max(softness, _lamp(scene, window, spot))
    room = 255 - float(np.median(scene.surface[window][spot > 0]))
    return softness * min(1.0, peak / room) * (1 - scene.doubt), edge_width


def _lamp(scene: _Scene, window: tuple[slice, slice], spot: NDArray[np.uint8]) -> float:
    """Clipped share of a spot that looks like a lamp mirrored in glass, 0 if it doesn't.

    Its edge is as sharp as print's, but it is clipped, and the lens spreads some of its light over
    the dark surface around it.
    """
    clipped = float((scene.white[window][spot > 0] >= _CLIPPED).mean())
    margin = ((_HALO, _HALO), (_HALO, _HALO))
    height, width = scene.white.shape
    rows, columns = (range(part.start - _HALO, part.stop + _HALO) for part in window)
    padded = np.pad(spot, margin)[
        max(0, -rows.start) : height - rows.start, max(0, -columns.start) : width - columns.start
    ]
    around = (
        slice(max(0, rows.start), max(0, rows.start) + padded.shape[0]),
        slice(max(0, columns.start), max(0, columns.start) + padded.shape[1]),
    )
    near = cv2.dilate(padded, np.ones((_HALO + 1, _HALO + 1), np.uint8))
    far = cv2.dilate(padded, np.ones((2 * _HALO + 1, 2 * _HALO + 1), np.uint8))
    halo = (far > near) & (scene.inside[around] > 0)
    if clipped < _MIN_LAMP_CLIPPED or not halo.any():
        return 0.0
    dark = float(np.median(scene.surface[around][halo])) < _MAX_LAMP_SURFACE
    spread = float(np.median(scene.excess[around][halo])) >= _MIN_HALO
    return clipped if dark and spread else 0.0


_KERNEL: Final = np.ones((5, 5), np.uint8)


def _lit_screen(
    thumbnail: NDArray[np.uint8],
    white: NDArray[np.uint8],
    brightest: NDArray[np.uint8],
    inside: NDArray[np.uint8],
) -> float:
    """How much the region looks like a lit screen, 0 to 1: bright colours, and several of them."""
    # (max - min) / max > s  <=>  min < (1 - s) max, without dividing by zero.
    coloured = (white < (1 - _SATURATED) * brightest) & (brightest > _BRIGHT) & (inside > 0)
    found = int(coloured.sum())
    if found == 0:
        return 0.0
    colours = thumbnail[coloured].astype(np.float32)
    colours -= colours.mean(axis=1, keepdims=True)
    colours /= np.linalg.norm(colours, axis=1, keepdims=True)
    # Unit vectors of one hue add up to their number, those of many hues to less.
    spread = 1.0 - float(np.linalg.norm(colours.mean(axis=0)))
    return min(1.0, found / int(inside.sum()) / _LIT_SHARE) * min(1.0, spread / _LIT_HUES)


def _surface(white: NDArray[np.uint8], inside: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """What the subject's surface shows: a wide median that sees neither background nor clipping."""
    # Clipped pixels tell nothing of the surface; left in, a large light would pass for the surface.
    known = (inside > 0) & (white < _CLIPPED)
    if not known.any():
        return white
    filled = np.where(known, white, np.uint8(np.median(white[known])))
    longest = min(_THUMBNAIL_SIDE, max(white.shape))  # a strip is not reduced
    side = 2 * round(_MEDIAN_SHARE * longest / 2) + 1
    return np.asarray(cv2.medianBlur(filled.astype(np.uint8), max(3, side)), np.uint8)


def _window(stats: NDArray[np.int32], shape: tuple[int, int]) -> tuple[tuple[slice, slice], Box]:
    """A component's bounding box with room for its ring, and the box as fractions."""
    height, width = shape
    x, y, w, h = (int(value) for value in stats[:4])
    window = (slice(max(0, y - 3), y + h + 3), slice(max(0, x - 3), x + w + 3))
    return window, (x / width, y / height, w / width, h / height)
