"""One unit of work, a photo or a set of photos, to rows; an error is a row, too."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, NamedTuple, cast

from photocheck.errors import DecodeError, PhotocheckError, SourceError
from photocheck.inspector import Inspector
from photocheck.photo import Source
from photocheck.report import Report, ReportError, Verdict
from photocheck.slots.matcher import Matcher
from photocheck.table.inputs import Given
from photocheck.table.locations import SCHEMES, read_photo
from photocheck.table.rows import Row, digest_of, photo_row, slot_rows, version_of
from photocheck.texts import text

Done = Callable[[str, str], bool]
"""Whether this version of this unit is judged already."""


def nothing_done(_unit: str, _version: str) -> bool:
    """For a start from nothing."""
    return False


class Rows(NamedTuple):
    """What came of one unit: rows of the table of photos and of the table of slots."""

    unit: str
    version: str
    photos: list[Row]
    slots: list[Row]


class _Read(NamedTuple):
    data: bytes | None
    sha256: str | None
    error: SourceError | DecodeError | None


@dataclass(frozen=True)
class PhotoJudge:
    """Judges single photos.

    Attributes
    ----------
    inspector : Inspector
    slot : str or None
        That all photos are meant for, with its category.
    schemes : collection of str
        Kinds of URL that are read; ``file`` stands for paths.
    """

    inspector: Inspector = field(default_factory=Inspector)
    slot: str | None = None
    schemes: Collection[str] = SCHEMES

    def __call__(self, given: Sequence[Given], done: Done = nothing_done) -> Rows | None:
        """The row of a unit of one photo; None where it is done."""
        (photo,) = given
        start = time.perf_counter()
        read = _read(photo, self.inspector, self.schemes)
        unit = digest_of(photo.source, *(() if isinstance(photo.photo, str) else (read.sha256,)))
        version = version_of(self.inspector.settings_for(self.slot).fingerprint, [read.sha256])
        if done(unit, version):
            return None
        report = self._report(photo, read)
        row = photo_row(
            report,
            unit=unit,
            version=version,
            judged_for=self.slot,
            seconds=time.perf_counter() - start,
        )
        return Rows(unit, version, [{**photo.carried, **row}], [])

    def _report(self, photo: Given, read: _Read) -> Report:
        if read.error is not None or read.data is None:
            return _refused(self.inspector, photo, read, self.slot)
        try:
            return self.inspector.inspect(read.data, slot=self.slot, name=photo.source)
        except (PhotocheckError, MemoryError):  # of the installation or the machine, not the photo
            raise
        except Exception as error:  # noqa: BLE001 - one photo may not end a run of many
            return _faulty(self.inspector, photo, read, self.slot, error)


@dataclass(frozen=True)
class SetJudge:
    """Matches the photos of a set with the slots of a category.

    Attributes
    ----------
    category : str
    inspector : Inspector
    schemes : collection of str
        As in `PhotoJudge`.
    group : str
        The carried column that tells sets apart.

    Raises
    ------
    UnknownCategoryError
    """

    category: str
    group: str
    inspector: Inspector = field(default_factory=Inspector)
    schemes: Collection[str] = SCHEMES

    def __post_init__(self) -> None:
        self.inspector.catalog.category(self.category)

    def __call__(self, given: Sequence[Given], done: Done = nothing_done) -> Rows | None:
        """The rows of a set; None where it is done."""
        start = time.perf_counter()
        read = [_read(photo, self.inspector, self.schemes) for photo in given]
        matcher = Matcher(self.category, inspector=self.inspector)
        settings = digest_of(
            self.inspector.settings_for(None).fingerprint,
            matcher.settings.model_dump_json(),
            matcher.category.model_dump_json(),
        )
        group = given[0].carried[self.group]
        unit = digest_of(self.category, repr(group))
        contents = [each.sha256 for each in read]
        names = [photo.source for photo in given]
        version = version_of(digest_of(settings, *names), contents)
        if done(unit, version):
            return None
        sources: list[Source] = [
            cast("BinaryIO", _Unreadable()) if each.data is None else each.data for each in read
        ]
        match = matcher.add_all(sources, names=names, workers=1)
        share = (time.perf_counter() - start) / len(given)
        photos = []
        for photo, each, judged in zip(given, read, match.photos, strict=True):
            report = judged
            if each.error is not None:
                named = photo._replace(source=judged.source or photo.source)
                report = _refused(self.inspector, named, each, None)
            slot = match.slot_of(report.source or "")
            row = photo_row(
                report,
                unit=unit,
                version=version,
                judged_for=None if slot is None else f"{self.category}/{slot}",
                seconds=share,
            )
            photos.append({**photo.carried, **row})
        slots = slot_rows(
            match,
            matcher.category,
            unit=unit,
            version=version,
            fingerprint=self.inspector.settings_for(None).fingerprint,
        )
        return Rows(unit, version, photos, [{self.group: group, **row} for row in slots])


class _Unreadable:
    """A file that can't be read, in the place of a photo that could not be."""

    def read(self, _size: int = -1) -> bytes:
        raise OSError


def _read(photo: Given, inspector: Inspector, schemes: Collection[str]) -> _Read:
    try:
        data = read_photo(photo.photo, inspector.limits, schemes)
    except (SourceError, DecodeError) as error:
        return _Read(None, None, error)
    return _Read(data, hashlib.sha256(data).hexdigest(), None)


def _refused(inspector: Inspector, photo: Given, read: _Read, slot: str | None) -> Report:
    error = read.error or SourceError("source.unreadable", "expected the photo's bytes")
    return inspector.refused(error, photo.source, read.sha256, slot)


def _faulty(
    inspector: Inspector, photo: Given, read: _Read, slot: str | None, error: Exception
) -> Report:
    reason = "check.error"
    return Report(
        source=photo.source,
        sha256=read.sha256,
        verdict=Verdict.REVIEW,
        settings=inspector.settings_for(slot),
        error=ReportError(
            reason=reason,
            message=text(reason, inspector.language),
            detail=f"expected a report, got {type(error).__name__}",
        ),
    )
