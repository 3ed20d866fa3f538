"""How often the view model is right on real photos of sources that did not teach it.

    python -m benchmarks.view_sources           # prints the tables
    python -m benchmarks.view_sources --write   # also writes them to the page on the view

Two lots of photos are judged apart. `dev2` fitted the calibration, and what was tried was chosen by
looking at both; sources that nobody here has seen will be somewhat harder. Intervals are by source:
whole sources are drawn again, since photos of one source share hands, tables and cameras.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray
from training.examples import Example, from_real
from training.labels import CATEGORIES, LABELS, group_of

from benchmarks.photos import development_folder
from benchmarks.statistics import SEED
from benchmarks.tables import DOCS, environment, number, publish, table
from photocheck.view import ViewEstimate
from photocheck.view.calibration import categories
from photocheck.view.model import installed
from photocheck.view.predictor import predict

COMMAND: Final = "python -m benchmarks.view_sources --write"
_RESAMPLES: Final = 1000
_BINS: Final = 10


@dataclass(frozen=True)
class Told:
    """A photo and what the model says of it."""

    example: Example
    estimate: ViewEstimate

    @property
    def category(self) -> str:
        """The right one."""
        return LABELS[min(self.example.right)][0]

    @property
    def answer(self) -> tuple[str, float]:
        """The likeliest category and its probability."""
        shares = categories(self.estimate.likelihood)
        best = max(shares, key=lambda name: (shares[name], name))
        return best, shares[best]

    @property
    def is_right(self) -> bool:
        """Whether that is the right one."""
        return self.answer[0] == self.category

    @property
    def group_is_right(self) -> bool | None:
        """Of views of the right category, whether the likeliest kind of side is; None if unknown.

        That is what matching asks, which is told the category.
        """
        group = group_of(min(self.example.right))
        if not self.example.right <= group or self.category in {"none", "document", "parcel"}:
            return None
        sums: dict[frozenset[int], float] = {}
        for pair, share in self.estimate.likelihood.items():
            if pair[0] == self.category:
                own = group_of(LABELS.index(pair))
                sums[own] = sums.get(own, 0.0) + share
        return bool(sums) and max(sums, key=lambda one: (sums[one], min(one))) == group


def judge(examples: Sequence[Example]) -> list[Told]:
    """Have the installed model look at each photo."""
    model = installed()
    return [
        Told(
            one,
            predict(model, np.asarray(cv2.imread(str(one.path), cv2.IMREAD_COLOR_RGB), np.uint8)),
        )
        for one in examples
    ]


def interval(told: Sequence[Told], measure: Callable[[Told], bool | None]) -> str:
    """A share with its interval by source, and how many photos and sources it is of."""
    known = [(one.example.source, measure(one)) for one in told]
    found = [(source, bool(hit)) for source, hit in known if hit is not None]
    if not found:
        return "–"
    sources = sorted({source for source, _ in found})
    hits = np.array([[sum(h for s, h in found if s == source)] for source in sources], float)[:, 0]
    counts = np.array([sum(s == source for s, _ in found) for source in sources], float)
    rng = np.random.default_rng(SEED)
    drawn = rng.integers(len(sources), size=(_RESAMPLES, len(sources)))
    shares = hits[drawn].sum(1) / counts[drawn].sum(1)
    low, high = np.quantile(shares, [0.025, 0.975])
    share = float(hits.sum() / counts.sum())
    return (
        f"{number(share, 2)} ({number(low, 2)}–{number(high, 2)}), "
        f"{len(found)} of {len(sources)} sources"
    )


def by_category(lots: dict[str, list[Told]]) -> str:
    """The category, and the kind of side given the category."""
    rows = []
    for name in ("all", *CATEGORIES):
        row = [name]
        for told in lots.values():
            own = [one for one in told if name in {"all", one.category}]
            row += [interval(own, lambda one: one.is_right)]
            row += [interval(own, lambda one: one.group_is_right)]
        rows.append(row)
    head = ["photos of"]
    for lot in lots:
        head += [f"{lot}: category", f"{lot}: kind of side, category told"]
    return table(head, rows)


def confidence(lots: dict[str, list[Told]]) -> str:
    """Whether the model knows when it knows."""
    rows = []
    for lot, told in lots.items():
        shares = np.array([one.answer[1] for one in told])
        right = np.array([one.is_right for one in told])
        half = np.argsort(-shares)[: len(told) // 2]
        sure = [one for one in told if one.estimate.sure]
        lit = [one for one in told if one.example.screen is not None]
        answered = [one for one in lit if one.estimate.screen is not None]
        told_right = sum(one.estimate.screen == one.example.screen for one in answered)
        rows += [
            [lot, "calibration error of the category", number(calibration_error(shares, right))],
            [lot, "the surest half of answers right", number(float(right[half].mean()))],
            [lot, "said to be sure", f"{len(sure)} of {len(told)}"],
            [lot, "of these right", f"{sum(one.is_right for one in sure)} of {len(sure)}"],
            [lot, "screen on or off answered", f"{len(answered)} of {len(lit)}"],
            [
                lot,
                "of these right",
                f"{told_right} of {len(answered)}",
            ],
            [
                lot,
                "contradicts said of the right category",
                number(float(np.mean([o.category in o.estimate.contradicted for o in told]))),
            ],
            [
                lot,
                "contradicts found for another device's category",
                number(float(np.mean([_found(one) for one in told if one.category != "none"]))),
            ],
        ]
    return table(["photos", "question", "answer"], rows)


def _found(one: Told) -> float:
    """Share of the other device categories that the photo is said to contradict."""
    others = [name for name in CATEGORIES if name not in {one.category, "none"}]
    return float(np.mean([name in one.estimate.contradicted for name in others]))


def calibration_error(shares: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """Mean distance of confidence and share right, over bins of equally many photos."""
    order = np.array_split(np.argsort(shares), _BINS)
    gaps = [abs(shares[part].mean() - right[part].mean()) * len(part) for part in order]
    return float(sum(gaps) / len(shares))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables; write them if asked to."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="rewrite the tables of the docs")
    options = parser.parse_args(arguments)
    folder = development_folder()
    if folder is None or not (folder / "dev2.csv").is_file():
        print("The development photos are absent: there is nothing to judge.", file=sys.stderr)
        return 2
    lots = {
        "dev2": judge(from_real(folder, "dev2", teaches=False)),
        "devices": judge(from_real(folder, "devices", teaches=False)),
    }
    text = "\n".join(
        [
            f"`{COMMAND}`, {environment('opencv-python-headless', 'numpy', cores=False)}.\n",
            by_category(lots),
            confidence(lots),
        ]
    )
    publish(text, DOCS / "explanation/view.md", "sources", write=options.write)
    return 0


if __name__ == "__main__":
    sys.exit(main())
