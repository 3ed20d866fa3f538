"""The photos that the view model is judged on, and its answers to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.probe import Floats
from benchmarks.realism_photos import PHONE_VIEW, Pictured, Question
from benchmarks.realism_tables import Judged
from photocheck import Photo
from photocheck.view import VIEWS, ViewEstimate, estimate

Pair = tuple[str, str]

_KINDS = {
    "phone": "smartphone",
    "watch": "smartwatch",
    "console": "other",
    "headphones": "other",
    "nothing": "none",
}
_WATCH = frozenset({"watch", "smartwatch"})


def kind_of(photo: Pictured) -> str:
    """The photo's category in photocheck's words."""
    if photo.view == "not_device" and photo.category != "document":
        return "none"
    return _KINDS.get(photo.category, photo.category)


def _each_kind() -> dict[str, str]:
    return {kind: kind for kind in VIEWS} | _KINDS


CATEGORY = Question("Category", tuple(VIEWS), categories=_each_kind())
LAPTOP_VIEW = Question(
    "Laptop view",
    ("screen on", "screen off", "lid or underside", "side", "closed edge"),
    category=frozenset({"laptop"}),
    views={
        "screen_on": "screen on",
        "screen_off": "screen off",
        "back": "lid or underside",
        "back_case": "lid or underside",
        "underside": "lid or underside",
        "left": "side",
        "right": "side",
        "left_open": "side",
        "right_open": "side",
        "front_closed": "closed edge",
        "back_closed": "closed edge",
    },
)
WATCH_VIEW = Question(
    "Watch view",
    ("face on", "face off", "rear", "side", "strap"),
    category=_WATCH,
    views={
        "screen_on": "face on",
        "front_on": "face on",
        "screen_off": "face off",
        "front_off": "face off",
        "back": "rear",
        "rear_case": "rear",
        "left": "side",
        "right": "side",
        "strap_top": "strap",
        "strap_bottom": "strap",
    },
)
_LIT = {"screen_on": "on", "front_on": "on", "screen_off": "off", "front_off": "off"}
SCREEN = Question(
    "Screen of phones, tablets, laptops and watches",
    ("on", "off"),
    category=frozenset({"phone", "smartphone", "tablet", "laptop", "watch", "smartwatch"}),
    views=_LIT,
)
LONG_SIDE = Question(
    "Long side of phones",
    ("left", "right"),
    category=frozenset({"phone", "smartphone"}),
    views={"left": "left", "right": "right"},
)
SHORT_END = Question(
    "Short end of phones",
    ("top", "bottom"),
    category=frozenset({"phone", "smartphone"}),
    views={"top": "top", "bottom": "bottom"},
)
QUESTIONS = (CATEGORY, PHONE_VIEW, LAPTOP_VIEW, WATCH_VIEW, SCREEN, LONG_SIDE, SHORT_END)


@dataclass(frozen=True)
class Seen:
    """A photo and what the model says of it."""

    photo: Pictured
    estimate: ViewEstimate


class NoModelError(Exception):
    """No view model is installed."""


def look(photos: Sequence[Pictured]) -> list[Seen]:
    """Have every photo estimated.

    Raises
    ------
    NoModelError
        If there is nothing that estimates.
    """
    seen = []
    for photo in photos:
        answer = estimate(Photo.open(photo.path))
        if answer is None:
            raise NoModelError("expected a view model, none is installed: see the warning")
        seen.append(Seen(photo, answer))
    return seen


def judged(question: Question, seen: Sequence[Seen]) -> Judged:
    """Truth and chances of the photos that the question is asked of.

    Views are judged among those of the photo's own category, as `match` does, which is told it.
    """
    photos, truth, chances = [], [], []
    for one in seen:
        answer = asked(question, one.photo)
        if answer is None:
            continue
        photos.append(one.photo)
        truth.append(question.classes.index(answer))
        chances.append(_chances(question, one))
    stacked = np.array(chances) if chances else np.zeros((0, len(question.classes)))
    return Judged(tuple(photos), np.array(truth, np.intp), stacked)


def asked(question: Question, photo: Pictured) -> str | None:
    """The right answer; None if the question is not asked of this photo."""
    if question is not CATEGORY:
        return question.answer(photo)
    if photo.several or (photo.view == "inside" and photo.category != "parcel"):
        return None
    return kind_of(photo)


def _chances(question: Question, seen: Seen) -> Floats:
    likelihood = seen.estimate.likelihood
    sums = dict.fromkeys(question.classes, 1e-9)
    for (kind, view), value in likelihood.items():
        if question is CATEGORY:
            sums[kind] += value
        elif kind == kind_of(seen.photo) and question.views is not None and view in question.views:
            sums[question.views[view]] += value
    total = sum(sums.values())
    return np.array([sums[name] / total for name in question.classes])
