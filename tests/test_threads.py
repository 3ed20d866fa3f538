"""Threads inspect at the same time, and a process forked meanwhile answers."""

import os
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import pytest

import photocheck

PHOTO = Path(__file__).parents[1] / "samples" / "smartphone_back.jpg"
SOON = 60  # seconds that others are waited for; what hangs hangs for ever


@pytest.mark.parametrize("workers", [2, 4])
def test_views_of_several_photos_are_estimated_at_once(workers):
    together = threading.Barrier(workers)

    def view(photo):
        together.wait(SOON)  # raises unless all workers are here

    inspector = photocheck.Inspector(view=view)
    reports = list(inspector.inspect_many([PHOTO.read_bytes()] * workers, workers=workers))
    assert len(reports) == workers
    assert not together.broken


def test_checks_of_several_photos_run_at_once():
    together = threading.Barrier(2)

    class Meeting(photocheck.Check):
        name = "meeting"

        def run(self, photo, context):
            assert context.subject.mask.any()
            together.wait(SOON)
            return self.judge(value=0, limit=1, reason="meeting.none")

    inspector = photocheck.Inspector(checks=[Meeting()], view=None)
    reports = inspector.inspect_many([PHOTO.read_bytes()] * 2, workers=2)
    assert [report["meeting"].status for report in reports] == ["pass", "pass"]


FORK = """
    import os, sys, threading, time, warnings
    import photocheck
    from photocheck.view import estimate

    warnings.simplefilter("ignore", DeprecationWarning)  # of Python 3.12, about this very fork
    parent, begun, never = os.getpid(), threading.Event(), threading.Event()

    {setup}
    photo = sys.argv[1]
    estimate(photocheck.Photo.open(photo))  # the net is loaded, as in a service that forks
    for _ in range({threads}):
        threading.Thread(target=work, daemon=True).start()
    assert begun.wait({soon})
    child = os.fork()
    if child == 0:
        report = inspector.inspect(photo)
        os._exit(0 if report["blur"].value is not None and report.view is not None else 3)
    for _ in range({soon} * 10):
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            os._exit(os.waitstatus_to_exitcode(status))
        time.sleep(0.1)
    os.kill(child, 9)
    os._exit(4)
"""

IN_THE_VIEW = """
    def view(photo):
        if os.getpid() == parent:
            begun.set()
            never.wait()
        return estimate(photo)

    inspector = photocheck.Inspector(view=view)

    def work():
        inspector.inspect(photo)
"""

IN_THE_SUBJECT = """
    from photocheck.checks import context

    find_subject = context.find_subject

    def slow(rgb):
        if os.getpid() == parent:
            begun.set()
            never.wait()
        return find_subject(rgb)

    context.find_subject = slow
    inspector = photocheck.Inspector()

    def work():
        inspector.inspect(photo)
"""

AT_WORK = """
    inspector = photocheck.Inspector()
    inspected = []

    def work():
        while True:
            inspector.inspect(photo)
            inspected.append(1)
            if len(inspected) > 4:
                begun.set()
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
@pytest.mark.parametrize(
    ("setup", "threads"),
    [(IN_THE_VIEW, 1), (IN_THE_SUBJECT, 1), (AT_WORK, 4)],
    ids=["in the view", "in the subject", "anywhere"],
)
def test_a_process_forked_while_a_thread_inspects_answers(setup, threads):
    script = textwrap.dedent(FORK).format(setup=textwrap.dedent(setup), soon=SOON, threads=threads)
    done = subprocess.run(
        [sys.executable, "-c", script, str(PHOTO)],
        capture_output=True,
        text=True,
        check=False,
        timeout=3 * SOON,
    )
    assert done.returncode == 0, done.stderr
