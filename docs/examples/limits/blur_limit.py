"""
What a limit costs
==================

A stricter limit finds more blurred photos and sends back more good ones. The curves are of the
sample photos; the limits of the profiles were set on other photos, at stated shares of good
ones that are sent back.
"""

import json
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

import photocheck

SAMPLES = Path("../../../samples")
truth = json.loads((SAMPLES / "truth.json").read_text(encoding="utf-8"))["photos"]
inspector = photocheck.Inspector(checks=["blur"])


def widths(chosen):
    """Width of the edges in each photo; those that can't be judged are never sent back."""
    paths = [SAMPLES / photo["file"] for photo in chosen]
    values = [report["blur"].value for report in inspector.inspect_many(paths, workers=2)]
    return np.array([0.0 if value is None else value for value in values])


good = widths([photo for photo in truth if photo["usable"] == "accept"])
blurred = widths(
    [photo for photo in truth if any(problem.startswith("blur") for problem in photo["problems"])]
)

limits = np.linspace(0.3, 6, 200)
figure, panel = plt.subplots(figsize=(8, 4.5), layout="constrained")
for name, values in (("good", good), ("blurred", blurred)):
    shares = [(values > limit).mean() for limit in limits]
    panel.plot(limits, shares, label=f"{name} photos ({len(values)})")
for profile in ("lenient", "standard", "strict"):
    limit = photocheck.Inspector(profile=profile).settings_for(None).checks["blur"]["max_width"]
    panel.axvline(limit, color="grey", linestyle=":")
    panel.text(limit, 0.98, profile, rotation=90, fontsize=8, va="top", ha="right")
panel.set(xlabel="limit, px", ylabel="share sent back", ylim=(0, 1.02))
panel.legend()
plt.show()
