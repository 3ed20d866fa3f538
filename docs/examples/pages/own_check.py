"""
A check of your own, drawn
==========================

A check that finds vivid stickers: the measurement is a plain function, the check compares it
with a limit. Its boxes are drawn like those of the built-in checks.
"""

from pathlib import Path

import cv2
import matplotlib.pyplot as plt
import numpy as np

import photocheck

SAMPLES = Path("../../../samples")


def find_stickers(rgb, region):
    """Share of the region under vivid patches, and their boxes."""
    saturation, value = cv2.split(cv2.cvtColor(rgb, cv2.COLOR_RGB2HSV))[1:]
    vivid = ((saturation > 170) & (value > 150) & region).astype(np.uint8)
    vivid = cv2.morphologyEx(vivid, cv2.MORPH_OPEN, np.ones((15, 15), np.uint8))
    stats = cv2.connectedComponentsWithStats(vivid)[2][1:]
    height, width = region.shape
    boxes = [(x / width, y / height, w / width, h / height) for x, y, w, h, _ in stats]
    return float(vivid.sum() / max(region.sum(), 1)), boxes


class Sticker(photocheck.Check):
    """Whether a sticker is on the device."""

    name = "sticker"
    unit = "share"
    max_area: float = 0.01
    texts = {"en": {"sticker.present": "There is a sticker{where}. Take it off, please."}}  # noqa: RUF012

    def run(self, photo, context):
        """Judge the share of the device that stickers cover."""
        area, boxes = find_stickers(photo.rgb, context.subject.mask)
        return self.judge(value=area, limit=self.max_area, reason="sticker.present", regions=boxes)


# A sample photo, and a sticker drawn on it.
photo = np.array(photocheck.Photo.open(SAMPLES / "smartphone_back.jpg").rgb)
height, width = photo.shape[:2]
centre = (width // 2, int(height * 0.55))
cv2.ellipse(photo, centre, (70, 50), 15, 0, 360, (250, 200, 20), -1, cv2.LINE_AA)

inspector = photocheck.Inspector(checks=[..., Sticker()])
report = inspector.inspect(photo)
print(report["sticker"].message)

figure, panel = plt.subplots(figsize=(4.5, 6), layout="constrained")
panel.imshow(photocheck.annotate(photo, report))
panel.axis("off")
plt.show()
