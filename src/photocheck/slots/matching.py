"""From what is known of each photo to the slots of the set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np
from numpy.typing import NDArray

from photocheck.messages import DEFAULT_LANGUAGE, text
from photocheck.report import Report, Verdict
from photocheck.slots.copies import same_pictures
from photocheck.slots.evidence import UNEXPECTED, Labels, Seen
from photocheck.slots.match import Assigned, Match, Unexpected, Unsure
from photocheck.slots.model import Category
from photocheck.slots.posterior import label_posterior
from photocheck.slots.settings import MatchSettings

__all__ = ["decide"]

_DEVICES_TO_COMPARE = 3


@dataclass
class _Picture:
    """One picture and its copies: positions in the set, the best of them where it is used."""

    members: list[int]
    posterior: NDArray[np.float64] | None = None
    ceiling: float = 1.0
    held: str | None = None

    def at(self, column: int) -> float:
        return 0.0 if self.posterior is None else float(self.posterior[column])


def decide(
    category: Category,
    photos: Sequence[Seen],
    settings: MatchSettings,
    *,
    held: Mapping[int, str] | None = None,
    language: str = DEFAULT_LANGUAGE,
) -> Match:
    """Say which photo fills which slot.

    Parameters
    ----------
    category : Category
    photos : sequence of Seen
        In any order: without `held`, the answer is the same for each.
    settings : MatchSettings
    held : mapping of position to slot, optional
        What was answered before. A photo leaves its slot only for strong grounds, or for a photo
        with a better verdict, and no slot is emptied.
    language : str
        Of the messages.
    """
    return _Decision(category, photos, settings, held or {}, language).match()


class _Decision:
    def __init__(
        self,
        category: Category,
        photos: Sequence[Seen],
        settings: MatchSettings,
        held: Mapping[int, str],
        language: str,
    ) -> None:
        self.category = category
        self.photos = photos
        self.settings = settings
        self.language = language
        self.labels = Labels(category)
        self.held = held
        self.unexpected: dict[int, str] = {
            position: photo.report.error.reason
            for position, photo in enumerate(photos)
            if photo.report.error is not None
        }
        self.pictures = self._pictures()
        self._weigh()

    def match(self) -> Match:
        filled = self._filled()
        best: dict[str, int] = {}
        duplicates: list[tuple[int, ...]] = []
        placed: set[int] = set()
        for slot, pictures in filled.items():
            groups = [self._best_first(picture, slot) for picture in pictures]
            best[slot] = groups[0][0]
            chosen = tuple(position for group in groups for position in group)
            placed.update(chosen)
            if len(chosen) > 1:
                duplicates.append(chosen)
        unsure: dict[int, tuple[str, ...]] = {}
        empty = [slot for slot in self.labels.slots if slot not in filled]
        for picture in self.pictures:
            first, *copies = self._best_first(picture, self._likeliest(picture))
            if first in placed or placed.intersection(picture.members):
                continue
            reason = self._reason(picture)
            if reason is not None:
                self.unexpected.update(dict.fromkeys(picture.members, reason))
                continue
            unsure[first] = self._plausible(picture) or tuple(empty) or self.labels.slots
            if copies:
                duplicates.append((first, *copies))
        return self._answer(best, unsure, duplicates)

    def _pictures(self) -> list[_Picture]:
        readable = [each for each in range(len(self.photos)) if each not in self.unexpected]
        back = {position: own for own, position in enumerate(readable)}
        groups = same_pictures(
            [self.photos[position] for position in readable],
            self.settings.copy_distance,
            {back[position]: slot for position, slot in self.held.items() if position in back},
        )
        pictures = [_Picture([readable[own] for own in group]) for group in groups]
        # One order for all orders of the photos, so that sums come out equal to the last bit.
        pictures.sort(key=lambda picture: min(self.photos[own].key for own in picture.members))
        for picture in pictures:
            picture.held = next(
                (self.held[own] for own in picture.members if own in self.held), None
            )
        return pictures

    def _weigh(self) -> None:
        """Give each picture its posterior; None where nothing is known of it."""
        known: list[tuple[_Picture, NDArray[np.float64], bool]] = []
        for picture in self.pictures:
            photos = sorted((self.photos[own] for own in picture.members), key=lambda one: one.key)
            picture.posterior = None
            row = self.labels.of_photos(photos, self.settings)
            if row is not None and not self.unexpected.keys() & set(picture.members):
                slot = self.labels.slots[int(np.argmax(row[: len(self.labels.slots)]))]
                known.append((picture, row, self._spoilt(picture, slot)))
                if all(photo.report.view is None for photo in photos):
                    odds = self.settings.declared_odds
                    picture.ceiling = odds / (odds + 1)
        if not known:
            return
        # The good ones first: it is those to be taken again that come on top of others.
        known.sort(key=lambda one: one[2])
        single = len(self.labels.single)
        table = np.stack([row for _, row, _ in known])
        settings = self.settings
        beside = np.array(
            [settings.retaken_odds if bad else settings.repeat_odds for *_, bad in known]
        )
        posterior = label_posterior(table[:, :single], table[:, single:], beside)
        for (picture, _, _), row in zip(known, posterior, strict=True):
            picture.posterior = row

    def _spoilt(self, picture: _Picture, slot: str) -> bool:
        """Whether each copy of a picture would have to be taken again as a photo of that slot."""
        own = (self.photos[each].judged(slot) for each in picture.members)
        return all(report.verdict is Verdict.RETAKE for report in own)

    def _other_devices(self) -> list[int]:
        """Photos that look unlike the rest of the set; none unless a service asks for it."""
        limit = self.settings.max_appearance_distance
        slots = len(self.labels.slots)
        compared = {
            own: view.appearance
            for picture in self.pictures
            if picture.posterior is not None and picture.posterior[:slots].sum() > 0.5
            for own in picture.members
            if (view := self.photos[own].report.view) is not None and view.appearance is not None
        }
        alike = len({len(appearance) for appearance in compared.values()}) == 1
        if limit is None or len(compared) < _DEVICES_TO_COMPARE or not alike:
            return []
        middle = np.median(np.array(list(compared.values())), axis=0)
        return [
            own
            for own, appearance in sorted(compared.items())
            if float(np.sqrt(np.mean((np.array(appearance) - middle) ** 2))) > limit
        ]

    def _filled(self) -> dict[str, list[_Picture]]:
        """Slots with the pictures that may fill them, the one to use first."""
        place = {id(picture): self._place(picture) for picture in self.pictures}
        # A slot goes to the photo that the customer names for it, whichever had it before.
        claimed = {
            slot for picture in self.pictures if (slot := place[id(picture)]) in self._said(picture)
        }
        for picture in self.pictures:
            if picture.held in claimed and picture.held not in self._said(picture):
                place[id(picture)] = self._surest(picture)
        while True:
            takers: dict[str, list[_Picture]] = {}
            for picture in self.pictures:
                slot = place[id(picture)]
                if slot is not None:
                    takers.setdefault(slot, []).append(picture)
            # A slot that was filled is not emptied: who left it stays if nobody comes.
            back = [
                picture
                for picture in self.pictures
                if picture.held is not None
                and picture.held not in takers
                and place[id(picture)] != picture.held
            ]
            if not back:
                break
            for picture in back:
                place[id(picture)] = picture.held
        many = self.labels.many
        extra = takers.pop(many, []) if many is not None else []
        ordered = {
            slot: sorted(takers[slot], key=lambda one: self._preference(one, slot))
            for slot in takers
        }
        return self._in_order({**ordered, **self._named(extra, set(ordered))})

    def _place(self, picture: _Picture) -> str | None:
        """The slot that a picture fills, if it is sure enough of one."""
        if picture.posterior is not None and picture.held is not None:
            label = int(np.argmax(picture.posterior))
            own = self.labels.index(picture.held)
            if label == own or picture.at(label) < self.settings.flip_confidence:
                return picture.held
        return self._surest(picture)

    def _surest(self, picture: _Picture) -> str | None:
        """The slot that a picture would fill if it had filled none before."""
        if picture.posterior is None:
            return None
        label = int(np.argmax(picture.posterior))
        if label >= len(self.labels.slots) or picture.at(label) < self.settings.min_confidence:
            return None
        return self.labels.slots[label]

    def _said(self, picture: _Picture) -> set[str]:
        """The slots that the customer names for a picture."""
        return {said for own in picture.members if (said := self.photos[own].declared) is not None}

    def _preference(self, picture: _Picture, slot: str) -> tuple[object, ...]:
        """What the better of two pictures for a slot has more of."""
        best = self._best_first(picture, slot)[0]
        rank, score = self.photos[best].quality(slot)
        sure = picture.at(self.labels.index(slot))
        said = slot in self._said(picture)
        return -rank, not said, picture.held != slot, -score * sure, -sure, self.photos[best].key

    def _best_first(self, picture: _Picture, slot: str | None) -> list[int]:
        """Positions of a picture's copies, the one to use first."""

        def preference(position: int) -> tuple[object, ...]:
            photo = self.photos[position]
            rank, score = photo.quality(slot)
            info = photo.report.photo
            pixels = info.width * info.height if info is not None else 0
            held = slot is not None and self.held.get(position) == slot
            return -rank, not held, -pixels, -score, photo.key

        return sorted(picture.members, key=preference)

    def _named(self, extra: Sequence[_Picture], taken: set[str]) -> dict[str, list[_Picture]]:
        """Pictures of the slot for any number, each in a place of its own."""
        many = self.labels.many
        stem = (many or "").removesuffix("*")
        named: dict[str, list[_Picture]] = {}
        waiting = []
        for picture in extra:
            wish = picture.held or min(self._said(picture), default=None)
            if wish is None or wish == many or wish in {*taken, *named}:
                waiting.append(picture)
            else:
                named[wish] = [picture]
        numbers = (f"{stem}{number}" for number in count(1))
        for picture in waiting:
            named[next(name for name in numbers if name not in {*taken, *named})] = [picture]
        return named

    def _in_order(self, filled: Mapping[str, list[_Picture]]) -> dict[str, list[_Picture]]:
        slots = [slot.name for slot in self.category.slots]

        def place(name: str) -> tuple[int, int, str]:
            return slots.index(self.category.slot(name).name), len(name), name

        return {name: filled[name] for name in sorted(filled, key=place)}

    def _likeliest(self, picture: _Picture) -> str | None:
        if picture.posterior is None:
            return None
        return self.labels.slots[int(np.argmax(picture.posterior[: len(self.labels.slots)]))]

    def _reason(self, picture: _Picture) -> str | None:
        """Why a picture fills no slot; None where that is not sure."""
        if picture.posterior is None:
            return None
        no_slot = picture.posterior[len(self.labels.slots) :]
        if float(no_slot.sum()) < self.settings.min_unexpected:
            return None
        return UNEXPECTED[int(np.argmax(no_slot))]

    def _plausible(self, picture: _Picture) -> tuple[str, ...]:
        if picture.posterior is None:
            return ()
        ranked = sorted(
            enumerate(self.labels.slots), key=lambda label: (-picture.at(label[0]), label[0])
        )
        least = self.settings.min_plausible
        return tuple(
            slot
            for place, (column, slot) in enumerate(ranked)
            if picture.at(column) >= (least / 10 if place < 2 else least) or place == 0
        )

    def _answer(
        self,
        best: Mapping[str, int],
        unsure: Mapping[int, tuple[str, ...]],
        duplicates: Sequence[tuple[int, ...]],
    ) -> Match:
        name = [photo.name for photo in self.photos]
        pictures = {own: picture for picture in self.pictures for own in picture.members}
        slot_of = {position: slot for slot, position in best.items()}
        assigned = {}
        for slot, position in best.items():
            picture = pictures[position]
            sure = min(picture.at(self.labels.index(slot)), picture.ceiling, 1.0)
            verdict = self._report(position, slot).verdict
            assigned[slot] = Assigned(source=name[position], confidence=sure, verdict=verdict)
        possible = {slot for slots in unsure.values() for slot in slots}
        required = self.category.required
        return Match(
            category=self.category.name,
            complete=all(
                slot in assigned and assigned[slot].verdict is Verdict.ACCEPT for slot in required
            ),
            assigned=assigned,
            missing=tuple(
                slot for slot in required if slot not in assigned and slot not in possible
            ),
            unsure=tuple(
                Unsure(source=name[position], slots=unsure[position]) for position in sorted(unsure)
            ),
            duplicates=tuple(
                (name[group[0]], *(name[position] for position in sorted(group[1:])))
                for group in duplicates
            ),
            unexpected=tuple(
                Unexpected(
                    source=name[position],
                    reason=self.unexpected[position],
                    message=self._message(position),
                )
                for position in sorted(self.unexpected)
            ),
            other_device=tuple(name[position] for position in self._other_devices()),
            photos=tuple(
                self._report(
                    position,
                    slot_of.get(position)
                    or (self._likeliest(pictures[position]) if position in pictures else None),
                )
                for position in range(len(self.photos))
            ),
            declared={
                photo.name: photo.declared for photo in self.photos if photo.declared is not None
            },
        )

    def _report(self, position: int, slot: str | None) -> Report:
        own = None if slot is None else self.category.slot(slot).name
        return self.photos[position].judged(own)

    def _message(self, position: int) -> str:
        error = self.photos[position].report.error
        return text(self.unexpected[position], self.language) if error is None else error.message
