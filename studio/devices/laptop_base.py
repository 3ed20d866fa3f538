"""The lower half of a laptop: shell, ports, keyboard, trackpad, underside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from studio.devices.lettering import lettering
from studio.model import Material, Part
from studio.paint import font, linear, linear_hsv
from studio.solids import Solid, box, cylinder, part, slab, union

_DARK: Final = Material((0.01, 0.01, 0.01), 0.7)
_PORTS: Final = {
    # width along the edge, height, rounded
    "usb-c": (0.9, 0.3, True),
    "usb-a": (1.35, 0.5, False),
    "hdmi": (1.5, 0.48, False),
    "jack": (0.38, 0.38, True),
    "power": (0.55, 0.55, True),
    "sd": (2.5, 0.22, False),
    "vga": (1.8, 0.75, False),
    "lock": (0.7, 0.3, True),
    "fan": (4.5, 0.4, False),
}
_ROWS: Final = (
    ("esc", *(f"f{key}" for key in range(1, 13)), "del"),
    (*"`1234567890-=", "<-"),
    ("tab", *"qwertyuiop[]\\"),
    ("caps", *"asdfghjkl;'", "enter"),
    ("shift", *"zxcvbnm,./", "shift"),
    ("fn", "ctrl", "win", "alt", "", "alt", "ctrl", "<", "v", ">"),
)


@dataclass(frozen=True)
class Base:
    """What is fixed about a base, centimetres.

    Attributes
    ----------
    width, depth, height, radius : float
    left, right : tuples of port names, from the back forward
    keyboard : (width, depth, y of its middle)
    legends : bool
        Light letters on dark keys, else dark on light ones.
    pad : (width, depth)
    buttons : bool
        Keys of their own at the trackpad.
    vents : int
        Slots on the underside.
    """

    width: float
    depth: float
    height: float
    radius: float
    left: tuple[str, ...]
    right: tuple[str, ...]
    keyboard: tuple[float, float, float]
    dark_keys: bool
    pad: tuple[float, float]
    buttons: bool
    vents: int
    feet_long: bool


def base_parts(
    rng: np.random.Generator, base: Base, shell: Material, name: str
) -> tuple[list[Part], dict[str, tuple[float, float, float]]]:
    """All of the base, its bottom at z = 0, and where its ports are."""
    body = slab(
        base.width,
        base.depth,
        base.radius,
        0,
        base.height,
        min(0.3, base.height * 0.3),
        0.06,
        10,
        6,
    )
    cuts, landmarks = _ports(base)
    kw, kd, ky = base.keyboard
    well = slab(kw + 0.3, kd + 0.3, 0.2, base.height - 0.09, base.height + 1, 0.001, 0.001)
    cuts.append(well.translate((0, ky, 0)))
    inside = box(
        (base.width - 1.0, base.depth - 1.0, max(base.height * 0.6, 0.2)),
        (0, 0, base.height * 0.5 - 0.06),
    )
    parts = [
        part("frame", body - union(cuts), shell, sharp=40),
        part("inside", inside, _DARK),
        *_keyboard(base, shell),
        *_trackpad(base, shell),
        *_underside(base, name),
    ]
    if rng.random() < 0.45:
        parts.append(_stickers(rng, base))
    landmarks["trackpad"] = (0.0, -base.depth * 0.27, base.height)
    landmarks["keyboard"] = (0.0, ky, base.height)
    return parts, landmarks


def _ports(base: Base) -> tuple[list[Solid], dict[str, tuple[float, float, float]]]:
    cuts: list[Solid] = []
    landmarks: dict[str, tuple[float, float, float]] = {}
    for side, names in ((-1, base.left), (1, base.right)):
        y = base.depth / 2 - 1.4
        for index, name in enumerate(names):
            length, high, is_round = _PORTS[name]
            high = min(high, base.height * 0.62)
            if name == "fan":
                for slot in range(9):
                    cut = box((1.6, 0.25, high), (side * base.width / 2, y - slot * 0.5, 0))
                    cuts.append(cut.translate((0, 0, base.height * 0.5)))
            else:
                corner = min(high, length) * 0.48 if is_round else 0.04
                hole = slab(length, high, corner, -0.6, 0.6, 0.001, 0.001, 8)
                turned = hole.rotate((90, 0, 90))
                cuts.append(
                    turned.translate((side * base.width / 2, y - length / 2, base.height * 0.5))
                )
            landmarks[f"{'left' if side < 0 else 'right'}_{name}_{index}"] = (
                side * base.width / 2,
                y - length / 2,
                base.height * 0.5,
            )
            y -= length + 0.7
    return cuts, landmarks


def _keyboard(base: Base, shell: Material) -> list[Part]:
    kw, kd, ky = base.keyboard
    floor, top = base.height - 0.09, base.height + 0.04
    keys = []
    for row, names in enumerate(_ROWS):
        y = ky + kd / 2 - (row + 0.5) * kd / 6
        for _, centre, wide in _row(names, kw):
            cap = slab(wide - 0.24, kd / 6 - 0.24, 0.12, floor, top, 0.001, 0.04, 3, 2)
            keys.append(cap.translate((centre, y, 0)))
    texture = _legends(base)
    colour = linear(texture)
    tray = slab(kw + 0.28, kd + 0.28, 0.2, floor - 0.05, floor, 0.001, 0.001).translate((0, ky, 0))
    tone = shell.colour if isinstance(shell.colour, tuple) else (0.1, 0.1, 0.1)
    dark = Material((tone[0] * 0.5, tone[1] * 0.5, tone[2] * 0.5), 0.6)
    import manifold3d

    caps = manifold3d.Manifold.compose(keys).translate((0, -ky, 0))
    drawn = part("keys", caps, Material(colour, 0.55), uv_size=(kw, kd))
    return [part("tray", tray, dark), drawn.moved(np.eye(3), np.array([0.0, ky, 0.0]))]


def _row(names: tuple[str, ...], width: float) -> list[tuple[str, float, float]]:
    """Keys of a row: legend, middle and width; long words and the space bar are wider."""
    weights = [5.0 if not name else 1.5 if len(name) > 3 else 1.0 for name in names]
    unit = width / sum(weights)
    place, keys = -width / 2, []
    for name, weight in zip(names, weights, strict=True):
        keys.append((name, place + weight * unit / 2, weight * unit))
        place += weight * unit
    return keys


def _legends(base: Base) -> NDArray[np.uint8]:
    kw, kd, _ = base.keyboard
    height = 420
    width = round(height * kw / kd)
    ground, ink = (
        ((16, 16, 18), (215, 215, 215)) if base.dark_keys else ((205, 206, 208), (60,) * 3)
    )
    image = Image.new("RGB", (width, height), ground)
    draw = ImageDraw.Draw(image)
    for row, names in enumerate(_ROWS):
        y = (row + 0.5) * height / 6
        for name, centre, wide in _row(names, kw):
            size = height / 6 * (0.22 if len(name) > 1 else 0.36)
            x = (centre / kw + 0.5) * width
            if len(name) > 1:
                draw.text((x - wide / kw * width * 0.3, y), name, ink, font(size), anchor="lm")
            else:
                draw.text((x, y), name.upper(), ink, font(size), anchor="mm")
    return np.asarray(image, np.uint8)


def _trackpad(base: Base, shell: Material) -> list[Part]:
    tone = shell.colour if isinstance(shell.colour, tuple) else (0.1, 0.1, 0.1)
    colour = tuple(min(0.95, value * 0.85 + 0.01) for value in tone)
    pad = Material((colour[0], colour[1], colour[2]), 0.3, shell.metallic)
    width, depth = base.pad
    y = -base.depth / 2 + depth / 2 + 0.7
    low, high = base.height - 0.01, base.height + 0.012
    parts = [
        part(
            "trackpad", slab(width, depth, 0.25, low, high, 0.001, 0.003).translate((0, y, 0)), pad
        )
    ]
    if base.buttons:
        keys = [
            slab(width / 2 - 0.1, 0.9, 0.1, low, high + 0.05, 0.001, 0.03).translate(
                (side * width / 4, y + depth / 2 + 0.6, 0)
            )
            for side in (-1, 1)
        ]
        parts.append(part("pad_keys", union(keys), pad))
    return parts


def _underside(base: Base, name: str) -> list[Part]:
    rubber = Material((0.015, 0.015, 0.015), 0.9)
    feet, screws, slots = [], [], []
    for side in (-1, 1):
        for end in (-1, 1):
            place = (side * (base.width / 2 - 3.2), end * (base.depth / 2 - 1.8), 0)
            foot = (
                slab(5, 0.8, 0.35, -0.15, 0.05, 0.05, 0.001)
                if base.feet_long
                else cylinder(0.55, -0.15, 0.05, 20)
            )
            feet.append(foot.translate(place))
            for step in (0.35, 1.0):
                spot = (side * (base.width / 2 - 1) * step, end * (base.depth / 2 - 0.9), 0)
                screws.append(cylinder(0.16, -0.01, 0.02, 14).translate(spot))
    for index in range(base.vents):
        slots.append(
            box((0.25, 3.0, 0.04), (-base.width * 0.25 + index * 0.55, base.depth * 0.2, 0))
        )
        slots.append(
            box((0.25, 3.0, 0.04), (base.width * 0.25 - index * 0.55, base.depth * 0.2, 0))
        )
    text = lettering(f"{name}  Model L{len(name)}72  19V 3.4A  CE", 0.4, 0, 0.012, width=9)
    # Read from below, upright when the hinge is at the top.
    label = text.rotate((0, 180, 0)).translate((0, -base.depth * 0.12, 0.004))
    parts = [
        part("feet", union(feet), rubber),
        part("screws", union(screws), Material((0.25, 0.25, 0.25), 0.3, 1.0)),
        part("label", label, Material((0.5, 0.5, 0.5), 0.6)),
    ]
    if slots:
        parts.append(part("vents", union(slots), _DARK))
    return parts


def _stickers(rng: np.random.Generator, base: Base) -> Part:
    size = 1.7
    picture = np.zeros((96, 200, 3), np.uint8)
    for index in range(2):
        colour = (np.asarray(linear_hsv(float(rng.random()), 0.7, 0.8)) * 255).astype(int).tolist()
        left = index * 100
        cv2.rectangle(picture, (left + 4, 4), (left + 92, 90), colour, -1)
        cv2.circle(picture, (left + 48, 40), 20, (240, 240, 240), -1)
    solid = slab(size * 2, size, 0.05, base.height, base.height + 0.012, 0.001, 0.001, 2, 2)
    side = float(rng.choice([-1.0, 1.0]))
    drawn = part("stickers", solid, Material(linear(picture), 0.35), uv_size=(size * 2, size))
    return drawn.moved(
        np.eye(3), np.array([side * (base.width / 2 - 2.6), -base.depth / 2 + 1.6, 0.0])
    )
