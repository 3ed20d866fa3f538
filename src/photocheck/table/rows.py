"""Reports and matches as rows of the tables; what a unit and its version are."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from photocheck.report import Report
from photocheck.slots.category import Category
from photocheck.slots.match import Match

Row = dict[str, Any]


def digest_of(*parts: str | None) -> str:
    """32 hexadecimal digits of some texts, in order; None is not the empty text."""
    found = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = b"" if part is None else part.encode("utf-8", "surrogatepass")
        found.update(b"-" if part is None else b"%d:" % len(data))
        found.update(data)
    return found.hexdigest()


def version_of(fingerprint: str, contents: Iterable[str | None]) -> str:
    """What changes with contents and settings.

    Parameters
    ----------
    fingerprint : str
        Of the settings.
    contents : iterable of str or None
        SHA-256 of each photo; None for one that could not be read, whose version is never met
        again, so that it is tried anew.
    """
    found = list(contents)
    return secrets.token_hex(16) if None in found else digest_of(fingerprint, *found)


def photo_row(
    report: Report, *, unit: str, version: str, judged_for: str | None, seconds: float
) -> Row:
    """A report as a row of the table of photos."""
    view, settings = report.view, report.settings
    return {
        "unit": unit,
        "version": version,
        **report.to_row(),
        **{f"{result.check}.limit_is": result.limit_is for result in report.results},
        **{f"{result.check}.unit": result.unit for result in report.results},
        "error_detail": None if report.error is None else report.error.detail,
        "box": None if view is None or view.box is None else view.box.model_dump(),
        "alternatives": None
        if view is None
        else [alternative.model_dump() for alternative in view.alternatives],
        "judged_for": judged_for,
        "regions": [
            {"check": result.check, **region.model_dump()}
            for result in report.results
            for region in result.regions
        ],
        "measurements": [
            {"check": result.check, "name": name, **_measured(value)}
            for result in report.results
            for name, value in result.measurements.items()
            if value is not None
        ],
        "model": None if settings is None else settings.model,
        "seconds": seconds,
    }


def slot_rows(
    match: Match, category: Category, *, unit: str, version: str, fingerprint: str
) -> Iterator[Row]:
    """A match as rows of the table of slots, in the catalog's order."""
    waited = {slot for unsure in match.unsure for slot in unsure.slots}
    library = match.photos[0].library if match.photos else None
    for slot in category.slots:
        names = [name for name in match.assigned if name == slot.name or slot.fits(name)]
        for name in names or [slot.name]:
            filled = match.assigned.get(name)
            if filled is not None:
                state = "filled"
            elif name in match.missing:
                state = "missing"
            else:
                state = "unsure" if name in waited else "empty"
            yield {
                "unit": unit,
                "version": version,
                "category": match.category,
                "complete": match.complete,
                "slot": name,
                "required": slot.required,
                "state": state,
                "source": None if filled is None else filled.source,
                "confidence": None if filled is None else filled.confidence,
                "verdict": None if filled is None else filled.verdict.value,
                "fingerprint": fingerprint,
                "library": library,
            }


def _measured(value: float | str) -> Mapping[str, float | str | None]:
    if isinstance(value, str):
        return {"number": None, "text": value}
    return {"number": float(value), "text": None}
