"""Laptops: the lid turns about its hinge, the ports stay on their sides."""

import numpy as np
import pytest
from studio.build import build
from studio.designs import DESIGNS
from studio.devices.laptop import parameters

DESIGNS_ = DESIGNS["laptop"][::11]


def vertices(thing, name):
    return next(part for part in thing.parts if part.name == name).vertices


@pytest.mark.parametrize("design", DESIGNS_)
def test_closed_it_is_flat_and_open_it_stands(design):
    fixed = parameters(design)
    heights = []
    for opening in (0, 60, 100, 180):
        thing = build(design, np.random.default_rng(0), opening=opening)
        heights.append(float(vertices(thing, "lid")[:, 2].max()))
    closed, half, standing, flat = heights
    assert closed == pytest.approx(fixed.base.height + fixed.lid + 0.04, abs=0.1)
    assert closed < half < standing
    assert flat < fixed.base.height + 1.5
    assert standing == pytest.approx(fixed.base.depth * np.sin(np.radians(100)), rel=0.15)


@pytest.mark.parametrize("design", DESIGNS_)
def test_the_screen_faces_its_user(design):
    thing = build(design, np.random.default_rng(0), opening=105, lit=True)
    front = next(part for part in thing.parts if part.name == "front")
    seen = front.normals[:, 1] < -0.5
    assert seen.sum() >= 4
    # The picture is stored upside down, so that its top row is at the top of the raised lid.
    high = front.vertices[seen & (front.uv[:, 1] > 0.9)]
    low = front.vertices[seen & (front.uv[:, 1] < 0.1)]
    assert high[:, 2].mean() > low[:, 2].mean()
    left = front.vertices[seen & (front.uv[:, 0] < 0.1)]
    assert left[:, 0].mean() < 0


@pytest.mark.parametrize("design", DESIGNS_)
def test_ports_are_on_their_sides(design):
    thing = build(design, np.random.default_rng(0))
    half = parameters(design).base.width / 2
    named = {name: place for name, place in thing.landmarks.items() if "_" in name}
    assert named
    for name, (x, _, _) in named.items():
        assert x == pytest.approx(-half if name.startswith("left") else half)
