"""Hands hold without hiding or piercing, and bones keep their length."""

from __future__ import annotations

import numpy as np
import pytest
from studio.flesh import Cone, body, grid, mesh
from studio.hands import hold
from studio.hands.skeleton import cradle, pinch, wrap
from studio.photographer import photographer

_SIDES = {
    "screen_on": (0, 0, 1),
    "back": (0, 0, -1),
    "left": (-1, 0, 0),
    "right": (1, 0, 0),
    "top": (0, 1, 0),
    "bottom": (0, -1, 0),
}
_SIZES = [(7.2, 15.0, 0.8), (17.0, 24.0, 0.7), (4.4, 22.0, 1.1), (10.0, 6.0, 2.0)]


@pytest.mark.parametrize("view", _SIDES)
@pytest.mark.parametrize("size", _SIZES)
def test_a_hand_leaves_the_seen_side_open_and_never_enters(
    size: tuple[float, float, float], view: str
) -> None:
    half = np.array(size) / 2
    seen = np.array(_SIDES[view], float)
    for seed in range(3):
        parts = hold(np.random.default_rng(seed), size, view, step=0.3)
        points = np.concatenate([part.vertices for part in parts])
        assert np.isfinite(points).all()
        assert all(part.layer == "scenery" for part in parts)
        assert len({part.name for part in parts}) == len(parts)
        flesh = np.concatenate([part.vertices for part in parts if "skin" in part.name])
        within = np.abs(flesh) < half - 0.3
        assert not within.all(axis=1).any()
        # A column before the middle of the side, out to the camera.
        across = [axis for axis in range(3) if not seen[axis]]
        before = points @ seen > half @ np.abs(seen)
        middle = (np.abs(points[:, across]) < 0.12 * half[across]).all(axis=1)
        assert not (before & middle).any()


@pytest.mark.parametrize("view", ["screen_off", "left"])
def test_a_hand_touches_what_it_holds(view: str) -> None:
    size = (7.2, 15.0, 0.8)
    half = np.array(size) / 2
    for seed in range(6):
        parts = hold(np.random.default_rng(seed), size, view, step=0.3)
        flesh = np.concatenate([part.vertices for part in parts if "skin" in part.name])
        gap = np.linalg.norm(np.maximum(np.abs(flesh) - half, 0), axis=1)
        assert gap.min() < 0.3
        assert (gap < 0.5).sum() > 40


def test_same_seed_same_hand() -> None:
    first, second = (
        hold(np.random.default_rng(3), (7.0, 15.0, 0.8), "back", step=0.4) for _ in range(2)
    )
    assert all(np.array_equal(a.vertices, b.vertices) for a, b in zip(first, second, strict=True))


@pytest.mark.parametrize("grip", [wrap, pinch, cradle])
def test_bones_keep_their_length(grip: object) -> None:
    assert callable(grip)
    lengths = []
    for seed in range(8):
        hand = grip(np.random.default_rng(seed), np.array([3.6, 7.5, 0.4]), 1.0)
        lengths.append(
            [
                np.linalg.norm(np.diff(digit.joints, axis=0), axis=1)
                for digit in (*hand.fingers, hand.thumb)
            ]
        )
    assert np.allclose(lengths, lengths[0], atol=1e-6)


def test_a_ball_of_flesh_is_round_and_faces_outward() -> None:
    centre = np.zeros(3)
    space = grid(centre - 3, centre + 3, 0.25)
    vertices, normals, faces = mesh(space, body(space, [Cone(centre, centre, 2.0, 2.0)], 0.3))
    assert np.allclose(np.linalg.norm(vertices, axis=1), 2, atol=0.03)
    assert ((vertices * normals).sum(1) > 1.9).all()
    a, b, c = (vertices[faces[:, corner]] for corner in range(3))
    assert ((np.cross(b - a, c - a) * a).sum(1) > 0).all()


@pytest.mark.parametrize("back", [(0, 0, 1), (0, -0.6, 0.8), (0.3, -0.9, 0.1)])
def test_the_photographer_stays_behind_the_camera(back: tuple[float, float, float]) -> None:
    towards = np.array(back, float) / np.linalg.norm(back)
    up = np.array([0.0, 1.0, 0.0]) if towards[2] > 0.7 else np.array([0.0, 0.0, 1.0])
    up -= towards * (up @ towards)
    up /= np.linalg.norm(up)
    position = towards * 25
    parts = photographer(np.random.default_rng(6), position, np.cross(up, towards), up, towards)
    points = np.concatenate([part.vertices for part in parts])
    assert ((points - position) @ towards).min() > 0.29
    assert {part.layer for part in parts} == {"scenery"}
    assert len({part.name for part in parts}) == len(parts)
    assert sum(len(part.faces) for part in parts) < 60_000
