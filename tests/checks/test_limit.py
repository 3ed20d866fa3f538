"""What a moved limit would change, told from an earlier result."""

import pytest

from photocheck import PluginError, Registry, Result, Status
from photocheck.checks import Blur, Exposure, Framing, Limit


def result(**changes):
    fields = {"check": "framing", "status": "pass", "score": 0.9, "value": 0.4, "limit": 0.9}
    return Result(**{**fields, "limit_is": "maximum", **changes})


def test_a_number_is_the_value_or_a_measurement():
    found = result(measurements={"cut": 0.2, "sides": "top", "covered": None})
    assert Limit("fail").number(found) == 0.4
    assert Limit("fail", "cut").number(found) == 0.2
    for name in ("sides", "covered", "devices"):
        assert Limit("fail", name).number(found) is None


@pytest.mark.parametrize(
    ("limit_is", "number", "beyond"),
    [
        ("maximum", 1.1, True),
        ("maximum", 1.0, False),
        ("minimum", 0.9, True),
        ("minimum", 1.0, False),
    ],
)
def test_on_the_limit_is_not_beyond(limit_is, number, beyond):
    assert Limit("warn", limit_is=limit_is).exceeded(number, 1.0) is beyond


def test_a_failure_outweighs_a_warning_whatever_the_order():
    found = result(measurements={"cut": 0.6, "span": 0.5, "share": 0.3})
    assert Framing(max_cut=1).status_of(found) is Status.WARN
    assert Framing(max_cut=0.55).status_of(found) is Status.FAIL
    assert Framing(min_span=0.51).status_of(found) is Status.FAIL
    assert Framing(warn_cut=0.6).status_of(found) is Status.PASS


def test_what_was_not_judged_stays_so():
    for status in (Status.NOT_DONE, Status.NOT_APPLICABLE):
        unjudged = Result(check="blur", status=status, reason="blur.nothing_to_judge")
        assert Blur(max_width=0).status_of(unjudged) is status


def test_a_limit_that_is_no_number_is_not_tried():
    class Off(Blur):
        max_width: float | None = None

    assert Off().status_of(result(value=7.9)) is Status.WARN


def test_limits_are_no_setting():
    with pytest.warns(UserWarning, match="shadows"):

        class Confused(Blur):
            limits: int = 3

    with pytest.raises(PluginError, match="limits as a class attribute"):
        Registry.verify(Confused)


def test_limits_of_another_measure_keep_its_unit():
    assert Exposure.limits["max_highlight_stops"].unit == "stops"
    assert Exposure.limits["max_level"].unit is None
