"""All results of one photo, and the verdict."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from importlib import metadata
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from photocheck.decode import DAMAGE_FLAGS
from photocheck.errors import UnknownCheckError
from photocheck.result import Fraction, Region, Result, Status


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


class Alternative(BaseModel):
    """Another view that the photo may show."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    category: str
    view: str
    confidence: Fraction


class View(BaseModel):
    """What the camera saw: category, view, screen state, the device's box."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    category: str
    view: str
    confidence: Fraction
    screen: str | None = None
    box: Region | None = None
    alternatives: tuple[Alternative, ...] = ()


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
        """The results that failed, then those that warn, then those not done."""
        order = (Status.FAIL, Status.WARN, Status.NOT_DONE)
        return tuple(
            result for status in order for result in self.results if result.status is status
        )


def verdict_of(results: Iterable[Result], flags: Iterable[str] = ()) -> Verdict:
    """The verdict that follows from results and the picture's flags.

    One failure: ``retake``. Otherwise one warning, one check that could not judge, or a flag that
    tells of damage (`photocheck.decode.DAMAGE_FLAGS`): ``review``. Otherwise ``accept``.
    """
    statuses = {result.status for result in results}
    if Status.FAIL in statuses:
        return Verdict.RETAKE
    if statuses & {Status.WARN, Status.NOT_DONE} or not DAMAGE_FLAGS.isdisjoint(flags):
        return Verdict.REVIEW
    return Verdict.ACCEPT
