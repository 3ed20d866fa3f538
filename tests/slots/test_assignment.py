"""Which picture fills which slot, by stated posteriors."""

import numpy as np
import pytest
from tests.slots.seen import PHONE, seen, set_of

from photocheck.slots import default_catalog
from photocheck.slots.assignment import assign
from photocheck.slots.photo_set import Labels, Picture

LABELS = Labels(PHONE)


def picture(place, labels=LABELS, filled=None, declared=(), **probabilities):
    posterior = np.zeros(len(labels.slots) + 4)
    for slot, value in probabilities.items():
        posterior[labels.slots.index(slot.replace("any", "closeup_*"))] = value
    posterior[-1] += 1 - posterior.sum()
    return Picture((place,), filled=filled, declared=frozenset(declared), posterior=posterior)


def filled(*pictures, category=PHONE, verdicts=None, **settings):
    verdicts = verdicts or ["accept"] * len(pictures)
    photos = [seen(str(place), verdict=verdict) for place, verdict in enumerate(verdicts)]
    found = assign(set_of(*photos, category=category, **settings), pictures)
    return {slot: [one.members[0] for one in rivals] for slot, rivals in found.items()}


@pytest.mark.parametrize(("sure", "slots"), [(0.95, {"left": [0]}), (0.9, {})])
def test_a_picture_fills_a_slot_from_a_certain_confidence_on(sure, slots):
    assert filled(picture(0, left=sure)) == slots
    assert filled(picture(0, left=sure), min_confidence=0.6) == {"left": [0]}


def test_a_picture_of_which_nothing_is_known_fills_nothing():
    assert filled(Picture((0,))) == {}


def test_the_better_photo_comes_first_then_the_one_that_was_declared():
    both = picture(0, back=0.99), picture(1, back=0.99)
    assert filled(*both, verdicts=["retake", "accept"]) == {"back": [1, 0]}
    said = picture(0, back=0.99), picture(1, declared=["back"], back=0.95)
    assert filled(*said) == {"back": [1, 0]}
    assert filled(*said, verdicts=["accept", "review"]) == {"back": [0, 1]}


@pytest.mark.parametrize(("sure", "slot"), [(0.97, "left"), (0.985, "right")])
def test_a_picture_leaves_its_slot_only_on_strong_grounds(sure, slot):
    other = picture(1, left=0.99)  # so that left is not emptied
    found = filled(picture(0, filled="left", right=sure), other)
    assert 0 in found[slot]


def test_a_slot_that_was_filled_is_not_emptied():
    assert filled(picture(0, filled="left", right=1.0)) == {"left": [0]}
    # Both would leave, to each other's slots, and may.
    swapped = picture(0, filled="left", right=1.0), picture(1, filled="right", left=1.0)
    assert filled(*swapped) == {"left": [1], "right": [0]}
    # Nobody comes for left, so the first stays there; then nobody comes for right.
    chain = picture(0, filled="left", right=1.0), picture(1, filled="right", top=1.0)
    assert filled(*chain) == {"left": [0], "right": [1]}


def test_a_declared_picture_takes_the_slot_of_one_that_was_only_thought_to_fill_it():
    thought = picture(0, filled="left", right=0.97)
    said = picture(1, declared=["left"], left=0.97)
    assert filled(thought, said) == {"left": [1], "right": [0]}


def test_close_ups_are_numbered_in_their_order_and_keep_their_names():
    other = default_catalog().category("other")
    labels = Labels(other)
    pictures = [
        picture(0, labels, any=1.0),
        picture(1, labels, filled="closeup_1", any=1.0),
        picture(2, labels, declared=["closeup_port"], any=1.0),
        picture(3, labels, front=1.0),
    ]
    assert filled(*pictures, category=other) == {
        "front": [3],
        "closeup_1": [1],
        "closeup_2": [0],
        "closeup_port": [2],
    }
