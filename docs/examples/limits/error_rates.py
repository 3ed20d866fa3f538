"""
Error rates by category
=======================

How many usable photos of each kind of thing are sent back or put before a person. The numbers
are read from the table of :doc:`/explanation/accuracy`, half ``report``: photos on which no
limit was set.
"""

import re
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

page = Path("../../explanation/accuracy.md").read_text(encoding="utf-8")
table = page.partition("### The same, on the half `report`")[2].partition("\n### ")[0]
row = re.compile(r"^\| ([a-z ]+) \| \d+ \| \d+ \| (\d+) of (\d+) [^|]*\| (\d+) of", re.MULTILINE)
rows = [(name, int(retake), int(n), int(review)) for name, retake, n, review in row.findall(table)]
rows = [each for each in rows if each[2] >= 10][::-1]


def interval(hits, n):
    """Wilson's 95 % interval of a share."""
    share, z = hits / n, 1.96
    middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return share - max(middle - half, 0), min(middle + half, 1) - share


figure, panels = plt.subplots(1, 2, figsize=(10, 5), layout="constrained", sharey=True)
names = [f"{name} ({n})" for name, _, n, _ in rows]
for panel, title, index in ((panels[0], "sent back", 1), (panels[1], "to a person", 3)):
    shares = [each[index] / each[2] for each in rows]
    errors = np.array([interval(each[index], each[2]) for each in rows]).T
    panel.errorbar(shares, names, xerr=np.abs(errors), fmt="o")
    panel.set(title=title, xlabel="share of usable photos", xlim=(-0.02, 0.7))
    panel.grid(axis="x", alpha=0.3)
plt.show()
