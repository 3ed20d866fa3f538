"""What dulls a surface: scratches, fingerprints, smears, dust."""

from __future__ import annotations

import cv2
import numpy as np

from studio.model import Texture
from studio.paint import noise
from studio.wear.canvas import Canvas


def scratch(rng: np.random.Generator, canvas: Canvas, amount: float) -> None:
    """Scratches, most of them fine and straight; amount 0 to 1."""
    width, height = canvas.size
    drawn = np.zeros((height, width), np.uint8)
    main = rng.uniform(0, np.pi)
    for _ in range(int(3 + amount * 45 * rng.random())):
        angle = main + rng.normal(0, 0.7)
        length = rng.exponential(1.2) * canvas.density + 4
        start = rng.uniform(0, 1, 2) * (width, height)
        bend = rng.normal(0, 0.2)
        along = np.linspace(0, 1, 8)[:, None] * length
        turn = angle + bend * np.linspace(-1, 1, 8)[:, None]
        points = start + along * np.concatenate([np.cos(turn), np.sin(turn)], axis=1)
        fixed = np.round(points * 16).astype(np.int32).reshape(-1, 1, 2)
        strength = int(255 * rng.uniform(0.08, 0.55) * rng.random())
        cv2.polylines(
            drawn,
            [fixed],
            isClosed=False,
            color=strength,
            thickness=1,
            lineType=cv2.LINE_AA,
            shift=4,
        )
    mask = drawn.astype(np.float32) / np.float32(255)
    _lighten(canvas, mask, 0.5)
    canvas.roughness[:] = np.maximum(canvas.roughness, 0.6 * mask)
    if canvas.emission is not None:
        canvas.emission[:] *= (1 - 0.3 * mask)[..., None]


def smear(rng: np.random.Generator, canvas: Canvas, amount: float) -> None:
    """Grease: wiped smears and fingerprints, which dull what the surface mirrors."""
    width, height = canvas.size
    field = np.zeros((height, width), np.float32)
    small = (height // 4 + 1, width // 4 + 1)
    cloud = noise(rng, *small, 4, 3, stretch=float(rng.choice([0.4, 1.0, 2.5])))
    smooth = cv2.resize(cloud, (width, height))
    field += amount * 0.1 * np.clip(smooth - 0.3, 0, 2)
    for _ in range(int(rng.integers(0, 2 + int(5 * amount)))):
        _swipe(rng, field, canvas.density, amount)
    for _ in range(int(rng.integers(0, 3 + int(7 * amount)))):
        _fingerprint(rng, field, canvas.density, amount)
    canvas.roughness[:] = np.clip(canvas.roughness + field, 0.02, 1)
    _lighten(canvas, field, 0.06)


def _swipe(rng: np.random.Generator, field: Texture, density: float, amount: float) -> None:
    height, width = field.shape
    start = rng.uniform(0.1, 0.9, 2) * (width, height)
    angle = rng.uniform(0, 2 * np.pi)
    length = rng.uniform(1.5, 6) * density
    drawn = np.zeros(field.shape, np.uint8)
    for _ in range(14):  # the ridges of one finger, side by side
        aside = rng.normal(0, 0.28) * density * np.array([-np.sin(angle), np.cos(angle)])
        share = np.sort(rng.uniform(0, 1, 2))
        ends = start + aside + np.outer(share * length, [np.cos(angle), np.sin(angle)])
        first, second = np.round(ends).astype(int).tolist()
        thickness = max(1, int(rng.uniform(0.02, 0.12) * density))
        cv2.line(drawn, first, second, int(rng.integers(40, 160)), thickness)
    soft = cv2.GaussianBlur(drawn, (0, 0), max(1.0, 0.05 * density))
    field += amount * 0.22 * soft.astype(np.float32) / 255


def _fingerprint(rng: np.random.Generator, field: Texture, density: float, amount: float) -> None:
    height, width = field.shape
    radius = rng.uniform(0.55, 0.85) * density
    x, y = rng.uniform(0.05, 0.95, 2) * (width, height)
    left, right = max(int(x - radius), 0), min(int(x + radius) + 1, width)
    top, bottom = max(int(y - radius), 0), min(int(y + radius) + 1, height)
    if right - left < 4 or bottom - top < 4:
        return
    rows, columns = np.mgrid[top:bottom, left:right].astype(np.float32)
    turn = rng.uniform(0, np.pi)
    across = ((columns - x) * np.cos(turn) + (rows - y) * np.sin(turn)) / radius
    along = ((rows - y) * np.cos(turn) - (columns - x) * np.sin(turn)) / radius
    apart = np.hypot(across / 0.72, along)
    whorl = np.hypot(across * 1.3, along + 0.3 * across**2) * radius / density / 0.055
    ridges = 0.5 + 0.5 * np.sin(2 * np.pi * whorl)
    patch = np.clip((1 - apart) * 4, 0, 1) * (0.35 + 0.65 * ridges)
    field[top:bottom, left:right] += amount * rng.uniform(0.06, 0.22) * patch


def dust(rng: np.random.Generator, canvas: Canvas, amount: float) -> None:
    """Specks and lint lying on the surface."""
    width, height = canvas.size
    drawn = np.zeros((height, width), np.uint8)
    area = width * height / canvas.density**2
    for _ in range(int(min(area * rng.uniform(0.3, 4) * amount, 700))):
        place = rng.uniform(0, 16, 2) * (width, height)
        radius = int(16 * min(rng.exponential(0.6) + 0.3, 3))
        level = int(rng.integers(60, 220))
        cv2.circle(drawn, np.round(place).astype(int).tolist(), radius, level, -1, cv2.LINE_AA, 4)
    for _ in range(int(rng.integers(0, 2 + int(10 * amount)))):
        turn = rng.uniform(0, 2 * np.pi) + np.cumsum(rng.normal(0, 0.5, 7))
        steps = np.stack([np.cos(turn), np.sin(turn)], 1) * rng.uniform(0.01, 0.06) * canvas.density
        points = rng.uniform(0, 1, 2) * (width, height) + np.cumsum(steps, axis=0)
        fixed = np.round(points * 16).astype(np.int32).reshape(-1, 1, 2)
        cv2.polylines(drawn, [fixed], False, int(rng.integers(60, 200)), 1, cv2.LINE_AA, 4)
    mask = drawn.astype(np.float32) / np.float32(340)
    _lighten(canvas, mask, 0.42)
    canvas.roughness[:] = np.maximum(canvas.roughness, mask)


def _lighten(canvas: Canvas, mask: Texture, tone: float) -> None:
    amount = np.clip(mask, 0, 1)[..., None]
    canvas.colour[:] = canvas.colour * (1 - amount) + np.float32(tone) * amount
