"""The numbers of many photos as bars, with room for a limit that moves."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

WIDTH: Final = 1000
"""Of the drawing, in its own units; a page stretches it."""

HEIGHT: Final = 100
"""Of the drawing, the tallest bar with some room above."""

_BARS: Final = 40
_STEPS: Final = 250  # of a slider, at least
_LEAST: Final = 1.5  # height of a bar of one photo among many
_ROOM: Final = 0.03  # beside the outermost number, so that a limit can be moved past it


class Bar(NamedTuple):
    """A part of a bar: the photos of one kind, in units of the drawing."""

    kind: str
    x: float
    y: float
    width: float
    height: float


class Histogram(NamedTuple):
    """An axis, and what is drawn along it.

    Attributes
    ----------
    low, high : float
        The ends of the axis.
    step : float
        What a slider along the axis moves by.
    bars : sequence of Bar
    outside : int
        How many numbers are beyond the ends; they stand in the outermost bars.
    """

    low: float
    high: float
    step: float
    bars: Sequence[Bar]
    outside: int

    @property
    def kinds(self) -> list[str]:
        """What the photos in the bars are, in the order of the parts."""
        return sorted({bar.kind for bar in self.bars})

    def place(self, number: float) -> float:
        """Where a number is on the drawing, at its ends where it is beyond them."""
        share = (number - self.low) / (self.high - self.low)
        return round(WIDTH * min(max(share, 0.0), 1.0), 2)


def histogram(
    numbers: Sequence[float | None],
    kinds: Sequence[str],
    limits: Sequence[float],
    *,
    whole: bool = False,
    least: float = -math.inf,
    most: float = math.inf,
) -> Histogram:
    """The middle 99 of 100 numbers, and the limits, on one axis.

    Parameters
    ----------
    numbers : sequence of float or None
        One a photo; None where nothing was measured. If there are none at all, a limit is needed.
    kinds : sequence of str
        What each photo is; a bar has a part for each kind, in the order of their names.
    limits : sequence of float
        Have their place on the axis, too.
    whole : bool
        Whether limits are whole numbers: then bars stand around whole numbers, so that a limit lies
        between two of them.
    least, most : float
        The range of limits; the axis does not go farther than numbers and limits need.
    """
    measured = np.array([number is not None for number in numbers], np.bool_)
    values = np.array([number for number in numbers if number is not None], np.float64)
    own = np.asarray(kinds, np.str_)[measured]
    ends = list(limits)
    if values.size:
        ends += [np.quantile(values, 0.005, method="lower")]
        ends += [np.quantile(values, 0.995, method="higher")]
    low, high, step = _axis(float(min(ends)), float(max(ends)), whole=whole, least=least, most=most)
    bars = round((high - low) / _whole_width(low, high)) if whole else _BARS
    edges = np.linspace(low, high, bars + 1)
    counts = {
        kind: np.histogram(np.clip(values[own == kind], low, high), edges)[0]
        for kind in sorted(set(own.tolist()))
    }
    outside = int(((values < low) | (values > high)).sum())
    return Histogram(low, high, step, tuple(_drawn(counts, len(edges) - 1)), outside)


def _axis(
    low: float, high: float, *, whole: bool, least: float, most: float
) -> tuple[float, float, float]:
    """The ends of the axis and the step of its slider, in round numbers."""
    room = _ROOM * (high - low) or max(abs(low) / 2, 1.0 if whole else 0.05)
    # A share of nothing needs no room below nothing.
    low, high = min(low, max(low - room, least)), max(high, min(high + room, most))
    step = _round_step((high - low) / _STEPS)
    if whole:
        low, high = math.floor(low) - 0.5, math.ceil(high) + 0.5
        width = _whole_width(low, high)
        return low, low + width * math.ceil((high - low) / width), max(1.0, step)
    digits = max(0, -math.floor(math.log10(step)))
    low, high = math.floor(low / step) * step, math.ceil(high / step) * step
    return round(low, digits), round(high, digits), step


def _whole_width(low: float, high: float) -> int:
    """How many whole numbers a bar stands for."""
    return math.ceil((high - low) / _BARS)


def _round_step(size: float) -> float:
    """The largest of 1, 2 and 5 times a power of ten that is not above a size."""
    power = 10.0 ** math.floor(math.log10(size))
    return max(factor * power for factor in (1, 2, 5) if factor * power <= size or factor == 1)


def _drawn(counts: dict[str, NDArray[np.int64]], bars: int) -> Iterator[Bar]:
    tallest = max((int(total) for total in sum(counts.values(), np.zeros(bars, int))), default=0)
    width = WIDTH / bars
    for place in range(bars):
        top = float(HEIGHT)
        for kind, found in counts.items():
            if found[place]:
                height = max(_LEAST, 0.92 * HEIGHT * int(found[place]) / tallest)
                top -= height
                x, y = place * width + 0.05 * width, max(top, 0.0)
                yield Bar(kind, round(x, 2), round(y, 2), round(0.9 * width, 2), round(height, 2))
