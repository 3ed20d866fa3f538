"""Tables of the view model's answers: shares right, sides, refusals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from benchmarks.realism_photos import Question
from benchmarks.realism_tables import by_label, by_source, confusion, interval
from benchmarks.statistics import limit_at
from benchmarks.tables import count_of, rate_of, share, table
from benchmarks.view_photos import CATEGORY, LONG_SIDE, SHORT_END, Seen, judged

ANSWERED = 0.8
"""A side is answered where it has at least this share of what both sides have."""
REFUSED = 0.01
"""Share of devices that may be taken for no device."""


class Group(NamedTuple):
    """Photos judged together."""

    title: str
    seen: Sequence[Seen]


def summary(question: Question, groups: Sequence[Group], resamples: int) -> str:
    """The share of right answers to one question in each group of photos."""
    rows = []
    for group in groups:
        own = judged(question, group.seen)
        if own.photos:
            chosen = np.ones(len(own.photos), bool)
            rows.append(
                [group.title, str(len(own.photos)), share(interval(own, chosen, resamples))]
            )
    return table(["photos", "n", "right (95 %, sources resampled)"], rows)


def details(question: Question, group: Group, resamples: int) -> str:
    """Confusion, sources and labels of one group."""
    own = judged(question, group.seen)
    return "\n".join(
        [confusion(question, own, resamples), by_source(question, own), by_label(question, own)]
    )


def sides(groups: Sequence[Group]) -> str:
    """How often a side is answered, and how often rightly."""
    rows = []
    for question in (LONG_SIDE, SHORT_END):
        for group in groups:
            own = judged(question, group.seen)
            if not own.photos:
                continue
            sure = own.chances.max(1) >= ANSWERED
            rows.append(
                [
                    f"{question.title}: {group.title}",
                    count_of(int(sure.sum()), len(sure)),
                    rate_of(own.right[sure].tolist()),
                    rate_of(own.right.tolist()),
                ]
            )
    return table(["sides", "answered", "right of these (95 %)", "right if all were"], rows)


def refusals(groups: Sequence[Group]) -> str:
    """Photos of no device found, at the limit that takes at most `REFUSED` of devices for one."""
    rows = []
    for group in groups:
        own = judged(CATEGORY, group.seen)
        nothing = own.truth == CATEGORY.classes.index("none")
        if not nothing.any() or nothing.all():
            continue
        chance = own.chances[:, CATEGORY.classes.index("none")]
        limit = limit_at(chance[~nothing], REFUSED)
        rows.append(
            [
                group.title,
                rate_of((chance[nothing] > limit).tolist()),
                rate_of((own.said[nothing] == CATEGORY.classes.index("none")).tolist()),
                rate_of((own.said[~nothing] == CATEGORY.classes.index("none")).tolist()),
            ]
        )
    head = ["photos", f"found at ≤ {REFUSED:.0%} refused", "likeliest answer", "devices refused so"]
    return table(head, rows)
