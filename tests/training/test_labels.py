"""What a label in a table teaches."""

import pytest
from training.labels import LABELS, anything_of, exactly, group_of, of_real

from photocheck.view.labels import VIEWS


def pairs(indices):
    return {LABELS[index] for index in indices}


def test_every_label_is_a_view_and_every_view_a_label():
    assert set(LABELS) == {(category, view) for category, views in VIEWS.items() for view in views}


@pytest.mark.parametrize(
    ("category", "view", "right"),
    [
        ("phone", "screen_on", {("smartphone", "screen_on")}),
        ("laptop", "lid", {("laptop", "back_case")}),
        ("laptop", "back", {("laptop", "back_case"), ("laptop", "underside")}),
        ("watch", "strap", {("smartwatch", "strap_top"), ("smartwatch", "strap_bottom")}),
        ("none", "not_device", {("none", "none")}),
        ("other", "not_device", {("none", "none")}),
        ("capture", "", {("document", "capture")}),
        ("parcel", "inside", {("parcel", "inside")}),
    ],
)
def test_words_of_a_table_name_labels(category, view, right):
    assert pairs(of_real(category, view)) == right


def test_an_oblique_photo_teaches_its_category_alone():
    assert of_real("phone", "oblique") == anything_of("smartphone")
    assert of_real("controller", "closeup") == anything_of("other")


def test_opened_devices_and_several_teach_nothing():
    assert of_real("phone", "inside") is None
    assert of_real("tablet", "multiple_devices") is None


def test_unknown_words_are_refused():
    with pytest.raises(KeyError):
        of_real("fridge", "front")
    with pytest.raises(ValueError, match="VIEWS"):
        exactly("smartphone", "inside")


def test_opposite_sides_are_one_group():
    left, right = (min(exactly("smartphone", view)) for view in ("left", "right"))
    assert group_of(left) == group_of(right) == {left, right}
    back = min(exactly("smartphone", "back"))
    assert group_of(back) == {back}
