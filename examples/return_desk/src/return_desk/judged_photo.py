"""What a worker process does with one photo: from bytes to the event that brings it into the flow.

The photos that a return has already are given by its state: their reports say what they show, so
that a new photo is matched against them without their pixels.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

import photocheck
import returnflow
from photocheck.slots.match import Assigned
from returnflow import ReturnState, events, photos


class Job(NamedTuple):
    """A photo to judge, and the return that it belongs to."""

    upload_id: str
    state: str
    data: bytes
    step: str
    slot: str | None
    language: str


class Judged(NamedTuple):
    """The event, as JSON, or why the file is no picture."""

    verdict: str
    reasons: tuple[str, ...]
    event: str | None
    unreadable: str | None = None


def warm_up() -> None:
    """Load the model; called once when a worker process begins."""
    photocheck.inspect(b"")
    inspector("en").inspect(_grey_picture())


@cache
def inspector(language: str) -> photocheck.Inspector:
    """One for each language; they share the model."""
    return photocheck.Inspector(language=language)


def judge(job: Job) -> Judged:
    """Judge a photo. What the file holds never raises."""
    state = returnflow.load(job.state)
    if job.slot is not None:
        event = photos.for_slot(state, job.data, job.slot, step=job.step, language=job.language)
        (photo,) = event.photos
        found: tuple[events.Photo, ...] = (photo,)
    else:
        found = _matched(state, job)
    new = found[0]
    error = new.report.get("error")
    if isinstance(error, dict):
        return Judged("retake", (), None, unreadable=str(error["reason"]))
    added = events.PhotosAdded(id=f"upload:{job.upload_id}", step=job.step, photos=found)
    return Judged(new.verdict, new.reasons, added.model_dump_json())


def _matched(state: ReturnState, job: Job) -> tuple[events.Photo, ...]:
    """The new photo with the slot that it fills, and earlier ones whose slot is clear by now."""
    earlier = state.photos.get("photos")
    kept = dict(earlier.kept) if earlier is not None else {}
    waiting = earlier.unplaced if earlier is not None else ()
    reports = [_report(photo) for photo in (*kept.values(), *waiting)]
    previous = photocheck.Match(
        category=state.category,
        complete=False,
        assigned={
            slot: Assigned(
                source=photo.sha256, confidence=1.0, verdict=photocheck.Verdict(photo.verdict)
            )
            for slot, photo in kept.items()
        },
        photos=tuple(reports),
        declared={photo.sha256: slot for slot, photo in kept.items()},
    )
    matcher = photocheck.Matcher(
        state.category, inspector=inspector(job.language), previous=previous
    )
    name = hashlib.sha256(job.data).hexdigest()
    if any(report.source == name for report in reports):
        name = f"{name} again"
    match = matcher.add(job.data, name=name)
    found = [_photo(match, name, kept)]
    for photo in waiting:
        slot = match.slot_of(photo.sha256)
        if slot is not None and slot not in kept and slot != found[0].slot:
            found.append(photo.changed(slot=slot, candidates=()))
    return tuple(found)


def _photo(match: photocheck.Match, name: str, kept: Mapping[str, events.Photo]) -> events.Photo:
    report = next(report for report in match.photos if report.source == name)
    slot = match.slot_of(name)
    if slot is None:
        # A second photo of a view replaces a worse one; else the customer says what it shows.
        group = next((group for group in match.duplicates if name in group), ())
        there = [found for found in map(match.slot_of, group) if found is not None]
        rank = _RANK[report.verdict]
        worse = (one for one in there if one in kept and _RANK[kept[one].verdict] < rank)
        slot = next(worse, None)
    candidates = next((unsure.slots for unsure in match.unsure if unsure.source == name), ())
    return photos.from_report(report, slot=slot, candidates=candidates)


_RANK = {"retake": 0, "review": 1, "accept": 2}


def _report(photo: events.Photo) -> photocheck.Report:
    return photocheck.Report.model_validate_json(
        json.dumps({**photo.report, "source": photo.sha256})
    )


def _grey_picture() -> photocheck.Photo:
    import numpy as np  # noqa: PLC0415 - only where a worker warms up

    return photocheck.Photo.open(np.full((64, 64, 3), 128, np.uint8))
