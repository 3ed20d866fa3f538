"""How likely a photo is, were it of each slot."""

import numpy as np
import pytest
from tests.slots.seen import PHONE, seen, set_of, view_of

from photocheck.slots.category import Category
from photocheck.slots.likelihood import (
    UNEXPECTED,
    likelihood_of_photos,
    likelihood_of_view,
    plausible_slots,
    with_likelihoods,
)
from photocheck.slots.near_duplicates import pictures_of
from photocheck.slots.photo_set import Labels
from photocheck.slots.settings import MatchSettings

LABELS = Labels(PHONE)
SETTINGS = MatchSettings()


def likeliest(values):
    return [*LABELS.slots, *UNEXPECTED][int(np.argmax(values))]


@pytest.mark.parametrize(
    ("weights", "label"),
    [
        ({"left": 1}, "left"),
        ({"none": 1}, "view.not_a_device"),
        ({"document_capture": 1}, "view.document"),
        ({"laptop_screen_on": 1}, "view.other_category"),
        ({"laptop_screen_on": 0.9, "screen_on": 0.1}, "screen_on"),  # the order knows the category
    ],
)
def test_the_label_of_a_view(weights, label):
    values = likelihood_of_view(LABELS, view_of(**weights), SETTINGS)
    assert values.sum() == pytest.approx(1)
    assert likeliest(values) == label
    assert (values[: len(LABELS.slots)] > 0).all()  # no view model is that sure


def test_the_customers_word_is_worth_its_odds():
    photo, told = (seen("a", declared=said, left=0.5, right=0.5) for said in (None, "right"))
    before = likelihood_of_photos(LABELS, [photo], SETTINGS)
    after = likelihood_of_photos(LABELS, [told], SETTINGS)
    left, right = LABELS.index("left"), LABELS.index("right")
    assert before[left] == pytest.approx(before[right])
    assert after[right] / after[left] == pytest.approx(SETTINGS.declared_odds)


def test_copies_are_one_piece_of_evidence():
    one = seen("a", left=0.7, right=0.3)
    assert likelihood_of_photos(LABELS, [one] * 5, SETTINGS) == pytest.approx(
        likelihood_of_photos(LABELS, [one], SETTINGS)
    )


def test_nothing_is_known_without_a_view_and_a_word():
    assert likelihood_of_photos(LABELS, [seen("a")], SETTINGS) is None
    told = likelihood_of_photos(LABELS, [seen("a", declared="top")], SETTINGS)
    assert likeliest(told) == "top"


def test_a_word_alone_is_never_wholly_sure():
    photo_set = set_of(seen("a", declared="top"), seen("b", declared="left", left=1))
    word, view = with_likelihoods(photo_set, pictures_of(photo_set))
    assert word.max_confidence == pytest.approx(50 / 51)
    assert view.max_confidence == 1


def test_views_that_two_slots_share_and_that_none_shows():
    slots = [
        {"name": "back", "views": ["back"]},
        {"name": "back_bare", "views": ["back", "document/document"]},
        {"name": "charger", "views": []},
    ]
    labels = Labels(Category.model_validate({"name": "smartphone", "slots": slots}))
    back = likelihood_of_view(labels, view_of(back=1), SETTINGS)
    assert back[0] == pytest.approx(back[1])
    assert back[2] == 0
    paper = likelihood_of_view(labels, view_of(document_document=1), SETTINGS)
    assert int(np.argmax(paper)) == 1
    asked = likelihood_of_view(labels, view_of(left=1), SETTINGS)
    assert int(np.argmax(asked)) == 3 + UNEXPECTED.index("view.not_asked")


def test_plausible_slots_are_those_that_the_view_names():
    view = view_of(left=0.6, right=0.3, none=0.1)
    assert set(plausible_slots(LABELS, view, SETTINGS, 0.05)) == {"left", "right"}
    assert list(plausible_slots(LABELS, None, SETTINGS, 0.05)) == []
