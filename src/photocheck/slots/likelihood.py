"""How likely a photo is, were it of each slot: by its view, and by what the customer says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from photocheck.checks.context import Asked
from photocheck.report import View
from photocheck.slots.judged import JudgedPhoto
from photocheck.slots.photo_set import Array, Labels, PhotoSet, Picture
from photocheck.slots.settings import MatchSettings

UNEXPECTED: Final = (
    "view.not_a_device",
    "view.document",
    "view.other_category",
    "view.not_asked",
)
"""Why a photo that can be read fills no slot: the labels after the slots, in this order."""

_UNEXPECTED_KINDS: Final = {"none": "view.not_a_device", "document": "view.document"}
_OTHER_THAN_DECLARED: Final = 1e-4


def with_likelihoods(photo_set: PhotoSet, pictures: Sequence[Picture]) -> tuple[Picture, ...]:
    """The pictures with the likelihood of each label."""
    return tuple(_with_likelihood(photo_set, picture) for picture in pictures)


def _with_likelihood(photo_set: PhotoSet, picture: Picture) -> Picture:
    own = (photo_set.photos[place] for place in picture.members)
    photos = sorted(own, key=lambda photo: photo.key)
    values = likelihood_of_photos(photo_set.labels, photos, photo_set.settings)
    odds = photo_set.settings.declared_odds
    by_word = _by_word_alone(photo_set.labels, photos)
    return replace(picture, likelihood=values, max_confidence=odds / (odds + 1) if by_word else 1.0)


def _by_word_alone(labels: Labels, photos: Sequence[JudgedPhoto]) -> bool:
    """Whether only what the customer says of photos counts.

    It does where no view was estimated, and for a slot that no view shows.
    """
    declared = [photo.declared for photo in photos if photo.declared is not None]
    seen = any(photo.report.view is not None for photo in photos)
    return bool(declared) and not (
        seen and all(labels.category.slot(slot).views for slot in declared)
    )


def likelihood_of_photos(
    labels: Labels, photos: Sequence[JudgedPhoto], settings: MatchSettings
) -> Array | None:
    """The likelihood of each label of photos that show the same, the customer's word included.

    Sums to 1. None where there is neither a view nor a word.
    """
    views = [photo.report.view for photo in photos if photo.report.view is not None]
    declared = {labels.index(photo.declared) for photo in photos if photo.declared is not None}
    if _by_word_alone(labels, photos):
        values = np.full(len(labels.slots) + len(UNEXPECTED), _OTHER_THAN_DECLARED)
        values[list(declared)] = 1.0
        return values
    if not views:
        return None
    # Copies are one piece of evidence, not several.
    values = np.mean([likelihood_of_view(labels, view, settings) for view in views], axis=0)
    values[list(declared)] *= settings.declared_odds
    return np.asarray(values / values.sum())


def likelihood_of_view(labels: Labels, view: View, settings: MatchSettings) -> Array:
    """The likelihood of each label, by a photo's view alone; sums to 1."""
    category = labels.category
    columns: dict[tuple[str, str], list[int]] = {}
    values = np.zeros(len(labels.slots) + len(UNEXPECTED))
    for column, name in enumerate(labels.slots):
        slot = category.slot(name)
        if slot.views:  # what no view shows, only the customer can name
            values[column] = settings.floor
        for pair in Asked(category.kind, slot.views).pairs:
            columns.setdefault(pair, []).append(column)
    for pair, value in view.likelihood.items():
        if pair in columns:
            values[columns[pair]] += value
        else:
            label = _UNEXPECTED_KINDS.get(pair[0], "view.other_category")
            if pair[0] == category.kind:
                label = "view.not_asked"
            odds = settings.other_category_odds if label == "view.other_category" else 1.0
            values[len(labels.slots) + UNEXPECTED.index(label)] += value * odds
    return np.asarray(values / values.sum())


def plausible_slots(
    labels: Labels, view: View | None, settings: MatchSettings, least: float
) -> Iterator[str]:
    """The slots that a photo may fill with at least that likelihood, by its view alone."""
    if view is not None:
        values = likelihood_of_view(labels, view, settings)
        for name, value in zip(labels.slots, values, strict=False):
            if value >= least:
                yield name
