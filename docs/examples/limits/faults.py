"""
Faults made from a good photo
=============================

`photocheck.testing.degrade` makes a good photo bad in a known way: the benchmarks do so, and
you can test your own settings with it. Each title is what photocheck says of the result; not
every fault is found.
"""

from pathlib import Path

import matplotlib.pyplot as plt

import photocheck
from photocheck.testing import FAULTS, degrade

SAMPLES = Path("../../../samples")
source = SAMPLES / "smartphone_screen_on.jpg"
inspector = photocheck.Inspector()

figure, panels = plt.subplots(3, 4, figsize=(10, 11), layout="constrained")
pictures = [("as it was", photocheck.Photo.open(source).rgb)]
pictures += [(fault, degrade(source, fault)) for fault in FAULTS]
for panel in panels.flat:
    panel.axis("off")
for panel, (name, picture) in zip(panels.flat, pictures, strict=False):
    report = inspector.inspect(picture)
    reasons = ", ".join(result.reason for result in report.problems)
    panel.imshow(picture)
    panel.set_title(f"{name}: {report.verdict}\n{reasons}", fontsize=9)
plt.show()

# %%
# How far a fault may go
# ----------------------
# The same fault in growing strength, and the score of the check that it concerns. A score of 0.5 is
# the limit.

sweeps = {
    "shake": ("blur", "length", (1, 4, 6, 8, 12)),
    "defocus": ("blur", "radius", (0.5, 2, 3, 4, 6)),
    "dark": ("exposure", "stops", (0.5, 1, 2, 3, 4)),
    "bright": ("exposure", "stops", (0.5, 1, 1.5, 2, 3)),
}
figure, panels = plt.subplots(1, len(sweeps), figsize=(11, 3), layout="constrained", sharey=True)
for panel, (fault, (check, setting, values)) in zip(panels, sweeps.items(), strict=True):
    scores = [
        inspector.inspect(degrade(source, fault, **{setting: value}))[check].score
        for value in values
    ]
    panel.plot(values, scores, marker="o")
    panel.axhline(0.5, color="grey", linestyle=":")
    panel.set(title=fault, xlabel=setting, ylim=(0, 1))
panels[0].set_ylabel("score")
plt.show()
