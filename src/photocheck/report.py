"""All results of one photo, and the verdict."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue
from typing_extensions import Self

from photocheck.decode import DAMAGE_FLAGS
from photocheck.errors import UnknownCheckError
from photocheck.result import Fraction, Region, Result, Status
from photocheck.version import __version__
from photocheck.view.types import ViewEstimate


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
    `sure` says whether such answers are right in at least 97 of 100 photos; where it is false, the
    photo does not tell. `contradicts`, where a category or slot was asked for, says whether the
    photo surely shows something else; null where nothing was asked.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    category: str
    view: str
    confidence: Fraction
    screen: str | None = None
    box: Region | None = None
    alternatives: tuple[Alternative, ...] = ()
    appearance: tuple[float, ...] | None = None
    sure: bool = False
    contradicts: bool | None = None

    @classmethod
    def of(cls, estimate: ViewEstimate, asked: str | None = None) -> View:
        """What a report says of an estimate, where a category of `VIEWS` was asked for or none."""
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
            sure=estimate.sure,
            contradicts=None if asked is None else asked in estimate.contradicted,
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


_LONGEST_SETTING = 200  # letters of JSON


class ReportSettings(BaseModel):
    """What a photo was judged by, so that a report can be explained long afterwards.

    Attributes
    ----------
    profile : str
    fingerprint : str
        16 hexadecimal digits, the same where all that follows and the library's version are.
    checks : mapping of check to mapping of setting to value
        The checks that were run, or would have been, in order, with the values of all their
        settings as JSON has them. A value of more than 200 letters is given as
        ``"sha256:…"`` of its JSON.
    plugins : mapping of check to str
        Name and version of the package that brings it, for checks of installed plug-ins.
    model : str or None
        SHA-256 of the weights of the view model that was to be used; None where there was none, or
        one that does not say.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    profile: str
    fingerprint: str
    checks: Mapping[str, Mapping[str, JsonValue]] = Field(default_factory=dict)
    plugins: Mapping[str, str] = Field(default_factory=dict)
    model: str | None = None

    @classmethod
    def of(
        cls,
        profile: str,
        checks: Mapping[str, Mapping[str, JsonValue]],
        *,
        plugins: Mapping[str, str] | None = None,
        model: str | None = None,
    ) -> Self:
        """The settings with their fingerprint; long values are replaced by their checksums."""
        brief = {
            check: {name: _brief(value) for name, value in settings.items()}
            for check, settings in checks.items()
        }
        found = {"checks": brief, "plugins": dict(plugins or {}), "model": model}
        text = json.dumps([profile, found, __version__], sort_keys=True)
        fingerprint = hashlib.sha256(text.encode()).hexdigest()[:16]
        return cls.model_validate({"profile": profile, "fingerprint": fingerprint, **found})


def _brief(value: JsonValue) -> JsonValue:
    text = json.dumps(value, sort_keys=True)
    if len(text) <= _LONGEST_SETTING:
        return value
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


Cell = str | int | float | None


class Report(BaseModel):
    """All results of one photo, and the verdict; `model_dump_json` gives its JSON.

    Attributes
    ----------
    schema : str
        ``"photocheck.report/1"``.
    source : str or None
        What the photo was called; None if it had no name.
    sha256 : str or None
        Of the file's bytes, or of an array's pixels; None where nothing could be read.
    verdict : Verdict
    photo : PhotoInfo or None
        The picture as decoded; None if it could not be.
    view : View or None
        What the photo shows; None where nothing estimated it.
    results : tuple of Result
        One a check, in the order of the checks.
    settings : ReportSettings or None
        What the photo was judged by.
    error : ReportError or None
        Why the photo could not be judged at all.
    library : str
        Version of photocheck.
    """

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
    settings: ReportSettings | None = None
    error: ReportError | None = None
    library: str = __version__

    @property
    def schema(self) -> str:  # type: ignore[override]  # a name that pydantic no longer uses
        """Name and version of this shape: ``"photocheck.report/1"``."""
        return self.schema_

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

    @property
    def not_applicable(self) -> tuple[Result, ...]:
        """The results of checks that had nothing to judge: not asked, or nothing of the kind."""
        return tuple(result for result in self.results if result.status is Status.NOT_APPLICABLE)

    def to_row(self) -> dict[str, Cell]:
        """The report as one flat row of a table, for instance for ``pandas.DataFrame``.

        Besides columns for the photo, the view and the settings there are five a check:
        ``blur.status``, ``blur.score``, ``blur.value``, ``blur.limit`` and ``blur.reason``. They
        are there, empty, for a photo that could not be read as well, so that all rows of one
        `Inspector` have the same columns.
        """
        photo, view, settings = self.photo, self.view, self.settings
        row: dict[str, Cell] = {
            "source": self.source,
            "sha256": self.sha256,
            "verdict": self.verdict.value,
            "error": None if self.error is None else self.error.reason,
            "format": None if photo is None else photo.format,
            "width": None if photo is None else photo.width,
            "height": None if photo is None else photo.height,
            "orientation": None if photo is None else photo.orientation,
            "flags": None if photo is None else " ".join(photo.flags),
            "category": None if view is None else view.category,
            "view": None if view is None else view.view,
            "confidence": None if view is None else view.confidence,
            "screen": None if view is None else view.screen,
        }
        results = {result.check: result for result in self.results}
        for check in dict.fromkeys([*(settings.checks if settings else ()), *results]):
            result = results.get(check)
            row[f"{check}.status"] = None if result is None else result.status.value
            row[f"{check}.score"] = None if result is None else result.score
            row[f"{check}.value"] = None if result is None else result.value
            row[f"{check}.limit"] = None if result is None else result.limit
            row[f"{check}.reason"] = None if result is None else result.reason
        row["profile"] = None if settings is None else settings.profile
        row["fingerprint"] = None if settings is None else settings.fingerprint
        row["library"] = self.library
        return row

    def __repr__(self) -> str:
        """One line, without the photo's name, which may tell of a person."""
        reasons = ", ".join(result.reason or result.check for result in self.problems)
        found = reasons if self.error is None else self.error.reason
        name = f" sha256={self.sha256[:12]}" if self.sha256 else ""
        return f"<Report {self.verdict}{name}{': ' * bool(found)}{found}>"

    def __str__(self) -> str:
        return repr(self)

    def _repr_html_(self) -> str:
        from photocheck.annotation import report_html  # noqa: PLC0415 - draws; only in a notebook

        return report_html(self)


def verdict_of(results: Iterable[Result], flags: Iterable[str] = ()) -> Verdict:
    """The verdict that follows from results and the picture's flags.

    One failure: ``retake``. Otherwise one warning, one check that could not judge, or a flag that
    tells of damage (`photocheck.decode.DAMAGE_FLAGS`): ``review``. Otherwise ``accept``. What is
    not applicable has no weight.
    """
    statuses = {result.status for result in results}
    if Status.FAIL in statuses:
        return Verdict.RETAKE
    if statuses & {Status.WARN, Status.NOT_DONE} or not DAMAGE_FLAGS.isdisjoint(flags):
        return Verdict.REVIEW
    return Verdict.ACCEPT
