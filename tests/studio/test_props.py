"""Clutter keeps its distance and lies on the table."""

from __future__ import annotations

import numpy as np
import pytest
from studio.model import Part
from studio.props import clutter, stand
from studio.props.things import THINGS


def _sound(part: Part) -> None:
    assert np.isfinite(part.vertices).all()
    assert part.faces.max() < len(part.vertices)
    assert np.allclose(np.linalg.norm(part.normals, axis=1), 1, atol=0.2)
    assert part.layer == "scenery"
    colour = np.asarray(part.material.colour)
    assert colour.min() >= 0
    assert colour.max() <= 1
    if colour.ndim == 3:
        assert part.uv is not None


@pytest.mark.parametrize("name", THINGS)
def test_each_thing_is_sound_and_lies_on_the_table(name: str) -> None:
    for seed in (1, 2, 3):
        parts, radius = THINGS[name][1](np.random.default_rng(seed))
        for part in parts:
            _sound(part)
        points = np.concatenate([part.vertices for part in parts])
        assert -0.05 < points[:, 2].min() < 0.3
        assert 0 < radius < 40
        assert sum(len(part.faces) for part in parts) < 30_000


@pytest.mark.parametrize("seed", range(12))
def test_clutter_keeps_clear_of_the_middle(seed: int) -> None:
    parts = clutter(np.random.default_rng(seed), 9.0)
    assert parts
    names = [part.name for part in parts]
    assert len(set(names)) == len(names)
    for part in parts:
        assert np.linalg.norm(part.vertices[:, :2], axis=1).min() > 8.9


def test_same_seed_same_clutter() -> None:
    first, second = (clutter(np.random.default_rng(5), 4.0) for _ in range(2))
    assert [part.name for part in first] == [part.name for part in second]
    assert all(np.array_equal(a.vertices, b.vertices) for a, b in zip(first, second, strict=True))


def test_a_stand_ends_at_the_height_of_the_table() -> None:
    parts, height = stand(np.random.default_rng(1), 8.0, 16.0)
    points = np.concatenate([part.vertices for part in parts])
    assert points[:, 2].max() == pytest.approx(0, abs=1e-5)
    assert points[:, 2].min() == pytest.approx(-height, abs=1e-4)
    assert np.ptp(points[:, 0]) > 8
    assert np.ptp(points[:, 1]) > 16
    for part in parts:
        _sound(part)
