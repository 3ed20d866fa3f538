"""
The whole device in the frame
=============================

The check ``framing`` warns of devices that are cut off or too many, and asks for photos again in
which the device is too small. Each title is what it says of the photo; not every fault is found.
"""

from pathlib import Path

import matplotlib.pyplot as plt

import photocheck

SAMPLES = Path("../../../samples")
names = (
    "smartphone_back",
    "smartphone_back_cut_off",
    "smartphone_back_far",
    "smartphone_back_two_devices",
)

inspector = photocheck.Inspector(checks=["framing"])
figure, panels = plt.subplots(1, len(names), figsize=(11, 4.5), layout="constrained")
for panel, name in zip(panels, names, strict=True):
    source = SAMPLES / f"{name}.jpg"
    report = inspector.inspect(source)
    result = report["framing"]
    panel.imshow(photocheck.annotate(source, report))
    panel.set_title(f"{name}\n{result.status} {result.reason or ''}", fontsize=8)
    panel.axis("off")
plt.show()
