"""Small helpers of props: materials, printed faces, tubes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from studio.model import Material, Part, Texture
from studio.paint import font, linear, linear_hsv, noise
from studio.solids import Solid, part, sheet, sweep
from studio.surfaces.paper import print_column, words

Colour = tuple[float, float, float]
Prop = tuple[list[Part], float]
"""Parts about the origin on z = 0, and the radius they need, cm."""


def colour(rng: np.random.Generator, low: float = 0.05, high: float = 0.92) -> Colour:
    """A colour that things have: often grey, black or white."""
    if rng.random() < 0.45:
        return linear_hsv(
            rng.uniform(), rng.uniform(0, 0.1), float(rng.choice([0.06, 0.12, 0.5, 0.9]))
        )
    return linear_hsv(rng.uniform(), rng.uniform(0.2, 0.85), rng.uniform(low, high))


def plastic(rng: np.random.Generator, tone: Colour | None = None) -> Material:
    """Plastic or paint."""
    return Material(tone or colour(rng), float(rng.uniform(0.15, 0.6)), 0.0, 0.5)


def steel(rng: np.random.Generator) -> Material:
    """Bare metal, silvery or golden."""
    golden = rng.random() < 0.2
    tone = linear_hsv(0.11 if golden else 0.6, 0.45 if golden else 0.03, rng.uniform(0.6, 0.9))
    return Material(tone, float(rng.uniform(0.12, 0.4)), 1.0)


def scenery(name: str, solid: Solid, material: Material, sharp: float = 35.0) -> Part:
    """A solid as scenery."""
    return part(name, solid, material, sharp=sharp, layer="scenery")


def printed(
    name: str, corners: Sequence[Sequence[float]], picture: Texture, roughness: float = 0.6
) -> Part:
    """A printed face: top left, bottom left, bottom right, top right as it is read."""
    return sheet(name, corners, Material(picture, roughness, 0.0, 0.4), layer="scenery")


def tube(name: str, path: NDArray[np.float64], radius: float, material: Material) -> Part:
    """A round tube along a path (N×3)."""
    angle = np.linspace(0, 2 * np.pi, 10, endpoint=False)
    outline = radius * np.stack([np.cos(angle), np.sin(angle)], 1)
    # `sweep` keeps one side direction: a level path is at right angles to z.
    return scenery(name, sweep(path, outline, (0.0, 0.0, 1.0)), material, 60)


def page(rng: np.random.Generator, width: int, height: int, kind: str) -> Texture:
    """Something printed: "text", "cover" or "label"; linear H×W×3."""
    if kind == "text":
        white = int(rng.integers(215, 250))
        image = Image.new("RGB", (width, height), (white, white, white - int(rng.integers(0, 16))))
        draw = ImageDraw.Draw(image)
        margin = width * 0.1
        draw.text(
            (margin, height * 0.05),
            " ".join(words(rng, 2)).title(),
            (25, 25, 28),
            font(width * 0.05),
        )
        print_column(
            draw,
            rng,
            (margin, height * 0.14, width - margin, height * 0.94),
            max(width * 0.026, 5),
            (45, 45, 50),
        )
    else:
        field = noise(rng, height, width, 4, 2)
        first, second = (np.asarray(colour(rng), np.float32) for _ in range(2))
        share = np.clip(0.5 + 0.3 * field * rng.integers(0, 2), 0, 1)[..., None]
        base = np.clip(first * (1 - share) + second * share, 0, 1) ** (1 / 2.2)
        image = Image.fromarray(np.uint8(base * 255))
        draw = ImageDraw.Draw(image)
        ink = (245, 245, 240) if base.mean() < 0.5 else (20, 20, 24)
        size = height * (0.12 if kind == "cover" else 0.2)
        text = str(words(rng, 1)[0]).upper()
        length = draw.textlength(text, font=font(size))
        size = min(size, size * width * 0.8 / max(length, 1))
        draw.text((width / 2, height * rng.uniform(0.2, 0.6)), text, ink, font(size), anchor="mm")
        draw.text(
            (width / 2, height * 0.8),
            " ".join(words(rng, 2)),
            ink,
            font(max(size * 0.35, 5)),
            anchor="mm",
        )
        if rng.random() < 0.4:
            x, y = rng.uniform(0.2, 0.8) * width, rng.uniform(0.3, 0.7) * height
            radius = 0.12 * min(width, height)
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=ink, width=2)
    return linear(np.asarray(image))
