"""Results, regions, and the rules of Check.judge."""

import copy
import math
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

import photocheck
from photocheck import Region, Result, Status
from photocheck.checks import worst_of

FRACTIONS = st.floats(0, 1)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
REGIONS = st.builds(Region, x=FRACTIONS, y=FRACTIONS, w=FRACTIONS, h=FRACTIONS)
# Surrogates are no text that JSON could carry.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
RESULTS = st.builds(
    Result,
    check=TEXTS,
    status=st.sampled_from(Status),
    score=st.none() | FRACTIONS,
    value=st.none() | NUMBERS,
    limit=st.none() | NUMBERS,
    limit_is=st.sampled_from([None, "maximum", "minimum"]),
    unit=TEXTS,
    reason=st.none() | TEXTS,
    message=TEXTS,
    regions=st.lists(REGIONS, max_size=3).map(tuple),
    measurements=st.dictionaries(
        TEXTS, st.none() | TEXTS | NUMBERS | st.integers(-9999, 9999), max_size=3
    ),
)


class Length(photocheck.Check):
    name = "length"

    def run(self, photo, context):
        return self.not_done("length.unused")


JUDGE = Length().judge


@given(RESULTS)
def test_json_round_trip(result):
    again = Result.model_validate_json(result.model_dump_json())
    assert again == result
    for name, value in result.measurements.items():
        assert type(again.measurements[name]) is type(value)


def test_a_result_is_frozen_and_knows_its_fields():
    result = Result(check="a", status="pass")
    with pytest.raises(ValidationError):
        result.status = Status.FAIL
    with pytest.raises(ValidationError):
        Result(check="a", status="pass", colour="red")
    with pytest.raises(ValidationError):
        Result(check="a", status="splendid")


@pytest.mark.parametrize("score", [-0.1, 1.1, math.nan])
def test_a_score_out_of_range_is_refused(score):
    with pytest.raises(ValidationError):
        Result(check="a", status="pass", score=score)


@pytest.mark.parametrize("side", ["x", "y", "w", "h"])
@pytest.mark.parametrize("value", [-0.01, 1.01])
def test_a_region_out_of_the_photo_is_refused(side, value):
    with pytest.raises(ValidationError):
        Region(**{"x": 0.1, "y": 0.1, "w": 0.1, "h": 0.1, side: value})


def test_the_centre_of_a_region():
    assert Region(x=0.25, y=0.5, w=0.5, h=0.25).centre == (0.5, 0.625)


def test_a_status_prints_as_its_word():
    assert [f"{status}" for status in Status] == [
        "pass",
        "warn",
        "fail",
        "not_done",
        "not_applicable",
    ]


@pytest.mark.parametrize(
    ("limit_is", "good", "on", "bad"), [("maximum", 1, 2, 3), ("minimum", 3, 2, 1)]
)
def test_beyond_the_limit_fails_and_on_it_passes(limit_is, good, on, bad):
    judged = [
        JUDGE(value=v, limit=2, reason="length.off", limit_is=limit_is) for v in (good, on, bad)
    ]
    assert [result.status for result in judged] == [Status.PASS, Status.PASS, Status.FAIL]
    assert [result.score for result in judged] == [0.75, 0.5, 0.25]
    assert [result.reason for result in judged] == [None, None, "length.off"]
    assert {result.limit for result in judged} == {2}


@pytest.mark.parametrize(("limit_is", "values"), [("maximum", (1, 3, 5)), ("minimum", (5, 3, 1))])
def test_between_the_limits_warns(limit_is, values):
    limits = (
        {"warn_limit": 2, "limit": 4} if limit_is == "maximum" else {"warn_limit": 4, "limit": 2}
    )
    judged = [JUDGE(value=v, reason="length.off", limit_is=limit_is, **limits) for v in values]
    assert [result.status for result in judged] == [Status.PASS, Status.WARN, Status.FAIL]
    assert [result.limit for result in judged] == [
        limits["warn_limit"],
        limits["warn_limit"],
        limits["limit"],
    ]


@pytest.mark.parametrize(
    ("limit_is", "values"), [("maximum", (1, 2, 1e12)), ("minimum", (1e12, 2, 1))]
)
def test_a_check_may_only_warn(limit_is, values):
    judged = [
        Length().warn_only(value=v, limit=2, limit_is=limit_is, reason="length.off") for v in values
    ]
    assert [result.status for result in judged] == [Status.PASS, Status.PASS, Status.WARN]
    assert judged[1].score == 0.5
    assert judged[0].score > 0.5 > judged[2].score
    assert {result.limit for result in judged} == {2}


@pytest.mark.parametrize("limit", [math.inf, -math.inf, math.nan])
def test_a_limit_is_a_finite_number(limit):
    for limits in ({"limit": limit}, {"limit": 1, "warn_limit": limit}):
        with pytest.raises(ValueError, match=r"'length'.*finite limit.*warn_only"):
            JUDGE(value=5, reason="length.off", **limits)
    with pytest.raises(ValueError, match="finite limit"):
        Length().warn_only(value=5, limit=limit, reason="length.off")


def test_which_way_the_limit_goes_is_said():
    for limit_is in ("maximum", "minimum"):
        for judge in (JUDGE, Length().warn_only):
            result = judge(value=1, limit=2, limit_is=limit_is, reason="length.off")
            assert result.limit_is == limit_is
    assert Length().not_done("length.hidden").limit_is is None


@pytest.mark.parametrize("limit_is", ["maximum", "minimum"])
def test_zero_is_a_value_and_a_limit(limit_is):
    assert JUDGE(value=0, limit=0, limit_is=limit_is, reason="length.off").status is Status.PASS
    beyond = 0.001 if limit_is == "maximum" else -0.001
    result = JUDGE(value=beyond, limit=0, limit_is=limit_is, reason="length.off")
    assert (result.status, result.score) == (Status.FAIL, 0)
    zero = JUDGE(value=0, limit=1, limit_is="minimum", reason="length.off")
    assert (zero.status, zero.score) == (Status.FAIL, 0)


def test_nan_is_nothing_to_judge():
    with pytest.raises(ValueError, match=r"'length'.*NaN"):
        JUDGE(value=math.nan, limit=1, reason="length.off")


@given(value=NUMBERS, limit=NUMBERS, limit_is=st.sampled_from(["maximum", "minimum"]))
def test_score_and_status_agree(value, limit, limit_is):
    result = JUDGE(value=value, limit=limit, limit_is=limit_is, reason="length.off")
    assert 0 <= result.score <= 1
    assert result.score >= 0.5 if result.status is Status.PASS else result.score <= 0.5


@given(st.tuples(*[st.floats(-2, 3)] * 4))
def test_boxes_are_cut_to_the_photo(box):
    (region,) = JUDGE(value=2, limit=1, reason="length.off", regions=[box]).regions
    assert region.x + region.w <= 1 + 1e-9
    assert region.y + region.h <= 1 + 1e-9


def test_regions_are_kept_only_where_something_is_wrong():
    region = Region(x=0.1, y=0.1, w=0.1, h=0.1)
    assert JUDGE(value=2, limit=1, reason="length.off", regions=[region]).regions == (region,)
    assert JUDGE(value=1, limit=2, reason="length.off", regions=[region]).regions == ()


def test_not_done_has_no_value():
    result = Length().not_done("length.hidden", {"seen": 0})
    assert (result.status, result.score, result.value) == (Status.NOT_DONE, None, None)
    assert (result.reason, result.measurements) == ("length.hidden", {"seen": 0})


def test_not_applicable_has_no_value():
    result = Length().not_applicable("length.unasked", {"seen": 0})
    assert (result.status, result.score, result.value) == (Status.NOT_APPLICABLE, None, None)
    assert (result.reason, result.measurements) == ("length.unasked", {"seen": 0})


def test_measurements_can_not_be_changed():
    given = {"seen": 0}
    result = Length().not_done("length.hidden", given)
    given["seen"] = 1
    assert result.measurements == {"seen": 0}
    with pytest.raises(TypeError):
        result.measurements["seen"] = 2
    assert hash(result.regions) == hash(())


@given(RESULTS)
def test_a_result_can_be_pickled_and_copied(result):
    assert pickle.loads(pickle.dumps(result)) == result
    assert copy.deepcopy(result) == result


def test_the_worst_is_told_by_status_and_then_by_score():
    def made(status, score=None):
        return Result(check="length", status=status, score=score)

    fail, worse = made("fail", 0.4), made("fail", 0.1)
    warn, undone = made("warn", 0.0), made("not_done")
    good, better, unasked = made("pass", 0.6), made("pass", 0.9), made("not_applicable")
    order = [worse, fail, warn, undone, good, better, unasked]
    for index in range(len(order)):
        rest = order[index:]
        assert worst_of(rest) is worst_of(reversed(rest)) is order[index]
    with pytest.raises(ValueError, match="at least one result"):
        worst_of([])
