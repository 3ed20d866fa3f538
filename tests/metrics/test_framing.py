"""Where a device lies in the frame."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from photocheck.metrics.framing import framing


def test_a_device_in_the_middle_is_cut_by_no_side():
    mask = np.zeros((40, 60), np.bool_)
    mask[10:30, 20:50] = True
    measured = framing(mask)
    assert measured.share == pytest.approx(20 * 30 / 2400)
    assert measured.span == 0.5
    assert (measured.cut, measured.sides) == (0, ())
    assert measured.box == pytest.approx((1 / 3, 1 / 4, 1 / 2, 1 / 2))


def test_the_sides_that_cut_it_are_named():
    mask = np.zeros((40, 60), np.bool_)
    mask[:10, 30:] = True
    measured = framing(mask)
    assert measured.sides == ("top", "right")
    assert measured.cut == 0.5


def test_an_empty_mask_has_no_place():
    assert framing(np.zeros((3, 3), np.bool_)) is None


@given(arrays(np.bool_, st.tuples(st.integers(1, 20), st.integers(1, 20))))
def test_all_numbers_are_shares(mask):
    measured = framing(mask)
    if measured is not None:
        assert 0 < measured.share <= measured.box[2] * measured.box[3] + 1e-9
        assert 0 <= measured.cut <= 1
        assert (measured.cut > 0) == bool(measured.sides)
        assert measured.span == max(measured.box[2:])


@pytest.mark.parametrize(
    "mask", [np.zeros((3, 3), np.uint8), np.zeros((0, 3), np.bool_), np.zeros((3, 3, 1), np.bool_)]
)
def test_what_is_no_mask_is_refused(mask):
    with pytest.raises(ValueError, match="expected a mask of H×W bool"):
        framing(mask)
