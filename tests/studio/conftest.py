"""A plain slate, its scene, and the slow variant where no LLVM is found."""

import numpy as np
import pytest

from studio.model import Material, Thing
from studio.paint import linear
from studio.scene import Camera, Scene
from studio.solids import part, sheet, slab


def slate(*, lit=True):
    """A slate whose screen is red at the top left and blue elsewhere, a marker on its left."""
    picture = np.zeros((40, 20, 3), np.uint8)
    picture[:] = (0, 0, 255)
    picture[:20, :10] = (255, 0, 0)
    glass = Material((0.004, 0.004, 0.004), 0.05, emission=linear(picture) if lit else None)
    return Thing(
        "smartphone",
        "smartphone-nova-1",
        (
            part("frame", slab(7, 14, 0.6, -0.4, 0.4), Material((0.6, 0.6, 0.6), 0.4)),
            part(
                "front",
                slab(6.6, 13.6, 0.5, 0.38, 0.43, 0.005, 0.005),
                glass,
                uv_size=(6.6, 13.6),
                layer="screen",
            ),
        ),
        landmarks={"marker": (-3.5, 3.0, 0.0), "corner": (-3.3, 6.8, 0.43)},
    )


def facing(position, *, aperture=0.01, focus=None, field_of_view=50.0, aspect=0.75):
    """A camera that looks at the origin, the world's y upward."""
    position = np.asarray(position, float)
    back = position / np.linalg.norm(position)
    up = np.array([0.0, 1.0, 0.0]) - back * back[1]
    up /= np.linalg.norm(up)
    distance = float(np.linalg.norm(position))
    return Camera(
        position,
        np.cross(up, back),
        up,
        back,
        field_of_view,
        aspect,
        aperture,
        focus or distance,
    )


def scene_of(thing, camera, *, source=0.0, table=True, level=1.2):
    radiance = np.full((32, 64, 3), 0.4, np.float32)
    sources = np.zeros_like(radiance)
    sources[2:8] = source
    ground = sheet(
        "table",
        [(-40, 40, -0.42), (-40, -40, -0.42), (40, -40, -0.42), (40, 40, -0.42)],
        Material((0.5, 0.5, 0.5), 0.9),
        layer="scenery",
    )
    parts = (*thing.parts, ground) if table else thing.parts
    return Scene(parts, radiance + sources, sources, 0.0, (), level, camera)


@pytest.fixture(scope="session", autouse=True)
def _renderer():
    pytest.importorskip("mitsuba", reason="the studio's extra is not installed")
    # The variant without LLVM is the fastest for tiny pictures, and the same on every machine.
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STUDIO_VARIANT", "scalar_rgb")
        yield
