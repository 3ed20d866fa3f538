"""Two cups on a band: as worn, lying flat with the cups turned, or folded up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import manifold3d
import numpy as np

from studio.devices import controls
from studio.devices.controls import DARK, Colour, Shelf
from studio.devices.lettering import lettering
from studio.model import Material, Thing, Vector
from studio.paint import linear_hsv
from studio.solids import Solid, capsule, lathe, rounded_rectangle, slab, sweep

POSES: Final = ("worn", "flat", "folded")


@dataclass(frozen=True)
class Headset:
    """What is fixed about headphones; centimetres, linear colours.

    Seen from the front: the band is at +y, the wearer's nose points to z, his right ear is at -x
    as seen by the viewer; cups open towards the middle.
    """

    design: str
    span: float
    rise: float
    cup: tuple[float, float]
    depth: float
    cushion: float
    squareness: float
    band_width: float
    band_thickness: float
    yoke: str
    colour: Colour
    cushion_colour: Colour
    metal: bool
    gloss: float
    ring: bool
    wired: bool
    microphone: bool
    brand: str


def parameters(design: str, rng: np.random.Generator) -> Headset:
    """The product of that name, by the random numbers of its design."""
    tall = rng.uniform(3.9, 4.9)
    colour = controls.casing_colour(rng, sober=0.75)
    dark = controls.grey(float(rng.uniform(0.08, 0.2)))
    return Headset(
        design=design,
        span=float(rng.uniform(7.4, 8.8)),
        rise=float(rng.uniform(8.5, 11.0)),
        cup=(float(tall * rng.uniform(0.78, 1.0)), float(tall)),
        depth=float(rng.uniform(1.6, 2.6)),
        cushion=float(rng.uniform(1.5, 2.3)),
        squareness=float(rng.uniform(2.0, 2.7)),
        band_width=float(rng.uniform(1.8, 3.6)),
        band_thickness=float(rng.uniform(0.5, 1.4)),
        yoke=str(rng.choice(["fork", "arm"])),
        colour=colour,
        cushion_colour=dark if rng.random() < 0.7 else linear_hsv(0.08, 0.3, 0.6),
        metal=bool(rng.random() < 0.5),
        gloss=float(rng.choice([0.2, 0.45, 0.6])),
        ring=bool(rng.random() < 0.4),
        wired=bool(rng.random() < 0.3),
        microphone=bool(rng.random() < 0.2),
        brand=design.split("-")[1].upper(),
    )


def build(headset: Headset, rng: np.random.Generator, *, pose: str | None = None) -> Thing:
    """One instance; the pose at random where not given."""
    chosen = pose if pose in POSES else str(rng.choice(POSES, p=[0.4, 0.4, 0.2]))
    colour = headset.colour if rng.random() < 0.75 else controls.casing_colour(rng, sober=0.7)
    material = Material(colour, headset.gloss)
    bare = Material((0.55, 0.55, 0.56), 0.28, 1.0) if headset.metal else material
    cloth = Material(headset.cushion_colour, 0.65, specular=0.35)
    shelf = Shelf()
    spread = float(rng.uniform(0.92, 1.08))
    ends = _band(shelf, headset, material, cloth, spread)
    landmarks = dict(shelf.landmarks)
    for side, name in ((-1, "right"), (1, "left")):  # the wearer's
        group = _cup(headset, side, name, material, bare, cloth)
        rotation, offset = _placed(headset, side, chosen, ends, rng)
        shelf.parts += [part.moved(rotation, offset) for part in group.parts]
        for word, point in group.landmarks.items():
            x, y, z = rotation @ np.asarray(point) + offset
            landmarks[word] = (float(x), float(y), float(z))
        arm = _arm(headset, side, ends, offset, chosen)
        shelf.put(f"{name} arm", arm, bare, sharp=50)
    return Thing(
        "other",
        headset.design,
        tuple(shelf.parts),
        landmarks,
        {
            "kind": "headphones",
            "form": "headset",
            "pose": chosen,
            "wired": headset.wired,
            "stands": False,
        },
        {"brand": headset.brand},
    )


def _band(
    shelf: Shelf, headset: Headset, material: Material, cloth: Material, spread: float
) -> Vector:
    """The band, its padding, and where its ends are: 2×3, right (-x) first."""
    angle = np.radians(np.linspace(188, -8, 44))
    path = np.stack(
        [
            headset.span * spread * np.cos(angle),
            headset.rise * np.sin(angle) ** 1.0,
            np.zeros_like(angle),
        ],
        axis=1,
    )
    across = rounded_rectangle(
        headset.band_width, headset.band_thickness, headset.band_thickness * 0.45, 6
    )
    shelf.put("band", sweep(path, across, (0.0, 0.0, 1.0)), material, sharp=50)
    middle = path[9:-9] * (1 - headset.band_thickness * 0.7 / headset.rise)
    soft = rounded_rectangle(headset.band_width * 1.04, headset.band_thickness + 0.5, 0.4, 6)
    shelf.put("padding", sweep(middle, soft, (0.0, 0.0, 1.0)), cloth, sharp=60)
    shelf.landmarks["band"] = (0.0, headset.rise, 0.0)
    return path[[0, -1]]


def _oval(profile: list[tuple[float, float]], headset: Headset, steps: int = 48) -> Solid:
    """A lathe made oval, its axis turned to x."""
    wide, tall = headset.cup
    solid = lathe(profile, steps).scale((wide / tall, 1.0, 1.0))
    return solid.rotate((0, 90, 0))


def _cup(
    headset: Headset, side: int, name: str, material: Material, bare: Material, cloth: Material
) -> Shelf:
    """A cup about the origin that opens towards -x times its side."""
    group = Shelf()
    radius = headset.cup[1]
    depth, soft = headset.depth, headset.cushion
    shell = _oval(
        [
            (radius * 0.9, -0.3),
            (radius * 0.97, 0.0),
            (radius * 0.97, depth * 0.35),
            (radius * 0.88, depth * 0.75),
            (radius * 0.7, depth * 0.95),
            (radius * 0.35, depth),
            (0.02, depth),
        ],
        headset,
    )
    port_place = (depth * 0.2, -radius * 0.96, 0.0)
    port = controls.add_port(
        group, f"{name} port", "usb_c" if name == "right" else "audio", "bottom", port_place
    )
    shell = shell - port.translate((0.0, 0.02, 0.0))
    group.put(f"{name} shell", shell, material, sharp=40)
    cushion = _oval(
        [
            (radius * 0.5, -0.32),
            (radius * 0.98, -0.28),
            (radius * 1.03, -0.28 - soft * 0.4),
            (radius * 0.95, -0.28 - soft * 0.85),
            (radius * 0.78, -0.28 - soft),
            (radius * 0.62, -0.28 - soft * 0.85),
            (radius * 0.52, -0.28 - soft * 0.4),
        ][::-1],
        headset,
    )
    group.put(f"{name} cushion", cushion, cloth, sharp=60)
    screen = _oval([(radius * 0.6, -0.6), (radius * 0.6, -0.45)], headset)
    group.put(f"{name} mesh", screen, Material((0.02, 0.02, 0.02), 0.9))
    letter = lettering(name[0].upper(), radius * 0.7, 0, 0.02).rotate((0, -90, 0))
    group.put(f"{name} letter", letter.translate((-0.61, 0, 0)), Material((0.5, 0.5, 0.5), 0.7))
    if headset.ring:
        ring = _oval(
            [
                (radius * 0.72, depth * 0.5),
                (radius * 0.74, depth * 0.955),
                (radius * 0.68, depth * 0.99),
                (radius * 0.6, depth * 0.99),
                (radius * 0.6, depth * 0.5),
            ],
            headset,
        )
        group.put(f"{name} ring", ring, bare, sharp=40)
    brand = lettering(headset.brand, 0.9, depth - 0.02, depth + 0.006, width=radius * 0.65)
    tone = controls.shade(
        controls.contrast(material.colour if isinstance(material.colour, tuple) else (0, 0, 0)), 0.7
    )
    group.put(f"{name} brand", brand.rotate((0, 90, 0)), Material(tone, 0.4))
    for index in range(3 if name == "right" else 1):
        key = slab(0.7, 0.3, 0.13, -0.2, 0.08, 0.01, 0.03).rotate((0, 0, 90)).rotate((90, 0, 0))
        turn = -0.45 - 0.28 * index
        where = (
            depth * 0.15,
            float(np.sin(turn)) * radius * 0.95,
            -float(np.cos(turn)) * headset.cup[0] * 0.95,
        )
        group.put(
            f"{name} key {index}",
            key.rotate((np.degrees(turn) * -1.0, 0, 0)).translate(where),
            DARK,
        )
    if headset.microphone and name == "left":
        boom = capsule(
            (depth * 0.3, -radius * 0.5, headset.cup[0] * 0.8), (-2.0, -radius * 1.1, 9.0), 0.22
        )
        group.put(
            "microphone",
            boom + manifold3d.Manifold.sphere(0.5, 24).translate((-2.0, -radius * 1.1, 9.0)),
            DARK,
            sharp=60,
        )
    if headset.wired and name == "left":
        group.put(
            "plug",
            lathe([(0.3, 0), (0.3, 1.0), (0.18, 1.6), (0.15, 3.5)], 20)
            .rotate((90, 0, 0))
            .translate(port_place),
            DARK,
        )
    if side < 0:  # a turn, not a reflection, so that letters stay readable
        group.parts = [part.moved(_about_y(180.0), np.zeros(3)) for part in group.parts]
        group.landmarks = {
            word: (-point[0], point[1], -point[2]) for word, point in group.landmarks.items()
        }
    group.landmarks[f"{name}_cup"] = (0.0, 0.0, 0.0)
    return group


def _about_y(degrees: float) -> Vector:
    angle = np.radians(degrees)
    cosine, sine = np.cos(angle), np.sin(angle)
    return np.array([[cosine, 0, sine], [0, 1, 0], [-sine, 0, cosine]])


def _about_z(degrees: float) -> Vector:
    angle = np.radians(degrees)
    cosine, sine = np.cos(angle), np.sin(angle)
    return np.array([[cosine, -sine, 0], [sine, cosine, 0], [0, 0, 1.0]])


def _placed(
    headset: Headset, side: int, pose: str, ends: Vector, rng: np.random.Generator
) -> tuple[Vector, Vector]:
    """How a cup is turned and where its middle is."""
    end = ends[0 if side < 0 else 1]
    drop = headset.cup[1] * 0.55 + 1.0
    if pose == "folded":
        turn = _about_z(-side * float(rng.uniform(80, 100)))
        return turn, np.array([end[0] - side * (headset.cup[1] * 0.75), end[1] + 0.6, 0.0])
    offset = np.array([end[0] - side * 0.35, end[1] - drop, 0.0])
    if pose == "flat":  # the shells face the viewer
        return _about_y(-side * 90.0 + float(rng.normal(0, 3))), offset
    return _about_y(float(rng.normal(0, 8))) @ _about_z(side * float(rng.uniform(2, 9))), offset


def _arm(headset: Headset, side: int, ends: Vector, cup: Vector, pose: str) -> Solid:
    """What joins a cup to the band's end."""
    end = ends[0 if side < 0 else 1]
    outward = np.array([side * 0.15, 0.0, 0.0])
    joint = np.array([end[0], end[1], 0.0])
    if pose == "folded":
        return _link(joint, 0.5 * (joint + cup), 0.45)
    reach = headset.cup[0] + 0.25
    if headset.yoke == "arm" or pose == "flat":
        foot = (
            cup
            + outward
            + np.array([side * headset.depth * 0.3 * (pose != "flat"), headset.cup[1] * 0.8, 0])
        )
        return _link(joint + np.array([0, 0.8, 0]), foot, 0.42)
    points = [
        joint + outward,
        cup + outward + np.array([0, headset.cup[1] * 0.85, reach * 0.55]),
        cup + outward + np.array([0, 0.0, reach]),
    ]
    mirrored = [point * np.array([1, 1, -1]) for point in points]
    solid = _link(joint + np.array([0, 0.6, 0]), joint, 0.4)
    for line in (points, mirrored):
        for index in (1, 2):
            solid += _link(line[index - 1], line[index], 0.26)
    return solid


def _link(start: Vector, end: Vector, radius: float) -> Solid:
    return capsule(tuple(start.tolist()), tuple(end.tolist()), radius)
