"""
Against the light, in stops
===========================

A window behind a device makes the camera choose a short exposure, and the device goes dark. The
question is how many stops (doublings of light) the highlights lie above the rest of the scene. Here
the top of the picture becomes a window that is just white, and all else is darkened in linear
light, as a camera would do it.
"""

from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

import photocheck
from photocheck import metrics

SAMPLES = Path("../../../samples")
photo = photocheck.Photo.open(SAMPLES / "smartphone_back.jpg")


def linear(rgb):
    """Light from sRGB, 0 to 1."""
    value = rgb / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def encoded(light):
    """SRGB from light, 8 bit."""
    light = np.clip(light, 0, 1)
    value = np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
    return np.rint(value * 255).astype(np.uint8)


def before_a_window(stops):
    """All but the window darker by so many stops."""
    light = linear(photo.rgb) * 2.0**-stops
    light[: len(light) // 6] = 1
    return encoded(light)


darker = np.arange(0, 7)
pictures = [before_a_window(stops) for stops in darker]
found = [metrics.exposure(picture) for picture in pictures]
limit = photocheck.checks.Exposure().max_highlight_stops

figure, panels = plt.subplots(1, 4, figsize=(10, 4), layout="constrained")
for panel, index in zip(panels, (0, 2, 4, 6), strict=True):
    panel.imshow(pictures[index])
    panel.set_title(
        f"darker by {darker[index]} stops\nhighlights {found[index].highlight_stops:.1f} stops",
        fontsize=9,
    )
    panel.set(xticks=[], yticks=[])

figure, panel = plt.subplots(figsize=(8, 3.5), layout="constrained")
panel.plot(darker, [each.highlight_stops for each in found], marker="o", label="highlights, stops")
panel.axhline(limit, color="grey", linestyle=":", label="limit of the profile standard")
panel.set(xlabel="all but the window darker by, stops", ylabel="stops")
panel.legend()
plt.show()

# %%
# Two rendered photos before a window
# -----------------------------------
# Each with what is found. A few stops above the rest of the scene are common in good photos, too,
# so the limit is high, and milder cases pass.

names = ("smartphone_back_window_behind", "smartphone_screen_off_window_behind")
figure, panels = plt.subplots(1, 2, figsize=(7, 5), layout="constrained")
for panel, name in zip(panels, names, strict=True):
    report = photocheck.inspect(SAMPLES / f"{name}.jpg")
    stops = report["exposure"].measurements["highlight_stops"]
    panel.imshow(photocheck.annotate(SAMPLES / f"{name}.jpg", report))
    panel.set_title(f"{name}\n{stops:.1f} stops: {report['exposure'].status}", fontsize=9)
    panel.axis("off")
plt.show()
