"""What counts as several photos, and how many threads share them."""

import array
import io
from pathlib import Path

import numpy as np
import pytest

import photocheck
from photocheck import SettingsError, SourceError
from photocheck.batch import in_order, several, threads
from photocheck.processors import processors


@pytest.mark.parametrize("workers", [True, False, 0, -1, 257, 2.0, "2"])
def test_what_is_no_number_of_threads_is_refused(workers):
    with pytest.raises(SettingsError, match="expected 1 to 256 workers, got"):
        threads(workers)


def test_threads_are_those_asked_for_or_one_a_processor():
    assert [threads(number) for number in (1, 2, 256)] == [1, 2, 256]
    assert threads(None) == processors() >= 1


@pytest.mark.parametrize("single", ["a.jpg", b"abc", np.zeros((2, 2, 3), np.uint8), 5, None])
def test_one_photo_is_not_several(single):
    with pytest.raises(SourceError, match="expected several photos"):
        several(single)
    assert several([single]) == [single]


@pytest.mark.parametrize(
    "one", [b"bytes", bytearray(b"bytes"), "a.jpg", Path("a.jpg"), io.BytesIO(b"a\nb\n"), None]
)
@pytest.mark.parametrize(
    "call", [photocheck.inspect_many, lambda one: photocheck.match(one, "smartphone")]
)
def test_one_photo_in_place_of_several_is_refused_at_once(call, one):
    with pytest.raises(SourceError, match="expected several photos") as raised:
        call(one)
    assert raised.value.reason == "source.wrong_type"


def test_an_open_file_is_one_photo_not_its_lines(tmp_path, scene_jpeg):
    path = tmp_path / "photo.jpg"
    path.write_bytes(scene_jpeg)
    with path.open("rb") as file, pytest.raises(SourceError, match="expected several photos"):
        photocheck.inspect_many(file)


@pytest.mark.parametrize("workers", [1, 3])
def test_outcomes_come_in_order_and_few_are_read_ahead(workers):
    taken = []

    def numbers():
        for number in range(40):
            taken.append(number)
            yield number

    outcomes = in_order(numbers(), lambda number: number * number, workers)
    assert [next(outcomes) for _ in range(5)] == [0, 1, 4, 9, 16]
    assert len(taken) <= 5 + 2 * workers
    assert list(outcomes) == [number * number for number in range(5, 40)]


def test_what_the_sources_raise_comes_after_the_outcomes_before_it():
    def numbers():
        yield from (1, 2)
        raise RuntimeError("gone")

    outcomes = in_order(numbers(), str, 2)
    assert [next(outcomes), next(outcomes)] == ["1", "2"]
    with pytest.raises(RuntimeError, match="gone"):
        next(outcomes)


@pytest.mark.parametrize("one", [array.array("B", b"\xff\xd8"), bytearray(b"x"), memoryview(b"x")])
def test_a_buffer_is_one_photo_and_not_many(one):
    with pytest.raises(SourceError, match="expected several photos"):
        several(one)
