"""Rates and their uncertainty, for checks that give one number a photo.

Everywhere, a larger value means worse, a photo is rejected where its value is *above* the limit,
and a photo that a check could not judge has the value ``-inf``: it is never rejected.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
Flags = NDArray[np.bool_]

SEED = 20_261_123
RESAMPLES = 1000
UNJUDGED = -math.inf


class Interval(NamedTuple):
    """An estimate with its 95 % confidence interval; NaN where there is nothing to estimate."""

    value: float
    low: float
    high: float


class SourceRow(NamedTuple):
    """One source judged by a limit that was set on the others."""

    source: str
    limit: float
    negatives: int
    false_retakes: int
    positives: int
    caught: int


def auroc(values: Values, positive: Flags) -> float:
    """Area under the ROC curve: how often a bad photo is above a good one, ties counting half.

    NaN if there are no good or no bad photos.
    """
    bad, good = values[positive], np.sort(values[~positive])
    if bad.size == 0 or good.size == 0:
        return math.nan
    below = np.searchsorted(good, bad, side="left")
    not_above = np.searchsorted(good, bad, side="right")
    return float((below + not_above).sum() / 2 / (bad.size * good.size))


def limit_at(good: Values, rate: float) -> float:
    """The smallest limit that rejects at most the share `rate` of good photos.

    It is one of their values. `inf` if there are no good photos.
    """
    if good.size == 0:
        return math.inf
    allowed = math.floor(rate * good.size + 1e-9)
    return float(np.sort(good)[max(good.size - allowed - 1, 0)])


def catch(values: Values, positive: Flags, rate: float) -> float:
    """Share of bad photos rejected by the limit that rejects at most `rate` of the good ones."""
    if not positive.any() or positive.all():
        return math.nan
    return float((values[positive] > limit_at(values[~positive], rate)).mean())


def wilson(hits: int, n: int) -> Interval:
    """A share and its 95 % interval (Wilson, JASA 1927)."""
    if n == 0:
        return Interval(math.nan, math.nan, math.nan)
    z = 1.959964
    share = hits / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    # Without rounding the share itself could fall outside by a last digit at 0 and n hits.
    low, high = min(share, middle - half), max(share, middle + half)
    return Interval(share, max(0.0, low), min(1.0, high))


def bootstrap(
    statistic: Callable[[Values, Flags], float],
    values: Values,
    positive: Flags,
    *,
    groups: Sequence[str],
    strata: Sequence[str],
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Interval:
    """The statistic and its 95 % interval by resampling whole scenes within each source.

    Photos of one scene are no independent evidence, so `groups` (scenes) are drawn with
    replacement, within each of the `strata` (sources). Draws where the statistic is NaN are left
    out.
    """
    value = statistic(values, positive)
    if math.isnan(value):
        return Interval(value, math.nan, math.nan)
    members: dict[str, dict[str, list[int]]] = {}
    for index, (stratum, group) in enumerate(zip(strata, groups, strict=True)):
        members.setdefault(stratum, {}).setdefault(group, []).append(index)
    scenes = [[np.array(indices) for indices in by_group.values()] for by_group in members.values()]
    generator = np.random.default_rng(seed)
    drawn = []
    for _ in range(resamples):
        chosen = np.concatenate(
            [
                stratum[scene]
                for stratum in scenes
                for scene in generator.integers(0, len(stratum), len(stratum))
            ]
        )
        drawn.append(statistic(values[chosen], positive[chosen]))
    finite = np.array(drawn)[~np.isnan(drawn)]
    if finite.size == 0:
        return Interval(value, math.nan, math.nan)
    low, high = np.percentile(finite, (2.5, 97.5))
    return Interval(value, float(low), float(high))


def leave_one_source_out(
    values: Values, positive: Flags, sources: Sequence[str], rate: float
) -> list[SourceRow]:
    """Each source, judged by the limit that rejects at most `rate` of the other sources' good ones.

    Sources are in alphabetical order. A source that holds all good photos is judged by no limit
    and left out.
    """
    names = np.array(sources)
    rows = []
    for source in sorted(set(sources)):
        own = names == source
        others = values[~own & ~positive]
        if others.size == 0:
            continue
        limit = limit_at(others, rate)
        rejected = own & (values > limit)
        rows.append(
            SourceRow(
                source,
                limit,
                int((own & ~positive).sum()),
                int((rejected & ~positive).sum()),
                int((own & positive).sum()),
                int((rejected & positive).sum()),
            )
        )
    return rows
