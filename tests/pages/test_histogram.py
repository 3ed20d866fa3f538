"""Bars along an axis on which a limit moves."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from photocheck.pages.histogram import HEIGHT, WIDTH, histogram

NUMBERS = st.floats(-1e6, 1e6).map(lambda number: round(number, 6))


def drawn(numbers, limit=1.0, **options):
    return histogram(numbers, ["good"] * len(numbers), [limit], **options)


@given(st.lists(NUMBERS, max_size=30), NUMBERS)
@settings(deadline=None)
def test_the_limit_and_nearly_all_numbers_lie_on_the_axis(numbers, limit):
    found = drawn(numbers, limit)
    assert found.low <= limit <= found.high
    assert found.outside <= 0.02 * len(numbers) + 2
    assert 100 <= (found.high - found.low) / found.step <= 1000
    for bar in found.bars:
        assert 0 <= bar.x <= bar.x + bar.width <= WIDTH
        assert 0 <= bar.y <= HEIGHT
        assert bar.height > 0


def test_heights_are_counts_with_one_part_a_kind():
    found = histogram([0.1, 0.1, 0.1, 0.9], ["good", "good", "bad", "good"], [0.5])
    first, second, last = found.bars
    assert (first.kind, second.kind, last.kind) == ("bad", "good", "good")
    assert second.height == pytest.approx(2 * first.height, abs=0.02)
    assert last.height == pytest.approx(first.height)
    assert second.y == pytest.approx(HEIGHT - first.height - second.height, abs=0.02)


def test_what_was_not_measured_is_not_drawn():
    found = histogram([None, 0.5, None], ["bad", "good", "good"], [])
    assert found.kinds == ["good"]
    assert len(found.bars) == 1


def test_one_photo_among_very_many_is_seen():
    found = drawn([0.1] * 9999 + [0.9], 0.95)
    assert found.bars[-1].height > 1


def test_a_far_number_does_not_take_the_axis():
    found = drawn([*np.linspace(0, 1, 1000), 1e6], 0.5)
    assert found.high < 2
    assert found.outside > 0


def test_the_axis_does_not_go_beyond_the_range_of_the_limit_for_nothing():
    found = drawn([0.0, 0.4, 0.9], 0.5, least=0.0, most=1.0)
    assert (found.low, found.high) == (0.0, pytest.approx(0.93, abs=0.01))
    assert drawn([-0.5, 0.4], 0.5, least=0.0, most=1.0).low == -0.5


def test_whole_numbers_have_bars_around_them():
    found = drawn([1, 1, 2], 1, whole=True, least=0)
    assert found.low % 1 == 0.5
    width = WIDTH / (found.high - found.low)
    middle = found.bars[0].x + found.bars[0].width / 2
    assert middle == pytest.approx((1 - found.low) * width, abs=0.1)
    assert found.place(1.5) == pytest.approx((1.5 - found.low) * width, abs=0.1)
    assert found.step == 1


@pytest.mark.parametrize("most", [300, 4032, 12345])
def test_many_whole_numbers_share_bars(most):
    found = drawn(list(range(200, most)), 240, whole=True)
    assert len(found.bars) <= 42
    assert found.low % 1 == 0.5
    assert found.step % 1 == 0
    assert found.outside <= 0.02 * most


@pytest.mark.parametrize("whole", [False, True])
def test_numbers_that_are_all_the_same_and_none_at_all(whole):
    for numbers in ([], [0.0], [3.0] * 5):
        found = drawn(numbers, 3, whole=whole)
        assert found.low < 3 < found.high
        assert math.isfinite(found.step)
        assert len(found.bars) == (1 if set(numbers) else 0)
