"""Counts and their intervals, against SciPy."""

import pytest

from photocheck.pages.rates import Rate

stats = pytest.importorskip("scipy.stats")


@pytest.mark.parametrize(
    ("count", "total"), [(0, 1), (1, 1), (0, 30), (1, 20), (29, 30), (30, 30), (517, 1000)]
)
def test_the_interval_is_wilsons(count, total):
    expected = stats.binomtest(count, total).proportion_ci(method="wilson")
    assert Rate(count, total).interval == pytest.approx((expected.low, expected.high), abs=1e-12)


def test_a_rate_in_words():
    assert str(Rate(1, 20)).replace("\xa0", " ") == "1 of 20: 5.0 % (0.9 to 23.6 %)"
    assert str(Rate(1, 20)).split(" ") == ["1\xa0of\xa020:\xa05.0\xa0%", "(0.9\xa0to\xa023.6\xa0%)"]


def test_of_nothing_nothing_is_known():
    assert Rate(0, 0).interval == (0.0, 1.0)
    assert str(Rate(0, 0)).replace("\xa0", " ") == "0 of 0"
