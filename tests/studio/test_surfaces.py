"""Surfaces: what they promise to the scene."""

from __future__ import annotations

import numpy as np
import pytest
from studio.surfaces import OUTDOOR_SURFACES, SURFACES, lay, paint


@pytest.mark.parametrize("kind", SURFACES)
def test_every_kind_has_a_texture_in_range(kind: str) -> None:
    surface = paint(kind, np.random.default_rng(3))
    colour = np.asarray(surface.material.colour)
    assert surface.kind == kind
    assert colour.ndim == 3
    assert colour.shape[2] == 3
    assert colour.shape[0] == colour.shape[1] <= 1024
    assert colour.dtype == np.float32
    assert np.isfinite(colour).all()
    assert colour.min() >= 0
    assert colour.max() <= 1
    roughness = np.asarray(surface.material.roughness)
    assert roughness.min() >= 0.02
    assert roughness.max() <= 1
    assert 5 < surface.size_cm < 150


@pytest.mark.parametrize("kind", ["wood", "printed", "marble", "cardboard"])
def test_real_surfaces_vary_at_many_scales(kind: str) -> None:
    colour = np.asarray(paint(kind, np.random.default_rng(5)).material.colour).mean(2)
    for block in (1, 8, 64):
        side = colour.shape[0] // block
        coarse = colour[: side * block, : side * block]
        coarse = coarse.reshape(side, block, side, block).mean((1, 3))
        assert coarse.std() > 0.002


@pytest.mark.parametrize("kind", ["parquet", "bedsheet", "newspaper"])
def test_same_seed_same_surface(kind: str) -> None:
    first, second, other = (paint(kind, np.random.default_rng(seed)) for seed in (7, 7, 8))
    assert np.array_equal(np.asarray(first.material.colour), np.asarray(second.material.colour))
    assert not np.array_equal(np.asarray(first.material.colour), np.asarray(other.material.colour))


def test_a_kind_is_drawn_where_none_is_asked_for() -> None:
    drawn = {paint(None, np.random.default_rng(seed)).kind for seed in range(8)}
    assert len(drawn) > 3
    assert drawn <= set(SURFACES)
    assert set(OUTDOOR_SURFACES) <= set(SURFACES)


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="expected a kind of surface"):
        paint("lava", np.random.default_rng(0))


def test_folds_leave_room_for_what_lies_there() -> None:
    rng = np.random.default_rng(2)
    surface = paint("bedsheet", rng)
    part = lay(surface, 60.0, rng, clearance=12.0)
    away = np.linalg.norm(part.vertices[:, :2], axis=1)
    assert np.abs(part.vertices[away < 12, 2]).max() < 1e-6
    assert np.ptp(part.vertices[away > 30, 2]) > 0.05
    assert part.normals[:, 2].min() > 0
    assert part.uv is not None


def test_a_flat_surface_is_one_square_facing_up() -> None:
    rng = np.random.default_rng(2)
    part = lay(paint("laminate", rng), 40.0, rng)
    a, b, c = part.vertices[part.faces[0]]
    assert np.cross(b - a, c - a)[2] > 0
    assert len(part.faces) == 2
    assert np.ptp(part.vertices[:, 0]) == pytest.approx(80)
