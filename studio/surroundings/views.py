"""What is seen far away: skies, and the view through a window."""

from __future__ import annotations

import cv2
import numpy as np

from studio.paint import linear_hsv, noise
from studio.surroundings.caster import Picture


def sky(rng: np.random.Generator, rays: Picture, kind: str) -> Picture:
    """Radiance of the sky in given directions (…×3): clear, clouded, overcast, dusk or night."""
    height = np.clip(rays[..., 2], 0, 1)[..., None]
    rows, columns = rays.shape[:2]
    if kind == "night":
        low = np.asarray(linear_hsv(0.08, 0.4, 0.2), np.float32)
        high = np.asarray(linear_hsv(0.63, 0.6, 0.06), np.float32)
        return np.asarray(high + (low - high) * np.exp(-height * 6), np.float32)
    if kind == "dusk":
        low = np.asarray(
            linear_hsv(rng.uniform(0.02, 0.1), rng.uniform(0.4, 0.7), 0.95), np.float32
        )
        high = np.asarray(linear_hsv(0.62, 0.45, rng.uniform(0.3, 0.6)), np.float32)
        blue = high + (low - high) * np.exp(-height * rng.uniform(2, 5))
    elif kind == "overcast":
        level = 0.75 * (1 + 2 * height) / 2.2  # CIE standard overcast sky
        blue = level * np.array([0.96, 0.99, 1.04], np.float32)
    else:
        high = np.asarray(
            linear_hsv(0.58, rng.uniform(0.45, 0.7), rng.uniform(0.65, 0.85)), np.float32
        )
        low = np.asarray(linear_hsv(0.57, 0.12, 0.97), np.float32)
        blue = high + (low - high) * np.exp(-height * 3.5)
    if kind in ("clear", "night"):
        return np.asarray(blue, np.float32)
    # Clouds lie in a plane above us, hence they crowd together at the horizon.
    sheet = noise(rng, 512, 512, 6, 4, 1.0, 0.6)
    scale = 90.0 / (rays[..., 2] + 0.15)
    x = np.mod(256 + rays[..., 0] * scale, 1022)
    y = np.mod(256 + rays[..., 1] * scale, 1022)
    cloud = cv2.remap(
        sheet,
        (511 - np.abs(511 - x)).astype(np.float32),
        (511 - np.abs(511 - y)).astype(np.float32),
        cv2.INTER_LINEAR,
    ).reshape(rows, columns, 1)
    if kind == "overcast":
        return np.asarray(blue * (1 + 0.14 * cloud), np.float32)
    cover = np.clip((cloud - rng.uniform(-0.3, 0.8)) * 1.6, 0, 1)
    tone = 1.15 - 0.3 * np.clip(cloud - 0.6, 0, 1)
    return np.asarray(blue * (1 - cover) + cover * tone, np.float32)


def through_window(rng: np.random.Generator, kind: str, rows: int, columns: int) -> Picture:
    """The view from indoors (clear, clouded, overcast, dusk, night), its sky about 1 bright."""
    angle_x = np.linspace(-0.6, 0.6, columns, dtype=np.float32)
    angle_z = np.linspace(0.7, -0.5, rows, dtype=np.float32)
    rays = np.stack(
        [
            np.broadcast_to(np.cos(angle_x), (rows, columns)),
            np.broadcast_to(np.sin(angle_x), (rows, columns)),
            np.broadcast_to(angle_z[:, None], (rows, columns)),
        ],
        -1,
    ).astype(np.float32)
    picture = sky(rng, rays, kind)
    ground = 0.25 if kind != "night" else 0.01
    horizon = int(rows * rng.uniform(0.45, 0.75))
    picture[horizon:] = (
        np.asarray(linear_hsv(rng.uniform(0.1, 0.3), 0.3, 0.6), np.float32) * ground * 2
    )
    for _ in range(rng.integers(1, 7)):  # houses
        width, height = rng.uniform(0.1, 0.5) * columns, rng.uniform(0.05, 0.5) * rows
        left, top = int(rng.uniform(-0.1, 0.9) * columns), int(horizon - height)
        wall = np.asarray(
            linear_hsv(rng.uniform(0, 0.15), rng.uniform(0, 0.4), rng.uniform(0.3, 0.9)), np.float32
        )
        right = int(left + width)
        area = picture[max(top, 0) : horizon + 3, max(left, 0) : right]
        area[:] = wall * (0.55 if kind != "night" else 0.02)
        step_x, step_y = max(3, columns // 22), max(3, rows // 16)
        for y in range(step_y // 2, area.shape[0] - 2, step_y):
            for x in range(step_x // 2, area.shape[1] - 2, step_x):
                glass = area[y : y + step_y // 2, x : x + step_x // 2]
                if kind == "night":
                    glass[:] = np.array([1, 0.75, 0.4]) * (0.5 if rng.random() < 0.3 else 0.01)
                else:
                    glass[:] = rng.uniform(0.05, 0.35)
    if rng.random() < 0.6:  # trees
        outline = (
            noise(rng, 4, columns, 5, 2, 6)[1] * rows * 0.07
            + horizon
            - rows * rng.uniform(0.02, 0.25)
        )
        leaves = noise(rng, rows, columns, 5, 12, 1, 0.8)
        green = np.asarray(
            linear_hsv(rng.uniform(0.2, 0.32), rng.uniform(0.3, 0.6), 0.5), np.float32
        )
        below = np.arange(rows)[:, None] + 4 * leaves > outline[None]
        below &= noise(rng, 4, columns, 3, 2, 3)[1][None] > -0.3
        dark = 0.7 if kind != "night" else 0.01
        picture = np.where(
            below[..., None], green * dark * np.clip(1 + 0.5 * leaves, 0.2, 2)[..., None], picture
        )
    return np.asarray(picture, np.float32)
