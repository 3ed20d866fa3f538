"""A small picture of a photo, and where the regions that checks found are drawn and named on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from photocheck.result import Region

THUMBNAIL_SIDE = 480
"""Longest side of a thumbnail, in pixels."""

_JPEG_QUALITY = 85
_LABEL_HEIGHT = 19.0
_LETTER_WIDTH = 8.4  # of the widest of the fonts that the page names
_GAP = 4.0


class Pen(NamedTuple):
    """How a check's regions are drawn: colour, dashes and the colour of letters on it."""

    colour: str
    dashes: str
    ink: str


# Okabe and Ito's colours (2008), made for the colour-blind; the dashes differ without colour too.
_PENS: Mapping[str, Pen] = {
    "blur": Pen("#0072b2", "none", "#ffffff"),
    "exposure": Pen("#e69f00", "10 4", "#000000"),
    "glare": Pen("#d55e00", "4 3", "#000000"),
    "duplicate": Pen("#cc79a7", "14 4 3 4", "#000000"),
    "resolution": Pen("#009e73", "6 2", "#000000"),
}
_OTHER_PEN = Pen("#56b4e9", "12 3 2 3", "#000000")


class Mark(NamedTuple):
    """One check's regions and what to call them."""

    check: str
    title: str
    regions: Sequence[Region]

    @property
    def pen(self) -> Pen:
        """How they are drawn."""
        return pen(self.check)


class Box(NamedTuple):
    """A rectangle on a thumbnail, in its pixels, drawn with a pen; with a title, a label."""

    x: float
    y: float
    w: float
    h: float
    pen: Pen
    title: str = ""

    def overlaps(self, other: Box) -> bool:
        """Whether the two have a point in common, edges aside."""
        return (
            self.x < other.x + other.w
            and other.x < self.x + self.w
            and self.y < other.y + other.h
            and other.y < self.y + self.h
        )


def pen(check: str) -> Pen:
    """The pen of the check of that name; all plug-ins share one."""
    return _PENS.get(check, _OTHER_PEN)


def thumbnail_jpeg(
    rgb: NDArray[np.uint8], side: int = THUMBNAIL_SIDE, quality: int = _JPEG_QUALITY
) -> tuple[bytes, int, int]:
    """A photo as a small JPEG, never enlarged.

    Parameters
    ----------
    rgb : H×W×3 uint8 sRGB
    side : int
        Its longest side, in pixels.
    quality : int
        Of the JPEG, 0 to 100.

    Returns
    -------
    jpeg : bytes
        The same for the same pixels; without metadata.
    width, height : int
        In pixels.
    """
    height, width = rgb.shape[:2]
    scale = min(side / max(height, width), 1.0)
    size = max(round(width * scale), 1), max(round(height * scale), 1)
    small = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA) if scale < 1.0 else rgb
    bgr = cv2.cvtColor(small, cv2.COLOR_RGB2BGR)
    jpeg = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return jpeg.tobytes(), *size


def frames(marks: Iterable[Mark], width: float, height: float) -> list[Box]:
    """The rectangles of all regions on a picture of that size, in pixels."""
    return [
        Box(
            x=round(region.x * width, 1),
            y=round(region.y * height, 1),
            w=round(region.w * width, 1),
            h=round(region.h * height, 1),
            pen=mark.pen,
        )
        for mark in marks
        for region in mark.regions
    ]


def labels(marks: Sequence[Mark], width: float, height: float) -> list[Box]:
    """Labels beside the first region of each mark, over no region and no other label.

    A mark without such a place gets none: the legend below the picture names it.
    """
    taken = frames(marks, width, height)
    found = []
    for mark in marks:
        if not mark.regions:
            continue
        (framed,) = frames([mark._replace(regions=mark.regions[:1])], width, height)
        for label in _beside(framed, mark.title):
            inside = 0 <= label.x <= width - label.w and 0 <= label.y <= height - label.h
            if inside and not any(label.overlaps(other) for other in taken):
                taken.append(label)
                found.append(label)
                break
    return found


def _beside(framed: Box, title: str) -> Iterator[Box]:
    """The places for a label: above, below, on the right, on the left."""
    long = round(len(title) * _LETTER_WIDTH + 10.0, 1)
    right, bottom = framed.x + framed.w, framed.y + framed.h
    above, below = framed.y - _LABEL_HEIGHT - _GAP, bottom + _GAP
    for x, y in (
        (framed.x, above),
        (right - long, above),
        (framed.x, below),
        (right - long, below),
        (right + _GAP, framed.y),
        (framed.x - long - _GAP, framed.y),
    ):
        yield Box(round(x, 1), round(y, 1), long, _LABEL_HEIGHT, framed.pen, title)
