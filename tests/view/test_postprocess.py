"""From the network's maps to masks, boxes and the state of a screen."""

import numpy as np
import pytest

from photocheck.view.metadata import Postprocessing
from photocheck.view.postprocess import (
    MASK_CELLS,
    box_of,
    count_devices,
    covered_share,
    probability_map,
    remove_small_components,
    screen_state,
)

LIMITS = Postprocessing()


@pytest.mark.parametrize("shape", [(300, 400), (400, 300), (10, 1000), (1, 1)])
def test_a_map_is_laid_over_the_photo(shape):
    plane = np.full((32, 32), 3.0, np.float32)
    laid = probability_map(plane, *shape, 256)
    assert max(laid.shape) == MASK_CELLS
    assert laid.shape[0] <= laid.shape[1] if shape[0] <= shape[1] else laid.shape[0] > laid.shape[1]
    assert np.all(laid > 0.9)


def test_a_device_lies_where_the_map_has_it():
    plane = np.full((32, 32), -6.0, np.float32)
    plane[8:24, 4:12] = 6.0  # left of the middle of a landscape photo
    box = box_of(probability_map(plane, 600, 800, 256) > 0.5)
    assert box.x == pytest.approx(4 / 32, abs=0.03)
    assert box.w == pytest.approx(8 / 32, abs=0.05)
    assert box.y == pytest.approx((8 * 8 - 32) / 192, abs=0.03)


def test_specks_go_and_parts_stay():
    mask = np.zeros((40, 40), np.bool_)
    mask[2:12, 2:12] = True
    mask[20:28, 20:28] = True
    mask[38, 38] = True
    kept = remove_small_components(mask, 0.1)
    assert kept[5, 5]
    assert kept[24, 24]
    assert not kept[38, 38]


def test_devices_are_counted_where_they_lie_apart():
    mask = np.zeros((48, 64), np.bool_)
    assert count_devices(mask, LIMITS) == 0
    mask[10:40, 5:20] = True
    assert count_devices(mask, LIMITS) == 1
    mask[10:40, 30:45] = True
    assert count_devices(mask, LIMITS) == 2
    mask[20:22, 20:30] = True  # joined
    assert count_devices(mask, LIMITS) == 1


def test_a_small_or_ragged_part_is_no_device_of_its_own():
    mask = np.zeros((48, 64), np.bool_)
    mask[10:40, 5:20] = True
    mask[10:20, 30:45] = True  # a third as large
    assert count_devices(mask, LIMITS) == 1
    mask[10:20, 30:45] = False
    for step in range(30):  # a thin diagonal line, then an L
        mask[10 + step, 30 + step] = True
    mask[40:46, 5:64] = True
    mask[39, 5:64] = False
    mask[10:46, 58:64] = True
    assert count_devices(mask, LIMITS) == 1


def test_one_ragged_device_is_still_one():
    mask = np.zeros((48, 64), np.bool_)
    mask[5:40, 5:10] = True
    mask[36:40, 5:50] = True
    assert count_devices(mask, LIMITS) == 1


def test_what_is_missing_of_the_whole_is_covered():
    whole = np.zeros((10, 10), np.bool_)
    assert covered_share(whole, whole) == 0
    whole[2:8, 2:8] = True
    assert covered_share(whole, whole) == 0
    device = whole.copy()
    device[2:5] = False
    assert covered_share(device, whole) == pytest.approx(0.5)
    assert covered_share(whole, device) == 0  # of what is seen nothing is hidden
    assert covered_share(np.zeros_like(whole), whole) == 1


def test_an_empty_mask_has_no_box():
    assert box_of(np.zeros((8, 8), np.bool_)) is None


def test_the_screen_is_told_from_the_view_or_where_it_is_seen():
    device = np.ones((8, 8), np.bool_)
    seen, hidden = np.ones((8, 8), np.float32), np.zeros((8, 8), np.float32)
    assert screen_state({("smartphone", "screen_on"): 1.0}, 0.1, hidden, device, LIMITS) == "on"
    assert screen_state({("smartwatch", "front_off"): 1.0}, 0.9, seen, device, LIMITS) == "off"
    edge = {("smartphone", "left"): 1.0}
    assert screen_state(edge, 0.95, seen, device, LIMITS) == "on"
    assert screen_state(edge, 0.05, seen, device, LIMITS) == "off"
    assert screen_state(edge, 0.5, seen, device, LIMITS) is None
    assert screen_state(edge, 0.95, hidden, device, LIMITS) is None


def test_a_side_without_a_screen_has_no_state():
    device = np.ones((8, 8), np.bool_)
    back = {("smartphone", "back"): 0.6, ("smartphone", "screen_on"): 0.4}
    assert screen_state(back, 0.95, np.ones((8, 8), np.float32), device, LIMITS) is None
