"""Surroundings: light from all around, and which of it is a source."""

from __future__ import annotations

import numpy as np
import pytest
from studio.surroundings import OUTDOORS, SURROUNDINGS, surround
from studio.surroundings.caster import View, directions, flat


@pytest.mark.parametrize("kind", SURROUNDINGS)
def test_every_kind_lights_a_scene(kind: str) -> None:
    made = surround(kind, np.random.default_rng(4))
    assert made.kind == kind
    for picture in (made.radiance, made.lights):
        assert picture.dtype == np.float32
        assert picture.ndim == 3
        assert picture.shape[1] == 2 * picture.shape[0]
        assert np.isfinite(picture).all()
        assert picture.min() >= 0
    weight = np.sin((np.arange(len(made.radiance)) + 0.5) * np.pi / len(made.radiance))
    level = (made.radiance.mean((1, 2)) * weight).sum() / weight.sum()
    assert 0.2 < level < 1.3
    assert made.lamps

    assert made.lights.max() > 0
    assert (made.lights <= made.radiance * 1.0001 + 1e-5).all()
    shining = made.lights.sum(2) > 0
    assert made.radiance[shining].mean() > made.radiance[~shining].mean()


def test_same_seed_same_surroundings() -> None:
    first, second = (surround("office", np.random.default_rng(1)) for _ in range(2))
    assert np.array_equal(first.radiance, second.radiance)


def test_a_kind_is_drawn_where_none_is_asked_for() -> None:
    drawn = {surround(None, np.random.default_rng(seed)).kind for seed in range(8)}
    assert len(drawn) > 3
    assert set(OUTDOORS) < set(SURROUNDINGS)


def test_unknown_surroundings_are_refused() -> None:
    with pytest.raises(ValueError, match="expected surroundings"):
        surround("moon", np.random.default_rng(0))


def test_directions_begin_at_the_zenith() -> None:
    rays = directions(16)
    assert rays.shape == (16, 32, 3)
    assert rays[0, :, 2].min() > 0.99
    assert rays[-1, :, 2].max() < -0.99
    assert np.allclose(np.linalg.norm(rays, axis=2), 1, atol=1e-5)


def test_the_nearer_thing_hides_the_farther() -> None:
    view = View(directions(64))
    ahead = np.array([0.0, -0.5, 0.5])
    across, down = np.array([0.0, 1.0, 0.0]), np.array([0.0, 0.0, -1.0])
    view.sheet(ahead + np.array([2, 0, 0]), across, down, flat(1, 0, 0))
    view.sheet(ahead + np.array([4, 0, 0]), across * 1.2, down * 1.2, flat(0, 1, 0))
    view.box(np.array([1.0, 0.0, 0.0]), np.array([0.1, 0.1, 0.1]), 0.3, (0.0, 0.0, 1.0))
    seen = np.argmax(view.rays @ np.array([1.0, 0.0, 0.0], np.float32))
    assert view.albedo.reshape(-1, 3)[seen].tolist() == [0, 0, 1]
    aside = np.argmax(view.rays @ np.array([0.98, 0.2, 0.0], np.float32))
    assert view.albedo.reshape(-1, 3)[aside].tolist() == [1, 0, 0]
