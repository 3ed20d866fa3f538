"""Odd sources, odd plug-ins, odd arguments: a clear error or a report, never another exception."""

import io
import itertools
import json
import math

import numpy as np
import pytest

import photocheck
from photocheck.checks import Resolution


class Slow(io.BytesIO):
    """A reader that gives a few bytes at a time, as a socket does."""

    def read(self, size=-1, /):
        return super().read(min(size, 1000))


class Broken:
    """A reader that fails."""

    name = "broken.jpg"

    def read(self, _size):
        raise OSError("gone")


@pytest.fixture
def jpeg(scene, to_jpeg):
    return to_jpeg(scene)


def released():
    view = memoryview(b"abc")
    view.release()
    return view


def test_a_reader_may_give_its_bytes_in_pieces(jpeg):
    whole, pieces = photocheck.inspect(jpeg), photocheck.inspect(Slow(jpeg))
    assert pieces.sha256 == whole.sha256
    assert pieces.error is None


@pytest.mark.parametrize("source", [Broken(), released(), io.StringIO("text"), None, 5])
def test_an_odd_source_is_a_source_error_and_in_a_batch_a_report(source, jpeg):
    with pytest.raises(photocheck.SourceError):
        photocheck.inspect(source)
    reports = list(photocheck.inspect_many([jpeg, source, jpeg], workers=2))
    assert [report.error is None for report in reports] == [True, False, True]
    assert reports[1].error.reason.startswith("source.")


@pytest.mark.parametrize("sources", ["back.jpg", b"bytes", np.zeros((2, 2, 3), np.uint8), None, 3])
def test_one_photo_is_not_several(sources):
    with pytest.raises(photocheck.SourceError, match="expected several photos"):
        photocheck.inspect_many(sources)


@pytest.mark.parametrize("workers", ["2", 2.5, math.nan, 10**30, 0])
def test_odd_workers_are_refused(workers):
    with pytest.raises(photocheck.SettingsError, match="1 to 256 workers"):
        photocheck.inspect_many([], workers=workers)


@pytest.mark.parametrize(("profile", "language"), [({}, "en"), ([], "en"), ("standard", [])])
def test_odd_profiles_and_languages_are_refused(profile, language, jpeg):
    with pytest.raises(photocheck.UsageError):
        photocheck.inspect(jpeg, profile=profile, language=language)


def test_reports_of_the_photos_before_a_failing_source_come_out_first(jpeg):
    def sources():
        yield from [jpeg] * 5
        raise KeyError("no more")

    stream = photocheck.inspect_many(sources(), workers=4)
    assert [report.error for report in itertools.islice(stream, 5)] == [None] * 5
    with pytest.raises(KeyError):
        next(stream)


def test_names_that_are_no_unicode_survive_json(jpeg):
    report = photocheck.Inspector().inspect(jpeg, name="\udcff.jpg")
    assert json.loads(report.model_dump_json())["source"] == "\\udcff.jpg"
    with pytest.raises(photocheck.SourceError, match="name as text"):
        photocheck.Inspector().inspect(jpeg, name=5)


@pytest.mark.parametrize(
    "raised",
    [SystemExit(0), GeneratorExit(), RuntimeError(), photocheck.DecodeError("own.reason", "")],
)
def test_a_check_can_not_end_the_program(raised, jpeg):
    class Rude(photocheck.Check):
        name = "rude"

        def run(self, photo, context):
            raise raised

    report = photocheck.Inspector(checks=["resolution", Rude()]).inspect(jpeg)
    assert report["rude"].status is photocheck.Status.NOT_DONE
    assert report["resolution"].status is photocheck.Status.PASS


def test_a_check_that_measures_nothing_finite_is_not_done(jpeg):
    class Endless(photocheck.Check):
        name = "endless"

        def run(self, photo, context):
            return photocheck.Result(check="endless", status="pass", value=math.inf)

    report = photocheck.Inspector(checks=[Endless()]).inspect(jpeg)
    assert report["endless"].status is photocheck.Status.NOT_DONE
    assert photocheck.Report.model_validate_json(report.model_dump_json()) == report


@pytest.mark.parametrize("texts", [5, {"en": None}, {"en": {"odd.bad": 5}}])
def test_texts_that_are_none_are_refused(texts):
    Odd = type("Odd", (Resolution,), {"texts": texts, "__module__": __name__})
    with pytest.raises(photocheck.PluginError, match="expected texts"):
        photocheck.Registry([Odd])


def test_a_check_without_a_name_is_refused_with_a_reason():
    class Nameless(photocheck.Check):
        def run(self, photo, context):
            return self.not_done("nameless.never")

    with pytest.raises(photocheck.PluginError, match="expected a name"):
        photocheck.Inspector(checks=[Nameless()])


@pytest.mark.parametrize("checks", [5, "blur", [photocheck.Check]])
def test_odd_lists_of_checks_are_refused(checks):
    with pytest.raises((photocheck.SettingsError, photocheck.PluginError)):
        photocheck.Inspector(checks=checks)


def test_a_good_photo_after_a_bad_one_of_the_same_scene_is_no_duplicate(scene, to_jpeg):
    dark = (scene * 0.04).astype(np.uint8)
    first, second, third = photocheck.inspect_many([dark, scene, scene])
    assert first.verdict is photocheck.Verdict.RETAKE
    assert second["duplicate"].status is photocheck.Status.PASS
    assert third["duplicate"].measurements["of"] == 1


def test_a_report_names_its_profile(jpeg):
    assert photocheck.inspect(jpeg, profile="strict").settings.profile == "strict"


def test_a_result_that_json_can_not_hold_is_not_done(jpeg):
    class Odd(photocheck.Check):
        name = "odd"

        def run(self, photo, context):
            return self.judge(value=2, limit=1, reason="odd.bad\udcff")

    report = photocheck.Inspector(checks=["resolution", Odd()]).inspect(jpeg)
    assert report["odd"].status is photocheck.Status.NOT_DONE
    assert json.loads(report.model_dump_json())["results"]


def test_a_check_can_not_change_the_subject_for_the_next(jpeg):
    class Eraser(photocheck.Check):
        name = "eraser"

        def run(self, photo, context):
            context.subject.mask[...] = False
            return self.not_done("eraser.never")

    report = photocheck.Inspector(checks=[Eraser(), "glare"]).inspect(jpeg)
    assert report["eraser"].reason == "check.error"
    assert report["glare"].status is not photocheck.Status.NOT_DONE
