"""One photo for several slots: decoded once, and each check run once where no slot changes it."""

import numpy as np
import pytest

from photocheck import Check, Inspector, Registry
from photocheck.by_slot import ChecksBySlot
from photocheck.judge import Judge
from photocheck.photo import DEFAULT_LIMITS
from photocheck.profiles import load_profile
from photocheck.reporter import Reporter
from photocheck.slots import default_catalog

PIXELS = np.full((60, 80, 3), 90, np.uint8)


class Counted(Check):
    name = "counted"
    reads_slot = False

    def run(self, photo, context):
        RUNS.append((self.name, context.slot))
        return self.judge(value=0, limit=1, reason="counted.never")


class OfSlot(Counted):
    name = "of_slot"
    reads_slot = True


RUNS = []


@pytest.fixture
def judge():
    RUNS.clear()
    profile, registry = load_profile("standard"), Registry.builtin()
    by_slot = ChecksBySlot((Counted(), OfSlot()), registry, profile, default_catalog(), None)
    reporter = Reporter("en", by_slot.texts, by_slot.settings_for)
    return Judge(by_slot, reporter, DEFAULT_LIMITS, None)


def test_a_check_is_run_once_for_all_slots_unless_it_reads_them(judge):
    slots = (None, "smartphone/back", "smartphone/left")
    reports = judge.reports(PIXELS, lambda view: slots, "a.jpg", None, None)
    assert tuple(reports) == slots
    assert [name for name, _ in RUNS].count("counted") == 1
    assert [slot for name, slot in RUNS if name == "of_slot"] == list(slots)
    assert {report.sha256 for report in reports.values()} == {reports[None].sha256}


def test_what_cant_be_read_has_one_report_for_what_it_was_meant_for(judge):
    reports = judge.reports(b"GIF?", lambda view: ("smartphone/back",), "a", None, "other/front")
    assert list(reports) == ["other/front"]
    assert reports["other/front"].error.reason == "decode.not_an_image"
    assert len(reports["other/front"].sha256) == 64
    assert RUNS == []


def test_an_inspector_says_the_same():
    inspector = Inspector(checks=["resolution", "exposure"], view=None)
    alone = inspector.inspect(PIXELS, slot="smartphone/back")
    together = inspector.inspect_for(PIXELS, lambda view: ("smartphone/back", "smartphone/left"))
    assert together["smartphone/back"].results == alone.results
