"""The back of a slate: its pane or shell, print, and the camera island."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from studio.devices.slate import Body, outline, pane
from studio.model import Material, Part
from studio.paint import font, noise
from studio.solids import cylinder, lathe, part, slab, union

Layout = Literal["square", "column", "bar", "circle", "bare", "centre"]
Colour = tuple[float, float, float]

_HEIGHT: Final = 900
_LENS_RING: Final = Material((0.25, 0.25, 0.26), 0.25, 1.0)
_LENS: Final = Material((0.006, 0.007, 0.012), 0.03)
_FLASH: Final = Material((0.75, 0.7, 0.55), 0.3)


@dataclass(frozen=True)
class Back:
    """What is fixed about a back, centimetres.

    Attributes
    ----------
    roughness : float
    layout : str
    lenses : int
    lens_radius : float
    island_height : float
    island_round : bool
    black_island : bool
    logo : str
        none, word, low word, disc or mark.
    name : str
    print : bool
        Small regulatory print near the bottom.
    fingerprint : bool
        A round sensor in the upper middle.
    gradient : float
        How much darker the top is than the bottom, 0 to 1.
    """

    roughness: float
    layout: Layout
    lenses: int
    lens_radius: float
    island_height: float
    island_round: bool
    black_island: bool
    logo: Literal["none", "word", "low word", "disc", "mark"]
    name: str
    print: bool
    fingerprint: bool
    gradient: float


@dataclass(frozen=True)
class _Island:
    centre: tuple[float, float]
    size: tuple[float, float]
    lenses: tuple[tuple[float, float], ...]
    radius: float


def back_parts(
    rng: np.random.Generator, body: Body, back: Back, colour: Colour, lift: float
) -> tuple[list[Part], dict[str, tuple[float, float, float]]]:
    """The pane, the island with its lenses and flash, and where they are.

    Seen from the back, the device's right is on the left: the island in the usual corner is at
    positive x.
    """
    material = Material(_painted(rng, body, back, colour), back.roughness, 0.0, 0.5)
    parts = [
        part("back", pane(body, "back", lift), material, sharp=30, uv_size=body.glass),
    ]
    island = _island(body, back)
    floor = -body.depth / 2
    top = floor - back.island_height
    if island.size[0] > 0:
        corner = min(island.size) * (0.5 if back.island_round else 0.28)
        solid = slab(*island.size, corner, top, floor + 0.05, 0.04, 0.001, 14, 5)
        solid = solid.translate((*island.centre, 0))
        if island.size[0] > body.width * 0.95:
            solid = solid ^ outline(body, -3, 3, 0.001)
        shade = (0.01, 0.01, 0.01) if back.black_island else colour
        parts.append(part("island", solid, Material(shade, 0.08 if back.black_island else 0.2)))
    else:
        top = floor - 0.02
    rings, glasses = [], []
    for x, y in island.lenses:
        ring = cylinder(island.radius, top - 0.12, top + 0.1, 40, 0.03)
        bore = cylinder(island.radius * 0.8, top - 0.5, top - 0.06, 40)
        rings.append((ring - bore).translate((x, y, 0)))
        dome = lathe(
            [
                (0.0, top - 0.1),
                (island.radius * 0.5, top - 0.09),
                (island.radius * 0.8, top - 0.05),
                (island.radius * 0.8, top + 0.02),
            ],
            36,
        )
        glasses.append(dome.translate((x, y, 0)))
    parts.append(part("lens_rings", union(rings), _LENS_RING))
    parts.append(part("lenses", union(glasses), _LENS, sharp=30))
    flash = _flash_place(island)
    parts.append(
        part("flash", cylinder(0.16, top - 0.015, top + 0.03, 20).translate((*flash, 0)), _FLASH)
    )
    landmarks = {
        "rear_camera": (*island.lenses[0], top),
        "flash": (*flash, top),
    }
    if back.fingerprint:
        y = body.height / 2 - max(3.4, island.size[1] + 1.6)
        dish = cylinder(0.62, floor - 0.012, floor + 0.05, 40).translate((0, y, 0))
        parts.append(part("fingerprint", dish, Material((0.03, 0.03, 0.03), 0.35)))
        landmarks["fingerprint"] = (0.0, y, floor)
    return parts, landmarks


def _island(body: Body, back: Back) -> _Island:
    width, height = body.width, body.height
    count, radius = back.lenses, back.lens_radius
    if back.layout == "square":
        step = 2 * radius * 1.2
        places = {
            1: [(0.0, 0.0)],
            2: [(-step / 2, step / 2), (step / 2, -step / 2)],
            3: [(-step / 2, step / 2), (-step / 2, -step / 2), (step / 2, 0.0)],
        }.get(
            count,
            [(x, y) for x in (-step / 2, step / 2) for y in (step / 2, -step / 2)],
        )
        side = 2 * step + 0.35
        centre = (width / 2 - side / 2 - 0.3, height / 2 - side / 2 - 0.3)
        size = (side, side)
    elif back.layout in {"column", "centre"}:
        step = 2 * radius * 1.15
        places = [(0.0, (count - 1) * step / 2 - index * step) for index in range(count)]
        size = (2 * radius + 0.35, count * step + 0.8)
        x = width / 2 - size[0] / 2 - 0.4 if back.layout == "column" else 0.0
        centre = (x, height / 2 - size[1] / 2 - 0.5)
    elif back.layout == "bar":
        step = 2 * radius * 1.25
        places = [(width * 0.25 - index * step, 0.0) for index in range(count)]
        size = (width * (1.01 if back.island_round else 0.86), 2 * radius + 0.4)
        centre = (0.0, height / 2 - 2.2)
    elif back.layout == "circle":
        side = min(4.4, width * 0.6)
        count = max(count, 2)
        angles = [0.8 + 2 * np.pi * index / count for index in range(count)]
        places = [
            (side * 0.27 * float(np.cos(angle)), side * 0.27 * float(np.sin(angle)))
            for angle in angles
        ]
        radius = min(radius, 0.5)
        size, centre = (side, side), (0.0, height / 2 - side / 2 - 0.7)
    else:
        step = 2 * radius * 1.25
        places = [(0.0, -index * step) for index in range(count)]
        size = (0.0, 0.0)
        centre = (width / 2 - radius - 0.5, height / 2 - radius - 0.55)
    lenses = tuple((centre[0] + x, centre[1] + y) for x, y in places)
    return _Island(centre, size, lenses, radius)


def _flash_place(island: _Island) -> tuple[float, float]:
    """Beside the lenses where there is room on the island, else next to it."""
    x, y = island.lenses[0]
    if island.size[0] > 2 * island.radius + 1.2:
        return (island.centre[0] - island.size[0] * 0.36, island.centre[1] + island.size[1] * 0.3)
    if island.size[0] > 0:
        low = min(place[1] for place in island.lenses)
        return (island.centre[0], low - island.radius - 0.25)
    return (x - island.radius - 0.45, y)


def _painted(
    rng: np.random.Generator, body: Body, back: Back, colour: Colour
) -> NDArray[np.float32]:
    """The pane's picture: colour, gradient, logo, print; mirrored, as it is read from behind."""
    width_cm, height_cm = body.glass
    height = _HEIGHT if height_cm >= width_cm else round(_HEIGHT * height_cm / width_cm)
    width = round(height * width_cm / height_cm)
    picture = np.ones((height, width, 3), np.float32) * np.asarray(colour, np.float32)
    if back.gradient > 0:
        slope = np.linspace(1 - back.gradient, 1 + back.gradient * 0.3, height, dtype=np.float32)
        picture *= slope[:, None, None]
    picture *= 1 + 0.01 * noise(rng, height, width, 4, 8)[..., None]
    ink = Image.new("L", (width, height), 0)
    draw = ImageDraw.Draw(ink)
    unit = width / 10
    if back.logo in {"word", "low word"}:
        y = 0.45 if back.logo == "word" else 0.86
        draw.text(
            (width / 2, height * y), back.name, 255, font(unit * 1.1), anchor="mm", stroke_width=1
        )
    elif back.logo != "none":
        y, size = height * 0.42, unit * 0.9
        draw.ellipse((width / 2 - size, y - size, width / 2 + size, y + size), fill=255)
        if back.logo == "mark":
            draw.ellipse((width / 2 - size * 0.5, y - size * 0.5, width / 2 + size * 0.5, y), 0)
            draw.rectangle(
                (width / 2 - size, y + size * 0.25, width / 2 + size, y + size * 0.45), 0
            )
    if back.print:
        for line, words in enumerate(
            (f"Model {back.name[:2].upper()}{len(back.name)}47", "CE  IC 579C-E  Made nowhere")
        ):
            place = (width / 2, height * 0.93 + line * unit * 0.32)
            draw.text(place, words, 130, font(unit * 0.24), anchor="mm")
    share = np.asarray(ink, np.float32)[..., None] / 255
    bright = float(np.mean(colour))
    lettering = np.asarray(colour, np.float32) * 0.45 if bright > 0.35 else bright + 0.22
    drawn = picture * (1 - share) + lettering * share
    return np.ascontiguousarray(cv2.flip(np.clip(drawn, 0.003, 0.95), 1), np.float32)
