"""What the page's script computes, in V8, beside what the checks and the page itself say."""

import io
import json
import random
from importlib import resources

import pytest

from photocheck import Inspector, Photo, Profile
from photocheck.pages import TunedPhoto, write_tune_html
from photocheck.pages.rates import Rate
from photocheck.testing import degrade

mini_racer = pytest.importorskip("py_mini_racer")

SCRIPT = resources.files("photocheck.pages") / "templates" / "tune.js"
CHECKS = ["resolution", "blur", "exposure", "glare", "framing"]


@pytest.fixture(scope="module")
def script():
    """Calls a function of the script."""
    engine = mini_racer.MiniRacer()
    engine.eval(SCRIPT.read_text(encoding="utf-8"))
    yield lambda name, *values: json.loads(
        engine.eval(f"JSON.stringify({name}(...{json.dumps(values)}))")
    )
    engine.close()


@pytest.fixture(scope="module")
def photos(make_scene):
    """Photos whose numbers differ."""
    faults = [("shake", {"length": 4}), ("shake", {"length": 12}), ("defocus", {}), ("dark", {})]
    faults += [("bright", {}), ("veil", {}), ("lamp", {}), ("backlight", {})]
    scenes = [make_scene(seed, 600, 800) for seed in range(3)]
    made = [degrade(scenes[n % 3], fault, **how) for n, (fault, how) in enumerate(faults)]
    return [Photo.open(rgb) for rgb in [*scenes, *made, scenes[0][:200], scenes[1][:, :230].copy()]]


def judged(photos, profile):
    inspector = Inspector(profile, CHECKS)
    reports = [inspector.inspect(photo) for photo in photos]
    return inspector, [
        TunedPhoto(report, good=[True, False, None][place % 3])
        for place, report in enumerate(reports)
    ]


def data_of(photos, profile):
    inspector, tuned = judged(photos, profile)
    out = io.StringIO()
    write_tune_html(tuned, inspector.checks, inspector.profile, out)
    text = out.getvalue().split('id="data">')[1].split("</script>")[0]
    return json.loads(text), tuned


@pytest.fixture(scope="module")
def standard(photos):
    return data_of(photos, "standard")


def test_the_script_counts_as_the_page_does(script):
    for count, total in [(0, 0), (0, 1), (1, 400), (1, 20), (3, 7), (7, 7), (517, 1000), (1, 16)]:
        assert script("rate", count, total) == str(Rate(count, total))


def test_with_the_present_limits_it_says_what_the_checks_said(script, standard):
    data, tuned = standard
    limits = script("limitsOf", data)
    verdicts = [photo.report.verdict.value for photo in tuned]
    assert {"review", "retake"} <= set(verdicts)
    assert script("verdicts", data, limits) == verdicts
    assert len(data["checks"]) == len(CHECKS)


def test_a_saved_profile_judges_as_the_page_said(script, standard, photos):
    data, _ = standard
    chance = random.Random(5)
    for _ in range(4):
        limits = script("limitsOf", data)
        for check in data["checks"]:
            for limit in check["limits"]:
                # Often a number of a photo itself: on the limit is still a pass.
                numbers = [number for number in limit["numbers"] if number is not None]
                moved = chance.choice([*numbers, chance.uniform(limit["low"], limit["high"])])
                moved = round(moved) if limit["whole"] else moved
                if limit["setting"] in {"max_highlight_stops", *chance.sample(list(limits), 2)}:
                    continue
                limits[check["name"]][limit["setting"]] = abs(moved)
        text = script("profileText", data, limits, "moved")
        profile = Profile.load(text)
        assert profile.name == "moved"
        told = {
            check["name"]: script("statuses", check, limits[check["name"]])
            for check in data["checks"]
        }
        _, again = judged(photos, profile)
        for name, statuses in told.items():
            assert statuses == [photo.report[name].status.value for photo in again], name
        assert script("verdicts", data, limits) == [photo.report.verdict.value for photo in again]
        good = [photo.good for photo in again]
        outcomes = [photo.report["blur"].status.value for photo in again]
        row = script("row", "fail", told["blur"], good)
        assert row["photos"] == outcomes.count("fail")
        caught = sum(
            each == "fail" and label is False for each, label in zip(outcomes, good, strict=True)
        )
        assert row["bad"] == str(Rate(caught, good.count(False)))


def test_a_profile_keeps_what_was_not_moved(script, photos):
    own = Profile(name="own", settings={"glare": {"warn_share": 0.5}, "blur": {"max_width": 1.0}})
    data, _ = data_of(photos[:1], own)
    limits = script("limitsOf", data)
    assert Profile.load(script("profileText", data, limits, "own")) == own
    limits["blur"]["warn_width"] = 0.7
    limits["resolution"]["min_side"] = 320
    moved = Profile.load(script("profileText", data, limits, "a name"))
    assert moved.settings == {
        "glare": {"warn_share": 0.5},
        "blur": {"max_width": 1.0, "warn_width": 0.7},
        "resolution": {"min_side": 320},
    }
    Inspector(moved)


LIMIT = {"limit_is": "maximum", "whole": False, "numbers": [0.1, None, 0.5, 0.5, 0.4, 0.9, 0.6]}


def test_the_nearest_photos_on_both_sides(script):
    assert script("nearest", LIMIT, 0.5) == {"within": [2, 3, 4, 0], "beyond": [6, 5]}
    minimum = {**LIMIT, "limit_is": "minimum"}
    assert script("nearest", minimum, 0.5) == {"within": [2, 3, 6, 5], "beyond": [4, 0]}
    many = {**LIMIT, "numbers": [n / 100 for n in range(100)]}
    found = script("nearest", many, 0.5)
    assert found == {"within": list(range(50, 42, -1)), "beyond": list(range(51, 59))}


@pytest.mark.parametrize("limit_is", ["maximum", "minimum"])
def test_a_line_and_its_limit(script, limit_is):
    whole = {"limit_is": limit_is, "whole": True}
    for at in (0, 1, 240):
        line = script("lineOf", whole, at)
        assert abs(line - at) == 0.5
        assert (line > at) == (limit_is == "maximum")
        assert script("limitAt", whole, line) == at
    assert script("limitAt", {**whole, "whole": False}, 0.1 + 0.2) == 0.3
