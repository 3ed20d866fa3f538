"""The photographer and the phone in his hands: what black glass and chrome mirror of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from studio.flesh import Cone, Field, body, grid, mesh
from studio.hands import hold
from studio.hands.skeleton import Point, unit
from studio.hands.skin import complexion
from studio.model import Material, Part, Vector
from studio.paint import linear, linear_hsv, noise
from studio.solids import cylinder, part, sheet, slab

_STEP = 1.1
_COARSE = 0.4
_BEHIND = 3.4
"""How far behind the lens its phone is put, so that no finger gets before the lens, cm."""


def photographer(
    rng: np.random.Generator, position: Vector, right: Vector, up: Vector, back: Vector
) -> tuple[Part, ...]:
    """The person behind a camera, and the phone that it is in; all behind the camera's plane.

    Parameters
    ----------
    rng : Generator
    position, right, up, back : 3 floats each
        The camera's place (cm) and axes.
    """
    tone = complexion(rng)
    axes = np.stack([right, up, back], axis=1)
    phone, hands = _phone(rng), _hands(rng, tone)
    centre = position + axes @ np.array([rng.uniform(-2.6, 0.5), -rng.uniform(3.5, 6.0), _BEHIND])
    parts = [one.moved(axes, centre) for one in (*phone, *hands)]
    wrists = [one.vertices.mean(0).astype(float) for one in parts if one.name.endswith("skin")]
    parts += _person(rng, tone, position, right, up, back, wrists)
    return tuple(_behind(one, position, back) for one in parts)


def _far_end(hand: Part, centre: Point) -> Point:
    """Where a hand's arm ends: the middle of what is farthest from the phone."""
    away = np.linalg.norm(hand.vertices - centre, axis=1)
    return np.asarray(hand.vertices[away > np.percentile(away, 96)].mean(0), float)


def _behind(one: Part, position: Vector, back: Vector) -> Part:
    """The part with whatever came before the camera's plane pushed back into it."""
    depth = (one.vertices - position) @ back
    pushed = one.vertices + np.clip(0.3 - depth, 0, None)[:, None] * back
    return Part(
        one.name,
        pushed.astype(np.float32),
        one.normals,
        one.faces,
        one.material,
        one.uv,
        one.layer,
    )


def _phone(rng: np.random.Generator) -> list[Part]:
    """A phone with its screen to +z and its cameras to -z."""
    width, height, depth = rng.uniform(6.8, 7.8), rng.uniform(14, 16.4), 0.8
    colour = linear_hsv(
        rng.uniform(), rng.uniform(0, 0.6), float(rng.choice([0.05, 0.15, 0.6, 0.9]))
    )
    black = Material((0.01, 0.01, 0.01), 0.08)
    case = slab(width, height, 1.0, -depth / 2, depth / 2, 0.12, 0.12)
    parts = [
        part(
            "photographer phone",
            case,
            Material(colour, float(rng.uniform(0.1, 0.5))),
            layer="scenery",
        )
    ]
    x, y = float(width) / 2 - 1.7, float(height) / 2 - 1.9
    module = slab(2.6, 2.8, 0.6, -depth / 2 - 0.15, -depth / 2, 0.05, 0.02).translate((x, y, 0))
    parts.append(part("photographer module", module, Material(colour, 0.3), layer="scenery"))
    places = [(-0.6, 0.65), (-0.6, -0.65), (0.6, 0.0), (0.6, 0.9)][: int(rng.integers(1, 4))]
    for index, (dx, dy) in enumerate(places):
        lens = cylinder(0.52, -depth / 2 - 0.3, -depth / 2 - 0.1, 24).translate((x + dx, y + dy, 0))
        parts.append(part(f"photographer lens {index}", lens, black, layer="scenery"))
    shine = np.clip(noise(rng, 32, 16, 3, 3) * 0.2 + rng.uniform(0.2, 0.8), 0, 1)
    screen = Material((0.0, 0.0, 0.0), 0.1, emission=np.repeat(shine[..., None], 3, 2))
    x, y, z = width / 2 - 0.25, height / 2 - 0.3, depth / 2 + 0.01
    corners = [(-x, y, z), (-x, -y, z), (x, -y, z), (x, y, z)]
    parts.append(sheet("photographer screen", corners, screen, layer="scenery"))
    return parts


def _hands(rng: np.random.Generator, tone: Field) -> list[Part]:
    held = hold(rng, (7.3, 15.2, 0.9), "front", step=_COARSE, tone=tone)
    # Its sleeves end at the elbow that belongs to no one; arms of his own replace them.
    return [
        Part(
            f"photographer {one.name}",
            one.vertices,
            one.normals,
            one.faces,
            one.material,
            one.uv,
            one.layer,
        )
        for one in held
        if one.name.endswith("skin") or "nail" in one.name
    ]


def _person(
    rng: np.random.Generator,
    tone: Field,
    position: Vector,
    right: Vector,
    up: Vector,
    back: Vector,
    hands: Sequence[Point],
) -> list[Part]:
    """Head, hair, clothes and arms that lead to where the hands are."""
    upward = np.array([0.0, 0.0, 1.0])
    level = right - upward * right[2]
    side = unit(level) if np.linalg.norm(level) > 0.3 else right
    if up[2] < -0.3:  # the picture is upside down, the person is not
        up, side = -up, -side
    chest = (
        position + back * rng.uniform(24, 38) - up * rng.uniform(12, 20) + side * rng.normal(0, 4)
    )
    spine = unit(upward * 0.8 + up * 0.35 + back * 0.1)
    shoulders = chest + spine * 8
    head = shoulders + spine * rng.uniform(17, 20) - back * rng.uniform(0, 6)
    gaze = unit(position - head)
    hips = chest - up * rng.uniform(22, 40) - upward * rng.uniform(8, 24)
    depth = float((hips - position) @ back)
    hips = hips + back * max(0.0, 14.0 - depth)
    cloth_cones = [
        Cone(shoulders - side * 9, hips - side * 7, 9.5, 11.0, back, 0.85),
        Cone(shoulders + side * 9, hips + side * 7, 9.5, 11.0, back, 0.85),
        Cone(shoulders - side * 14, shoulders + side * 14, 6.5, 6.5),
    ]
    skin_cones = [
        Cone(shoulders + spine * 4, head - spine * 6, 5.4, 5.2),
        Cone(head - spine * 5 + gaze * 2.0, head + spine * 2.5, 6.3, 7.4),
        Cone(head + spine * 3, head + spine * 4 - gaze * 2, 7.4, 7.6),
        Cone(head + gaze * 8 + spine * 0.5, head + gaze * 8.6 - spine * 2.4, 0.8, 1.2),
    ]
    across = unit(np.cross(spine, gaze))
    for sign in (-1, 1):
        ear = head + across * sign * 7.3 - gaze * 0.5
        skin_cones.append(Cone(ear - spine * 2, ear + spine * 2, 0.9, 1.1))
    sleeves = rng.random() < 0.65
    ends = list(hands) if len(hands) > 1 else [hands[0]]
    for index, hand in enumerate(ends):
        outward = 1.0 if (hand - position) @ side > 0 else -1.0
        if len(ends) == 2:
            outward = 1.0 if index else -1.0
        shoulder = shoulders + side * outward * 17
        middle = position + back * _BEHIND - up * 6
        elbow = hand + unit(hand - middle + side * outward * 3 - upward * 6) * 17
        elbow = 0.75 * elbow + 0.25 * (shoulder - upward * 20)
        cuff = hand + unit(elbow - hand) * rng.uniform(0, 5)
        cloth_cones.append(Cone(shoulder, elbow, 6.0, 5.0))
        (cloth_cones if sleeves else skin_cones).append(Cone(elbow, cuff, 4.6, 3.3))
        skin_cones.append(Cone(cuff, hand, 2.6, 2.2))
    hair_cones = [
        Cone(head + spine * 4.5 - gaze * 0.8, head + spine * 3 - gaze * 3.0, 7.6, 7.9),
        Cone(head + spine * 6.5 + gaze * 1.5, head + spine * 5 - gaze * 3, 6.0, 7.0),
    ]
    if rng.random() < 0.4:  # long hair
        for sign in (-1, 1):
            root = head + across * sign * 6.3 - gaze * 2.5
            hair_cones.append(Cone(root, root - spine * rng.uniform(8, 22), 3.0, 3.2))
    if rng.random() < 0.25:  # a beard
        hair_cones.append(
            Cone(head - spine * 7 + gaze * 3.5, head - spine * 5 + gaze * 2.5, 4.3, 5.0)
        )
    skin = linear(tone)
    dark = linear_hsv(
        rng.uniform(0.03, 0.1), rng.uniform(0.2, 0.6), float(rng.choice([0.08, 0.15, 0.35, 0.6]))
    )
    cloth = linear_hsv(rng.uniform(), rng.uniform(0, 0.7), rng.uniform(0.04, 0.92))
    parts = [
        _flesh(
            "photographer skin",
            skin_cones,
            Material((float(skin[0]), float(skin[1]), float(skin[2])), 0.55, 0.0, 0.35),
        ),
        _flesh("photographer clothes", cloth_cones, Material(cloth, 0.95, 0.0, 0.05)),
        _flesh("photographer hair", hair_cones, Material(dark, 0.6, 0.0, 0.3)),
    ]
    eyes = []
    for sign in (-1, 1):
        eye = head + gaze * 7.1 + across * sign * 3.1 + spine * 1.0
        eyes.append(Cone(eye - across, eye + across, 0.75, 0.75))
        brow = eye + spine * 1.7 + gaze * 0.3
        eyes.append(Cone(brow - across * 1.6, brow + across * 1.6, 0.45, 0.45))
    mouth = head + gaze * 7.7 - spine * 5.2
    eyes.append(Cone(mouth - across * 2, mouth + across * 2, 0.5, 0.5))
    parts.append(_flesh("photographer features", eyes, Material((0.06, 0.03, 0.025), 0.4), 0.6))
    if rng.random() < 0.25:  # spectacles
        rims = [
            Cone(
                head + gaze * 8.4 + across * x + spine * y,
                head + gaze * 8.4 + across * z + spine * y,
                0.35,
                0.35,
            )
            for x, z in ((-6.5, 6.5),)
            for y in (-0.8, 2.4)
        ]
        parts.append(
            _flesh("photographer spectacles", rims, Material((0.02, 0.02, 0.02), 0.3), 0.6)
        )
    return parts


def _flesh(name: str, cones: Sequence[Cone], material: Material, step: float = _STEP) -> Part:
    ends = np.concatenate([np.stack([cone.start, cone.end]) for cone in cones])
    margin = max(float(max(cone.start_radius, cone.end_radius)) for cone in cones) + 2.5 * step
    space = grid(ends.min(0) - margin, ends.max(0) + margin, step)
    field = body(space, cones, 3.0 if step >= _STEP else 0.6, 4.0)
    return Part(name, *mesh(space, field), material, None, "scenery")
