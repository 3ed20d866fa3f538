"""How often matching is right, on sets of photos with stated, synthetic noise.

python -m benchmarks.matching

A view model is imitated: each view has a point in space, an estimate is the posterior of a point
seen with normal noise. `side` is how far left and right (and top and bottom) lie apart, in standard
deviations; all other views lie 6 apart.
"""

from __future__ import annotations

import sys
import time
from collections import Counter

import numpy as np
from numpy.typing import NDArray

from benchmarks.tables import number, table
from photocheck import MatchSettings, Report, Verdict, View
from photocheck.report import Alternative
from photocheck.slots import default_catalog
from photocheck.slots.evidence import Seen
from photocheck.slots.matching import decide

PHONE = default_catalog().category("smartphone")
NAMES = [slot.name for slot in PHONE.slots]
PAIRS = [("smartphone", name) for name in NAMES] + [("none", "none")]


def points(side: float) -> NDArray[np.float64]:
    places: NDArray[np.float64] = np.eye(len(PAIRS)) * 6.0 / np.sqrt(2.0)
    for one, other in (("left", "right"), ("top", "bottom")):
        first, second = NAMES.index(one), NAMES.index(other)
        places[second] = places[first]
        places[second, second] = side
    return places


def photo(
    label: int, index: int, places: NDArray[np.float64], sharpen: float, rng: np.random.Generator
) -> Seen:
    point = places[label] + rng.normal(size=len(PAIRS))
    logit = -0.5 * ((places - point) ** 2).sum(axis=1) * sharpen
    chance = np.exp(logit - logit.max())
    chance /= chance.sum()
    order = [int(place) for place in np.argsort(-chance)]
    named = [
        Alternative(category=PAIRS[o][0], view=PAIRS[o][1], confidence=float(chance[o]))
        for o in order
    ]
    view = View(
        category=named[0].category,
        view=named[0].view,
        confidence=named[0].confidence,
        alternatives=tuple(each for each in named[1:] if each.confidence >= 0.001),
    )
    report = Report(source=str(index), sha256=f"{index:064d}", verdict=Verdict.ACCEPT, view=view)
    return Seen(str(index), {None: report})


def simulate(side: float, sharpen: float, repeats: float, missing: float, sets: int) -> list[str]:
    rng = np.random.default_rng(7)
    places = points(side)
    counts: Counter[str] = Counter()
    sure: list[tuple[float, bool]] = []
    for _ in range(sets):
        labels = [own for own in range(len(NAMES)) if rng.random() >= missing]
        labels += [own for own in labels if rng.random() < repeats]
        labels += [len(NAMES)] * int(rng.random() < 0.3)
        rng.shuffle(labels)
        photos = [photo(own, n, places, sharpen, rng) for n, own in enumerate(labels)]
        match = decide(PHONE, photos, MatchSettings())
        for slot, one in match.assigned.items():
            right = labels[int(one.source)] == NAMES.index(slot)
            counts["right" if right else "wrong"] += 1
            sure.append((one.confidence, right))
        counts["unsure"] += len(match.unsure)
    total = counts.total()
    confidence, right = np.array(sure, dtype=float).T
    bins = np.digitize(confidence, np.linspace(0.9, 1.0, 11))
    error = sum(
        abs(confidence[bins == b].mean() - right[bins == b].mean()) * (bins == b).mean()
        for b in np.unique(bins)
    )
    shares = [number(counts[name] / total, 4) for name in ("right", "unsure", "wrong")]
    return [f"{side:g}", f"{sharpen:g}", f"{repeats:g}", f"{missing:g}", *shares, number(error, 4)]


def main(sets: int = 300) -> int:
    cases: tuple[tuple[float, float, float, float], ...] = (
        (3, 1, 0, 0),
        (2, 1, 0.1, 0.1),
        (1, 1, 0.1, 0.1),
        (0, 1, 0, 0),
        (2, 2, 0.1, 0.1),
    )
    rows = [simulate(*case, sets) for case in cases]
    head = ("side", "sharpened", "repeated", "missing", "right", "unsure", "wrong", "ECE")
    print(table(head, rows))
    rng = np.random.default_rng(1)
    photos = [photo(n % len(PAIRS), n, points(2), 1, rng) for n in range(100)]
    start = time.perf_counter()
    decide(PHONE, photos, MatchSettings())
    print(f"100 photos: {1000 * (time.perf_counter() - start):.0f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
