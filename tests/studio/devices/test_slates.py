"""Smartphones and tablets: which side has what."""

import numpy as np
import pytest
from studio.build import build
from studio.designs import DESIGNS
from studio.devices import smartphone, tablet

PHONES, TABLETS = DESIGNS["smartphone"][::9], DESIGNS["tablet"][::9]


@pytest.fixture(scope="module")
def phones():
    return {design: build(design, np.random.default_rng(5)) for design in PHONES}


def test_buttons_are_on_the_sides_of_their_family():
    families = {smartphone.parameters(design).family for design in DESIGNS["smartphone"]}
    assert families == {"A", "B", "C"}
    for design in DESIGNS["smartphone"][:20]:
        marks = build(design, np.random.default_rng(0)).landmarks
        half = smartphone.parameters(design).body.width / 2
        assert marks["power"][0] == pytest.approx(half)
        volume = marks["volume" if "volume" in marks else "volume_up"]
        family = smartphone.parameters(design).family
        assert volume[0] == pytest.approx(half if family == "B" else -half)


@pytest.mark.parametrize("design", PHONES)
def test_ports_and_cameras_are_where_they_belong(design, phones):
    marks = phones[design].landmarks
    body = smartphone.parameters(design).body
    assert marks["port"][1] == pytest.approx(-body.height / 2)
    assert marks["rear_camera"][1] > 0
    assert marks["rear_camera"][2] < 0
    assert marks["front_camera"][1] > 0
    assert marks["front_camera"][2] > 0


@pytest.mark.parametrize("design", PHONES)
def test_the_glass_stays_inside_the_outline(design, phones):
    thing = phones[design]
    body = smartphone.parameters(design).body
    front = next(part for part in thing.parts if part.name == "front")
    assert np.abs(front.vertices[:, 0]).max() <= body.width / 2
    assert front.vertices[:, 2].min() > 0
    assert front.layer == "screen"
    assert front.material.emission is None
    assert sum(len(part.faces) for part in thing.parts) < 60_000


def test_only_a_lit_screen_emits():
    thing = build("smartphone-nova-1", np.random.default_rng(0), lit=True, content="dialler")
    shining = [part.name for part in thing.parts if part.material.emission is not None]
    assert shining == ["front"]
    assert thing.facts["content"] == "dialler"


def test_a_design_keeps_its_form_and_changes_its_colour():
    things = [build("smartphone-nova-2", np.random.default_rng(seed)) for seed in range(12)]
    frames = [next(p for p in thing.parts if p.name == "frame").vertices for thing in things]
    assert all(np.array_equal(frames[0], frame) for frame in frames)
    assert len({thing.facts["colour"] for thing in things}) >= 3


@pytest.mark.parametrize("design", TABLETS)
def test_tablets_are_larger_than_phones(design):
    thing = build(design, np.random.default_rng(1))
    body = tablet.parameters(design).body
    assert body.width > 11
    assert thing.landmarks["port"][1] == pytest.approx(-body.height / 2)
    power = thing.landmarks["power"]
    on_top = tablet.parameters(design).power_on_top
    assert power[1 if on_top else 0] == pytest.approx((body.height if on_top else body.width) / 2)
