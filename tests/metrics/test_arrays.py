"""What the measures take."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from photocheck.metrics.arrays import check_image, check_region, reduced


@pytest.mark.parametrize(
    ("image", "channels"),
    [
        (np.zeros((0, 4, 3), np.uint8), 3),
        (np.zeros((4, 4), np.uint8), 3),
        (np.zeros((4, 4, 4), np.uint8), 3),
        (np.zeros((4, 4, 3), np.uint8), 1),
        (np.zeros((4, 4), np.float32), 1),
    ],
)
def test_what_is_no_picture_is_refused_with_its_shape(image, channels):
    with pytest.raises(ValueError, match=r"expected a non-empty H x W.* got shape \("):
        check_image(image, channels=channels)


def test_pictures_and_regions_that_fit_pass():
    check_image(np.zeros((1, 1, 3), np.uint8), channels=3)
    check_image(np.zeros((1, 1), np.uint8), channels=1)
    check_region(None, (5, 5))
    check_region(np.ones((5, 4), np.bool_), (5, 4))


@pytest.mark.parametrize("region", [np.ones((4, 5), np.bool_), np.ones((5, 4), np.uint8)])
def test_a_region_of_another_size_or_type_is_refused(region):
    with pytest.raises(ValueError, match=r"expected a bool region of shape \(5, 4\), got"):
        check_region(region, (5, 4))


@given(st.tuples(st.integers(1, 300), st.integers(1, 300)), st.integers(1, 100))
def test_a_reduced_picture_keeps_a_pixel_and_is_no_longer_than_asked(size, side):
    rgb = np.full((*size, 3), 90, np.uint8)
    small, whole = reduced(rgb, side)
    assert (small == 90).all()
    assert min(small.shape[:2]) >= 1
    assert max(small.shape[:2]) <= side or min(small.shape[:2]) == 1
    rows, columns = rgb[whole].shape[:2]
    assert rows / small.shape[0] == columns / small.shape[1]
