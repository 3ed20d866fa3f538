"""What the network is shown: the whole in a square, or the device level and in the middle."""

import cv2
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from photocheck.view.preprocess import (
    crop,
    crop_matrix,
    letterbox,
    letterbox_window,
    normalized,
    unletterbox,
)

SIZE = 128
MARGIN = 1.2


def bar(angle, length=120, thickness=24, height=240, width=320, centre=(150, 110)):
    """A white bar on black, turned clockwise, and where it is."""
    corners = cv2.boxPoints((centre, (length, thickness), angle)).round().astype(np.int32)
    mask = np.zeros((height, width), np.uint8)
    cv2.fillPoly(mask, [corners], 1)
    return np.repeat(mask[..., None] * np.uint8(255), 3, axis=2), mask.astype(bool)


@given(st.floats(-89, 89))
def test_a_turned_bar_comes_out_level_centred_and_of_one_length(angle):
    picture, mask = bar(angle)
    matrix = crop_matrix(mask, *mask.shape, SIZE, MARGIN)
    rows, columns = np.nonzero(crop(picture, matrix, SIZE)[..., 0] > 127)
    assert np.ptp(columns) + 1 == pytest.approx(SIZE / MARGIN, abs=5)
    assert np.ptp(rows) + 1 == pytest.approx(SIZE / MARGIN * 24 / 120, abs=5)
    assert columns.mean() == pytest.approx(SIZE / 2, abs=2)
    assert rows.mean() == pytest.approx(SIZE / 2, abs=2)


@given(st.floats(-80, 80))
def test_it_is_turned_by_less_than_a_quarter(angle):
    _, mask = bar(angle)
    matrix = crop_matrix(mask, *mask.shape, SIZE, MARGIN)
    turned = -np.degrees(np.arctan2(matrix[1, 0], matrix[0, 0]))
    assert turned == pytest.approx(angle, abs=2)


@given(st.integers(2, 60), st.integers(2, 60), st.integers(0, 2**31))
def test_whatever_the_mask_is_it_is_placed_without_distortion(rows, columns, seed):
    mask = np.random.default_rng(seed).random((rows, columns)) < 0.1
    assume(mask.sum() > 1)
    matrix = crop_matrix(mask, 300, 400, SIZE, MARGIN)
    factor = np.hypot(matrix[0, 0], matrix[0, 1])
    assert matrix[:, :2] @ matrix[:, :2].T == pytest.approx(np.eye(2) * factor**2)
    assert np.linalg.det(matrix[:, :2]) > 0


def test_a_coarse_mask_places_as_the_fine_one_does():
    picture, mask = bar(30)
    coarse = cv2.resize(mask.astype(np.uint8), (64, 48), interpolation=cv2.INTER_AREA) > 0
    fine = crop(picture, crop_matrix(mask, 240, 320, SIZE, MARGIN), SIZE) > 127
    rough = crop(picture, crop_matrix(coarse, 240, 320, SIZE, MARGIN), SIZE) > 127
    assert (fine & rough).sum() > 0.6 * (fine | rough).sum()


def test_no_device_is_not_placed():
    assert crop_matrix(np.zeros((48, 64), bool), 240, 320, SIZE, MARGIN) is None


def test_beyond_the_border_lies_grey():
    picture = np.full((100, 100, 3), 255, np.uint8)
    mask = np.zeros((100, 100), bool)
    mask[:, :10] = True
    shown = crop(picture, crop_matrix(mask, 100, 100, SIZE, MARGIN), SIZE)
    assert set(np.unique(shown[0])) == {127}
    assert (shown == 255).any()


def test_shrinking_averages_fine_stripes():
    picture = np.zeros((1024, 1024, 3), np.uint8)
    picture[:, ::2] = 255
    mask = np.ones((64, 64), bool)
    shown = crop(picture, crop_matrix(mask, 1024, 1024, SIZE, MARGIN), SIZE)[32:96, 32:96]
    assert shown.mean() == pytest.approx(127.5, abs=2)
    assert shown.std() < 40


@settings(max_examples=60)
@given(st.integers(1, 3000), st.integers(1, 3000))
def test_the_letterbox_keeps_proportions_and_lies_within(height, width):
    top, left, rows, columns = letterbox_window(height, width, 256)
    assert min(top, left) >= 0
    assert max(top + rows, left + columns) <= 256
    assert max(rows, columns) == 256
    if min(rows, columns) > 4:
        assert abs(rows / columns / (height / width) - 1) < 0.15


def test_the_letterbox_is_grey_beside_the_picture_and_scaled_within():
    square = normalized(letterbox(np.full((100, 200, 3), 255, np.uint8), 256))
    assert square.shape == (1, 3, 256, 256)
    assert square.dtype == np.float32
    assert np.all(square[0, :, :60] == 0)
    np.testing.assert_allclose(square[0, :, 64:192], 1.0)


@settings(max_examples=30, deadline=None)
@given(st.integers(40, 300), st.integers(40, 300))
def test_a_map_of_the_square_is_laid_back_over_the_photo(height, width):
    """A ramp across the photo, letterboxed, comes back as a ramp."""
    ramp = np.linspace(0, 255, width, dtype=np.float32)
    photo = np.repeat(np.tile(ramp, (height, 1))[..., None], 3, 2).astype(np.uint8)
    plane = letterbox(photo, 256)[..., 0].astype(np.float32)
    back = unletterbox(plane, height, width, 256, 64)
    assert max(back.shape) == 64
    expected = cv2.resize(ramp[None], (back.shape[1], 1), interpolation=cv2.INTER_AREA)
    assert np.abs(back[1:-1, 1:-1] - expected[:, 1:-1]).max() < 16
