"""The catalogue of slots."""

import re

import numpy as np
import pytest

from photocheck import Inspector, UnknownSlotError, ViewEstimate
from photocheck.slots import CATEGORIES, check_slot, default_catalog, slot_ids
from photocheck.texts import languages, texts


def test_categories():
    devices = {"smartphone", "tablet", "laptop", "smartwatch", "other"}
    assert set(CATEGORIES) == devices | {"parcel", "document"}


def test_ids_are_unique_and_plain():
    ids = slot_ids()
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z]+/[a-z_]+\*?", slot) for slot in ids)


@pytest.mark.parametrize("slot", [slot for slot in slot_ids() if "*" not in slot])
def test_each_slot_is_known(slot):
    assert check_slot(slot) == slot


@pytest.mark.parametrize("slot", ["other/closeup_1", "other/closeup_screen_corner"])
def test_any_number_of_close_ups(slot):
    assert check_slot(slot) == slot


@pytest.mark.parametrize(
    "slot",
    [
        "",
        "back",
        "smartphone",
        "smartphone/",
        "smartphone/front",
        "phone/back",
        "smartphone/back/2",
        "smartphone/closeup_1",
        "other/closeup_*",
        "other/closeup_",
        "other/closeup_A",
        "other/closeup_1\n",
        None,
        7,
    ],
)
def test_what_is_no_slot_is_refused(slot):
    with pytest.raises(UnknownSlotError, match="known: smartphone/screen_on"):
        check_slot(slot)


def test_the_catalogue_is_read_only():
    with pytest.raises(TypeError):
        CATEGORIES["toaster"] = ()


@pytest.mark.parametrize("language", languages())
def test_every_category_and_slot_has_its_own_texts_in_every_language(language):
    for category in default_catalog().categories:
        known = texts(language)
        assert category.titled(language) == known[f"category.{category.name}.title"]
        for slot in category.slots:
            name = slot.name.removesuffix("_*")
            assert slot.titled(language) == known[f"slot.{name}.title"]
            assert len(slot.advice(language)) > 20, (category.name, name)


@pytest.mark.parametrize(("slot", "status"), [("back", "pass"), ("left", "fail")])
def test_a_narrow_side_has_to_be_nearer_than_a_face(scene, slot, status):
    mask = np.zeros((100, 100), np.bool_)
    mask[34:66, 32:67] = True  # spans .35: enough for a face (.30), not for a side (.39)
    view = ViewEstimate({("smartphone", slot): 1.0}, mask=mask)
    report = Inspector(view=lambda _: view).inspect(scene, slot=f"smartphone/{slot}")
    assert report["framing"].status == status
