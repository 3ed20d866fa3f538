"""Relations that rates and intervals must obey, and AUROC against its definition."""

import math

import numpy as np
import pytest
from benchmarks.statistics import (
    UNJUDGED,
    auroc,
    bootstrap,
    catch,
    leave_one_source_out,
    limit_at,
    wilson,
)
from hypothesis import given
from hypothesis import strategies as st

SCORED = st.lists(st.tuples(st.integers(-5, 5), st.booleans()), max_size=40)


def arrays(scored):
    values = np.array([value for value, _ in scored], float)
    return values, np.array([bad for _, bad in scored], bool)


@given(SCORED)
def test_auroc_is_how_often_a_bad_photo_is_above_a_good_one(scored):
    values, positive = arrays(scored)
    pairs = [
        (bad > good) + (bad == good) / 2 for bad in values[positive] for good in values[~positive]
    ]
    expected = sum(pairs) / len(pairs) if pairs else math.nan
    assert auroc(values, positive) == pytest.approx(expected, nan_ok=True)


@given(SCORED)
def test_auroc_mirrors(scored):
    values, positive = arrays(scored)
    assert auroc(-values, positive) == pytest.approx(1 - auroc(values, positive), nan_ok=True)


@given(st.lists(st.integers(-50, 50), min_size=1), st.floats(0, 0.99))
def test_a_limit_keeps_to_its_rate_and_is_the_smallest_that_does(good, rate):
    values = np.array(good, float)
    limit = limit_at(values, rate)
    assert (values > limit).mean() <= rate + 1e-9
    lower = values[values < limit]
    if lower.size:
        assert (values > lower.max()).mean() > rate


@given(SCORED)
def test_more_false_retakes_never_catch_less(scored):
    values, positive = arrays(scored)
    if positive.any() and not positive.all():
        assert catch(values, positive, 0.02) <= catch(values, positive, 0.05)


def test_a_photo_that_was_not_judged_is_never_rejected():
    values = np.array([1.0, 2.0, UNJUDGED, UNJUDGED])
    assert catch(values, np.array([False, True, True, False]), 0.0) == 0.5
    assert limit_at(np.array([UNJUDGED, UNJUDGED]), 0.02) == UNJUDGED


@given(st.integers(0, 60), st.integers(1, 60))
def test_wilson_holds_the_share_and_narrows_with_n(hits, more):
    n = hits + more
    value, low, high = wilson(hits, n)
    assert 0 <= low <= value <= high <= 1
    wider, narrower = wilson(hits, n), wilson(10 * hits, 10 * n)
    assert narrower.high - narrower.low < wider.high - wider.low


def test_wilson_of_nothing_is_nothing():
    assert all(math.isnan(part) for part in wilson(0, 0))


def scored_scenes(n, generator):
    positive = generator.random(n) < 0.5
    values = generator.normal(size=n) + positive
    return values, positive, [f"scene{i // 2}" for i in range(n)], ["a"] * n


def test_bootstrap_is_repeatable_holds_the_value_and_narrows_with_n():
    generator = np.random.default_rng(1)
    widths = []
    for n in (40, 640):
        values, positive, groups, strata = scored_scenes(n, generator)
        once, again = (
            bootstrap(auroc, values, positive, groups=groups, strata=strata, resamples=200)
            for _ in range(2)
        )
        assert once == again
        assert once.low <= once.value <= once.high
        widths.append(once.high - once.low)
    assert widths[1] < widths[0]


def test_bootstrap_draws_scenes_as_a_whole():
    # One scene can't vary, however many photos it has.
    values, positive = np.array([1.0, 2.0, 3.0, 4.0]), np.array([False, True, False, True])
    result = bootstrap(auroc, values, positive, groups=["s"] * 4, strata=["a"] * 4, resamples=50)
    assert result.low == result.value == result.high


def test_bootstrap_of_one_class_is_nan():
    result = bootstrap(auroc, np.ones(2), np.ones(2, bool), groups=["a", "b"], strata=["x", "x"])
    assert all(math.isnan(part) for part in result)


def test_the_limit_comes_from_the_other_sources():
    values = np.array([1.0, 2.0, 30.0, 10.0, 20.0, 40.0])
    positive = np.array([False, False, True, False, False, True])
    rows = leave_one_source_out(values, positive, ["a", "a", "a", "b", "b", "b"], 0.02)
    assert [(row.source, row.limit) for row in rows] == [("a", 20.0), ("b", 2.0)]
    assert (rows[0].false_retakes, rows[0].caught) == (0, 1)
    assert (rows[1].false_retakes, rows[1].caught) == (2, 1)
    assert [
        row.source for row in leave_one_source_out(values[:3], positive[:3], ["a"] * 3, 0.02)
    ] == []
