"""
A shake has a direction
=======================

A camera that moves widens only the edges across its path. So widths are measured in eight
directions: where they differ much, the photo is shaken and not out of focus, and the report
says along which line.
"""

from pathlib import Path

import cv2
import matplotlib.pyplot as plt
import numpy as np

import photocheck
from photocheck import metrics

SAMPLES = Path("../../../samples")


def shaken(grey, length, degrees):
    """The picture moved along a line; degrees anticlockwise from horizontal."""
    size = 2 * int(np.ceil(length)) + 1
    kernel = np.zeros((size, size), np.float32)
    middle = size // 2
    step = np.array([np.cos(np.radians(degrees)), -np.sin(np.radians(degrees))]) * length / 2
    start, end = (np.rint(middle + side * step).astype(int).tolist() for side in (-1, 1))
    cv2.line(kernel, start, end, 1.0)
    return cv2.filter2D(grey, -1, kernel / kernel.sum())


photo = photocheck.Photo.open(SAMPLES / "tablet_screen_on.jpg")
figure, panels = plt.subplots(1, 4, figsize=(10, 4), layout="constrained")
for panel, angle in zip(panels, (0, 45, 90, 135), strict=True):
    moved = shaken(photo.grey, 12, angle)
    found = metrics.sharpness(moved)
    told = "none" if found.direction is None else f"{found.direction:.0f}°"
    panel.imshow(moved, cmap="gray")
    panel.set_title(f"moved along {angle}°\nfound: {told}", fontsize=9)
    panel.axis("off")
plt.show()

# %%
# Shaken, or out of focus?
# ------------------------

figure, panel = plt.subplots(figsize=(8, 4), layout="constrained")
lengths = np.linspace(0, 16, 12)
for label, blur in (
    ("shaken", lambda grey, length: shaken(grey, length, 30)),
    ("out of focus", lambda grey, length: cv2.GaussianBlur(grey, (0, 0), max(length / 4, 0.01))),
):
    anisotropy = [metrics.sharpness(blur(photo.grey, length)).anisotropy for length in lengths]
    panel.plot(lengths, anisotropy, marker="o", label=label)
panel.set(
    xlabel="length of the shake, px; four times sigma", ylabel="anisotropy, 0 to 1", ylim=(0, 1)
)
panel.legend()
plt.show()
