"""Boxes of the tiles that are out of bounds."""

import numpy as np
import pytest

from photocheck.metrics.tiles import tile_boxes

TILES = np.array([[10, 50, 90], [12, 50, 50]], np.float32)


def test_tiles_below_and_above_are_boxed_the_largest_first():
    assert tile_boxes(TILES, below=20) == [pytest.approx((0, 0, 1 / 3, 1))]
    assert tile_boxes(TILES, above=80) == [pytest.approx((2 / 3, 0, 1 / 3, 1 / 2))]
    both = tile_boxes(TILES, below=20, above=80)
    assert both == [*tile_boxes(TILES, below=20), *tile_boxes(TILES, above=80)]


def test_tiles_that_touch_at_a_corner_are_two():
    assert len(tile_boxes(np.eye(2, dtype=np.float32), above=0.5)) == 2


def test_on_the_limit_and_unknown_is_within():
    assert tile_boxes(TILES, below=10, above=90) == []
    assert tile_boxes(np.full((2, 2), np.nan, np.float32), below=5, above=3) == []
    assert tile_boxes(TILES) == []
