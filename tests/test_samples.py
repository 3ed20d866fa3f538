"""Accuracy bars on the committed sample photos: renders of invented devices with exact truth."""

import json
from pathlib import Path

import pytest

from photocheck import Inspector, Registry, Status, Verdict

SAMPLES = Path(__file__).parent.parent / "samples"
TRUTH = json.loads((SAMPLES / "truth.json").read_text(encoding="utf-8"))["photos"]
GOOD = [photo["file"] for photo in TRUTH if photo["usable"] == "accept"]


@pytest.fixture(scope="module")
def reports():
    inspector = Inspector("standard", registry=Registry.builtin())
    return {photo["file"]: inspector.inspect(SAMPLES / photo["file"]) for photo in TRUTH}


def failed(report, reason):
    return any(
        result.status is Status.FAIL and result.reason.startswith(reason)
        for result in report.results
    )


def with_problem(problem):
    return [photo["file"] for photo in TRUTH if problem in photo["problems"]]


def test_there_are_enough_samples():
    assert len(GOOD) >= 16
    assert {problem for photo in TRUTH for problem in photo["problems"]} == {
        "blur.defocus",
        "blur.motion",
        "exposure.under",
        "exposure.over",
        "exposure.backlit",
        "glare",
    }


@pytest.mark.parametrize("file", GOOD)
def test_a_good_photo_is_never_sent_back(file, reports):
    report = reports[file]
    assert report.verdict is not Verdict.RETAKE, report.problems
    assert report.error is None


def test_at_most_one_good_photo_in_ten_goes_to_a_person(reports):
    reviewed = [file for file in GOOD if reports[file].verdict is Verdict.REVIEW]
    assert len(reviewed) <= len(GOOD) / 10, reviewed


@pytest.mark.parametrize("reason", ["exposure.under", "exposure.over"])
def test_every_photo_too_dark_or_too_bright_is_sent_back_for_it(reason, reports):
    wrong = with_problem(reason)
    assert len(wrong) >= 3
    assert [file for file in wrong if not failed(reports[file], reason)] == []


def test_most_strongly_defocused_photos_are_found(reports):
    widths = {file: reports[file]["blur"].value or 0.0 for file in reports}
    defocused = [file for file in with_problem("blur.defocus") if file not in GOOD]
    assert sum(widths[file] > 0.9 for file in defocused) >= len(defocused) / 2
    assert sum(widths[file] > 0.9 for file in GOOD) <= len(GOOD) / 10


def test_every_shaken_photo_is_sent_back_as_blurred(reports):
    shaken = with_problem("blur.motion")
    assert len(shaken) >= 4
    assert [file for file in shaken if not failed(reports[file], "blur")] == []
