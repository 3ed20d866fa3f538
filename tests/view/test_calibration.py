"""Opposite sides are told apart no more surely than they can be."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

import photocheck.view
from photocheck.view.calibration import (
    calibrate_pairs,
    calibrated_logits,
    categories,
    contradicted,
    handedness,
    is_sure,
    out_of_distribution_score,
    probabilities,
)
from photocheck.view.labels import LEFT_SIDES, OPPOSITES, VIEWS
from photocheck.view.metadata import Calibration, PairCalibration

LABELS = (("smartphone", "left"), ("smartphone", "back"), ("smartphone", "right"))
LEFT, BACK, RIGHT = range(3)
logits = arrays.arrays(np.float32, 3, elements=st.floats(-20, 20, width=32))
slopes = st.floats(0, 1)


def told_apart(values, slope, pose=0.0, towards_left=0.0):
    pairs = {"smartphone/left": PairCalibration(slope=slope, pose=pose)}
    return calibrate_pairs(values, LABELS, pairs, towards_left)


def shares(values):
    return np.exp(values - np.logaddexp.reduce(values))


@given(logits, slopes)
def test_what_both_have_together_and_all_else_stay(values, share):
    before = shares(values)
    after = shares(told_apart(values, share))
    assert after[BACK] == pytest.approx(before[BACK], abs=1e-4)
    assert after[[LEFT, RIGHT]].sum() == pytest.approx(before[[LEFT, RIGHT]].sum(), abs=1e-4)


@given(logits, slopes)
def test_the_lead_is_shrunk_and_never_turned(values, share):
    after = told_apart(values, share)
    lead = values[LEFT] - values[RIGHT]
    assert after[LEFT] - after[RIGHT] == pytest.approx(share * lead, abs=1e-3)


@given(logits)
def test_without_trust_both_are_as_likely_and_with_all_of_it_nothing_changes(values):
    none = told_apart(values, 0.0)
    assert none[LEFT] == pytest.approx(none[RIGHT], abs=1e-4)
    assert told_apart(values, 1.0) == pytest.approx(values, abs=1e-4)
    assert (calibrate_pairs(values, LABELS, {}, 0.0) == values).all()


@given(logits, slopes, st.floats(0, 10), st.floats(-1, 1))
def test_the_geometry_moves_the_lead_and_nothing_else(values, share, weight, towards_left):
    before = told_apart(values, share)
    after = told_apart(values, share, weight, towards_left)
    moved = (after[LEFT] - after[RIGHT]) - (before[LEFT] - before[RIGHT])
    assert moved == pytest.approx(weight * towards_left, abs=1e-3)
    assert shares(after)[BACK] == pytest.approx(shares(before)[BACK], abs=1e-4)


angles = st.floats(0, 2 * np.pi)


@given(angles, angles)
def test_a_mirrored_photo_shows_the_other_side_and_a_turned_one_the_same(between, turn):
    def directions(angle):
        return np.array([np.cos(angle), np.sin(angle)])

    pose = np.concatenate([directions(turn), directions(turn + between)])
    told = handedness(pose.astype(np.float32))
    assert told == pytest.approx(np.sin(between), abs=1e-5)
    mirrored = pose * [-1, 1, -1, 1]
    assert handedness(mirrored.astype(np.float32)) == pytest.approx(-told, abs=1e-5)


def test_a_phone_standing_upright_shows_its_left_where_its_screen_looks_right():
    # Its top points up in the picture; y is down.
    assert handedness(np.array([0, -1, 1, 0], np.float32)) > 0


def test_opposites_are_views_of_one_category():
    for first, second in OPPOSITES:
        assert any(first in views for views in VIEWS.values())
        assert all((first in views) == (second in views) for views in VIEWS.values())


def test_the_installed_model_says_how_far_it_is_to_be_trusted():
    metadata = photocheck.view.installed().metadata
    pairs = metadata.calibration.pairs
    assert {"smartphone/left", "smartphone/top", "laptop/left_open"} <= pairs.keys()
    for key, pair in pairs.items():
        if pair.pose:
            assert key.partition("/")[2] in LEFT_SIDES


SIMPLE = Calibration(
    temperature=2.0,
    temperature_two_pass=4.0,
    pairs={},
    out_of_distribution_from=1.0,
    out_of_distribution_weight=2.0,
    sure_from={"smartphone": 0.9},
    contradicts_below=0.05,
)
PAIRS = (("smartphone", "back"), ("tablet", "back"), ("none", "none"))
three = arrays.arrays(np.float32, 3, elements=st.floats(-50, 50, width=32))


def calibrated(values, *, two_pass=False, score=0.0):
    return calibrated_logits(
        values,
        PAIRS,
        SIMPLE,
        two_pass=two_pass,
        towards_left=0.0,
        out_of_distribution=score,
    )


@given(three)
def test_probabilities_sum_to_one_and_keep_the_order(values):
    likelihood = probabilities(calibrated(values), PAIRS)
    assert sum(likelihood.values()) == pytest.approx(1)
    best = max(likelihood, key=likelihood.__getitem__)
    assert values[PAIRS.index(best)] >= values.max() - 1e-4


@given(three)
def test_a_higher_temperature_is_never_surer(values):
    cool, warm = (
        max(probabilities(calibrated(values, two_pass=two_pass), PAIRS).values())
        for two_pass in (False, True)
    )
    assert warm <= cool + 1e-9


@given(three, st.floats(-5, 20), st.floats(0, 5))
def test_the_stranger_a_photo_the_likelier_it_shows_no_device(values, score, more):
    less, stranger = (
        probabilities(calibrated(values, score=value), PAIRS).get(("none", "none"), 0.0)
        for value in (score, score + more)
    )
    assert stranger >= less - 1e-9


def test_below_its_limit_strangeness_has_no_weight():
    values = np.array([1.0, 0.0, 0.5], np.float32)
    assert (calibrated(values, score=0.9) == calibrated(values, score=-9.0)).all()
    assert calibrated(values, score=2.0)[2] == pytest.approx(calibrated(values)[2] + 2.0)


def test_the_score_is_the_log_odds_of_what_is_no_device():
    imagenet, devices = np.zeros(1000, np.float32), np.zeros(1000, bool)
    devices[:500] = True
    assert out_of_distribution_score(imagenet, devices) == pytest.approx(0.0)
    imagenet[10] = 20.0
    assert out_of_distribution_score(imagenet, devices) < -10
    imagenet[900] = 40.0
    assert out_of_distribution_score(imagenet, devices) > 10


def test_sure_is_said_only_of_categories_that_earned_it():
    shares = categories({("smartphone", "back"): 0.5, ("smartphone", "left"): 0.45})
    assert shares == {"smartphone": 0.95}
    assert is_sure(shares, SIMPLE)
    assert not is_sure({"smartphone": 0.89, "tablet": 0.11}, SIMPLE)
    assert not is_sure({"tablet": 1.0}, SIMPLE)


def test_a_category_is_contradicted_where_it_is_next_to_impossible():
    found = contradicted({"smartphone": 0.97, "tablet": 0.03}, tuple(VIEWS), SIMPLE)
    assert "tablet" in found
    assert "laptop" in found
    assert "smartphone" not in found
