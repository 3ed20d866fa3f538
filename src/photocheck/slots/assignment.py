"""Which picture of a set fills which slot, by the pictures' posteriors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count

import numpy as np

from photocheck.slots.category import Category
from photocheck.slots.photo_set import PhotoSet, Picture

Filled = Mapping[str, tuple[Picture, ...]]
"""Slots, in the catalog's order, with the pictures that may fill them: the one to use first."""


def assign(photo_set: PhotoSet, pictures: Sequence[Picture]) -> Filled:
    """Give each picture that is sure enough of one slot to it.

    A picture keeps the slot that an earlier answer gave it, unless something else is sure or the
    customer names another one for it; and no slot that was filled is emptied.
    """
    places = _places(photo_set, pictures)
    by_slot: dict[str, list[Picture]] = {}
    for picture, slot in zip(pictures, places, strict=True):
        if slot is not None:
            by_slot.setdefault(slot, []).append(picture)
    many = photo_set.labels.many
    extra = by_slot.pop(many, []) if many is not None else []
    filled = {
        slot: tuple(sorted(rivals, key=lambda one: _preference(photo_set, one, slot)))
        for slot, rivals in by_slot.items()
    }
    return _in_order(
        photo_set.category, {**filled, **_numbered(extra, many or "", taken=set(filled))}
    )


def _places(photo_set: PhotoSet, pictures: Sequence[Picture]) -> list[str | None]:
    """The slot of each picture, or None."""
    places = [_kept_or_surest(photo_set, picture) for picture in pictures]
    # A slot goes to the photo that the customer names for it, whichever had it before.
    claimed = {
        slot
        for picture, slot in zip(pictures, places, strict=True)
        if slot is not None and slot in picture.declared
    }
    for number, picture in enumerate(pictures):
        if picture.filled in claimed and picture.filled not in picture.declared:
            places[number] = _surest(photo_set, picture)
    # A slot that was filled is not emptied: what left it stays if nothing else comes. That may
    # empty the slot it would have gone to, and so on.
    while True:
        emptied = [
            number
            for number, picture in enumerate(pictures)
            if picture.filled is not None
            and picture.filled not in places
            and places[number] != picture.filled
        ]
        if not emptied:
            return places
        for number in emptied:
            places[number] = pictures[number].filled


def _kept_or_surest(photo_set: PhotoSet, picture: Picture) -> str | None:
    """The slot that a picture filled before, if nothing else is sure; else the surest one."""
    if picture.posterior is not None and picture.filled is not None:
        label = int(np.argmax(picture.posterior))
        own = photo_set.labels.index(picture.filled)
        flip = photo_set.settings.flip_confidence
        if label == own or picture.probability(label) < flip:
            return picture.filled
    return _surest(photo_set, picture)


def _surest(photo_set: PhotoSet, picture: Picture) -> str | None:
    """The slot that a picture is sure enough of, whatever was answered before."""
    if picture.posterior is None:
        return None
    slots = photo_set.labels.slots
    label = int(np.argmax(picture.posterior))
    if label >= len(slots) or picture.probability(label) < photo_set.settings.min_confidence:
        return None
    return slots[label]


def _preference(photo_set: PhotoSet, picture: Picture, slot: str) -> tuple[object, ...]:
    """What the better of two pictures for a slot has more of; sorts the better one first."""
    best = photo_set.photos[picture.best_first(photo_set, slot)[0]]
    rank, score = best.quality(slot)
    sure = picture.probability(photo_set.labels.index(slot))
    declared = slot in picture.declared
    return -rank, not declared, picture.filled != slot, -score * sure, -sure, best.key


def _numbered(extra: Sequence[Picture], many: str, taken: set[str]) -> dict[str, tuple[Picture]]:
    """Pictures of the slot for any number, each in a place of its own."""
    named: dict[str, tuple[Picture]] = {}
    waiting = []
    for picture in extra:
        wish = picture.filled or min(picture.declared, default=None)
        if wish is None or wish == many or wish in {*taken, *named}:
            waiting.append(picture)
        else:
            named[wish] = (picture,)
    numbers = (f"{many.removesuffix('*')}{number}" for number in count(1))
    for picture in waiting:
        named[next(name for name in numbers if name not in {*taken, *named})] = (picture,)
    return named


def _in_order(category: Category, filled: Filled) -> Filled:
    slots = [slot.name for slot in category.slots]

    def place(name: str) -> tuple[int, int, str]:
        return slots.index(category.slot(name).name), len(name), name

    return {name: filled[name] for name in sorted(filled, key=place)}
