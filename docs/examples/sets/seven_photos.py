"""
Seven photos find their slots
=============================

The photos come in any order. Each is drawn under the slot that it fills.
"""

import random
from pathlib import Path

import matplotlib.pyplot as plt

import photocheck
from photocheck.slots import default_catalog

SAMPLES = Path("../../../samples")
views = ("screen_on", "screen_off", "back", "left", "right", "top", "bottom")
sources = [str(SAMPLES / f"smartphone_{view}.jpg") for view in views]
random.Random(7).shuffle(sources)

match = photocheck.match(sources, category="smartphone")
category = default_catalog().category("smartphone")

figure, panels = plt.subplots(2, len(sources), figsize=(12, 5), layout="constrained")
for panel, source in zip(panels[0], sources, strict=True):
    panel.imshow(photocheck.Photo.open(source).rgb)
    panel.axis("off")
panels[0, 0].set_title("as they came", fontsize=9, loc="left")
for panel, slot in zip(panels[1], category.slots, strict=True):
    panel.axis("off")
    filled = match.assigned.get(slot.name)
    panel.set_title(slot.titled("en") + ("" if filled else "\nmissing"), fontsize=9)
    if filled:
        panel.imshow(photocheck.Photo.open(filled.source).rgb)
        panel.text(
            0.5,
            -0.06,
            f"{filled.confidence:.2f}, {filled.verdict}",
            fontsize=8,
            ha="center",
            transform=panel.transAxes,
        )
plt.show()

# %%
# With a photo that belongs to something else, and one side twice
# ---------------------------------------------------------------

extra = [
    str(SAMPLES / name) for name in ("wrong_device_controller.jpg", "smartphone_right_again.jpg")
]
match = photocheck.match([*sources, *extra], category="smartphone")
print("complete:  ", match.complete)
print("unexpected:", [(Path(each.source).name, each.reason) for each in match.unexpected])
print("duplicates:", [[Path(source).name for source in group] for group in match.duplicates])
print("unsure:    ", [(Path(each.source).name, each.slots) for each in match.unsure])
