"""What lies on desks, each about the origin on z = 0, with the radius it needs, in cm."""

from __future__ import annotations

import manifold3d
import numpy as np
from numpy.typing import NDArray

from studio.model import Material, Part
from studio.paint import linear_hsv, noise
from studio.props.made import Prop, colour, page, plastic, printed, scenery, steel, tube
from studio.solids import (
    Solid,
    box,
    capsule,
    cylinder,
    lathe,
    rounded_rectangle,
    slab,
    union,
)

compose = manifold3d.Manifold.compose
sphere = manifold3d.Manifold.sphere


def pen(rng: np.random.Generator) -> Prop:
    """A pen or pencil."""
    length, radius = rng.uniform(12, 17), rng.uniform(0.33, 0.6)
    steps = 6 if rng.random() < 0.4 else 20
    barrel = lathe(
        [
            (radius * 0.7, -length / 2),
            (radius, -length / 2 + 0.3),
            (radius, length * 0.36),
            (0.12, length / 2),
        ],
        steps,
    )
    lying = barrel.rotate((0, 90, 0)).translate((0, 0, radius))
    parts = [scenery("pen", lying, plastic(rng))]
    ring = (
        cylinder(radius + 0.03, length * 0.28, length * 0.36, 20)
        .rotate((0, 90, 0))
        .translate((0, 0, radius))
    )
    parts.append(scenery("grip", ring, steel(rng) if rng.random() < 0.5 else plastic(rng)))
    if steps > 6:
        clip = box((4.0, 0.35, 0.1), (-length * 0.35, 0, 2 * radius + 0.12))
        parts.append(scenery("clip", clip, steel(rng)))
    return parts, length / 2


def keyboard(rng: np.random.Generator) -> Prop:
    """A keyboard with its rows of keys."""
    columns, pitch = int(rng.choice([15, 18, 22])), 1.9
    width, depth = columns * pitch + 1.2, 6 * pitch + 1.2
    parts = [scenery("keyboard", slab(width, depth, 0.6, 0, 1.2, 0.1, 0.15), plastic(rng))]
    keys: list[Solid] = []
    for row in range(6):
        x = -columns * pitch / 2
        y = (2.5 - row) * pitch
        while x < columns * pitch / 2 - 0.5:
            wide = pitch * float(rng.choice([1, 1, 1, 1, 1, 1.5, 2]))
            if row == 5 and abs(x + 2) < pitch:
                wide = pitch * 6
            wide = min(wide, columns * pitch / 2 - x)
            keys.append(
                slab(wide - 0.2, pitch - 0.2, 0.2, 1.1, 1.75, 0.01, 0.12, 3, 2).translate(
                    (x + wide / 2, y, 0)
                )
            )
            x += wide
    parts.append(
        scenery(
            "keys",
            compose(keys),
            plastic(rng, linear_hsv(0.6, 0.05, float(rng.choice([0.08, 0.2, 0.9])))),
        )
    )
    return parts, float(np.hypot(width, depth)) / 2


def mouse(rng: np.random.Generator) -> Prop:
    """A computer mouse, perhaps with its cable."""
    ball = sphere(1.0, 44)
    shell = manifold3d.Manifold.batch_hull(
        [ball.scale((2.9, 3.0, 2.5)).translate((0, y, 0)) for y in (-2.3, 2.2)]
    )
    shell = (shell + ball.scale((2.9, 3.4, 3.5)).translate((0, -1.2, 0))) ^ box(
        (10, 14, 8), (0, 0, 4.0)
    )
    wheel = cylinder(0.75, -0.35, 0.35, 24).rotate((0, 90, 0)).translate((0, 3.1, 1.95))
    groove = box((0.1, 4.4, 3), (0, 3.4, 2.6))
    parts = [
        scenery("mouse", shell - groove, plastic(rng), 50),
        scenery("wheel", wheel, plastic(rng)),
    ]
    return parts, 5.7


def book(rng: np.random.Generator) -> Prop:
    """One book or a pile."""
    parts: list[Part] = []
    z = 0.0
    width, height = rng.uniform(11, 19), rng.uniform(17, 26)
    for index in range(int(rng.integers(1, 4))):
        thick = float(rng.uniform(0.8, 3.5))
        turn = np.radians(rng.normal(0, 8))
        spin = np.array(
            [[np.cos(turn), -np.sin(turn), 0], [np.sin(turn), np.cos(turn), 0], [0, 0, 1]]
        )
        shift = np.array([*rng.normal(0, 0.6, 2), z])
        w, h = width * rng.uniform(0.85, 1), height * rng.uniform(0.85, 1)
        tone = colour(rng)
        cover = slab(w, h, 0.1, 0, 0.2, 0.01, 0.01, 2, 2) + slab(
            w, h, 0.1, thick - 0.2, thick, 0.01, 0.01, 2, 2
        )
        cover += box((0.25, h, thick - 0.02), (-w / 2 + 0.12, 0, thick / 2))
        leaves = box((w - 0.5, h - 0.5, thick - 0.4), (0, 0, thick / 2))
        lines = np.clip(0.75 + 0.06 * rng.standard_normal((64, 4, 1)), 0, 1) * np.array(
            [1, 0.97, 0.88]
        )
        parts.append(scenery(f"cover {index}", cover, plastic(rng, tone)).moved(spin, shift))
        parts.append(
            scenery(f"leaves {index}", leaves, Material((0.7, 0.67, 0.58), 0.9)).moved(spin, shift)
        )
        del lines
        top = thick + 0.01
        corners = [
            (-w / 2, h / 2, top),
            (-w / 2, -h / 2, top),
            (w / 2, -h / 2, top),
            (w / 2, h / 2, top),
        ]
        parts.append(
            printed(f"title {index}", corners, page(rng, 220, 300, "cover"), 0.35).moved(
                spin, shift
            )
        )
        z += thick + 0.02
    return parts, float(np.hypot(width, height)) / 2 + 1


def papers(rng: np.random.Generator) -> Prop:
    """Loose printed sheets, slightly curled."""
    parts = []
    width, height = (21.0, 29.7) if rng.random() < 0.5 else (14.8, 21.0)
    for index in range(int(rng.integers(1, 4))):
        turn = np.radians(rng.normal(0, 15))
        steps = 8
        u, v = np.meshgrid(np.linspace(0, 1, steps + 1), np.linspace(0, 1, steps + 1))
        curl = rng.uniform(0, 0.8) * np.clip((u - 0.6) * (0.7 - v) * 4, 0, 1)
        x, y = (u - 0.5) * width, (0.5 - v) * height
        points = np.stack(
            [
                x * np.cos(turn) - y * np.sin(turn),
                x * np.sin(turn) + y * np.cos(turn),
                0.02 + 0.03 * index + curl,
            ],
            -1,
        )
        number = np.arange((steps + 1) ** 2).reshape(steps + 1, steps + 1)
        a, b, c, d = number[:-1, :-1], number[1:, :-1], number[1:, 1:], number[:-1, 1:]
        faces = np.concatenate(
            [np.stack([a, b, c], -1).reshape(-1, 3), np.stack([a, c, d], -1).reshape(-1, 3)]
        )
        normals = np.tile(np.array([0, 0, 1], np.float32), ((steps + 1) ** 2, 1))
        material = Material(page(rng, 420, 594, "text"), 0.85, 0.0, 0.2)
        parts.append(
            Part(
                f"paper {index}",
                points.reshape(-1, 3).astype(np.float32),
                normals,
                faces.astype(np.uint32),
                material,
                np.stack([u, v], -1).reshape(-1, 2).astype(np.float32),
                "scenery",
            )
        )
    return parts, float(np.hypot(width, height)) / 2 * 0.85


def carton(rng: np.random.Generator) -> Prop:
    """The box of a product, printed on top and at the sides."""
    width, height, deep = rng.uniform(6, 22), rng.uniform(8, 26), rng.uniform(2.5, 11)
    tone = colour(rng)
    body = slab(width, height, 0.1, 0, deep, 0.05, 0.05, 2, 2)
    parts = [scenery("carton", body, Material(tone, float(rng.uniform(0.3, 0.8))))]
    x, y, top = width / 2 - 0.1, height / 2 - 0.1, deep + 0.01
    parts.append(
        printed(
            "carton top",
            [(-x, y, top), (-x, -y, top), (x, -y, top), (x, y, top)],
            page(rng, 256, int(256 * height / width) // 2 * 2, "cover"),
            0.4,
        )
    )
    for index, sign in enumerate((1, -1)):
        edge = sign * (height / 2 + 0.01)
        corners = [
            (sign * x, edge, deep - 0.1),
            (sign * x, edge, 0.1),
            (-sign * x, edge, 0.1),
            (-sign * x, edge, deep - 0.1),
        ]
        parts.append(printed(f"carton side {index}", corners, page(rng, 256, 96, "label"), 0.4))
    return parts, float(np.hypot(width, height)) / 2


def _wander(rng: np.random.Generator, length: float, count: int = 90) -> NDArray[np.float64]:
    """A level path that wanders as a dropped cable does."""
    turn = rng.uniform(0, 2 * np.pi) + np.cumsum(
        noise(rng, 4, count, 3, 2, 2)[1] * 0.16 + rng.normal(0, 0.05)
    )
    return np.cumsum(length / count * np.stack([np.cos(turn), np.sin(turn)], 1), 0)


def cable(rng: np.random.Generator) -> Prop:
    """A charging cable with its plug."""
    flat = _wander(rng, rng.uniform(25, 60))
    flat -= flat.mean(0)
    radius = float(rng.uniform(0.15, 0.28))
    path = np.c_[flat, np.full(len(flat), radius)]
    lift = np.linspace(0, 1, len(flat))  # where it crosses itself, one end lies above
    path[:, 2] += 2 * radius * lift
    material = plastic(
        rng,
        linear_hsv(rng.uniform(), rng.uniform(0, 0.3), float(rng.choice([0.05, 0.92, 0.92, 0.6]))),
    )
    parts = [tube("cable", path, radius, material)]
    end, before = path[-1], path[-4]
    way = np.degrees(np.arctan2(end[1] - before[1], end[0] - before[0]))
    plug = (
        slab(2.2, 1.0, 0.2, 0, 0.6, 0.1, 0.1, 3, 2)
        .rotate((0, 0, way))
        .translate((end[0], end[1], 0))
    )
    tip = (
        slab(0.7, 0.82, 0.1, 0.18, 0.42, 0.02, 0.02, 2, 2)
        .translate((1.4, 0, 0))
        .rotate((0, 0, way))
        .translate((end[0], end[1], 0))
    )
    parts += [scenery("plug", plug, material), scenery("plug tip", tip, steel(rng))]
    return parts, float(np.linalg.norm(flat, axis=1).max()) + 1.5


def charger(rng: np.random.Generator) -> Prop:
    """A mains charger with two pins."""
    side = rng.uniform(2.8, 4.5)
    body = slab(side, side * rng.uniform(1, 1.4), 0.6, 0, side * 0.8, 0.3, 0.3)
    material = plastic(rng, linear_hsv(0.6, 0.02, float(rng.choice([0.06, 0.93]))))
    pins = [
        cylinder(0.22, 0, 1.8, 14).rotate((90, 0, 0)).translate((x, -side * 0.5, side * 0.4))
        for x in (-0.9, 0.9)
    ]
    return [scenery("charger", body, material), scenery("pins", union(pins), steel(rng))], side


def spectacles(rng: np.random.Generator) -> Prop:
    """Spectacles, folded open on the table."""
    frame = plastic(
        rng,
        linear_hsv(
            rng.uniform(0.03, 0.1), rng.uniform(0.2, 0.8), float(rng.choice([0.04, 0.15, 0.4]))
        ),
    )
    outline = rounded_rectangle(5.0, rng.uniform(3, 4.4), rng.uniform(1.0, 2.0), 7)
    pieces = []
    for sign in (-1, 1):
        ring = np.c_[outline[:, 0] + sign * 3.2, np.zeros(len(outline)), outline[:, 1] + 2.2]
        for start, end in zip(ring, np.roll(ring, -1, axis=0), strict=True):
            pieces.append(capsule(start, end, 0.17))
        pieces.append(capsule((sign * 5.9, 0, 3.4), (sign * 6.6, 10, 2.6), 0.16))
        pieces.append(capsule((sign * 6.6, 10, 2.6), (sign * 6.4, 13.5, 0.4), 0.18))
    pieces.append(capsule((-0.8, 0, 2.8), (0.8, 0, 2.8), 0.16))
    moved = compose(pieces).translate((0, -6, 0))
    return [scenery("spectacles", moved, frame, 60)], 10.0


def remote(rng: np.random.Generator) -> Prop:
    """A remote control with its buttons."""
    body = slab(4.6, rng.uniform(14, 20), 0.8, 0, 1.8, 0.4, 0.4)
    buttons = [
        cylinder(0.38, 1.7, 2.0, 14, 0.06).translate((x, y, 0))
        for x in (-1.2, 0, 1.2)
        for y in np.arange(-4.5, 5.5, 1.3)
    ]
    tone = linear_hsv(0.6, 0.05, float(rng.choice([0.05, 0.1, 0.8])))
    return [
        scenery("remote", body, plastic(rng, tone)),
        scenery("buttons", compose(buttons), plastic(rng)),
    ], 10.0


def earbuds(rng: np.random.Generator) -> Prop:
    """A pebble-like case."""
    case = slab(rng.uniform(4.5, 6.2), rng.uniform(4.4, 5.2), 2.0, 0, 2.2, 0.9, 0.9) - box(
        (8, 8, 0.05), (0, 0, 1.5)
    )
    return [
        scenery(
            "case",
            case,
            plastic(
                rng, linear_hsv(rng.uniform(), rng.uniform(0, 0.2), float(rng.choice([0.06, 0.93])))
            ),
        )
    ], 3.6
