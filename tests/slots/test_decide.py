"""Sets of photos and their slots, on stated likelihoods."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from photocheck import MatchSettings, Report, View
from photocheck.report import Alternative
from photocheck.slots import default_catalog
from photocheck.slots.decide import decide
from photocheck.slots.judged import JudgedPhoto

PHONE = default_catalog().category("smartphone")
VIEWS = [slot.name for slot in PHONE.slots]
LIKELIHOOD = st.lists(st.floats(0.001, 1), min_size=8, max_size=8).map(
    lambda values: [value**4 for value in values]
)


def view_of(weights):
    total = sum(weights.values())
    ranked = sorted(weights.items(), key=lambda item: -item[1])
    pairs = [
        ("none" if name == "none" else "smartphone", name, value / total) for name, value in ranked
    ]
    rest = [Alternative(category=c, view=v, confidence=p) for c, v, p in pairs[1:]]
    category, view, confidence = pairs[0]
    return View(category=category, view=view, confidence=confidence, alternatives=rest)


def seen(name, declared=None, verdict="accept", **weights):
    view = view_of(weights) if weights else None
    report = Report(source=name, sha256=name * 8, verdict=verdict, view=view)
    return JudgedPhoto(name, {None: report}, declared)


def sources(match):
    return {slot: one.source for slot, one in match.assigned.items()}


def run(*photos, **options):
    return decide(PHONE, photos, MatchSettings(), **options)


def drawn(rows):
    names = [*VIEWS, "none"]
    return [
        seen(f"{index}.jpg", **dict(zip(names, row, strict=True))) for index, row in enumerate(rows)
    ]


def test_one_sure_side_settles_the_other():
    found = run(seen("a", left=0.5, right=0.5), seen("b", left=0.99, right=0.01))
    assert sources(found) == {"left": "b", "right": "a"}


def test_a_lone_doubtful_side_is_unsure_with_both_named():
    found = run(seen("a", left=0.6, right=0.4))
    assert not found.assigned
    assert found.unsure[0].slots == ("left", "right")
    assert not {"left", "right"} & set(found.missing)


def test_the_better_of_two_fills_the_slot_and_the_other_is_extra():
    found = run(seen("a", verdict="retake", back=1), seen("b", back=1))
    assert sources(found) == {"back": "b"}
    assert found.duplicates == (("b", "a"),)


def test_a_good_photo_beside_one_to_be_taken_again_is_the_one_that_counts():
    good = seen("b", back=0.96, bottom=0.04)
    assert not run(seen("a", back=0.96, bottom=0.04), good).assigned  # two good ones: which is it?
    found = run(seen("a", verdict="retake", back=0.99, bottom=0.01), good)
    assert sources(found) == {"back": "b"}
    assert found.duplicates == (("b", "a"),)


@settings(max_examples=60, deadline=None)
@given(good=st.lists(LIKELIHOOD, min_size=1, max_size=6), bad=st.lists(LIKELIHOOD, max_size=4))
def test_a_photo_to_be_taken_again_changes_nothing_for_the_good_ones(good, bad):
    names = [*VIEWS, "none"]
    spoilt = [
        seen(f"bad {n}", verdict="retake", **dict(zip(names, row, strict=True)))
        for n, row in enumerate(bad)
    ]
    alone, beside = run(*drawn(good)), run(*drawn(good), *spoilt)
    assert sources(alone).items() <= sources(beside).items()


def test_a_bad_photo_stays_until_it_is_sure_that_the_good_one_shows_the_same():
    bad = seen("a", verdict="retake", back=0.99, bottom=0.01)
    found = run(bad, seen("b", back=0.7, bottom=0.3))
    assert sources(found) == {"back": "a"}
    assert found.unsure[0].slots == ("back", "bottom")


def test_seven_cats_are_seven_unexpected_photos():
    found = run(*(seen(f"cat{n}", none=1) for n in range(7)))
    assert {one.reason for one in found.unexpected} == {"view.not_a_device"}
    assert len(found.unexpected) == 7
    assert len(found.missing) == 6


def test_without_views_the_customers_word_counts_and_the_rest_is_unsure():
    found = run(seen("a", declared="left"), seen("b"))
    assert sources(found) == {"left": "a"}
    assert "left" not in found.unsure[0].slots


def test_the_customer_is_contradicted_only_on_strong_grounds():
    doubted, kept, refused, cat = (
        run(seen("a", declared="left", **weights))
        for weights in (
            {"left": 0.02, "right": 0.98},
            {"left": 0.3, "right": 0.7},
            {"right": 1.0},
            {"none": 1.0},
        )
    )
    assert (sources(doubted), doubted.overruled) == ({}, ())
    assert (sources(kept), kept.overruled) == ({"left": "a"}, ())
    assert (sources(refused), refused.overruled) == ({"right": "a"}, ("a",))
    assert (sources(cat), cat.overruled) == ({}, ("a",))


def test_no_photo_leaves_everything_missing():
    found = run()
    assert found.missing == PHONE.required
    assert not found.complete


def test_a_whole_set_is_complete():
    found = run(*(seen(name, **{name: 1}) for name in PHONE.required))
    assert found.complete
    assert found.missing == ()


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(LIKELIHOOD, max_size=9), seed=st.integers(0, 9))
def test_any_order_gives_the_same_and_each_photo_has_one_place(rows, seed):
    photos = drawn(rows)
    order = np.random.default_rng(seed).permutation(len(photos))
    first, second = run(*photos), run(*(photos[place] for place in order))
    assert first.assigned == second.assigned
    assert {one.source: one.slots for one in first.unsure} == {
        one.source: one.slots for one in second.unsure
    }
    places = [*sources(first).values(), *(one.source for one in first.unsure)]
    places += [one.source for one in first.unexpected]
    places += [name for group in first.duplicates for name in group[1:]]
    assert sorted(places) == sorted(photo.name for photo in photos)


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(LIKELIHOOD, min_size=1, max_size=9))
def test_a_filled_slot_is_never_emptied_by_another_photo(rows):
    photos = drawn(rows)
    position = {photo.name: place for place, photo in enumerate(photos)}
    answered, filled = {}, set()
    for number in range(1, len(photos) + 1):
        found = run(*photos[:number], filled=answered)
        assert filled <= set(found.assigned)
        filled = set(found.assigned)
        answered = {position[one.source]: slot for slot, one in found.assigned.items()}


ALL_BUT_LEFT = [name for name in PHONE.required if name != "left"]


def surely(names):
    return [seen(name, **{name: 1}) for name in names]


@pytest.mark.parametrize(
    "doubtful",
    [{"left": 0.3, "right": 0.7}, {"left": 0.75, "none": 0.25}, {"left": 0.2, "top": 0.8}],
)
def test_the_last_photo_fills_the_only_slot_that_is_free(doubtful):
    last = seen("last", **doubtful)
    found = run(*surely(ALL_BUT_LEFT), last)
    assert sources(found)["left"] == "last"
    assert found.complete
    # With two slots free it is not the last one that is asked for.
    assert "last" in {one.source for one in run(*surely(ALL_BUT_LEFT[:-1]), last).unsure}


@pytest.mark.parametrize(
    "other", [{"none": 0.99, "left": 0.01}, {"back": 0.999, "left": 0.001}, {"none": 1}]
)
def test_what_shows_something_else_does_not_fill_the_last_slot(other):
    found = run(*surely(ALL_BUT_LEFT), seen("last", **other))
    assert "left" not in found.assigned
    assert not found.complete


def test_a_photo_to_be_taken_again_does_not_make_a_set_complete():
    bad = seen("bad", verdict="retake", bottom=1)
    names = [name for name in ALL_BUT_LEFT if name != "bottom"]
    last = seen("last", left=0.75, none=0.25)
    assert "left" in run(*surely(ALL_BUT_LEFT), last).assigned
    assert "left" not in run(*surely(names), bad, last).assigned
