"""Photos of the device; the same events bring the proofs and the photos of the parcel."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from returnflow.photoset import Intake, is_slot
from returnflow.steps.base import Asked, EventBase, StepKind, Turn, slots_left
from returnflow.values import Name, Photo, PhotoSet, Sha256


class PhotosAdded(EventBase):
    """Photos of a step, any number at once; made by `returnflow.photos`."""

    kind: Literal["photos_added"] = "photos_added"
    step: Name = "photos"
    photos: tuple[Photo, ...] = Field(min_length=1)


class PhotoPlaced(EventBase):
    """The customer says what a photo shows that was not assigned, or to the wrong slot."""

    kind: Literal["photo_placed"] = "photo_placed"
    step: Name = "photos"
    sha256: Sha256
    slot: Name


class SlotWaived(EventBase):
    """A photo that can't be taken, with the customer's declaration why."""

    kind: Literal["slot_waived"] = "slot_waived"
    step: Name = "photos"
    slot: Name
    reason: Literal["does_not_light_up", "no_sensitive_part", "device_does_not_work"]
    declared: bool


def _added(asked: Asked, event: PhotosAdded) -> Turn:
    if len(event.photos) > asked.spec.limits.max_photos:
        return asked.refuse(("photos.too_many", "photos"))
    if not asked.slots:
        return asked.refuse(("photos.unknown_slot", "step"))
    intake = _intake(asked)
    for photo in event.photos:
        intake.add(photo)
    return _taken_in(asked, intake)


def _placed(asked: Asked, event: PhotoPlaced) -> Turn:
    intake = _intake(asked)
    intake.place(event.sha256, event.slot)
    return _taken_in(asked, intake)


def _waived(asked: Asked, event: SlotWaived) -> Turn:
    if event.slot not in asked.slots and not is_slot(event.slot, asked.slots):
        return asked.refuse(("photos.unknown_slot", "slot"))
    if event.slot not in asked.spec.waivable(asked.step, asked.state.category):
        return asked.refuse(("photos.not_waivable", "slot"))
    if not event.declared:
        return asked.refuse(("declaration.needed", "declared"))
    photos = _so_far(asked)
    return Turn(photos=photos.changed(waived={**photos.waived, event.slot: event.reason}))


def _so_far(asked: Asked) -> PhotoSet:
    return asked.state.photos.get(asked.step.id, PhotoSet())


def _intake(asked: Asked) -> Intake:
    elsewhere = {
        photo.sha256
        for name, other in asked.state.photos.items()
        if name != asked.step.id
        for photo in other.kept.values()
    }
    return Intake(asked.step.id, asked.slots, asked.spec.limits, _so_far(asked), elsewhere)


def _taken_in(asked: Asked, intake: Intake) -> Turn:
    return Turn(
        photos=None if intake.photos == _so_far(asked) else intake.photos,
        problems=tuple(intake.problems),
        effects=tuple(intake.effects),
    )


def _guides(asked: Asked, _platform: str | None) -> tuple[str, ...]:
    more = "tip.photos.closeups" if "closeup_*" in asked.slots else "tip.photos.screen_on"
    return ("tip.photos.all", more)


KIND = StepKind(
    "photos",
    {PhotosAdded: _added, PhotoPlaced: _placed, SlotWaived: _waived},
    missing=slots_left,
    guides=_guides,
    needs=("slots",),
    of_slots=True,
)
