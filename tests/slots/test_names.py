"""What the photos of a set are called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photocheck import UsageError
from photocheck.slots.names import declared_slots, unique_names

NAMES = st.lists(st.sampled_from(["a", "a (2)", "b", "photo 1"]), max_size=6)


@given(given_names=NAMES, taken=NAMES)
def test_names_are_unique_and_begin_with_what_was_given(given_names, taken):
    names = unique_names(given_names, taken)
    assert len({*names, *taken}) == len(names) + len(set(taken))
    assert all(own.startswith(name) for own, name in zip(names, given_names, strict=True))


@given(given_names=NAMES, earlier=st.sets(st.sampled_from(["a", "b", "c"])))
def test_every_name_of_an_answer_means_its_own_photo(given_names, earlier):
    names = unique_names(given_names, earlier)
    declared = {name: f"slot of {name}" for name in names}
    assert declared_slots(declared, given_names, names, sorted(earlier)) == (declared, {})


def test_a_name_in_the_answer_goes_before_a_name_as_given():
    given_names, names = ["a", "a"], ["a (2)", "a (3)"]
    new, old = declared_slots({"a (2)": "left", "a": "right"}, given_names, names, ["a"])
    assert (new, old) == ({"a (2)": "left", "a (3)": "right"}, {})
    new, old = declared_slots(
        {"a (2)": "left", "a (3)": "top", "a": "right"}, given_names, names, ["a"]
    )
    assert old == {"a": "right"}


def test_a_name_of_no_photo_is_refused_with_those_there_are():
    with pytest.raises(UsageError, match=r"photo of the set \(a \(2\), a\), got 'b'"):
        declared_slots({"b": "left"}, ["a"], ["a (2)"], ["a"])
