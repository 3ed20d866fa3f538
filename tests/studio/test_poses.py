"""Poses: the side that was asked for is the side that is seen."""

import numpy as np
import pytest

from studio.poses import strike
from studio.views import VIEWS

from .conftest import slate

POINTS = slate().vertices()
CASES = [
    (kind, name)
    for kind in ("smartphone", "laptop", "smartwatch", "console", "parcel", "document")
    for name in VIEWS[kind]
    if name != "capture"
]


@pytest.mark.parametrize(("kind", "name"), CASES)
def test_the_camera_sees_the_side_of_the_view(kind, name):
    view = VIEWS[kind][name]
    for seed in range(25):
        pose = strike(np.random.default_rng(seed), view, POINTS, plain=seed % 2 == 0)
        side = pose.rotation @ (np.asarray(view.direction) / np.linalg.norm(view.direction))
        assert side @ pose.camera.back > np.cos(np.radians(70 if view.edge else 60))
        assert pose.rotation @ pose.rotation.T == pytest.approx(np.eye(3), abs=1e-9)
        assert np.linalg.det(pose.rotation) == pytest.approx(1)
        axes = np.stack([pose.camera.right, pose.camera.up, pose.camera.back])
        assert axes @ axes.T == pytest.approx(np.eye(3), abs=1e-9)
        assert np.linalg.det(axes) == pytest.approx(1)


@pytest.mark.parametrize("name", VIEWS["smartphone"])
def test_what_lies_touches_the_table(name):
    for seed in range(20):
        pose = strike(
            np.random.default_rng(seed), VIEWS["smartphone"][name], POINTS, setting="lying"
        )
        lowest = (POINTS @ pose.rotation.T + pose.offset)[:, 2].min()
        assert 0 <= lowest < 0.01
        assert pose.camera.position[2] > 0.5


@pytest.mark.parametrize("name", VIEWS["smartphone"])
def test_plain_photos_show_the_whole_device(name):
    for seed in range(30):
        pose = strike(np.random.default_rng(seed), VIEWS["smartphone"][name], POINTS, plain=True)
        pixels = pose.camera.project(POINTS @ pose.rotation.T + pose.offset, 400)
        width, height = pose.camera.size(400)
        inside = (pixels > -2).all(1) & (pixels < np.array([width + 2, height + 2])).all(1)
        assert inside.mean() > 0.98


@pytest.mark.parametrize(("name", "sign"), [("left", -1), ("right", 1)])
def test_the_near_edge_is_the_one_named(name, sign):
    near, far = (np.array([[side * 3.5, 0, 0]]) for side in (sign, -sign))
    for seed in range(20):
        pose = strike(np.random.default_rng(seed), VIEWS["smartphone"][name], POINTS)
        distances = [
            np.linalg.norm(point @ pose.rotation.T + pose.offset - pose.camera.position)
            for point in (near, far)
        ]
        assert distances[0] < distances[1]
