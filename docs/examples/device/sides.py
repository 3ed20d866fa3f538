"""
A side told by its strip
========================

Left and right of a phone differ by a few buttons. The view model looks twice: at the whole photo,
and at the narrow side alone, cut out and turned level. The bars are how likely each view is, given
that a phone is shown; where none stands out, `photocheck.match` asks the customer.
"""

from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

import photocheck

SAMPLES = Path("../../../samples")
sides = ("left", "right", "top", "bottom")

figure, panels = plt.subplots(3, 4, figsize=(11, 8), layout="constrained", height_ratios=(4, 2, 2))
for (above, strip, below), side in zip(panels.T, sides, strict=True):
    photo = photocheck.Photo.open(SAMPLES / f"smartphone_{side}.jpg")
    found = photocheck.view.estimate(photo)
    height, width = photo.rgb.shape[:2]
    above.imshow(photo.rgb)
    above.set_title(f"taken: {side}", fontsize=9)
    box = found.box
    rows = slice(int(box.y * height), int((box.y + box.h) * height))
    columns = slice(int(box.x * width), int((box.x + box.w) * width))
    strip.imshow(photo.rgb[rows, columns])
    for panel in (above, strip):
        panel.axis("off")
    views = photocheck.view.VIEWS["smartphone"]
    likelihood = np.array([found.likelihood.get(("smartphone", view), 0.0) for view in views])
    colours = ["tab:green" if view == side else "tab:grey" for view in views]
    below.barh(views, likelihood / likelihood.sum(), color=colours)
    below.set(xlim=(0, 1))
    below.tick_params(labelsize=7)
plt.show()
