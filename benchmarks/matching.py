"""How often matching is right, on sets of photos with stated, synthetic noise.

python -m benchmarks.matching

A view model is imitated: each view has a point in space, an estimate is the posterior of a point
seen with normal noise. `side` is how far left and right (and top and bottom) lie apart, in standard
deviations; all other views lie 6 apart. A share of the photos is `spoilt`, and of these a share is
taken `again`: the set then holds both. `hidden` counts slots that a spoilt photo fills although a
good one is in the set.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.tables import number, table
from photocheck import MatchSettings, Report, Verdict, View
from photocheck.report import Alternative
from photocheck.slots import default_catalog
from photocheck.slots.decide import decide
from photocheck.slots.judged import JudgedPhoto

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
    label: int,
    index: int,
    places: NDArray[np.float64],
    sharpen: float,
    rng: np.random.Generator,
    verdict: Verdict = Verdict.ACCEPT,
) -> JudgedPhoto:
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
    report = Report(source=str(index), sha256=f"{index:064d}", verdict=verdict, view=view)
    return JudgedPhoto(str(index), {None: report})


class Case(NamedTuple):
    """What the photos of a set are like; all but the first two are shares, 0 to 1."""

    side: float
    sharpened: float
    repeated: float = 0.0
    missing: float = 0.0
    spoilt: float = 0.0
    again: float = 0.0


def simulate(case: Case, sets: int, settings: MatchSettings) -> list[str]:
    rng = np.random.default_rng(7)
    places = points(case.side)
    counts: Counter[str] = Counter()
    sure: list[tuple[float, bool]] = []
    for _ in range(sets):
        labels = [own for own in range(len(NAMES)) if rng.random() >= case.missing]
        labels += [own for own in labels if rng.random() < case.repeated]
        labels += [len(NAMES)] * int(rng.random() < 0.3)
        shown = [(own, rng.random() < case.spoilt) for own in labels]
        shown += [(own, False) for own, bad in shown if bad and rng.random() < case.again]
        shown = [shown[place] for place in rng.permutation(len(shown))]
        photos = [
            photo(own, n, places, case.sharpened, rng, Verdict.RETAKE if bad else Verdict.ACCEPT)
            for n, (own, bad) in enumerate(shown)
        ]
        match = decide(PHONE, photos, settings)
        for slot, one in match.assigned.items():
            label, bad = shown[int(one.source)]
            right = label == NAMES.index(slot)
            counts["right" if right else "wrong"] += 1
            counts["hidden"] += bad and (NAMES.index(slot), False) in shown
            sure.append((one.confidence, right))
        counts["unsure"] += len(match.unsure)
    total = sum(counts[name] for name in ("right", "unsure", "wrong"))
    confidence, right = np.array(sure, dtype=float).T
    bins = np.digitize(confidence, np.linspace(0.9, 1.0, 11))
    error = sum(
        abs(confidence[bins == b].mean() - right[bins == b].mean()) * (bins == b).mean()
        for b in np.unique(bins)
    )
    shares = [number(counts[name] / total, 4) for name in ("right", "unsure", "wrong")]
    return [*(f"{part:g}" for part in case), *shares, str(counts["hidden"]), number(error, 4)]


def main(sets: int = 300) -> int:
    cases = (
        Case(3, 1),
        Case(2, 1, 0.1, 0.1),
        Case(1, 1, 0.1, 0.1),
        Case(0, 1),
        Case(2, 2, 0.1, 0.1),
        Case(2, 1, 0.0, 0.1, spoilt=0.2),
        Case(2, 1, 0.0, 0.1, spoilt=0.2, again=0.5),
        Case(2, 1, 0.0, 0.1, spoilt=0.2, again=1.0),
    )
    settings = MatchSettings()
    rows = [simulate(case, sets, settings) for case in cases]
    head = (*Case._fields, "right", "unsure", "wrong", "hidden", "ECE")
    print(table(head, rows))
    rng = np.random.default_rng(1)
    photos = [photo(n % len(PAIRS), n, points(2), 1, rng) for n in range(100)]
    start = time.perf_counter()
    decide(PHONE, photos, settings)
    print(f"100 photos: {1000 * (time.perf_counter() - start):.0f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
