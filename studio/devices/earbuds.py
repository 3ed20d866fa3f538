"""A charging case, shut or open, with its two buds in it or beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from studio.devices import controls, organic
from studio.devices.controls import DARK, Colour, Shelf
from studio.devices.lettering import lettering
from studio.model import Material, Part, Thing
from studio.solids import Solid, box, lathe, slab, union

POSES: Final = ("closed", "open", "beside")
_HALF: Final = (4.2, 3.6, 2.4)


@dataclass(frozen=True)
class Earbuds:
    """What is fixed about buds and their case; centimetres, linear colours.

    The case's front faces z, its lid is at +y and turns about the back.
    """

    design: str
    half: tuple[float, float, float]
    squareness: float
    lid: float
    stemmed: bool
    colour: Colour
    gloss: float
    bud_colour: Colour
    metal_band: bool
    lamp: bool
    port_below: bool
    brand: str


def parameters(design: str, rng: np.random.Generator) -> Earbuds:
    """The product of that name, by the random numbers of its design."""
    wide = rng.uniform(2.4, 3.7)
    colour = controls.casing_colour(rng, sober=0.85)
    return Earbuds(
        design=design,
        half=(float(wide), float(rng.uniform(2.0, 2.7)), float(rng.uniform(1.1, 1.7))),
        squareness=float(rng.uniform(2.6, 4.5)),
        lid=float(rng.uniform(0.2, 0.45)),
        stemmed=bool(rng.random() < 0.45),
        colour=colour,
        gloss=float(rng.choice([0.12, 0.35, 0.55])),
        bud_colour=colour if rng.random() < 0.8 else controls.casing_colour(rng),
        metal_band=bool(rng.random() < 0.25),
        lamp=bool(rng.random() < 0.7),
        port_below=bool(rng.random() < 0.6),
        brand=design.split("-")[1],
    )


def build(
    buds: Earbuds, rng: np.random.Generator, *, lit: bool = False, pose: str | None = None
) -> Thing:
    """One instance; the pose at random where not given."""
    chosen = pose if pose in POSES else str(rng.choice(POSES, p=[0.45, 0.38, 0.17]))
    colour = buds.colour if rng.random() < 0.75 else controls.casing_colour(rng, sober=0.7)
    material = Material(colour, buds.gloss)
    bud_material = Material(colour if buds.bud_colour == buds.colour else buds.bud_colour, 0.18)
    shelf = Shelf()
    half_x, half_y, half_z = buds.half
    casing = organic.solid(organic.rounded_box((0, 0, 0), buds.half, buds.squareness), _HALF, 0.16)
    parting = half_y * buds.lid
    lid, base = casing.split_by_plane((0.0, 1.0, 0.0), parting)
    cut: list[Solid] = []
    side, place = (
        ("bottom", (0.0, -half_y, 0.0))
        if buds.port_below
        else ("back", (0.0, -half_y * 0.45, -half_z))
    )
    cut.append(controls.add_port(shelf, "port", "usb_c", side, place, 0.7))
    is_open = chosen != "closed"
    angle = float(rng.uniform(75, 115)) if is_open else 0.0
    hinge = (0.0, parting, -half_z * 0.82)
    places = (-half_x * 0.45, half_x * 0.45)
    inner = organic.grown(casing, -0.14)
    if is_open:
        floor = parting - 0.22
        wells = union(
            lathe([(0.75, floor - 1.4), (0.8, parting + 0.5)], 28)
            .rotate((-90, 0, 0))
            .scale((1, 1, 0.85))
            .translate((x, 0, 0.1))
            for x in places
        )
        tray = inner.trim_by_plane((0.0, -1.0, 0.0), -floor)
        base = base - inner.trim_by_plane((0.0, 1.0, 0.0), floor - 0.05)
        shelf.put("tray", tray - wells, Material(controls.shade(colour, 0.7), 0.5), sharp=60)
        well_floor = inner ^ box((9, 0.3, 9), (0, floor - 1.5, 0))
        shelf.put("wells", well_floor, DARK)
        lid = lid - inner.translate((0, -0.02, 0))
    else:
        shelf.put("seam", organic.grown(casing, -0.04) ^ box((9, 0.1, 9), (0, parting, 0)), DARK)
        lid, base = lid.translate((0, 0.015, 0)), base.translate((0, -0.015, 0))
    shelf.put("back", base - union(cut), material, sharp=60)
    brand = casing_print(casing, buds.brand)
    shelf.put(
        "brand", brand, Material(controls.shade(controls.contrast(colour), 0.6), 0.4), sharp=60
    )
    swung = lid.translate((-hinge[0], -hinge[1], -hinge[2])).rotate((-angle, 0, 0)).translate(hinge)
    shelf.put("lid", swung, material, sharp=60)
    hinge_bar = slab(half_x * 0.7, 0.3, 0.1, -0.1, 0.08).rotate((0, 180, 0))
    shelf.put(
        "hinge", hinge_bar, Material((0.4, 0.4, 0.4), 0.25, 1.0), at=(0, parting, -half_z * 0.93)
    )
    if buds.metal_band:
        band = organic.grown(casing, 0.012) ^ box((9, 0.16, 9), (0, parting - 0.2, 0))
        shelf.put("band", band, Material((0.7, 0.6, 0.45), 0.2, 1.0), sharp=60)
    if buds.lamp:
        glow = np.tile(np.array([0.1, 1.0, 0.25], np.float32), (2, 2, 1)) if lit else None
        lamp = lathe([(0.09, -0.1), (0.09, 0.012), (0.01, 0.014)], 16)
        shelf.put(
            "lamp",
            lamp,
            Material((0.5, 0.5, 0.5), 0.2, emission=glow),
            at=(0, parting - 0.55, organic_front(buds, parting - 0.55)),
        )
    if is_open:
        _buds(shelf, rng, buds, bud_material, places, parting, beside=chosen == "beside")
    shelf.landmarks["lid"] = (0.0, half_y, 0.0)
    return Thing(
        "other",
        buds.design,
        tuple(shelf.parts),
        shelf.landmarks,
        {
            "kind": "headphones",
            "form": "earbuds",
            "pose": chosen,
            "opening": angle,
            "stemmed": buds.stemmed,
            "stands": True,
        },
        {"brand": buds.brand},
    )


def organic_front(buds: Earbuds, y: float) -> float:
    """The z of the case's front in its middle at a height."""
    share = max(1 - abs(y / buds.half[1]) ** buds.squareness, 0.0)
    return buds.half[2] * float(share ** (1 / buds.squareness))


def casing_print(casing: Solid, text: str) -> Solid:
    """A brand printed on the front of a casing."""
    low = casing.bounding_box()[1]
    letters = lettering(text, 0.6, 0, 4, width=2.4).translate((0, low * 0.3, 0))
    return organic.grown(casing, 0.008) ^ letters


def _bud(buds: Earbuds, side: int) -> tuple[Solid, Solid, Solid]:
    """Body, rubber tip and metal contacts of a bud about its middle, its stem down."""
    if buds.stemmed:
        head = organic.rounded_box((0, 0, 0), (0.62, 0.72, 0.62), 2.2)
        stem = organic.rod((0.05 * side, -0.3, 0.15), (0.1 * side, -2.0, 0.2), (0.34, 0.27))
        body = organic.solid(organic.merged([head, stem], 0.1), (1.2, 2.5, 1.2), 0.12)
    else:
        outer = organic.rounded_box((0, 0, 0), (0.85, 0.95, 0.6), 2.3)
        inner = organic.rod((0, 0.1, 0), (-0.35 * side, 0.3, -0.75), (0.6, 0.42))
        body = organic.solid(organic.merged([outer, inner], 0.12), (1.3, 1.3, 1.5), 0.12)
    tip = lathe([(0.3, 0), (0.46, 0.12), (0.5, 0.25), (0.38, 0.5), (0.2, 0.56), (0.16, 0.4)], 24)
    aim = (0.0, -75.0 * side, 0.0) if buds.stemmed else (205.0, 0.0, 0.0)
    tip = tip.rotate(aim).translate(
        (-0.4 * side if buds.stemmed else -0.3 * side, 0.15, 0.0 if buds.stemmed else -0.75)
    )
    dots = union(
        lathe([(0.07, 0), (0.07, 0.03), (0.01, 0.04)], 10)
        .rotate((90, 0, 0))
        .translate((x, -2.24 if buds.stemmed else -0.9, 0.15))
        for x in (-0.12, 0.12)
    )
    return body, tip, dots


def _buds(
    shelf: Shelf,
    rng: np.random.Generator,
    buds: Earbuds,
    material: Material,
    places: tuple[float, float],
    parting: float,
    *,
    beside: bool,
) -> None:
    for index, (x, name) in enumerate(zip(places, ("left", "right"), strict=True)):
        side = -1 if index == 0 else 1
        group = Shelf()
        body, tip, dots = _bud(buds, side)
        group.put(f"{name} bud", body, material, sharp=60)
        group.put(
            f"{name} tip",
            tip,
            Material((0.05, 0.05, 0.05) if np.mean(buds.colour) < 0.2 else (0.5, 0.5, 0.5), 0.6),
            sharp=60,
        )
        group.put(f"{name} contacts", dots, Material((0.7, 0.55, 0.25), 0.25, 1.0))
        if beside:
            turn = float(rng.uniform(0, 2 * np.pi))
            cosine, sine = np.cos(turn), np.sin(turn)
            rotation = np.array([[cosine, -sine, 0], [sine, cosine, 0], [0, 0, 1.0]])
            offset = np.array(
                [
                    side * rng.uniform(1.2, 2.4),
                    -buds.half[1] - rng.uniform(2.4, 4.0),
                    0.62 - buds.half[2],
                ]
            )
        elif buds.stemmed:
            rotation, offset = np.eye(3), np.array([x, parting + 0.3, 0.1])
        else:  # they lie on their backs, outer shell up
            rotation = np.array([[1.0, 0, 0], [0, 0, 1.0], [0, -1.0, 0]])
            offset = np.array([x, parting + 0.05, 0.1])
        moved: list[Part] = [each.moved(rotation, offset) for each in group.parts]
        shelf.parts += moved
        shelf.landmarks[f"{name}_bud"] = (float(offset[0]), float(offset[1]), float(offset[2]))
