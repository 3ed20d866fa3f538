"""Lamps on ceilings, floors and desks, and the light they shed."""

from __future__ import annotations

import numpy as np

from studio.surroundings.caster import Picture, Vector, above, flat
from studio.surroundings.room import Room


def _warmth(rng: np.random.Generator) -> Picture:
    """Colour of a lamp, from candle to cold tube."""
    warm = rng.uniform(0, 1) ** 0.8
    return np.array([1.0, 0.62 + 0.36 * warm, 0.28 + 0.75 * warm], np.float32)


def add_lamp(room: Room, rng: np.random.Generator, kind: str, place: Vector | None = None) -> None:
    """Spots, a panel, tubes, a pendant, a bulb, a floor lamp, or a desk lamp."""
    view = room.view
    colour = _warmth(rng)
    size = np.ptp([wall.corner for wall in room.walls], axis=0)
    low = np.min([wall.corner for wall in room.walls], axis=0)
    spot = low + size * rng.uniform(0.15, 0.85, 3) if place is None else place.copy()
    if np.hypot(*spot[:2]) < 0.5:
        spot[:2] += 0.7
    down = np.array([0.0, 0.0, -1.0])
    if kind == "panel":
        side = rng.uniform(0.3, 0.7, 2)
        spot[2] = room.ceiling - 0.02
        level = float(rng.uniform(8, 25))
        view.sheet(
            spot - [side[0] / 2, side[1] / 2, 0],
            np.array([side[0], 0, 0]),
            np.array([0, side[1], 0]),
            flat(0, 0, 0),
            colour[None, None] * level,
            light=True,
        )
        view.lit_by(spot + down * 0.05, colour * level * side[0] * side[1] / np.pi, down)
    elif kind == "tube":
        along = np.array([1.2, 0, 0]) if rng.random() < 0.5 else np.array([0, 1.2, 0])
        across = np.array([along[1], along[0], 0]) / 1.2 * rng.uniform(0.05, 0.12)
        spot[2] = room.ceiling - 0.08
        level = float(rng.uniform(15, 50))
        view.sheet(spot - along / 2 - across * 2, along, across * 4, flat(0.8, 0.8, 0.8))
        view.sheet(
            spot - along / 2 - across / 2 + down * 0.02,
            along,
            across,
            flat(0, 0, 0),
            colour[None, None] * level,
            light=True,
        )
        for share in (-0.3, 0.3):
            view.lit_by(spot + along * share + down * 0.05, colour * level * 0.06 / np.pi, down)
    elif kind == "spots":
        for _ in range(rng.integers(2, 6)):
            spot = low + size * rng.uniform(0.15, 0.85, 3)
            spot[2] = room.ceiling - 0.03
            level = float(rng.uniform(60, 200))
            radius = float(rng.uniform(0.03, 0.06))
            view.ball(
                spot,
                np.full(3, radius),
                (0, 0, 0),
                colour * level,
                light=True,
            )
            view.lit_by(spot + down * 0.08, colour * level * radius**2, down)
    elif kind == "pendant":
        drop = rng.uniform(0.3, 0.9)
        spot[2] = room.ceiling - drop
        radius = float(rng.uniform(0.12, 0.3))
        level = float(rng.uniform(4, 15))
        view.ball(
            spot,
            np.array([radius, radius, radius * rng.uniform(0.5, 1)]),
            (0.5, 0.5, 0.5),
            colour * level,
            light=True,
        )
        view.box(above(spot, drop / 2), np.array([0.012, 0.012, drop]), 0.0, (0.05, 0.05, 0.05))
        view.lit_by(spot, colour * level * radius**2)
    elif kind == "bulb":
        spot[2] = room.ceiling - rng.uniform(0.1, 0.6)
        level = float(rng.uniform(60, 250))
        view.ball(
            spot,
            np.full(3, 0.035),
            (0, 0, 0),
            colour * level,
            light=True,
        )
        view.lit_by(spot, colour * level * 0.0012)
    else:  # a shaded lamp on the floor or on a desk
        height = 1.5 if kind == "floor lamp" else 0.45
        base = room.floor if kind == "floor lamp" else -0.05
        radius = float(rng.uniform(0.12, 0.22))
        level = float(rng.uniform(5, 16))
        spot[2] = base + height
        view.ball(
            spot,
            np.array([radius, radius, radius * 0.8]),
            (0.5, 0.45, 0.4),
            colour * level,
            light=True,
        )
        view.box(
            above(spot, -(height / 2)), np.array([0.03, 0.03, height]), 0.0, (0.08, 0.08, 0.08)
        )
        view.lit_by(spot, colour * level * radius**2 * 1.5)
    room.lamps.append(kind)
