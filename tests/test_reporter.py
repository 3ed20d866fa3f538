"""Results become reports in the customer's words."""

import numpy as np
import pytest

import photocheck
from photocheck import DecodeError, Photo, Result, Status, Verdict
from photocheck.report import ReportSettings
from photocheck.reporter import Reporter

OWN = {"width": {"en": {"width.small": "Too narrow."}, "de": {"width.small": "Zu schmal."}}}
PHOTO = Photo.open(np.zeros((30, 40, 3), np.uint8), name="a.jpg")


def settings_for(slot):
    return ReportSettings.of("standard", {"width": {"slot": slot}}, plugins={}, model=None)


def result(reason, status=Status.FAIL, check="width"):
    return Result(check=check, status=status, score=0.0, reason=reason)


@pytest.mark.parametrize(("language", "said"), [("en", "Too narrow."), ("de", "Zu schmal.")])
def test_a_checks_own_text_is_told_in_the_language(language, said):
    report = Reporter(language, OWN, settings_for).report(PHOTO, None, [result("width.small")], "x")
    assert report.results[0].message == said
    assert (report.verdict, report.source) == (Verdict.RETAKE, "a.jpg")
    assert report.settings == settings_for("x")


def test_what_passes_is_told_nothing():
    passed = result(None, Status.PASS)
    report = Reporter("en", OWN, settings_for).report(PHOTO, None, [passed], None)
    assert report.results == (passed,)
    assert report.verdict is Verdict.ACCEPT


def test_a_file_that_cant_be_read_is_a_report_to_retake():
    error = DecodeError("decode.empty", "no bytes")
    report = Reporter("fr", OWN, settings_for).refused(error, "b.jpg", "0" * 64, None)
    assert (report.verdict, report.results) == (Verdict.RETAKE, ())
    assert report.error.message == photocheck.texts.text("decode.empty", "fr")
