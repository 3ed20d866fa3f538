"""Flesh, skin, nails and sleeve on the bones of a hand."""

from __future__ import annotations

from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.flesh import Cone, Field, Grid, body, distance_to_box, grid, mesh, smooth_minimum
from studio.hands.skeleton import Digit, Point, Skeleton, unit
from studio.model import Material, Part, Texture
from studio.paint import linear, linear_hsv, noise

STEP: Final = 0.18
_TONES: Final = (
    (228, 188, 164),
    (216, 170, 140),
    (200, 150, 118),
    (186, 130, 96),
    (150, 98, 70),
    (112, 72, 50),
    (78, 50, 38),
)
_FINGER_RADII: Final = (
    (0.98, 0.83, 0.72, 0.6),
    (1.0, 0.86, 0.75, 0.62),
    (0.97, 0.81, 0.7, 0.58),
    (0.88, 0.71, 0.61, 0.51),
)
_THUMB_RADII: Final = (1.35, 1.08, 0.93, 0.72)
_PIXELS: Final = 640


def complexion(rng: np.random.Generator) -> NDArray[np.float32]:
    """A skin tone, sRGB 0 to 1."""
    place = rng.uniform(0, len(_TONES) - 1.001)
    low = int(place)
    tones = np.asarray(_TONES, np.float32) / 255
    tone = tones[low] + (place - low) * (tones[low + 1] - tones[low])
    return np.asarray(np.clip(tone * rng.uniform(0.94, 1.05, 3), 0.05, 0.97), np.float32)


def _digit_cones(digit: Digit, radii: tuple[float, ...], scale: float) -> list[Cone]:
    """Bones with pads between the joints and a slightly flattened tip."""
    joints = digit.joints
    cones = [
        Cone(joints[index], joints[index + 1], radii[index] * scale, radii[index + 1] * scale)
        for index in range(3)
    ]
    for index, share, size in ((0, 0.5, 0.9), (1, 0.5, 0.92), (2, 0.62, 0.97)):
        middle = joints[index] + share * (joints[index + 1] - joints[index])
        palmar = -digit.dorsal * radii[index + 1] * scale * 0.2
        radius = radii[index + 1] * scale * size
        axis = unit(joints[index + 1] - joints[index]) * radius * 0.5
        cones.append(Cone(middle + palmar - axis, middle + palmar + axis, radius, radius))
    return cones


def _palm_cones(hand: Skeleton) -> list[Cone]:
    scale, wrist = hand.scale, hand.wrist
    knuckles = [finger.joints[0] for finger in hand.fingers]
    forward = unit(knuckles[1] - wrist)
    cones = []
    for index, knuckle in enumerate(knuckles):
        base = wrist + scale * (forward * 1.2 + hand.thumbward * (1.35 - 0.85 * index))
        cones.append(Cone(base, knuckle, 1.25 * scale, 0.98 * scale))
        if index:
            near = knuckles[index - 1] - forward * 0.6
            cones.append(Cone(near, knuckle - forward * 0.6, 0.95 * scale, 0.95 * scale))
    thumb = hand.thumb.joints
    heel = wrist + scale * (forward * 2.2 - hand.thumbward * 1.9 + hand.palmward * 0.45)
    cones += [
        Cone(thumb[0], thumb[1], 1.4 * scale, 1.12 * scale),
        Cone(
            thumb[0] + forward * scale + hand.palmward * 0.4,
            thumb[1] * 0.75 + knuckles[0] * 0.25,
            1.2 * scale,
            0.85 * scale,
        ),
        Cone(thumb[1] * 0.8 + knuckles[0] * 0.2, knuckles[0] - forward, 0.6 * scale, 0.8 * scale),
        Cone(heel, knuckles[3] - forward * 0.8, 1.35 * scale, 1.0 * scale),
    ]
    arm = unit(hand.elbow - wrist)
    for side in (-1, 1):
        shift = hand.thumbward * side * 0.85 * scale
        cones.append(
            Cone(
                wrist + shift + forward * 1.5,
                wrist + shift - forward * 0.3,
                1.45 * scale,
                1.55 * scale,
            )
        )
        cones.append(
            Cone(wrist + shift, wrist + shift * 1.1 + arm * 5.5, 1.5 * scale, 1.68 * scale)
        )
    return cones


def _field(space: Grid, hand: Skeleton) -> Field:
    palm = body(space, _palm_cones(hand), 1.0, 2.0)
    field = palm
    for finger, radii in zip(hand.fingers, _FINGER_RADII, strict=True):
        one = body(space, _digit_cones(finger, radii, hand.scale), 0.35)
        field = np.minimum(field, smooth_minimum(one, palm, 0.7))
    thumb = body(space, _digit_cones(hand.thumb, _THUMB_RADII, hand.scale), 0.45)
    return np.asarray(np.minimum(field, smooth_minimum(thumb, palm, 0.8)), np.float32)


def flesh(
    hand: Skeleton, half: Point, step: float = STEP
) -> tuple[Field, Field, NDArray[np.uint32]]:
    """Mesh of a hand that yields to a box of half extents about the origin."""
    points = np.concatenate([digit.joints for digit in (*hand.fingers, hand.thumb)])
    arm = hand.wrist + unit(hand.elbow - hand.wrist) * 5.0
    points = np.concatenate([points, hand.wrist[None], arm[None]])
    space = grid(points.min(0) - 2.4, points.max(0) + 2.4, step)
    field = _field(space, hand)
    rounding = 0.5 * float(half.min())
    away = distance_to_box(space.points, half - rounding) - np.float32(rounding)
    return mesh(space, np.maximum(field, np.float32(0.02) - away))


def _skin_picture(
    rng: np.random.Generator,
    hand: Skeleton,
    tone: NDArray[np.float32],
    place: NDArray[np.float64],
    right: Point,
    up: Point,
) -> Texture:
    """Skin as seen by the camera: blotches, red tips and knuckles, creases at the joints.

    `place` is the left, the top and the side of the square it covers.
    """
    left, top, side = place.tolist()
    scale = _PIXELS / side

    def at(point: NDArray[Any]) -> tuple[float, float]:
        return float((point @ right - left) * scale), float((top - point @ up) * scale)

    red: NDArray[Any] = np.zeros((_PIXELS, _PIXELS), np.float32)
    crease: NDArray[Any] = np.zeros((_PIXELS, _PIXELS), np.float32)
    for digit in (*hand.fingers, hand.thumb):
        for index, strength, size in ((1, 0.45, 0.8), (2, 0.45, 0.7), (3, 1.0, 0.9)):
            x, y = at(digit.joints[index])
            cv2.circle(red, (int(x), int(y)), int(size * scale), strength, -1)
        for index in (1, 2):
            joint = digit.joints[index]
            along = unit(digit.joints[index + 1] - digit.joints[index - 1])
            across = np.cross(along, digit.dorsal)
            for _ in range(4):
                middle = joint + along * rng.normal(0, 0.16)
                bow = along * rng.normal(0, 0.1)
                ends = [middle - across * 0.75, middle + bow, middle + across * 0.75]
                path = np.array([at(end) for end in ends])
                cv2.polylines(
                    crease,
                    [np.int32(path * 8)],
                    False,
                    float(rng.uniform(0.3, 1)),
                    1,
                    cv2.LINE_AA,
                    3,
                )
    forward = unit(hand.fingers[1].joints[0] - hand.wrist)
    for near, fall, rounding in ((0.75, -0.2, 0.5), (0.62, 0.0, 0.2), (0.5, 0.4, -0.6)):
        first = hand.wrist + forward * 8.6 * near + hand.thumbward * 3
        last = hand.wrist + forward * 8.6 * (near + fall * 0.3) - hand.thumbward * 3
        centre = (first + last) / 2 + forward * rounding
        path = np.array([at(point) for point in (first, centre, last)])
        cv2.polylines(crease, [np.int32(path * 8)], False, 0.8, 1, cv2.LINE_AA, 3)
    red = cv2.GaussianBlur(red, (0, 0), 0.45 * scale)
    crease = cv2.GaussianBlur(crease, (0, 0), max(0.6, 0.035 * scale))
    blotch = noise(rng, _PIXELS, _PIXELS, 5, 7, 1, 0.6)
    pore = noise(rng, _PIXELS, _PIXELS, 1, 160) + noise(rng, _PIXELS, _PIXELS, 1, 300)
    palm_light = (
        np.array([1.1, 1.06, 1.04], np.float32) if tone.mean() < 0.5 else np.ones(3, np.float32)
    )
    picture = tone * palm_light * (1 + 0.035 * blotch + 0.022 * pore)[..., None]
    flush = np.clip(red * rng.uniform(0.5, 1.0) + 0.18 * np.clip(blotch, -1, 1), 0, 1)[..., None]
    picture = picture * (1 - flush * np.array([-0.02, 0.13, 0.12], np.float32))
    picture = picture * (
        1 - np.minimum(crease, 1)[..., None] * np.array([0.2, 0.3, 0.32], np.float32)
    )
    return np.asarray(linear(np.clip(picture, 0.01, 0.98).astype(np.float32)), np.float32)


def _nail(digit: Digit, radius: float) -> tuple[Field, Field, NDArray[np.uint32]]:
    """A bulging patch on the back of a fingertip."""
    axis = unit(digit.joints[3] - digit.joints[2])
    side = np.cross(axis, digit.dorsal)
    steps_along, steps_across = 9, 9
    u, v = np.meshgrid(
        np.linspace(-1, 1, steps_along), np.linspace(-1, 1, steps_across), indexing="ij"
    )
    long, broad = radius * 0.95, radius * 0.82
    # Round in front, nearly straight at the cuticle.
    width = broad * np.sqrt(np.clip(1 - 0.55 * np.abs(u) ** 2.6, 0, 1))
    angle = v * 0.95
    x = u * long + radius * 0.05
    y = width * np.sin(angle) / np.sin(0.95)
    # It follows the ball of the tip downward, or its hollow side would show.
    beyond = np.clip((x - 0.1 * radius) / (1.15 * radius), 0, 0.95)
    lift = radius * np.sqrt(1 - beyond**2)
    z = lift * np.cos(angle * 0.92) + 0.012 - 0.05 * (np.abs(u) ** 6 + np.abs(v) ** 6) * radius
    centre = digit.joints[3] - axis * radius * 0.15
    points = centre + x[..., None] * axis + y[..., None] * side + z[..., None] * digit.dorsal
    du, dv = np.gradient(points, axis=0), np.gradient(points, axis=1)
    normal = np.cross(du, dv)
    normal /= np.linalg.norm(normal, axis=-1, keepdims=True) + 1e-9
    if (normal.mean((0, 1)) @ digit.dorsal) < 0:
        normal = -normal
    index = np.arange(steps_along * steps_across).reshape(steps_along, steps_across)
    a, b, c, d = index[:-1, :-1], index[1:, :-1], index[1:, 1:], index[:-1, 1:]
    faces = np.concatenate(
        [np.stack([a, b, c], -1).reshape(-1, 3), np.stack([a, c, d], -1).reshape(-1, 3)]
    )
    corners = points.reshape(-1, 3)
    first = faces[0]
    if (
        np.cross(corners[first[1]] - corners[first[0]], corners[first[2]] - corners[first[0]])
        @ normal[0, 0]
        < 0
    ):
        faces = faces[:, ::-1]
    outer = normal.reshape(-1, 3)
    under = corners - outer * 0.01
    return (
        np.concatenate([corners, under]).astype(np.float32),
        np.concatenate([outer, -outer]).astype(np.float32),
        np.concatenate([faces, faces[:, ::-1] + len(corners)]).astype(np.uint32),
    )


def _sleeve(
    rng: np.random.Generator, hand: Skeleton, name: str, tone: NDArray[np.float32]
) -> list[Part]:
    """A cuff and the arm in it, from somewhere behind the wrist on."""
    arm = unit(hand.elbow - hand.wrist)
    bare = float(
        rng.choice([rng.uniform(1.5, 4.0), rng.uniform(4.0, 12.0), 40.0], p=[0.5, 0.3, 0.2])
    )
    side = unit(hand.thumbward - arm * (hand.thumbward @ arm))
    upward = np.cross(arm, side)
    steps, around = 48, 40
    angle = np.linspace(0, 2 * np.pi, around, endpoint=False)
    parts = []

    def tube(
        start: float,
        end: float,
        low: tuple[float, float],
        high: tuple[float, float],
        fold: float,
        kind: str,
        material: Material,
    ) -> None:
        along = np.linspace(0, 1, steps)
        raw = noise(rng, steps, around, 3, 6, 0.5)
        wrinkle = (raw + raw[:, ::-1]) / 2  # joins where it closes
        ring = low[0] + (high[0] - low[0]) * along, low[1] + (high[1] - low[1]) * along
        swell = 1 + fold * wrinkle * np.clip(along[:, None] * 6, 0.2, 1)
        points = (
            hand.wrist
            + arm * (start + (end - start) * along)[:, None, None]
            + (ring[0][:, None] * swell * np.cos(angle))[..., None] * side
            + (ring[1][:, None] * swell * np.sin(angle))[..., None] * upward
        )
        du = np.gradient(points, axis=0)
        wrapped = np.concatenate([points[:, -1:], points, points[:, :1]], 1)
        dv = np.gradient(wrapped, axis=1)[:, 1:-1]
        normals = np.cross(dv, du)
        normals /= np.linalg.norm(normals, axis=-1, keepdims=True) + 1e-9
        outward = points - points.mean(1, keepdims=True)
        if (normals * outward).sum() < 0:
            normals = -normals
        index = np.arange(steps * around).reshape(steps, around)
        right = np.roll(index, -1, axis=1)
        a, b, c, d = index[:-1], right[:-1], right[1:], index[1:]
        faces = np.concatenate(
            [np.stack([a, b, c], -1).reshape(-1, 3), np.stack([a, c, d], -1).reshape(-1, 3)]
        )
        flat = points.reshape(-1, 3)
        face = faces[0]
        if (
            np.cross(flat[face[1]] - flat[face[0]], flat[face[2]] - flat[face[0]]) @ normals[0, 0]
            < 0
        ):
            faces = faces[:, ::-1]
        ways = np.stack(
            np.meshgrid(np.linspace(0, 4, steps), np.linspace(0, 4, around), indexing="ij"), -1
        )
        parts.append(
            Part(
                f"{name} {kind}",
                flat.astype(np.float32),
                normals.reshape(-1, 3).astype(np.float32),
                faces.astype(np.uint32),
                material,
                ways.reshape(-1, 2).astype(np.float32),
                "scenery",
            )
        )

    scale = hand.scale
    if bare > 3.2 and rng.random() < 0.25:  # a watch strap or bracelet
        tone_of_strap = linear_hsv(rng.uniform(), rng.uniform(0, 0.6), rng.uniform(0.03, 0.9))
        strap = Material(tone_of_strap, float(rng.uniform(0.2, 0.8)), float(rng.random() < 0.3))
        start, broad = rng.uniform(0.4, 1.2), rng.uniform(0.4, 2.0)
        tight = (2.62 * scale, 1.82 * scale)
        tube(start, start + broad, tight, (tight[0] * 1.02, tight[1] * 1.02), 0.0, "strap", strap)
    if bare > 5.0:
        red, green, blue = (float(value) for value in linear(tone))
        skin = Material((red, green, blue), 0.55, 0.0, 0.33)
        tube(
            2.5,
            min(bare, 60) + 2,
            (2.5 * scale, 1.5 * scale),
            (4.4 * scale, 3.9 * scale),
            0.015,
            "arm",
            skin,
        )
    if bare < 39:
        cloth = linear_hsv(rng.uniform(), rng.uniform(0, 0.7), rng.uniform(0.03, 0.9))
        weave = np.clip(1 + 0.12 * rng.standard_normal((256, 256)), 0.3, 1.7).astype(np.float32)
        weave *= (1 + 0.08 * noise(rng, 256, 256, 4, 3)).clip(0.5, 1.5)
        if rng.random() < 0.3:
            weave[:, (np.arange(256) // rng.integers(8, 40)) % 2 == 0] *= rng.uniform(0.3, 0.8)
        picture = np.clip(weave[..., None] * np.asarray(cloth, np.float32), 0, 0.95).astype(
            np.float32
        )
        material = Material(picture, 0.95, 0.0, 0.1)
        wide = rng.uniform(3.3, 4.2) * scale
        tube(
            bare, bare + 3.5, (wide * 0.95, wide * 0.75), (wide, wide * 0.8), 0.03, "cuff", material
        )
        tube(
            bare + 3.2,
            70.0,
            (wide * 1.02, wide * 0.84),
            (wide * 1.9, wide * 1.8),
            0.10,
            "sleeve",
            material,
        )
    return parts


def clad(
    rng: np.random.Generator,
    hand: Skeleton,
    half: Point,
    view: Point,
    name: str,
    tone: NDArray[np.float32],
    step: float = STEP,
) -> tuple[Part, ...]:
    """The hand as parts: skin, nails, sleeve. `view` is the direction to the camera."""
    corners, normals, faces = flesh(hand, half, step)
    helper = np.array([0.0, 1.0, 0.0]) if abs(view[1]) < 0.9 else np.array([0.0, 0.0, 1.0])
    right = unit(np.cross(helper, view))
    up = np.cross(view, right)
    x, y = corners @ right, corners @ up
    side = float(max(np.ptp(x), np.ptp(y)))
    place = np.array([x.min(), y.max(), side])
    uv = np.stack([(x - place[0]) / side, (place[1] - y) / side], 1).astype(np.float32)
    picture = _skin_picture(rng, hand, tone, place, right, up)
    skin = Material(picture, float(rng.uniform(0.45, 0.65)), 0.0, 0.33)
    parts = [Part(f"{name} skin", corners, normals, faces, skin, uv, "scenery")]
    pink = linear(
        np.clip(tone * np.array([1.05, 0.92, 0.9], np.float32) + 0.06, 0, 0.95).astype(np.float32)
    )
    if rng.random() < 0.07:
        hue = rng.uniform(0.9, 1.05) if rng.random() < 0.8 else rng.uniform()
        pink = np.asarray(linear_hsv(hue, rng.uniform(0.3, 0.9), rng.uniform(0.3, 0.9)), np.float32)
    varnish = Material((float(pink[0]), float(pink[1]), float(pink[2])), 0.25, 0.0, 0.5)
    digits = [(finger, radii[3]) for finger, radii in zip(hand.fingers, _FINGER_RADII, strict=True)]
    for index, (digit, radius) in enumerate([*digits, (hand.thumb, _THUMB_RADII[3])]):
        nail = _nail(digit, radius * hand.scale)
        parts.append(Part(f"{name} nail {index}", *nail, varnish, None, "scenery"))
    return (*parts, *_sleeve(rng, hand, name, tone))
