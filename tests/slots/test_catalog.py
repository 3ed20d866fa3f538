"""The catalogue of slots."""

import re

import pytest

from photocheck import UnknownSlotError
from photocheck.slots import CATEGORIES, check_slot, slot_ids


def test_categories():
    assert set(CATEGORIES) == {"smartphone", "tablet", "laptop", "smartwatch", "other", "parcel"}


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
