"""Out of doors: sky, sun, ground, houses, trees, cars, people."""

from __future__ import annotations

import numpy as np

from studio.paint import linear_hsv, noise
from studio.surroundings.caster import Picture, View, above, flat
from studio.surroundings.furniture import add_person
from studio.surroundings.room import Room
from studio.surroundings.views import sky

_DOWN = np.array([0.0, 0.0, -1.0])


def _facade(rng: np.random.Generator) -> Picture:
    """A house front with rows of windows."""
    picture = np.empty((64, 96, 3), np.float32)
    picture[:] = linear_hsv(rng.uniform(0, 0.14), rng.uniform(0, 0.5), rng.uniform(0.4, 0.95))
    step_y, step_x = int(rng.integers(8, 20)), int(rng.integers(6, 18))
    for y in range(step_y // 3, 62, step_y):
        for x in range(step_x // 3, 94, step_x):
            picture[y : y + step_y // 2, x : x + step_x // 2] = rng.uniform(0.02, 0.25)
    return picture


def outdoors(
    rng: np.random.Generator, kind: str, place: str
) -> tuple[View, Picture, Picture, list[str]]:
    """A view under a sky of a kind: in a street, among trees, or in the open.

    Returns the view, the sky's radiance, its sun (both H×2H×3), and the names of the lights.
    """
    view = View()
    heaven = sky(rng, view.rays, kind)
    floor = -float(rng.uniform(0.3, 1.3))
    ground = np.empty((128, 128, 3), np.float32)
    ground[:] = linear_hsv(
        *(
            (0.25, 0.5, 0.5)
            if place == "trees"
            else (0.09, rng.uniform(0, 0.2), rng.uniform(0.4, 0.7))
        )
    )
    ground *= np.clip(1 + 0.15 * noise(rng, 128, 128, 6, 8), 0.3, 2)[..., None]
    far = 60.0
    view.sheet(
        np.array([-far, -far, floor]), np.array([2 * far, 0, 0]), np.array([0, 2 * far, 0]), ground
    )
    shape = view.distance.shape
    if place in ("street", "balcony"):
        for side in (-1, 1):
            if place == "balcony" and side > 0:
                break
            distance = rng.uniform(2.5, 9) * side
            start = -40.0
            while start < 40:
                length, height = rng.uniform(8, 20), rng.uniform(4, 18)
                corner = np.array([start, distance, floor + height])
                view.sheet(corner, np.array([length, 0, 0]), _DOWN * height, _facade(rng))
                start += length
        for _ in range(rng.integers(0, 5)):  # cars
            centre = np.array(
                [rng.uniform(-12, 12), rng.choice([-1, 1]) * rng.uniform(2, 4.5), floor + 0.5]
            )
            paint = linear_hsv(rng.uniform(), rng.uniform(0, 0.8), rng.uniform(0.05, 0.9))
            view.box(centre, np.array([4.2, 1.7, 0.7]), 0.0, paint)
            view.ball(above(centre, 0.4), np.array([1.5, 0.75, 0.6]), (0.04, 0.05, 0.06))
        for _ in range(rng.integers(0, 4)):  # poles
            centre = np.array([rng.uniform(-10, 10), rng.choice([-1, 1]) * 2.0, floor + 3])
            view.box(centre, np.array([0.1, 0.1, 6]), 0.0, (0.2, 0.2, 0.2))
    leaf = noise(rng, shape[0], shape[1], 5, 40, 1.0, 0.8)
    for _ in range(rng.integers(8, 22) if place == "trees" else rng.integers(0, 6)):
        angle, away = rng.uniform(0, 2 * np.pi), rng.uniform(3, 25)
        tall, broad = rng.uniform(3, 9), rng.uniform(1, 3)
        x, y = away * np.cos(angle), away * np.sin(angle)
        green = np.asarray(
            linear_hsv(rng.uniform(0.18, 0.33), rng.uniform(0.35, 0.7), rng.uniform(0.25, 0.6)),
            np.float32,
        )
        view.box(
            np.array([x, y, floor + tall / 4]),
            np.array([0.25, 0.25, tall / 2]),
            0.0,
            (0.06, 0.045, 0.03),
        )
        foliage = (green * np.clip(1 + 0.45 * leaf, 0.1, 2.5)[..., None]).astype(np.float32)
        view.ball(
            np.array([x, y, floor + tall * 0.65]),
            np.array([broad, broad, tall * 0.4]),
            foliage,
            rough=(0.35 * leaf).astype(np.float32),
        )
    room = Room(view, [], floor, 0.0, [])
    for _ in range(rng.integers(0, 4)):
        add_person(room, rng, floor)
    for _ in range(rng.integers(0, 3)):  # bench, wall, bike-like clutter
        angle, away = rng.uniform(0, 2 * np.pi), rng.uniform(0.8, 3)
        size = rng.uniform([0.3, 0.1, 0.2], [1.8, 0.6, 0.9])
        view.box(
            np.array([away * np.cos(angle), away * np.sin(angle), floor + size[2] / 2]),
            size,
            angle + 1.5,
            linear_hsv(rng.uniform(), rng.uniform(0, 0.6), rng.uniform(0.05, 0.7)),
        )
    if place == "balcony":  # a roof and a railing
        view.sheet(
            np.array([-3, -2, floor + 2.5]),
            np.array([6, 0, 0]),
            np.array([0, 3.2, 0]),
            flat(0.7, 0.68, 0.65),
        )
        bars = np.zeros((20, 120), np.float32)
        bars[:2] = bars[-2:] = 1
        bars[:, ::4] = 1
        view.sheet(
            np.array([-3, 1.3, floor + 1.0]),
            np.array([6, 0, 0]),
            _DOWN,
            flat(0.1, 0.1, 0.1),
            opaque=bars,
        )
    sun = np.zeros_like(heaven)
    lamps = ["sky"]
    if kind in ("clear", "clouded", "dusk"):
        around, high = (
            rng.uniform(0, 2 * np.pi),
            np.radians(rng.uniform(20, 70) if kind != "dusk" else rng.uniform(3, 12)),
        )
        toward = np.array(
            [np.cos(around) * np.cos(high), np.sin(around) * np.cos(high), np.sin(high)], np.float32
        )
        warm = np.array([1, 0.93, 0.82] if kind != "dusk" else [1, 0.62, 0.3], np.float32)
        strength = {"clear": 3.0, "clouded": float(rng.choice([0.3, 2.0])), "dusk": 1.2}[kind]
        # Radiance times solid angle is what falls on a white wall, times pi.
        near = view.rays @ toward
        disc = near > np.cos(np.radians(1.0))
        if not disc.any():
            disc = near >= near.max()
        polar = np.sqrt(1 - view.rays[..., 2] ** 2)
        solid = float((polar * disc).sum()) * (np.pi / shape[0]) ** 2
        sun[disc] = warm * np.pi * strength / solid
        glare = np.exp(-((np.arccos(np.clip(near, -1, 1)) / np.radians(9.0)) ** 2))[..., None]
        heaven = heaven + glare * warm * (0.5 if kind == "clouded" else 1.5)
        view.lit_by(toward.astype(np.float64) * 1000, warm * strength * 1e6)
        lamps.append("sun")
    return view, heaven, sun, lamps
