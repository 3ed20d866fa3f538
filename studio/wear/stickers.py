"""Stickers that shops and owners leave on a device: prices, assets, dots, pictures."""

from __future__ import annotations

from typing import Final

import numpy as np
from PIL import Image, ImageDraw

from studio.model import Layer, Material, Part
from studio.paint import font, hsv, linear
from studio.solids import rounded_rectangle
from studio.wear.canvas import Canvas

STICKERS: Final = ("price", "asset", "grade", "dot", "picture")

_COUPLE: Final = ("PROPERTY OF", "ASSET", "INVENTORY", "TESTED", "SERVICE")


def sticker(
    rng: np.random.Generator, canvas: Canvas, kind: str, name: str, lift: float = 0.0
) -> tuple[Part, str]:
    """A sticker somewhere on a canvas, and the text on it ("" for none).

    Raises
    ------
    ValueError
        If the kind is not one of STICKERS.
    """
    if kind not in STICKERS:
        raise ValueError(f"expected a kind of sticker ({', '.join(STICKERS)}), got {kind!r}")
    width, height, radius = {
        "price": (rng.uniform(2.2, 3.8), rng.uniform(1.2, 2.2), rng.choice([0.02, 0.15, 0.6])),
        "asset": (rng.uniform(3.2, 5.0), rng.uniform(1.5, 2.4), 0.12),
        "grade": (rng.uniform(1.4, 2.4), rng.uniform(1.0, 1.6), 0.15),
        "dot": (1.4, 1.4, 0.7),
        "picture": (rng.uniform(2.5, 5.0), rng.uniform(2.5, 5.0), rng.uniform(0.2, 1.2)),
    }[kind]
    whole_width = float(np.linalg.norm(canvas.right))
    whole_height = float(np.linalg.norm(canvas.down))
    shrink = min(1.0, 0.75 * whole_width / width, 0.5 * whole_height / height)
    width, height, radius = width * shrink, height * shrink, float(radius) * shrink
    if kind == "dot":
        height = width
    picture, text = _draw(rng, kind, width, height)
    turn = np.radians(rng.normal(0, 7) + (90 * rng.integers(4) if rng.random() < 0.15 else 0))
    half = 0.5 * float(np.hypot(width, height))
    x = _within(rng, whole_width, min(half, width / 2 + 0.3))
    y = _within(rng, whole_height, min(half, height / 2 + 0.3))
    outline = rounded_rectangle(width, height, min(radius, height / 2), 6)
    across, down = canvas.right / whole_width, canvas.down / whole_height
    middle = canvas.corner + across * x + down * y + canvas.normal * (0.012 + lift)
    right = across * np.cos(turn) + down * np.sin(turn)
    lower = down * np.cos(turn) - across * np.sin(turn)
    points = np.r_[outline, [[0.0, 0.0]]]
    vertices = middle + points[:, :1] * right + points[:, 1:] * lower
    here = np.arange(len(outline))
    faces = np.c_[np.full(len(outline), len(outline)), np.roll(here, -1), here]
    corners = vertices[faces[0]]
    if np.cross(corners[1] - corners[0], corners[2] - corners[0]) @ canvas.normal < 0:
        faces = faces[:, ::-1]
    layer: Layer = "label" if text else "device"
    made = Part(
        name,
        vertices.astype(np.float32),
        np.tile(canvas.normal, (len(vertices), 1)).astype(np.float32),
        faces.astype(np.uint32),
        Material(linear(picture), float(rng.uniform(0.25, 0.7))),
        (points / (width, height) + 0.5).astype(np.float32),
        layer,
    )
    return made, text


def _within(rng: np.random.Generator, whole: float, margin: float) -> float:
    return float(rng.uniform(margin, max(whole - margin, margin + 1e-3)))


def _draw(
    rng: np.random.Generator, kind: str, width: float, height: float
) -> tuple[np.ndarray, str]:
    scale = 320 / max(width, height)
    size = (max(8, round(width * scale)), max(8, round(height * scale)))
    paper = tuple(
        int(255 * value)
        for value in hsv(float(rng.uniform()), float(rng.choice([0, 0, 0.1, 0.7])), 0.95)
    )
    image = Image.new("RGB", size, paper)
    draw = ImageDraw.Draw(image)
    ink = (15, 15, 20)
    middle = (size[0] / 2, size[1] / 2)
    text = ""
    if kind == "price":
        currency, cents = rng.choice(["€", "£", "$"]), rng.choice(["00", "95", "99"])
        text = f"{currency} {rng.integers(19, 999)}.{cents}"
        size_fits = min(size[1] * 0.5, size[0] / len(text) * 1.6)
        draw.text(middle, text, ink, font(size_fits), anchor="mm", stroke_width=1)
        draw.text(
            (middle[0], size[1] * 0.14), "SECOND HAND", ink, font(size[1] * 0.13), anchor="mm"
        )
        _bars(draw, rng, (size[0] * 0.15, size[1] * 0.76, size[0] * 0.85, size[1] * 0.95))
    elif kind == "asset":
        text = f"{rng.choice(_COUPLE)} {rng.integers(10**5, 10**6)}"
        first, _, second = text.rpartition(" ")
        draw.rectangle((0, 0, size[0], size[1] * 0.28), tuple(rng.integers(0, 120, 3).tolist()))
        draw.text(
            (middle[0], size[1] * 0.14), first, (250, 250, 250), font(size[1] * 0.2), anchor="mm"
        )
        _bars(draw, rng, (size[0] * 0.08, size[1] * 0.36, size[0] * 0.92, size[1] * 0.68))
        draw.text((middle[0], size[1] * 0.84), second, ink, font(size[1] * 0.24), anchor="mm")
    elif kind == "grade":
        text = f"{rng.choice(['A', 'B', 'C', 'A-', 'OK', 'B+'])}"
        draw.text(middle, text, ink, font(size[1] * 0.7), anchor="mm", stroke_width=2)
    elif kind == "picture":
        for _ in range(int(rng.integers(2, 6))):
            colour = tuple(
                int(255 * value)
                for value in hsv(float(rng.uniform()), 0.8, float(rng.uniform(0.3, 1)))
            )
            x, y = rng.uniform(0.1, 0.9, 2) * size
            radius = rng.uniform(0.08, 0.35) * min(size)
            if rng.random() < 0.5:
                draw.ellipse((x - radius, y - radius, x + radius, y + radius), colour)
            else:
                draw.regular_polygon(
                    (x, y, radius), int(rng.integers(3, 7)), int(rng.integers(90)), colour
                )
    return np.asarray(image), text


def _bars(
    draw: ImageDraw.ImageDraw, rng: np.random.Generator, box: tuple[float, float, float, float]
) -> None:
    """Bars that no reader reads."""
    x = box[0]
    while x < box[2]:
        wide = float(rng.integers(1, 5)) * (box[2] - box[0]) / 120
        draw.rectangle((x, box[1], min(x + wide, box[2]), box[3]), (10, 10, 10))
        x += wide + float(rng.integers(1, 5)) * (box[2] - box[0]) / 120
