"""Clutter on the table, and boxes to stand a device on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from studio.model import Material, Part
from studio.props.made import page, printed, scenery
from studio.props.things import THINGS
from studio.solids import slab
from studio.surfaces import paint as paint_surface


def clutter(rng: np.random.Generator, clearance: float) -> tuple[Part, ...]:
    """One to five things that lie on z = 0 around the origin, none nearer than `clearance` cm."""
    names = list(THINGS)
    weights = np.array([weight for weight, _ in THINGS.values()])
    placed: list[tuple[float, float, float]] = []
    parts: list[Part] = []
    for index in range(int(rng.choice([1, 2, 3, 4, 5], p=[0.3, 0.27, 0.2, 0.13, 0.1]))):
        name = names[int(rng.choice(len(names), p=weights / weights.sum()))]
        made, _ = THINGS[name][1](rng)
        radius = max(float(np.linalg.norm(one.vertices[:, :2], axis=1).max()) for one in made)
        for _ in range(12):
            angle = rng.uniform(0, 2 * np.pi)
            away = clearance + radius + rng.gamma(1.3, 3.0)
            x, y = away * np.cos(angle), away * np.sin(angle)
            if all(np.hypot(x - a, y - b) > radius + c for a, b, c in placed):
                break
        else:
            continue
        placed.append((x, y, radius))
        turn = rng.uniform(0, 2 * np.pi)
        spin = np.array(
            [[np.cos(turn), -np.sin(turn), 0], [np.sin(turn), np.cos(turn), 0], [0, 0, 1]]
        )
        for part in made:
            moved = part.moved(spin, np.array([x, y, 0.0]))
            parts.append(replace(moved, name=f"clutter {index} {part.name}"))
    return tuple(parts)


def stand(rng: np.random.Generator, width: float, depth: float) -> tuple[tuple[Part, ...], float]:
    """A shoe box or carton whose top, at least `width` × `depth` cm, lies at z = 0; its height."""
    height = float(rng.uniform(4, 14))
    width, depth = width + rng.uniform(1, 12), depth + rng.uniform(1, 12)
    lid = float(rng.uniform(2, height * 0.6))
    material: Material = paint_surface(
        str(rng.choice(["cardboard", "kraft", "plain"])), rng
    ).material
    plain = np.asarray(material.colour, np.float32).reshape(-1, 3).mean(0)
    body = Material((float(plain[0]), float(plain[1]), float(plain[2])), 0.8, 0.0, 0.2)
    parts = [
        scenery(
            "stand", slab(width - 0.4, depth - 0.4, 0.1, -height, -0.2, 0.02, 0.02, 2, 2), body
        ),
        scenery("stand lid", slab(width, depth, 0.1, -lid, -0.01, 0.03, 0.03, 2, 2), body),
    ]
    x, y = width / 2 - 0.05, depth / 2 - 0.05
    top = np.asarray(material.colour, np.float32)
    parts.append(printed("stand top", [(-x, y, 0), (-x, -y, 0), (x, -y, 0), (x, y, 0)], top, 0.8))
    for index, sign in enumerate((1, -1)):
        edge = sign * (depth / 2 + 0.01)
        corners = [
            (sign * x, edge, -0.1),
            (sign * x, edge, -lid),
            (-sign * x, edge, -lid),
            (-sign * x, edge, -0.1),
        ]
        parts.append(printed(f"stand side {index}", corners, page(rng, 256, 64, "label"), 0.6))
    return tuple(parts), height


__all__ = ["clutter", "stand"]
