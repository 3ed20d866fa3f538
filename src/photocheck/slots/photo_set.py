"""What the steps of a matching work on: the set, and its pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from photocheck.slots.category import Category
from photocheck.slots.judged import JudgedPhoto
from photocheck.slots.settings import MatchSettings

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Labels:
    """The slots of a category in the order of a posterior's columns.

    The slots for one photo come first, then the one for any number of photos, if there is one.
    Further columns are the labels of photos that fill no slot.
    """

    category: Category
    single: tuple[str, ...] = field(init=False)
    many: str | None = field(init=False)

    def __post_init__(self) -> None:
        slots = self.category.slots
        object.__setattr__(self, "single", tuple(slot.name for slot in slots if not slot.many))
        many = next((slot.name for slot in slots if slot.many), None)
        object.__setattr__(self, "many", many)

    @property
    def slots(self) -> tuple[str, ...]:
        """All slots."""
        return self.single if self.many is None else (*self.single, self.many)

    def index(self, slot: str) -> int:
        """The column of a slot; ``closeup_2`` has that of ``closeup_*``."""
        return self.slots.index(self.category.slot(slot).name)


@dataclass(frozen=True)
class PhotoSet:
    """The photos of a set, and what is known of them before they are weighed.

    Attributes
    ----------
    category : Category
    photos : tuple of JudgedPhoto
    settings : MatchSettings
    filled : mapping of position to slot
        The slots that an earlier answer gave to photos.
    """

    category: Category
    photos: tuple[JudgedPhoto, ...]
    settings: MatchSettings
    filled: Mapping[int, str]
    labels: Labels = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "labels", Labels(self.category))


@dataclass(frozen=True, eq=False)
class Picture:
    """One picture: a photo and its near-duplicates.

    Attributes
    ----------
    members : tuple of int
        Positions of the photos in the set.
    filled : str or None
        The slot that an earlier answer gave to one of them.
    declared : frozenset of str
        The slots that the customer names for them.
    likelihood : float array or None
        Of each label, as `Labels` orders them; None where nothing is known of the picture.
    posterior : float array or None
        Probability of each label, given all pictures of the set; None as above.
    max_confidence : float
        The highest confidence that an assignment of it may state (0 to 1).
    """

    members: tuple[int, ...]
    filled: str | None = None
    declared: frozenset[str] = frozenset()
    likelihood: Array | None = None
    posterior: Array | None = None
    max_confidence: float = 1.0

    def probability(self, column: int) -> float:
        """Posterior probability of a label; 0 where nothing is known of the picture."""
        return 0.0 if self.posterior is None else float(self.posterior[column])

    def likeliest_slot(self, labels: Labels) -> str | None:
        """The slot of the highest posterior probability; None where nothing is known."""
        if self.posterior is None:
            return None
        return labels.slots[int(np.argmax(self.posterior[: len(labels.slots)]))]

    def best_first(self, photo_set: PhotoSet, slot: str | None) -> list[int]:
        """Positions of the photos, the one to use for a slot first."""

        def preference(position: int) -> tuple[object, ...]:
            photo = photo_set.photos[position]
            rank, score = photo.quality(slot)
            info = photo.report.photo
            pixels = info.width * info.height if info is not None else 0
            filled = slot is not None and photo_set.filled.get(position) == slot
            return -rank, photo.repeats, not filled, -pixels, -score, photo.key

        return sorted(self.members, key=preference)
