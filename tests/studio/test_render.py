"""The renderer against what geometry says."""

import numpy as np
import pytest

from studio import render as renderer
from studio.errors import StudioError
from studio.model import Material
from studio.render import render
from studio.scene import Lamp
from studio.solids import part, slab

from .conftest import facing, scene_of, slate

SIDE = 96


def made(scene, samples=4, seed=0):
    return render(scene, SIDE, samples, seed, denoise=False)


def test_a_screen_reads_the_right_way_round_and_emits():
    dark = made(scene_of(slate(lit=False), facing((0, 0, 26))))
    lit = made(scene_of(slate(), facing((0, 0, 26))))
    assert lit.light[lit.screen == 1].mean() > 3 * dark.light[dark.screen == 1].mean()
    camera = facing((0, 0, 26))
    x, y = camera.project(np.array([[-1.5, 3.5, 0.43]]), SIDE)[0].astype(int)
    red, _, blue = lit.light[y, x]
    assert red > 3 * blue
    for point in ([1.5, 3.5, 0.43], [-1.5, -3.5, 0.43]):
        x, y = camera.project(np.array([point]), SIDE)[0].astype(int)
        red, _, blue = lit.light[y, x]
        assert blue > 3 * red


@pytest.mark.parametrize("position", [(0, 0, 26), (9, -6, 22), (-20, 2, 9)])
def test_masks_cover_what_is_projected(position):
    camera = facing(position)
    thing = slate()
    rendered = made(scene_of(thing, camera))
    pixels = camera.project(thing.vertices(), SIDE)
    low, high = pixels.min(0), pixels.max(0)
    rows, columns = np.nonzero(rendered.device > 0.5)
    assert columns.min() == pytest.approx(low[0], abs=1.5)
    assert columns.max() + 1 == pytest.approx(high[0], abs=1.5)
    assert rows.min() == pytest.approx(low[1], abs=1.5)
    assert rows.max() + 1 == pytest.approx(high[1], abs=1.5)
    assert (rendered.screen <= rendered.device + 1e-6).all()
    assert rendered.label.max() == 0


def test_left_is_left():
    seen_from_left = facing((-24, 0, 10))
    x, _ = seen_from_left.project(np.array([[-3.5, 0, 0.43]]), SIDE)[0]
    far, _ = seen_from_left.project(np.array([[3.5, 0, 0.43]]), SIDE)[0]
    marker = part(
        "marker",
        slab(1, 1, 0.2, 0, 0.5).rotate((0, -90, 0)).translate((-3.2, 3, 0)),
        Material((0.0, 0.0, 0.0), emission=np.full((2, 2, 3), (0, 9, 0), np.float32)),
    )
    scene = scene_of(slate(lit=False), seen_from_left)
    scene = type(scene)(**{**scene.__dict__, "parts": (*scene.parts, marker)})
    green = made(scene).light
    rows, columns = np.nonzero(green[..., 1] > 3 * green[..., 0] + 1)
    expected = seen_from_left.project(np.array([[-3.7, 3, 0]]), SIDE)[0]
    assert np.mean(columns) == pytest.approx(expected[0], abs=2)
    assert np.mean(rows) == pytest.approx(expected[1], abs=2)
    assert x != far


def test_the_same_seed_makes_the_same_light():
    scene = scene_of(slate(), facing((3, 0, 25)))
    first, second, other = made(scene, 2, 5), made(scene, 2, 5), made(scene, 2, 6)
    assert np.array_equal(first.light, second.light)
    assert np.array_equal(first.device, second.device)
    assert not np.array_equal(first.light, other.light)


def test_glare_grows_with_its_source_and_without_one_there_is_none():
    camera = facing((0, -12, 22))
    levels = [
        made(scene_of(slate(lit=False), camera, source=source)).glare.sum()
        for source in (0.0, 4.0, 16.0)
    ]
    assert levels[0] == 0
    assert 0 < levels[1] < levels[2]
    assert levels[2] == pytest.approx(4 * levels[1], rel=0.2)


def test_a_screen_that_shines_is_no_glare():
    camera = facing((0, 0, 26))
    lit, dark = (made(scene_of(slate(lit=lit), camera, level=5.0)) for lit in (True, False))
    assert lit.glare.sum() == dark.glare.sum()


def test_a_lamp_shines_towards_its_target():
    camera = facing((0, 0, 26))
    scene = scene_of(slate(lit=False), camera)
    lamps = [
        Lamp("lamp", np.array([20.0, 0, 30.0]), target, 6, 6, (80.0, 80.0, 80.0))
        for target in (np.zeros(3), np.array([40.0, 0, 60.0]))
    ]
    towards, away = (
        made(type(scene)(**{**scene.__dict__, "lamps": (lamp,)})).light.mean() for lamp in lamps
    )
    assert towards > 1.5 * away


def test_the_circle_of_confusion_grows_with_the_distance_from_focus():
    circles = [
        made(scene_of(slate(), facing((0, 0, 26), aperture=0.15, focus=focus))).circle
        for focus in (25.5, 22.0, 16.0)
    ]
    assert circles[0] < circles[1] < circles[2]
    camera = facing((0, 0, 26), aperture=0.15, focus=16.0)
    assert circles[2] == pytest.approx(
        float(camera.circle_of_confusion(np.array(25.57), SIDE)), rel=0.05
    )


def test_blur_is_applied_to_the_masks():
    def soft(focus):
        device = made(scene_of(slate(), facing((0, 0, 26), aperture=0.3, focus=focus))).device
        return float(((device > 0.02) & (device < 0.98)).mean())

    assert soft(9.0) > 2 * soft(25.6)


def test_a_missing_package_is_named(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "mitsuba", None)
    renderer.mitsuba.cache_clear()
    with pytest.raises(StudioError, match="mitsuba.*photocheck.studio."):
        renderer.mitsuba()
    monkeypatch.undo()
    renderer.mitsuba.cache_clear()
    monkeypatch.setenv("STUDIO_VARIANT", "scalar_rgb")
    renderer.mitsuba()
    monkeypatch.setitem(__import__("sys").modules, "pyoidn", None)
    with pytest.raises(StudioError, match="pyoidn"):
        render(scene_of(slate(), facing((0, 0, 26))), 16, 1)
