"""Household things, each about the origin on z = 0, with the radius it needs, in cm."""

from __future__ import annotations

import manifold3d
import numpy as np
from numpy.typing import NDArray

from studio.model import Material, Part
from studio.paint import linear_hsv, noise
from studio.props.made import Prop, colour, plastic, scenery, steel
from studio.solids import (
    Solid,
    box,
    capsule,
    cylinder,
    lathe,
    slab,
    sweep,
    union,
)

compose = manifold3d.Manifold.compose
sphere = manifold3d.Manifold.sphere


def _drink(bottom: float, top: float, height: float, share: float) -> Solid:
    """What fills a tapering vessel up to a share of its height."""
    radius = bottom + (top - bottom) * share - 0.02
    level = height * share
    return cylinder(radius, level - 0.05, level, 40)


def mug(rng: np.random.Generator) -> Prop:
    """A mug or cup with a drink in it."""
    radius, height = rng.uniform(3.6, 4.6), rng.uniform(7, 10.5)
    taper = rng.uniform(0.75, 1.0)
    glaze = Material(colour(rng), float(rng.uniform(0.08, 0.35)), 0.0, 0.5)
    wall = lathe(
        [
            (radius * taper * 0.92, 0),
            (radius * taper, 0.4),
            (radius, height),
            (radius - 0.15, height + 0.12),
            (radius - 0.35, height),
            (radius * taper - 0.35, 0.6),
        ],
        44,
    )
    angle = np.linspace(-1.35, 1.35, 18)
    path = np.stack(
        [
            radius * 0.95 + 2.3 * np.cos(angle) - 0.5,
            0 * angle,
            height * 0.5 + height * 0.3 * np.sin(angle),
        ],
        1,
    )
    ring = np.linspace(0, 2 * np.pi, 12, endpoint=False)
    handle = sweep(path, np.stack([0.55 * np.cos(ring), 0.35 * np.sin(ring)], 1), (0.0, 1.0, 0.0))
    drink = Material(
        linear_hsv(rng.uniform(0.04, 0.1), rng.uniform(0.4, 0.9), rng.uniform(0.08, 0.5)), 0.05
    )
    parts = [scenery("mug", wall + handle, glaze, 50)]
    parts.append(
        scenery("drink", cylinder(radius - 0.4, 0.5, height * rng.uniform(0.5, 0.9)), drink)
    )
    if rng.random() < 0.3:
        plate = lathe([(4.5, 0.0), (7.0, 0.9), (7.2, 1.0), (7.0, 1.05), (4.5, 0.3)], 44)
        parts = [one.moved(np.eye(3), np.array([0, 0, 0.35])) for one in parts]
        parts.append(scenery("saucer", plate, glaze, 50))
        return parts, 7.3
    return parts, radius + 2.5


def bottle(rng: np.random.Generator) -> Prop:
    """A bottle with cap and label."""
    radius, height = rng.uniform(2.8, 4), rng.uniform(16, 26)
    neck = rng.uniform(1.0, 1.5)
    body = lathe(
        [
            (radius * 0.9, 0),
            (radius, 0.6),
            (radius, height * 0.62),
            (radius * 0.8, height * 0.72),
            (neck, height * 0.84),
            (neck, height),
        ],
        40,
    )
    glass = Material(colour(rng, 0.1, 0.7), 0.06, 0.0, 0.7)
    parts = [scenery("bottle", body, glass, 50)]
    parts.append(
        scenery("cap", cylinder(neck + 0.2, height - 0.3, height + 1.2, 28, 0.1), plastic(rng))
    )
    label = Material(colour(rng, 0.4), 0.6)
    parts.append(scenery("label", cylinder(radius + 0.03, height * 0.18, height * 0.5, 40), label))
    return parts, radius


def tumbler(rng: np.random.Generator) -> Prop:
    """A drinking glass, as a pale mirror-like shell."""
    radius, height = rng.uniform(3, 4), rng.uniform(8, 13)
    shell = lathe(
        [(radius * 0.8, 0), (radius, height), (radius - 0.18, height), (radius * 0.8 - 0.2, 0.8)],
        40,
    )
    parts = [scenery("tumbler", shell, Material((0.55, 0.58, 0.58), 0.04, 0.0, 0.9), 50)]
    tone = linear_hsv(rng.uniform(0, 0.15), rng.uniform(0.05, 0.9), rng.uniform(0.2, 0.9))
    parts.append(
        scenery(
            "drink",
            cylinder(radius * 0.82, 0.8, height * rng.uniform(0.3, 0.8)),
            Material(tone, 0.05),
        )
    )
    return parts, radius


def bowl(rng: np.random.Generator) -> Prop:
    """A bowl with fruit or sweets."""
    radius = rng.uniform(6, 10)
    shell = lathe(
        [
            (radius * 0.45, 0),
            (radius * 0.75, radius * 0.25),
            (radius, radius * 0.6),
            (radius - 0.35, radius * 0.6),
            (radius * 0.7, radius * 0.3),
        ],
        44,
    )
    parts = [scenery("bowl", shell, plastic(rng), 50)]
    for index in range(int(rng.integers(2, 6))):
        size = rng.uniform(2, 3.6)
        place = (
            rng.normal(0, radius * 0.3),
            rng.normal(0, radius * 0.3),
            radius * 0.4 + size * 0.6,
        )
        tone = linear_hsv(rng.uniform(0, 0.3), rng.uniform(0.6, 0.95), rng.uniform(0.4, 0.9))
        parts.append(
            scenery(f"fruit {index}", sphere(size, 28).translate(place), Material(tone, 0.35), 60)
        )
    return parts, radius


def plant(rng: np.random.Generator) -> Prop:
    """A pot with leaves."""
    radius, height = rng.uniform(4, 7), rng.uniform(6, 11)
    pot = lathe(
        [(radius * 0.7, 0), (radius, height), (radius - 0.4, height), (radius * 0.9, height - 0.8)],
        36,
    )
    parts = [
        scenery("pot", pot, plastic(rng), 50),
        scenery(
            "earth",
            cylinder(radius * 0.88, height - 1.2, height - 0.9),
            Material((0.02, 0.015, 0.01), 1.0),
        ),
    ]
    vertices: list[NDArray[np.float64]] = []
    normals: list[NDArray[np.float64]] = []
    faces: list[tuple[int, ...]] = []
    for _ in range(int(rng.integers(14, 34))):
        length, width = rng.uniform(6, 15), rng.uniform(1.2, 3.2)
        angle, lean = rng.uniform(0, 2 * np.pi), rng.uniform(0.3, 1.3)
        share = np.linspace(0, 1, 8)
        out = length * np.sin(lean) * share + 0.2 * length * share**2
        rise = length * np.cos(lean) * share - 0.35 * length * share**2.5
        half = width * np.sin(np.pi * np.clip(share * 0.92 + 0.08, 0, 1)) ** 0.8 / 2
        way, side = (
            np.array([np.cos(angle), np.sin(angle), 0]),
            np.array([-np.sin(angle), np.cos(angle), 0]),
        )
        spine = out[:, None] * way + (height - 1 + rise)[:, None] * np.array([0, 0, 1])
        for flip in (1.0, -1.0):  # both faces
            base = 16 * len(vertices)
            left, right = spine - side * half[:, None], spine + side * half[:, None]
            lift = np.array([0, 0, 0.01 * flip])
            vertices.append(np.stack([left, right], 1).reshape(-1, 3) + lift)
            normals.append(np.tile(flip * (np.array([0, 0, 0.9]) + 0.3 * way), (16, 1)))
            for index in range(7):
                a = base + 2 * index
                quad = [(a, a + 1, a + 3), (a, a + 3, a + 2)]
                faces += quad if flip < 0 else [face[::-1] for face in quad]
    green = linear_hsv(rng.uniform(0.2, 0.36), rng.uniform(0.4, 0.8), rng.uniform(0.2, 0.55))
    parts.append(
        Part(
            "leaves",
            np.concatenate(vertices).astype(np.float32),
            np.concatenate(normals).astype(np.float32),
            np.array(faces, np.uint32),
            Material(green, 0.4),
            None,
            "scenery",
        )
    )
    return parts, radius + 9


def cushion(rng: np.random.Generator) -> Prop:
    """A cushion or folded cloth."""
    side, high = rng.uniform(18, 34), rng.uniform(4, 9)
    steps = 24
    u, v = np.meshgrid(np.linspace(-1, 1, steps), np.linspace(-1, 1, steps))
    dome = ((1 - np.abs(u) ** 2.6) * (1 - np.abs(v) ** 2.6)) ** 0.5
    pinch = 1 - 0.1 * (u**2 * (1 - v**2) + v**2 * (1 - u**2))
    z = high * dome * (1 + 0.05 * noise(rng, steps, steps, 3, 3)) + 0.2
    points = np.stack([u * side / 2 * pinch, -v * side / 2 * pinch, z], -1)
    normals = np.cross(np.gradient(points, axis=1), -np.gradient(points, axis=0))
    normals /= np.linalg.norm(normals, axis=-1, keepdims=True) + 1e-9
    number = np.arange(steps**2).reshape(steps, steps)
    a, b, c, d = number[:-1, :-1], number[1:, :-1], number[1:, 1:], number[:-1, 1:]
    faces = np.concatenate(
        [np.stack([a, b, c], -1).reshape(-1, 3), np.stack([a, c, d], -1).reshape(-1, 3)]
    )
    tone = np.asarray(colour(rng), np.float32)
    weave = np.clip(1 + 0.15 * rng.standard_normal((128, 128, 1)), 0.3, 1.7)
    picture = np.clip(tone * weave, 0, 0.95).astype(np.float32)
    if rng.random() < 0.4:
        picture[:, (np.arange(128) // int(rng.integers(4, 20))) % 2 == 0] = np.asarray(
            colour(rng), np.float32
        )
    material = Material(picture, 0.95, 0.0, 0.05)
    uv = np.stack([(u + 1) / 2, (v + 1) / 2], -1).reshape(-1, 2).astype(np.float32)
    return [
        Part(
            "cushion",
            points.reshape(-1, 3).astype(np.float32),
            normals.reshape(-1, 3).astype(np.float32),
            faces.astype(np.uint32),
            material,
            uv,
            "scenery",
        )
    ], side * 0.7


def coins(rng: np.random.Generator) -> Prop:
    """Some coins, flat or piled."""
    parts, places = [], rng.normal(0, 2.2, (int(rng.integers(1, 7)), 2))
    for index, (x, y) in enumerate(places):
        below = int((np.hypot(*(places[:index] - (x, y)).T) < 2.6).sum())
        radius = rng.uniform(0.8, 1.3)
        disc = cylinder(radius, 0, 0.18, 32, 0.03) - cylinder(radius * 0.86, 0.15, 0.3, 32)
        relief = slab(radius * 0.8, radius * 0.9, radius * 0.3, 0.1, 0.175, 0.01, 0.02, 4, 2)
        metal = Material(linear_hsv(0.09, float(rng.choice([0.1, 0.5, 0.65])), 0.7), 0.3, 1.0)
        parts.append(
            scenery(f"coin {index}", (disc + relief).translate((x, y, 0.19 * below)), metal)
        )
    return parts, 5.0


def keys(rng: np.random.Generator) -> Prop:
    """Keys on a ring."""
    pieces: list[Solid] = []
    for _ in range(int(rng.integers(1, 4))):
        key = cylinder(1.2, 0, 0.22, 20) - cylinder(0.4, -1, 1, 12).translate((0, 0.6, 0))
        key += box((0.75, 4.2, 0.2), (0, -2.8, 0.11))
        for notch in range(4):
            key -= box((0.4, 0.35, 1), (0.42, -2.0 - 0.7 * notch, 0.1))
        turn = float(rng.uniform(0, 360))
        pieces.append(key.translate((0, -1.6, 0.24 * len(pieces))).rotate((0, 0, turn)))
    return [scenery(f"key {index}", piece, steel(rng)) for index, piece in enumerate(pieces)], 6.0


def pliers(rng: np.random.Generator) -> Prop:
    """Pliers or scissors."""
    handle = plastic(rng, linear_hsv(float(rng.choice([0.0, 0.6, 0.13])), 0.85, 0.7))
    grips = [capsule((sign * 2.4, -8, 0.7), (sign * 0.6, 0, 0.7), 0.65) for sign in (-1, 1)]
    jaws = [capsule((sign * 0.4, 0, 0.7), (sign * 0.25, 5.5, 0.7), 0.5) for sign in (-1, 1)]
    return [
        scenery("grips", union(grips), handle, 60),
        scenery("jaws", union(jaws), steel(rng), 60),
    ], 9.0
