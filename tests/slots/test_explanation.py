"""What is said of each photo once the slots are given."""

import numpy as np
import pytest
from tests.slots.seen import seen, set_of

from photocheck import Report
from photocheck.report import ReportError
from photocheck.slots.explanation import explain
from photocheck.slots.judged import JudgedPhoto
from photocheck.slots.likelihood import UNEXPECTED
from photocheck.slots.photo_set import Picture


def picture(photo_set, place, reason=None, **probabilities):
    labels = photo_set.labels
    posterior = np.zeros(len(labels.slots) + len(UNEXPECTED))
    for slot, value in probabilities.items():
        posterior[labels.index(slot)] = value
    posterior[len(labels.slots) + UNEXPECTED.index(reason or "view.not_asked")] += (
        1 - posterior.sum()
    )
    return Picture((place,), posterior=posterior)


def explained(photo_set, pictures, filled):
    return explain(photo_set, pictures, filled, language="en")


def test_slots_that_an_unsure_photo_may_fill_are_not_missing():
    photo_set = set_of(seen("a"))
    found = explained(photo_set, [picture(photo_set, 0, left=0.6, right=0.4)], {})
    assert found.unsure[0].slots == ("left", "right")
    assert set(found.missing) == {"screen_off", "back", "top", "bottom"}


@pytest.mark.parametrize("reason", UNEXPECTED)
def test_what_surely_fills_no_slot_is_told_with_the_reason(reason):
    photo_set = set_of(seen("a"))
    (one,) = explained(photo_set, [picture(photo_set, 0, reason, left=0.1)], {}).unexpected
    assert one.reason == reason
    assert one.message


def test_a_photo_without_a_view_may_fill_what_is_free():
    photo_set = set_of(seen("a"), seen("b"))
    sure = picture(photo_set, 0, left=1.0)
    found = explained(photo_set, [sure, Picture((1,))], {"left": (sure,)})
    assert "left" not in found.unsure[0].slots
    assert set(found.unsure[0].slots) == set(photo_set.labels.slots) - {"left"}


def test_the_report_is_the_one_for_the_slot_that_a_photo_fills():
    reports = {
        slot: Report(source="a", verdict=verdict)
        for slot, verdict in ((None, "retake"), ("left", "accept"), ("right", "review"))
    }
    photo_set = set_of(JudgedPhoto("a", reports))
    sure = picture(photo_set, 0, right=1.0)
    found = explained(photo_set, [sure], {"left": (sure,)})
    assert found.photos == (reports["left"],)
    assert found.assigned["left"].verdict == "accept"
    (unplaced,) = explained(photo_set, [picture(photo_set, 0, right=0.6)], {}).photos
    assert unplaced == reports["right"]  # what it most probably shows


def test_a_file_that_can_not_be_read_is_told_in_its_own_words():
    error = ReportError(reason="decode.truncated", message="The file is cut off.")
    broken = Report(source="a", verdict="retake", error=error)
    found = explained(set_of(JudgedPhoto("a", {None: broken})), [], {})
    assert (found.unexpected[0].reason, found.unexpected[0].message) == (
        error.reason,
        error.message,
    )
