"""Tall consoles: the screen above the buttons."""

from __future__ import annotations

import numpy as np

from studio.devices import controls
from studio.devices.controls import DARK, Colour, Shelf
from studio.devices.handheld_parts import Handheld, add_back, add_display
from studio.devices.lettering import lettering
from studio.model import Material, Texture
from studio.solids import cylinder, slab, union


def add_tall(
    shelf: Shelf,
    console: Handheld,
    fixed: np.random.Generator,
    rng: np.random.Generator,
    colour: Colour,
    picture: Texture | None,
) -> None:
    """Put a tall console on the shelf; `picture` is what its screen shows, None when dark."""
    width, height, thick = console.width, console.height, console.thickness
    front, rear = thick / 2, -thick / 2
    material = controls.plastic(rng, colour, grain=console.grain)
    cut = [controls.add_port(shelf, "port", "usb_c", "bottom", (0.0, -height / 2, 0.0), 0.6)]
    speaker = controls.grille(5, 4, 0.3, 0.08, 0.3).rotate((0, 0, 30))
    cut.append(speaker.translate((width * 0.27, -height * 0.4, front)))
    body = slab(width, height, console.radius, rear, front, 0.25, 0.15, 10, 5)
    shelf.put("frame", body - union(cut), material, sharp=40)
    border = ((width - console.screen[0]) / 2 * 0.55, 0.45)
    top = height / 2 - console.screen[1] / 2 - border[1] - 0.4
    add_display(shelf, "front", console.screen, (0.0, top, front + 0.012), picture, border)
    below = top - console.screen[1] / 2 - border[1]
    middle = (below - height / 2) / 2 + 0.25
    second = Material(console.button_colour, 0.35)
    controls.cross_pad(shelf, (-width * 0.26, middle, front), 2.1, console.pad, second)
    controls.face_buttons(
        shelf,
        fixed,
        (width * 0.26, middle, front),
        0.75,
        0.5,
        console.button_colour,
        number=2,
        coloured=console.lettered,
    )
    for index, x in enumerate((-0.55, 0.55)):
        key = controls.small_button(0.75, 0.22).rotate((0, 0, 28))
        shelf.put(f"menu key {index}", key, second, at=(x, -height / 2 + 0.75, front))
    brand = lettering(console.brand, 0.35, -0.02, 0.005, width=3)
    ink = Material(controls.shade(controls.contrast(colour), 0.7), 0.4)
    shelf.put("brand", brand, ink, at=(0, below - 0.22, front))
    if console.crank:
        crank = slab(0.6, 2.6, 0.2, -0.2, 0.2).translate((width / 2 + 0.35, 0.4, 0))
        knob = (
            cylinder(0.3, 0, 1.0, 20, 0.06).rotate((0, 90, 0)).translate((width / 2 + 0.2, -1.0, 0))
        )
        shelf.put("crank", crank, Material((0.6, 0.6, 0.6), 0.25, 1.0))
        shelf.put("crank knob", knob, material)
        shelf.landmarks["crank"] = (width / 2 + 0.35, 0.0, 0.0)
    wheel = controls.turned_to(slab(0.3, 1.2, 0.1, -0.2, 0.07), "left")
    shelf.put("volume_wheel", wheel, DARK, at=(-width / 2, 1.5, 0.0))
    lid = controls.turned_to(slab(width * 0.6, 3.0, 0.3, -0.02, 0.012), "back")
    shelf.put(
        "battery lid",
        lid.translate((0, -height * 0.22, rear)),
        Material(controls.shade(colour, 0.93), 0.5),
    )
    add_back(shelf, console, rng, colour, rear)
