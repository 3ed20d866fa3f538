"""
What a limit costs
==================

A stricter limit finds more blurred photos and sends back more good ones.
"""

import json
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

import photocheck

SAMPLES = Path("../../samples")
truth = json.loads((SAMPLES / "truth.json").read_text())["photos"]
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
figure, panel = plt.subplots(figsize=(8, 4), layout="constrained")
panel.plot(limits, [(good > limit).mean() for limit in limits], label=f"good photos ({len(good)})")
panel.plot(
    limits, [(blurred > limit).mean() for limit in limits], label=f"blurred photos ({len(blurred)})"
)
for profile in ("lenient", "standard", "strict"):
    limit = photocheck.Inspector(profile=profile).inspect(SAMPLES / "tablet_back.jpg")["blur"].limit
    panel.axvline(limit, color="grey", linestyle=":")
    panel.text(limit, 1.02, profile, rotation=45, fontsize=8)
panel.set(xlabel="limit, px", ylabel="share sent back")
panel.legend()
plt.show()
