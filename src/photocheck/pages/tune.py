"""The page on which limits are moved: what another limit would have said of judged photos.

The numbers are those of `Check.status_of`. The page's script computes them anew as a limit moves;
without it, the page shows those of the limits that the photos were judged by.
"""

from __future__ import annotations

import base64
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple, TextIO

from pydantic.fields import FieldInfo

from photocheck.checks.base import Check
from photocheck.checks.limit import Limit, is_number
from photocheck.decode import DAMAGE_FLAGS
from photocheck.pages.histogram import HEIGHT, WIDTH, Histogram, histogram
from photocheck.pages.photo import Words
from photocheck.pages.rates import Rate
from photocheck.pages.render import asset, fragment, write_page
from photocheck.printable import printable
from photocheck.profiles import Profile
from photocheck.report import Report, Verdict
from photocheck.result import Result, Status
from photocheck.texts import DEFAULT_LANGUAGE

THUMBNAIL_SIDE: Final = 160
"""Longest side of the pictures, in pixels."""

_VERDICTS: Final = (Verdict.RETAKE, Verdict.REVIEW, Verdict.ACCEPT)
_STATUSES: Final = (Status.FAIL, Status.WARN, Status.PASS, Status.NOT_DONE, Status.NOT_APPLICABLE)
_KINDS: Final = {True: "good", False: "bad", None: "unlabelled"}
_LIMITS: Final = 4  # lines of a check whose lines can't be moved
_ALWAYS: Final = 3  # of the statuses are told even where no photo has them

Good = Sequence[bool | None]
"""What labels say of photos: good, bad, or nothing."""


class TunedPhoto(NamedTuple):
    """A judged photo, and what a person said of it.

    Attributes
    ----------
    report : Report
    thumbnail : bytes or None
        A small JPEG without metadata.
    good : bool or None
        What its label says; None without one.
    good_for : mapping of check to bool or None
        What labels say of single checks' faults; a check that is not named takes `good`.
    """

    report: Report
    thumbnail: bytes | None = None
    good: bool | None = None
    good_for: Mapping[str, bool | None] = {}

    def good_by(self, check: str) -> bool | None:
        """Whether the photo is good as far as a check can tell."""
        return self.good_for.get(check, self.good)


class Row(NamedTuple):
    """How many photos got an outcome: of all, of the good and of the bad ones."""

    name: str
    photos: int
    good: Rate
    bad: Rate


class LimitPart(NamedTuple):
    """A limit of a check, with the numbers that it limits."""

    check: str
    setting: str
    limit: Limit
    value: float
    unit: str
    least: float
    most: float
    numbers: Sequence[float | None]
    histogram: Histogram
    beyond: Row

    @property
    def whole(self) -> bool:
        """Whether the limit is a whole number."""
        return isinstance(self.value, int)

    @property
    def shown(self) -> str:
        """The limit, in as few digits as say it exactly."""
        return str(int(self.value)) if self.value == int(self.value) else repr(self.value)

    @property
    def ends(self) -> tuple[float, float]:
        """The ends of the axis as they are told: of whole numbers, the outermost."""
        low, high = self.histogram.low, self.histogram.high
        return (low + 0.5, high - 0.5) if self.whole else (low, high)

    @property
    def line(self) -> float:
        """Where the line is along the axis: of a whole number, between it and what is beyond."""
        beyond = 0.5 if self.limit.limit_is == "maximum" else -0.5
        return self.value + beyond if self.whole else self.value


class CheckPart(NamedTuple):
    """A check with what it said of each photo.

    `told` is False where its limits don't tell what it said, so that none can be moved. Without
    limits there are `values`, with the few limits that they were compared with.
    """

    check: Check
    good: Good
    statuses: Sequence[Status]
    told: bool
    limits: Sequence[LimitPart]
    values: Histogram | None
    drawn_limits: Sequence[float]

    @property
    def rows(self) -> list[Row]:
        """How many photos got which status."""
        rows = _rows(_STATUSES, self.statuses, self.good)
        return [*rows[:_ALWAYS], *(row for row in rows[_ALWAYS:] if row.photos)]

    @property
    def description(self) -> str:
        """What the check says of itself."""
        return (type(self.check).__doc__ or "").strip().partition("\n")[0]

    @property
    def compares(self) -> bool:
        """Whether the check compares the photos of a set."""
        return self.check.comparison() is not None


def write_tune_html(
    photos: Iterable[TunedPhoto], checks: Iterable[Check], profile: Profile, out: TextIO
) -> None:
    """Write a page, in English, on which the limits of checks can be moved; it loads nothing.

    Parameters
    ----------
    photos : iterable of TunedPhoto
        Judged one by one: what checks say of the photos of one set changes with the limits of
        others.
    checks : iterable of Check
        By which they were judged.
    profile : Profile
        What a saved profile is made of, besides the limits that were moved. Its settings must be
        such that JSON can hold them.
    out : text file
        Should write UTF-8.

    Raises
    ------
    KeyError
        If a photo was not judged by one of the checks.
    """
    given = list(photos)
    readable = [photo for photo in given if photo.report.error is None]
    parts = [_check_part(check, readable) for check in checks]
    words = Words(DEFAULT_LANGUAGE, {part.check.name: part.check.texts for part in parts})
    own = profile.model_dump(mode="json")
    page = fragment(
        "tune",
        photos=len(given),
        unreadable=len(given) - len(readable),
        labelled=any(photo.good is not None or photo.good_for for photo in given),
        verdicts=_rows(
            _VERDICTS, [photo.report.verdict for photo in given], [photo.good for photo in given]
        ),
        parts=parts,
        title_of=words.title_of,
        profile={**own, "name": f"{profile.name}-tuned"},
        width=WIDTH,
        height=HEIGHT,
        data={
            "photos": [_photo_data(photo) for photo in readable],
            "unreadable": [photo.good for photo in given if photo.report.error is not None],
            "checks": [_check_data(part) for part in parts],
            "profile": own,
        },
    )
    write_page(
        out,
        language=DEFAULT_LANGUAGE,
        title="Limits and what they cost",
        heading="",
        tiles=None,
        parts=[page],
        style=asset("tune.css"),
        script=asset("tune.js"),
    )


def _check_part(check: Check, photos: Sequence[TunedPhoto]) -> CheckPart:
    results = [photo.report[check.name] for photo in photos]
    good = [photo.good_by(check.name) for photo in photos]
    statuses = [result.status for result in results]
    # Lines that don't tell what the check said would not tell what it will say.
    told = not check.limits or list(map(check.status_of, results)) == statuses
    limits = [
        _limit_part(check, setting, results, good)
        for setting in (check.limits if told else ())
        if is_number(getattr(check, setting))
    ]
    values = [result.value for result in results]
    beside = sorted({result.limit for result in results if result.limit is not None})[:_LIMITS]
    drawn = None
    if not limits and any(value is not None for value in values):
        drawn = histogram(values, _kinds(good), beside)
    return CheckPart(check, good, statuses, told, limits, drawn, beside)


def _kinds(good: Good) -> list[str]:
    """What photos are called in bars and legends."""
    return [_KINDS[each] for each in good]


def _limit_part(check: Check, setting: str, results: Sequence[Result], good: Good) -> LimitPart:
    limit, value = check.limits[setting], getattr(check, setting)
    numbers = [limit.number(result) for result in results]
    least, most = _range(type(check).model_fields[setting])
    drawn = histogram(
        numbers, _kinds(good), [value], whole=isinstance(value, int), least=least, most=most
    )
    beyond = [number is not None and limit.exceeded(number, value) for number in numbers]
    unit = check.unit if limit.unit is None else limit.unit
    (row,) = _rows((True,), beyond, good)
    return LimitPart(check.name, setting, limit, value, unit, least, most, numbers, drawn, row)


def _rows(names: Iterable[object], outcomes: Sequence[object], good: Good) -> list[Row]:
    counts = Counter(zip(outcomes, good, strict=True))
    total = Counter(good)
    return [
        Row(
            str(name),
            sum(counts[name, each] for each in (True, False, None)),
            Rate(counts[name, True], total[True]),
            Rate(counts[name, False], total[False]),
        )
        for name in names
    ]


def _range(field: FieldInfo) -> tuple[float, float]:
    """The least and the greatest value that a setting takes."""
    least, most = -math.inf, math.inf
    for bound in field.metadata:
        least = max(least, getattr(bound, "ge", -math.inf))
        most = min(most, getattr(bound, "le", math.inf))
        if (above := getattr(bound, "gt", None)) is not None:
            least = max(least, math.nextafter(above, math.inf))
        if (below := getattr(bound, "lt", None)) is not None:
            most = min(most, math.nextafter(below, -math.inf))
    return least, most


def _photo_data(photo: TunedPhoto) -> dict[str, object]:
    """What the script needs of a photo."""
    report = photo.report
    flags = () if report.photo is None else report.photo.flags
    picture = photo.thumbnail
    return {
        "name": printable(report.source or "photo without a name"),
        "good": photo.good,
        "damaged": not DAMAGE_FLAGS.isdisjoint(flags),
        "picture": None if picture is None else base64.b64encode(picture).decode("ascii"),
    }


def _check_data(part: CheckPart) -> dict[str, object]:
    """What the script needs of a check."""
    return {
        "name": part.check.name,
        "statuses": [status.value for status in part.statuses],
        "good": part.good,
        "limits": [
            {
                "setting": limit.setting,
                "status": limit.limit.status,
                "limit_is": limit.limit.limit_is,
                "value": limit.value,
                "whole": limit.whole,
                "low": limit.histogram.low,
                "high": limit.histogram.high,
                "numbers": limit.numbers,
            }
            for limit in part.limits
        ],
    }
