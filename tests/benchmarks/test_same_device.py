"""What is measured of a device to compare it with others."""

import numpy as np
import pytest
from benchmarks.same_device import Shown, measures, of_pairs, of_sets


def test_a_long_red_device_on_grey():
    rgb = np.full((100, 100, 3), 128, np.uint8)
    rgb[40:60, 10:90] = (200, 30, 30)
    found = measures(rgb, rgb[..., 0] == 200)
    assert found["elongation"] == pytest.approx(np.log(4), abs=0.01)
    assert found["hue alone"][0] > 40
    assert found["colour against the surroundings"][1] > 40
    assert measures(rgb, np.zeros((10, 10), bool)) is None


def test_what_tells_devices_apart_finds_the_swapped_photo():
    random = np.random.default_rng(0)
    photos = [
        Shown(("smartphone", str(own), ""), "back", {"x": own + random.normal(0, 0.001, 1)})
        for own in range(5)
        for _ in range(6)
    ]
    assert of_pairs(photos, "x", one_view=True)[-2:] == ["1.00", "1.00"]
    assert of_sets(photos, "x")[2].startswith("5 of 5")
