"""What one check says of one photo."""

from __future__ import annotations

from enum import Enum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class Status(str, Enum):
    """A check's answer."""

    PASS = "pass"  # noqa: S105 - the word, no password
    WARN = "warn"
    FAIL = "fail"
    NOT_DONE = "not_done"

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


class Result(BaseModel):
    """What one check says of one photo.

    `score` runs from 0 (worst) to 1 (best) and is 0.5 where `value` meets the limit for a failure;
    `value` and `limit` are in `unit`. `reason` is a stable code, set unless the status is
    ``pass``; `message` is its text for the customer. `measurements` holds further numbers of the
    check, by name.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    check: str
    status: Status
    score: Fraction | None = None
    value: float | None = None
    limit: float | None = None
    unit: str = ""
    reason: str | None = None
    message: str = ""
    regions: tuple[Region, ...] = ()
    measurements: dict[str, float | int | str | None] = Field(default_factory=dict)
