"""What events and states are made of: photos, the order, and the short types of fields."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, JsonValue, field_validator, model_validator

from returnflow.model import Model, personal
from returnflow.typed import without_nul

YesNo = Literal["yes", "no", "unsure"]
"""An answer of someone who may not know."""

Coverage = Literal["covered", "not_covered", "unsure"]
"""What the warranty says of a device."""

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""64 hexadecimal digits."""

Name = Annotated[str, Field(min_length=1, max_length=80)]
"""An id of the flow, or of whoever decides."""

Digits = Annotated[str, Field(max_length=60)]
"""Digits as they are typed, with spaces or signs between them."""


class Photo(Model):
    """A photo by its hash and report; the pixels stay with the service.

    `slot` is what it was assigned to; None where that is unsure (`candidates` says what it may be)
    or where it is no photo of the device. `fingerprint` is its perceptual hash, 64 hexadecimal
    digits. The report keeps no file name.
    """

    sha256: Sha256
    verdict: Literal["accept", "review", "retake"]
    slot: Name | None = None
    candidates: tuple[Name, ...] = ()
    fingerprint: Sha256 | None = None
    reasons: tuple[str, ...] = ()
    report: dict[str, JsonValue] = Field(default_factory=dict, repr=False)

    @property
    def is_unreadable(self) -> bool:
        """Whether the file was no picture that can be judged."""
        return any(reason.startswith(("decode.", "source.")) for reason in self.reasons)

    @field_validator("report")
    @classmethod
    def _nameless(cls, report: dict[str, JsonValue]) -> dict[str, JsonValue]:
        return {name: value for name, value in report.items() if name != "source"}


class PhotoSet(Model):
    """The photos of a step: kept by slot, not placed yet, and those sent back.

    `retakes` counts how often a slot's photo was sent back. `waived` has the declared reason.
    """

    kept: dict[str, Photo] = Field(default_factory=dict)
    unplaced: tuple[Photo, ...] = ()
    rejected: tuple[Photo, ...] = ()
    retakes: dict[str, int] = Field(default_factory=dict)
    waived: dict[str, str] = Field(default_factory=dict)


class Order(Model):
    """What the service knows of the purchase."""

    number: str = personal(min_length=1, max_length=60)
    date: date
    name: str = personal("", max_length=120)
    imeis: tuple[str, ...] = personal(())
    """The IMEIs sold, if known, to compare with."""

    @model_validator(mode="before")
    @classmethod
    def _storable(cls, given: Any) -> Any:
        return without_nul(given)
