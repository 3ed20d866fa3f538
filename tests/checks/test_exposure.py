"""The check for exposure: too dark, too bright, against the light; one unit for all three."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from photocheck import Inspector, Status
from photocheck.checks import Exposure
from photocheck.metrics.exposure import lightness_below_white


def judge(rgb, **settings):
    return Inspector(checks=[Exposure(**settings)], view=None).inspect(rgb)["exposure"]


def backlit():
    photo = np.full((600, 800, 3), 6, np.uint8)
    photo[:, 720:] = 255
    return photo


def test_a_photo_in_good_light_passes(scene):
    assert judge(scene).status is Status.PASS


@pytest.mark.parametrize(
    ("rgb", "reason", "limit_is"),
    [
        (np.full((600, 800, 3), 5, np.uint8), "exposure.under", "minimum"),
        (np.full((600, 800, 3), 254, np.uint8), "exposure.over", "maximum"),
        (backlit(), "exposure.backlit", "minimum"),
    ],
    ids=["dark", "bright", "against the light"],
)
def test_what_is_wrong_is_named_in_one_unit(rgb, reason, limit_is):
    result = judge(rgb)
    assert (result.status, result.reason, result.limit_is) == (Status.FAIL, reason, limit_is)
    assert result.unit == "L*"
    assert result.regions
    beyond = result.value - result.limit
    assert beyond > 0 if limit_is == "maximum" else beyond < 0


def test_less_light_is_a_lower_value(scene):
    values = [judge(np.uint8(scene * share)).value for share in (0.3, 0.15, 0.05)]
    assert values == sorted(values, reverse=True)


def test_the_limit_against_the_light_is_that_of_the_setting():
    for stops in (3, 6):
        result = judge(backlit(), max_highlight_stops=stops)
        assert result.limit == pytest.approx(lightness_below_white(stops))


@given(st.floats(0, 20), st.floats(0, 20))
def test_more_stops_below_white_are_darker(one, other):
    assert 0 <= lightness_below_white(one) <= 100.001
    if one < other - 1e-3:
        assert lightness_below_white(one) > lightness_below_white(other)
