"""A check that fails costs only its own result; one that lacks what it needs is not run."""

import numpy as np
import pytest

from photocheck import Check, Context, Inspector, Photo, PluginError, Registry, Status, ViewEstimate
from photocheck.checks.context import Asked
from photocheck.checks.guard import run_check, unmet_need

PHOTO = Photo.open(np.full((30, 40, 3), 90, np.uint8))
VIEW = ViewEstimate({("smartphone", "back"): 1.0})
ASKED = Asked("smartphone", ("back",))


class Plain(Check):
    name = "plain"

    def run(self, photo, context):
        return self.judge(value=0, limit=1, reason="plain.bad")


class Needy(Plain):
    name = "needy"
    needs = frozenset({"slot", "view"})

    def run(self, photo, context):
        assert context.view is not None
        assert context.asked is not None
        return super().run(photo, context)


@pytest.mark.parametrize(
    ("asked", "view", "reason"),
    [
        (None, None, "check.no_slot"),
        (None, VIEW, "check.no_slot"),
        (ASKED, None, "check.no_view"),
        (ASKED, VIEW, None),
    ],
)
def test_a_check_is_run_where_what_it_needs_is_known(asked, view, reason):
    context = Context(PHOTO, asked=asked, view=lambda _: view)
    result = run_check(Needy(), PHOTO, context)
    assert result.reason == reason
    assert result.status is (Status.PASS if reason is None else Status.NOT_APPLICABLE)
    assert unmet_need(Plain(), context) is None


def test_what_is_not_applicable_has_a_text_and_no_weight():
    registry = Registry([Needy, Plain])
    report = Inspector(checks=["needy", "plain"], registry=registry, view=None).inspect(PHOTO)
    assert report.verdict == "accept"
    assert [result.check for result in report.not_applicable] == ["needy"]
    assert report.problems == ()
    general = Inspector(checks=["plain"], registry=registry, view=None)
    assert report["needy"].message not in {"", general.inspect(PHOTO)["plain"].message}


@pytest.mark.parametrize("needs", [{"light"}, "view", 5, {1}])
def test_needs_that_nobody_knows_are_refused(needs):
    class Odd(Plain):
        pass

    Odd.needs = needs
    with pytest.raises(PluginError, match="expected needs among slot, view, got"):
        Registry.verify(Odd)


@pytest.mark.parametrize("error", [ValueError("secret"), SystemExit(1), GeneratorExit()])
def test_a_check_that_raises_is_not_done(error):
    class Broken(Plain):
        def run(self, photo, context):
            raise error

    result = run_check(Broken(), PHOTO, Context(PHOTO))
    assert (result.status, result.reason) == (Status.NOT_DONE, "check.error")
    assert "secret" not in result.model_dump_json()


def test_a_check_that_ends_the_program_from_outside_is_not_caught():
    class Interrupted(Plain):
        def run(self, photo, context):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_check(Interrupted(), PHOTO, Context(PHOTO))
