"""What hands find on a console or a game pad: sticks, pads, buttons, ports, grilles."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from studio.devices.lettering import lettering
from studio.devices.smoothing import smooth_part
from studio.model import Material, Part
from studio.paint import linear, linear_hsv
from studio.solids import Solid, box, cylinder, lathe, slab, union

Colour = tuple[float, float, float]

DARK: Final = Material((0.004, 0.004, 0.004), 0.7, specular=0.2)
"""The inside of holes."""
STEEL: Final = Material((0.55, 0.54, 0.52), 0.3, metallic=1.0)
WHITE_PRINT: Final = Material((0.75, 0.75, 0.75), 0.5)

BUTTON_COLOURS: Final[tuple[Colour, ...]] = (
    (0.04, 0.12, 0.62),
    (0.02, 0.36, 0.06),
    (0.55, 0.02, 0.02),
    (0.72, 0.45, 0.01),
)
_LETTERS: Final = ("XABY", "YBAX", "1234", "LMNO")


@dataclass
class Shelf:
    """Parts as they are added."""

    parts: list[Part] = field(default_factory=list)
    landmarks: dict[str, tuple[float, float, float]] = field(default_factory=dict)

    def put(
        self,
        name: str,
        solid: Solid,
        material: Material,
        *,
        sharp: float = 35.0,
        at: tuple[float, float, float] | None = None,
    ) -> None:
        """Mesh a solid, shifted to a place, which becomes a landmark unless it has one."""
        if at is not None:
            solid = solid.translate(at)
            self.landmarks.setdefault(name, at)
        if not solid.is_empty():
            self.parts.append(smooth_part(name, solid, material, sharp=sharp))


def plastic(rng: np.random.Generator, colour: Colour, *, grain: float = 0.45) -> Material:
    """A moulded plastic of a colour, more or less matt."""
    return Material(colour, float(np.clip(grain + rng.uniform(-0.1, 0.12), 0.08, 0.85)))


def casing_colour(rng: np.random.Generator, *, sober: float = 0.65) -> Colour:
    """A product's colour: black, grey or white, or else a strong or a pale one."""
    if rng.random() < sober:
        value = float(rng.choice([0.07, 0.13, 0.22, 0.55, 0.8, 0.92]))
        return linear_hsv(float(rng.uniform()), float(rng.uniform(0, 0.12)), value)
    return linear_hsv(
        float(rng.uniform()), float(rng.uniform(0.25, 0.9)), float(rng.uniform(0.35, 0.92))
    )


def contrast(colour: Colour) -> Colour:
    """Near black on pale colours, near white on dark ones."""
    return (0.012, 0.012, 0.013) if np.mean(colour) > 0.12 else (0.7, 0.7, 0.69)


def stick(
    shelf: Shelf, name: str, place: tuple[float, float, float], radius: float, colour: Colour
) -> None:
    """A thumb stick in its ring; `place` is the point of the casing below it."""
    rise = radius * 1.05
    ring = lathe(
        [(radius * 1.32, -0.3), (radius * 1.32, 0.05), (radius * 1.22, 0.1), (radius * 1.1, 0.02)]
    )
    shelf.put(f"{name} ring", ring, Material(contrast((1, 1, 1)), 0.3), at=place)
    shelf.put(
        f"{name} dome",
        lathe([(radius * 1.1, -0.1), (radius * 0.8, 0.28), (0.05, 0.4)]),
        DARK,
        at=place,
    )
    cap = lathe(
        [
            (radius * 0.55, 0.1),
            (radius * 0.5, rise * 0.5),
            (radius * 0.85, rise * 0.62),
            (radius, rise * 0.72),
            (radius, rise * 0.92),
            (radius * 0.93, rise),
            (radius * 0.8, rise * 0.99),
            (radius * 0.7, rise * 0.88),
            (radius * 0.3, rise * 0.82),
            (0.02, rise * 0.81),
        ],
        40,
    )
    notches = union(
        box((0.05, 0.1, rise), (radius, 0, rise)).rotate((0, 0, turn)) for turn in range(0, 360, 15)
    )
    shelf.put(name, cap - notches, Material(colour, 0.62), at=place)


def cross_pad(
    shelf: Shelf,
    place: tuple[float, float, float],
    size: float,
    style: str,
    material: Material,
) -> None:
    """A directional pad: "cross", "disc" (a cross in a dish) or "keys" (four buttons)."""
    arm = size * 0.34
    if style == "keys":
        for index in range(4):
            key = slab(arm * 1.1, arm * 1.25, 0.12, -0.2, 0.16, 0.02, 0.06)
            turned = key.translate((0, size * 0.36, 0)).rotate((0, 0, 90 * index))
            shelf.put(f"direction key {index}", turned, material, at=place)
        shelf.landmarks["direction_pad"] = place
        return
    cross = slab(size, arm, 0.08, -0.2, 0.24, 0.02, 0.07) + slab(
        arm, size, 0.08, -0.2, 0.24, 0.02, 0.07
    )
    hollow = lathe([(0.02, 0.19), (arm * 0.32, 0.22), (arm * 0.42, 0.3), (0.02, 0.31)], 24)
    marks = union(
        cylinder(arm * 0.2, 0.22, 0.4, 3)
        .rotate((0, 0, 90 + 90 * index))
        .translate(
            (
                size * 0.37 * float(np.cos(np.pi / 2 * (index + 1))),
                size * 0.37 * float(np.sin(np.pi / 2 * (index + 1))),
                0,
            )
        )
        for index in range(4)
    )
    if style == "disc":
        dish = lathe(
            [
                (size * 0.6, -0.3),
                (size * 0.6, 0.06),
                (size * 0.56, 0.1),
                (size * 0.45, 0.03),
                (0.02, 0.02),
            ]
        )
        shelf.put("direction dish", dish, replace(material, roughness=0.2), at=place)
    else:
        shelf.put("direction well", cylinder(size * 0.56, -0.2, 0.012, 36), DARK, at=place)
    shelf.put("direction_pad", cross - hollow - marks, material, at=place)


def face_buttons(
    shelf: Shelf,
    rng: np.random.Generator,
    place: tuple[float, float, float],
    spread: float,
    radius: float,
    colour: Colour,
    *,
    number: int = 4,
    coloured: str = "plain",
) -> None:
    """Two or four round buttons; `coloured` is "plain", "letters" or "buttons"."""
    letters = str(rng.choice(_LETTERS))
    shift = int(rng.integers(4))
    angles = (
        np.pi / 2 * np.arange(4) + np.pi if number == 4 else np.array([np.pi * 1.15, np.pi * 0.15])
    )
    for index, angle in enumerate(angles):
        at = (
            place[0] + spread * float(np.cos(angle)),
            place[1] + spread * float(np.sin(angle)),
            place[2],
        )
        strong = BUTTON_COLOURS[(index + shift) % 4]
        body = strong if coloured == "buttons" else colour
        print_colour = strong if coloured == "letters" else contrast(body)
        top = lathe(
            [
                (radius, -0.2),
                (radius, 0.14),
                (radius * 0.93, 0.2),
                (radius * 0.6, 0.23),
                (0.02, 0.24),
            ],
            32,
        )
        shelf.put(f"button well {index}", cylinder(radius * 1.14, -0.2, 0.01, 32), DARK, at=at)
        shelf.put(f"button {index}", top, Material(body, 0.25), at=at)
        letter = lettering(letters[index], radius * 1.15, 0.0, 0.4) ^ top.translate((0, 0, 0.005))
        shelf.put(f"letter {index}", letter, Material(print_colour, 0.4), at=at)
    shelf.landmarks["face_buttons"] = place


def small_button(width: float, height: float, rise: float = 0.1) -> Solid:
    """A start or menu key, lying in x and y."""
    return slab(width, height, min(width, height) * 0.49, -0.15, rise, 0.01, 0.04, 6)


def grille(columns: int, rows: int, pitch: float, hole: float, depth: float = 0.6) -> Solid:
    """Holes to be cut from a face at z = 0: a grid about the origin, staggered."""
    return union(
        cylinder(hole, -depth, depth, 10).translate(
            (
                (column - (columns - 1) / 2 + 0.5 * (row % 2)) * pitch,
                (row - (rows - 1) / 2) * pitch * 0.87,
                0,
            )
        )
        for row in range(rows)
        for column in range(columns)
    )


PORT_SIZES: Final[dict[str, tuple[float, float, float]]] = {
    "usb_c": (0.9, 0.32, 0.16),
    "usb_a": (1.32, 0.58, 0.04),
    "hdmi": (1.5, 0.55, 0.12),
    "ethernet": (1.2, 1.05, 0.06),
    "power": (1.3, 0.75, 0.3),
    "audio": (0.38, 0.38, 0.19),
    "slot": (2.2, 0.24, 0.05),
}
"""Width, height and corner radius of openings, centimetres."""


def port(kind: str, depth: float = 0.8) -> tuple[Solid, Solid, Solid]:
    """An opening in a face at z = 0 seen from +z: what to cut, a steel rim, and what is inside."""
    width, height, radius = PORT_SIZES[kind]
    opening = slab(width, height, radius, -depth, 0.3, 0.001, 0.001, 6)
    rim = slab(width, height, radius, -depth, -0.03, 0.001, 0.001, 6) - slab(
        width - 0.06, height - 0.06, max(radius - 0.03, 0.01), -depth - 0.1, 0.1, 0.001, 0.001, 6
    )
    inside = box((width, height, 0.04), (0, 0, -depth + 0.03))
    if kind in {"usb_c", "usb_a", "hdmi"}:
        tongue = 0.1 if kind != "usb_a" else 0.2
        aside = height * 0.18 if kind == "usb_a" else 0.0
        inside += box((width * 0.7, tongue, depth * 0.75), (0, aside, -depth * 0.62))
    return opening, rim, inside


def turned_to(solid: Solid, side: str) -> Solid:
    """Turn what faces +z to face a side, its own top upward (or backward, on top and bottom)."""
    turns = {
        "front": (0.0, 0.0, 0.0),
        "back": (0.0, 180.0, 0.0),
        "right": (0.0, 90.0, 0.0),
        "left": (0.0, -90.0, 0.0),
        "top": (-90.0, 0.0, 0.0),
        "bottom": (90.0, 0.0, 0.0),
    }
    return solid.rotate(turns[side])


def add_port(
    shelf: Shelf,
    name: str,
    kind: str,
    side: str,
    place: tuple[float, float, float],
    depth: float = 0.8,
) -> Solid:
    """Put a port's inside at a place on a side; returns what is to be cut from the casing."""
    opening, rim, inside = (turned_to(each, side).translate(place) for each in port(kind, depth))
    if kind not in {"audio", "slot", "power"}:
        shelf.put(f"{name} rim", rim, STEEL)
    shelf.put(f"{name} inside", inside, DARK)
    shelf.landmarks[name] = place
    return opening


def grey(value: float) -> Colour:
    """An sRGB grey as a linear colour."""
    level = float(linear((value,))[0])
    return (level, level, level)


def shade(colour: Colour, factor: float) -> Colour:
    """A colour made darker or lighter."""
    red, green, blue = (min(factor * each, 0.95) for each in colour)
    return (red, green, blue)
