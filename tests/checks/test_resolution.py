"""Enough pixels on the short side."""

import numpy as np
import pytest

import photocheck
from photocheck.checks.resolution import Resolution
from photocheck.result import Status


def judge(width, height, **settings):
    photo = photocheck.Photo.open(np.zeros((height, width, 3), np.uint8))
    return Resolution(**settings).run(photo, photocheck.Context(photo))


@pytest.mark.parametrize(
    ("width", "height"), [(640, 480), (1280, 720), (720, 1280), (1600, 1200), (4032, 3024)]
)
def test_what_messengers_and_cameras_give_passes(width, height):
    assert judge(width, height).status is Status.PASS


@pytest.mark.parametrize(("width", "height"), [(320, 239), (239, 2000), (4000, 100), (1, 1)])
def test_thumbnails_and_strips_fail(width, height):
    result = judge(width, height)
    assert result.status is Status.FAIL
    assert result.reason == "resolution.too_small"
    assert (result.value, result.limit, result.unit) == (min(width, height), 240, "px")
    assert result.measurements == {"width": width, "height": height}


@pytest.mark.parametrize(("width", "height"), [(320, 240), (479, 2000)])
def test_small_pictures_warn(width, height):
    result = judge(width, height)
    assert result.status is Status.WARN
    assert (result.reason, result.limit) == ("resolution.too_small", 480)


def test_larger_scores_higher():
    scores = [judge(side, side).score for side in (100, 300, 700, 900)]
    assert scores == sorted(scores)
    assert scores[0] < 0.5 < scores[1]


def test_on_the_limit_is_a_pass():
    assert judge(600, 700, min_side=600, warn_side=600).status is Status.PASS
    assert judge(599, 700, min_side=600).status is Status.FAIL


def test_limits_of_zero_take_everything():
    assert judge(1, 1, min_side=0, warn_side=0).status is Status.PASS


def test_the_native_size_counts_not_the_working_frame(scene, to_jpeg):
    large = np.kron(scene, np.ones((3, 3, 1), np.uint8))
    photo = photocheck.Photo.open(to_jpeg(large))
    assert max(photo.rgb.shape) < 2000
    assert Resolution(min_side=2500).run(photo, photocheck.Context(photo)).value == 2700


@pytest.mark.parametrize("settings", [{"min_side": -1}, {"warn_side": -1}, {"side": 5}])
def test_settings_out_of_range_are_refused(settings):
    with pytest.raises(ValueError, match=next(iter(settings))):
        Resolution(**settings)
