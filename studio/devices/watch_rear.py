"""Rears of watches: sensor, charging contacts, screws, engraving."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import cv2
import manifold3d
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from studio.devices.watch_case import Case
from studio.model import Material, Part
from studio.paint import font, linear
from studio.solids import Solid, box, cylinder, lathe, part, slab

Style = Literal["dome", "rings", "window", "disc"]

RISE: Final = 0.16
"""How far a rear stands out at most, centimetres."""
_GLASS: Final = Material((0.005, 0.005, 0.006), 0.04)
_GOLD: Final = Material((0.75, 0.55, 0.22), 0.2, 1.0)
_STEEL: Final = Material((0.4, 0.4, 0.4), 0.3, 1.0)
_DARK: Final = Material((0.004, 0.004, 0.004), 0.7)
_GREEN: Final = Material((0.03, 0.16, 0.05), 0.1)
_RED: Final = Material((0.12, 0.012, 0.012), 0.1)
_SIZE: Final = 512


@dataclass(frozen=True)
class Rear:
    """What is fixed about a rear.

    Attributes
    ----------
    style : str
        dome (glass over all of the sensor), rings (concentric windows), window (a small oval in
        plastic) or disc (flat glass).
    sensors : int
        Lamps and eyes in it.
    contacts : int
        Charging contacts; 0 where it charges without.
    contacts_beside : bool
        To the sensor's side, else below it.
    screws : bool
    text : str
        ring, lines or none.
    plate : str
        Of what it is: case, steel or black.
    """

    style: Style
    sensors: int
    contacts: int
    contacts_beside: bool
    screws: bool
    text: Literal["ring", "lines", "none"]
    plate: Literal["case", "steel", "black"]


def rear_parts(rear: Rear, case: Case, metal: Material, maker: str) -> list[Part]:
    """All of the rear; it is modelled looking to +z and turned half about y."""
    radius = min(case.width, case.height) * 0.4
    plate = _plate(rear, case, metal, maker, radius)
    parts = [plate, *_sensor(rear, radius)]
    if rear.contacts:
        parts += _contacts(rear, radius)
    if rear.screws:
        spots = [(x * radius * 0.78, y * radius * 0.78) for x in (-1, 1) for y in (-1, 1)]
        if not case.round:
            spots = [
                (x * (case.width / 2 - 0.45), y * (case.height / 2 - 0.45))
                for x in (-1, 1)
                for y in (-1, 1)
            ]
        slot = box((0.2, 0.03, 0.1)) + box((0.03, 0.2, 0.1))
        heads = [(cylinder(0.11, -0.1, 0.012, 14) - slot).translate((*at, 0)) for at in spots]
        parts.append(part("rear_screws", manifold3d.Manifold.compose(heads), _STEEL))
    down = np.diag([-1.0, 1.0, -1.0])
    offset = np.array([0.0, 0.0, -case.depth / 2])
    return [each.moved(down, offset) for each in parts]


def _plate(rear: Rear, case: Case, metal: Material, maker: str, radius: float) -> Part:
    """The flat of the rear, with what is printed or engraved on it."""
    width = height = 2 * radius
    rise = 0.03
    if case.round:
        solid = cylinder(radius, -0.2, rise, 60, 0.02)
    else:
        width, height = case.width - 0.5, case.height - 0.5
        corner = max(case.corner - 0.25, 0.15)
        solid = slab(width, height, corner, -0.3, rise, 0.001, 0.02, 10, 3, case.squareness)
    if rear.plate == "case":
        base = metal
    elif rear.plate == "steel":
        base = Material((0.5, 0.5, 0.5), 0.35, 1.0)
    else:
        base = Material((0.011, 0.011, 0.012), 0.45)
    colour = np.asarray(base.colour, np.float32)
    ink = colour * 0.25 if colour.mean() > 0.15 else np.full(3, 0.3, np.float32)
    share = _print(rear, maker, width, height, radius)
    picture = (colour * (1 - share) + ink * share).astype(np.float32)
    material = Material(picture, base.roughness, base.metallic)
    return part("rear", solid, material, uv_size=(width, height))


def _print(
    rear: Rear, maker: str, width: float, height: float, radius: float
) -> NDArray[np.float32]:
    """How much ink there is, H×W×1."""
    rows = _SIZE
    columns = round(_SIZE * width / height)
    share = np.zeros((rows, columns), np.uint8)
    words = (
        f"{maker} {round(height * 12)}MM   STAINLESS STEEL   HEART RATE SENSOR   "
        "WATER RESISTANT 50 M   MODEL A21   "
    )
    if rear.text == "ring":
        share = _ring_text(words, rows, columns, (radius - 0.16) / height * rows)
    elif rear.text == "lines":
        image = Image.new("L", (columns, rows))
        draw = ImageDraw.Draw(image)
        for row, y in enumerate((0.08, 0.92)):
            line = (f"{maker}  Smart Watch", "IP68   5 V = 0.2 A   CE")[row]
            draw.text((columns / 2, y * rows), line, 255, font(24), anchor="mm")
        share = np.asarray(image, np.uint8)
    return linear(share)[..., None]


def _ring_text(words: str, rows: int, columns: int, radius: float) -> NDArray[np.uint8]:
    """Words around the middle, clockwise, their tops outward."""
    around = round(2 * np.pi * radius)
    high = 26
    image = Image.new("L", (around, high))
    size = 21.0
    length = font(size).getlength(words)
    ImageDraw.Draw(image).text(
        (0, high / 2), words, 255, font(size * min(1.0, around / length)), anchor="lm"
    )
    reach = round(radius + high / 2)
    polar = np.zeros((around, reach), np.uint8)
    polar[:, reach - high :] = np.asarray(image, np.uint8).T[:, ::-1]
    # Rows of the polar picture are angles, clockwise from the right.
    bent = cv2.warpPolar(
        polar,
        (columns, rows),
        (columns / 2, rows / 2),
        reach,
        cv2.WARP_INVERSE_MAP | cv2.WARP_POLAR_LINEAR | cv2.INTER_LINEAR,
    )
    y, x = np.mgrid[0:rows, 0:columns]
    inside = np.hypot(x - columns / 2, y - rows / 2) < reach - 1
    return np.asarray(np.where(inside, bent, 0), np.uint8)


def _sensor(rear: Rear, radius: float) -> list[Part]:
    size = radius * (0.42 if rear.style == "window" else 0.68)
    if rear.style == "window":
        pane = slab(size * 2.2, size * 1.6, size * 0.6, -0.1, 0.07, 0.001, 0.04, 10, 4)
        parts = [part("rear_glass", pane, _GLASS)]
        level, spread = 0.071, size * 0.55
    else:
        top = {"dome": 0.15, "rings": 0.11, "disc": 0.045}[rear.style]
        dome = lathe(
            [
                (size, -0.1),
                (size, 0.03),
                (size * 0.94, 0.03 + (top - 0.03) * 0.35),
                (size * 0.6, 0.03 + (top - 0.03) * 0.85),
                (0.02, top),
            ],
            56,
        )
        parts = [part("rear_glass", dome, _GLASS)]
        level, spread = top, size * 0.42
    if rear.style == "rings":
        rings: list[Solid] = []
        for share in (0.55, 0.86):
            outer = cylinder(size * share, 0.03, level * (1.05 - 0.35 * share), 48)
            rings.append(outer - cylinder(size * share - 0.06, -1, 1, 48))
        parts.append(part("rear_ring", manifold3d.Manifold.compose(rings), _STEEL))
    lamps: dict[bool, list[Solid]] = {True: [], False: []}
    for index in range(rear.sensors):
        angle = 2 * np.pi * index / rear.sensors + 0.4
        x, y = spread * float(np.cos(angle)), spread * float(np.sin(angle))
        if rear.style == "window":
            x, y = spread * (2 * index / max(rear.sensors - 1, 1) - 1), 0.0
        # The dome falls off from its middle.
        drop = 0.12 * (level - 0.03) if rear.style in {"dome", "rings"} else 0.0
        spot = cylinder(0.11, 0.0, level - drop + 0.004, 16).translate((x, y, 0))
        lamps[index % 3 != 2].append(spot)
    for green, solids in lamps.items():
        if solids:
            tone = _GREEN if green else _RED
            name = "lamps_green" if green else "lamps_red"
            parts.append(part(name, manifold3d.Manifold.compose(solids), tone))
    if rear.style != "window":
        eye = box((0.22, 0.22, 0.02), (0, 0, level - 0.004))
        parts.append(part("rear_eye", eye, Material((0.05, 0.05, 0.06), 0.15)))
    return parts


def _contacts(rear: Rear, radius: float) -> list[Part]:
    size = radius * (0.42 if rear.style == "window" else 0.68)
    away = min(size * (0.8 if rear.style == "window" else 1.0) + 0.24, radius * 0.92)
    row = [0.3 * (index - (rear.contacts - 1) / 2) for index in range(rear.contacts)]
    spots = [(away, each) if rear.contacts_beside else (each, -away) for each in row]
    pins = [cylinder(0.085, -0.1, 0.04, 14).translate((x, y, 0)) for x, y in spots]
    wells = [cylinder(0.12, -0.1, 0.034, 14).translate((x, y, 0)) for x, y in spots]
    return [
        part("contact_wells", manifold3d.Manifold.compose(wells), _DARK),
        part("contacts", manifold3d.Manifold.compose(pins), _GOLD),
    ]
