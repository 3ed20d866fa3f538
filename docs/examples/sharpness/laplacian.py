"""
Why the variance of the Laplacian fails on a black phone
========================================================

The usual measure of sharpness adds up how much neighbouring pixels differ. A smooth dark device
has little to differ, however sharp the photo is; a carpet has much, even where the photo is
soft. A width asks over how many pixels an edge goes from dark to bright, and knows no contrast.

Each point is a sample photo. A measure of sharpness is of use where some line parts the two
colours.
"""

import json
from pathlib import Path

import cv2
import matplotlib.pyplot as plt

import photocheck

SAMPLES = Path("../../../samples")
truth = json.loads((SAMPLES / "truth.json").read_text(encoding="utf-8"))["photos"]
inspector = photocheck.Inspector(checks=["blur"])

measured = {"sharp": [], "blurred": []}
for photo in truth:
    blurred = any(problem.startswith("blur") for problem in photo["problems"])
    if not blurred and photo["usable"] != "accept":
        continue
    opened = photocheck.Photo.open(SAMPLES / photo["file"])
    energy = cv2.Laplacian(opened.grey, cv2.CV_64F).var()
    width = inspector.inspect(opened)["blur"].value
    if width is not None:
        measured["blurred" if blurred else "sharp"].append((energy, width))

figure, panel = plt.subplots(figsize=(8, 4.5), layout="constrained")
for name, marker in (("sharp", "o"), ("blurred", "x")):
    panel.scatter(*zip(*measured[name], strict=True), marker=marker, label=name)
panel.axhline(photocheck.checks.Blur().max_width, color="grey", linestyle=":", label="limit")
panel.set(xscale="log", xlabel="variance of the Laplacian", ylabel="width of the edges, px")
panel.legend()
plt.show()

# %%
# The sharp photo with the least energy, and the blurred photo with the most
# ---------------------------------------------------------------------------
# By the Laplacian the first would be the worse one.


def by_energy(photo):
    """The variance of the Laplacian of a sample."""
    grey = photocheck.Photo.open(SAMPLES / photo["file"]).grey
    return cv2.Laplacian(grey, cv2.CV_64F).var()


sharp = min((photo for photo in truth if photo["usable"] == "accept"), key=by_energy)
blurred = max(
    (photo for photo in truth if any(each.startswith("blur") for each in photo["problems"])),
    key=by_energy,
)
figure, panels = plt.subplots(1, 2, figsize=(8, 4.5), layout="constrained")
for panel, photo in zip(panels, (sharp, blurred), strict=True):
    opened = photocheck.Photo.open(SAMPLES / photo["file"])
    width = inspector.inspect(opened)["blur"].value
    shown = "no edges to judge by" if width is None else f"width {width:.2f} px"
    panel.imshow(opened.rgb)
    panel.set_title(f"{photo['file']}\nLaplacian {by_energy(photo):.0f}, {shown}", fontsize=9)
    panel.axis("off")
plt.show()
