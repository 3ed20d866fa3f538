"""Laptops: a base, and a lid that opens to any angle."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

import cv2
import numpy as np

from studio.designs import design_rng
from studio.devices.laptop_base import Base, base_parts
from studio.devices.lettering import lettering
from studio.model import Material, Part, Thing
from studio.paint import linear, linear_hsv
from studio.screens import Screen, paint
from studio.solids import Solid, cylinder, part, slab, union

_PORTS: Final = ("usb-c", "usb-a", "usb-a", "hdmi", "jack", "sd", "vga", "lock", "fan", "power")
_PIXELS: Final = 900


@dataclass(frozen=True)
class Parameters:
    """What is fixed about a laptop.

    Attributes
    ----------
    base : Base
    lid : float
        Thickness of the lid.
    bezel, chin : float
        Around the display, and below it.
    glossy : bool
    logo : str
        centre, corner or none; `logo_turned` reads upright only when the lid is open.
    hinge : str
        bar or knuckles.
    metal : bool
    hue : float
    """

    base: Base
    lid: float
    bezel: float
    chin: float
    glossy: bool
    logo: str
    logo_turned: bool
    hinge: str
    metal: bool
    black_bezel: bool
    hue: float


@cache
def parameters(design: str) -> Parameters:
    """What is fixed about a design."""
    rng = design_rng(design)
    thick = bool(rng.random() < 0.45)
    width = float(rng.uniform(28, 37))
    depth = width * float(rng.uniform(0.62, 0.74))
    height = float(rng.uniform(1.5, 2.6) if thick else rng.uniform(0.75, 1.3))

    def ports() -> tuple[str, ...]:
        count = int(rng.integers(2, 6) if thick else rng.integers(1, 4))
        fits = [name for name in _PORTS if thick or name not in {"vga", "fan", "power"}]
        return tuple(str(name) for name in rng.choice(fits, count))

    keyboard_width = width * float(rng.uniform(0.8, 0.93))
    keyboard_depth = min(depth * 0.44, 11.5)
    base = Base(
        width=width,
        depth=depth,
        height=height,
        radius=float(rng.uniform(0.3, 1.3)),
        left=ports(),
        right=ports(),
        keyboard=(keyboard_width, keyboard_depth, depth / 2 - keyboard_depth / 2 - 2.2),
        dark_keys=bool(rng.random() < 0.78),
        pad=(width * float(rng.uniform(0.27, 0.4)), depth * float(rng.uniform(0.24, 0.33))),
        buttons=bool(thick and rng.random() < 0.4),
        vents=int(rng.choice([0, 8, 14])),
        feet_long=bool(rng.random() < 0.5),
    )
    return Parameters(
        base=base,
        lid=float(rng.uniform(0.7, 1.1) if thick else rng.uniform(0.4, 0.65)),
        bezel=float(rng.uniform(1.2, 2.0) if thick else rng.uniform(0.5, 1.1)),
        chin=float(rng.uniform(1.6, 3.0)),
        glossy=bool(rng.random() < 0.45),
        logo=("centre", "centre", "corner", "none")[int(rng.integers(4))],
        logo_turned=bool(rng.random() < 0.6),
        hinge="knuckles" if rng.random() < 0.6 else "bar",
        metal=bool(rng.random() < 0.55),
        black_bezel=bool(rng.random() < 0.85),
        hue=float(rng.random()),
    )


def build(
    design: str,
    rng: np.random.Generator,
    *,
    lit: bool = False,
    content: str | None = None,
    opening: float = 105.0,
) -> Thing:
    """One laptop of a design; `opening` is the lid's angle in degrees, 0 closed to 180 flat."""
    fixed = parameters(design)
    base = fixed.base
    name = ("black", "grey", "silver", "white", "gold", "blue")[
        int(rng.choice(6, p=(0.36, 0.22, 0.26, 0.06, 0.05, 0.05)))
    ]
    colour = {
        "black": linear_hsv(fixed.hue, 0.1, float(rng.uniform(0.08, 0.2))),
        "grey": linear_hsv(fixed.hue, 0.06, float(rng.uniform(0.3, 0.5))),
        "silver": linear_hsv(fixed.hue, 0.03, float(rng.uniform(0.66, 0.8))),
        "white": linear_hsv(fixed.hue, 0.02, float(rng.uniform(0.88, 0.96))),
        "gold": linear_hsv(0.08, 0.22, float(rng.uniform(0.7, 0.85))),
        "blue": linear_hsv(0.6, 0.5, float(rng.uniform(0.25, 0.5))),
    }[name]
    shell = Material(colour, float(rng.uniform(0.3, 0.5)), 0.85 if fixed.metal else 0.0)
    maker = design.split("-")[1].upper()
    parts, landmarks = base_parts(rng, base, shell, maker)
    screen = None
    display = _display_size(fixed)
    if lit:
        scale = _PIXELS / display[0]
        screen = paint(content, rng, _PIXELS, max(8, round(display[1] * scale)), kind="laptop")
    lid = _lid(rng, fixed, shell, maker, screen)
    angle = np.radians(float(np.clip(opening, 0, 180)))
    cosine, sine = np.cos(angle), np.sin(angle)
    # The lid lies face down over the base, its hinge along x at the back.
    turn = np.array([[1, 0, 0], [0, cosine, sine], [0, -sine, cosine]])
    pivot = np.array([0.0, base.depth / 2, base.height + 0.04])
    for each in lid:
        parts.append(
            each.moved(np.eye(3), np.array([0.0, -base.depth / 2, 0.0])).moved(turn, pivot)
        )
    webcam = np.array([0.0, -base.depth + fixed.bezel * 0.5, 0.0])
    parts.append(_hinge(fixed))
    point = turn @ webcam + pivot
    landmarks["webcam"] = (float(point[0]), float(point[1]), float(point[2]))
    landmarks["hinge"] = (0.0, base.depth / 2, base.height)
    facts: dict[str, str | float | int | bool] = {
        "colour": name,
        "opening": round(float(opening), 1),
        "glossy": fixed.glossy,
        "left_ports": " ".join(base.left),
        "right_ports": " ".join(base.right),
        "logo": fixed.logo,
    }
    if screen is not None:
        facts["content"] = screen.content
    return Thing(
        "laptop",
        design,
        tuple(parts),
        landmarks,
        facts,
        dict(screen.texts) if screen is not None else {},
    )


def _display_size(fixed: Parameters) -> tuple[float, float]:
    base = fixed.base
    return base.width - 2 * fixed.bezel, base.depth - fixed.bezel - fixed.chin


def _lid(
    rng: np.random.Generator,
    fixed: Parameters,
    shell: Material,
    maker: str,
    screen: Screen | None,
) -> list[Part]:
    """The closed lid about the base's middle, its inner face at z = 0, looking down."""
    base = fixed.base
    outer = slab(base.width, base.depth, base.radius, 0, fixed.lid, 0.05, 0.18, 10, 6)
    parts = [part("lid", outer, shell, sharp=40)]
    tone = (0.006, 0.006, 0.007) if fixed.black_bezel else (0.3, 0.3, 0.31)
    rim = slab(base.width - 0.3, base.depth - 0.3, base.radius, -0.012, 0.02, 0.001, 0.001)
    parts.append(part("bezel", rim, Material(tone, 0.06 if fixed.glossy else 0.4)))
    width, height = _display_size(fixed)
    middle = (fixed.chin - fixed.bezel) / 2
    face = slab(width, height, 0.05, -0.02, 0.01, 0.001, 0.001, 2, 2)
    off = float(rng.uniform(0.004, 0.018))
    rows = max(8, round(_PIXELS / 2 * height / width))
    colour = np.full((rows, _PIXELS // 2, 3), off, np.float32)
    emission = None
    if screen is not None:
        # Seen from below, upright with the hinge at the bottom: turned half about x.
        emission = np.ascontiguousarray(cv2.flip(linear(screen.picture), 0), np.float32)
    roughness = 0.04 if fixed.glossy else float(rng.uniform(0.2, 0.32))
    material = Material(colour, roughness, 0.0, 0.5, emission)
    drawn = part("front", face, material, uv_size=(width, height), layer="screen")
    # From below, the closed lid shows x as it is and y reversed: the display's top is at -y.
    parts.append(drawn.moved(np.eye(3), np.array([0.0, -middle + (fixed.chin - fixed.bezel), 0.0])))
    eye = cylinder(0.14, -0.03, 0.0, 14).translate((0, -base.depth / 2 + fixed.bezel * 0.5, 0))
    parts.append(part("webcam", eye, Material((0.02, 0.02, 0.05), 0.08)))
    if fixed.logo != "none":
        parts.append(part("logo", _logo(fixed, maker), Material((0.5, 0.5, 0.5), 0.15, 0.9)))
    return parts


def _logo(fixed: Parameters, maker: str) -> Solid:
    base = fixed.base
    text = lettering(maker, base.depth * 0.1, fixed.lid - 0.02, fixed.lid + 0.008)
    if fixed.logo_turned:
        text = text.rotate((0, 0, 180))
    if fixed.logo == "corner":
        return text.translate((base.width * 0.34, -base.depth * 0.4, 0))
    return text


def _hinge(fixed: Parameters) -> Part:
    base = fixed.base
    radius = min(0.38, base.height * 0.35)
    reach = base.width * 0.36
    if fixed.hinge == "bar":
        rods = [cylinder(radius, -reach, reach, 24)]
    else:
        rods = [cylinder(radius, -1.6, 1.6, 24).translate((0, 0, side * reach)) for side in (-1, 1)]
    turned = union(rods).rotate((0, 90, 0))
    placed = turned.translate((0, base.depth / 2 - 0.1, base.height - radius * 0.6))
    return part("hinge", placed, Material((0.02, 0.02, 0.02), 0.4))
