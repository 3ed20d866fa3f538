"""From pictures to events: the only place that calls photocheck, and only when it is called.

A photo enters the flow as its hash and report. Pixels are read here and not kept.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from photocheck.errors import SourceError, UnknownSlotError
from photocheck.slots import Catalog, check_slot
from returnflow.events import Photo, PhotosAdded
from returnflow.state import ReturnState

if TYPE_CHECKING:
    from photocheck.inspector import Inspector
    from photocheck.photo import Source

_SLOT_OF = {
    "inside": "parcel/inside",
    "outside": "parcel/outside",
    "proof": "document/sign_out",
}
"""photocheck's slots for those of the packing and of the proofs."""


def from_set(
    state: ReturnState,
    sources: Iterable[Source],
    *,
    names: Iterable[str | None] | None = None,
    inspector: Inspector | None = None,
    catalog: Catalog | None = None,
    language: str = "en",
) -> PhotosAdded:
    """Photos of the device in any order, assigned to slots by ``photocheck.match``.

    Parameters
    ----------
    state : ReturnState
        For its category.
    sources : iterable
        Paths, bytes, binary files: whatever `photocheck.inspect` takes.
    names : iterable of str or None, optional
        What errors call them, one for each; those of paths and files by default. Several may have
        one name.
    inspector : photocheck.Inspector, optional
        Judges the photos, instead of `catalog` and `language`; best made once a process.
    catalog : photocheck.Catalog, optional
        Of the slots, where they are not photocheck's own.
    language : str
        Of the messages in the reports.

    Raises
    ------
    photocheck.SourceError
        If there is no such file, or no photo at all.
    photocheck.UnknownCategoryError
        If the catalog does not have the state's category.
    """
    from photocheck.batch import several  # noqa: PLC0415 - OpenCV only when a photo comes
    from photocheck.slots.matcher import Matcher  # noqa: PLC0415

    matcher = Matcher(state.category, inspector=_inspector(inspector, catalog, language))
    given = list(several(sources))
    found = matcher.add_all(given, names=names).model_dump(mode="json")
    if not found["photos"]:
        raise SourceError("source.none", "expected at least one photo, got none")
    for report, source in zip(found["photos"], given, strict=True):
        report["sha256"] = report["sha256"] or _sha256(source, report)
    return from_match(found)


def _inspector(inspector: Inspector | None, catalog: Catalog | None, language: str) -> Inspector:
    from photocheck.inspector import Inspector  # noqa: PLC0415

    return Inspector(catalog=catalog, language=language) if inspector is None else inspector


def _sha256(source: Any, report: Mapping[str, Any]) -> str:
    """The hash of a file that was too large to be judged, but is still the customer's photo.

    Raises
    ------
    photocheck.SourceError
        If the file could not be read at all, which is no fault of a photo.
    """
    reason = report["error"]["reason"]
    if reason != "decode.too_many_bytes":
        raise SourceError(reason, "expected photos in files that can be opened, one can't be")
    if isinstance(source, (str, os.PathLike)):
        with open(source, "rb") as file:  # noqa: PTH123 - bytes are paths, too
            return _sha256(file, report)
    if not hasattr(source, "read"):
        return hashlib.sha256(source).hexdigest()
    if not source.seekable():
        raise SourceError(reason, "expected a file within the limit, or one that can be rewound")
    source.seek(0)
    digest = hashlib.sha256()
    while piece := source.read(1 << 20):
        digest.update(piece)
    return digest.hexdigest()


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
    state: ReturnState,
    source: Source,
    slot: str,
    *,
    step: str = "photos",
    name: str | None = None,
    inspector: Inspector | None = None,
    catalog: Catalog | None = None,
    language: str = "en",
) -> PhotosAdded:
    """One photo of which the customer says what it shows.

    Parameters
    ----------
    state : ReturnState
        For its category.
    source : path, bytes, binary file and whatever else `photocheck.inspect` takes
    slot : str
        For instance ``"back"``, ``"closeup_screen"``; ``"proof"`` of ``sign_out``, ``"inside"``.
    step : str
    name : str, optional
        What errors call the photo.
    inspector, catalog, language
        As of `from_set`.

    Raises
    ------
    photocheck.SourceError
        If there is no such file.
    photocheck.UnknownCategoryError
        If the catalog does not have the state's category.
    """
    judge = _inspector(inspector, catalog, language)
    judge.catalog.category(state.category)  # raises: else nothing of it would be checked
    try:
        meant: str | None = check_slot(
            _SLOT_OF.get(slot, f"{state.category}/{slot}"), judge.catalog
        )
    except UnknownSlotError:  # a step's own
        meant = None
    report = judge.inspect(source, slot=meant, name=name).model_dump(mode="json")
    report["sha256"] = report["sha256"] or _sha256(source, report)
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
