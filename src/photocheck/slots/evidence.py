"""What a photo's report and the customer say about the slot it fills."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from photocheck.memo import cached_attribute
from photocheck.report import Report, Verdict, View
from photocheck.slots.model import Category
from photocheck.slots.settings import MatchSettings

Array = NDArray[np.float64]

UNEXPECTED: Final = (
    "view.not_a_device",
    "view.document",
    "view.other_category",
    "view.not_asked",
)
"""Why a photo that can be read fills no slot, in the order of the labels."""

_RANK: Final = {Verdict.ACCEPT: 2, Verdict.REVIEW: 1, Verdict.RETAKE: 0}
_SURELY_DECLARED: Final = 1e-4


@dataclass(frozen=True)
class Seen:
    """One photo of a set.

    Attributes
    ----------
    name : str
        Unique in its set.
    reports : mapping of slot or None to Report
        As judged for the slots that it may fill; None for none of them.
    declared : str or None
        The slot that the customer names.
    """

    name: str
    reports: Mapping[str | None, Report]
    declared: str | None = None

    @property
    def report(self) -> Report:
        """The report for no slot."""
        return self.reports[None]

    def judged(self, slot: str | None) -> Report:
        """The report for a slot, or for none where the photo was not judged for it."""
        return self.reports.get(slot, self.report)

    @property
    def hash(self) -> str | None:
        """The perceptual hash, if the check ``duplicate`` took one."""
        if "duplicate" not in self.report:
            return None
        value = self.report["duplicate"].measurements.get("hash")
        return value if isinstance(value, str) else None

    @cached_attribute
    def key(self) -> tuple[str, str]:
        """What orders photos alike whatever order they came in."""
        return self.report.sha256 or "", self.name

    def quality(self, slot: str | None) -> tuple[int, float]:
        """Rank of the verdict, and the lowest score, as a photo of a slot."""
        report = self.judged(slot)
        scores = [result.score for result in report.results if result.score is not None]
        return _RANK[report.verdict], min(scores, default=0.0)


@dataclass(frozen=True)
class Labels:
    """The labels of a category's photos, in the order of a posterior's columns.

    The single slots first, then the slot for any number of photos, then `UNEXPECTED`.
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

    def likelihood(self, view: View, settings: MatchSettings) -> Array:
        """The likelihood of each label, by a photo's view alone; sums to 1."""
        names = {name: column for column, name in enumerate(self.slots)}
        by_view = {view: names[slot.name] for slot in self.category.slots for view in slot.views}
        values = np.zeros(len(names) + len(UNEXPECTED))
        values[: len(names)] = settings.floor
        for (kind, name), value in view.likelihood.items():
            if kind == self.category.kind:
                column = by_view.get(name, len(names) + UNEXPECTED.index("view.not_asked"))
                values[column] += value
            elif kind == "none":
                values[len(names) + UNEXPECTED.index("view.not_a_device")] += value
            elif kind == "document":
                values[len(names) + UNEXPECTED.index("view.document")] += value
            else:
                column = len(names) + UNEXPECTED.index("view.other_category")
                values[column] += value * settings.other_category_odds
        return np.asarray(values / values.sum())

    def of_photos(self, photos: Sequence[Seen], settings: MatchSettings) -> Array | None:
        """The likelihood of each label of photos that show the same, the customer's word included.

        None where there is neither a view nor a word.
        """
        views = [photo.report.view for photo in photos if photo.report.view is not None]
        declared = {self.index(photo.declared) for photo in photos if photo.declared is not None}
        if not views and not declared:
            return None
        if not views:
            values = np.full(len(self.slots) + len(UNEXPECTED), _SURELY_DECLARED)
            values[list(declared)] = 1.0
            return values
        # Copies are one piece of evidence, not several.
        values = np.mean([self.likelihood(view, settings) for view in views], axis=0)
        values[list(declared)] *= settings.declared_odds
        return np.asarray(values / values.sum())

    def plausible(self, view: View | None, settings: MatchSettings, least: float) -> Iterable[str]:
        """The slots that a photo may fill with at least that likelihood, by its view alone."""
        if view is None:
            return ()
        values = self.likelihood(view, settings)
        return (name for name, value in zip(self.slots, values, strict=False) if value >= least)
