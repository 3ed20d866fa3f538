"""
Seven photos find their slots
=============================

The photos come in any order. Each is drawn under the slot that it fills.
"""

import random
import textwrap
from pathlib import Path

import matplotlib.pyplot as plt
from matplotlib.patches import ConnectionPatch

import photocheck
from photocheck.slots import default_catalog

SAMPLES = Path("../../../samples")
views = ("screen_on", "screen_off", "back", "left", "right", "top", "bottom")
sources = [str(SAMPLES / f"smartphone_{view}.jpg") for view in views]
random.Random(7).shuffle(sources)

match = photocheck.match(sources, category="smartphone")
category = default_catalog().category("smartphone")

figure, (came, slots) = plt.subplots(2, len(sources), figsize=(12, 5.4))
figure.subplots_adjust(left=0.01, right=0.99, top=0.99, bottom=0.1, hspace=0.35, wspace=0.1)
for panel, source in zip(came, sources, strict=True):
    panel.imshow(photocheck.Photo.open(source).rgb)
    panel.set_anchor("S")
for panel, slot in zip(slots, category.slots, strict=True):
    filled = match.assigned.get(slot.name)
    panel.set_anchor("N")
    title = textwrap.fill(slot.titled("en"), 12)
    panel.text(0.5, -0.04, title, ha="center", va="top", transform=panel.transAxes)
    if filled is None:
        continue
    panel.imshow(photocheck.Photo.open(filled.source).rgb)
    line = ConnectionPatch(
        (0.5, 0),
        (0.5, 1),
        "axes fraction",
        "axes fraction",
        axesA=came[sources.index(filled.source)],
        axesB=panel,
        color="tab:blue",
        arrowstyle="->",
    )
    figure.add_artist(line)
for panel in (*came, *slots):
    panel.axis("off")
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
