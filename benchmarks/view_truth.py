"""Which of the view model's answers are right for a photo, as its labels know it.

A label may leave open which of several answers is right: a "back" of a laptop is its lid or its
underside. The words are read by the same rules (`training.labels`) that teach the model.
"""

from __future__ import annotations

from typing import Protocol

from training.labels import LABELS, exactly, group_of, of_real

from benchmarks.realism_photos import Pictured
from photocheck.view import ViewEstimate

Pair = tuple[str, str]
Pairs = frozenset[Pair]


class Judgement(Protocol):
    """A photo, and what the model says of it."""

    @property
    def photo(self) -> Pictured: ...
    @property
    def estimate(self) -> ViewEstimate: ...


def right_pairs(photo: Pictured) -> Pairs | None:
    """The answers that may be right; None if no answer would be (several devices, opened ones).

    Raises
    ------
    ValueError, KeyError
        If a render's pair, or a real photo's category, is unknown.
    """
    if photo.several:
        return None
    if photo.split:  # a render, in photocheck's words
        nothing = photo.category == "none"
        right = exactly(photo.category, "none" if nothing else photo.view)
    else:
        found = of_real(photo.category, photo.view)
        if found is None:
            return None
        right = found
    return frozenset(LABELS[index] for index in right)


def kind_of_side(pair: Pair) -> Pairs:
    """The answers that show the same kind of side: a long one, a short one, a closed edge."""
    return frozenset(LABELS[index] for index in group_of(LABELS.index(pair)))


def likeliest(estimate: ViewEstimate) -> tuple[Pair, float]:
    """The answer that a report gives, and its confidence; names decide between equals."""
    pair, value = min(estimate.likelihood.items(), key=lambda item: (-item[1], item[0]))
    return pair, min(value, 1.0)


def likeliest_side(estimate: ViewEstimate) -> tuple[Pairs, float]:
    """The likeliest kind of side, and its confidence: the sum over its answers."""
    sums: dict[Pairs, float] = {}
    for pair, value in estimate.likelihood.items():
        side = kind_of_side(pair)
        sums[side] = sums.get(side, 0.0) + value
    side, value = min(sums.items(), key=lambda item: (-item[1], sorted(item[0])))
    return side, min(value, 1.0)
