"""A check for photocheck: is there a brightly coloured sticker on the device?"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

import photocheck
from photocheck.checks import Limit

__all__ = ["Sticker", "find_stickers"]

Boxes = list[tuple[float, float, float, float]]


def find_stickers(rgb: NDArray[np.uint8], region: NDArray[np.bool_]) -> tuple[float, Boxes]:
    """Patches of vivid colour, as large as a price sticker.

    Parameters
    ----------
    rgb : H×W×3 uint8 sRGB
    region : H×W bool
        Where to look.

    Returns
    -------
    area : float
        Share of the region that the patches cover, 0 to 1.
    boxes : list of (x, y, w, h)
        In fractions of the picture, the largest patch first.
    """
    saturation, value = cv2.split(cv2.cvtColor(rgb, cv2.COLOR_RGB2HSV))[1:]
    vivid = ((saturation > 150) & (value > 120) & region).astype(np.uint8)
    vivid = cv2.morphologyEx(vivid, cv2.MORPH_OPEN, np.ones((9, 9), np.uint8))
    stats = cv2.connectedComponentsWithStats(vivid)[2][1:]  # the first is the background
    height, width = region.shape
    largest_first = stats[np.argsort(-stats[:, cv2.CC_STAT_AREA], kind="stable")]
    boxes = [(x / width, y / height, w / width, h / height) for x, y, w, h, _ in largest_first]
    return float(vivid.sum() / max(region.sum(), 1)), boxes


class Sticker(photocheck.Check):
    """Warns of stickers; they hide scratches."""

    name = "sticker"
    unit = "share of the device"
    max_area: float = 0.02
    limits = {"max_area": Limit("warn")}  # noqa: RUF012 - pydantic keeps it a class attribute
    texts = {  # noqa: RUF012 - pydantic keeps it a class attribute
        "en": {"sticker.present": "There is a sticker{where}. Take it off if it can be removed."},
        "de": {"sticker.present": "Ein Aufkleber klebt{where}. Bitte lösen Sie ihn, wenn es geht."},
    }

    def run(self, photo: photocheck.Photo, context: photocheck.Context) -> photocheck.Result:
        """Judge the share of the device that stickers cover."""
        area, boxes = find_stickers(photo.rgb, context.subject.mask)
        return self.warn_only(
            value=area,
            limit=self.max_area,
            reason="sticker.present",
            regions=boxes,
        )
