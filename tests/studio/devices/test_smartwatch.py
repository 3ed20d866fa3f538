"""Smartwatches: crown on the right, straps above and below, sensor behind."""

import numpy as np
import pytest
from studio.build import build
from studio.designs import DESIGNS
from studio.devices.smartwatch import parameters

SOME = DESIGNS["smartwatch"][::9]


def parts(thing):
    return {part.name: part for part in thing.parts}


@pytest.mark.parametrize("design", SOME)
@pytest.mark.parametrize("strap", ["flat", "loop", "worn", "none"])
def test_sides_are_where_they_belong(design, strap):
    thing = build(design, np.random.default_rng(2), strap=strap)
    marks, fixed = thing.landmarks, parameters(design)
    assert thing.facts["strap_pose"] == strap
    assert marks["sensor"][2] < 0
    if "crown" in marks:
        assert marks["crown"][0] > fixed.width * 0.3
    for index, (side, y, _) in enumerate(fixed.case.keys):
        place = marks[f"button_{index}"]
        assert place[0] * side > fixed.width * 0.3
        assert place[1] == y
    assert ("strap_top" in marks) == (strap != "none")
    if strap != "none":
        assert marks["strap_top"][1] > 0 > marks["strap_bottom"][1]
        named = parts(thing)
        assert named["strap_top"].vertices[:, 1].max() > fixed.height / 2
        assert named["strap_bottom"].vertices[:, 1].min() < -fixed.height / 2


@pytest.mark.parametrize("design", SOME)
def test_a_closed_strap_meets_and_a_flat_one_lies_on_the_table(design):
    closed = parts(build(design, np.random.default_rng(0), strap="loop"))
    upper, lower = closed["strap_top"].vertices, closed["strap_bottom"].vertices
    lowest = upper[np.argmin(upper[:, 2])]
    assert np.linalg.norm(lower - lowest, axis=1).min() < 0.8
    flat = build(design, np.random.default_rng(0), strap="flat")
    floor = parameters(design).strap.below
    assert flat.vertices()[:, 2].min() > floor - 0.25
    assert parts(flat)["strap_bottom"].vertices[:, 2].min() < floor + 0.1


@pytest.mark.parametrize("design", DESIGNS["smartwatch"])
def test_every_design_is_sound(design):
    thing = build(design, np.random.default_rng(1), lit=True)
    assert sum(len(part.faces) for part in thing.parts) < 60_000
    for part in thing.parts:
        assert np.isfinite(part.vertices).all()
        assert np.allclose(np.linalg.norm(part.normals, axis=1), 1, atol=0.01), part.name
        if np.ndim(part.material.colour) == 3:
            assert part.uv is not None
            assert max(np.shape(part.material.colour)) <= 1024


@pytest.mark.parametrize("design", SOME)
@pytest.mark.parametrize("strap", ["flat", "loop"])
def test_bands_are_closed_and_their_faces_look_outward(design, strap):
    band = parts(build(design, np.random.default_rng(0), strap=strap))["strap_bottom"]
    corners = band.vertices[band.faces].astype(float)
    areas = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    shading = band.normals[band.faces].mean(1)
    assert ((areas * shading).sum(1) > -1e-6).mean() > 0.97


def test_an_arm_is_scenery_and_comes_only_when_asked():
    worn = build(SOME[0], np.random.default_rng(0), strap="worn")
    assert [part.name for part in worn.parts if part.layer == "scenery"] == ["forearm"]
    for seed in range(12):
        thing = build(SOME[0], np.random.default_rng(seed))
        assert all(part.layer != "scenery" for part in thing.parts)


def test_round_faces_are_dark_in_the_corners():
    design = next(name for name in DESIGNS["smartwatch"] if parameters(name).round)
    thing = build(design, np.random.default_rng(0), lit=True, content="white")
    light = parts(thing)["front"].material.emission
    assert light[0, 0].max() == 0
    assert light[light.shape[0] // 2, light.shape[1] // 2].min() > 0.5


def test_there_are_round_and_square_ones_with_every_strap():
    fixed = [parameters(name) for name in DESIGNS["smartwatch"]]
    assert {each.round for each in fixed} == {True, False}
    kinds = {"rubber", "leather", "links", "woven", "milanese"}
    assert {each.strap.kind for each in fixed} == kinds
    assert {each.rear.style for each in fixed} == {"dome", "rings", "window", "disc"}
