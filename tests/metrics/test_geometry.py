"""Regions, boxes, components and reduced pictures."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from skimage import measure

from photocheck.metrics.geometry import (
    box_of,
    centre_mask,
    check_image,
    check_region,
    components,
    reduced,
    region_or_frame,
    solidity,
)


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
    with pytest.raises(ValueError, match=r"expected a non-empty H×W.* got shape \("):
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


MASKS = arrays(np.bool_, st.tuples(st.integers(1, 20), st.integers(1, 20)))


@given(MASKS)
def test_a_box_is_the_smallest_that_holds_the_mask(mask):
    box = box_of(mask)
    if not mask.any():
        assert box is None
        return
    height, width = mask.shape
    x, y, w, h = (round(part * side) for part, side in zip(box, (width, height) * 2, strict=True))
    inside = mask[y : y + h, x : x + w]
    assert inside.sum() == mask.sum()
    assert inside[0].any()
    assert inside[-1].any()
    assert inside[:, 0].any()
    assert inside[:, -1].any()


@pytest.mark.parametrize("diagonal", [True, False])
@given(mask=MASKS)
def test_components_are_what_scikit_image_finds(diagonal, mask):
    labels = measure.label(mask, connectivity=2 if diagonal else 1)
    expected = sorted((part.area, part.bbox) for part in measure.regionprops(labels))
    found = components(mask, diagonal=diagonal)
    boxes = [
        (part.area, (rows.start, columns.start, rows.stop, columns.stop))
        for part in found
        for rows, columns in [part.window]
    ]
    assert sorted(boxes) == expected
    assert [part.area for part in found] == sorted((part.area for part in found), reverse=True)
    whole = np.zeros_like(mask)
    for part in found:
        assert part.mask.sum() == part.area
        assert not (whole[part.window] & part.mask).any()
        whole[part.window] |= part.mask
        assert part.box(mask.shape) == box_of(labels == labels[part.window][part.mask][0])
    assert (whole == mask).all()


def test_small_components_are_left_out():
    mask = np.zeros((20, 20), np.bool_)
    mask[2:12, 2:12] = mask[15, :5] = mask[18, 18] = True
    assert [part.area for part in components(mask)] == [100, 5, 1]
    assert [part.area for part in components(mask, least_share=0.05)] == [100, 5]
    assert components(mask & False) == ()


@given(MASKS)
def test_solidity_is_a_share_and_1_for_what_is_convex(mask):
    assert 0 <= solidity(mask) <= 1
    rectangle = np.zeros_like(mask)
    rectangle[: mask.shape[0] // 2 + 1] = True
    assert solidity(rectangle) == 1


def test_a_ragged_mask_is_less_solid():
    disc = np.hypot(*np.mgrid[-20:21, -20:21]) <= 18
    ring = disc & (np.hypot(*np.mgrid[-20:21, -20:21]) >= 9)
    cross = np.zeros((41, 41), np.bool_)
    cross[18:23] = cross[:, 18:23] = True
    assert solidity(cross) < solidity(ring) < solidity(disc)
    assert solidity(np.zeros((3, 3), np.bool_)) == 0


@given(MASKS)
def test_no_region_and_an_empty_one_mean_the_frame(mask):
    region = region_or_frame(mask, mask.shape)
    assert (region == (mask if mask.any() else True)).all()
    assert region_or_frame(None, mask.shape).all()


@given(st.tuples(st.integers(1, 300), st.integers(1, 300)), st.floats(0.1, 1))
def test_the_middle_is_in_the_middle_and_never_empty(size, share):
    mask = centre_mask(*size, share)
    assert mask.any()
    assert (mask == mask[::-1, ::-1]).all()
    if min(size) > 50:
        assert mask.mean() == pytest.approx(share**2, abs=0.1)
