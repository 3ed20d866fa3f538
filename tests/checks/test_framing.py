"""Framing and slot, on views that are handed in."""

import numpy as np
import pytest

from photocheck import Inspector, Registry, Status, ViewEstimate


def mask(top, left, bottom, right):
    grid = np.zeros((24, 32), np.bool_)
    grid[top:bottom, left:right] = True
    return grid


def judge(scene, slot=None, likelihood=None, **fields):
    likelihood = likelihood or {("smartphone", "back"): 1.0}
    view = ViewEstimate(likelihood, **fields)
    return Inspector(
        checks=["framing", "slot"], registry=Registry.builtin(), view=lambda _: view
    ).inspect(scene, slot=slot)


@pytest.mark.parametrize(
    ("grid", "reason"),
    [
        (mask(4, 8, 20, 24), None),
        (mask(0, 0, 24, 32), "framing.too_near"),
        (mask(0, 4, 20, 28), "framing.cut_off"),
        (mask(10, 14, 13, 18), "framing.too_small"),
        (mask(0, 0, 0, 0), "framing.no_device"),
    ],
)
def test_what_is_wrong_is_named(scene, grid, reason):
    assert judge(scene, mask=grid)["framing"].reason == reason


def test_fingers_and_other_devices(scene):
    grid = mask(4, 8, 20, 24)
    assert judge(scene, mask=grid, covered=0.5)["framing"].reason == "framing.covered"
    assert judge(scene, mask=grid, devices=2)["framing"].reason == "framing.several_devices"


def test_what_the_view_says_of_faults_is_heard_besides_the_mask(scene):
    touching, cut = mask(0, 14, 20, 18), mask(0, 4, 20, 28)
    for likely, status in ((0.01, Status.PASS), (0.5, Status.WARN), (0.99, Status.FAIL)):
        result = judge(scene, mask=touching, faults={"cut_off": likely})["framing"]
        assert result.status is status
        assert result.reason == (None if status is Status.PASS else "framing.cut_off")
        assert result.measurements["cut_off"] == likely
    assert judge(scene, mask=cut, faults={"cut_off": 0.01})["framing"].reason == "framing.cut_off"


def test_what_touches_no_side_of_the_frame_is_not_cut_off(scene):
    result = judge(scene, mask=mask(4, 8, 20, 24), faults={"cut_off": 0.99})["framing"]
    assert result.status is Status.PASS
    assert result.measurements["cut_off"] == 0.0


def test_the_strip_where_the_device_is_cut_is_shown(scene):
    cut = judge(scene, mask=mask(0, 14, 20, 18), faults={"cut_off": 0.99})["framing"]
    assert cut.regions[0].y == 0
    assert cut.regions[0].h < 0.2


def test_without_a_view_nothing_is_judged_and_the_verdict_is_untouched(scene):
    report = Inspector(checks=["framing", "slot"], view=None).inspect(scene, slot="smartphone/back")
    assert {result.status for result in report.results} == {Status.NOT_APPLICABLE}
    assert {result.reason for result in report.results} == {"check.no_view"}
    assert report.verdict == "accept"
    assert report.problems == ()


def test_a_photo_for_no_slot_is_not_compared_with_one(scene):
    report = judge(scene)
    assert report["slot"].status is Status.NOT_APPLICABLE
    assert report["slot"].reason == "check.no_slot"
    assert (report["slot"].score, report["slot"].value) == (None, None)
    assert report.not_applicable == (report["slot"],)
    assert report["slot"] not in report.problems
    assert report["slot"].message


def test_all_values_of_framing_are_shares(scene):
    grid = mask(4, 8, 20, 24)
    for fields in ({"mask": grid}, {"mask": grid, "devices": 3}, {"mask": grid, "covered": 0.5}):
        result = judge(scene, **fields)["framing"]
        assert 0 <= result.value <= 1
        assert result.unit == "share"
    two, three = (judge(scene, mask=grid, devices=n)["framing"].value for n in (2, 3))
    assert two < three


def test_the_screen_must_be_as_asked(scene):
    lit = {("smartphone", "screen_off"): 1.0}
    report = judge(scene, "smartphone/screen_off", lit, screen="on")
    assert report["slot"].reason == "slot.screen_lit"
    report = judge(scene, "smartphone/screen_on", lit, screen="off")
    assert report["slot"].reason == "slot.screen_dark"


@pytest.mark.parametrize(
    ("pair", "reason"),
    [
        (("none", "none"), "slot.not_a_device"),
        (("laptop", "screen_on"), "slot.other_category"),
        (("smartphone", "left"), "slot.other_view"),
        (("smartphone", "back"), None),
    ],
)
def test_what_the_photo_shows_instead(scene, pair, reason):
    assert judge(scene, "smartphone/back", {pair: 1.0})["slot"].reason == reason


def test_an_estimator_that_raises_costs_only_the_view(scene):
    def broken(_):
        raise RuntimeError

    for estimator in (broken, lambda _: "no estimate"):
        report = Inspector(view=estimator).inspect(scene)
        assert report.view is None
        assert report["framing"].reason == "check.no_view"
    assert report["blur"].status is not Status.NOT_DONE


@pytest.mark.parametrize(
    "likelihood", [{}, {("phone", "back"): 1.0}, {("smartphone", "back"): 0.5}]
)
def test_an_estimate_that_is_none_is_refused(likelihood):
    with pytest.raises(ValueError, match="expected"):
        ViewEstimate(likelihood)
