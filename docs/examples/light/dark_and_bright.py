"""
Too dark, right, too bright
===========================

Exposure is judged in L\\*, the lightness of CIE colour: equal steps look equally large. Each
panel shows how much of the photo has which lightness, the device apart from the whole frame.
"""

from pathlib import Path

import cv2
import matplotlib.pyplot as plt
import numpy as np

import photocheck

SAMPLES = Path("../../../samples")
names = ("smartphone_back_too_dark", "smartphone_back", "smartphone_back_too_bright")

figure, panels = plt.subplots(2, 3, figsize=(10, 6.5), layout="constrained")
for (above, below), name in zip(panels.T, names, strict=True):
    photo = photocheck.Photo.open(SAMPLES / f"{name}.jpg")
    result = photocheck.inspect(photo)["exposure"]
    device = photocheck.metrics.find_subject(photo.rgb).mask
    lightness = cv2.cvtColor(photo.rgb.astype(np.float32) / 255, cv2.COLOR_RGB2Lab)[..., 0]
    above.imshow(photo.rgb)
    above.set_title(f"{name}\n{result.status} {result.reason or ''}", fontsize=9)
    above.axis("off")
    bins = np.linspace(0, 100, 51)
    below.hist(lightness.ravel(), bins, density=True, alpha=0.5, label="frame")
    below.hist(lightness[device], bins, density=True, alpha=0.5, label="device")
    below.set(xlabel="L*", yticks=[])
panels[1, 0].legend()
plt.show()
