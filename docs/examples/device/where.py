"""
Where the device is
===================

Sharpness and glare are judged on the device. The upper row shows the region that they use: what
stands out in colour and light, or the middle of the frame where nothing does. The lower row shows
the region that the view model finds, which ``framing`` uses.
"""

from pathlib import Path

import cv2
import matplotlib.pyplot as plt
import numpy as np

import photocheck

SAMPLES = Path("../../../samples")
names = ("smartphone_back", "laptop_left_open", "smartwatch_front_on", "no_device_table")

figure, panels = plt.subplots(2, len(names), figsize=(11, 7), layout="constrained")
for column, name in zip(panels.T, names, strict=True):
    photo = photocheck.Photo.open(SAMPLES / f"{name}.jpg")
    subject = photocheck.metrics.find_subject(photo.rgb)
    height, width = subject.mask.shape
    seen = photocheck.view.estimate(photo).mask
    if seen is None:
        seen = np.zeros((1, 1), bool)
    seen = cv2.resize(seen.astype(np.uint8), (width, height), interpolation=cv2.INTER_NEAREST) > 0
    for panel, mask, how in (
        (column[0], subject.mask, f"region: {subject.method}"),
        (column[1], seen, "view model" if seen.any() else "view model: no device"),
    ):
        shown = photo.rgb // 4
        shown[mask] = photo.rgb[mask]
        panel.imshow(shown)
        panel.set_title(f"{name}\n{how}", fontsize=8)
        panel.axis("off")
plt.show()
