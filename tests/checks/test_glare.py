"""The check for glare: a little warns, much that is clipped fails."""

import cv2
import numpy as np

from photocheck import Inspector, Region, Status, ViewEstimate
from photocheck.checks import Glare


def photo(radius, *, peak=255):
    """A dark device on a paler table, with a soft light on it."""
    rgb = np.full((756, 1008, 3), 200, np.uint8)
    rgb[120:640, 340:660] = 30
    light = np.zeros((756, 1008), np.float32)
    if radius:
        cv2.circle(light, (500, 380), radius, 1.0, -1)
        light = cv2.GaussianBlur(light, (0, 0), 15)
    return np.uint8(rgb + light[..., None] * (peak - rgb.astype(np.float32)).clip(0))


def judge(rgb, **settings):
    return Inspector(checks=[Glare(**settings)], view=None).inspect(rgb)["glare"]


def test_a_device_without_light_on_it_passes():
    result = judge(photo(0))
    assert (result.status, result.value) == (Status.PASS, 0)


def test_some_light_only_warns_and_says_where():
    result = judge(photo(60))
    assert result.status is Status.WARN
    assert result.reason in {"glare.clipped", "glare.veiled"}
    assert result.value > result.limit == Glare().warn_share
    x, y = result.regions[0].centre
    assert abs(x - 500 / 1008) < 0.05
    assert abs(y - 380 / 756) < 0.05


def test_light_that_clips_much_of_the_device_fails():
    result = judge(photo(110), max_clipped_share=0.02)
    assert (result.status, result.reason) == (Status.FAIL, "glare.clipped")
    assert result.value == result.measurements["clipped_share"] > result.limit
    assert judge(photo(110), max_clipped_share=1).status is Status.WARN


def test_a_limit_of_0_warns_of_any_light_and_of_nothing_else():
    assert judge(photo(60), warn_share=0).status is Status.WARN
    assert judge(photo(0), warn_share=0).status is Status.PASS


def test_glare_that_the_view_tells_warns_and_never_fails():
    def told(likely, radius=0, **settings):
        box = Region(x=0.3, y=0.2, w=0.3, h=0.6)
        view = ViewEstimate({("laptop", "screen_on"): 1.0}, box=box, faults={"glare": likely})
        inspector = Inspector(checks=[Glare(**settings)], view=lambda _: view)
        return inspector.inspect(photo(radius))["glare"]

    assert told(0.01).status is Status.PASS
    result = told(0.9)
    assert (result.status, result.reason) == (Status.WARN, "glare.veiled")
    assert (result.value, result.measurements["hidden"]) == (0.9, 0.9)
    assert result.regions == (Region(x=0.3, y=0.2, w=0.3, h=0.6),)
    assert told(0.9, warn_hidden=0.95).status is Status.PASS
    # Light that clips much still fails, whatever the view says.
    assert told(0.0, radius=110, max_clipped_share=0.02).status is Status.FAIL
