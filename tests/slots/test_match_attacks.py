"""Odd sets, odd estimates, odd calls and a service's own catalogs: each gets a clear answer."""

import json
import math
import time
from pathlib import Path

import numpy as np
import pytest

import photocheck
from photocheck import Catalog, Inspector, Matcher, Photo, ViewEstimate, match
from photocheck.cli.match import match_lines
from photocheck.result import Region

PHONE = "smartphone"


def picture(number):
    """A picture that looks like no other, with its number in its corner."""
    rgb = np.random.default_rng(number).integers(0, 255, (480, 640, 3)).astype(np.uint8)
    rgb[0, 0] = number
    return rgb


def inspector(view=None, checks=("resolution", "duplicate"), **options):
    return Inspector(checks=checks, view=view, **options)


def showing(*pairs):
    """An estimator: picture n shows pair n, round and round."""
    return lambda photo: ViewEstimate({pairs[int(photo.rgb[0, 0, 0]) % len(pairs)]: 1.0})


def sources(found):
    return {slot: one.source for slot, one in found.assigned.items()}


SLOTS = [(PHONE, name) for name in photocheck.slots.CATEGORIES[PHONE]]


def test_a_hundred_photos_are_answered_soon():
    photos = [picture(number) for number in range(100)]
    judge = inspector(showing(*SLOTS, ("none", "none"), ("laptop", "screen_on")))
    start = time.perf_counter()
    found = match(photos, PHONE, inspector=judge)
    assert time.perf_counter() - start < 30
    assert set(found.assigned) == {name for _, name in SLOTS}
    assert found.complete
    assert len(found.unexpected) == 22
    assert sum(len(group) - 1 for group in found.duplicates) == 100 - 22 - 7


def test_photos_of_the_same_name_are_told_apart(tmp_path, scene_jpeg):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
    matcher = Matcher(PHONE, inspector=inspector())
    for number in range(3):
        matcher.add(picture(number), name="side.jpg", slot="left" if number == 1 else None)
    assert [report.source for report in matcher.match.photos] == [
        "side.jpg",
        "side.jpg (2)",
        "side.jpg (3)",
    ]
    assert sources(matcher.match) == {"left": "side.jpg (2)"}
    assert sources(matcher.remove("side.jpg (2)")) == {}


def test_seven_photos_called_image_jpg_are_declared_by_the_names_of_the_answer():
    def upload(number):
        return Photo.open(picture(number), name="image.jpg")

    slots = [name for _, name in SLOTS]
    names = ["image.jpg", *(f"image.jpg ({number})" for number in range(2, 8))]
    told = dict(zip(names, slots, strict=True))
    found = match(map(upload, range(7)), PHONE, declared=told, inspector=inspector())
    assert sources(found) == dict(zip(slots, names, strict=True))
    # Of several photos of one name the first is meant.
    first = match(map(upload, range(2)), PHONE, declared={names[0]: "back"}, inspector=inspector())
    assert sources(first) == {"back": names[0]}


def test_what_is_said_in_a_call_is_said_of_its_own_photos():
    judge = inspector()
    first = match([picture(1)], PHONE, declared={"photo 1": "left"}, inspector=judge)
    both = match(
        [picture(2), picture(3)],
        PHONE,
        declared={"photo 1": "right", "photo 2": "top"},
        previous=first,
        inspector=judge,
    )
    assert sources(both) == {"left": "photo 1", "right": "photo 1 (2)", "top": "photo 2"}
    moved = match([], PHONE, declared={"photo 1": "back"}, previous=both, inspector=judge)
    assert sources(moved)["back"] == "photo 1"
    with pytest.raises(photocheck.UsageError, match=r"photo 1 \(2\)"):
        match([], PHONE, declared={"photo 4": "back"}, previous=both, inspector=judge)


def test_a_set_is_compared_as_many_photos_are(make_scene, to_jpeg):
    scenes = [make_scene(seed, 300, 400) for seed in range(3)]
    photos = [*scenes, to_jpeg(scenes[1], quality=60), b"no photo", to_jpeg(scenes[0])]
    judge = inspector()
    reports = list(judge.inspect_many(photos))
    found = match(photos, PHONE, inspector=judge)
    for one, other in zip(reports, found.photos, strict=True):
        assert one.results == other.results
        assert one.verdict == other.verdict
    assert [each["duplicate"].measurements.get("of") for each in found.photos if each.results] == [
        None,
        None,
        None,
        1,
        0,
    ]
    # The same, one by one and over two calls.
    matcher = Matcher(PHONE, inspector=judge, previous=match(photos[:3], PHONE, inspector=judge))
    for photo in photos[3:]:
        matcher.add(photo)
    assert [each.results for each in matcher.match.photos] == [each.results for each in reports]


def test_a_copy_is_none_once_what_it_repeats_is_removed(make_scene, to_jpeg):
    judge = inspector()
    scene = make_scene(1)
    first = match([scene, to_jpeg(scene)], PHONE, inspector=judge)
    assert first.photos[1]["duplicate"].status == "warn"
    for matcher in (
        Matcher(PHONE, inspector=judge),
        Matcher(PHONE, inspector=judge, previous=first),
    ):
        if not matcher.match.photos:
            matcher.add_all([scene, to_jpeg(scene)])
        (report,) = matcher.remove("photo 1").photos
        assert report["duplicate"].status == "pass"
        assert report.verdict == "accept"


def test_a_copy_never_keeps_a_set_from_being_complete(make_scene, to_jpeg):
    photos = [make_scene(seed, 900, 1200) for seed in range(7)]
    told = {f"photo {number}": slot for number, (_, slot) in enumerate(SLOTS, start=1)}
    small = [to_jpeg(photo[::2, ::2]) for photo in photos[:2]]
    for again in (photos, small):
        found = match([*photos, *again], PHONE, declared=told, inspector=inspector())
        assert found.complete
        assert len(found.duplicates) == len(again)


def test_unreadable_files_among_good_ones(tmp_path, scene_jpeg):
    whole, cut, folder = tmp_path / "back.jpg", tmp_path / "cut.jpg", tmp_path / "folder"
    whole.write_bytes(scene_jpeg)
    cut.write_bytes(scene_jpeg[:200])
    folder.mkdir()
    absent = tmp_path / "absent.jpg"
    judge = inspector(lambda _: ViewEstimate({(PHONE, "back"): 1.0}))
    found = match([cut, folder, whole, absent, None, b""], PHONE, inspector=judge)
    assert sources(found) == {"back": str(whole)}
    assert len(found.unexpected) == 5
    assert all(one.message for one in found.unexpected)
    assert all(one.reason.startswith(("decode.", "source.")) for one in found.unexpected)


def test_seven_photos_of_another_device_are_unexpected():
    found = match(
        map(picture, range(7)), PHONE, inspector=inspector(showing(("laptop", "screen_on")))
    )
    assert {one.reason for one in found.unexpected} == {"view.other_category"}
    assert len(found.missing) == 6


@pytest.mark.parametrize("slot", ["lid", "laptop/left_open", "", "smartphone/", 3, "closeup_1"])
def test_a_slot_that_does_not_exist_is_refused_and_nothing_is_lost(slot):
    matcher = Matcher(PHONE, inspector=inspector())
    before = matcher.add(picture(1))
    for call in (
        lambda: matcher.add(picture(2), slot=slot),
        lambda: matcher.declare("photo 1", slot),
        lambda: match([picture(2)], PHONE, declared={"photo 1": slot}, inspector=inspector()),
    ):
        with pytest.raises(photocheck.UnknownSlotError, match="screen_off"):
            call()
    assert matcher.match == before


@pytest.mark.parametrize("name", [None, "", "Smartphone", "phone", 7])
def test_an_unknown_category_is_refused(name):
    with pytest.raises(photocheck.UnknownCategoryError, match="smartphone"):
        match([], name)


@pytest.mark.parametrize(
    "options",
    [
        {"settings": {"floor": 0.1}},
        {"inspector": "strict"},
        {"declared": [("a", "left")]},
        {"workers": 0},
        {"previous": {}},
        {"previous": photocheck.Match(category="laptop", complete=False)},
    ],
)
def test_odd_options_are_refused(options):
    with pytest.raises(photocheck.UsageError, match="expected"):
        match([], PHONE, **options)


def test_names_are_paths_or_the_names_that_a_match_gives():
    judge = inspector()
    assert sources(match([picture(1)], PHONE, declared={"photo 1": "left"}, inspector=judge))
    absent = Path("absent.jpg")
    assert match([absent], PHONE, declared={absent: "left"}).declared == {"absent.jpg": "left"}


@pytest.mark.parametrize(
    "facts",
    [
        {"appearance": (0.5, math.nan)},
        {"covered": math.nan},
        {"covered": 2.0},
        {"devices": -1},
        {"screen": "purple"},
        {"box": (0, 0, 1, 1)},
        {"mask": [[True]]},
        {"mask": np.zeros((2, 2))},
        {"mask": np.zeros((0, 2), bool)},
    ],
)
def test_an_estimate_that_makes_no_sense_is_refused_where_it_is_made(facts):
    with pytest.raises(ValueError, match="expected"):
        ViewEstimate({(PHONE, "back"): 1.0}, **facts)
    ViewEstimate({(PHONE, "back"): 1.0}, box=Region(x=0, y=0, w=1, h=1), covered=0.0, devices=0)


@pytest.mark.parametrize(
    "view",
    [
        lambda _: 1 / 0,
        lambda _: {},
        lambda _: ViewEstimate({}),
        lambda _: ViewEstimate({(PHONE, "back"): math.nan}),
        lambda _: ViewEstimate({(PHONE, "back"): 1.0}, appearance=(math.inf,)),
        lambda _: None,
        None,
    ],
)
def test_an_estimator_that_fails_costs_the_view_and_nothing_else(view):
    found = match([picture(1), picture(2)], PHONE, inspector=inspector(view))
    assert [one.source for one in found.unsure] == ["photo 1", "photo 2"]
    assert all(len(one.slots) == 7 for one in found.unsure)
    assert all(report["resolution"].status for report in found.photos)
    told = match([picture(1)], PHONE, declared={"photo 1": "back"}, inspector=inspector(view))
    assert sources(told) == {"back": "photo 1"}


def test_a_source_that_fails_midway_leaves_the_set_as_it_was():
    matcher = Matcher(PHONE, inspector=inspector())
    before = matcher.add(picture(1))

    def broken():
        yield picture(2)
        raise RuntimeError("gone")

    with pytest.raises(RuntimeError, match="gone"):
        matcher.add_all(broken())
    assert matcher.match == before
    assert len(matcher.add(picture(3)).photos) == 2


def own(slots, kind=PHONE):
    return json.dumps({"categories": [{"name": "own", "kind": kind, "slots": slots}]})


@pytest.mark.parametrize(
    ("slots", "said"),
    [
        ([{"name": f"s{n}", "views": ["back"]} for n in range(40)], "at most 12"),
        ([{"name": "a", "views": ["back"]}, {"name": "a", "views": ["left"]}], "there twice"),
        ([], "at least 1"),
        ([{"name": "a"}], "Field required"),
        ([{"name": "a", "views": ["laptop/lid"]}], "expected views of smartphone"),
        ([{"name": "a", "views": ["lid"]}], "expected views of smartphone"),
        ([{"name": "a_*", "views": ["back"]}], "required to false"),
        ([{"name": "a", "views": ["back"], "scale": {"blur.max_width": 0}}], "greater than 0"),
        ([{"name": "a", "views": ["back"], "hint": {}}], "hint"),
    ],
)
def test_a_catalog_that_can_not_work_is_refused(slots, said):
    with pytest.raises(photocheck.SettingsError, match=said):
        Catalog.load(own(slots))


@pytest.mark.parametrize(
    "slot",
    [
        {"scale": {"blur.nothing": 2}},
        {"scale": {"nothing.max_width": 2}},
        {"skip": ["nothing"]},
    ],
)
def test_limits_of_a_check_that_is_not_there_are_refused(slot):
    catalog = Catalog.load(own([{"name": "a", "views": ["back"], **slot}]))
    with pytest.raises(photocheck.SettingsError, match="slot 'a': expected"):
        Inspector(catalog=catalog)


def test_one_slot_of_two_views_and_a_view_that_nobody_asks_for():
    catalog = Catalog.load(own([{"name": "side", "views": ["left", "right"]}]))
    judge = inspector(showing((PHONE, "left"), (PHONE, "right"), (PHONE, "back")), catalog=catalog)
    found = match(map(picture, range(3)), "own", inspector=judge)
    assert found.complete
    assert len(found.duplicates[0]) == 2
    assert [one.reason for one in found.unexpected] == ["view.not_asked"]


def test_limits_and_checks_of_a_slot_count_for_the_photo_that_fills_it(scene):
    slots = [
        {
            "name": "back",
            "views": ["back"],
            "scale": {"resolution.min_side": 20.0, "resolution.warn_side": 20.0},
        },
        {"name": "screen", "views": ["screen_on"], "skip": ["resolution"]},
    ]
    catalog = Catalog.load(own(slots))
    for view, verdict, status in (("back", "retake", "fail"), ("screen_on", "accept", None)):
        judge = inspector(showing((PHONE, view)), catalog=catalog)
        found = match([scene], "own", inspector=judge)
        (assigned,) = found.assigned.values()
        assert assigned.verdict == verdict
        (report,) = found.photos
        assert [result.check for result in report.results] == ["resolution", "duplicate"]
        skipped = status is None
        assert report["resolution"].status == ("not_applicable" if skipped else status)
        assert list(report.settings.checks) == ["resolution", "duplicate"][skipped:]
    assert match([scene], "smartphone", inspector=inspector(showing((PHONE, "back")))).photos[
        0
    ].verdict == ("accept")


def test_a_photo_of_another_category_that_is_declared_is_taken_at_its_word_unless_it_is_sure():
    weak = ViewEstimate({("laptop", "screen_on"): 0.6, (PHONE, "screen_on"): 0.4})
    sure = ViewEstimate({("laptop", "screen_on"): 1.0})
    told = {"photo 1": "screen_on"}
    taken = match([picture(1)], PHONE, declared=told, inspector=inspector(lambda _: weak))
    assert sources(taken) == {"screen_on": "photo 1"}
    refused = match([picture(1)], PHONE, declared=told, inspector=inspector(lambda _: sure))
    assert not refused.assigned


def test_what_the_customer_says_later_moves_a_photo():
    judge = inspector(lambda _: ViewEstimate({(PHONE, "left"): 0.95, (PHONE, "right"): 0.05}))
    matcher = Matcher(PHONE, inspector=judge)
    assert sources(matcher.add(picture(1))) == {"left": "photo 1"}
    matcher.declare("photo 1", "right")
    assert "left" not in matcher.match.assigned
    assert sources(matcher.declare("photo 1", None)) == {"left": "photo 1"}


def test_another_device_is_advice_and_costs_no_photo_its_slot():
    views = ("back", "left", "right", "top")

    def view(photo):
        number = int(photo.rgb[0, 0, 0])
        colour = (0.9, 0.1) if number == 3 else (0.2, 0.2 + number / 100)
        return ViewEstimate({(PHONE, views[number]): 1.0}, appearance=colour)

    photos = list(map(picture, range(4)))
    quiet = match(photos, PHONE, inspector=inspector(view))
    limit = photocheck.MatchSettings(max_appearance_distance=0.2)
    found = match(photos, PHONE, settings=limit, inspector=inspector(view))
    assert quiet.other_device == ()
    assert found.other_device == ("photo 4",)
    assert found.assigned == quiet.assigned
    assert len(found.assigned) == 4
    lines = list(match_lines(found, photocheck.slots.default_catalog().category(PHONE), "en"))
    assert any(line.startswith("note photo 4: This photo seems") for line in lines)
