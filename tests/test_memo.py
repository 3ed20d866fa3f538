"""Attributes computed once: kept, shared, and without a lock."""

import threading
from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict

import photocheck
from photocheck.memo import cached_attribute

SOURCES = [Path(photocheck.__file__).parent, Path(photocheck.__file__).parents[1] / "returnflow"]
SOON = 30  # seconds that a thread is waited for; what hangs hangs for ever


class Slow:
    """Says that it computes, and waits until it may go on."""

    def __init__(self):
        self.begun, self.go_on = threading.Event(), threading.Event()
        self.computed = 0

    @cached_attribute
    def value(self):
        """What is computed."""
        self.computed += 1
        self.begun.set()
        assert self.go_on.wait(SOON)
        return object()


def test_a_value_is_computed_once_and_kept():
    slow = Slow()
    slow.go_on.set()
    assert slow.value is slow.value
    assert slow.computed == 1
    assert Slow.value.__doc__ == "What is computed."


def test_two_instances_are_computed_at_once():
    first, second = Slow(), Slow()
    threads = [threading.Thread(target=lambda one=one: one.value) for one in (first, second)]
    for thread in threads:
        thread.start()
    overlap = first.begun.wait(SOON) and second.begun.wait(SOON)
    for one in (first, second):
        one.go_on.set()
    for thread in threads:
        thread.join()
    assert overlap


def test_threads_that_compute_one_value_at_once_are_given_the_same():
    slow, seen, together = Slow(), [], threading.Barrier(2)

    def read():
        together.wait(SOON)
        seen.append(slow.value)

    threads = [threading.Thread(target=read) for _ in range(2)]
    for thread in threads:
        thread.start()
    slow.go_on.set()
    for thread in threads:
        thread.join()
    assert seen[0] is seen[1] is slow.value


def test_a_failure_is_not_kept():
    class Moody:
        tries = 0

        @cached_attribute
        def value(self):
            self.tries += 1
            if self.tries == 1:
                raise ValueError("not yet")
            return self.tries

    moody = Moody()
    with pytest.raises(ValueError, match="not yet"):
        _ = moody.value
    assert moody.value == 2


def test_a_frozen_model_may_have_one():
    class Model(BaseModel):
        model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_attribute,))
        number: int

        @cached_attribute
        def _double(self) -> int:
            return 2 * self.number

    model = Model(number=4)
    assert model._double == 8
    assert model == Model(number=4)
    assert model.model_dump() == {"number": 4}


@pytest.mark.parametrize("folder", SOURCES, ids=lambda folder: folder.name)
def test_nothing_uses_the_standard_librarys_with_its_lock(folder):
    files = list(folder.rglob("*.py"))
    assert files
    own = folder / "memo.py"
    assert [file for file in files if file != own and "cached_property" in file.read_text()] == []
