"""Photos of the device; the same events bring the proofs and the photos of the parcel."""

from __future__ import annotations

from returnflow import events
from returnflow.photoset import Intake, is_slot
from returnflow.state import PhotoSet
from returnflow.steps.turn import Asked, StepKind, Turn


def _photos(asked: Asked, event: events.PhotosAdded) -> Turn:
    if len(event.photos) > asked.spec.limits.max_photos:
        return asked.refuse(("photos.too_many", "photos"))
    if not asked.step.slots:
        return asked.refuse(("photos.unknown_slot", "step"))
    intake = Intake(*asked)
    for photo in event.photos:
        intake.add(photo)
    return _taken_in(asked, intake)


def _place(asked: Asked, event: events.PhotoPlaced) -> Turn:
    intake = Intake(*asked)
    intake.place(event.sha256, event.slot)
    return _taken_in(asked, intake)


def _taken_in(asked: Asked, intake: Intake) -> Turn:
    before = asked.state.photos.get(asked.step.id, PhotoSet())
    return Turn(
        photos=None if intake.photos == before else intake.photos,
        problems=tuple(intake.problems),
        effects=tuple(intake.effects),
    )


def _waive(asked: Asked, event: events.SlotWaived) -> Turn:
    spec, state, step = asked
    slots = spec.slots_of(step, state.category)
    if event.slot not in slots and not is_slot(event.slot, slots):
        return asked.refuse(("photos.unknown_slot", "slot"))
    if event.slot not in spec.waivable(step, state.category):
        return asked.refuse(("photos.not_waivable", "slot"))
    if not event.declared:
        return asked.refuse(("declaration.needed", "declared"))
    photos = state.photos.get(step.id, PhotoSet())
    return Turn(photos=photos.changed(waived={**photos.waived, event.slot: event.reason}))


KIND = StepKind(
    "photos",
    {
        "photos_added": _photos,
        "photo_placed": _place,
        "slot_waived": _waive,
    },
)
