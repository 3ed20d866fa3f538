"""Photos that cost little to judge, in a folder and in tables."""

import pytest

pa = pytest.importorskip("pyarrow")

import cv2  # noqa: E402
import numpy as np  # noqa: E402
import pyarrow.parquet as pq  # noqa: E402

from photocheck import Inspector  # noqa: E402

LARGE, SMALL = 500, 120


def small_photo(seed, side=LARGE):
    """A PNG's bytes: grain of that many pixels a side."""
    random = np.random.default_rng(seed)
    coarse = random.integers(60, 200, (side // 10, side // 10, 3), dtype=np.uint8)
    picture = cv2.resize(coarse, (side, side), interpolation=cv2.INTER_CUBIC)
    ok, data = cv2.imencode(".png", picture)
    assert ok
    return data.tobytes()


@pytest.fixture
def inspector():
    """One check and no view."""
    return Inspector(checks=["resolution"], view=None)


@pytest.fixture
def folder(tmp_path):
    """Seven photos in folders: five large, one too small, one broken; and what is none."""
    place = tmp_path / "photos"
    (place / "more").mkdir(parents=True)
    for number in range(4):
        (place / f"{number}.png").write_bytes(small_photo(number))
    (place / "more" / "4.png").write_bytes(small_photo(4))
    (place / "more" / "small.png").write_bytes(small_photo(5, SMALL))
    (place / "more" / "broken.jpg").write_bytes(b"no picture")
    (place / "notes.txt").write_text("no photo")
    (place / ".hidden.png").write_bytes(small_photo(6))
    return place


@pytest.fixture
def rows_of():
    """The function that reads a table's rows."""
    return lambda path: pq.read_table(path).to_pylist()


@pytest.fixture
def make_photo():
    """The function that makes a PNG's bytes."""
    return small_photo
