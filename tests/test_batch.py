"""What counts as several photos, and how many threads share them."""

import numpy as np
import pytest

from photocheck import SettingsError, SourceError
from photocheck.batch import several, threads
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
