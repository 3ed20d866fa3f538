"""All results of one photo, and the verdict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from importlib import metadata
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from photocheck.decode import DAMAGE_FLAGS
from photocheck.errors import UnknownCheckError
from photocheck.result import Fraction, Region, Result, Status
from photocheck.view.estimates import ViewEstimate

UNAVAILABLE = frozenset({"framing.no_view", "slot.no_view"})
"""Reasons that tell of this installation, not of the photo: nothing estimates views here."""


class Verdict(str, Enum):
    """What to do with the photo."""

    ACCEPT = "accept"
    REVIEW = "review"
    RETAKE = "retake"

    def __str__(self) -> str:
        return self.value


class PhotoInfo(BaseModel):
    """The picture as decoded.

    `width` and `height` are the upright picture's, in pixels; `orientation` is the EXIF value (1 to
    8) that was applied; `flags` say what was noticed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: str
    width: int
    height: int
    orientation: int
    flags: tuple[str, ...] = ()


MIN_ALTERNATIVE = 0.001
"""Views less likely than this are not named in a report."""


class Alternative(BaseModel):
    """Another view that the photo may show."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    category: str
    view: str
    confidence: Fraction


class View(BaseModel):
    """What the camera saw: category, view, screen state, the device's box.

    `alternatives` are the other views of at least one in a thousand, the likeliest first.
    `appearance` holds numbers of colour, shape and detail that photos of one device share.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    category: str
    view: str
    confidence: Fraction
    screen: str | None = None
    box: Region | None = None
    alternatives: tuple[Alternative, ...] = ()
    appearance: tuple[float, ...] | None = None

    @classmethod
    def of(cls, estimate: ViewEstimate) -> View:
        """What a report says of an estimate."""
        # The name decides between equals, so that the same estimate gives the same report.
        ranked = sorted(estimate.likelihood.items(), key=lambda item: (-item[1], item[0]))
        ((category, view), confidence), *rest = ranked
        return cls(
            category=category,
            view=view,
            confidence=min(confidence, 1.0),
            screen=estimate.screen,
            box=estimate.box,
            alternatives=tuple(
                Alternative(category=other, view=name, confidence=value)
                for (other, name), value in rest
                if value >= MIN_ALTERNATIVE
            ),
            appearance=estimate.appearance,
        )

    @property
    def likelihood(self) -> Mapping[tuple[str, str], float]:
        """The confidence of each (category, view) that is named here."""
        named = {(other.category, other.view): other.confidence for other in self.alternatives}
        return {(self.category, self.view): self.confidence, **named}


class ReportError(BaseModel):
    """Why a photo could not be judged at all.

    `message` is for the customer, `detail` the technical sentence behind it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    reason: str
    message: str
    detail: str = ""


def library_version() -> str:
    """The installed version of photocheck."""
    return metadata.version("photocheck")


class Report(BaseModel):
    """All results of one photo, and the verdict; `model_dump_json` gives its JSON."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True
    )

    schema_: Literal["photocheck.report/1"] = Field(default="photocheck.report/1", alias="schema")
    source: str | None = None
    sha256: str | None = None
    verdict: Verdict
    photo: PhotoInfo | None = None
    view: View | None = None
    results: tuple[Result, ...] = ()
    error: ReportError | None = None
    library: str = Field(default_factory=library_version)
    profile: str | None = None

    def __getitem__(self, check: str) -> Result:
        """The result of the check of that name.

        Raises
        ------
        KeyError
            If no such check was run; the message names those that were.
        """
        for result in self.results:
            if result.check == check:
                return result
        raise KeyError(str(UnknownCheckError(check, (result.check for result in self.results))))

    def __contains__(self, check: object) -> bool:
        return any(result.check == check for result in self.results)

    @property
    def problems(self) -> tuple[Result, ...]:
        """The results that failed, then those that warn, then those not done.

        Without those that only tell of a part that is not installed (`UNAVAILABLE`).
        """
        order = (Status.FAIL, Status.WARN, Status.NOT_DONE)
        return tuple(
            result
            for status in order
            for result in self.results
            if result.status is status and result.reason not in UNAVAILABLE
        )


def verdict_of(results: Iterable[Result], flags: Iterable[str] = ()) -> Verdict:
    """The verdict that follows from results and the picture's flags.

    One failure: ``retake``. Otherwise one warning, one check that could not judge, or a flag that
    tells of damage (`photocheck.decode.DAMAGE_FLAGS`): ``review``. Otherwise ``accept``. What
    could not be judged for a part that is not installed (`UNAVAILABLE`) is left out of account.
    """
    statuses = {result.status for result in results if result.reason not in UNAVAILABLE}
    if Status.FAIL in statuses:
        return Verdict.RETAKE
    if statuses & {Status.WARN, Status.NOT_DONE} or not DAMAGE_FLAGS.isdisjoint(flags):
        return Verdict.REVIEW
    return Verdict.ACCEPT
