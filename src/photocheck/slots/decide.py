"""From what is known of each photo to the slots of the set: a row of pure steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from photocheck.slots.assignment import assign
from photocheck.slots.category import Category
from photocheck.slots.explanation import explain
from photocheck.slots.judged import JudgedPhoto
from photocheck.slots.likelihood import with_likelihoods
from photocheck.slots.match import Match
from photocheck.slots.near_duplicates import pictures_of
from photocheck.slots.photo_set import PhotoSet
from photocheck.slots.posterior import with_posteriors
from photocheck.slots.settings import MatchSettings
from photocheck.texts import DEFAULT_LANGUAGE


def decide(
    category: Category,
    photos: Sequence[JudgedPhoto],
    settings: MatchSettings,
    *,
    filled: Mapping[int, str] | None = None,
    language: str = DEFAULT_LANGUAGE,
) -> Match:
    """Say which photo fills which slot.

    Parameters
    ----------
    category : Category
    photos : sequence of JudgedPhoto
        In any order: without `filled`, the answer is the same for each.
    settings : MatchSettings
    filled : mapping of position to slot, optional
        What was answered before. A photo leaves its slot only for strong grounds, or for a photo
        with a better verdict, and no slot is emptied.
    language : str
        Of the messages.
    """
    photo_set = PhotoSet(category, tuple(photos), settings, dict(filled or {}))
    pictures = pictures_of(photo_set)
    pictures = with_likelihoods(photo_set, pictures)
    pictures = with_posteriors(photo_set, pictures)
    return explain(photo_set, pictures, assign(photo_set, pictures), language=language)
