"""What a console's screen shows: menus and games."""

from __future__ import annotations

from typing import Final

import numpy as np

from studio.model import Texture
from studio.paint import linear, linear_hsv

GAMES: Final = ("menu", "platform", "racing", "blocks", "title")


def paint(content: str, rng: np.random.Generator) -> Texture:
    """A scene of a game or a menu, linear, 288×512."""
    tall, wide = 288, 512
    rows, columns = np.mgrid[:tall, :wide].astype(np.float32)
    top, low = (
        np.array(
            linear_hsv(
                float(rng.uniform()), float(rng.uniform(0.2, 0.9)), float(rng.uniform(0.3, 1))
            )
        )
        for _ in range(2)
    )
    image = top + (low - top) * (rows / tall)[..., None]
    if content == "menu":
        image[:] = 0.02 if rng.random() < 0.5 else 0.8
        for index in range(5):
            x = 40 + index * 92 - int(rng.integers(0, 20))
            image[90:172, x : x + 82] = linear_hsv(float(rng.uniform()), 0.7, 0.9)
            image[100:150, x + 12 : x + 60] = linear_hsv(float(rng.uniform()), 0.4, 1.0)
        image[20:32, 24:110] = image[20:32, 440:490] = 0.35
        for index in range(7):
            around = np.hypot(columns - 140 - index * 38, rows - 220) < 14
            image[around] = linear_hsv(float(rng.uniform()), 0.6, 0.8)
    elif content == "platform":
        for _ in range(9):
            x, y = int(rng.integers(0, wide - 90)), int(rng.integers(90, tall - 20))
            image[y : y + 16, x : x + int(rng.integers(40, 140))] = linear_hsv(0.08, 0.7, 0.5)
            image[y - 6 : y, x : x + 40] = linear_hsv(0.33, 0.8, 0.7)
        for _ in range(6):
            around = np.hypot(columns - rng.uniform(0, wide), rows - rng.uniform(20, 200)) < 9
            image[around] = (0.9, 0.6, 0.05)
    elif content == "racing":
        below = rows > 120
        centre = 256 + 90 * np.sin(rows / 90 + rng.uniform(0, 6))
        road = below & (np.abs(columns - centre) < (rows - 100) * 1.2)
        image[below] = linear_hsv(float(rng.uniform(0.2, 0.4)), 0.7, 0.5)
        image[road] = 0.08
        image[road & (np.abs(columns - centre) < (rows - 110) * 0.04) & (rows % 40 < 22)] = 0.8
        image[220:270, 220:300] = linear_hsv(float(rng.uniform()), 0.9, 0.8)
    elif content == "blocks":
        image[:] = 0.01
        for x in range(12):
            for y in range(int(rng.integers(0, 13))):
                left, lower = 130 + x * 21, tall - 20 - y * 20
                image[lower : lower + 18, left : left + 19] = linear_hsv(
                    float(rng.uniform()), 0.8, 0.9
                )
    else:
        for index in range(int(rng.integers(3, 8))):
            around = (
                np.hypot(columns - rng.uniform(0, wide), rows - rng.uniform(0, tall))
                < 30 + 12 * index
            )
            image[around] *= rng.uniform(0.4, 1.6, 3)
        image[110:160, 120:392] = linear((1.0, 0.95, 0.8))
    return np.asarray(np.clip(image, 0.002, 1), np.float32)
