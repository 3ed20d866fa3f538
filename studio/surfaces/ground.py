"""What lies out of doors: grass, asphalt, paving, gravel, sand."""

from __future__ import annotations

import cv2
import numpy as np

from studio.paint import hsv
from studio.surfaces.pattern import PIXELS, Drawn, blend, cells, grit, plane, some_noise, step


def grass(rng: np.random.Generator) -> Drawn:
    """A lawn, or the plastic kind: blades over earth."""
    size = float(rng.uniform(30, 60))
    hue, saturation, value = rng.uniform(0.2, 0.31), rng.uniform(0.45, 0.8), rng.uniform(0.35, 0.7)
    canvas = np.empty((PIXELS, PIXELS, 3), np.float32)
    canvas[:] = np.asarray(hsv(0.12, 0.4, 0.14), np.float32)
    dry = some_noise(rng, 3, 3)
    blades = 5200
    starts = rng.uniform(-20, PIXELS + 20, (blades, 2))
    lean = rng.uniform(0, 2 * np.pi, blades)
    length = rng.gamma(4, 12, blades) * 40 / size
    for index in range(blades):
        x, y = starts[index]
        brown = dry[int(np.clip(y, 0, PIXELS - 1)), int(np.clip(x, 0, PIXELS - 1))] > 1.1
        depth = 0.35 + 0.65 * index / blades  # the last drawn stand highest and lightest
        colour = hsv(
            (hue - 0.1 if brown else hue) + rng.normal(0, 0.015),
            min(saturation * rng.uniform(0.7, 1.1), 1),
            min(value * depth * rng.uniform(0.7, 1.35), 1),
        )
        turn = lean[index] + np.array([0, 0.3, 0.7]) * rng.normal(0, 1)
        path = np.array([x, y]) + np.concatenate(
            [
                np.zeros((1, 2)),
                np.cumsum(length[index] / 3 * np.stack([np.cos(turn), np.sin(turn)], 1), 0),
            ]
        )
        cv2.polylines(
            canvas, [np.int32(path * 8)], False, colour, int(rng.integers(2, 5)), cv2.LINE_AA, 3
        )
    return Drawn(canvas, 0.8, 0.2, size)


def asphalt(rng: np.random.Generator) -> Drawn:
    """Road: stones in tar, cracks, patches."""
    tone = np.asarray(hsv(0.6, 0.03, rng.uniform(0.22, 0.5)), np.float32)
    stone = grit(rng, rng.uniform(1.5, 3))
    colour = (
        tone * (1 + 0.22 * stone + 0.12 * grit(rng, 0.8) + 0.06 * some_noise(rng, 3, 4))[..., None]
    )
    colour = blend(
        np.asarray(colour, np.float32), (0.75, 0.73, 0.7), 0.6 * step(grit(rng, 2), 1.9, 2.5)
    )
    if rng.random() < 0.4:
        crack = np.exp(-np.abs(some_noise(rng, 2, 6)) * 120)
        colour = colour * (1 - 0.8 * crack)[..., None]
    return Drawn(np.asarray(colour, np.float32), 0.9, 0.25, float(rng.uniform(40, 80)))


def paving(rng: np.random.Generator) -> Drawn:
    """Bricks or slabs with sandy joints."""
    size = float(rng.uniform(60, 110))
    across, down = plane(size)
    width, height = (20.0, 10.0) if rng.random() < 0.6 else (30.0, 30.0)
    row = np.floor(down / height)
    shifted = across + (row % 2) * width / 2
    number = ((shifted // width) * 31 + row * 7).astype(np.int32) % 499
    x, y = shifted % width, down % height
    edge = np.minimum(np.minimum(x, width - x), np.minimum(y, height - y)) + 0.12 * some_noise(
        rng, 30, 3
    )
    hue = float(rng.choice([rng.uniform(0.01, 0.06), 0.1]))
    tone = np.asarray(hsv(hue, rng.uniform(0.03, 0.55), rng.uniform(0.4, 0.75)), np.float32)
    each = (1 + 0.12 * rng.standard_normal(499)).astype(np.float32)[number]
    colour = tone * (each + 0.08 * some_noise(rng, 14, 6, 1, 0.7) + 0.07 * grit(rng, 1))[..., None]
    sand = (
        np.asarray(hsv(0.1, 0.25, rng.uniform(0.25, 0.6)), np.float32)
        * (1 + 0.15 * grit(rng, 1))[..., None]
    )
    colour = blend(
        np.asarray(colour, np.float32), np.asarray(sand, np.float32), step(-edge, -0.7, -0.3)
    )
    return Drawn(colour, 0.9, 0.2, size)


def gravel(rng: np.random.Generator) -> Drawn:
    """Pebbles, or sand where they are small."""
    labels, edge = cells(rng, int(rng.choice([900, 2500, 9000])), 3)
    hue, value = rng.uniform(0.05, 0.13), rng.uniform(0.35, 0.7)
    tones = np.stack(
        [
            np.asarray(
                hsv(
                    hue + rng.normal(0, 0.02),
                    rng.uniform(0.02, 0.3),
                    np.clip(value * rng.uniform(0.6, 1.4), 0, 1),
                )
            )
            for _ in range(64)
        ]
    ).astype(np.float32)
    reach = max(float(np.percentile(edge, 97)), 1.0)
    colour = tones[labels % 64] * (0.25 + 0.85 * np.sqrt(np.clip(edge / reach, 0, 1)))[..., None]
    colour = colour * (1 + 0.05 * grit(rng, 1))[..., None]
    return Drawn(np.asarray(colour, np.float32), 0.9, 0.2, float(rng.uniform(25, 60)))
