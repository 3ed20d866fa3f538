"""
A map of glare
==============

Glare is light that hides something: white whatever it falls on, compact, with a soft edge, on the
device. The red area is what was taken for it; the dimmed part is not judged.

The lower row shows the limits of this measure. A pale case and a lit screen are bright and no
glare. The picture of a room in dark glass is sharp or faint and looks like print: much of it is not
found.
"""

from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

import photocheck
from photocheck import metrics

SAMPLES = Path("../../../samples")
names = (
    "laptop_right_open",
    "smartphone_screen_off_flash",
    "laptop_screen_off_window",
    "tablet_back",
    "smartphone_screen_on",
    "smartphone_screen_off_window",
)

figure, panels = plt.subplots(2, 3, figsize=(10, 9), layout="constrained")
for panel, name in zip(panels.flat, names, strict=True):
    photo = photocheck.Photo.open(SAMPLES / f"{name}.jpg")
    device = metrics.find_subject(photo.rgb).mask
    found = metrics.glare(photo.rgb, device)
    height, width = photo.rgb.shape[:2]
    shown = photo.rgb // 2
    shown[device] = photo.rgb[device]
    panel.imshow(shown, extent=(0, width, height, 0))
    hidden = np.ma.masked_equal(found.mask.astype(float), 0)
    panel.imshow(
        hidden, extent=(0, width, height, 0), cmap="autumn", alpha=0.8, interpolation="nearest"
    )
    panel.set_title(f"{name}\nhidden {100 * found.share:.2f} %", fontsize=9)
    panel.axis("off")
plt.show()

# %%
# What the customer sees
# ----------------------

source = SAMPLES / "laptop_right_open.jpg"
photocheck.inspect(source)
