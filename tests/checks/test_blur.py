"""The check for blur: what it says of sharp, defocused, shaken and plain photos."""

import cv2
import numpy as np
import pytest

from photocheck import Inspector, Status
from photocheck.checks import Blur


def judge(rgb, **settings):
    return Inspector(checks=[Blur(**settings)], view=None).inspect(rgb)["blur"]


def shaken(rgb, length=31):
    kernel = np.zeros((length, length), np.float32)
    kernel[length // 2] = 1 / length
    return cv2.filter2D(rgb, -1, kernel)


def test_a_sharp_photo_passes_with_a_number_of_its_own(make_scene):
    results = [judge(make_scene(seed)) for seed in range(4)]
    assert {result.status for result in results} == {Status.PASS}
    assert len({result.value for result in results}) == len(results)
    assert min(result.value for result in results) > 0


def test_a_wrong_focus_fails_and_says_where(scene):
    result = judge(cv2.GaussianBlur(scene, (0, 0), 5))
    assert (result.status, result.reason) == (Status.FAIL, "blur.defocus")
    assert result.value > result.limit
    assert result.limit_is == "maximum"
    assert result.unit == "px"
    assert result.regions


def test_a_shake_is_told_from_a_wrong_focus(scene):
    result = judge(shaken(scene))
    assert (result.status, result.reason) == (Status.FAIL, "blur.motion")
    assert result.measurements["direction"] == 0


def test_more_blur_is_a_larger_value(scene):
    values = [judge(cv2.GaussianBlur(scene, (0, 0), sigma)).value for sigma in (0.5, 1, 2, 4)]
    assert values == sorted(values)


def test_nothing_to_judge_by_is_not_done():
    result = judge(np.full((600, 800, 3), 90, np.uint8))
    assert (result.status, result.reason) == (Status.NOT_DONE, "blur.nothing_to_judge")
    assert result.value is None


@pytest.mark.parametrize(
    ("limit", "warns", "status"),
    [(8, 8, Status.PASS), (8, 0.1, Status.WARN), (0.1, 0.1, Status.FAIL), (0.1, 8, Status.FAIL)],
)
def test_the_limits_decide(scene, limit, warns, status):
    blurred = cv2.GaussianBlur(scene, (0, 0), 2)
    assert judge(blurred, max_width=limit, warn_width=warns).status is status
