"""Is the view model's confidence, which a report gives, the share of answers that are right?

Two confidences are judged: that of the likeliest (category, view), which is ``View.confidence``, on
photos whose label names one answer; and that of the likeliest kind of side, opposite sides merged,
on photos whose label names one kind.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.statistics import SEED
from benchmarks.tables import number, table
from benchmarks.view_truth import Judgement, kind_of_side, likeliest, likeliest_side, right_pairs

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

BINS = 15
_DRAWS = 500


class Claims(NamedTuple):
    """How sure the model was of N answers (0 to 1), and which were right."""

    confidence: Floats
    right: Flags


def of_views(seen: Sequence[Judgement]) -> Claims:
    """The likeliest (category, view) of photos whose label names one."""
    claims = []
    for one in seen:
        right = right_pairs(one.photo)
        if right is not None and len(right) == 1:
            pair, confidence = likeliest(one.estimate)
            claims.append((confidence, pair in right))
    return _claims(claims)


def of_kinds_of_side(seen: Sequence[Judgement]) -> Claims:
    """The likeliest kind of side of photos whose label names one."""
    claims = []
    for one in seen:
        right = right_pairs(one.photo)
        if right is not None and right <= kind_of_side(min(right)):
            side, confidence = likeliest_side(one.estimate)
            claims.append((confidence, right <= side))
    return _claims(claims)


def _claims(found: Sequence[tuple[float, bool]]) -> Claims:
    return Claims(
        np.array([confidence for confidence, _ in found], np.float64),
        np.array([right for _, right in found], np.bool_),
    )


def calibration_error(claims: Claims) -> float:
    """Mean distance of confidence and share right over `BINS` bins of equally many answers.

    NaN without answers. C. Guo et al., "On Calibration of Modern Neural Networks", ICML 2017.
    """
    if not claims.right.size:
        return float("nan")
    order = np.argsort(claims.confidence, kind="stable")
    gap = claims.confidence[order] - claims.right[order]
    bins = [part for part in np.array_split(gap, BINS) if part.size]
    return float(sum(abs(part.sum()) for part in bins) / gap.size)


def chance_error(claims: Claims, draws: int = _DRAWS) -> float:
    """The calibration error to expect of a perfect confidence, on as many answers.

    Never 0, since a bin's share right varies by chance. NaN without answers.
    """
    generator = np.random.default_rng(SEED)
    errors = [
        calibration_error(
            Claims(claims.confidence, generator.random(claims.right.size) < claims.confidence)
        )
        for _ in range(draws)
    ]
    return float(np.mean(errors))


def confidence_table(groups: Sequence[tuple[str, Sequence[Judgement]]]) -> str:
    """Calibration of both confidences, for each group of photos that has answers."""
    rows = []
    for what, ask in (("category and view", of_views), ("opposite sides merged", of_kinds_of_side)):
        for title, seen in groups:
            claims = ask(seen)
            if claims.right.size:
                rows.append(
                    [
                        f"{what}: {title}",
                        str(claims.right.size),
                        number(float(claims.confidence.mean())),
                        number(float(claims.right.mean())),
                        number(calibration_error(claims)),
                        number(chance_error(claims)),
                    ]
                )
    head = [
        "confidence",
        "n",
        "mean",
        "right",
        "calibration error",
        "by chance alone",
    ]
    return table(head, rows)
