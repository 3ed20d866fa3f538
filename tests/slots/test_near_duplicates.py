"""Which photos of a set are one picture."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.slots.seen import seen, set_of

from photocheck.slots.near_duplicates import pictures_of


def groups(*photos, **options):
    pictures = pictures_of(set_of(*photos, **options))
    return {frozenset(photos[place].name for place in picture.members) for picture in pictures}


@pytest.mark.parametrize(("bits", "together"), [(0, True), (15, True), (16, False), (60, False)])
def test_photos_nearer_than_the_limit_are_one_picture(bits, together):
    found = groups(seen("a", hash_=0), seen("b", hash_=(1 << bits) - 1))
    assert (found == {frozenset("ab")}) is together


def test_equal_files_are_one_picture_without_a_hash():
    assert groups(seen("a", sha256="x"), seen("b", sha256="x"), seen("c")) == {
        frozenset("ab"),
        frozenset("c"),
    }


def test_copies_of_copies_are_one_picture():
    chain = [seen(name, hash_=(1 << 10 * step) - 1) for step, name in enumerate("abc")]
    assert groups(*chain) == {frozenset("abc")}


def test_photos_of_two_slots_stay_two_pictures():
    photos = [seen(name, hash_=0) for name in "abc"]
    found = groups(*photos, filled={0: "left", 1: "right"})
    assert len(found) == 2
    assert frozenset("ab") not in found


def test_a_picture_knows_what_was_said_and_answered_of_its_photos():
    photos = [seen("a", declared="left", hash_=0), seen("b", hash_=0)]
    (picture,) = pictures_of(set_of(*photos, filled={1: "right"}))
    assert (picture.declared, picture.filled) == ({"left"}, "right")


@given(
    shown=st.lists(st.sampled_from([0, 1, (1 << 12) - 1, (1 << 24) - 1, None]), max_size=7),
    seed=st.integers(0, 9),
)
def test_the_order_of_the_photos_is_of_no_account(shown, seed):
    photos = [seen(str(number), hash_=hash_) for number, hash_ in enumerate(shown)]
    order = np.random.default_rng(seed).permutation(len(photos))
    again = [photos[place] for place in order]
    assert groups(*photos) == groups(*again)
    assert sum(map(len, groups(*photos))) == len(photos)
