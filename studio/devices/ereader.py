"""Readers with electronic paper: a matt grey page in a thick bezel."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from studio.designs import design_rng
from studio.devices import controls, pages
from studio.devices.controls import DARK, Colour, Shelf
from studio.devices.lettering import lettering
from studio.devices.smoothing import smooth_part
from studio.model import Material, Thing
from studio.paint import linear
from studio.solids import Solid, slab, union


@dataclass(frozen=True)
class Ereader:
    """What is fixed about a reader; centimetres, linear colours.

    Attributes
    ----------
    grip : float
        Width of the broad margin for the thumb at the right; 0 for an even bezel.
    recess : float
        How deep the page lies below the bezel.
    """

    width: float
    height: float
    thickness: float
    radius: float
    rim: float
    bezel: float
    chin: float
    grip: float
    recess: float
    keys: bool
    colour: Colour
    pen: bool
    port_at: float
    power_edge: str
    power_at: float
    speakers: bool
    ribbed: bool
    brand: str


def parameters(design: str) -> Ereader:
    """The product of that name."""
    rng = design_rng(design)
    large = rng.random() < 0.35
    display = rng.uniform(13.5, 16.0) if large else rng.uniform(9.0, 10.6)
    bezel = rng.uniform(0.75, 1.3)
    grip = float(rng.uniform(1.5, 2.6)) if rng.random() < 0.3 else 0.0
    chin = rng.uniform(1.0, 2.3)
    dark = rng.random() < 0.68
    return Ereader(
        width=float(display + 2 * bezel + grip),
        height=float(display * rng.uniform(1.3, 1.36) + bezel + chin),
        thickness=float(rng.uniform(0.55, 0.95)),
        radius=float(rng.uniform(0.5, 1.2)),
        rim=float(rng.uniform(0.08, 0.25)),
        bezel=float(bezel),
        chin=float(chin),
        grip=grip,
        recess=float(rng.choice([0.0, 0.0, rng.uniform(0.05, 0.12)])),
        keys=bool(grip > 0 and rng.random() < 0.8),
        colour=controls.grey(float(rng.uniform(0.1, 0.24) if dark else rng.uniform(0.7, 0.93))),
        pen=bool(large and rng.random() < 0.5),
        port_at=float(rng.choice([0.0, 0.0, -0.2, 0.25])),
        power_edge=str(rng.choice(["bottom", "top"])),
        power_at=float(rng.uniform(0.12, 0.3) * rng.choice([-1, 1])),
        speakers=bool(rng.random() < 0.25),
        ribbed=bool(rng.random() < 0.3),
        brand=design.split("-")[1],
    )


def build(
    design: str, rng: np.random.Generator, *, lit: bool = False, content: str | None = None
) -> Thing:
    """One instance of a reader; lit, its front light is on. `content` is one of pages.PAGES."""
    reader = parameters(design)
    chosen = content if content in pages.PAGES else str(rng.choice(pages.PAGES))
    shelf = Shelf()
    width, height, thick = reader.width, reader.height, reader.thickness
    colour = reader.colour
    if rng.random() < 0.15:
        colour = controls.casing_colour(rng, sober=0.6)
    material = controls.plastic(rng, colour, grain=0.55)
    front, rear = thick / 2, -thick / 2
    body = slab(width, height, reader.radius, rear, front, reader.rim * 1.6, reader.rim, 10, 6)
    display = (width - 2 * reader.bezel - reader.grip, height - reader.bezel - reader.chin)
    centre = (-reader.grip / 2, (reader.chin - reader.bezel) / 2)
    window = slab(*display, 0.1, front - max(reader.recess, 0.012), front + 1, 0.001, 0.001)
    cut: list[Solid] = [window.translate((*centre, 0))]
    port = (reader.port_at * width, -height / 2, 0.0)
    cut.append(controls.add_port(shelf, "port", "usb_c", "bottom", port, 0.6))
    side = 1 if reader.power_edge == "top" else -1
    power = (reader.power_at * width, side * height / 2, 0.0)
    key = controls.turned_to(slab(1.1, 0.26, 0.12, -0.2, 0.05, 0.01, 0.04), reader.power_edge)
    shelf.put("power_button", key, material, at=power)
    if reader.speakers:
        holes = controls.turned_to(controls.grille(9, 2, 0.2, 0.05), "bottom")
        cut += [holes.translate((x * width, -height / 2, 0)) for x in (-0.33, 0.33)]
    if reader.ribbed:
        cut.append(
            union(
                slab(width * 0.8, 0.05, 0.02, -0.2, 0.03, 0.001, 0.001).translate(
                    (0, y * height, rear)
                )
                for y in np.linspace(-0.42, -0.2, 14)
            )
        )
    shelf.put("frame", body - union(cut), material, sharp=40)
    inside = slab(width - 0.5, height - 0.5, reader.radius, rear + 0.12, front - 0.25, 0.01, 0.01)
    shelf.put("inside", inside, DARK)
    pixels = (int(760 * display[0] / display[1]), 760)
    picture = linear(pages.paint(chosen, rng, *pixels))
    glow = None
    if lit:
        warmth = np.array([1.0, rng.uniform(0.85, 1.0), rng.uniform(0.6, 1.0)], np.float32)
        glow = (picture * warmth * np.float32(rng.uniform(0.5, 0.9))).astype(np.float32)
    screen = smooth_part(
        "front",
        slab(*display, 0.08, front - max(reader.recess, 0.012) - 0.05, front - reader.recess),
        Material(picture, float(rng.uniform(0.45, 0.7)), specular=0.3, emission=glow),
        uv_size=display,
        layer="screen",
    )
    shelf.parts.append(screen.moved(np.eye(3), np.array([*centre, 0.0])))
    _details(shelf, reader, colour, material)
    shelf.landmarks["display"] = (*centre, front)
    return Thing(
        "other",
        design,
        tuple(shelf.parts),
        shelf.landmarks,
        {
            "kind": "ereader",
            "content": chosen,
            "keys": reader.keys,
            "pen": reader.pen,
            "height_cm": height,
        },
        {"brand": reader.brand},
    )


def _details(shelf: Shelf, reader: Ereader, colour: Colour, material: Material) -> None:
    front, rear = reader.thickness / 2, -reader.thickness / 2
    ink = controls.shade(controls.contrast(colour), 0.7)
    brand = lettering(reader.brand, 0.55, front - 0.02, front + 0.004, width=3)
    place = (0.0, -reader.height / 2 + reader.chin / 2, 0.0)
    shelf.put("brand", brand, Material(ink, 0.4), at=place)
    logo = lettering(reader.brand, 1.3, -0.02, 0.004, width=reader.width * 0.6)
    logo = controls.turned_to(logo, "back").translate((0, reader.height * 0.05, rear))
    shelf.put("logo", logo, Material(controls.shade(colour, 1.6), 0.15))
    print_lines = union(
        lettering(text, 0.22, -0.02, 0.003).translate((0, -0.32 * index, 0))
        for index, text in enumerate(("MODEL R-20 5V 1A", "DESIGNED FOR READING", "FC CE 60950"))
    )
    print_lines = controls.turned_to(print_lines, "back").translate(
        (0, -reader.height * 0.36, rear)
    )
    shelf.put("small print", print_lines, Material(controls.shade(ink, 0.6), 0.5))
    if reader.keys:
        x = reader.width / 2 - reader.bezel * 0.5 - reader.grip / 2
        for index, y in enumerate((1.6, -1.6)):
            key = slab(0.5, 2.6, 0.2, -0.05, 0.05, 0.01, 0.04).translate((x, y, front))
            shelf.put(f"page key {index}", key, material)
        shelf.landmarks["page_keys"] = (x, 0.0, front)
    if reader.pen:
        pen = slab(0.75, reader.height * 0.72, 0.35, -0.4, 0.35, 0.3, 0.3, 8)
        pen = pen.translate((reader.width / 2 + 0.42, 0.02 * reader.height, 0))
        shelf.put("pen", pen, Material(controls.shade(colour, 0.9), 0.35))
        shelf.landmarks["pen"] = (reader.width / 2 + 0.42, 0.0, 0.0)
