"""The photos of one set compared by all checks that compare."""

import pytest

from photocheck import Check, Result, Status
from photocheck.checks import Duplicate, Resolution
from photocheck.checks.comparison import SetComparison

ONE = "0" * 64


class Counting(Check):
    """Says how many photos came before."""

    name = "counting"

    def run(self, photo, context):
        return self.judge(value=0, limit=1, reason="counting.never")

    def across(self, result, earlier):
        statuses = " ".join(other.status.value for other in earlier)
        return result.model_copy(update={"measurements": {"earlier": statuses}})


class Failing(Counting):
    name = "failing"

    def across(self, result, earlier):
        raise RuntimeError("gone")


class Greedy(Counting):
    name = "greedy"

    def across(self, result, earlier):
        earlier.append(result)
        return result


def result(check="counting", status="pass", **options):
    return Result(check=check, status=status, **options)


def test_each_check_sees_its_own_earlier_results():
    comparison = SetComparison({None: [Counting(), Resolution()]})
    for status, seen in (("pass", ""), ("warn", "pass"), ("pass", "pass warn")):
        results = [result(status=status), result("resolution")]
        revised, same = comparison.revised(results)
        assert revised.measurements["earlier"] == seen
        assert same is results[1]
        comparison.add(results)


def test_of_a_photo_that_failed_or_could_not_be_read_only_the_place_is_kept():
    comparison = SetComparison({None: [Counting(), Duplicate()]})
    comparison.add(
        [result(), result("duplicate", "pass", measurements={"hash": ONE}), result("blur", "fail")]
    )
    comparison.add([], reason="decode.truncated")
    comparison.add([result(), result("duplicate", "pass", measurements={"hash": ONE})])
    counted, copy = comparison.revised(
        [result(), result("duplicate", "pass", measurements={"hash": ONE})]
    )
    assert counted.measurements["earlier"] == "not_done not_done pass"
    assert (copy.reason, copy.measurements["of"]) == ("duplicate.in_set", 2)


@pytest.mark.parametrize("check", [Failing(), Greedy()])
def test_a_comparison_that_fails_costs_only_its_own_result(check):
    comparison = SetComparison({None: [check, Counting()]})
    comparison.add([result(check.name), result()])
    bad, good = comparison.revised([result(check.name), result()])
    assert bad.status is Status.NOT_DONE
    assert good.measurements["earlier"] == "pass"


def test_what_is_not_applicable_is_not_compared():
    comparison = SetComparison({None: [Counting()]})
    skipped = result(status="not_applicable", reason="check.not_for_slot")
    assert comparison.revised([skipped]) == (skipped,)


def test_slots_of_one_check_share_what_came_before_and_keep_their_limits():
    strict, lenient = Duplicate(min_distance=4), Duplicate(min_distance=40)
    comparison = SetComparison({"a": [strict], "b": [lenient], "c": [strict]})
    comparison.add([result("duplicate", measurements={"hash": ONE})])
    near = [result("duplicate", measurements={"hash": "0" * 61 + "fff"})]
    reasons = {slot: comparison.revised(near, slot)[0].reason for slot in "abc"}
    assert reasons == {"a": None, "b": "duplicate.in_set", "c": None}
