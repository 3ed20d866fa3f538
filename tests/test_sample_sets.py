"""Bars of views and matching on the committed sets: renders of designs that taught nothing."""

import json
from pathlib import Path

import pytest

import photocheck
from photocheck import Inspector, Registry, Verdict
from photocheck.slots import default_catalog

SETS = Path(__file__).parent.parent / "samples" / "sets"
TRUTH = json.loads((SETS / "truth.json").read_text(encoding="utf-8"))["photos"]
NAMES = sorted({photo["set"] for photo in TRUTH if photo["set"] and photo["slot"]})


def photos_of(name):
    return [photo for photo in TRUTH if photo["set"] == name]


@pytest.fixture(scope="module")
def reports():
    inspector = Inspector("standard", registry=Registry.builtin())
    return {photo["file"]: inspector.inspect(SETS / photo["file"]) for photo in TRUTH}


@pytest.mark.parametrize("name", NAMES)
def test_a_set_fills_every_required_slot(name):
    photos = photos_of(name)
    category = photos[0]["slot"].partition("/")[0]
    wanted = {
        f"{category}/{slot.name.replace('*', '1')}"
        for slot in default_catalog().category(category).slots
    }
    assert {photo["slot"] for photo in photos} == wanted
    assert {photo["usable"] for photo in photos} == {"accept"}


def test_good_photos_are_seldom_sent_back(reports):
    good = [photo["file"] for photo in TRUTH if photo["usable"] == "accept" and photo["slot"]]
    sent_back = [file for file in good if reports[file].verdict is Verdict.RETAKE]
    assert len(good) >= 40
    assert len(sent_back) <= 0.05 * len(good), sent_back


def test_categories_are_told(reports):
    slots = [photo for photo in TRUTH if photo["slot"]]
    wrong = [
        (photo["file"], reports[photo["file"]].view.category)
        for photo in slots
        if reports[photo["file"]].view.category != photo["category"]
    ]
    assert len(wrong) <= 0.2 * len(slots), wrong


def test_matching_asks_rather_than_guesses():
    right, wrong, photos = 0, [], 0
    for name in NAMES:
        own = photos_of(name)
        category = own[0]["slot"].partition("/")[0]
        if category in {"other", "parcel"}:
            continue
        found = photocheck.match([SETS / photo["file"] for photo in own], category)
        truth = {str(SETS / photo["file"]): photo["slot"].partition("/")[2] for photo in own}
        photos += len(own)
        for slot, assigned in found.assigned.items():
            if truth[assigned.source] == slot:
                right += 1
            else:
                wrong.append((slot, assigned.source))
    assert photos == 35
    assert wrong == []
    assert right >= 13
