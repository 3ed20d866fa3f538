"""The photos of a step: kept, sent back, placed by hand, waived."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from photocheck.slots.category import slot_fits
from returnflow.effects import Effect, Params
from returnflow.problems import Problem
from returnflow.rules import Limits
from returnflow.values import Photo, PhotoSet

_RANK = {"retake": 0, "review": 1, "accept": 2}


def is_slot(name: str, slots: Iterable[str]) -> bool:
    """Whether a name is one of the slots, or one of any number (``closeup_*``)."""
    return any(slot_fits(name, slot) for slot in slots)


def missing_slots(slots: tuple[str, ...], photos: PhotoSet | None) -> tuple[str, ...]:
    """The slots of a step that have neither a photo nor a waiver."""
    if photos is None:
        return slots
    kept = photos.kept
    left = [slot for slot in slots if slot not in kept and slot not in photos.waived]
    return tuple([slot for slot in left if not any(is_slot(name, (slot,)) for name in kept)])


def kept_for_person(photos: PhotoSet) -> tuple[str, ...]:
    """The slots whose photo was kept although it should have been retaken."""
    return tuple(slot for slot, photo in photos.kept.items() if photo.verdict == "retake")


class Intake:
    """Takes in photos one after the other; `photos` is what came of it.

    Parameters
    ----------
    step : str
        Its id.
    slots : tuple of str
        Of the step, those of the category filled in.
    limits : Limits
    photos : PhotoSet
        Of the step so far.
    elsewhere : collection of str
        Hashes of the photos that other steps keep.
    """

    def __init__(
        self,
        step: str,
        slots: tuple[str, ...],
        limits: Limits,
        photos: PhotoSet,
        elsewhere: Collection[str],
    ) -> None:
        self.photos = photos
        self.problems: list[Problem] = []
        self.effects: list[Effect] = []
        self._step = step
        self._slots = slots
        self._limits = limits
        self._elsewhere = elsewhere

    def add(self, photo: Photo) -> None:
        """Take in one photo."""
        photos = self.photos
        if photo.slot is not None and not is_slot(photo.slot, self._slots):
            self._refuse("photos.unknown_slot", photo)
        elif any(photo.sha256 == old.sha256 for old in photos.rejected):
            self._ask("photos.rejected_before", photo)
        elif photo.sha256 in self._elsewhere or any(
            photo.sha256 == old.sha256 and slot != photo.slot for slot, old in photos.kept.items()
        ):
            self._ask("photos.used_elsewhere", photo)
        elif photo.slot is None:
            self._hold(photo)
        elif photo.verdict == "retake":
            self._add_bad(photo, photo.slot)
        else:
            self._keep(photo, photo.slot)

    def place(self, sha256: str, slot: str) -> None:
        """Put a photo into the slot that the customer names, from wherever it is.

        If it stood in another, the photo that is there changes places with it.
        """
        held = {one.sha256: name for name, one in self.photos.kept.items()}
        present = (*self.photos.unplaced, *self.photos.kept.values())
        photo = next((one for one in present if one.sha256 == sha256), None)
        if photo is None:
            self.problems.append(
                Problem(code="photos.not_waiting", step=self._step, field="sha256")
            )
            return
        if not is_slot(slot, self._slots):
            self._refuse("photos.unknown_slot", photo.changed(slot=slot))
            return
        if held.get(sha256) == slot:
            return
        if slot not in photo.candidates and photo.verdict == "accept":
            photo = photo.changed(verdict="review")  # the camera's word against the customer's
        photo = photo.changed(slot=slot, candidates=())
        if sha256 in held:
            self._move(photo, held[sha256], slot)
            return
        self._set(unplaced=_without(self.photos.unplaced, sha256))
        self.add(photo)

    def _move(self, photo: Photo, old: str, slot: str) -> None:
        """Move a photo from one slot to another; what stood there changes places with it."""
        other = self.photos.kept.get(slot)
        self._set(kept={name: one for name, one in self.photos.kept.items() if name != old})
        self._keep(photo, slot)
        if other is not None:
            self._keep(other.changed(slot=old), old)

    def _hold(self, photo: Photo) -> None:
        if photo.verdict == "retake":
            self._set(rejected=(*self.photos.rejected, photo))
            self._ask("photos.retake", photo)
            return
        unplaced = (*_without(self.photos.unplaced, photo.sha256), photo)
        self._set(unplaced=unplaced[-self._limits.max_photos :])
        self._ask("photos.unsure" if photo.candidates else "photos.unexpected", photo)

    def _keep(self, photo: Photo, slot: str) -> None:
        waived = _drop(self.photos.waived, slot)
        if slot.startswith("closeup_"):
            waived = _drop(waived, "closeup_*")
        self._set(
            kept={**self.photos.kept, slot: photo},
            waived=waived,
            unplaced=_without(self.photos.unplaced, photo.sha256),
        )

    def _add_bad(self, photo: Photo, slot: str) -> None:
        kept = self.photos.kept.get(slot)
        if kept is not None and kept.sha256 == photo.sha256:
            return
        better = kept is not None and _RANK[kept.verdict] > _RANK[photo.verdict]
        tries = self.photos.retakes.get(slot, 0)
        # A file that can't be read shows nothing: it is never kept, nor a try to take the photo.
        counts = not better and not photo.is_unreadable
        if counts and tries >= self._limits.forced_retakes:
            self._keep(photo, slot)
            self._do("hand_to_person", "tell.photo_kept", {"slot": slot})
            return
        copy = any(self._same_picture(photo, old) for old in self.photos.rejected)
        self._set(
            rejected=(*self.photos.rejected, photo),
            retakes={**self.photos.retakes, slot: tries + counts},
        )
        self._ask("photos.rejected_before" if copy else "photos.retake", photo)

    def _same_picture(self, one: Photo, other: Photo) -> bool:
        if one.fingerprint is None or other.fingerprint is None:
            return False
        from photocheck.metrics import distance  # noqa: PLC0415 - loads OpenCV

        return distance(one.fingerprint, other.fingerprint) < self._limits.copy_distance

    def _set(self, **values: object) -> None:
        self.photos = self.photos.changed(**values)

    def _refuse(self, code: str, photo: Photo) -> Problem:
        params: Params = {
            "photo": photo.sha256[:12],
            "slot": photo.slot or "unknown",
            "slots": photo.candidates,
            "reasons": photo.reasons,
        }
        problem = Problem(code=code, step=self._step, field="photos", params=params)
        self.problems.append(problem)
        return problem

    def _ask(self, code: str, photo: Photo) -> None:
        self._do("ask_photo", f"problem.{code}", self._refuse(code, photo).params)

    def _do(self, kind: Any, key: str, params: Params) -> None:
        self.effects.append(Effect(kind=kind, step=self._step, key=key, params=params))


def _without(photos: tuple[Photo, ...], sha256: str) -> tuple[Photo, ...]:
    return tuple(photo for photo in photos if photo.sha256 != sha256)


def _drop(mapping: Mapping[str, str], key: str) -> dict[str, str]:
    return {name: value for name, value in mapping.items() if name != key}
