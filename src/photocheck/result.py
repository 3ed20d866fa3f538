"""What one check says of one photo."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainSerializer


class Status(str, Enum):
    """A check's answer.

    ``not_done`` means that the check could not judge, so that a person should look.
    ``not_applicable`` means that nothing was asked of the photo, or that it shows nothing of the
    kind; it has no weight in the verdict.
    """

    PASS = "pass"  # noqa: S105 - the word, no password
    WARN = "warn"
    FAIL = "fail"
    NOT_DONE = "not_done"
    NOT_APPLICABLE = "not_applicable"

    def __str__(self) -> str:
        return self.value


Fraction = Annotated[float, Field(ge=0.0, le=1.0)]


class Region(BaseModel):
    """A rectangle in fractions (0 to 1) of the upright photo's width and height.

    `x` and `y` are its top left corner.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    x: Fraction
    y: Fraction
    w: Fraction
    h: Fraction

    @property
    def centre(self) -> tuple[float, float]:
        """The middle of the rectangle, as fractions."""
        return self.x + self.w / 2, self.y + self.h / 2


LimitIs = Literal["maximum", "minimum"]

Measurement = float | int | str | None

Measurements = Annotated[
    Mapping[str, Measurement],
    # Results are shared by reports and threads, so that nobody may write into one.
    AfterValidator(lambda found: MappingProxyType(dict(found))),
    PlainSerializer(dict, return_type=dict[str, Measurement]),
]


class Result(BaseModel):
    """What one check says of one photo.

    Attributes
    ----------
    check : str
        Name of the check.
    status : Status
    score : float or None
        From 0 (worst) to 1 (best); 0.5 where `value` meets the limit for a failure.
    value, limit : float or None
        What was measured, and what it was compared with, in `unit`.
    limit_is : {"maximum", "minimum"} or None
        Whether the value may not be above the limit or not below it; None without a limit.
    unit : str
        The same for all results of a check.
    reason : str or None
        Stable code; set unless the status is ``pass``.
    message : str
        Text of the reason for the customer.
    regions : tuple of Region
        Where in the photo.
    measurements : mapping of str to float, int, str or None
        Further numbers of the check, by name. Read-only.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    check: str
    status: Status
    score: Fraction | None = None
    value: float | None = None
    limit: float | None = None
    limit_is: LimitIs | None = None
    unit: str = ""
    reason: str | None = None
    message: str = ""
    regions: tuple[Region, ...] = ()
    measurements: Measurements = Field(default_factory=lambda: MappingProxyType({}))

    def __reduce__(self) -> tuple[Any, ...]:
        # A read-only mapping can't be pickled, but results go from process to process.
        return type(self).model_validate, (self.model_dump(),)

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Result:
        return self  # nothing in it can change


_FROM_WORST = (
    Status.FAIL,
    Status.WARN,
    Status.NOT_DONE,
    Status.PASS,
    Status.NOT_APPLICABLE,
)


def worst_of(results: Iterable[Result]) -> Result:
    """The result with the worst status and, among those, the lowest score; the first of equals.

    For a check that tries several limits. Failures are worst, then warnings, what could not be
    judged, passes, and what does not apply.

    Raises
    ------
    ValueError
        If there are no results.
    """
    found = tuple(results)
    if not found:
        raise ValueError("expected at least one result to choose from, got none")
    return min(found, key=_badness)


def _badness(result: Result) -> tuple[int, float]:
    return _FROM_WORST.index(result.status), 1.0 if result.score is None else result.score
