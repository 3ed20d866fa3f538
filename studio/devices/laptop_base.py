"""The lower half of a laptop: its shell, its deck with trackpad and stickers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import cv2
import manifold3d
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from studio.devices.laptop_keyboard import Colour, Keyboard, keyboard_parts
from studio.devices.laptop_ports import Place, Rim, inside
from studio.devices.laptop_underside import Underside, underside_cuts, underside_parts
from studio.model import Material, Part
from studio.paint import font, linear, linear_hsv
from studio.solids import Solid, box, capsule, cylinder, loft, part, rounded_rectangle, slab

Grilles = Literal["sides", "above", "none"]

_DARK: Final = Material((0.006, 0.006, 0.006), 0.75, 0.0, 0.2)
_LED: Final = Material((0.5, 0.55, 0.6), 0.4)


@dataclass(frozen=True)
class Base:
    """What is fixed about a base, centimetres.

    Attributes
    ----------
    width, depth, height, radius : float
    taper : float
        How far the bottom stays inside the outline: a thin rim that swells towards the middle.
    left, right, rear : tuples of port names
        From the back forward; on the rear from the user's left to his right.
    tongue : int
        Colour of what is inside wide sockets.
    keyboard : Keyboard
    pad : (width, depth)
    pad_aside : float
        x of the trackpad's middle.
    buttons : bool
        Keys of their own at the trackpad.
    grilles : str
        Where the loudspeakers are.
    power_key : bool
        A round key above the keyboard, at the right.
    plate : bool
        The deck is of another material than the shell.
    scoop : bool
        A hollow in the front rim, for the finger that opens the lid.
    underside : Underside
    """

    width: float
    depth: float
    height: float
    radius: float
    taper: float
    left: tuple[str, ...]
    right: tuple[str, ...]
    rear: tuple[str, ...]
    tongue: int
    keyboard: Keyboard
    pad: tuple[float, float]
    pad_aside: float
    buttons: bool
    grilles: Grilles
    power_key: bool
    plate: bool
    scoop: bool
    underside: Underside


def base_parts(
    rng: np.random.Generator, base: Base, shell: Material, deck: Material, maker: str
) -> tuple[list[Part], dict[str, Place]]:
    """All of the base, its bottom at z = 0, and where its ports are.

    Parameters
    ----------
    rng : Generator
        For what varies from one laptop of the design to the next.
    base : Base
    shell, deck : Material
        Of plain colour.
    maker : str
        A name to print.
    """
    rim = Rim(base.width, base.depth, base.height, base.tongue)
    rim.add("left", base.left)
    rim.add("right", base.right)
    rim.add("rear", base.rear)
    keyboard = base.keyboard
    well = slab(keyboard.width + 0.3, keyboard.depth + 0.3, 0.2, -0.12, 1, 0.001, 0.001, 5, 2)
    well = well.translate((0, keyboard.middle, base.height))
    cuts = [*rim.cuts, well, *underside_cuts(base.underside, base.width, base.depth)]
    if base.scoop:
        front = (-base.depth / 2 - 0.1, base.height + 0.1)
        cuts.append(capsule((-2.2, *front), (2.2, *front), 0.4))
    body = _body(base) - manifold3d.Manifold.batch_boolean(cuts, manifold3d.OpType.Add)
    tone = _plain(deck)
    parts = [
        part("frame", body, shell, sharp=40),
        inside(base.width, base.depth, base.height),
        *rim.parts(),
        *keyboard_parts(keyboard, base.height, tone),
        *_trackpad(base, deck),
        *_deck(base, deck, well),
        *underside_parts(base.underside, base.width, base.depth, shell, maker),
        *_stickers(rng, base),
    ]
    landmarks = {
        **rim.landmarks,
        "trackpad": (base.pad_aside, _pad_middle(base), base.height),
        "keyboard": (0.0, keyboard.middle, base.height),
    }
    return parts, landmarks


def _body(base: Base) -> Solid:
    height, taper = base.height, base.taper
    bottom = [(1.0, 0.0), (0.55, 0.06), (0.2, 0.22), (0.05, 0.42), (0.0, 0.6)]
    profile = [(taper * inset, height * z) for inset, z in bottom]
    profile += [(0.0, height - 0.06), (0.018, height - 0.018), (0.06, height)]
    rings = []
    for inset, z in profile:
        outline = rounded_rectangle(
            base.width - 2 * inset, base.depth - 2 * inset, base.radius - inset * 0.4, 10
        )
        rings.append(np.c_[outline, np.full(len(outline), z)])
    return loft(rings)


def _plain(material: Material) -> Colour:
    return material.colour if isinstance(material.colour, tuple) else (0.1, 0.1, 0.1)


def _deck(base: Base, deck: Material, well: Solid) -> list[Part]:
    """Plate, loudspeakers, power key, lamps."""
    top, keyboard = base.height, base.keyboard
    parts = []
    if base.plate:
        plate = slab(
            base.width - 0.3, base.depth - 0.35, base.radius, top - 0.02, top + 0.003, 0.001, 0.001
        )
        parts.append(part("deck", plate - well, deck))
    holes: list[Solid] = []
    back = keyboard.middle + keyboard.depth / 2
    aside = (base.width - keyboard.width) / 4 + keyboard.width / 2
    dot = cylinder(0.035, top - 0.01, top + 0.006, 6)
    if base.grilles == "sides" and base.width / 2 - keyboard.width / 2 > 1.2:
        for side in (-1, 1):
            for row in range(28):
                for column in (-0.3, -0.1, 0.1, 0.3):
                    y = back - keyboard.depth * row / 27
                    holes.append(dot.translate((side * aside + column, y, 0)))
    elif base.grilles == "above" and base.depth / 2 - back > 1.4:
        y = (base.depth / 2 + back) / 2 + 0.1
        slot = box((0.09, 0.5, 0.014), (0, 0, top))
        number = round(base.width * 0.55 / 0.26)
        holes = [
            slot.translate(((index - (number - 1) / 2) * 0.26, y, 0)) for index in range(number)
        ]
    if holes:
        parts.append(part("grilles", manifold3d.Manifold.compose(holes), _DARK))
    if base.power_key and base.depth / 2 - back > 1.1:
        at = (keyboard.width / 2 - 0.7, (base.depth / 2 + back) / 2, 0)
        key = cylinder(0.42, top - 0.03, top + 0.012, 24, 0.008).translate(at)
        ring = cylinder(0.47, top - 0.03, top + 0.006, 24).translate(at)
        parts += [part("power_ring", ring, _DARK), part("power", key, deck)]
    lamps = [
        box((0.35, 0.08, 0.01), (-base.width / 2 + 2 + 0.7 * step, 0.35 - base.depth / 2, top))
        for step in range(3)
    ]
    parts.append(part("lamps", manifold3d.Manifold.compose(lamps), _LED))
    return parts


def _pad_middle(base: Base) -> float:
    front = -base.depth / 2
    back = base.keyboard.middle - base.keyboard.depth / 2
    return (front + back) / 2 - (0.1 if base.buttons else 0.0)


def _trackpad(base: Base, deck: Material) -> list[Part]:
    tone = _plain(deck)
    factor = 0.8 if np.mean(tone) > 0.05 else 1.6
    colour = (tone[0] * factor, tone[1] * factor, tone[2] * factor)
    surface = Material(colour, 0.28, deck.metallic)
    width, depth = base.pad
    top = base.height
    at = (base.pad_aside, _pad_middle(base), 0.0)
    groove = slab(width + 0.1, depth + 0.1, 0.3, top - 0.02, top + 0.004, 0.001, 0.001, 6, 2)
    pad = slab(width, depth, 0.26, top - 0.02, top + 0.01, 0.001, 0.003, 6, 2)
    parts = [part("trackpad", pad.translate(at), surface)]
    lines = [groove]
    if base.buttons:
        key = slab(width / 2 - 0.08, 0.95, 0.1, top - 0.02, top + 0.03, 0.001, 0.025, 4, 2)
        rows = [-depth / 2 - 0.65]
        rows += [depth / 2 + 0.65] if base.keyboard.stick else []
        keys = [key.translate((side * width / 4, y, 0)) for y in rows for side in (-1, 1)]
        parts.append(
            part("pad_keys", manifold3d.Manifold.compose(keys).translate(at), surface, sharp=50)
        )
    else:
        lines.append(box((0.04, depth * 0.18, 0.03), (0, -depth * 0.41, top)))
    outline = manifold3d.Manifold.batch_boolean(lines, manifold3d.OpType.Add)
    parts.append(part("pad_lines", outline.translate(at), _DARK))
    return parts


def _stickers(rng: np.random.Generator, base: Base) -> list[Part]:
    """What the factory glues on the palm rests."""
    number = int(rng.choice(5, p=(0.3, 0.2, 0.22, 0.18, 0.1)))
    front = -base.depth / 2 + 0.7
    room = base.keyboard.middle - base.keyboard.depth / 2 - front - 0.4
    places = {-1: base.width / 2 - 0.7, 1: base.width / 2 - 0.7}
    parts: list[Part] = []
    for index in range(number):
        side = 1 if rng.random() < 0.65 else -1
        wide, high = ((1.6, 2.0), (1.7, 1.7), (2.6, 1.5), (4.2, 2.6), (2.0, 1.0))[
            int(rng.integers(5))
        ]
        edge = base.pad_aside * side + base.pad[0] / 2 + 0.3
        if places[side] - wide < edge or high > room:
            continue
        x = side * (places[side] - wide / 2)
        places[side] -= wide + 0.25
        y = front + high / 2 + float(rng.uniform(0, 0.15))
        solid = slab(wide, high, 0.12, 0, 0.012, 0.001, 0.001, 4, 2)
        material = Material(_sticker(rng, wide / high), float(rng.uniform(0.15, 0.5)))
        drawn = part(f"factory_sticker_{index}", solid, material, uv_size=(wide, high))
        parts.append(drawn.moved(np.eye(3), np.array([x, y, base.height])))
    return parts


def _sticker(rng: np.random.Generator, aspect: float) -> NDArray[np.float32]:
    """A chip maker's badge, or a sheet of features."""
    high = 96
    wide = round(high * aspect)
    sheet = aspect > 1.55 and rng.random() < 0.7
    value = 0.95 if sheet else float(rng.choice([0.05, 0.3, 0.75, 0.95]))
    ground = linear_hsv(float(rng.random()), 0.1 if sheet else float(rng.uniform(0, 0.9)), value)
    pale = float(np.mean(ground)) > 0.2
    image = Image.new("L", (wide, high))
    draw = ImageDraw.Draw(image)
    if sheet:
        for row in range(6):
            y = 10 + row * 14
            draw.rectangle((8, y, 16, y + 8), fill=255)
            draw.line((22, y + 4, 22 + int(rng.uniform(0.3, 0.9) * (wide - 34)), y + 4), 200, 4)
    else:
        draw.rounded_rectangle((3, 3, wide - 4, high - 4), 8, outline=160, width=2)
        word = "".join(rng.choice(list("aeionrxtvk"), 4))
        draw.text((wide / 2, high * 0.4), word, 255, font(min(30, wide / 3)), anchor="mm")
        draw.text(
            (wide / 2, high * 0.72),
            f"{rng.choice(list('CRGX'))}{rng.integers(3, 10)}",
            230,
            font(18),
            anchor="mm",
        )
    share = linear(np.asarray(image, np.uint8))[..., None]
    ink = np.float32(0.02 if pale else 0.8)
    picture = np.asarray(ground, np.float32) * (1 - share) + ink * share
    if not sheet and rng.random() < 0.5:
        accent = np.asarray(linear_hsv(float(rng.random()), 0.9, 0.9), np.float32)
        cv2.rectangle(picture, (4, round(high * 0.86)), (wide - 5, high - 5), accent.tolist(), -1)
    return np.asarray(picture, np.float32)
