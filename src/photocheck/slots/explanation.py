"""What is said of each photo once the slots are given: the answer as data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from photocheck.report import Report, Verdict
from photocheck.slots.assignment import Filled
from photocheck.slots.likelihood import UNEXPECTED
from photocheck.slots.match import Assigned, Match, Unexpected, Unsure
from photocheck.slots.photo_set import PhotoSet, Picture
from photocheck.texts import text

_DEVICES_TO_COMPARE = 3


def explain(
    photo_set: PhotoSet, pictures: Sequence[Picture], filled: Filled, *, language: str
) -> Match:
    """The answer for a set whose slots are given to its pictures.

    Each photo comes into exactly one place of the answer.
    """
    photos, category = photo_set.photos, photo_set.category
    chosen: dict[str, int] = {}
    duplicates: list[tuple[int, ...]] = []
    placed: set[int] = set()
    for slot, rivals in filled.items():
        group = tuple(place for one in rivals for place in one.best_first(photo_set, slot))
        chosen[slot] = group[0]
        placed.update(group)
        duplicates.append(group)
    unexpected = {
        place: photo.report.error.reason
        for place, photo in enumerate(photos)
        if photo.report.error is not None
    }
    unsure: dict[int, tuple[str, ...]] = {}
    for picture in pictures:
        if placed.intersection(picture.members):
            continue
        reason = _reason(photo_set, picture)
        if reason is not None:
            unexpected.update(dict.fromkeys(picture.members, reason))
            continue
        group = tuple(picture.best_first(photo_set, picture.likeliest_slot(photo_set.labels)))
        unsure[group[0]] = _plausible(photo_set, picture, filled)
        duplicates.append(group)
    report = _report_of(photo_set, pictures, chosen)
    name = [photo.name for photo in photos]
    assigned = _assigned(photo_set, filled, chosen, report)
    possible = {slot for slots in unsure.values() for slot in slots}
    return Match(
        category=category.name,
        complete=all(
            slot in assigned and assigned[slot].verdict is Verdict.ACCEPT
            for slot in category.required
        ),
        assigned=assigned,
        missing=tuple(
            slot for slot in category.required if slot not in assigned and slot not in possible
        ),
        unsure=tuple(Unsure(source=name[place], slots=unsure[place]) for place in sorted(unsure)),
        duplicates=tuple(
            (name[first], *(name[place] for place in sorted(copies)))
            for first, *copies in duplicates
            if copies
        ),
        unexpected=tuple(
            Unexpected(
                source=name[place],
                reason=unexpected[place],
                message=_message(photos[place].report, unexpected[place], language),
            )
            for place in sorted(unexpected)
        ),
        other_device=tuple(name[place] for place in _other_devices(photo_set, pictures)),
        photos=tuple(report(place) for place in range(len(photos))),
        declared={photo.name: photo.declared for photo in photos if photo.declared is not None},
    )


def _assigned(
    photo_set: PhotoSet,
    filled: Filled,
    chosen: Mapping[str, int],
    report: Callable[[int], Report],
) -> dict[str, Assigned]:
    assigned = {}
    for slot, rivals in filled.items():
        sure = rivals[0].probability(photo_set.labels.index(slot))
        place = chosen[slot]
        assigned[slot] = Assigned(
            source=photo_set.photos[place].name,
            confidence=min(sure, rivals[0].max_confidence, 1.0),
            verdict=report(place).verdict,
        )
    return assigned


def _report_of(
    photo_set: PhotoSet, pictures: Sequence[Picture], chosen: Mapping[str, int]
) -> Callable[[int], Report]:
    """What gives a photo's report for the slot that it fills, or else most probably shows."""
    labels = photo_set.labels
    likeliest = {
        place: picture.likeliest_slot(labels) for picture in pictures for place in picture.members
    }
    fills = {place: slot for slot, place in chosen.items()}

    def report(place: int) -> Report:
        slot = fills.get(place) or likeliest.get(place)
        own = None if slot is None else photo_set.category.slot(slot).name
        return photo_set.photos[place].judged(own)

    return report


def _reason(photo_set: PhotoSet, picture: Picture) -> str | None:
    """Why a picture fills no slot; None where that is not sure."""
    if picture.posterior is None:
        return None
    no_slot = picture.posterior[len(photo_set.labels.slots) :]
    if float(no_slot.sum()) < photo_set.settings.min_unexpected:
        return None
    return UNEXPECTED[int(np.argmax(no_slot))]


def _plausible(photo_set: PhotoSet, picture: Picture, filled: Filled) -> tuple[str, ...]:
    """The slots that an unsure picture may fill, the likeliest first."""
    slots = photo_set.labels.slots
    if picture.posterior is None:
        return tuple(slot for slot in slots if slot not in filled) or slots
    ranked = sorted(range(len(slots)), key=lambda column: (-picture.probability(column), column))
    least = photo_set.settings.min_plausible
    return tuple(
        slots[column]
        for place, column in enumerate(ranked)
        if picture.probability(column) >= (least / 10 if place < 2 else least) or place == 0
    )


def _other_devices(photo_set: PhotoSet, pictures: Sequence[Picture]) -> list[int]:
    """Photos that look unlike the rest of the set; none unless a service asks for it."""
    limit = photo_set.settings.max_appearance_distance
    slots = len(photo_set.labels.slots)
    compared = {
        place: view.appearance
        for picture in pictures
        if picture.posterior is not None and picture.posterior[:slots].sum() > 0.5
        for place in picture.members
        if (view := photo_set.photos[place].report.view) is not None and view.appearance is not None
    }
    alike = len({len(appearance) for appearance in compared.values()}) == 1
    if limit is None or len(compared) < _DEVICES_TO_COMPARE or not alike:
        return []
    middle = np.median(np.array(list(compared.values())), axis=0)
    return [
        place
        for place, appearance in sorted(compared.items())
        if float(np.sqrt(np.mean((np.array(appearance) - middle) ** 2))) > limit
    ]


def _message(report: Report, reason: str, language: str) -> str:
    return text(reason, language) if report.error is None else report.error.message
