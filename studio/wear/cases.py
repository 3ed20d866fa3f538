"""Cases: transparent, rubber, rugged, bumper, folio."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, Literal

import cv2
import numpy as np

from studio.devices.smoothing import smooth_part as part
from studio.model import Material, Part, Texture, Thing
from studio.paint import linear, linear_hsv, noise
from studio.solids import Solid, box, slab, union
from studio.wear.outline import Box, Outline, openings, outline_of

CaseStyle = Literal["clear", "rubber", "rugged", "bumper", "folio"]
CASES: Final[tuple[CaseStyle, ...]] = ("clear", "rubber", "rugged", "bumper", "folio")


def put_on(thing: Thing, rng: np.random.Generator, style: CaseStyle) -> Thing:
    """The device in a case; unchanged where it has no frame to measure."""
    outline = outline_of(thing)
    if outline is None:
        return thing
    wall = {
        "clear": rng.uniform(0.12, 0.18),
        "rubber": rng.uniform(0.12, 0.22),
        "rugged": rng.uniform(0.28, 0.42),
        "bumper": rng.uniform(0.15, 0.3),
        "folio": rng.uniform(0.15, 0.2),
    }[style]
    lip = float(rng.uniform(0.03, 0.12) + (0.08 if style == "rugged" else 0))
    cut, buttons = openings(thing, outline, float(rng.uniform(0.06, 0.2)))
    shell = _shell(outline, float(wall), lip, open_back=style in {"clear", "bumper"})
    button_cut, covers = _buttons(outline, buttons, float(wall), cut_out=bool(rng.random() < 0.25))
    shell = shell - cut - button_cut
    parts = list(thing.parts)
    if style == "clear":
        parts = [_behind_clear(each) for each in parts]
        material = _clear_material(thing, rng)
    else:
        material = _material(rng, style, outline)
    size = (outline.width + 1.5, outline.height + 1.5)
    plain = material if isinstance(material.colour, tuple) else _plain(material)
    if style == "rubber" and plain is not material:
        # Only the back is printed; the walls have the print's mean colour.
        rest, printed = shell.split_by_plane((0.0, 0.0, 1.0), outline.back - 0.4 * wall)
        parts.append(part("case walls", rest, plain, sharp=45))
        shell = printed
    made = part("case", shell, material, sharp=45, uv_size=size)
    # Read from behind, what is printed must run the other way.
    turned = np.asarray(made.uv) * np.array([-1, 1], np.float32) + np.array([1, 0], np.float32)
    parts.append(replace(made, uv=turned.astype(np.float32)))
    if not covers.is_empty():
        parts.append(part("case buttons", covers, plain, sharp=45))
    if style == "rugged":
        parts += _armour(outline, float(wall), cut + button_cut, rng)
    facts = {**thing.facts, "case": style}
    if style == "folio":
        cover, is_open = _cover(outline, float(wall), cut, material, rng)
        parts += cover
        facts["cover"] = "open" if is_open else "behind"
    return replace(thing, parts=tuple(parts), facts=facts)


def _shell(outline: Outline, wall: float, lip: float, *, open_back: bool) -> Solid:
    outer = outline.slab(wall, outline.back - wall, outline.front + lip, min(wall * 0.9, 0.2))
    floor = outline.back - (0.5 if open_back else -0.002)
    shell = outer - outline.slab(0.006, floor, outline.front - 0.0)
    shell = shell - outline.slab(-0.06, outline.front - 0.2, outline.front + 2)
    if open_back:
        shell = shell - outline.slab(-0.12, outline.back - 2, outline.back + 0.1)
    return shell


def _buttons(
    outline: Outline, buttons: list[Box], wall: float, *, cut_out: bool
) -> tuple[Solid, Solid]:
    """A slot or a raised cover for each button at the sides."""
    cut: list[Solid] = []
    covers: list[Solid] = []
    for low, high in buttons:
        middle, size = (low + high) / 2, high - low
        beyond_x = abs(middle[0] - outline.centre[0]) > outline.width / 2 - 0.3
        beyond_y = abs(middle[1] - outline.centre[1]) > outline.height / 2 - 0.3
        if not (beyond_x or beyond_y):
            continue
        axis = 0 if beyond_x else 1
        half = (outline.width, outline.height)[axis] / 2
        side = float(np.sign(middle[axis] - outline.centre[axis]))
        length = float(size[1 - axis])
        place = [float(middle[0]), float(middle[1]), float(middle[2])]
        if cut_out:
            sizes = [1.0, 1.0, float(size[2]) + 0.25]
            sizes[1 - axis] = length + 0.35
            place[axis] = outline.centre[axis] + side * (half + 0.3)
            cut.append(box((sizes[0], sizes[1], sizes[2]), (place[0], place[1], place[2])))
            continue
        place[axis] = outline.centre[axis] + side * (half + wall - 0.05)
        cover = slab(float(size[2]) + 0.1, length + 0.1, 0.1, -0.03, 0.14, 0.01, 0.05)
        turn = (0.0, 90.0 * side, 0.0) if axis == 0 else (-90.0 * side, 0.0, 90.0)
        if axis == 1:
            cover = slab(length + 0.1, float(size[2]) + 0.1, 0.1, -0.03, 0.14, 0.01, 0.05)
            turn = (-90.0 * side, 0.0, 0.0)
        covers.append(cover.rotate(turn).translate((place[0], place[1], place[2])))
    return union(cut), union(covers)


def _behind_clear(each: Part) -> Part:
    """The back as it looks through clear plastic: glossier and a little veiled."""
    if each.name != "back":
        return each
    colour = each.material.colour
    veiled = (
        (colour * np.float32(0.9) + np.float32(0.03)).astype(np.float32)
        if isinstance(colour, np.ndarray)
        else (colour[0] * 0.9 + 0.03, colour[1] * 0.9 + 0.03, colour[2] * 0.9 + 0.025)
    )
    return replace(each, material=replace(each.material, colour=veiled, roughness=0.1))


def _clear_material(thing: Thing, rng: np.random.Generator) -> Material:
    frame = next(each for each in thing.parts if each.name == "frame").material.colour
    own = np.asarray(frame, np.float32).reshape(-1, 3).mean(0)
    old = rng.random() < 0.4  # clear plastic turns yellow
    plastic = np.array([0.5, 0.48, 0.3] if old else [0.5, 0.51, 0.52])
    share = rng.uniform(0.25, 0.5)
    red, green, blue = (own * (1 - share) + plastic * share).tolist()
    return Material((red, green, blue), 0.08, specular=0.5)


def _plain(material: Material) -> Material:
    mean = np.asarray(material.colour, np.float32).reshape(-1, 3).mean(0).tolist()
    return replace(material, colour=(mean[0], mean[1], mean[2]))


def _material(rng: np.random.Generator, style: str, outline: Outline) -> Material:
    if style == "folio":
        return _leather(rng)
    dark = rng.random() < 0.45
    value = float(rng.uniform(0.05, 0.2) if dark else rng.uniform(0.3, 0.95))
    colour = linear_hsv(float(rng.uniform()), float(rng.uniform(0, 0.8) * (not dark)), value)
    roughness = float(rng.uniform(0.35, 0.8))
    if style == "rubber" and rng.random() < 0.4:
        return Material(_pattern(rng, colour, outline), roughness)
    return Material(colour, roughness, specular=0.4)


def _leather(rng: np.random.Generator) -> Material:
    hue = float(rng.choice([0.03, 0.06, 0.08, 0.6, 0.95]))
    value = float(rng.choice([0.08, 0.2, 0.35, 0.5]))
    colour = np.array(linear_hsv(hue, float(rng.uniform(0.2, 0.75)), value), np.float32)
    grain = cv2.GaussianBlur(noise(rng, 512, 256, 5, 48), (0, 0), 0.8)
    worn = np.clip(noise(rng, 512, 256, 4, 3) - 0.8, 0, 2)
    texture = colour * (1 + 0.16 * grain + 0.5 * worn)[..., None]
    return Material(np.clip(texture, 0.003, 0.9).astype(np.float32), float(rng.uniform(0.4, 0.65)))


def _pattern(
    rng: np.random.Generator, colour: tuple[float, float, float], outline: Outline
) -> Texture:
    """A print over the whole back."""
    tall = 512
    wide = max(64, int(tall * outline.width / outline.height))
    base = np.array(colour, np.float32)
    other = np.array(
        linear_hsv(float(rng.uniform()), float(rng.uniform(0, 0.9)), float(rng.uniform(0.3, 1))),
        np.float32,
    )
    rows, columns = np.mgrid[:tall, :wide].astype(np.float32)
    kind = str(rng.choice(["stripes", "dots", "marble", "fade", "checks", "camouflage", "carbon"]))
    cell = float(rng.uniform(14, 60))
    if kind == "stripes":
        turn = rng.uniform(0, np.pi)
        mask = ((columns * np.cos(turn) + rows * np.sin(turn)) % cell < cell / 2).astype(np.float32)
    elif kind == "dots":
        mask = (np.hypot(columns % cell - cell / 2, rows % cell - cell / 2) < cell * 0.28).astype(
            np.float32
        )
    elif kind == "marble":
        mask = np.exp(-np.abs(noise(rng, tall, wide, 5, 2)) * 9)
    elif kind == "fade":
        mask = rows / tall
    elif kind == "checks":
        mask = 0.5 * (columns % cell < cell / 2) + 0.5 * (rows % cell < cell / 2)
    elif kind == "camouflage":
        mask = np.round(np.clip(noise(rng, tall, wide, 3, 4) * 0.4 + 0.5, 0, 1) * 3) / 3
    else:
        mask = 0.25 * ((columns // 4 + rows // 4) % 2)
    return np.asarray(base + mask[..., None] * (other - base), np.float32)


def _armour(outline: Outline, wall: float, cut: Solid, rng: np.random.Generator) -> list[Part]:
    """Thick corners and ribs."""
    colour = linear(tuple(rng.uniform(0.05, 0.3, 3).tolist())).tolist()
    band = outline.slab(wall + 0.09, outline.back - wall - 0.06, outline.front + 0.2, 0.1)
    band = band - outline.slab(wall - 0.06, outline.back - 2, outline.front + 2)
    blocks = []
    for x in (-1, 1):
        for y in (-1, 1):
            place = (
                outline.centre[0] + x * outline.width / 2,
                outline.centre[1] + y * outline.height / 2,
                0.0,
            )
            blocks.append(box((3.4, 3.4, 4.0), place))
    ribs = union(
        box((outline.width + 4, 0.16, 4), (0, outline.centre[1] + step * 0.34, 0))
        for step in range(-4, 5)
    )
    bumps = (band ^ (union(blocks) + ribs)) - cut
    return [part("case armour", bumps, Material((colour[0], colour[1], colour[2]), 0.7), sharp=45)]


def _cover(
    outline: Outline, wall: float, cut: Solid, leather: Material, rng: np.random.Generator
) -> tuple[list[Part], bool]:
    """The flap of a folio: open to the left, or folded behind."""
    lining = Material(linear_hsv(0.09, 0.25, float(rng.uniform(0.15, 0.6))), 0.85)
    width, height = outline.width + 2 * wall + 0.15, outline.height + 2 * wall + 0.1
    thick = 0.22
    is_open = bool(rng.random() < 0.35)
    back = outline.back - wall
    panel = slab(width, height, outline.radius * 0.6 + wall, -thick / 2, thick / 2, 0.06, 0.06)
    left = outline.centre[0] - outline.width / 2 - wall
    parts: list[Part] = []
    size = (width * 1.02, height * 1.02)
    if is_open:
        place = np.array([left - width / 2 - 0.45, outline.centre[1], back + thick / 2])
        parts.append(part("cover", panel, leather, sharp=45, uv_size=size).moved(np.eye(3), place))
        inner = slab(
            width - 0.5, height - 0.5, outline.radius * 0.5, thick / 2 - 0.02, thick / 2 + 0.02
        )
        slots = union(box((width * 0.7, 0.05, 1), (0, y * height, 0)) for y in (0.0, 0.12, 0.24))
        shift = (float(place[0]), float(place[1]), float(place[2]))
        parts.append(part("cover lining", (inner - slots).translate(shift), lining))
        spine = box((0.8, height - 0.6, thick), (left - 0.2, outline.centre[1], back + thick / 2))
        parts.append(part("spine", spine, leather, uv_size=size))
    else:
        flat = (
            panel.translate((outline.centre[0], outline.centre[1], back - thick / 2 - 0.02)) - cut
        )
        made = part("cover", flat, leather, sharp=45, uv_size=size)
        parts.append(made)
        depth = outline.front - back + thick
        spine = slab(depth, height - 0.6, 0.1, 0, 0.14, 0.02, 0.05).rotate((0, -90, 0))
        spine = spine.translate((left + 0.0, outline.centre[1], back - thick / 2 + depth / 2 - 0.1))
        parts.append(part("spine", spine - cut, leather, uv_size=size))
    return parts, is_open
