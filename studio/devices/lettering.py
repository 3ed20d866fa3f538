"""Text as thin solids, so that a print or an engraving needs no texture of its own."""

from __future__ import annotations

import cv2
import manifold3d
import numpy as np
from PIL import Image, ImageDraw

from studio.paint import font
from studio.solids import Solid

_PIXELS = 64  # of the letters' height while they are traced


def lettering(
    text: str, height: float, bottom: float, top: float, *, width: float | None = None
) -> Solid:
    """Text about the origin in x and y, read from +z, from z = bottom to z = top.

    Parameters
    ----------
    text : str
    height : float
        Of the font, centimetres.
    bottom, top : float
    width : float, optional
        The text is made smaller where it would be wider than this.
    """
    drawn = font(_PIXELS)
    left, upper, right, lower = drawn.getbbox(text, stroke_width=1)
    size = (int(right - left) + 8, int(lower - upper) + 8)
    image = Image.new("L", size)
    ImageDraw.Draw(image).text((4 - left, 4 - upper), text, 255, drawn, stroke_width=1)
    contours, _ = cv2.findContours(np.asarray(image), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_TC89_L1)
    scale = height / _PIXELS
    if width is not None:
        scale = min(scale, width / size[0])
    loops = []
    for contour in contours:
        loop = contour[:, 0].astype(np.float64)
        if len(loop) >= 3:
            loops.append((loop - np.array(size) / 2) * (scale, -scale))
    outline = manifold3d.CrossSection(loops, manifold3d.FillRule.EvenOdd)
    return manifold3d.Manifold.extrude(outline, top - bottom).translate((0, 0, bottom))
