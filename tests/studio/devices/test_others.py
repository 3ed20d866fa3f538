"""Consoles, game pads, headphones and readers: built from their names, and fit to be rendered."""

import numpy as np
import pytest
from studio.build import build
from studio.designs import DESIGNS
from studio.devices import console, controls, earbuds, handheld, headphones, headset, pages
from studio.wear.canvas import canvas_of

KINDS = ("console", "controller", "headphones", "ereader")
SOME = [design for kind in KINDS for design in DESIGNS[kind][:9:2]]


def extent(thing):
    vertices = thing.vertices()
    return vertices.max(0) - vertices.min(0)


def checked(thing):
    for part in thing.parts:
        assert len(part.vertices) == len(part.normals) > 0, part.name
        assert np.isfinite(part.vertices).all(), part.name
        assert np.isfinite(part.normals).all(), part.name
        assert part.faces.max() < len(part.vertices), part.name
        assert np.allclose(np.linalg.norm(part.normals, axis=1), 1, atol=0.01), part.name
        if np.ndim(part.material.colour) == 3:
            assert part.uv is not None, part.name
            assert max(np.shape(part.material.colour)) <= 1024
    assert sum(len(part.faces) for part in thing.parts) < 60_000
    return thing


@pytest.mark.parametrize("design", SOME)
def test_a_design_is_a_sound_thing_of_a_hands_or_a_shelfs_size(design):
    thing = checked(build(design, np.random.default_rng(1)))
    assert thing.category == "other"
    assert thing.facts["kind"] == design.split("-")[0]
    assert 4 < extent(thing).max() < 60
    assert thing.landmarks


@pytest.mark.parametrize("design", SOME[::4])
def test_the_same_random_numbers_build_the_same_thing(design):
    first, second = (build(design, np.random.default_rng(7)) for _ in range(2))
    assert first.facts == second.facts
    for one, other in zip(first.parts, second.parts, strict=True):
        assert one.name == other.name
        assert np.array_equal(one.vertices, other.vertices)
        assert np.array_equal(one.material.colour, other.material.colour)


def test_every_form_of_console_is_among_the_designs():
    forms = {
        build(design, np.random.default_rng(0)).facts["form"] for design in DESIGNS["console"][:9]
    }
    assert forms == {"sides", "grips", "slate", "tall", "folding", "box", "tower"}


def test_the_left_stick_is_on_the_left_and_the_shoulders_are_on_top():
    for design in DESIGNS["controller"][:3]:
        thing = build(design, np.random.default_rng(0))
        assert thing.landmarks["left_bumper"][0] < 0 < thing.landmarks["right_bumper"][0]
        assert thing.landmarks["left_bumper"][1] > thing.landmarks["face_buttons"][1]
        assert thing.landmarks["direction_pad"][0] < 0 < thing.landmarks["face_buttons"][0]


def test_a_lit_screen_shines_towards_its_viewer():
    for design in (DESIGNS["console"][0], DESIGNS["console"][3], DESIGNS["ereader"][0]):
        thing = build(design, np.random.default_rng(0), lit=True)
        dark = build(design, np.random.default_rng(0), lit=False)
        screens = [part for part in thing.parts if part.layer == "screen"]
        assert screens
        assert all(part.material.emission is not None for part in screens)
        assert canvas_of(screens[0]).normal[2] > 0.9
        assert all(part.material.emission is None for part in dark.parts)


def test_a_folding_console_opens():
    design = DESIGNS["console"][4]
    shut = build(design, np.random.default_rng(0), opening=0.0)
    flat = build(design, np.random.default_rng(0), opening=180.0)
    assert isinstance(console.parameters(design), handheld.Handheld)
    assert extent(flat)[1] > 1.6 * extent(shut)[1]


def test_headphones_take_the_pose_they_are_given():
    buds = next(
        d for d in DESIGNS["headphones"] if isinstance(headphones.parameters(d), earbuds.Earbuds)
    )
    cups = next(
        d for d in DESIGNS["headphones"] if isinstance(headphones.parameters(d), headset.Headset)
    )
    for design, poses in ((buds, earbuds.POSES), (cups, headset.POSES)):
        for pose in poses:
            assert checked(build(design, np.random.default_rng(0), pose=pose)).facts["pose"] == pose
    shut = build(buds, np.random.default_rng(0), pose="closed")
    assert not any("bud" in part.name for part in shut.parts)


@pytest.mark.parametrize("content", pages.PAGES)
def test_electronic_paper_is_grey_and_never_white(content):
    page = pages.paint(content, np.random.default_rng(0), 300, 400)
    assert page.shape == (400, 300, 3)
    assert page.dtype == np.uint8
    assert page.max() < 215
    assert np.abs(page[..., 0].astype(int) - page[..., 2]).max() < 16


def test_unknown_pages_are_refused():
    with pytest.raises(ValueError, match="page"):
        pages.paint("film", np.random.default_rng(0), 30, 40)


def test_a_button_contrasts_with_its_casing():
    assert (
        np.mean(controls.contrast((0.8, 0.8, 0.8))) < 0.1 < np.mean(controls.contrast((0.01,) * 3))
    )
