"""Opposite sides are told apart no more surely than they can be."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

import photocheck.view
from photocheck.view.names import OPPOSITES, VIEWS
from photocheck.view.opposites import LEFT as BY_GEOMETRY
from photocheck.view.opposites import doubted, handedness

CLASSES = (("smartphone", "left"), ("smartphone", "back"), ("smartphone", "right"))
LEFT, BACK, RIGHT = range(3)
logits = arrays.arrays(np.float32, 3, elements=st.floats(-20, 20, width=32))
trust = st.floats(0, 1)


def shares(values):
    return np.exp(values - np.logaddexp.reduce(values))


@given(logits, trust)
def test_what_both_have_together_and_all_else_stay(values, share):
    before = shares(values)
    after = shares(doubted(values, CLASSES, {"smartphone/left": share}, {}, 0.0))
    assert after[BACK] == pytest.approx(before[BACK], abs=1e-4)
    assert after[[LEFT, RIGHT]].sum() == pytest.approx(before[[LEFT, RIGHT]].sum(), abs=1e-4)


@given(logits, trust)
def test_the_lead_is_shrunk_and_never_turned(values, share):
    after = doubted(values, CLASSES, {"smartphone/left": share}, {}, 0.0)
    lead = values[LEFT] - values[RIGHT]
    assert after[LEFT] - after[RIGHT] == pytest.approx(share * lead, abs=1e-3)


@given(logits)
def test_without_trust_both_are_as_likely_and_with_all_of_it_nothing_changes(values):
    none = doubted(values, CLASSES, {"smartphone/left": 0.0}, {}, 0.0)
    assert none[LEFT] == pytest.approx(none[RIGHT], abs=1e-4)
    assert doubted(values, CLASSES, {"smartphone/left": 1.0}, {}, 0.0) == pytest.approx(
        values, abs=1e-4
    )
    assert (doubted(values, CLASSES, {}, {}, 0.0) == values).all()


@given(logits, trust, st.floats(0, 10), st.floats(-1, 1))
def test_the_geometry_moves_the_lead_and_nothing_else(values, share, weight, towards_left):
    key = "smartphone/left"
    before = doubted(values, CLASSES, {key: share}, {}, 0.0)
    after = doubted(values, CLASSES, {key: share}, {key: weight}, towards_left)
    moved = (after[LEFT] - after[RIGHT]) - (before[LEFT] - before[RIGHT])
    assert moved == pytest.approx(weight * towards_left, abs=1e-3)
    assert shares(after)[BACK] == pytest.approx(shares(before)[BACK], abs=1e-4)


angles = st.floats(0, 2 * np.pi)


@given(angles, angles)
def test_a_mirrored_photo_shows_the_other_side_and_a_turned_one_the_same(between, turn):
    def directions(angle):
        return np.array([np.cos(angle), np.sin(angle)])

    facts = np.concatenate([directions(turn), directions(turn + between), [0, 0]])
    told = handedness(facts.astype(np.float32))
    assert told == pytest.approx(np.sin(between), abs=1e-5)
    mirrored = facts * [-1, 1, -1, 1, 1, 1]
    assert handedness(mirrored.astype(np.float32)) == pytest.approx(-told, abs=1e-5)


def test_a_phone_standing_upright_shows_its_left_where_its_screen_looks_right():
    # Its top points up in the picture; y is down.
    assert handedness(np.array([0, -1, 1, 0, 0, 0], np.float32)) > 0


def test_opposites_are_views_of_one_category():
    for first, second in OPPOSITES:
        assert any(first in views for views in VIEWS.values())
        assert all((first in views) == (second in views) for views in VIEWS.values())


def test_the_installed_model_says_how_far_it_is_to_be_trusted():
    network = photocheck.view.installed()
    firsts = {first for first, _ in OPPOSITES}
    assert {"smartphone/left", "smartphone/top"} <= network.trust.keys()
    for key, share in network.trust.items():
        category, _, view = key.partition("/")
        assert (category, view) in network.classes
        assert view in firsts
        assert 0 <= share <= 1
    assert {"smartphone/left", "laptop/left_open"} <= network.turn.keys()
    assert {key.partition("/")[2] for key in network.turn} == BY_GEOMETRY
