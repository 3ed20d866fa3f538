"""An event loop goes on while photos are judged."""

import asyncio
import os
import subprocess
import sys
import threading
import time

import pytest

import photocheck
from photocheck import inspector as inspector_module
from photocheck.asynchronous import in_thread
from photocheck.processors import processors
from photocheck.profiles import load_profile


def test_the_report_is_that_of_inspect(scene_jpeg):
    report = asyncio.run(photocheck.inspect_async(scene_jpeg, slot="smartphone/back"))
    assert report == photocheck.inspect(scene_jpeg, slot="smartphone/back")


def test_the_loop_makes_no_inspector(scene_jpeg, monkeypatch):
    makers = []
    made = inspector_module.Inspector

    def noted(*args, **options):
        makers.append(threading.current_thread())
        return made(*args, **options)

    monkeypatch.setattr(inspector_module, "Inspector", noted)
    profile = load_profile("strict")
    asyncio.run(photocheck.inspect_async(scene_jpeg, profile=profile))
    assert len(makers) == 1
    assert makers[0] is not threading.main_thread()


def test_errors_of_the_caller_are_raised(scene_jpeg):
    with pytest.raises(photocheck.UnknownSlotError):
        asyncio.run(photocheck.inspect_async(scene_jpeg, slot="smartphone/lid"))
    report = asyncio.run(photocheck.inspect_async(b"no picture"))
    assert report.error.reason == "decode.not_an_image"


def test_the_loop_goes_on_while_a_photo_is_judged():
    begun, ticked = threading.Event(), threading.Event()

    def judge():
        begun.set()
        return ticked.wait(20)

    async def both():
        task = asyncio.create_task(in_thread(judge))
        await asyncio.sleep(0)  # the task begins, its thread waits for what comes after
        assert await asyncio.to_thread(begun.wait, 20)
        ticked.set()
        return await task

    assert asyncio.run(both())


def test_no_more_calls_run_at_a_time_than_there_are_processors():
    running, most, lock = set(), [], threading.Lock()

    def judge(index):
        with lock:
            running.add(index)
            most.append(len(running))
        time.sleep(0.01)
        with lock:
            running.discard(index)

    async def all_of_them():
        await asyncio.gather(*(in_thread(lambda index=index: judge(index)) for index in range(20)))

    asyncio.run(all_of_them())
    assert len(most) == 20
    assert max(most) <= processors()


def test_a_cancelled_call_that_waits_is_never_made():
    hold, made = threading.Event(), []

    async def cancelled():
        busy = [asyncio.create_task(in_thread(lambda: hold.wait(20))) for _ in range(processors())]
        await asyncio.sleep(0.05)
        waiting = asyncio.create_task(in_thread(lambda: made.append(1)))
        await asyncio.sleep(0.05)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        hold.set()
        await asyncio.gather(*busy)
        await in_thread(lambda: None)

    asyncio.run(cancelled())
    assert made == []


FORK = """
import asyncio, os, time, warnings
from photocheck.asynchronous import in_thread

warnings.simplefilter("ignore", DeprecationWarning)  # of Python 3.12, about this very fork
asyncio.run(in_thread(lambda: 1))  # the parent has its threads
child = os.fork()
if child == 0:
    os._exit(asyncio.run(in_thread(lambda: 7)))
for _ in range(200):
    ended, status = os.waitpid(child, os.WNOHANG)
    if ended:
        raise SystemExit(os.waitstatus_to_exitcode(status))
    time.sleep(0.1)
os.kill(child, 9)
raise SystemExit(4)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_a_forked_process_has_threads_of_its_own():
    done = subprocess.run([sys.executable, "-c", FORK], check=False, timeout=60)
    assert done.returncode == 7
