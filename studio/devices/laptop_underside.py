"""The underside of a laptop: feet, screws, vents, doors, battery, labels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import cv2
import manifold3d
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from studio.devices.lettering import lettering
from studio.model import Material, Part
from studio.paint import font, linear
from studio.solids import Solid, box, cylinder, part, slab, union

Feet = Literal["round", "long", "strip"]

_RUBBER: Final = Material((0.012, 0.012, 0.012), 0.9, 0.0, 0.2)
_GROOVE: Final = Material((0.004, 0.004, 0.004), 0.8, 0.0, 0.1)
_SCREW: Final = Material((0.3, 0.3, 0.3), 0.3, 1.0)
_BLACK_PLASTIC: Final = Material((0.016, 0.016, 0.017), 0.55)
# Half a turn about y: what is read from above is then read from below, its top still at +y.
_DOWNWARD: Final = np.diag([-1.0, 1.0, -1.0])


@dataclass(frozen=True)
class Underside:
    """What is fixed about an underside.

    Attributes
    ----------
    feet : str
    screws : int
        In each of the two rows, besides four at the corners.
    vents : tuple of (x, y, columns, rows)
        Blocks of slots: middle as a share of half the width and depth.
    upright : bool
        Their slots run away from the user, else across.
    doors : tuple of (x, y, width, depth)
        Of memory, disk and the like; shares of half the width and depth, and centimetres.
    battery : bool
        It can be taken out: a block at the back with two latches.
    speakers : bool
    label : int
        How many labels are glued on.
    plain : bool
        Of the shell's own material, else black plastic.
    aside : float
        Where the label is, share of half the width.
    """

    feet: Feet
    screws: int
    vents: tuple[tuple[float, float, int, int], ...]
    upright: bool
    doors: tuple[tuple[float, float, float, float], ...]
    battery: bool
    speakers: bool
    label: int
    plain: bool
    aside: float


def make_underside(rng: np.random.Generator, *, thick: bool) -> Underside:
    """An underside as thick old or thin new laptops have it."""
    if thick:
        blocks = [
            (float(rng.uniform(-0.75, 0.75)), float(rng.uniform(-0.1, 0.5)), 10, 1)
            for _ in range(int(rng.integers(1, 4)))
        ]
        blocks.append((float(rng.choice([-0.72, 0.72])), 0.45, 9, 2))
        doors = tuple(
            (float(x), float(rng.uniform(-0.35, 0.1)), float(wide), float(rng.uniform(5, 8.5)))
            for x, wide in ((-0.45, rng.uniform(6, 9)), (0.3, rng.uniform(6, 9)))[
                : int(rng.integers(1, 3))
            ]
        )
    else:
        layout = int(rng.integers(4))
        blocks = [
            [],
            [(0.0, 0.5, int(rng.integers(30, 55)), 1)],
            [(-0.42, 0.5, 16, 1), (0.42, 0.5, 16, 1)],
            [(-0.4, 0.4, 14, 3), (0.3, 0.4, 14, 3)],
        ][layout]
        doors = ()
    return Underside(
        feet=("round", "long", "long", "strip")[int(rng.integers(4))],
        screws=int(rng.integers(2, 6)),
        vents=tuple(blocks),
        upright=bool(rng.random() < 0.6),
        doors=doors,
        battery=bool(thick and rng.random() < 0.55),
        speakers=bool(rng.random() < 0.6),
        label=int(rng.choice(3, p=(0.25, 0.5, 0.25))),
        plain=bool(rng.random() < (0.25 if thick else 0.75)),
        aside=float(rng.uniform(-0.4, 0.4)),
    )


def underside_cuts(under: Underside, width: float, depth: float) -> list[Solid]:
    """Vents and the loudspeakers' slots, to be cut from the base."""
    # Deep enough to reach the dark inside.
    size = (0.2, 1.6, 0.8) if under.upright else (1.6, 0.2, 0.8)
    slots = [
        box(
            size,
            (
                x * width / 2 + (column - (columns - 1) / 2) * (0.42 if under.upright else 1.9),
                y * depth / 2 + (row - (rows - 1) / 2) * (1.9 if under.upright else 0.42),
                0,
            ),
        )
        for x, y, columns, rows in (
            _fitted(block, width, upright=under.upright) for block in under.vents
        )
        for column in range(columns)
        for row in range(rows)
    ]
    if under.speakers:
        slots += [
            box((0.14, 0.5, 0.8), (side * width * 0.33 + 0.3 * step, -depth * 0.4, 0))
            for side in (-1, 1)
            for step in range(-5, 6)
        ]
    return slots


def _fitted(
    block: tuple[float, float, int, int], width: float, *, upright: bool
) -> tuple[float, float, int, int]:
    """A block that lies within the base; slots that run across are stacked, not side by side."""
    x, y, columns, rows = block
    if not upright:
        columns, rows = max(1, round(columns * 0.22)), rows * 5
    reach = columns * (0.42 if upright else 1.9) / 2 + 1.6
    limit = max(1 - reach / (width / 2), 0.0)
    return float(np.clip(x, -limit, limit)), min(y, 0.5), columns, rows


def underside_parts(
    under: Underside, width: float, depth: float, shell: Material, maker: str
) -> list[Part]:
    """What stands out of the bottom (z = 0) or lies on it, the feet lowest."""
    cuts = underside_cuts(under, width, depth)
    slots = union(cuts) if cuts else None
    parts = [part("feet", _feet(under, width, depth), _RUBBER)]
    if not under.plain:
        floor = slab(width - 2.2, depth - 2.2, 0.6, -0.008, 0.05, 0.001, 0.001, 6, 2)
        floor = floor - slots if slots is not None else floor
        parts.append(part("floor", floor, _BLACK_PLASTIC))
    parts += _screws(under, width, depth)
    grooves = [
        _outline(wide, deep, 0.25).translate((x * width / 2, y * depth / 2, 0))
        for x, y, wide, deep in under.doors
    ]
    raised = [
        slab(wide - 0.15, deep - 0.15, 0.25, -0.05, 0.02, 0.035, 0.001, 5, 3).translate(
            (x * width / 2, y * depth / 2, 0)
        )
        for x, y, wide, deep in under.doors
    ]
    if under.battery:
        middle = depth / 2 - 3.4
        grooves.append(_outline(width * 0.62, 4.4, 0.15).translate((0, middle, 0)))
        block = slab(width * 0.62 - 0.15, 4.2, 0.15, -0.05, 0.02, 0.035, 0.001, 5, 3)
        raised.append(block.translate((0, middle, 0)))
        latch = slab(1.9, 0.8, 0.1, -0.05, 0.02, 0.03, 0.001, 4, 2)
        latches = [latch.translate((side * width * 0.22, middle - 2.9, 0)) for side in (-1, 1)]
        parts.append(part("latches", manifold3d.Manifold.compose(latches), _RUBBER))
    else:
        grooves.append(_outline(width - 1.9, depth - 1.9, 0.8))
    if raised:
        skin = shell if under.plain else _BLACK_PLASTIC
        doors = union(raised)
        parts.append(part("doors", doors - slots if slots is not None else doors, skin))
    parts.append(part("grooves", manifold3d.Manifold.compose(grooves), _GROOVE))
    return parts + _labels(under, width, depth, shell, maker)


def _outline(width: float, depth: float, radius: float) -> Solid:
    """A fine line around an area."""
    outer = slab(width, depth, radius, -0.012, 0.02, 0.001, 0.001, 6, 2)
    return outer - slab(width - 0.12, depth - 0.12, radius, -1, 1, 0.001, 0.001, 6, 2)


def _feet(under: Underside, width: float, depth: float) -> Solid:
    if under.feet == "strip":
        strips = [
            slab(width * 0.74, 0.9, 0.4, -0.18, 0.05, 0.05, 0.001, 6, 3).translate(
                (0, end * (depth / 2 - 1.9), 0)
            )
            for end in (-1, 1)
        ]
        return manifold3d.Manifold.compose(strips)
    foot = (
        slab(5, 0.8, 0.35, -0.16, 0.05, 0.05, 0.001, 6, 3)
        if under.feet == "long"
        else cylinder(0.65, -0.16, 0.05, 20, 0.04)
    )
    reach = 4.2 if under.feet == "long" else 2.4
    return manifold3d.Manifold.compose(
        [
            foot.translate((side * (width / 2 - reach), end * (depth / 2 - 1.8), 0))
            for side in (-1, 1)
            for end in (-1, 1)
        ]
    )


def _screws(under: Underside, width: float, depth: float) -> list[Part]:
    rims: list[Solid] = []
    heads: list[Solid] = []
    corners = [(side * 0.93, end * (depth / 2 - 3.4)) for side in (-1, 1) for end in (-1, 1)]
    rows = [
        (float(share), end * (depth / 2 - 1.5))
        for end in (-1, 1)
        for share in np.linspace(-0.5, 0.5, under.screws)
    ]
    cross = box((0.24, 0.05, 0.1)) + box((0.05, 0.24, 0.1))
    hole, head = cylinder(0.32, -0.014, 0.03, 16), cylinder(0.21, -0.02, 0.03, 14) - cross
    for share, y in corners + rows:
        rims.append(hole.translate((share * width / 2, y, 0)))
        heads.append(head.translate((share * width / 2, y, 0)))
    return [
        part("screw_holes", manifold3d.Manifold.compose(rims), _GROOVE),
        part("screws", manifold3d.Manifold.compose(heads), _SCREW),
    ]


def _labels(
    under: Underside, width: float, depth: float, shell: Material, maker: str
) -> list[Part]:
    x, y = under.aside * width / 2, -depth * 0.22
    # Doors and batteries stand out, and a label may lie over their edge.
    lift = 0.064 if under.doors or under.battery else 0.012
    parts = []
    tones = (("light", 8.5, 3.2), ("dark", 4.5, 2.0))[: under.label]
    for index, (tone, wide, high) in enumerate(tones):
        solid = slab(wide, high, 0.1, 0, 0.012, 0.001, 0.001, 3, 2)
        picture = _label(maker, wide / high, light=tone == "light")
        drawn = part(f"label_{index}", solid, Material(picture, 0.4), uv_size=(wide, high))
        place = np.array([x - index * 7.2 * np.sign(x or 1.0), y + index * 0.4, -lift])
        parts.append(drawn.moved(_DOWNWARD, place))
    if not under.label:
        ink = 0.02 if under.plain and np.mean(shell.colour) > 0.15 else 0.45
        text = lettering(f"{maker} L{len(maker)}72   20V 3.25A   CE", 0.36, 0, 0.012, width=9.5)
        text = text.rotate((0, 180, 0)).translate((0, y, 0.0))
        parts.append(part("label_0", text, Material((ink, ink, ink), 0.6)))
    return parts


def _label(maker: str, aspect: float, *, light: bool) -> NDArray[np.float32]:
    high = 170
    wide = round(high * aspect)
    ground, ink = (225, 20) if light else (22, 200)
    image = Image.new("L", (wide, high), ground)
    draw = ImageDraw.Draw(image)
    draw.text((10, 22), f"{maker}  Model L{len(maker)}72", ink, font(26), anchor="lm")
    for row, line in enumerate(("20 V = 3.25 A  65 W", "Made of invented parts", "P/N 0A19-B77")):
        draw.text((10, 54 + 24 * row), line, ink, font(17), anchor="lm")
    draw.ellipse((wide - 52, 20, wide - 16, 56), outline=ink, width=4)
    draw.rectangle((wide - 110, 22, wide - 74, 54), outline=ink, width=4)
    picture = np.asarray(image, np.uint8).copy()
    pattern = (np.arange(wide // 2) * 7919 % 13 < 6).astype(np.uint8)
    bars = np.repeat(pattern[: (wide - 20) // 2], 2)
    picture[high - 42 : high - 12, 10 : 10 + len(bars)] = np.where(bars > 0, ink, ground)
    return np.asarray(linear(cv2.cvtColor(picture, cv2.COLOR_GRAY2RGB).astype(np.uint8)))
