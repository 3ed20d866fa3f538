"""What a setting of a check limits, so that others can tell what a moved limit would change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeGuard

from photocheck.result import LimitIs, Result, Status

JUDGED = frozenset({Status.PASS, Status.WARN, Status.FAIL})
"""The statuses that limits decide between."""


@dataclass(frozen=True)
class Limit:
    """That a setting is the limit of one number of a check's results.

    Attributes
    ----------
    status : {"warn", "fail"}
        What a photo gets beyond the limit; on it is still ``pass``.
    measurement : str or None
        The number's name in `Result.measurements`; None for `Result.value`. Where a result has no
        such number, the limit is not tried.
    limit_is : {"maximum", "minimum"}
        Whether the number may not be above the limit or not below it.
    unit : str or None
        What the number is in; None for the check's `unit`.
    """

    status: Literal["warn", "fail"]
    measurement: str | None = None
    limit_is: LimitIs = "maximum"
    unit: str | None = None

    def number(self, result: Result) -> float | None:
        """The number of a result that is limited; None where it has none."""
        name = self.measurement
        found = result.value if name is None else result.measurements.get(name)
        return found if is_number(found) else None

    def exceeded(self, number: float, limit: float) -> bool:
        """Whether a number is beyond the limit."""
        return exceeds(number, limit, self.limit_is)


def exceeds(number: float, limit: float, limit_is: LimitIs) -> bool:
    """Whether a number is above a limit that is a maximum, or below one that is a minimum."""
    return number > limit if limit_is == "maximum" else number < limit


def is_number(value: object) -> TypeGuard[float]:
    """Whether a value is a number; True and False are none."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)
