"""From pictures to events: the only place that calls photocheck, and only when it is called.

A photo enters the flow as its hash and report. Pixels are read here and not kept.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Any

from photocheck.errors import SourceError, UnknownSlotError
from photocheck.slots import check_slot
from returnflow.events import Photo, PhotosAdded
from returnflow.state import ReturnState

_SLOT_OF = {
    "inside": "parcel/inside",
    "outside": "parcel/outside",
    "proof": "document/sign_out",
}
"""photocheck's slots for those of the packing and of the proofs."""


def from_set(
    state: ReturnState, paths: Iterable[str | os.PathLike[str]], *, language: str = "en"
) -> PhotosAdded:
    """Photos of the device in any order, assigned to slots by ``photocheck.match``.

    Parameters
    ----------
    state : ReturnState
        For its category.
    paths : iterable of path
    language : str
        Of the messages in the reports.

    Raises
    ------
    photocheck.SourceError
        If there is no such file, or no path at all.
    """
    import photocheck  # noqa: PLC0415 - OpenCV only when a photo comes

    given = [os.fspath(path) for path in paths]
    if not given:
        raise SourceError("source.none", "expected the path of at least one photo, got none")
    match: Any = getattr(photocheck, "match")  # noqa: B009
    found = match(given, category=state.category, language=language)
    return from_match(found)


def from_match(match: Any) -> PhotosAdded:
    """The event for a ``photocheck.match/1``: the object, or the mapping its JSON gives.

    Raises
    ------
    photocheck.SourceError
        If one of the photos is no file that can be opened.
    """
    data = match if isinstance(match, Mapping) else match.model_dump(mode="json")
    slots = {entry["source"]: slot for slot, entry in data["assigned"].items()}
    unsure = {entry["source"]: tuple(entry["slots"]) for entry in data["unsure"]}
    photos: dict[str, Photo] = {}
    for report in data["photos"]:
        if report["sha256"] is None:
            reason = (report.get("error") or {}).get("reason", "source.unreadable")
            raise SourceError(reason, "expected photos in files that can be opened, one can't be")
        # Two files of one name: the first has the slot.
        slot = slots.pop(report["source"], None)
        photo = from_report(report, slot=slot, candidates=unsure.get(report["source"], ()))
        photos.setdefault(photo.sha256, photo)
    return PhotosAdded(photos=tuple(photos.values()))


def for_slot(
    state: ReturnState, source: Any, slot: str, *, step: str = "photos", language: str = "en"
) -> PhotosAdded:
    """One photo of which the customer says what it shows.

    Parameters
    ----------
    state : ReturnState
        For its category.
    source : path, bytes or binary file
    slot : str
        For instance ``"back"``, ``"closeup_screen"``; ``"proof"`` of ``sign_out``, ``"inside"``.
    step : str
    language : str
        Of the messages in the report.

    Raises
    ------
    photocheck.SourceError
        If there is no such file.
    """
    import photocheck  # noqa: PLC0415

    try:
        meant: str | None = check_slot(_SLOT_OF.get(slot, f"{state.category}/{slot}"))
    except UnknownSlotError:  # a step's own
        meant = None
    report = photocheck.inspect(source, slot=meant, language=language)
    # A name from an address: `apply` refuses those that no step or slot has.
    photo = from_report(report, slot=slot[:80] or "unknown")
    return PhotosAdded(step=step[:80] or "unknown", photos=(photo,))


def from_report(report: Any, *, slot: str | None, candidates: Iterable[str] = ()) -> Photo:
    """A photo of the flow from a ``photocheck.report/1``: the object, or its JSON's mapping."""
    data = dict(report) if isinstance(report, Mapping) else report.model_dump(mode="json")
    results = {result["check"]: result for result in data["results"]}
    failed = [result["reason"] for result in data["results"] if result["status"] == "fail"]
    error = data.get("error")
    return Photo(
        sha256=data["sha256"],
        verdict=data["verdict"],
        slot=slot,
        candidates=tuple(candidates) if slot is None else (),
        fingerprint=results.get("duplicate", {}).get("measurements", {}).get("hash"),
        reasons=tuple(failed if error is None else [error["reason"]]),
        report=data,
    )
