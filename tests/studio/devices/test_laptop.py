"""Laptops: the lid turns about its hinge, the ports stay on their sides."""

import numpy as np
import pytest
from studio.build import build
from studio.designs import DESIGNS
from studio.devices.laptop import parameters
from studio.devices.laptop_keyboard import caps
from studio.devices.laptop_ports import fitting
from studio.wear.canvas import canvas_of

SOME = DESIGNS["laptop"][::11]


def parts(thing):
    return {part.name: part for part in thing.parts}


@pytest.mark.parametrize("design", SOME)
def test_closed_it_is_flat_and_open_it_stands(design):
    fixed = parameters(design)
    heights = []
    for opening in (0, 60, 100, 180):
        thing = build(design, np.random.default_rng(0), opening=opening)
        heights.append(float(parts(thing)["lid"].vertices[:, 2].max()))
    closed, half, standing, flat = heights
    assert closed == pytest.approx(fixed.base.height + fixed.lid + 0.04, abs=0.1)
    assert closed < half < standing
    assert flat < fixed.base.height + 1.5
    assert standing == pytest.approx(fixed.base.depth * np.sin(np.radians(100)), rel=0.15)


@pytest.mark.parametrize("design", SOME)
def test_a_closed_lid_lies_over_its_base_and_touches_nothing(design):
    thing = parts(build(design, np.random.default_rng(0), opening=0))
    lid, frame = thing["lid"].vertices, thing["frame"].vertices
    assert np.allclose(lid[:, :2].min(0), frame[:, :2].min(0), atol=0.1)
    assert np.allclose(lid[:, :2].max(0), frame[:, :2].max(0), atol=0.1)
    assert thing["keys"].vertices[:, 2].max() < thing["front"].vertices[:, 2].min()


@pytest.mark.parametrize("design", SOME)
def test_the_screen_faces_its_user_and_stands_upright(design):
    thing = build(design, np.random.default_rng(0), opening=105, lit=True, content="desktop")
    front = parts(thing)["front"]
    seen = front.normals[:, 1] < -0.5
    assert seen.sum() >= 4
    top = front.vertices[seen & (front.uv[:, 1] < 0.1)]
    bottom = front.vertices[seen & (front.uv[:, 1] > 0.9)]
    assert top[:, 2].mean() > bottom[:, 2].mean()
    left = front.vertices[seen & (front.uv[:, 0] < 0.1)]
    assert left[:, 0].mean() < 0
    # What is painted on the glass later must lie on the user's side of it.
    assert canvas_of(front).normal[1] < -0.5


@pytest.mark.parametrize("design", DESIGNS["laptop"])
def test_ports_are_on_their_sides_and_within_them(design):
    fixed = parameters(design).base
    thing = build(design, np.random.default_rng(0), opening=0)
    ports = {name: place for name, place in thing.landmarks.items() if "_" in name}
    assert len(ports) == len(fixed.left) + len(fixed.right) + len(fixed.rear) > 0
    for name, (x, y, _) in ports.items():
        side = name.split("_")[0]
        if side == "rear":
            assert y == pytest.approx(fixed.depth / 2)
            assert abs(x) < fixed.width / 2
        else:
            assert x == pytest.approx(fixed.width / 2 * (1 if side == "right" else -1))
            assert abs(y) < fixed.depth / 2


@pytest.mark.parametrize("design", DESIGNS["laptop"])
def test_keys_lie_on_the_deck_and_do_not_overlap(design):
    base = parameters(design).base
    keyboard = base.keyboard
    assert keyboard.width < base.width
    assert keyboard.middle + keyboard.depth / 2 < base.depth / 2
    front = keyboard.middle - keyboard.depth / 2
    assert front - base.pad[1] > -base.depth / 2
    boxes = [
        (
            cap.x - cap.width / 2,
            cap.x + cap.width / 2,
            cap.y - cap.height / 2,
            cap.y + cap.height / 2,
        )
        for cap in caps(keyboard)
    ]
    for index, (left, right, low, high) in enumerate(boxes):
        assert -keyboard.width / 2 - 1e-6 <= left < right <= keyboard.width / 2 + 1e-6
        for other in boxes[index + 1 :]:
            apart = max(left, other[0]) - min(right, other[1])
            above = max(low, other[2]) - min(high, other[3])
            assert apart > -1e-6 or above > -1e-6


def test_ports_that_do_not_fit_are_left_out():
    assert fitting(["usb-a", "usb-a", "vga"], 3.5, 2.0) == ("usb-a", "usb-a")
    assert "vga" not in fitting(["vga", "usb-c"], 20, 0.9)


def test_laptops_are_of_many_sorts():
    all_fixed = [parameters(design) for design in DESIGNS["laptop"]]
    assert {fixed.cover.logo for fixed in all_fixed} == {"word", "disc", "ring", "bars", "none"}
    assert {fixed.base.keyboard.number_pad for fixed in all_fixed} == {True, False}
    assert {fixed.cover.hinge for fixed in all_fixed} == {"bar", "knuckles", "wide"}


def test_the_same_random_numbers_build_the_same_laptop():
    first, second = (build(SOME[0], np.random.default_rng(7)) for _ in range(2))
    assert first.facts == second.facts
    for one, other in zip(first.parts, second.parts, strict=True):
        assert one.name == other.name
        assert np.array_equal(one.vertices, other.vertices)
