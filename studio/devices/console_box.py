"""Consoles for the living room: a slot and a button in front, vents, ports at the rear."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from studio.devices import controls
from studio.devices.controls import DARK, Colour, Shelf
from studio.devices.lettering import lettering
from studio.model import Material, Thing
from studio.solids import Solid, box, cylinder, slab, union


@dataclass(frozen=True)
class ConsoleBox:
    """What is fixed about a console; centimetres, linear colours. The front faces z."""

    design: str
    width: float
    height: float
    depth: float
    upright: bool
    rim: float
    corner: float
    slot: bool
    layers: int
    layer_gap: float
    vents: str
    rear_ports: tuple[str, ...]
    front_ports: tuple[str, ...]
    round_button: bool
    light: tuple[float, float, float]
    colour: Colour
    second: Colour
    grain: float
    gloss_front: bool
    brand: str


def parameters(design: str, rng: np.random.Generator, *, upright: bool) -> ConsoleBox:
    """The product of that name, by the random numbers of its design."""
    long, thin = rng.uniform(22, 32), rng.uniform(5.0, 8.0)
    if rng.random() < 0.2:
        long, thin = rng.uniform(14, 20), rng.uniform(4.0, 6.5)
    ports = ["power", "hdmi", "usb_a", "usb_a", "ethernet", "usb_c", "audio", "hdmi"]
    count = int(rng.integers(4, 9))
    return ConsoleBox(
        design=design,
        width=float(thin * rng.uniform(1.0, 1.7) if upright else long),
        height=float(long if upright else thin),
        depth=float(rng.uniform(0.65, 0.95) * (long if not upright else rng.uniform(16, 26))),
        upright=upright,
        rim=float(rng.choice([0.08, 0.2, 0.6])),
        corner=float(rng.choice([0.15, 0.5, 1.6])),
        slot=bool(rng.random() < 0.75),
        layers=int(rng.choice([1, 2, 2, 3])),
        layer_gap=float(rng.uniform(0.15, 0.45)),
        vents=str(rng.choice(["holes", "slits", "both"])),
        rear_ports=tuple(str(each) for each in rng.permutation(np.array(ports[:count]))),
        front_ports=tuple(
            str(each) for each in rng.choice(["usb_a", "usb_c"], int(rng.integers(1, 3)))
        ),
        round_button=bool(rng.random() < 0.6),
        light=[(0.9, 0.9, 1.0), (0.1, 0.3, 1.0), (0.1, 1.0, 0.2)][int(rng.integers(3))],
        colour=controls.casing_colour(rng, sober=0.92),
        second=controls.casing_colour(rng, sober=0.92),
        grain=float(rng.uniform(0.3, 0.65)),
        gloss_front=bool(rng.random() < 0.35),
        brand=design.split("-")[1].upper(),
    )


def build(console: ConsoleBox, rng: np.random.Generator, *, lit: bool = False) -> Thing:
    """One instance; lit, its lamp is on."""
    shelf = Shelf()
    width, height, depth = console.width, console.height, console.depth
    colours = (console.colour, console.second)
    if rng.random() < 0.15:
        colours = (controls.casing_colour(rng), console.second)
    main = controls.plastic(rng, colours[0], grain=console.grain)
    second = controls.plastic(rng, colours[1], grain=0.15 if console.gloss_front else 0.45)
    front, rear = depth / 2, -depth / 2
    # The long way is layered: x of an upright console, y of one that lies.
    thick = width if console.upright else height
    cut: list[Solid] = []
    _front(shelf, console, cut, front, lit=lit)
    _rear(shelf, console, cut, rear)
    cut += _vents(console, rng)
    body = _slab(console, thick / 2 * 0.999, 0.0)
    holes = union(cut)
    gap = console.layer_gap
    edges = _layers(console)
    if console.layers > 1:
        core = _slab(console, thick / 2 - 0.1, -0.3) - holes
        shelf.put("core", core, Material((0.012, 0.012, 0.012), 0.4))
    for index in range(console.layers):
        low = edges[index] + gap / 2 * (index > 0)
        high = edges[index + 1] - gap / 2 * (index < console.layers - 1)
        size = (width, high - low, depth) if not console.upright else (high - low, height, depth)
        middle = (low + high) / 2
        where = (0.0, middle, 0.0) if not console.upright else (middle, 0.0, 0.0)
        layer = (body ^ box((size[0] + 0.01, size[1], size[2] + 0.01), where)) - holes
        name = "frame" if index == 0 else f"layer {index}"
        shelf.put(name, layer, main if index % 2 == 0 else second, sharp=40)
    inner = box((width - 0.9, height - 0.9, depth - 0.9))
    shelf.put("inside", inner - holes, DARK)
    _feet(shelf, console)
    half = (width / 2, height / 2)
    shelf.landmarks["front"] = (0.0, 0.0, front)
    shelf.landmarks["top"] = (0.0, half[1], 0.0)
    return Thing(
        "other",
        console.design,
        tuple(shelf.parts),
        shelf.landmarks,
        {
            "kind": "console",
            "form": "tower" if console.upright else "box",
            "slot": console.slot,
            "stands": True,
            "width_cm": width,
        },
        {"brand": console.brand},
    )


def _layers(console: ConsoleBox) -> NDArray[np.float64]:
    """Where the layers begin and end, across the thin way."""
    thick = console.width if console.upright else console.height
    shares = {1: [0.0, 1.0], 2: [0.0, 0.62, 1.0], 3: [0.0, 0.2, 0.8, 1.0]}[console.layers]
    return (np.array(shares) - 0.5) * thick


def _slab(console: ConsoleBox, half_thick: float, grow: float) -> Solid:
    """The whole outline: rounded in the plane across its thickness."""
    across, along = (
        (console.height, console.depth) if console.upright else (console.width, console.depth)
    )
    solid = slab(
        across + 2 * grow,
        along + 2 * grow,
        console.corner,
        -half_thick,
        half_thick,
        console.rim,
        console.rim,
        8,
        4,
    )
    if console.upright:
        return solid.rotate((0, 90, 0)).rotate((90, 0, 0))
    return solid.rotate((90, 0, 0))


def _front(shelf: Shelf, console: ConsoleBox, cut: list[Solid], front: float, *, lit: bool) -> None:
    """Slot, power button, lamp, ports, brand; laid out along the front's long side."""
    long = console.height if console.upright else console.width
    aside = (
        0.0 if console.layers % 2 else 0.14 * (console.width if console.upright else console.height)
    )

    def at(share: float, across: float = 0.0) -> tuple[float, float, float]:
        place = share * long / 2
        return (
            (across + aside, -place, front) if console.upright else (place, across + aside, front)
        )

    def turned(solid: Solid) -> Solid:
        return solid.rotate((0, 0, -90)) if console.upright else solid

    if console.slot:
        length = min(12.6, 0.5 * long)
        slot = turned(slab(length, 0.32, 0.1, -3, 0.2, 0.001, 0.05))
        cut.append(slot.translate(at(-0.35)))
        shelf.landmarks["slot"] = at(-0.35)
        shelf.put(
            "slot lip", turned(slab(length - 0.2, 0.1, 0.04, -0.5, -0.35)), DARK, at=at(-0.35)
        )
        eject = turned(controls.small_button(0.7, 0.35))
        shelf.put("eject", eject, Material(controls.grey(0.3), 0.3), at=at(0.2))
    radius = 0.75
    shape = (
        cylinder(radius, -0.3, 0.1, 32, 0.04)
        if console.round_button
        else slab(1.8, 0.4, 0.18, -0.3, 0.08)
    )
    glow = np.tile(np.array(console.light, np.float32), (2, 2, 1)) if lit else None
    shelf.put(
        "power_button",
        turned(shape),
        Material(controls.grey(0.7), 0.25, emission=glow if console.round_button else None),
        at=at(0.9),
    )
    lamp = turned(slab(1.2, 0.1, 0.04, -0.2, 0.01))
    shelf.put("lamp", lamp, Material((0.3, 0.3, 0.3), 0.3, emission=glow), at=at(0.72))
    for index, kind in enumerate(console.front_ports):
        place = at(0.4 + 0.13 * index)
        opening, rim, inside = controls.port(kind)
        for name, solid in (("rim", rim), ("inside", inside)):
            shelf.put(
                f"front port {index} {name}",
                turned(solid).translate(place),
                controls.STEEL if name == "rim" else DARK,
            )
        cut.append(turned(opening).translate(place))
        shelf.landmarks[f"front_port_{index}"] = place
    letters = lettering(console.brand, 0.9, -0.02, 0.006, width=5)
    thick = console.width if console.upright else console.height
    ink = Material(controls.shade(controls.contrast(console.colour), 0.7), 0.3)
    place = at(0.75 if not console.upright else 0.3, -thick * 0.3)
    shelf.put(
        "brand", letters if not console.upright else letters.rotate((0, 0, 90)), ink, at=place
    )


def _rear(shelf: Shelf, console: ConsoleBox, cut: list[Solid], rear: float) -> None:
    """A row of ports, each with its name in small print, and a label."""
    long = console.height if console.upright else console.width
    pitch = min(2.4, long * 0.75 / len(console.rear_ports))
    for index, kind in enumerate(console.rear_ports):
        share = (index - (len(console.rear_ports) - 1) / 2) * pitch
        place = (0.0, share, rear) if console.upright else (-share, -console.height * 0.12, rear)
        name = f"port_{index}" if index else "port"
        opening, rim, inside = (
            controls.turned_to(
                each.rotate((0, 0, 90)) if console.upright else each, "back"
            ).translate(place)
            for each in controls.port(kind, 0.9)
        )
        cut.append(opening)
        shelf.put(f"{name} inside", inside, DARK)
        if kind not in {"audio", "power"}:
            shelf.put(f"{name} rim", rim, controls.STEEL)
        shelf.landmarks[name] = place
        word = {
            "power": "AC IN",
            "hdmi": "HDMI",
            "usb_a": "USB",
            "usb_c": "USB-C",
            "ethernet": "LAN",
        }
        text = lettering(word.get(kind, "OUT"), 0.3, -0.02, 0.004)
        offset = (-1.1, 0.0, 0.0) if console.upright else (0.0, 0.95, 0.0)
        where = (place[0] - offset[0], place[1] + offset[1], rear)
        shelf.put(
            f"{name} name",
            controls.turned_to(text, "back"),
            Material((0.4, 0.4, 0.4), 0.5),
            at=where,
        )


def _vents(console: ConsoleBox, rng: np.random.Generator) -> list[Solid]:
    """Holes or slits in the broad side, the top and the rear."""
    del rng
    found: list[Solid] = []
    width, height, depth = console.width, console.height, console.depth
    broad = (height, depth) if console.upright else (width, depth)
    side = "right" if console.upright else "top"
    place = (width / 2, 0.0, 0.0) if console.upright else (0.0, height / 2, 0.0)
    if console.vents in {"slits", "both"}:
        count = int(broad[1] * 0.45 / 0.8)
        slits = union(
            slab(broad[0] * 0.3, 0.3, 0.13, -0.5, 0.3, 0.001, 0.001, 4).translate(
                (0, (index - (count - 1) / 2) * 0.8, 0)
            )
            for index in range(count)
        )
        if console.upright:
            slits = slits.rotate((0, 0, 90))
        shift = np.array(place) + (
            (0, broad[0] * 0.25, -depth * 0.1)
            if console.upright
            else (broad[0] * 0.25, 0, -depth * 0.1)
        )
        found.append(
            controls.turned_to(slits, side).translate(tuple(float(each) for each in shift))
        )
    if console.vents in {"holes", "both"}:
        columns = min(16, int(broad[0] * 0.3 / 0.7))
        holes = controls.grille(columns, 8, 0.7, 0.22, 0.5)
        if console.upright:
            holes = holes.rotate((0, 0, 90))
        shift = np.array(place) - (
            (0, broad[0] * 0.25, 0) if console.upright else (broad[0] * 0.25, 0, 0)
        )
        found.append(
            controls.turned_to(holes, side).translate(tuple(float(each) for each in shift))
        )
    rear_slits = union(
        box(
            (0.22, min(height * 0.35, 6.0), 1.2),
            ((index - 6) * 0.5 * (1 if not console.upright else 0.6), 0, 0),
        )
        for index in range(13)
    )
    shift_rear = (
        (0.0, height * 0.38, -depth / 2)
        if console.upright
        else (width * 0.0, height * 0.34, -depth / 2)
    )
    if console.upright or height > 5.5:
        scale = (1.0, 0.5, 1.0)
        found.append(rear_slits.scale(scale).translate(shift_rear))
    return found


def _feet(shelf: Shelf, console: ConsoleBox) -> None:
    low = -console.height / 2
    for index, (x, z) in enumerate([(-1, -1), (-1, 1), (1, -1), (1, 1)]):
        foot = cylinder(0.6, -0.25, 0.1, 20).rotate((-90, 0, 0))
        where = (x * (console.width / 2 - 1.4), low, z * (console.depth / 2 - 1.6))
        if console.upright and console.width < 5:
            where = (x * console.width * 0.25, low, where[2])
        shelf.put(f"foot {index}", foot.translate(where), Material((0.01, 0.01, 0.01), 0.8))
