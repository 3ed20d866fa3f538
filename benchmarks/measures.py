"""Which number of a report stands for which problem, and whether the report rejects for it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.statistics import UNJUDGED
from photocheck import Report, Result, Status


@dataclass(frozen=True)
class Measure:
    """The check that finds a problem, the reasons it gives, and its number.

    The number is larger where the photo is worse.
    """

    check: str
    reasons: frozenset[str]
    number: Callable[[Result], float | None]


def _value(result: Result) -> float | None:
    return result.value


def _measurement(name: str, sign: float = 1.0) -> Callable[[Result], float | None]:
    def number(result: Result) -> float | None:
        value = result.measurements.get(name)
        return sign * value if isinstance(value, (int, float)) else None

    return number


MEASURES = {
    "blur": Measure("blur", frozenset({"blur.defocus", "blur.motion"}), _value),
    "under": Measure("exposure", frozenset({"exposure.under"}), _measurement("dark_level", -1.0)),
    "over": Measure("exposure", frozenset({"exposure.over"}), _measurement("bright_level")),
    "backlit": Measure(
        "exposure", frozenset({"exposure.backlit"}), _measurement("highlight_stops")
    ),
    "glare": Measure("glare", frozenset({"glare.clipped", "glare.veiled"}), _measurement("share")),
}


def value_of(report: Report, problem: str) -> float:
    """The number for a problem.

    `UNJUDGED` where the check could not judge, `inf` for a photo that could not be read, since
    both are what becomes of the photo: never and always rejected.
    """
    if report.error is not None:
        return math.inf
    return number_of(report[MEASURES[problem].check], problem)


def number_of(result: Result, problem: str) -> float:
    """The number for a problem in the result of its check; `UNJUDGED` where it has none."""
    if result.status is Status.NOT_DONE:
        return UNJUDGED
    number = MEASURES[problem].number(result)
    if number is None:
        raise KeyError(f"check {result.check!r} gave no number for {problem!r}")
    return number


def rejected(report: Report, problem: str) -> bool:
    """Whether the problem's check asks for a retake, for whichever of its reasons."""
    if report.error is not None:
        return True
    return report[MEASURES[problem].check].status is Status.FAIL


def noticed(report: Report, problem: str) -> bool:
    """Whether the check fails or warns for one of the problem's own reasons."""
    if report.error is not None:
        return True
    measure = MEASURES[problem]
    return report[measure.check].reason in measure.reasons
