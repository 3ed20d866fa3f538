"""The photos of a set, each in the light of those before it."""

import pytest

from photocheck import Inspector, UsageError
from photocheck.slots import default_catalog
from photocheck.slots.compared import ComparedPhotos, slot_id
from photocheck.slots.judged import JudgedPhoto

INSPECTOR = Inspector(checks=["duplicate"], view=None)
PHONE = default_catalog().category("smartphone")


def judged(picture, name):
    reports = INSPECTOR.inspect_for(picture, lambda _: ["smartphone/back"], name=name)
    return JudgedPhoto(name, {None: reports[None], "back": reports["smartphone/back"]})


def reasons(photos, slot):
    return [photo.judged(slot)["duplicate"].reason for photo in photos.compared]


@pytest.mark.parametrize("slot", [None, "back"])
def test_a_copy_is_one_for_every_slot_until_the_first_is_gone(scene, slot):
    photos = ComparedPhotos(INSPECTOR, PHONE)
    for name in ("a", "b"):
        photos.add(judged(scene, name))
    assert reasons(photos, slot) == [None, "duplicate.in_set"]
    assert photos.compared[1].repeats
    photos.declare("b", "left")
    assert [photo.declared for photo in photos.compared] == [None, "left"]
    photos.remove("a")
    assert reasons(photos, slot) == [None]
    assert photos.compared[0].declared == "left"
    assert photos.names == ["b"]


def test_a_name_of_no_photo_is_refused():
    photos = ComparedPhotos(INSPECTOR, PHONE)
    for call in (photos.remove, lambda name: photos.declare(name, None)):
        with pytest.raises(UsageError, match="'nobody'"):
            call("nobody")
    assert len(photos) == 0


def test_the_id_of_a_slot_for_any_number_is_that_of_its_first():
    assert slot_id(default_catalog().category("other"), "closeup_*") == "other/closeup_1"
    assert slot_id(PHONE, "left") == "smartphone/left"
