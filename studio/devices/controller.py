"""Game pads: grips, two sticks, a directional pad, four buttons, shoulder buttons, a port."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import manifold3d
import numpy as np

from studio.designs import design_rng
from studio.devices import controls, organic
from studio.devices.controls import DARK, Colour, Shelf
from studio.devices.lettering import lettering
from studio.model import Material, Thing
from studio.solids import Solid, box, lathe, slab, union

_CELL: Final = 0.25
_HALF: Final = (9.0, 7.5, 3.5)


@dataclass(frozen=True)
class Controller:
    """What is fixed about a game pad; lengths in centimetres, colours linear.

    Attributes
    ----------
    shape : str
        "grips" (two horns), "long" (longer horns, straight body) or "retro" (a flat bar).
    sticks : str
        "staggered", "level" or "none".
    """

    shape: str
    sticks: str
    half_width: float
    half_height: float
    thickness: float
    grip_length: float
    grip_spread: float
    grip_radius: float
    pad: str
    lettered: str
    touch_pad: bool
    two_tone: bool
    wired: bool
    port: str
    colour: Colour
    second: Colour
    grain: float
    brand: str
    stick_radius: float
    light_bar: bool
    seed: int


def parameters(design: str) -> Controller:
    """The product of that name."""
    rng = design_rng(design)
    shape = str(rng.choice(["grips", "grips", "long", "retro"]))
    retro = shape == "retro"
    colour = controls.casing_colour(rng)
    return Controller(
        shape=shape,
        sticks=str(rng.choice(["none", "none", "level"] if retro else ["staggered", "level"])),
        half_width=float(rng.uniform(6.0, 7.2) if retro else rng.uniform(5.6, 6.7)),
        half_height=float(rng.uniform(2.4, 3.2) if retro else rng.uniform(2.7, 3.3)),
        thickness=float(rng.uniform(1.0, 1.3) if retro else rng.uniform(1.45, 1.8)),
        grip_length=float(rng.uniform(3.6, 4.6) + (0.8 if shape == "long" else 0)),
        grip_spread=float(rng.uniform(0.4, 1.3)),
        grip_radius=float(rng.uniform(1.4, 1.75)),
        pad=str(rng.choice(["cross", "disc", "keys"])),
        lettered=str(rng.choice(["plain", "letters", "buttons"])),
        touch_pad=bool(not retro and rng.random() < 0.35),
        two_tone=bool(rng.random() < 0.45),
        wired=bool(rng.random() < (0.5 if retro else 0.12)),
        port=str(rng.choice(["usb_c", "usb_c", "usb_a"])),
        colour=colour,
        second=controls.casing_colour(rng),
        grain=float(rng.uniform(0.3, 0.6)),
        brand=design.split("-")[1].upper(),
        stick_radius=float(rng.uniform(0.82, 1.0)),
        light_bar=bool(rng.random() < 0.3),
        seed=int(rng.integers(2**31)),
    )


def _field(pad: Controller) -> organic.Field:
    body = organic.rounded_box(
        (0, 0, 0),
        (pad.half_width, pad.half_height, pad.thickness),
        6.0 if pad.shape == "retro" else 3.0,
    )
    if pad.shape == "retro":
        ends = [
            organic.rod(
                (side * (pad.half_width - 2.2), 0.2, -0.1),
                (side * (pad.half_width - 1.9), -0.8, -0.2),
                (pad.half_height + 0.15, pad.half_height - 0.1),
                pad.thickness / pad.half_height,
            )
            for side in (-1, 1)
        ]
        return organic.merged([body, *ends], 0.25)
    shoulder = pad.half_width - 1.0
    grips = [
        organic.rod(
            (side * shoulder, 0.4, 0.0),
            (side * (shoulder + pad.grip_spread), -pad.half_height - pad.grip_length * 0.65, -0.9),
            (pad.grip_radius + 0.7, pad.grip_radius - 0.1),
            0.84,
        )
        for side in (-1, 1)
    ]
    return organic.merged([body, *grips], 0.35)


def build(
    design: str, rng: np.random.Generator, *, lit: bool = False, content: str | None = None
) -> Thing:
    """One instance of a game pad; it has no screen, so that `lit` turns on its lamps only."""
    del content
    pad = parameters(design)
    fixed = np.random.default_rng(pad.seed)
    if rng.random() < 0.35:  # another colour of the same product
        colours = (controls.casing_colour(rng), controls.casing_colour(rng))
    else:
        colours = (pad.colour, pad.second)
    shelf = Shelf()
    field = _field(pad)
    casing = organic.solid(field, _HALF, _CELL)
    cut: list[Solid] = []
    low, high = np.asarray(casing.bounding_box()[:3]), np.asarray(casing.bounding_box()[3:])
    top = float(high[1])
    port_place = (0.0, _edge(field) - 0.02, 0.1)
    if pad.wired:
        cable = lathe(
            [
                (0.33, -0.6),
                (0.33, 0.3),
                (0.26, 0.8),
                (0.17, 1.1),
                (0.17, 1.5 + 4 * float(rng.random())),
            ]
        )
        shelf.put(
            "cable",
            controls.turned_to(cable, "top"),
            Material((0.01, 0.01, 0.01), 0.55),
            at=port_place,
        )
        shelf.landmarks["port"] = port_place
    else:
        cut.append(controls.add_port(shelf, "port", pad.port, "top", port_place, 0.7))
    if pad.sticks != "none" and pad.shape != "retro":
        _shoulders(shelf, casing, pad, contrast_of=colours[0], top=top)
    else:
        _bars(shelf, casing, colours[1])
    _front(shelf, field, casing, pad, fixed, colours, lit=lit)
    shell = casing - union(cut) if cut else casing
    seam = float(0.15 * pad.thickness)
    upper, rest = shell.split_by_plane((0.0, 0.0, 1.0), 0.02 - seam)
    lower = rest.trim_by_plane((0.0, 0.0, -1.0), seam + 0.02)
    shelf.put(
        "seam", organic.grown(casing, -0.05) ^ box((30, 30, 0.08), (0, 0, -seam)), DARK, sharp=70
    )
    upper_material = controls.plastic(rng, colours[0], grain=pad.grain)
    lower_material = controls.plastic(
        rng,
        colours[1] if pad.two_tone else controls.shade(colours[0], 0.8),
        grain=pad.grain,
    )
    shelf.put("front", upper, upper_material, sharp=70)
    shelf.put("back", lower, lower_material, sharp=70)
    _rear(shelf, field, casing, pad)
    return Thing(
        "other",
        design,
        tuple(shelf.parts),
        shelf.landmarks,
        {
            "kind": "controller",
            "shape": pad.shape,
            "sticks": pad.sticks,
            "wired": pad.wired,
            "width_cm": float(high[0] - low[0]),
        },
        {"brand": pad.brand},
    )


def _edge(field: organic.Field) -> float:
    """How far the body reaches upward in the middle."""
    along = np.linspace(0, 7, 700, dtype=np.float32)
    inside = field(np.zeros_like(along), along, np.full_like(along, 0.1)) > 0
    return float(along[inside][-1])


def _front(
    shelf: Shelf,
    field: organic.Field,
    casing: Solid,
    pad: Controller,
    fixed: np.random.Generator,
    colours: tuple[Colour, Colour],
    *,
    lit: bool,
) -> None:
    """Everything that is pressed by thumbs."""

    def on(x: float, y: float, sink: float = 0.03) -> tuple[float, float, float]:
        return (x, y, organic.surface(field, x, y) - sink)

    main = controls.contrast(colours[0]) if fixed.random() < 0.3 else controls.grey(0.12)
    side = pad.half_width - 1.5
    outer = pad.half_height * 0.3
    inner_x, inner_y = side * 0.5, -pad.half_height * 0.5
    pad_place, stick_left = (-side, outer), (-inner_x, inner_y)
    if pad.sticks == "staggered":
        pad_place, stick_left = stick_left, pad_place
    if pad.sticks == "none":
        pad_place = (-side + 0.2, 0.0)
    buttons = on(side, outer if pad.sticks != "none" else 0.0, 0.0)
    controls.cross_pad(shelf, on(*pad_place), 2.1, pad.pad, Material(main, 0.3))
    controls.face_buttons(shelf, fixed, buttons, 0.92, 0.48, main, coloured=pad.lettered)
    if pad.sticks != "none":
        for name, place in (("left_stick", stick_left), ("right_stick", (inner_x, inner_y))):
            controls.stick(shelf, name, on(*place, 0.15), pad.stick_radius, controls.grey(0.1))
    for x in (-0.9, 0.9):
        key = controls.small_button(0.55, 0.24)
        shelf.put(f"menu key {x:+}", key, Material(main, 0.35), at=on(x, outer))
    if pad.touch_pad:
        plate = slab(3.4, 1.9, 0.3, -0.4, 0.05, 0.01, 0.03)
        shelf.put(
            "touch_pad",
            plate,
            Material(controls.shade(colours[0], 0.75), 0.35),
            at=on(0, outer + 0.7),
        )
    elif pad.shape != "retro":
        disc = lathe([(0.55, -0.3), (0.55, 0.02), (0.45, 0.06), (0.02, 0.07)], 32)
        shine = np.full((2, 2, 3), 0.8, np.float32) if lit else None
        shelf.put(
            "home_button",
            disc,
            Material((0.3, 0.3, 0.3), 0.2, emission=shine),
            at=on(0, outer + 0.75),
        )
    printed = organic.grown(casing, 0.012) ^ lettering(
        pad.brand, 0.5, -0.5, 4.0, width=2.2
    ).translate((0, -0.1 if pad.shape == "retro" else outer - 1.0, 0))
    shelf.put("brand", printed, Material(controls.contrast(colours[0]), 0.4), sharp=70)
    if pad.light_bar:
        bar = slab(1.8, 0.16, 0.07, -0.3, 0.05, 0.01, 0.02)
        shine = np.tile(np.array([0.1, 0.3, 1.0], np.float32), (2, 2, 1)) if lit else None
        shelf.put(
            "light_bar",
            bar,
            Material((0.5, 0.55, 0.6), 0.3, emission=shine),
            at=on(0, outer + 1.75),
        )


def _shoulders(
    shelf: Shelf, casing: Solid, pad: Controller, *, contrast_of: Colour, top: float
) -> None:
    """Two bumpers that follow the body, and two triggers behind them."""
    material = Material(
        controls.grey(0.1) if np.mean(contrast_of) > 0.02 else (0.03, 0.03, 0.03), 0.22
    )
    bumpers = organic.grown(casing, 0.09)
    for side, name in ((-1, "left"), (1, "right")):
        x = side * (pad.half_width - 1.4)
        region = box((2.9, 3.0, 0.85), (x, top - 0.2, 0.42))
        shelf.put(f"{name}_bumper", bumpers ^ region, material, sharp=50)
        shelf.landmarks[f"{name}_bumper"] = (x, top, 0.4)
        balls = [
            manifold3d.Manifold.sphere(radius, 28).scale((1.5, 1, 1)).translate(place)
            for place, radius in (
                ((x, top - 1.2, -0.5), 0.65),
                ((x, top + 0.05, -0.75), 0.42),
                ((x + side * 0.15, top + 0.25, -1.3), 0.4),
                ((x + side * 0.2, top + 0.2, -1.75), 0.3),
            )
        ]
        trigger = manifold3d.Manifold.batch_hull(balls)
        shelf.put(f"{name}_trigger", trigger, material, sharp=70)
        shelf.landmarks[f"{name}_trigger"] = (x, top, -1.2)


def _bars(shelf: Shelf, casing: Solid, colour: Colour) -> None:
    """The flat shoulder keys of an old pad."""
    grown = organic.grown(casing, 0.07)
    high = float(grown.bounding_box()[4])
    for x, name in ((-4.2, "left_bumper"), (4.2, "right_bumper")):
        region = box((3.4, 2.0, 0.7), (x, high - 0.6, 0.1))
        shelf.put(name, grown ^ region, Material(controls.shade(colour, 0.6), 0.35))
        shelf.landmarks[name] = (x, high, 0.1)


def _rear(shelf: Shelf, field: organic.Field, casing: Solid, pad: Controller) -> None:
    """Screws, a label with small print, a battery lid."""

    def under(x: float, y: float) -> tuple[float, float, float]:
        return (x, y, organic.surface(field, x, y, far=True))

    screw = lathe([(0.17, -0.3), (0.17, 0.02), (0.14, 0.03), (0.02, 0.03)], 16)
    turned = controls.turned_to(screw, "back")
    for number, (x, y) in enumerate(
        [
            (-pad.half_width + 1.2, 0.6),
            (pad.half_width - 1.2, 0.6),
            (-2.2, -pad.half_height * 0.6),
            (2.2, -pad.half_height * 0.6),
        ]
    ):
        shelf.put(f"screw {number}", turned, Material((0.02, 0.02, 0.02), 0.4), at=under(x, y))
    base = organic.grown(casing, 0.012)
    text = lettering(f"{pad.brand} PAD  5V 500mA", 0.28, -4.0, 4.0, width=3.6)
    mirrored = text.rotate((0, 180, 0)).translate((0, 0.3, 0))
    print_area = base ^ mirrored ^ box((20, 20, 8), (0, 0, -4.1))
    shelf.put("small print", print_area, Material((0.3, 0.3, 0.3), 0.5), sharp=70)
