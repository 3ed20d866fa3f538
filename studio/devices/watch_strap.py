"""Straps of watches: rubber, leather, metal links, woven; flat, closed, or none."""

from __future__ import annotations

from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from studio.model import Material, Part
from studio.paint import linear_hsv, noise
from studio.solids import Solid, cylinder, part, rounded_rectangle, slab, sweep, union

StrapKind = Literal["rubber", "leather", "links", "woven"]
StrapPose = Literal["flat", "loop", "none"]

_STEEL: Final = Material((0.55, 0.55, 0.56), 0.22, 1.0)
_STEPS: Final = 40


def _path(start: float, length: float, pose: StrapPose) -> NDArray[np.float64]:
    """The middle line of one half: y and z of its points, from the case outward."""
    y, z, angle = start, -0.05, 0.0
    points = []
    for index in range(_STEPS + 1):
        points.append((0.0, y, z))
        bend = 0.05 if pose == "flat" else (0.36 if index > 3 else 0.16)
        angle += bend * length / _STEPS
        y += np.cos(angle) * length / _STEPS
        z -= np.sin(angle) * length / _STEPS
    return np.array(points)


def _half(kind: StrapKind, width: float, path: NDArray[np.float64], *, holes: bool) -> Solid:
    if kind == "links":
        return _links(width, path)
    thick = {"rubber": 0.26, "leather": 0.3, "woven": 0.18}[kind]
    outline = rounded_rectangle(width, thick, 0.09, 4)
    band = sweep(path, outline)
    if holes:
        bores = []
        for index in range(_STEPS // 2, _STEPS - 3, 3):
            _, y, z = path[index]
            along = path[index + 1] - path[index]
            tilt = float(np.degrees(np.arctan2(along[2], along[1])))
            bore = cylinder(0.11 if kind == "rubber" else 0.08, -0.4, 0.4, 12)
            bores.append(bore.rotate((tilt, 0, 0)).translate((0, float(y), float(z))))
        band = band - union(bores)
    return band


def _links(width: float, path: NDArray[np.float64]) -> Solid:
    links = []
    for index in range(1, _STEPS, 2):
        _, y, z = path[index]
        along = path[index + 1] - path[index - 1]
        tilt = float(np.degrees(np.arctan2(along[2], along[1])))
        long = float(np.linalg.norm(along)) * 0.93
        link = slab(width, long, 0.08, -0.15, 0.15, 0.05, 0.05, 4, 3)
        middle = slab(width * 0.4, long, 0.06, -0.17, 0.18, 0.05, 0.05, 4, 3)
        both = link + middle
        links.append(both.rotate((tilt, 0, 0)).translate((0, float(y), float(z))))
    return union(links)


def strap_parts(
    rng: np.random.Generator,
    kind: StrapKind,
    width: float,
    start: float,
    pose: StrapPose,
    hue: float,
) -> tuple[list[Part], dict[str, tuple[float, float, float]]]:
    """Both halves and the buckle; `start` is where they leave the case (±y)."""
    if pose == "none":
        return [], {}
    colour = linear_hsv(hue, float(rng.uniform(0, 0.7)), float(rng.choice([0.07, 0.1, 0.4, 0.9])))
    if kind == "leather":
        colour = linear_hsv(
            float(rng.uniform(0.04, 0.09)),
            float(rng.uniform(0.3, 0.7)),
            float(rng.uniform(0.1, 0.55)),
        )
    if kind == "links":
        material = Material(_STEEL.colour, float(rng.uniform(0.15, 0.4)), 1.0)
    else:
        roughness = {"rubber": 0.55, "leather": 0.6, "woven": 0.95}[kind]
        grain = 1 + {"rubber": 0.01, "leather": 0.07, "woven": 0.14}[kind] * noise(
            rng, 256, 64, 5, 16
        )
        texture = np.clip(np.asarray(colour, np.float32) * grain[..., None], 0.003, 0.95)
        material = Material(texture.astype(np.float32), roughness, 0.0, 0.35)
    parts = []
    for side, length in ((1, 7.6), (-1, 10.5)):
        path = _path(start, length, pose)
        holes = side < 0 and kind in {"rubber", "leather"}
        half = _half(kind, width, path, holes=holes)
        half = half if side > 0 else half.rotate((0, 0, 180))
        name = "strap_top" if side > 0 else "strap_bottom"
        parts.append(part(name, half, material, sharp=50, uv_size=(6.0, 24.0)))
    end = _path(start, 7.6, pose)
    _, y, z = end[-1]
    tilt = float(np.degrees(np.arctan2(end[-1][2] - end[-2][2], end[-1][1] - end[-2][1])))
    frame = slab(width + 0.3, 1.1, 0.25, -0.13, 0.13, 0.05, 0.05)
    hole = slab(width - 0.1, 0.7, 0.15, -1, 1, 0.01, 0.01)
    pin = cylinder(0.06, 0, 0.8, 10).rotate((-90, 0, 0)).translate((0, -0.4, 0.1))
    buckle = (frame - hole + pin).rotate((tilt, 0, 0)).translate((0, float(y) + 0.3, float(z)))
    parts.append(part("buckle", buckle, _STEEL))
    marks = {
        "buckle": (0.0, float(y), float(z)),
        "strap_top": (0.0, start + 3.0, -0.2),
        "strap_bottom": (0.0, -start - 3.0, -0.2),
    }
    return parts, marks
