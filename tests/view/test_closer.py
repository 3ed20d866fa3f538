"""The device is cut out level, in the middle, as large as the square allows."""

import cv2
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from photocheck.view.closer import MARGIN, cut, placement

SIZE = 128


def bar(angle, length=120, thickness=24, height=240, width=320, centre=(150, 110)):
    """A white bar on black, turned clockwise, and where it is."""
    corners = cv2.boxPoints((centre, (length, thickness), angle)).round().astype(np.int32)
    mask = np.zeros((height, width), np.uint8)
    cv2.fillPoly(mask, [corners], 1)
    return np.repeat(mask[..., None] * np.uint8(255), 3, axis=2), mask.astype(bool)


@given(st.floats(-89, 89))
def test_a_turned_bar_comes_out_level_centred_and_of_one_length(angle):
    picture, mask = bar(angle)
    matrix = placement(mask, *mask.shape, SIZE)
    rows, columns = np.nonzero(cut(picture, matrix, SIZE)[..., 0] > 127)
    assert np.ptp(columns) + 1 == pytest.approx(SIZE / MARGIN, abs=5)
    assert np.ptp(rows) + 1 == pytest.approx(SIZE / MARGIN * 24 / 120, abs=5)
    assert columns.mean() == pytest.approx(SIZE / 2, abs=2)
    assert rows.mean() == pytest.approx(SIZE / 2, abs=2)


@given(st.floats(-80, 80))
def test_it_is_turned_by_less_than_a_quarter(angle):
    _, mask = bar(angle)
    matrix = placement(mask, *mask.shape, SIZE)
    turned = -np.degrees(np.arctan2(matrix[1, 0], matrix[0, 0]))
    assert turned == pytest.approx(angle, abs=2)


@given(st.integers(2, 60), st.integers(2, 60), st.integers(0, 2**31))
def test_whatever_the_mask_is_it_is_placed_without_distortion(rows, columns, seed):
    mask = np.random.default_rng(seed).random((rows, columns)) < 0.1
    assume(mask.sum() > 1)
    matrix = placement(mask, 300, 400, SIZE)
    factor = np.hypot(matrix[0, 0], matrix[0, 1])
    assert matrix[:, :2] @ matrix[:, :2].T == pytest.approx(np.eye(2) * factor**2)
    assert np.linalg.det(matrix[:, :2]) > 0


def test_a_coarse_mask_places_as_the_fine_one_does():
    picture, mask = bar(30)
    coarse = cv2.resize(mask.astype(np.uint8), (64, 48), interpolation=cv2.INTER_AREA) > 0
    fine_cut = cut(picture, placement(mask, 240, 320, SIZE), SIZE) > 127
    coarse_cut = cut(picture, placement(coarse, 240, 320, SIZE), SIZE) > 127
    assert (fine_cut & coarse_cut).sum() > 0.6 * (fine_cut | coarse_cut).sum()


def test_no_device_is_not_placed():
    assert placement(np.zeros((48, 64), bool), 240, 320, SIZE) is None


def test_beyond_the_border_lies_grey():
    picture = np.full((100, 100, 3), 255, np.uint8)
    mask = np.zeros((100, 100), bool)
    mask[:, :10] = True
    shown = cut(picture, placement(mask, 100, 100, SIZE), SIZE)
    assert set(np.unique(shown[0])) == {127}
    assert (shown == 255).any()


def test_shrinking_averages_fine_stripes():
    picture = np.zeros((1024, 1024, 3), np.uint8)
    picture[:, ::2] = 255
    mask = np.ones((64, 64), bool)
    shown = cut(picture, placement(mask, 1024, 1024, SIZE), SIZE)[32:96, 32:96]
    assert shown.mean() == pytest.approx(127.5, abs=2)
    assert shown.std() < 40
