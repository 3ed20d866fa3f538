"""
The width of blur along a focus sweep
=====================================

A sharp photo is put out of focus more and more, by Gaussians of known width. The measured width
grows with the true one, on a black device and on a bright one. Below about one pixel the edges that
the photo had before decide, and no width is told.
"""

from pathlib import Path

import cv2
import matplotlib.pyplot as plt
import numpy as np

import photocheck
from photocheck import metrics

SAMPLES = Path("../../../samples")
sweep = np.linspace(0, 5, 16)

figure, panel = plt.subplots(figsize=(8, 4.5), layout="constrained")
for name in ("smartphone_back", "smartphone_screen_on", "laptop_screen_off", "tablet_back"):
    photo = photocheck.Photo.open(SAMPLES / f"{name}.jpg")
    region = metrics.find_subject(photo.rgb).mask
    widths = [
        metrics.sharpness(
            photo.grey if sigma == 0 else cv2.GaussianBlur(photo.grey, (0, 0), sigma), region
        ).width
        for sigma in sweep
    ]
    panel.plot(sweep, widths, marker="o", markersize=3, label=name)
panel.plot(sweep, sweep, color="grey", linestyle=":", label="the true width")
panel.set(xlabel="sigma of the blur, px", ylabel="width that was measured, px")
panel.legend()
plt.show()

# %%
# Where it is blurred
# -------------------
# The same measurement gives a width for each tile of the picture that has edges. Here the lower
# half was put out of focus.

photo = photocheck.Photo.open(SAMPLES / "tablet_screen_on.jpg")
half = photo.grey.copy()
middle = half.shape[0] // 2
half[middle:] = cv2.GaussianBlur(half, (0, 0), 3)[middle:]
widths = metrics.sharpness(half).widths

figure, panels = plt.subplots(1, 2, figsize=(8, 5), layout="constrained")
panels[0].imshow(half, cmap="gray")
drawn = panels[1].imshow(widths, vmin=0, vmax=4, cmap="magma")
figure.colorbar(drawn, label="width, px")
for panel in panels:
    panel.axis("off")
plt.show()
