"""Counts of photos and what they say of the rate: Wilson's interval (JASA 22, 1927)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

_NO_BREAK: Final = "\N{NO-BREAK SPACE}"
_Z: Final = 1.959963984540054  # of a two-sided 95 % interval


@dataclass(frozen=True)
class Rate:
    """How many of how many photos."""

    count: int
    total: int

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % confidence interval of the rate, by Wilson; 0 to 1 where there are no photos."""
        if self.total == 0:
            return 0.0, 1.0
        share, spread = self.count / self.total, _Z * _Z / self.total
        middle = share + spread / 2
        half = _Z * math.sqrt(share * (1 - share) / self.total + spread / self.total / 4)
        low, high = (middle - half) / (1 + spread), (middle + half) / (1 + spread)
        # Rounding must not leave a trace where the interval ends at nothing or at all.
        return (low if self.count > 0 else 0.0), (high if self.count < self.total else 1.0)

    def __str__(self) -> str:
        """As in ``"1 of 20: 5.0 % (0.9 to 23.6 %)"``; the page's script writes the same.

        A narrow column may break it before the interval only.
        """
        if self.total == 0:
            return "0 of 0".replace(" ", _NO_BREAK)
        low, high = map(_percent, self.interval)
        share = _percent(self.count / self.total)
        counted = f"{self.count} of {self.total}: {share} %".replace(" ", _NO_BREAK)
        return f"{counted} {f'({low} to {high} %)'.replace(' ', _NO_BREAK)}"


def _percent(share: float) -> str:
    return f"{math.floor(1000 * share + 0.5) / 10:.1f}"
