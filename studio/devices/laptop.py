"""Laptops: a base, and a lid that opens to any angle."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

import numpy as np

from studio.designs import design_rng
from studio.devices.chance import pick
from studio.devices.laptop_base import Base, base_parts
from studio.devices.laptop_keyboard import Keyboard
from studio.devices.laptop_lid import PIXELS, Finish, Lid, hinge_part, lid_parts
from studio.devices.laptop_ports import fitting
from studio.devices.laptop_underside import make_underside
from studio.model import Material, Thing
from studio.paint import linear_hsv
from studio.screens import paint

_SIDE_OLD: Final = ("usb-a", "usb-a", "hdmi", "jack", "vga", "ethernet", "fan", "power", "lock")
_SIDE_NEW: Final = ("usb-c", "usb-c", "usb-a", "hdmi", "jack", "sd", "magnet", "lock")
_REAR: Final = ("power", "vga", "ethernet", "usb-a", "fan", "fan")
_GAP: Final = 0.04
"""Between the closed lid and the base: their bumpers' height."""


@dataclass(frozen=True)
class Parameters:
    """What is fixed about a laptop.

    Attributes
    ----------
    base : Base
    cover : Lid
    metal : bool
    hue : float
    colours : tuple of str
        That it is sold in.
    deck : str
        Of which the deck's plate is, where it has one: black, silver or shell.
    """

    base: Base
    cover: Lid
    metal: bool
    hue: float
    colours: tuple[str, ...]
    deck: Literal["black", "silver", "shell"]

    @property
    def lid(self) -> float:
        """Thickness of the lid, centimetres."""
        return self.cover.thickness


@cache
def parameters(design: str) -> Parameters:
    """What is fixed about a design."""
    rng = design_rng(design)
    thick = bool(rng.random() < 0.5)
    width = float(rng.uniform(32, 38.5) if thick else rng.uniform(27, 36))
    depth = width * float(rng.uniform(0.63, 0.72))
    height = float(rng.uniform(1.5, 2.6) if thick else rng.uniform(0.8, 1.3))
    lid = _make_lid(rng, thick=thick)
    base = _make_base(rng, width, depth, height, thick=thick)
    count = int(rng.integers(1, 4))
    names = ("black", "grey", "silver", "white", "gold", "blue")
    colours = rng.choice(6, count, replace=False, p=(0.36, 0.22, 0.26, 0.06, 0.05, 0.05))
    return Parameters(
        base=base,
        cover=lid,
        metal=bool(rng.random() < (0.25 if thick else 0.65)),
        hue=float(rng.random()),
        colours=tuple(names[int(index)] for index in colours),
        deck=pick(rng, ("black", "silver", "shell"), (0.4, 0.3, 0.3)),
    )


def _make_base(
    rng: np.random.Generator, width: float, depth: float, height: float, *, thick: bool
) -> Base:
    number_pad = bool(width > 34.5 and rng.random() < 0.65)
    keyboard_width = width - float(rng.uniform(1.4, 3)) if number_pad else min(width * 0.93, 28.6)
    keyboard_depth = min(keyboard_width / (19.2 if number_pad else 15) * 5.9, depth * 0.47)
    back = float(rng.uniform(1.2, 3.4))
    middle = depth / 2 - back - keyboard_depth / 2
    stick = bool(thick and rng.random() < 0.3)
    room = depth - back - keyboard_depth
    buttons = bool(stick or (thick and rng.random() < 0.5))
    pad_depth = min(room - 1.4, 8.8) * float(rng.uniform(0.75, 1.0))
    pad_depth -= 1.9 if buttons else 0.0
    pad_depth -= 1.3 if stick else 0.0
    pool = _SIDE_OLD if thick else _SIDE_NEW

    def ports(low: int, high: int, room: float, names: tuple[str, ...]) -> tuple[str, ...]:
        drawn = rng.choice(names, int(rng.integers(low, high)))
        return fitting([str(name) for name in drawn], room, height)

    left = ports(2, 6, depth - 4, pool)
    right = ports(1, 5, depth - 4, pool)
    if thick and rng.random() < 0.45:
        right = (*fitting(right, depth - 18.5, height), "disc")
    return Base(
        width=width,
        depth=depth,
        height=height,
        radius=float(rng.uniform(0.3, 1.4)),
        taper=float(rng.uniform(0.3, 0.7) if thick else rng.uniform(0.25, 1.3)),
        left=left,
        right=right,
        rear=ports(1, 4, width * 0.5, _REAR) if thick and rng.random() < 0.35 else (),
        tongue=int(rng.integers(4)),
        keyboard=Keyboard(
            width=keyboard_width,
            depth=keyboard_depth,
            middle=middle,
            layout=pick(rng, ("qwerty", "qwertz", "azerty"), (0.7, 0.18, 0.12)),
            number_pad=number_pad,
            island=bool(not thick or rng.random() < 0.6),
            tone=pick(rng, ("dark", "light", "shell"), (0.72, 0.1, 0.18)),
            low_row=bool(rng.random() < 0.5),
            stick=stick,
        ),
        pad=(max(width * float(rng.uniform(0.26, 0.38)), 7.0), max(pad_depth, 3.2)),
        pad_aside=-0.08 * width if number_pad else 0.0,
        buttons=buttons,
        grilles=pick(rng, ("sides", "above", "none"), (0.3, 0.35, 0.35)),
        power_key=bool(rng.random() < 0.5),
        plate=bool(rng.random() < 0.4),
        scoop=bool(rng.random() < 0.5),
        underside=make_underside(rng, thick=thick),
    )


def _make_lid(rng: np.random.Generator, *, thick: bool) -> Lid:
    glass = bool(rng.random() < (0.15 if thick else 0.4))
    bezel = float(rng.uniform(1.1, 1.9) if thick else rng.uniform(0.4, 1.1))
    finish: Finish = pick(rng, ("plain", "brushed", "woven", "dotted"), (0.7, 0.14, 0.08, 0.08))
    return Lid(
        thickness=float(rng.uniform(0.65, 1.0) if thick else rng.uniform(0.4, 0.6)),
        bezel=bezel,
        head=bezel * float(rng.uniform(1.0, 1.4)),
        chin=float(rng.uniform(1.6, 2.9) if thick else rng.uniform(0.9, 2.6)),
        glass=glass,
        glossy=bool(glass or rng.random() < 0.3),
        black_bezel=bool(rng.random() < 0.85),
        logo=pick(rng, ("word", "disc", "ring", "bars", "none"), (0.38, 0.18, 0.16, 0.13, 0.15)),
        logo_at=pick(rng, ("centre", "corner"), (0.65, 0.35)),
        logo_turned=bool(rng.random() < 0.65),
        chin_word=bool(rng.random() < 0.45),
        hinge=pick(rng, ("bar", "knuckles", "wide"), (0.4, 0.4, 0.2)),
        finish=finish if thick or finish == "brushed" else "plain",
        strip=float(rng.uniform(0.8, 2.2)) if rng.random() < 0.15 else 0.0,
    )


def build(
    design: str,
    rng: np.random.Generator,
    *,
    lit: bool = False,
    content: str | None = None,
    opening: float | None = None,
) -> Thing:
    """One laptop of a design, in one of its colours.

    Parameters
    ----------
    design : str
    rng : Generator
    lit : bool
        Whether the screen is on.
    content : str, optional
        What it then shows.
    opening : float, optional
        The lid's angle in degrees, 0 closed to 180 flat; at random where not given.
    """
    fixed = parameters(design)
    base, cover = fixed.base, fixed.cover
    if opening is None:
        opening = float(rng.uniform(90, 130))
    name = fixed.colours[int(rng.integers(len(fixed.colours)))]
    colour = {
        "black": linear_hsv(fixed.hue, 0.1, float(rng.uniform(0.08, 0.2))),
        "grey": linear_hsv(fixed.hue, 0.06, float(rng.uniform(0.28, 0.5))),
        "silver": linear_hsv(fixed.hue, 0.03, float(rng.uniform(0.66, 0.82))),
        "white": linear_hsv(fixed.hue, 0.02, float(rng.uniform(0.88, 0.96))),
        "gold": linear_hsv(0.08, 0.22, float(rng.uniform(0.7, 0.85))),
        "blue": linear_hsv(0.6, 0.5, float(rng.uniform(0.25, 0.5))),
    }[name]
    shell = Material(colour, float(rng.uniform(0.28, 0.55)), 0.85 if fixed.metal else 0.0)
    deck = shell
    if base.plate and fixed.deck != "shell":
        value = 0.12 if fixed.deck == "black" else 0.72
        deck = Material(linear_hsv(fixed.hue, 0.04, value), 0.4, shell.metallic)
    maker = design.split("-")[1].upper()
    parts, landmarks = base_parts(rng, base, shell, deck, maker)
    screen = None
    if lit:
        wide, high = cover.display(base.width, base.depth)
        screen = paint(content, rng, PIXELS, max(8, round(PIXELS * high / wide)), kind="laptop")
    lid = lid_parts(rng, cover, (base.width, base.depth, base.radius), shell, maker, screen)
    angle = np.radians(float(np.clip(opening, 0, 180)))
    cosine, sine = np.cos(angle), np.sin(angle)
    # The lid lies face down over the base; it turns about x at the back.
    turn = np.array([[1, 0, 0], [0, cosine, sine], [0, -sine, cosine]])
    pivot = np.array([0.0, base.depth / 2, base.height + _GAP])
    forward = np.array([0.0, -base.depth / 2, 0.0])
    parts += [each.moved(turn, turn @ forward + pivot) for each in lid]
    parts.append(hinge_part(cover, base.width, base.depth, base.height, shell))
    webcam = turn @ np.array([0.0, -base.depth + max(cover.head * 0.5, 0.25), 0.0]) + pivot
    logo = turn @ np.array([0.0, -base.depth / 2, cover.thickness]) + pivot
    landmarks["webcam"] = (float(webcam[0]), float(webcam[1]), float(webcam[2]))
    landmarks["logo"] = (float(logo[0]), float(logo[1]), float(logo[2]))
    landmarks["hinge"] = (0.0, base.depth / 2, base.height)
    facts: dict[str, str | float | int | bool] = {
        "colour": name,
        "opening": round(float(np.clip(opening, 0, 180)), 1),
        "glossy": cover.glossy,
        "left_ports": " ".join(base.left),
        "right_ports": " ".join(base.right),
        "rear_ports": " ".join(base.rear),
        "logo": cover.logo,
        "hinge": cover.hinge,
        "number_pad": base.keyboard.number_pad,
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
