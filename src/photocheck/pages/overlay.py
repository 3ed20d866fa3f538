"""A small picture of a photo, and what is drawn over it: the regions that checks found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from photocheck.printable import printable
from photocheck.result import Region

THUMBNAIL_SIDE = 480
"""Longest side of a thumbnail, in pixels."""

_JPEG_QUALITY = 85
_LABEL_HEIGHT = 19.0
_LETTER_WIDTH = 7.4


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


def pen(check: str) -> Pen:
    """The pen of the check of that name; all plug-ins share one."""
    return _PENS.get(check, _OTHER_PEN)


def thumbnail_jpeg(rgb: NDArray[np.uint8]) -> tuple[bytes, int, int]:
    """A photo as a small JPEG, never enlarged.

    Parameters
    ----------
    rgb : H×W×3 uint8 sRGB

    Returns
    -------
    jpeg : bytes
        The same for the same pixels; without metadata.
    width, height : int
        In pixels.
    """
    height, width = rgb.shape[:2]
    scale = min(THUMBNAIL_SIDE / max(height, width), 1.0)
    size = max(round(width * scale), 1), max(round(height * scale), 1)
    small = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA) if scale < 1.0 else rgb
    bgr = cv2.cvtColor(small, cv2.COLOR_RGB2BGR)
    jpeg = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])[1]
    return jpeg.tobytes(), *size


def overlay(marks: Iterable[Mark], width: int, height: int) -> str:
    """Regions as an SVG to lay over a picture of that size, each check's first one labelled.

    Empty without regions. Uses no ``style``, so that a page may forbid it.
    """
    frames: list[str] = []
    labels: list[str] = []
    taken: list[tuple[float, float, float]] = []
    for mark in marks:
        for index, region in enumerate(mark.regions):
            frames.append(_frame(region, pen(mark.check), width, height))
            if index == 0:
                place = _label_place(mark.title, region, width, height, taken)
                taken.append(place)
                labels.append(_label(mark.title, pen(mark.check), place))
    if not frames:
        return ""
    return (
        f'<svg viewBox="0 0 {width} {height}" preserveAspectRatio="none" aria-hidden="true">'
        f"{''.join(frames)}{''.join(labels)}</svg>"
    )


def _frame(region: Region, pen: Pen, width: int, height: int) -> str:
    box = (
        f'x="{region.x * width:.1f}" y="{region.y * height:.1f}" '
        f'width="{region.w * width:.1f}" height="{region.h * height:.1f}" rx="3" fill="none"'
    )
    # A white line below makes the colour stand out from any picture.
    return (
        f'<rect {box} stroke="#ffffff" stroke-opacity="0.85" stroke-width="5"/>'
        f'<rect {box} stroke="{pen.colour}" stroke-width="3" stroke-dasharray="{pen.dashes}"/>'
    )


def _label_place(
    title: str, region: Region, width: int, height: int, taken: Iterable[tuple[float, float, float]]
) -> tuple[float, float, float]:
    long = len(title) * _LETTER_WIDTH + 10.0
    left = max(min(region.x * width, width - long), 0.0)
    top = max(min(region.y * height, height - _LABEL_HEIGHT), 0.0)
    for other_left, other_top, other_long in sorted(taken, key=lambda label: label[1]):
        beside = left >= other_left + other_long or other_left >= left + long
        if not beside and abs(other_top - top) < _LABEL_HEIGHT:
            top = other_top + _LABEL_HEIGHT + 1.0
    return left, top, long


def _label(title: str, pen: Pen, place: tuple[float, float, float]) -> str:
    left, top, long = place
    return (
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{long:.1f}" height="{_LABEL_HEIGHT:.0f}" '
        f'rx="3" fill="{pen.colour}"/><text x="{left + 5:.1f}" y="{top + 14:.1f}" '
        f'fill="{pen.ink}">{escape(printable(title))}</text>'
    )
