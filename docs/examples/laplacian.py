"""
Why the variance of the Laplacian fails on a black phone
========================================================

The usual measure of sharpness adds up how much neighbouring pixels differ. A smooth dark device has
little to differ, however sharp the photo is.
"""

from pathlib import Path

import cv2
import matplotlib.pyplot as plt

import photocheck

SAMPLES = Path("../../samples")
names = [
    "smartphone_screen_off",
    "smartphone_back",
    "laptop_screen_on_defocused",
    "no_device_carpet",
]

inspector = photocheck.Inspector(checks=["blur"])
figure, panels = plt.subplots(1, len(names), figsize=(10, 4), layout="constrained")
for panel, name in zip(panels, names, strict=True):
    photo = photocheck.Photo.open(SAMPLES / f"{name}.jpg")
    energy = cv2.Laplacian(photo.grey, cv2.CV_64F).var()
    blur = inspector.inspect(photo)["blur"]
    panel.imshow(photo.rgb)
    panel.set_title(f"{name}\nLaplacian {energy:.0f}\nwidth {blur.value:.2f} px", fontsize=8)
    panel.axis("off")
plt.show()
