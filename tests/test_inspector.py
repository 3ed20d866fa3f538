"""One photo and many: settings, order, laziness, bad files, failing checks, threads."""

import gc
import hashlib
import io
import threading
import time
import weakref
from concurrent.futures import ThreadPoolExecutor
from typing import ClassVar

import numpy as np
import pytest

import photocheck
from photocheck import Inspector, Profile, Registry, Result, Status, Verdict

INPUTS = {
    "path": lambda path: path,
    "str": str,
    "bytes": lambda path: path.read_bytes(),
    "bytearray": lambda path: bytearray(path.read_bytes()),
    "memoryview": lambda path: memoryview(path.read_bytes()),
    "BytesIO": lambda path: io.BytesIO(path.read_bytes()),
}


class Width(photocheck.Check):
    """Passes photos that are wide enough."""

    name = "width"
    min_width: int = 5
    unused: int = 0
    texts: ClassVar = {
        "en": {"width.small": "Too narrow{where}."},
        "de": {"width.small": "Zu schmal{where}."},
    }

    def run(self, photo, context):
        return self.judge(
            value=photo.width,
            limit=self.min_width,
            limit_is="minimum",
            reason="width.small",
            regions=[(0, 0, 0.1, 0.1)],
            measurements={"slot": context.slot},
        )


class Raises(photocheck.Check):
    name = "raises"

    def run(self, photo, context):
        raise RuntimeError("serial number DX3RK81QHG7F")


class Wrong(photocheck.Check):
    name = "wrong"

    def run(self, photo, context):
        return {"status": "pass"}


class Impostor(photocheck.Check):
    name = "impostor"

    def run(self, photo, context):
        return Result(check="width", status="pass")


class Count(photocheck.Check):
    """Tells how many earlier photos there were."""

    name = "count"

    def run(self, photo, context):
        return Result(check="count", status="pass", measurements={"width": photo.width})

    def across(self, result, earlier):
        widths = ",".join(str(other.measurements.get("width")) for other in earlier)
        return result.model_copy(update={"measurements": {"earlier": widths}})


class BadAcross(photocheck.Check):
    name = "bad_across"

    def run(self, photo, context):
        return Result(check="bad_across", status="pass")

    def across(self, result, earlier):
        raise KeyError("hash")


class DecodesAcross(BadAcross):
    name = "decodes_across"

    def across(self, result, earlier):
        raise photocheck.DecodeError("decode.truncated", "expected 2 bytes, got 1")


class Decodes(photocheck.Check):
    name = "decodes"

    def run(self, photo, context):
        photo.luma  # noqa: B018 -- decodes
        return self.not_done("decodes.never")


OWN = Profile(name="own")
OWN_REGISTRY = Registry([Width])


def own(*checks, registry=OWN_REGISTRY, profile=OWN, **options):
    return Inspector(profile, checks or None, registry=registry, **options)


def blank(width=10, height=4, level=0):
    return np.full((height, width, 3), level, np.uint8)


def judgement(report):
    """What a report says, without the last digits of float32 sums, which may differ."""
    return [
        (result.check, result.status, result.reason, result.value and float(f"{result.value:.4g}"))
        for result in report.results
    ]


def widths(reports):
    return [report.photo.width if report.photo else None for report in reports]


class Pulled:
    """An endless source of photos that knows how many were taken."""

    def __init__(self, make=lambda index: blank(index + 1)):
        self.count, self.make = 0, make

    def __iter__(self):
        return self

    def __next__(self):
        self.count += 1
        return self.make(self.count - 1)


# One photo


@pytest.fixture
def jpeg_path(tmp_path, scene_jpeg):
    path = tmp_path / "back.jpg"
    path.write_bytes(scene_jpeg)
    return path


@pytest.mark.parametrize("given", INPUTS.values(), ids=INPUTS)
def test_every_kind_of_source_gives_the_same_results(given, jpeg_path):
    inspector = Inspector()
    expected = inspector.inspect(jpeg_path)
    report = inspector.inspect(given(jpeg_path))
    assert judgement(report) == judgement(expected)
    assert report.sha256 == hashlib.sha256(jpeg_path.read_bytes()).hexdigest()
    assert report.photo == expected.photo


def test_the_source_is_told_where_there_is_one(jpeg_path):
    inspector = own()
    assert inspector.inspect(jpeg_path).source == str(jpeg_path)
    with jpeg_path.open("rb") as file:
        assert inspector.inspect(file).source == str(jpeg_path)
    assert inspector.inspect(jpeg_path.read_bytes()).source is None
    assert inspector.inspect(jpeg_path.read_bytes(), name="a").source == "a"
    assert inspector.inspect(blank(), name="b").source == "b"
    assert inspector.inspect(photocheck.Photo.open(jpeg_path)).source == str(jpeg_path)
    assert inspector.inspect(photocheck.Photo.open(blank()), name="c").source == "c"


def test_the_module_functions_use_all_checks(scene):
    report = photocheck.inspect(scene)
    assert [result.check for result in report.results] == list(Registry.installed().names)
    (again,) = photocheck.inspect_many([scene])
    assert judgement(again) == judgement(report)
    assert again.verdict is report.verdict
    german = photocheck.inspect(blank(), profile=Profile(name="own"), language="de")
    assert german["resolution"].message != photocheck.inspect(blank())["resolution"].message


def test_the_report_follows_from_the_results():
    good, bad = own().inspect(blank(9)), own().inspect(blank(3))
    assert (good.verdict, bad.verdict) == (Verdict.ACCEPT, Verdict.RETAKE)
    assert bad["width"].message == "Too narrow at the top left."
    assert good["width"].message == ""
    assert bad.sha256 != good.sha256


def test_messages_come_in_the_language_asked_for():
    german = own(language="de").inspect(blank(3))
    assert german["width"].message.startswith("Zu schmal")
    # A language that the check has no text in: the English one, with the place in that language.
    assert own(language="fr").inspect(blank(3))["width"].message.startswith("Too narrow")
    with pytest.raises(photocheck.UnknownLanguageError, match="'xx'"):
        own(language="xx")


def test_the_slot_reaches_the_checks():
    report = own().inspect(blank(), slot="smartphone/back")
    assert report["width"].measurements["slot"] == "smartphone/back"
    (report,) = own().inspect_many([blank()], slot="smartphone/left")
    assert report["width"].measurements["slot"] == "smartphone/left"


def test_an_unknown_slot_is_refused_at_once():
    for call in (own().inspect, lambda photo, slot: own().inspect_many([photo], slot=slot)):
        with pytest.raises(photocheck.UnknownSlotError, match="'phone/back'"):
            call(blank(), slot="phone/back")


@pytest.mark.parametrize("data", [b"", b"no photo at all", b"\xff\xd8\xff\xe0"])
def test_what_is_no_photo_is_a_report(data, tmp_path):
    path = tmp_path / "odd.jpg"
    path.write_bytes(data)
    report = own().inspect(path)
    assert report.verdict is Verdict.RETAKE
    assert report.error.reason.startswith("decode.")
    assert report.error.message
    assert report.source == str(path)
    assert report.sha256 == hashlib.sha256(data).hexdigest()
    assert report.results == ()
    assert report.photo is None


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("none.jpg", "source.not_found"),
        ("", "source.directory"),
        (3, "source.wrong_type"),
        (None, "source.wrong_type"),
        ([blank()], "source.wrong_type"),
        (np.zeros((4, 4, 2), np.uint8), "source.wrong_array"),
        (np.zeros((4, 4, 3), np.float32), "source.wrong_array"),
        (io.StringIO("text"), "source.wrong_type"),
    ],
)
def test_what_cannot_be_read_is_the_callers_error(source, reason, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    source = tmp_path if isinstance(source, str) and not source else source
    with pytest.raises(photocheck.SourceError, match="expected") as caught:
        own().inspect(source)
    assert caught.value.reason == reason
    (report,) = own().inspect_many([source])
    assert report.error.reason == reason
    assert report.verdict is Verdict.RETAKE


def test_the_limits_are_the_inspectors(scene_jpeg):
    limits = photocheck.Limits(max_bytes=100)
    report = own(limits=limits).inspect(scene_jpeg)
    assert report.error.reason == "decode.too_many_bytes"


# Which checks, with which settings


def names(inspector):
    return [check.name for check in inspector.checks]


def test_all_checks_of_the_registry_by_default():
    assert names(Inspector(registry=Registry.builtin())) == list(Registry.builtin().names)
    assert names(own(registry=Registry([Count, Width]))) == ["count", "width"]


def test_the_order_is_that_asked_for():
    assert names(own("width", Count, Raises())) == ["width", "count", "raises"]
    assert names(own(Count, ..., Raises)) == ["count", "width", "raises"]


@pytest.mark.parametrize("before", [True, False])
def test_a_check_named_beside_all_replaces_its_default(before):
    checks = [Width(min_width=7), ...] if before else [..., Width(min_width=7)]
    inspector = own(*checks, Count())
    assert sorted(names(inspector)) == ["count", "width"]
    assert next(check for check in inspector.checks if check.name == "width").min_width == 7


def test_a_check_named_twice_is_refused():
    with pytest.raises(photocheck.SettingsError, match="'width' was given twice"):
        own("width", Width(min_width=3))


@pytest.mark.parametrize("choice", [7, None, dict, object()])
def test_what_is_no_check_is_refused(choice):
    with pytest.raises(photocheck.SettingsError, match="expected the name of a check"):
        own(choice)


def test_an_unknown_check_is_refused():
    with pytest.raises(photocheck.UnknownCheckError, match="'height'; known: width"):
        own("height")


def test_an_instance_outweighs_the_profile_which_outweighs_the_default():
    profile = Profile(name="own", settings={"width": {"min_width": 20, "unused": 1}})

    def settings(choice, profile=profile):
        (check,) = own(choice, profile=profile).checks
        return check.min_width, check.unused

    assert settings("width", OWN) == (5, 0)
    assert settings("width") == settings(Width) == settings(...) == settings(Width()) == (20, 1)
    assert settings(Width(min_width=30)) == (30, 1)
    # Also where the instance was given what happens to be the default, or zero.
    assert settings(Width(min_width=5)) == (5, 1)
    assert settings(Width(unused=0)) == (20, 0)


def test_a_profile_that_names_an_unknown_check_or_setting_is_refused():
    with pytest.raises(photocheck.UnknownCheckError, match="'height'"):
        own(profile=Profile(name="own", settings={"height": {}}))
    with pytest.raises(photocheck.SettingsError, match="'max_width'"):
        own(profile=Profile(name="own", settings={"width": {"max_width": 1}}))
    with pytest.raises(photocheck.UnknownProfileError, match="'mild'"):
        Inspector("mild")


@pytest.mark.parametrize("profile", ["lenient", "standard", "strict"])
def test_the_profiles_need_not_have_all_their_checks(profile):
    assert names(Inspector(profile, registry=Registry([Width]))) == ["width"]


def test_a_stricter_limit_changes_the_verdict():
    mild = Profile(name="mild", settings={"width": {"min_width": 1}})
    verdicts = [own(profile=profile).inspect(blank(3)).verdict for profile in (mild, OWN)]
    assert verdicts == [Verdict.ACCEPT, Verdict.RETAKE]


# Checks that fail


@pytest.mark.parametrize(
    ("check", "error"),
    [
        (Raises, "RuntimeError"),
        (Wrong, "expected a Result of this check"),
        (Impostor, "expected a Result of this check"),
    ],
)
def test_a_check_that_breaks_is_not_done_and_spares_the_others(check, error, caplog):
    report = own(check, Width).inspect(blank())
    broken = report[check.name]
    assert (broken.status, broken.reason) == (Status.NOT_DONE, "check.error")
    assert broken.measurements == {"error": error}
    assert broken.message
    assert report["width"].status is Status.PASS
    assert report.verdict is Verdict.REVIEW
    assert check.name in caplog.text
    assert "DX3RK81QHG7F" not in report.model_dump_json()


def test_a_comparison_that_breaks_is_not_done():
    for report in own(BadAcross, Width).inspect_many([blank(), blank()]):
        assert report["bad_across"].measurements == {"error": "KeyError"}
        assert report["width"].status is Status.PASS


def test_a_file_that_breaks_while_a_check_reads_it_is_unreadable(monkeypatch):
    def broken(self):
        raise photocheck.DecodeError("decode.truncated", "expected 2 bytes, got 1")

    monkeypatch.setattr("photocheck.decode.picture.Picture.luma", broken)
    first, second = own(Width, Decodes).inspect_many([blank(), blank()])
    assert first == second
    assert first.error.reason == "decode.truncated"
    assert first.results == ()


def test_no_comparison_ends_a_batch():
    reports = list(own(DecodesAcross).inspect_many([blank(), blank()]))
    assert [report["decodes_across"].status for report in reports] == [Status.NOT_DONE] * 2


# Many photos


@pytest.mark.parametrize("workers", [None, 1, 2, 5])
def test_reports_keep_the_order(workers):
    class Slow(Width):
        name = "slow"

        def run(self, photo, context):
            time.sleep(0.02 if photo.width % 3 == 0 else 0)
            return self.not_done("slow.unused")

    sizes = list(range(1, 25))
    reports = own(Slow).inspect_many(map(blank, sizes), workers=workers)
    assert widths(reports) == sizes


def test_bad_sources_keep_their_place(tmp_path):
    reports = list(
        own().inspect_many([blank(7), b"odd", tmp_path / "none.jpg", 5, blank(8)], workers=2)
    )
    assert widths(reports) == [7, None, None, None, 8]
    assert [report.error.reason if report.error else None for report in reports[2:4]] == [
        "source.not_found",
        "source.wrong_type",
    ]
    assert reports[2].source == str(tmp_path / "none.jpg")


def test_nothing_is_read_before_it_is_asked_for():
    sources = Pulled()
    own().inspect_many(sources, workers=2)
    assert sources.count == 0


@pytest.mark.parametrize("workers", [1, 3])
def test_no_more_than_two_photos_a_worker_are_read_ahead(workers):
    sources = Pulled()
    reports = own().inspect_many(sources, workers=workers)
    for asked in range(1, 20):
        next(reports)
        assert asked <= sources.count <= asked + 2 * workers
    reports.close()


def test_closing_early_stops_the_threads_and_takes_no_more():
    before = threading.active_count()
    sources = Pulled()
    reports = own().inspect_many(sources, workers=3)
    next(reports)
    assert threading.active_count() > before
    reports.close()
    taken = sources.count
    assert threading.active_count() == before
    assert list(reports) == []
    assert sources.count == taken


def test_photos_are_let_go():
    alive = weakref.WeakSet()

    def photo(index):
        made = photocheck.Photo.open(blank(index + 1))
        alive.add(made)
        return made

    reports = own().inspect_many(Pulled(photo), workers=2)
    for _ in range(30):
        next(reports)
    gc.collect()
    assert len(alive) <= 8
    reports.close()


def test_an_error_of_the_source_reaches_the_caller_after_what_came_before():
    def sources():
        yield from (blank(1), blank(2), blank(3))
        raise OSError("the disk is gone")

    before = set(threading.enumerate())
    reports = own().inspect_many(sources(), workers=1)
    assert widths([next(reports)]) == [1]
    with pytest.raises(OSError, match="the disk is gone"):
        list(reports)
    assert set(threading.enumerate()) <= before


def test_no_photos_no_reports():
    assert list(own().inspect_many([])) == []


@pytest.mark.parametrize("workers", [0, -1])
def test_too_few_workers_are_refused_at_once(workers):
    with pytest.raises(photocheck.SettingsError, match=f"1 to 256 workers, got {workers}"):
        own().inspect_many([], workers=workers)


def test_checks_see_the_earlier_photos_of_the_set_in_order():
    reports = own(Count).inspect_many([blank(1), b"odd", blank(3), blank(4)], workers=3)
    told = [
        report["count"].measurements["earlier"] if report.results else None for report in reports
    ]
    assert told == ["", None, "1,None", "1,None,3"]


def test_sets_do_not_see_each_other():
    inspector = own(Count)
    first, second = (inspector.inspect_many([blank(1), blank(2)]) for _ in range(2))
    told = [
        next(reports)["count"].measurements["earlier"] for reports in (first, second, first, second)
    ]
    assert told == ["", "", "1", "1"]


def test_one_photo_alone_is_compared_with_nothing():
    inspector = own(Count)
    for _ in range(2):
        assert inspector.inspect(blank())["count"].measurements == {"width": 10}


def test_an_inspector_may_be_shared_by_threads(make_scene):
    inspector = Inspector(registry=Registry.builtin())
    scenes = [make_scene(seed, 300, 400) for seed in range(6)]
    alone = [inspector.inspect(scene) for scene in scenes]
    with ThreadPoolExecutor(4) as executor:
        together = list(executor.map(inspector.inspect, scenes * 4))
    assert list(map(judgement, together)) == list(map(judgement, alone * 4))
