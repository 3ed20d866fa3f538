"""Folding consoles: two halves, a screen in each."""

from __future__ import annotations

import numpy as np

from studio.devices import controls
from studio.devices.controls import DARK, Colour, Shelf
from studio.devices.handheld_parts import Handheld, add_back, add_display
from studio.devices.lettering import lettering
from studio.model import Material, Part, Texture, Vector
from studio.solids import cylinder, slab, union


def add_folding(
    shelf: Shelf,
    console: Handheld,
    fixed: np.random.Generator,
    rng: np.random.Generator,
    colour: Colour,
    picture: Texture | None,
    angle: float,
) -> None:
    """Two halves; the lower one lies in x and y, the hinge is at its upper edge."""
    width, height, thick = console.width, console.height, console.thickness
    material = Material(colour, 0.2 if console.grain < 0.45 else 0.5)
    deck = Material(controls.shade(colour, 0.85), 0.5)
    cut = [controls.add_port(shelf, "port", "usb_c", "top", (width * 0.2, height / 2, 0.0), 0.6)]
    cut.append(
        controls.add_port(
            shelf, "audio_jack", "audio", "bottom", (-width * 0.3, -height / 2, 0.0), 0.6
        )
    )
    lower = slab(width, height, console.radius, -thick / 2, thick / 2, 0.2, 0.08, 8, 5)
    shelf.put("frame", lower - union(cut), material, sharp=40)
    plate = slab(width - 0.4, height - 0.4, console.radius, 0.0, thick / 2 + 0.012, 0.01, 0.01)
    shelf.put("deck", plate - union(cut), deck)
    front = thick / 2 + 0.02
    add_display(
        shelf,
        "lower screen",
        (console.screen[0] * 0.86, console.screen[1] * 0.86),
        (0.0, 0.3, front),
        picture,
        (0.15, 0.15),
    )
    side = width / 2 - console.side * 0.5 + 0.2
    second = Material(console.button_colour, 0.35)
    controls.cross_pad(shelf, (-side, 0.5, front), 1.8, console.pad, second)
    controls.face_buttons(
        shelf,
        fixed,
        (side, 0.5, front),
        0.62,
        0.34,
        console.button_colour,
        coloured=console.lettered,
    )
    for index, x in enumerate((side - 0.4, side + 0.4)):
        shelf.put(
            f"menu key {index}",
            cylinder(0.16, -0.1, 0.06, 16),
            second,
            at=(x, -height * 0.36, front),
        )
    add_back(shelf, console, rng, colour, -thick / 2)
    lid = Shelf()
    cover = slab(width, height, console.radius, 0.0, thick * 0.85, 0.08, 0.2, 8, 5)
    lid.put("back", cover, material, sharp=40)
    logo = lettering(console.brand, 1.3, thick * 0.85 - 0.02, thick * 0.85 + 0.006)
    lid.put("lid logo", logo, Material((0.6, 0.6, 0.6), 0.2, 1.0))
    inner = Shelf()
    inner.put(
        "inner face", slab(width - 0.4, height - 0.4, console.radius, -0.1, 0.012, 0.01, 0.01), deck
    )
    add_display(inner, "front", console.screen, (0.0, 0.0, 0.02), picture, (0.5, 0.35))
    holes = controls.grille(3, 3, 0.25, 0.09, 0.02)
    inner.put(
        "speakers",
        holes.translate((-width * 0.42, 0, 0.02)) + holes.translate((width * 0.42, 0, 0.02)),
        DARK,
    )
    # The inner face looks down while the lid is shut: a half turn about x.
    lid.parts += [each.moved(np.diag([1.0, -1.0, -1.0]), np.zeros(3)) for each in inner.parts]
    hinge = np.array([0.0, height / 2, thick / 2 + 0.03])
    turn = np.radians(angle)
    cosine, sine = float(np.cos(turn)), float(np.sin(turn))
    rotation: Vector = np.array([[1.0, 0, 0], [0, cosine, sine], [0, -sine, cosine]])
    closed = np.array([0.0, -height / 2, 0.0])
    moved: list[Part] = [each.moved(np.eye(3), closed).moved(rotation, hinge) for each in lid.parts]
    shelf.parts += moved
    barrel = cylinder(thick * 0.42, -width * 0.42, width * 0.42, 24).rotate((0, 90, 0))
    shelf.put(
        "hinge", barrel.translate((0, float(hinge[1]) - 0.05, float(hinge[2]) - 0.1)), material
    )
    shelf.landmarks["hinge"] = (0.0, height / 2, thick / 2)
    for side_sign, name in ((-1, "left_bumper"), (1, "right_bumper")):
        place = (side_sign * (width / 2 - 1.2), height / 2, 0.0)
        key = controls.turned_to(slab(2.0, 0.5, 0.2, -0.2, 0.1), "top")
        shelf.put(name, key, second, at=place)
