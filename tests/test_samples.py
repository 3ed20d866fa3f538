"""Bars on the committed samples: renders of designs that taught nothing."""

import json
from pathlib import Path

import pytest

import photocheck
from photocheck import Inspector, Registry, Status, Verdict
from photocheck.slots import default_catalog

SAMPLES = Path(__file__).parent.parent / "samples"
TRUTH = json.loads((SAMPLES / "truth.json").read_text(encoding="utf-8"))["photos"]
NAMES = sorted({photo["set"] for photo in TRUTH if photo["set"] and photo["slot"]})
# Good photos of slots; a screen capture is no photo.
GOOD = [photo["file"] for photo in TRUTH if photo["usable"] == "accept" and photo["slot"]]


@pytest.fixture(scope="module")
def reports():
    inspector = Inspector("standard", registry=Registry.builtin())
    return {photo["file"]: inspector.inspect(SAMPLES / photo["file"]) for photo in TRUTH}


def photos_of(name):
    return [photo for photo in TRUTH if photo["set"] == name]


def failed(report, reason):
    return any(
        result.status is Status.FAIL and result.reason.startswith(reason)
        for result in report.results
    )


def with_problem(problem):
    """Photos that should be taken again for it."""
    return [
        photo["file"]
        for photo in TRUTH
        if problem in photo["problems"] and photo["usable"] == "retake"
    ]


def test_there_are_enough_samples():
    assert len(GOOD) >= 40
    assert {problem for photo in TRUTH for problem in photo["problems"]} >= {
        "blur.defocus",
        "blur.motion",
        "exposure.under",
        "exposure.over",
        "exposure.backlit",
        "glare",
        "framing.cut_off",
        "framing.too_small",
        "framing.several_devices",
        "no_device",
    }


def test_every_sample_can_be_read(reports):
    assert [file for file, report in reports.items() if report.error is not None] == []


def test_good_photos_are_seldom_sent_back(reports):
    sent_back = [file for file in GOOD if reports[file].verdict is Verdict.RETAKE]
    assert len(sent_back) <= 0.05 * len(GOOD), sent_back


def test_good_photos_seldom_go_to_a_person(reports):
    """At least 0.88 of good photos are to be accepted at once."""
    reviewed = [file for file in GOOD if reports[file].verdict is Verdict.REVIEW]
    assert len(reviewed) <= 0.12 * len(GOOD), reviewed


@pytest.mark.parametrize("reason", ["exposure.under", "exposure.over", "framing.too_small"])
def test_what_is_plainly_wrong_is_sent_back_for_it(reason, reports):
    wrong = with_problem(reason)
    assert len(wrong) >= 2
    assert [file for file in wrong if not failed(reports[file], reason)] == []


@pytest.mark.parametrize("reason", ["blur.defocus", "blur.motion"])
def test_blurred_photos_are_sent_back(reason, reports):
    blurred = with_problem(reason)
    missed = [file for file in blurred if not failed(reports[file], "blur")]
    assert len(blurred) >= 4
    assert len(missed) <= 0.2 * len(blurred), missed


def test_no_photo_without_a_device_is_accepted(reports):
    empty = with_problem("no_device")
    assert len(empty) >= 2
    assert [file for file in empty if reports[file].verdict is Verdict.ACCEPT] == []


def test_few_photos_to_take_again_are_accepted(reports):
    # Two cut off, one of two devices, one against a window; reflections only warn, and none of the
    # five borderline ones is noticed.
    wrong = [photo["file"] for photo in TRUTH if photo["usable"] == "retake"]
    accepted = [file for file in wrong if reports[file].verdict is Verdict.ACCEPT]
    assert len(wrong) >= 20
    assert len(accepted) <= 4, accepted


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
        found = photocheck.match([SAMPLES / photo["file"] for photo in own], category)
        truth = {str(SAMPLES / photo["file"]): photo["slot"].partition("/")[2] for photo in own}
        photos += len(own)
        for slot, assigned in found.assigned.items():
            if truth[assigned.source] == slot:
                right += 1
            else:
                wrong.append((slot, assigned.source))
    assert photos == 35
    assert wrong == []
    assert right >= 14
