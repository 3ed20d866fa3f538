"""What each picture shows, given all the others: against the sum over all explanations."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from photocheck.slots.posterior import label_posterior


@pytest.mark.parametrize("odds", [0.2, np.array([0.1, 0.1, 0.6, 0.6])])
@pytest.mark.parametrize(("required", "counted"), [((), 4), ((0, 2), 4), ((0, 2), 3), ((1,), 0)])
def test_the_posterior_is_that_of_all_explanations(odds, required, counted):
    random = np.random.default_rng(0)
    slots, free = random.random((4, 3)), random.random((4, 2))
    of_each = np.broadcast_to(odds, 4)
    every = np.concatenate([slots, free], axis=1)
    expected = np.zeros_like(every)
    for labels in np.ndindex(5, 5, 5, 5):
        again = [
            place for place in range(4) if labels[place] < 3 and labels[place] in labels[:place]
        ]
        weight = np.prod(every[range(4), labels]) * np.prod(of_each[again])
        if required and set(required) <= set(labels[:counted]):
            weight *= 7.0
        expected[range(4), labels] += weight
    expected /= expected.sum(axis=1, keepdims=True)
    found = label_posterior(
        slots, free, odds, required=required, complete_odds=7.0, counted=counted
    )
    assert found == pytest.approx(expected)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 999), count=st.integers(1, 6), odds=st.floats(1, 50))
def test_odds_for_a_complete_set_never_favour_what_no_slot_holds(seed, count, odds):
    random = np.random.default_rng(seed)
    slots, free = random.random((count, 3)), random.random((count, 2))
    plain = label_posterior(slots, free, 0.05)
    complete = label_posterior(slots, free, 0.05, required=range(3), complete_odds=odds)
    assert complete.sum(axis=1) == pytest.approx(1)
    assert (complete[:, 3:] <= plain[:, 3:] + 1e-9).all()
    if count < 3:  # it can't be complete
        assert complete == pytest.approx(plain)


@pytest.mark.parametrize(
    ("slots", "free"),
    [
        (np.ones((2, 3)), np.ones((3, 1))),
        (np.ones(3), np.ones((3, 1))),
        (np.full((1, 3), np.nan), np.ones((1, 1))),
        (np.full((1, 3), -1.0), np.ones((1, 1))),
        (np.zeros((1, 3)), np.zeros((1, 1))),
    ],
)
def test_likelihoods_that_are_none_are_refused(slots, free):
    with pytest.raises(ValueError, match="expected"):
        label_posterior(slots, free, 0.1)


def test_pictures_that_nothing_explains_together_are_refused():
    both = np.array([[1.0], [1.0]])
    with pytest.raises(ValueError, match="explanation"):
        label_posterior(both, np.zeros((2, 1)), 0.0)
