"""How likely a photo is, were it of each slot: by its view, and by what the customer says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

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

_OTHER_THAN_DECLARED = 1e-4


def with_likelihoods(photo_set: PhotoSet, pictures: Sequence[Picture]) -> tuple[Picture, ...]:
    """The pictures with the likelihood of each label."""
    return tuple(_with_likelihood(photo_set, picture) for picture in pictures)


def _with_likelihood(photo_set: PhotoSet, picture: Picture) -> Picture:
    own = (photo_set.photos[place] for place in picture.members)
    photos = sorted(own, key=lambda photo: photo.key)
    values = likelihood_of_photos(photo_set.labels, photos, photo_set.settings)
    blind = all(photo.report.view is None for photo in photos)
    odds = photo_set.settings.declared_odds
    return replace(picture, likelihood=values, max_confidence=odds / (odds + 1) if blind else 1.0)


def likelihood_of_photos(
    labels: Labels, photos: Sequence[JudgedPhoto], settings: MatchSettings
) -> Array | None:
    """The likelihood of each label of photos that show the same, the customer's word included.

    Sums to 1. None where there is neither a view nor a word.
    """
    views = [photo.report.view for photo in photos if photo.report.view is not None]
    declared = {labels.index(photo.declared) for photo in photos if photo.declared is not None}
    if not views and not declared:
        return None
    if not views:
        values = np.full(len(labels.slots) + len(UNEXPECTED), _OTHER_THAN_DECLARED)
        values[list(declared)] = 1.0
        return values
    # Copies are one piece of evidence, not several.
    values = np.mean([likelihood_of_view(labels, view, settings) for view in views], axis=0)
    values[list(declared)] *= settings.declared_odds
    return np.asarray(values / values.sum())


def likelihood_of_view(labels: Labels, view: View, settings: MatchSettings) -> Array:
    """The likelihood of each label, by a photo's view alone; sums to 1."""
    category = labels.category
    columns = {name: column for column, name in enumerate(labels.slots)}
    by_view = {view: columns[slot.name] for slot in category.slots for view in slot.views}
    values = np.zeros(len(columns) + len(UNEXPECTED))
    values[: len(columns)] = settings.floor
    for (kind, name), value in view.likelihood.items():
        if kind == category.kind:
            column = by_view.get(name, len(columns) + UNEXPECTED.index("view.not_asked"))
            values[column] += value
        elif kind == "none":
            values[len(columns) + UNEXPECTED.index("view.not_a_device")] += value
        elif kind == "document":
            values[len(columns) + UNEXPECTED.index("view.document")] += value
        else:
            column = len(columns) + UNEXPECTED.index("view.other_category")
            values[column] += value * settings.other_category_odds
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
