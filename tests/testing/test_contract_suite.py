"""The contract suite itself: it finds each way of breaking the contract."""

import math
import subprocess
import sys
from itertools import count
from typing import ClassVar

import numpy as np
import pytest
from pydantic import ConfigDict

import photocheck
from photocheck.checks import Limit, worst_of
from photocheck.testing import check_contract, contract_cases, contract_photos

CASES = {case.name: case for case in contract_cases()}
TEXTS = {"en": {"good.bad": "Do it again."}}


class Good(photocheck.Check):
    name = "good"
    texts = TEXTS
    limit: float = 100.0
    sides: tuple[int, ...] = (1, 2)
    shout: bool = False

    def run(self, photo, context):
        return self.judge(value=float(photo.grey.mean()), limit=self.limit, reason="good.bad")


def test_a_good_check_passes_as_class_and_as_instance(scene):
    check_contract(Good)
    check_contract(Good(limit=3, shout=True), [scene])


def test_a_check_that_names_its_limits_passes(scene):
    class Limited(Good):
        limits: ClassVar = {"limit": Limit("fail")}

    check_contract(Limited, [scene])


def test_a_check_without_settings_passes():
    class Plain(photocheck.Check):
        name = "plain"

        def run(self, photo, context):
            return photocheck.Result(check="plain", status="pass")

    check_contract(Plain)


class BadName(Good):
    name = "Good one"


class LimitOfNothing(Good):
    limits: ClassVar = {"limmit": Limit("fail")}


class Thawed(Good):
    model_config = ConfigDict(frozen=False)


class Lax(Good):
    model_config = ConfigDict(extra="ignore")


class Unstorable(Good):
    limit: float = 1.0

    def model_dump_json(self, **options):
        return '{"limit": 2.0}'


class ZeroIsDefault(Good):
    limit: float = 100.0

    def run(self, photo, context):
        limit = self.limit or 100.0
        return self.judge(value=1.0, limit=limit, reason="good.bad").model_copy(
            update={"score": 1.0 if self.limit == 0 else 0.99, "status": "fail"}
            if self.limit == 0
            else {}
        )


class ZeroReplaced(Good):
    def __init__(self, **settings):
        super().__init__(**{**settings, "limit": settings.get("limit") or 100.0})


class Crashing(Good):
    def run(self, photo, context):
        return self.judge(value=1 / (min(photo.grey.shape) - 1), limit=5, reason="good.bad")


class OthersResult(Good):
    def run(self, photo, context):
        return photocheck.Result(check="other", status="pass")


class NoResult(Good):
    def run(self, photo, context):
        return None


class NoReason(Good):
    def run(self, photo, context):
        return photocheck.Result(check="good", status="fail")


class ForeignReason(Good):
    def run(self, photo, context):
        return photocheck.Result(check="good", status="fail", reason="blur.motion")


class NotANumber(Good):
    def run(self, photo, context):
        return photocheck.Result(check="good", status="pass", value=math.nan)


class InfiniteMeasurement(Good):
    def run(self, photo, context):
        return photocheck.Result(check="good", status="pass", measurements={"ratio": math.inf})


class SkipsZero(Good):
    def run(self, photo, context):
        score = float(photo.grey.mean()) / 255
        failed = score and score < 0.5  # the classic: 0 is falsy
        return photocheck.Result(
            check="good",
            status="fail" if failed else "pass",
            score=score,
            reason="good.bad" if failed else None,
        )


class HighFail(Good):
    def run(self, photo, context):
        return photocheck.Result(check="good", status="fail", score=0.9, reason="good.bad")


class ScoredNotDone(Good):
    def run(self, photo, context):
        return photocheck.Result(check="good", status="not_done", score=0.5, reason="good.bad")


class ScoredNotApplicable(Good):
    def run(self, photo, context):
        return self.not_applicable("good.unasked").model_copy(update={"score": 0.5})


class TwoUnits(Good):
    def run(self, photo, context):
        result = self.judge(value=0, limit=1, reason="good.bad")
        return result.model_copy(update={"unit": "px" if photo.width > 100 else ""})


class NoDirection(Good):
    def run(self, photo, context):
        result = self.judge(value=0, limit=1, reason="good.bad")
        return result.model_copy(update={"limit_is": None})


class NeedsAViewUnsaid(Good):
    def run(self, photo, context):
        return self.judge(value=len(context.view.likelihood), limit=9, reason="good.bad")


class OutsideRegion(Good):
    def run(self, photo, context):
        region = photocheck.Region(x=0.5, y=0.5, w=0.6, h=0.1)
        return photocheck.Result(check="good", status="fail", reason="good.bad", regions=(region,))


class EmptyRegion(Good):
    def run(self, photo, context):
        region = photocheck.Region(x=0.5, y=0.5, w=0.0, h=0.1)
        return photocheck.Result(check="good", status="fail", reason="good.bad", regions=(region,))


class NoJson(Good):
    def run(self, photo, context):
        return photocheck.Result.model_construct(
            check="good",
            status=photocheck.Status.PASS,
            score=None,
            value=None,
            limit=None,
            unit="",
            reason=None,
            message="",
            regions=(),
            measurements={"array": [1, 2]},
        )


class Fickle(Good):
    calls: ClassVar = count()

    def run(self, photo, context):
        return self.judge(value=next(self.calls), limit=1e9, reason="good.bad")


class Painter(Good):
    def run(self, photo, context):
        owner = photo.grey
        owner.setflags(write=True)
        owner[:] = 255 - owner
        return photocheck.Result(check="good", status="pass")


class Wordless(Good):
    texts: ClassVar = {}


class LimitOfAnother(Good):
    limits: ClassVar = {"limit": Limit("fail", limit_is="minimum")}


class LimitOfMany(Good):
    limits: ClassVar = {"limit": Limit("fail")}

    def run(self, photo, context):
        found = super().run(photo, context)
        small = self.judge(value=photo.width, limit=100, limit_is="minimum", reason="good.bad")
        return worst_of([found, small.model_copy(update={"value": found.value})])


class LimitMovesTheValue(Good):
    limits: ClassVar = {"limit": Limit("fail")}

    def run(self, photo, context):
        value = float(photo.grey.mean()) + (self.limit - 100) * 2
        return self.judge(value=value, limit=self.limit, reason="good.bad")


class BadAcross(Good):
    def across(self, result, earlier):
        return result.model_copy(update={"reason": "other.reason"})


class FickleAcross(Good):
    calls: ClassVar = count()

    def across(self, result, earlier):
        return result.model_copy(update={"measurements": {"call": next(self.calls)}})


BREAKERS = [
    ("registration", BadName),
    ("frozen", Thawed),
    ("unknown_settings", Lax),
    ("settings_json", Unstorable),
    ("zero_settings", ZeroIsDefault),
    ("zero_settings", ZeroReplaced),
    *(
        ("extremes", check)
        for check in (
            Crashing,
            OthersResult,
            NoResult,
            NoReason,
            ForeignReason,
            NotANumber,
            InfiniteMeasurement,
            SkipsZero,
            HighFail,
            ScoredNotDone,
            ScoredNotApplicable,
            TwoUnits,
            NoDirection,
            NeedsAViewUnsaid,
            OutsideRegion,
            EmptyRegion,
            NoJson,
        )
    ),
    *(("limits", check) for check in (LimitOfAnother, LimitOfMany, LimitMovesTheValue)),
    ("registration", LimitOfNothing),
    ("deterministic", Fickle),
    ("threads", Fickle),
    ("texts", Wordless),
    ("across", BadAcross),
    ("across", FickleAcross),
]


@pytest.mark.filterwarnings("ignore::UserWarning")  # pydantic's, of the wrongly typed result
@pytest.mark.parametrize(
    ("clause", "check"), BREAKERS, ids=lambda part: getattr(part, "__name__", part)
)
def test_a_broken_clause_is_found(clause, check):
    with pytest.raises(AssertionError, match="expected"):
        CASES[clause].verify(check)


def test_a_changed_photo_is_found(make_scene):
    contract_photos.cache_clear()
    try:
        with pytest.raises(AssertionError, match=r"photo\.grey unchanged|raised ValueError"):
            CASES["read_only"].verify(Painter)
    finally:
        contract_photos.cache_clear()


def test_all_broken_clauses_are_named():
    with pytest.raises(AssertionError) as caught:
        check_contract(Wordless())
    assert str(caught.value).startswith("texts (each reason it gave has a text): ")

    class Thrice(Thawed):
        model_config = ConfigDict(extra="ignore")
        texts: ClassVar = {}

    with pytest.raises(AssertionError) as caught:
        check_contract(Thrice)
    lines = str(caught.value).splitlines()
    assert [line.split(" (")[0] for line in lines] == ["frozen", "unknown_settings", "texts"]


def test_a_check_that_needs_settings_is_refused():
    class Needy(Good):
        needed: int

    with pytest.raises(AssertionError, match="needs no settings"):
        check_contract(Needy)
    check = Needy(needed=1)
    with pytest.raises(AssertionError, match="a default for each setting"):
        CASES["registration"].verify(check)


def test_the_photo_is_named(scene):
    with pytest.raises(AssertionError, match="one pixel"):
        CASES["extremes"].verify(Crashing)

    class BigHater(Good):
        def run(self, photo, context):
            if photo.width == scene.shape[1]:
                raise RuntimeError("too big")
            return photocheck.Result(check="good", status="pass")

    CASES["extremes"].verify(BigHater)
    with pytest.raises(AssertionError, match=r"photos\[1\].*RuntimeError: too big"):
        CASES["extremes"].verify(BigHater, [np.zeros((5, 5, 3), np.uint8), scene])


def test_pytest_is_not_needed():
    code = "import sys, photocheck.testing; sys.exit('pytest' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_check_that_needs_a_view_is_given_one():
    class NeedsAView(NeedsAViewUnsaid):
        needs = frozenset({"view"})

    check_contract(NeedsAView)
