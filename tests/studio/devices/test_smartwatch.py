"""Smartwatches: crown on the right, straps above and below, sensor behind."""

import numpy as np
import pytest
from studio.build import build
from studio.designs import DESIGNS
from studio.devices.smartwatch import parameters

SOME = DESIGNS["smartwatch"][::9]


@pytest.mark.parametrize("design", SOME)
@pytest.mark.parametrize("strap", ["flat", "loop", "none"])
def test_sides_are_where_they_belong(design, strap):
    thing = build(design, np.random.default_rng(2), strap=strap)
    marks = thing.landmarks
    assert marks["sensor"][2] < 0
    for name, (x, _, _) in marks.items():
        if name.startswith(("crown", "button")):
            assert x > parameters(design).width * 0.3
    assert ("strap_top" in marks) == (strap != "none")
    if strap != "none":
        assert marks["strap_top"][1] > 0 > marks["strap_bottom"][1]
        names = {part.name: part for part in thing.parts}
        assert names["strap_top"].vertices[:, 1].max() > parameters(design).height / 2
        assert names["strap_bottom"].vertices[:, 1].min() < -parameters(design).height / 2


def test_round_faces_are_dark_in_the_corners():
    design = next(name for name in DESIGNS["smartwatch"] if parameters(name).round)
    thing = build(design, np.random.default_rng(0), lit=True, content="white")
    light = next(part for part in thing.parts if part.name == "front").material.emission
    assert light[0, 0].max() == 0
    assert light[light.shape[0] // 2, light.shape[1] // 2].min() > 0.5


def test_there_are_round_and_square_ones():
    assert {parameters(name).round for name in DESIGNS["smartwatch"]} == {True, False}
