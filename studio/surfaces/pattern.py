"""What all surfaces are drawn with: a square of pixels measured in cm, cells, wear, shading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.model import Texture
from studio.paint import hsv, noise

Plane = NDArray[np.float32]
PIXELS = 1024


@dataclass(frozen=True)
class Drawn:
    """A picture of a surface before it becomes a material.

    Attributes
    ----------
    colour : H×W×3 float32
        sRGB, 0 to 1.
    roughness : float, or H×W float32
    specular : float
    metallic : float
    size_cm : float
        Side of the square.
    relief : H×W float32, optional
        Heights in cm of what is not flat.
    """

    colour: Texture
    roughness: float | Plane
    specular: float
    size_cm: float
    metallic: float = 0.0
    relief: Plane | None = None


def plane(size_cm: float, pixels: int = PIXELS) -> tuple[Plane, Plane]:
    """X to the right and y downward, in cm, at every pixel of the square."""
    place = (np.arange(pixels, dtype=np.float32) + 0.5) * np.float32(size_cm / pixels)
    across, down = np.meshgrid(place, place)
    return across, down


def some_noise(
    rng: np.random.Generator,
    cells: float,
    octaves: int = 5,
    stretch: float = 1.0,
    persistence: float = 0.5,
    pixels: int = PIXELS,
) -> Plane:
    """`paint.noise` over the square, its coarsest cells counted from top to bottom."""
    return noise(rng, pixels, pixels, octaves, cells, stretch, persistence)


def grit(rng: np.random.Generator, size: float = 0.0, pixels: int = PIXELS) -> Plane:
    """Noise without large scales, mean 0 and deviation 1; blurred over `size` pixels."""
    values = rng.standard_normal((pixels, pixels), dtype=np.float32)
    if size > 0:
        values = soft(values, size)
        values = (values - values.mean()) / (values.std() + 1e-6)
    return np.asarray(values, np.float32)


def soft(picture: NDArray[Any], width: float) -> Texture:
    """Blurred by a Gaussian of a width in pixels."""
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), width), np.float32)


def blend(low: Sequence[float] | Texture, high: Sequence[float] | Texture, share: Plane) -> Texture:
    """From one colour to another by a share of 0 to 1 at every pixel."""
    weight = np.clip(share, 0, 1, dtype=np.float32)
    first, second = np.asarray(low, np.float32), np.asarray(high, np.float32)
    if first.ndim == second.ndim == 1:
        channels = [a + weight * (b - a) for a, b in zip(first, second, strict=True)]
        return np.asarray(cv2.merge(channels), np.float32)
    return np.asarray(first + cv2.merge([weight] * 3) * (second - first), np.float32)


def shaded(colour: NDArray[Any], factor: NDArray[Any]) -> Texture:
    """Each pixel's colour times its factor (quicker than to broadcast over three channels)."""
    weight = np.asarray(factor, np.float32)
    if colour.ndim == 1:
        return np.asarray(cv2.merge([weight * np.float32(tone) for tone in colour]), np.float32)
    return np.asarray(colour * cv2.merge([weight] * 3), np.float32)


def step(values: NDArray[Any], low: float, high: float) -> Plane:
    """Smoothly from 0 at `low` to 1 at `high`."""
    share = np.clip((values - low) / (high - low), 0, 1)
    return np.asarray(share * share * (3 - 2 * share), np.float32)


def cells(
    rng: np.random.Generator, count: int, warp: float = 0.0, pixels: int = PIXELS
) -> tuple[NDArray[np.int32], Plane]:
    """Random cells: the number of the cell, and the distance to its edge in pixels."""
    seeds = np.full((pixels, pixels), 255, np.uint8)
    seeds[rng.integers(0, pixels, count), rng.integers(0, pixels, count)] = 0
    _, labels = cv2.distanceTransformWithLabels(
        seeds, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    if warp > 0:
        labels = bend(rng, labels.astype(np.float32), warp, nearest=True).astype(np.int32)
    edge = np.ones((pixels, pixels), np.uint8)
    edge[:, 1:][labels[:, 1:] != labels[:, :-1]] = 0
    edge[1:][labels[1:] != labels[:-1]] = 0
    distance = cv2.distanceTransform(edge, cv2.DIST_L2, 5)
    return np.asarray(labels, np.int32), np.asarray(distance, np.float32)


def bend(
    rng: np.random.Generator,
    picture: Texture,
    strength: float,
    cells: float = 6,
    *,
    nearest: bool = False,
) -> Texture:
    """The picture with its lines made crooked, by `strength` pixels."""
    height, width = picture.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    return np.asarray(
        cv2.remap(
            picture,
            x + strength * noise(rng, height, width, 4, cells),
            y + strength * noise(rng, height, width, 4, cells),
            cv2.INTER_NEAREST if nearest else cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REFLECT_101,
        ),
        np.float32,
    )


def shade(height: NDArray[Any], strength: float, angle: float) -> Plane:
    """Factor about 1 by which a relief is lighter where it slopes to one side."""
    slope = cv2.Sobel(height, cv2.CV_32F, 1, 0, ksize=3) * np.float32(np.cos(angle))
    slope += cv2.Sobel(height, cv2.CV_32F, 0, 1, ksize=3) * np.float32(np.sin(angle))
    return np.asarray(np.clip(1 + strength * slope, 0.25, 1.75), np.float32)


def worn(rng: np.random.Generator, drawn: Drawn, strength: float = 1.0) -> Drawn:
    """With blotches, spots, crumbs and scratches, as every used surface has."""
    colour = drawn.colour
    level = float(rng.gamma(1.2, 0.5)) * strength
    pixels = colour.shape[0]
    patches = some_noise(rng, rng.uniform(1.2, 3), 4, pixels=pixels)
    colour = shaded(colour, 1 + np.float32(0.025 * level) * patches)
    tint = np.asarray(hsv(rng.uniform(0, 0.15), 0.3, 1), np.float32)
    stain = step(some_noise(rng, rng.uniform(3, 9), 4, pixels=pixels), 1.2, 2.6) * np.float32(
        min(0.25 * level, 0.5)
    )
    colour = colour * blend((1.0, 1.0, 1.0), tint * rng.uniform(0.4, 1) - 0.1, stain)
    marks: NDArray[Any] = np.zeros((pixels, pixels), np.float32)
    for _ in range(rng.poisson(5 * level)):  # crumbs and specks
        centre = tuple(int(value) for value in rng.integers(0, pixels, 2))
        tone = float(rng.choice([-1, 1]) * rng.uniform(0.2, 0.8))
        cv2.circle(marks, centre, int(rng.integers(1, 3)), tone, -1, cv2.LINE_AA)
    for _ in range(rng.poisson(3 * level)):  # scratches
        start = rng.uniform(0, pixels, 2)
        turn = rng.uniform(0, 2 * np.pi) + np.cumsum(rng.normal(0, 0.15, 12))
        path = start + np.cumsum(
            rng.uniform(2, 18) * np.stack([np.cos(turn), np.sin(turn)], 1), axis=0
        )
        tone = float(rng.choice([-1, 1], p=[0.4, 0.6]) * rng.uniform(0.05, 0.3))
        cv2.polylines(marks, [np.int32(path * 8)], False, tone, 1, cv2.LINE_AA, 3)
    marks = soft(marks, 0.6)
    colour = shaded(colour, 1 - np.abs(marks)) + cv2.merge([np.maximum(marks, 0)] * 3)
    roughness = drawn.roughness
    if rng.random() < 0.6:  # grease and wiping: the gloss is never even
        smear = some_noise(rng, rng.uniform(2, 8), 4, pixels=pixels)
        roughness = np.asarray(
            np.clip(roughness * (1 + 0.12 * min(level, 1.5) * smear), 0.03, 1), np.float32
        )
    return Drawn(
        np.asarray(np.clip(colour, 0.005, 0.98), np.float32),
        roughness,
        drawn.specular,
        drawn.size_cm,
        drawn.metallic,
        drawn.relief,
    )
