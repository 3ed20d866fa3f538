"""What all hand-held consoles share: their parameters, a display, the back of the casing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from studio.devices import controls
from studio.devices.controls import DARK, Colour, Shelf
from studio.devices.lettering import lettering
from studio.devices.smoothing import smooth_part
from studio.model import Material, Texture
from studio.solids import cylinder, slab, union


@dataclass(frozen=True)
class Handheld:
    """What is fixed about a hand-held console; centimetres, linear colours.

    Attributes
    ----------
    form : str
        "sides" (a slate with detachable sides), "grips" (one body that bulges below the hands),
        "slate" (a flat one), "tall" (screen above the buttons) or "folding" (two halves).
    """

    design: str
    form: str
    width: float
    height: float
    thickness: float
    side: float
    radius: float
    screen: tuple[float, float]
    sticks: str
    pad: str
    lettered: str
    track_pads: bool
    crank: bool
    colour: Colour
    left_colour: Colour
    right_colour: Colour
    button_colour: Colour
    grain: float
    port_side: str
    brand: str
    seed: int


def add_display(
    shelf: Shelf,
    name: str,
    size: tuple[float, float],
    at: tuple[float, float, float],
    picture: Texture | None,
    border: tuple[float, float],
) -> None:
    """Black glass with a display in it; `at` is the middle of its upper face."""
    glass = (size[0] + 2 * border[0], size[1] + 2 * border[1])
    tall = 480
    wide = max(16, int(tall * glass[0] / glass[1]))
    colour = np.full((tall, wide, 3), 0.0035, np.float32)
    x0, y0 = int(wide * border[0] / glass[0]), int(tall * border[1] / glass[1])
    colour[y0 : tall - y0, x0 : wide - x0] = 0.007
    glow = None
    if picture is not None:
        rows = np.linspace(0, picture.shape[0] - 1, tall - 2 * y0).astype(int)
        columns = np.linspace(0, picture.shape[1] - 1, wide - 2 * x0).astype(int)
        glow = np.zeros_like(colour)
        glow[y0 : tall - y0, x0 : wide - x0] = picture[rows][:, columns]
    made = smooth_part(
        name,
        slab(*glass, 0.25, -0.1, 0.0, 0.001, 0.015),
        Material(colour, 0.05, emission=glow),
        uv_size=glass,
        layer="screen",
    )
    shelf.parts.append(made.moved(np.eye(3), np.array(at)))
    shelf.landmarks.setdefault("display", at)


def add_back(
    shelf: Shelf, console: Handheld, rng: np.random.Generator, colour: Colour, rear: float
) -> None:
    """Vents, a stand or a cartridge lid, screws, brand, small print."""
    del rng
    ink = Material(controls.shade(controls.contrast(colour), 0.6), 0.5)
    logo = controls.turned_to(
        lettering(console.brand, 1.2, -0.02, 0.006, width=console.width * 0.3), "back"
    )
    shelf.put("logo", logo.translate((0, 0, rear)), ink)
    small = controls.turned_to(lettering("MODEL HX-01  5V 3A  FC CE", 0.26, -0.02, 0.004), "back")
    shelf.put("small print", small.translate((0, -console.height * 0.32, rear)), ink)
    count = 12
    slits = union(
        slab(0.22, 1.3, 0.1, -0.05, 0.006, 0.001, 0.001, 4).translate(
            ((index - (count - 1) / 2) * 0.45, 0, 0)
        )
        for index in range(count)
    )
    shelf.put(
        "vents", controls.turned_to(slits, "back").translate((0, console.height * 0.27, rear)), DARK
    )
    for index, (x, y) in enumerate([(-1, -1), (-1, 1), (1, -1), (1, 1)]):
        screw = controls.turned_to(cylinder(0.18, -0.1, 0.008, 14), "back")
        shift = (x * (console.width / 2 - 1.6), y * (console.height / 2 - 1.2), rear)
        shelf.put(f"screw {index}", screw.translate(shift), DARK)
