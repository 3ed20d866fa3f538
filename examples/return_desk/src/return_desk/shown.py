"""What a photo step's page shows: slots as they fill, photos with what to do about them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from return_desk.tables import Upload
from return_desk.words import Words
from returnflow import ReturnFlow, ReturnState, events
from returnflow.photoset import is_slot
from returnflow.spec import Step
from returnflow.state import PhotoSet

_NOT_TAKEN = {"photos.used_elsewhere", "photos.rejected_before"}


class ShownPhoto(NamedTuple):
    """A photo, and one sentence for each thing to do about it, the most pressing first."""

    upload_id: str | None
    sha256: str
    verdict: str
    hints: tuple[str, ...]
    candidates: tuple[str, ...] = ()


class ShownSlot(NamedTuple):
    """A slot: filled, waived, or to be filled; `last` is the photo that was sent back."""

    name: str
    title: str
    tip: str
    photo: ShownPhoto | None
    waived: bool
    waivable: bool
    last: ShownPhoto | None
    last_chance: bool
    """The next photo is kept however it is."""
    newer_refused: str = ""
    """What was wrong with a photo that came last and was not kept."""

    @property
    def open(self) -> bool:
        """Whether a photo is still asked for."""
        return self.photo is None and not self.waived


class ShownStep(NamedTuple):
    """The photos of a step."""

    slots: tuple[ShownSlot, ...]
    unplaced: tuple[ShownPhoto, ...]
    refused: tuple[ShownPhoto, ...]
    """Sent back without having a slot, and files that are no pictures."""
    judging: int
    free_slots: tuple[str, ...]

    @property
    def filled(self) -> int:
        """How many slots need nothing more."""
        return sum(not slot.open for slot in self.slots)


def photos_of_step(
    session: Session, flow: ReturnFlow, state: ReturnState, step: Step, words: Words
) -> ShownStep:
    """The photos of a step, as its page shows them."""
    uploads = list(
        session.scalars(
            select(Upload)
            .where(Upload.return_id == state.id, Upload.step == step.id)
            .order_by(Upload.sent_at)
        )
    )
    ids = {upload.sha256: upload.id for upload in uploads if upload.has_pixels}
    aside = {upload.sha256 for upload in uploads if upload.put_aside}
    photos = state.photos.get(step.id, PhotoSet())
    names = flow.spec.slots_of(step, state.category)
    waivable = flow.spec.waivable(step, state.category)
    shown: list[ShownSlot] = []
    for name in names:
        kept = [slot for slot in photos.kept if is_slot(slot, (name,))]
        retakes = max((n for one, n in photos.retakes.items() if is_slot(one, (name,))), default=0)
        rejected = [
            photo
            for photo in photos.rejected
            if photo.slot is not None and is_slot(photo.slot, (name,))
        ]
        shown += [
            ShownSlot(
                name=slot,
                title=words.slot(slot),
                tip=words.tip(slot, state.category),
                photo=None if slot not in photos.kept else _shown(photos.kept[slot], ids, words),
                waived=slot in photos.waived,
                waivable=slot in waivable,
                newer_refused=_newer_refused(slot, uploads, photos, words),
                last=_shown(rejected[-1], ids, words) if rejected and not kept else None,
                last_chance=not kept and retakes >= flow.spec.limits.forced_retakes,
            )
            for slot in (kept or [name])
        ]
    unreadable = [
        ShownPhoto(None, upload.sha256, "retake", (words.reason(upload.unreadable),))
        for upload in uploads
        if upload.unreadable is not None and upload.slot not in photos.kept
    ]
    return ShownStep(
        slots=tuple(shown),
        unplaced=tuple(
            _shown(photo, ids, words)
            for photo in photos.unplaced
            if photo.sha256 not in aside and _may_fill(photo, shown)
        ),
        refused=(
            *(_shown(photo, ids, words) for photo in photos.rejected[-3:] if photo.slot is None),
            *unreadable[-3:],
        ),
        judging=sum(upload.judged_at is None for upload in uploads),
        free_slots=tuple(slot.name for slot in shown if slot.open),
    )


def _may_fill(photo: events.Photo, slots: Iterable[ShownSlot]) -> bool:
    """Whether it still matters what a photo shows."""
    free = {slot.name for slot in slots if slot.open}
    return bool(free & set(photo.candidates)) if photo.candidates else bool(free)


def _newer_refused(slot: str, uploads: Sequence[Upload], photos: PhotoSet, words: Words) -> str:
    newest = next((upload for upload in reversed(uploads) if upload.slot == slot), None)
    if newest is not None and newest.problem in _NOT_TAKEN:
        return words(f"problem.{newest.problem}", slot=slot)
    kept = photos.kept.get(slot)
    refused = {photo.sha256: photo for photo in photos.rejected if photo.slot == slot}
    for upload in reversed(uploads):
        if kept is not None and upload.sha256 == kept.sha256:
            return ""
        if kept is not None and upload.sha256 in refused:
            return next(hints(refused[upload.sha256], words), "")
    return ""


def _shown(photo: events.Photo, ids: Mapping[str, str], words: Words) -> ShownPhoto:
    return ShownPhoto(
        upload_id=ids.get(photo.sha256),
        sha256=photo.sha256,
        verdict=photo.verdict,
        hints=tuple(hints(photo, words)),
        candidates=photo.candidates,
    )


def hints(photo: events.Photo, words: Words) -> Iterator[str]:
    """What to do about a photo that was sent back or is kept with a warning."""
    results: Any = photo.report.get("results", [])
    order = ("fail", "warn") if photo.verdict != "retake" else ("fail",)
    for status in order:
        for result in results:
            if result["status"] == status:
                yield words.reason(result["reason"], result["regions"])
