"""Whole photos, tiny: each kind is built, placed, rendered and recorded."""

import cv2
import numpy as np
import pytest
from studio.designs import designs_of
from studio.errors import StudioError
from studio.recipe import Shot, Wishes, training
from studio.shoot import shoot
from studio.truth import PhotoTruth
from studio.views import VIEWS

SIDE = 48


def shot(kind, view, *, seed=3, plain=True, split="train", **wishes):
    design = designs_of(kind, split)[0] if kind != "nothing" else ""
    wishes = Wishes(**{"alone": True, "surroundings": "softboxes", "surface": "plain", **wishes})
    return Shot("test", 0, seed, kind, design, view, split, "test-0", 1, plain, wishes)


def made(*arguments, **options):
    return shoot(shot(*arguments, **options), SIDE, 1, denoise=False)


@pytest.mark.parametrize(
    ("kind", "view"),
    [
        ("smartphone", "left"),
        ("tablet", "screen_off"),
        ("laptop", "right_open"),
        ("smartwatch", "front_on"),
        ("console", "front"),
        ("controller", "back"),
        ("headphones", "front"),
        ("ereader", "front"),
        ("parcel", "inside"),
        ("parcel", "outside"),
        ("document", "document"),
    ],
)
def test_every_kind_makes_a_photo_with_its_truth(kind, view):
    photo = made(kind, view)
    truth = photo.truth
    assert PhotoTruth.model_validate_json(truth.model_dump_json()) == truth
    assert truth.kind == kind
    assert truth.view == view
    assert truth.device_share == pytest.approx(float(photo.developed.device.mean()), abs=1e-3)
    assert 0.02 < truth.device_share < 1
    stored = cv2.imdecode(np.frombuffer(photo.developed.jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert stored.shape == (truth.height, truth.width, 3)
    covered = photo.developed.device > 0.5
    rows, columns = np.nonzero(covered)
    assert truth.box.x == pytest.approx(columns.min() / truth.width, abs=1e-3)
    assert truth.box.h == pytest.approx((np.ptp(rows) + 1) / truth.height, abs=1e-3)


def test_the_same_seed_makes_the_same_photo():
    first, second = made("smartphone", "back"), made("smartphone", "back")
    assert first.developed.jpeg == second.developed.jpeg
    assert first.truth == second.truth
    assert made("smartphone", "back", seed=4).developed.jpeg != first.developed.jpeg


def test_lit_and_dark_screens_are_recorded_as_such():
    lit, dark = made("smartphone", "screen_on"), made("smartphone", "screen_off")
    assert (lit.truth.screen, dark.truth.screen) == ("on", "off")
    assert lit.truth.screen_share > 0.1
    assert lit.truth.screen_content in lit.truth.facts.values()
    assert dark.truth.screen_content is None


def test_left_is_a_fact_of_geometry():
    for view, sign in (("left", -1), ("right", 1)):
        truth = made("smartphone", view).truth
        rotation = np.array(truth.pose.rotation)
        assert (rotation @ [sign, 0, 0])[2] > 0.5
        power = truth.landmarks["power"]
        assert power.facing is (sign == 1)
        assert 0 <= power.x <= 1
        assert 0 <= power.y <= 1


def test_focus_shake_and_exposure_are_recorded_and_seen():
    sharp = made("smartphone", "back", framing="full")
    soft = made("smartphone", "back", framing="full", focus=0.4)
    assert soft.truth.circle > sharp.truth.circle
    assert "blur.defocus" in soft.truth.faults
    assert "blur.defocus" not in sharp.truth.faults
    shaken = made("smartphone", "back", development=(("shake_length", 0.1),))
    assert "blur.motion" in shaken.truth.faults
    dark = made("smartphone", "back", development=(("exposure_offset", -3.0),))
    assert "exposure.under" in dark.truth.faults
    assert dark.developed.photo.mean() < 0.6 * sharp.developed.photo.mean()
    assert dark.truth.device_level == pytest.approx(
        sharp.truth.device_level - 3 - sharp.truth.exposure_offset, abs=0.2
    )


def test_glare_truth_follows_the_flash():
    shares = [
        made("smartphone", "screen_off", flash=flash).truth.glare_share for flash in (False, True)
    ]
    assert shares[1] >= shares[0]


def test_nothing_has_no_device():
    photo = made("nothing", "nothing")
    assert photo.truth.category == "none"
    assert photo.truth.box is None
    assert photo.developed.device.max() == 0


def test_a_capture_is_a_screen_and_nothing_else():
    truth = made("document", "capture").truth
    assert truth.pose is None
    assert truth.device_share == 0
    assert truth.screen_content is not None


def test_a_hidden_device_is_made_again_and_then_given_up(monkeypatch):
    monkeypatch.setattr("studio.shoot._is_seen", lambda *_: False)
    monkeypatch.setattr("studio.shoot._ATTEMPTS", 2)
    with pytest.raises(StudioError, match=r"2 hidden attempts.*studio.preview smartphone"):
        made("smartphone", "back")


def test_unknown_wishes_name_the_known():
    with pytest.raises(ValueError, match="wood"):
        made("smartphone", "back", surface="lava")
    with pytest.raises(ValueError, match="office"):
        made("smartphone", "back", surroundings="moon")
    with pytest.raises(ValueError, match="settings"):
        made("smartphone", "screen_on", content="news")


def test_every_planned_shot_names_a_view_that_exists():
    for each in training(800):
        assert each.kind == "nothing" or each.view in VIEWS[each.kind]
