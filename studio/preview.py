"""Look at a design from all around: `python -m studio.preview smartphone-nova-1 --out X.png`."""

from __future__ import annotations

import argparse
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.build import build
from studio.model import Material, Thing, Vector
from studio.render import render
from studio.scene import Camera, Lamp, Scene
from studio.solids import sheet

_DIRECTIONS: dict[str, tuple[float, float, float]] = {
    "front": (0.1, -0.2, 1.0),
    "back": (-0.1, -0.2, -1.0),
    "left": (-1.0, -0.1, 0.4),
    "right": (1.0, -0.1, 0.4),
    "top": (0.1, 1.0, 0.4),
    "bottom": (0.1, -1.0, 0.4),
}


def camera_towards(
    thing: Thing, direction: tuple[float, float, float], upright: tuple[float, float, float]
) -> Camera:
    """A camera that sees all of a thing from a direction, `upright` pointing up in the picture."""
    points = thing.vertices()
    centre = (points.min(0) + points.max(0)) / 2
    back: Vector = np.asarray(direction, float) / np.linalg.norm(direction)
    up = np.asarray(upright, float) - back * (np.asarray(upright) @ back)
    up = up / np.linalg.norm(up)
    right = np.cross(up, back)
    distance = 4 * float(np.linalg.norm(points - centre, axis=1).max())
    return Camera(centre + back * distance, right, up, back, 30.0, 1.0, 0.01, distance)


def _surroundings() -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    rows = np.linspace(0.9, 0.25, 64, dtype=np.float32)
    radiance = np.repeat(np.repeat(rows[:, None, None], 128, 1), 3, 2)
    sources = np.zeros_like(radiance)
    sources[14:26, 20:34] = 9.0
    return radiance + sources, sources


def preview(thing: Thing, size: int = 320, samples: int = 8) -> NDArray[np.uint8]:
    """A sheet of six directions: (2 size)×(3 size)×3 uint8 RGB."""
    radiance, sources = _surroundings()
    points = thing.vertices()
    floor = float(points[:, 2].min()) - 0.02
    table = sheet(
        "table",
        [(-90, 90, floor), (-90, -90, floor), (90, -90, floor), (90, 90, floor)],
        Material((0.45, 0.42, 0.4), 0.8),
        layer="scenery",
    )
    tiles = []
    for name, direction in _DIRECTIONS.items():
        flat = name in {"front", "back"}
        camera = camera_towards(thing, direction, (0, 1, 0) if flat else (0, 0, 1))
        lamp = Lamp("lamp", np.array([60.0, -60.0, 120.0]), np.zeros(3), 30, 30, (14, 13, 12))
        parts = thing.parts if name == "back" else (*thing.parts, table)
        scene = Scene(parts, radiance, sources, 20.0, (lamp,), 1.2, camera)
        light = render(scene, size, samples).light
        tile = (np.clip(light / 1.3, 0, 1) ** (1 / 2.2) * 255).astype(np.uint8)
        tiles.append(cv2.putText(tile, name, (6, 16), 0, 0.5, (255, 60, 60), 1))
    return np.concatenate(
        [np.concatenate(tiles[:3], axis=1), np.concatenate(tiles[3:], axis=1)]
    ).astype(np.uint8)


def main() -> None:
    """Render the sheet of a design."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("design")
    parser.add_argument("--out", required=True)
    parser.add_argument("--size", type=int, default=320)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--lit", action="store_true")
    parser.add_argument("--option", action="append", default=[], metavar="NAME=VALUE")
    arguments = parser.parse_args()
    options: dict[str, Any] = {"lit": True} if arguments.lit else {}
    for option in arguments.option:
        name, _, value = option.partition("=")
        options[name] = float(value) if value.replace(".", "", 1).isdigit() else value
    thing = build(arguments.design, np.random.default_rng(arguments.seed), **options)
    cv2.imwrite(arguments.out, preview(thing, arguments.size)[..., ::-1])


if __name__ == "__main__":
    main()
