"""Broad consoles: the screen in the middle, the controls at both ends."""

from __future__ import annotations

import numpy as np

from studio.devices import controls, organic
from studio.devices.controls import DARK, Colour, Shelf
from studio.devices.handheld_parts import Handheld, add_back, add_display
from studio.model import Material, Texture
from studio.solids import Solid, box, slab, union


def add_broad(
    shelf: Shelf,
    console: Handheld,
    fixed: np.random.Generator,
    rng: np.random.Generator,
    colours: tuple[Colour, Colour, Colour],
    picture: Texture | None,
) -> None:
    """Put a broad console on the shelf; `picture` is what its screen shows, None when dark."""
    width, height, thick = console.width, console.height, console.thickness
    front, rear = thick / 2, -thick / 2
    main = controls.plastic(rng, colours[0], grain=console.grain)
    cut = _edges(shelf, console, 0.0)
    field: organic.Field | None = None
    grips: Solid | None = None
    if console.form == "grips":
        rods = [
            organic.rod(
                (side * (width / 2 - console.side * 0.5), height * 0.2, -0.5),
                (side * (width / 2 - console.side * 0.42), -height * 0.42, -1.1),
                (console.side * 0.36, console.side * 0.44),
                0.8,
            )
            for side in (-1, 1)
        ]
        grips = organic.solid(organic.merged(rods, 0.2), (width / 2 + 1, height, 4.0), 0.3)
        grips = grips.trim_by_plane((0.0, 0.0, -1.0), -front + 0.2)
    body = slab(width, height, console.radius, rear, front, 0.35, 0.22, 12, 6)
    if console.form == "sides":
        middle = width - 2 * console.side
        core = body ^ box((middle, 99, 99))
        core = core.scale((1.0, 1.0, 0.96))
        shelf.put("frame", core - union(cut), main, sharp=40)
        for side, name, colour in ((-1, "left_side", colours[1]), (1, "right_side", colours[2])):
            region = box(
                (console.side - 0.03, 99, 99),
                (side * (middle / 2 + console.side / 2 + 0.015), 0, 0),
            )
            shelf.put(
                name, body ^ region, controls.plastic(rng, colour, grain=console.grain), sharp=40
            )
            shelf.landmarks[name] = (side * (width / 2), 0.0, 0.0)
            rail = box((0.12, height * 0.86, thick * 0.5), (side * middle / 2, 0, 0))
            shelf.put(f"{name} rail", rail, DARK)
    else:
        whole = body if grips is None else body + grips
        shelf.put("frame", whole - union(cut), main, sharp=50)
    border = (
        max(0.35, (width - 2 * console.side - console.screen[0]) / 2 - 0.08),
        max(0.3, (height - console.screen[1]) / 2 - 0.25) if console.form == "sides" else 0.4,
    )
    add_display(shelf, "front", console.screen, (0.0, 0.0, front + 0.012), picture, border)
    _hands(
        shelf, console, fixed, width / 2 - console.side / 2 + 0.05, height / 2 - 0.4, field, front
    )
    accent = [Material(controls.grey(0.09), 0.25)] * 2
    if console.form == "sides":
        accent = [Material(controls.shade(each, 0.7), 0.35) for each in colours[1:]]
    for side, name, material in ((-1, "left_bumper", accent[0]), (1, "right_bumper", accent[1])):
        x = side * (width / 2 - console.side * 0.55)
        grown = slab(
            width + 0.16, height + 0.16, console.radius + 0.08, rear, front, 0.3, 0.3, 12, 5
        )
        shelf.put(
            name,
            grown
            ^ box((console.side * 0.85, 1.6, thick * 0.42), (x, height / 2 - 0.2, thick * 0.16)),
            material,
        )
        shelf.landmarks[name] = (x, height / 2, 0.2)
        trigger = slab(console.side * 0.75, 1.3, 0.4, -0.9, 0.1, 0.3, 0.1)
        shelf.put(
            name.replace("bumper", "trigger"),
            trigger,
            material,
            at=(x, height / 2 - 0.45, rear + 0.3),
        )
    add_back(shelf, console, rng, colours[0], rear)


def _hands(
    shelf: Shelf,
    console: Handheld,
    fixed: np.random.Generator,
    centre: float,
    rise: float,
    height_at: organic.Field | None,
    level: float,
) -> None:
    """Sticks, pad and buttons at both ends, `centre` from the middle."""

    def on(x: float, y: float, sink: float = 0.02) -> tuple[float, float, float]:
        z = level if height_at is None else organic.surface(height_at, x, y)
        return (x, y, z - sink)

    high, low = rise * 0.5, -rise * 0.42
    small = min(1.0, console.side / 4.2)
    stick, pad = (high, low) if console.sticks != "level" else (low, high)
    controls.cross_pad(
        shelf, on(-centre, pad), 2.0 * small, console.pad, Material(console.button_colour, 0.35)
    )
    controls.stick(shelf, "left_stick", on(-centre, stick, 0.1), 0.72 * small, controls.grey(0.1))
    buttons, other = (high, low) if console.sticks == "staggered" else (low, high)
    controls.face_buttons(
        shelf,
        fixed,
        on(centre, buttons),
        0.8 * small,
        0.42 * small,
        console.button_colour,
        coloured=console.lettered,
    )
    if console.sticks != "one":
        controls.stick(
            shelf, "right_stick", on(centre, other, 0.1), 0.72 * small, controls.grey(0.1)
        )
    for index, x in enumerate((-centre + 1.1 * small, centre - 1.1 * small)):
        key = controls.small_button(0.4, 0.16, 0.06)
        shelf.put(
            f"menu key {index}", key, Material(console.button_colour, 0.4), at=on(x, rise * 0.86)
        )
    if console.track_pads:
        for index, x in enumerate((-centre + 0.5, centre - 0.5)):
            plate = slab(2.4, 2.4, 0.3, -0.2, 0.03, 0.01, 0.02)
            shelf.put(
                f"track pad {index}",
                plate,
                Material((0.012, 0.012, 0.013), 0.5),
                at=on(x, low - 0.9),
            )


def _edges(shelf: Shelf, console: Handheld, level: float) -> list[Solid]:
    """Ports and slots of the casing's edges; what is to be cut."""
    cut: list[Solid] = []
    y = console.height / 2 * (1 if console.port_side == "top" else -1)
    cut.append(controls.add_port(shelf, "port", "usb_c", console.port_side, (0.0, y, level), 0.7))
    cut.append(
        controls.add_port(
            shelf,
            "audio_jack",
            "audio",
            "top",
            (-console.width * 0.12, console.height / 2, level),
            0.7,
        )
    )
    slot = controls.add_port(
        shelf,
        "card_slot",
        "slot",
        "bottom" if console.port_side == "top" else "top",
        (console.width * 0.14, -y, level),
        0.7,
    )
    cut.append(slot)
    holes = controls.turned_to(controls.grille(10, 2, 0.28, 0.08), "top")
    cut.append(holes.translate((0.0, console.height / 2, level)))
    power = controls.turned_to(slab(0.9, 0.24, 0.1, -0.2, 0.05, 0.01, 0.03), "top")
    shelf.put("power_button", power, DARK, at=(-console.width * 0.25, console.height / 2, level))
    volume = controls.turned_to(slab(1.9, 0.24, 0.1, -0.2, 0.05, 0.01, 0.03), "top")
    shelf.put("volume_button", volume, DARK, at=(-console.width * 0.18, console.height / 2, level))
    return cut
