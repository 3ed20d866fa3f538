"""What lies about on tables, each about the origin on z = 0, with the radius it needs, in cm."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import manifold3d
import numpy as np
from numpy.typing import NDArray

from studio.model import Material, Part
from studio.paint import linear_hsv, noise
from studio.props.made import colour, page, plastic, printed, scenery, steel, tube
from studio.solids import (
    Solid,
    box,
    capsule,
    cylinder,
    lathe,
    rounded_rectangle,
    slab,
    sweep,
    union,
)

compose = manifold3d.Manifold.compose
sphere = manifold3d.Manifold.sphere
Prop = tuple[list[Part], float]


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


def pliers(rng: np.random.Generator) -> Prop:
    """Pliers or scissors."""
    handle = plastic(rng, linear_hsv(float(rng.choice([0.0, 0.6, 0.13])), 0.85, 0.7))
    grips = [capsule((sign * 2.4, -8, 0.7), (sign * 0.6, 0, 0.7), 0.65) for sign in (-1, 1)]
    jaws = [capsule((sign * 0.4, 0, 0.7), (sign * 0.25, 5.5, 0.7), 0.5) for sign in (-1, 1)]
    return [
        scenery("grips", union(grips), handle, 60),
        scenery("jaws", union(jaws), steel(rng), 60),
    ], 9.0


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


THINGS: Final[dict[str, tuple[float, Callable[[np.random.Generator], Prop]]]] = {
    "mug": (4, mug),
    "bottle": (2, bottle),
    "tumbler": (2, tumbler),
    "pen": (5, pen),
    "keyboard": (3, keyboard),
    "mouse": (3, mouse),
    "book": (4, book),
    "papers": (4, papers),
    "carton": (4, carton),
    "cable": (6, cable),
    "charger": (3, charger),
    "spectacles": (2, spectacles),
    "plant": (1.5, plant),
    "coins": (1.5, coins),
    "cushion": (1.5, cushion),
    "remote": (1.5, remote),
    "bowl": (1, bowl),
    "pliers": (1, pliers),
    "earbuds": (2, earbuds),
    "keys": (2, keys),
}
"""Kinds of clutter: how common each is, and how it is made."""
