"""Consoles to hold: broad with the controls at both ends, tall, or folding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from studio.devices import controls, organic
from studio.devices.controls import DARK, Colour, Shelf
from studio.devices.lettering import lettering
from studio.devices.smoothing import smooth_part
from studio.model import Material, Part, Thing, Vector
from studio.paint import linear, linear_hsv
from studio.solids import Solid, box, cylinder, slab, union

GAMES: Final = ("menu", "platform", "racing", "blocks", "title")


@dataclass(frozen=True)
class Handheld:
    """What is fixed about a hand-held console; centimetres, linear colours.

    Attributes
    ----------
    form : str
        "sides" (a slate with detachable sides), "grips" (one body that bulges below the hands),
        "slate" (a flat one), "tall" (screen above the buttons) or "folding" (two halves).
    """

    design: str
    form: str
    width: float
    height: float
    thickness: float
    side: float
    radius: float
    screen: tuple[float, float]
    sticks: str
    pad: str
    lettered: str
    track_pads: bool
    crank: bool
    colour: Colour
    left_colour: Colour
    right_colour: Colour
    button_colour: Colour
    grain: float
    port_side: str
    brand: str
    seed: int


def parameters(design: str, rng: np.random.Generator, form: str) -> Handheld:
    """The product of that name, by the random numbers of its design."""
    if form in {"sides", "grips", "slate"}:
        screen_width = rng.uniform(11.0, 15.5)
        screen_height = screen_width * rng.uniform(0.56, 0.63)
        side = rng.uniform(3.4, 4.6)
        width, height = screen_width + 2 * side + 0.8, screen_height + rng.uniform(1.4, 3.4)
        thickness = rng.uniform(1.2, 1.6) if form != "grips" else rng.uniform(1.7, 2.3)
    elif form == "tall":
        width = rng.uniform(6.6, 9.0)
        screen_width, side = width * rng.uniform(0.68, 0.84), 0.0
        screen_height = screen_width * rng.uniform(0.62, 0.9)
        height = width * rng.uniform(0.98, 1.6)
        height = max(height, screen_height + 5.2)
        thickness = rng.uniform(0.9, 2.3)
    else:
        width, height = rng.uniform(12.0, 15.0), rng.uniform(6.8, 8.0)
        screen_height, side = height * rng.uniform(0.62, 0.74), 3.0
        screen_width, thickness = screen_height * 1.45, rng.uniform(1.0, 1.2)
    colour = controls.casing_colour(rng, sober=0.5 if form in {"tall", "folding"} else 0.8)
    return Handheld(
        design=design,
        form=form,
        width=float(width),
        height=float(height),
        thickness=float(thickness),
        side=float(side),
        radius=float(
            rng.uniform(0.5, 1.0) if form in {"tall", "folding"} else rng.uniform(1.2, 3.0)
        ),
        screen=(float(screen_width), float(screen_height)),
        sticks=str(rng.choice(["staggered", "level", "one"])),
        pad=str(rng.choice(["cross", "disc", "keys"])),
        lettered=str(rng.choice(["plain", "letters", "buttons"])),
        track_pads=bool(form == "grips" and rng.random() < 0.35),
        crank=bool(form == "tall" and rng.random() < 0.25),
        colour=colour,
        left_colour=linear_hsv(float(rng.uniform()), 0.85, 0.85),
        right_colour=linear_hsv(float(rng.uniform()), 0.85, 0.85),
        button_colour=controls.grey(0.1) if rng.random() < 0.7 else controls.contrast(colour),
        grain=float(rng.uniform(0.35, 0.6)),
        port_side=str(rng.choice(["bottom", "bottom", "top"])),
        brand=design.split("-")[1].upper(),
        seed=int(rng.integers(2**31)),
    )


def build(
    console: Handheld,
    rng: np.random.Generator,
    *,
    lit: bool = False,
    content: str | None = None,
    opening: float | None = None,
) -> Thing:
    """One instance; `content` is one of GAMES, `opening` the angle of a folding one."""
    fixed = np.random.default_rng(console.seed)
    colours = (console.colour, console.left_colour, console.right_colour)
    if rng.random() < 0.3:
        colours = (
            controls.casing_colour(rng),
            linear_hsv(float(rng.uniform()), 0.8, 0.8),
            linear_hsv(float(rng.uniform()), 0.8, 0.8),
        )
    if console.form == "sides" and rng.random() < 0.35:
        colours = (controls.grey(0.12), controls.grey(0.3), controls.grey(0.3))
    shelf = Shelf()
    chosen = content if content in GAMES else str(rng.choice(GAMES))
    picture = _game(chosen, rng) if lit else None
    angle = 0.0
    if console.form == "tall":
        _tall(shelf, console, fixed, rng, colours[0], picture)
    elif console.form == "folding":
        angle = float(
            opening
            if opening is not None
            else rng.choice([0.0, rng.uniform(105, 180)], p=[0.25, 0.75])
        )
        _folding(shelf, console, fixed, rng, colours[0], picture, angle)
    else:
        _broad(shelf, console, fixed, rng, colours, picture)
    facts: dict[str, str | float | int | bool] = {
        "kind": "console",
        "form": console.form,
        "width_cm": console.width,
        "stands": False,
    }
    if lit:
        facts["content"] = chosen
    if console.form == "folding":
        facts["opening"] = angle
    return Thing(
        "other",
        console.design,
        tuple(shelf.parts),
        shelf.landmarks,
        facts,
        {"brand": console.brand},
    )


def _game(content: str, rng: np.random.Generator) -> np.ndarray:
    """A scene of a game or a menu, linear, 288×512."""
    tall, wide = 288, 512
    rows, columns = np.mgrid[:tall, :wide].astype(np.float32)
    top, low = (
        np.array(
            linear_hsv(
                float(rng.uniform()), float(rng.uniform(0.2, 0.9)), float(rng.uniform(0.3, 1))
            )
        )
        for _ in range(2)
    )
    image = top + (low - top) * (rows / tall)[..., None]
    if content == "menu":
        image[:] = 0.02 if rng.random() < 0.5 else 0.8
        for index in range(5):
            x = 40 + index * 92 - int(rng.integers(0, 20))
            image[90:172, x : x + 82] = linear_hsv(float(rng.uniform()), 0.7, 0.9)
            image[100:150, x + 12 : x + 60] = linear_hsv(float(rng.uniform()), 0.4, 1.0)
        image[20:32, 24:110] = image[20:32, 440:490] = 0.35
        for index in range(7):
            around = np.hypot(columns - 140 - index * 38, rows - 220) < 14
            image[around] = linear_hsv(float(rng.uniform()), 0.6, 0.8)
    elif content == "platform":
        for _ in range(9):
            x, y = int(rng.integers(0, wide - 90)), int(rng.integers(90, tall - 20))
            image[y : y + 16, x : x + int(rng.integers(40, 140))] = linear_hsv(0.08, 0.7, 0.5)
            image[y - 6 : y, x : x + 40] = linear_hsv(0.33, 0.8, 0.7)
        for _ in range(6):
            around = np.hypot(columns - rng.uniform(0, wide), rows - rng.uniform(20, 200)) < 9
            image[around] = (0.9, 0.6, 0.05)
    elif content == "racing":
        below = rows > 120
        centre = 256 + 90 * np.sin(rows / 90 + rng.uniform(0, 6))
        road = below & (np.abs(columns - centre) < (rows - 100) * 1.2)
        image[below] = linear_hsv(float(rng.uniform(0.2, 0.4)), 0.7, 0.5)
        image[road] = 0.08
        image[road & (np.abs(columns - centre) < (rows - 110) * 0.04) & (rows % 40 < 22)] = 0.8
        image[220:270, 220:300] = linear_hsv(float(rng.uniform()), 0.9, 0.8)
    elif content == "blocks":
        image[:] = 0.01
        for x in range(12):
            for y in range(int(rng.integers(0, 13))):
                left, lower = 130 + x * 21, tall - 20 - y * 20
                image[lower : lower + 18, left : left + 19] = linear_hsv(
                    float(rng.uniform()), 0.8, 0.9
                )
    else:
        for index in range(int(rng.integers(3, 8))):
            around = (
                np.hypot(columns - rng.uniform(0, wide), rows - rng.uniform(0, tall))
                < 30 + 12 * index
            )
            image[around] *= rng.uniform(0.4, 1.6, 3)
        image[110:160, 120:392] = linear((1.0, 0.95, 0.8))
    return np.asarray(np.clip(image, 0.002, 1), np.float32)


def _display(
    shelf: Shelf,
    name: str,
    size: tuple[float, float],
    at: tuple[float, float, float],
    picture: np.ndarray | None,
    border: tuple[float, float],
) -> None:
    """Black glass with a display in it; `at` is the middle of its upper face."""
    glass = (size[0] + 2 * border[0], size[1] + 2 * border[1])
    tall = 480
    wide = max(16, int(tall * glass[0] / glass[1]))
    colour = np.full((tall, wide, 3), 0.0035, np.float32)
    x0, y0 = int(wide * border[0] / glass[0]), int(tall * border[1] / glass[1])
    colour[y0 : tall - y0, x0 : wide - x0] = 0.007
    glow = None
    if picture is not None:
        rows = np.linspace(0, picture.shape[0] - 1, tall - 2 * y0).astype(int)
        columns = np.linspace(0, picture.shape[1] - 1, wide - 2 * x0).astype(int)
        glow = np.zeros_like(colour)
        glow[y0 : tall - y0, x0 : wide - x0] = picture[rows][:, columns]
    made = smooth_part(
        name,
        slab(*glass, 0.25, -0.1, 0.0, 0.001, 0.015),
        Material(colour, 0.05, emission=glow),
        uv_size=glass,
        layer="screen",
    )
    shelf.parts.append(made.moved(np.eye(3), np.array(at)))
    shelf.landmarks.setdefault("display", at)


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


def _broad(
    shelf: Shelf,
    console: Handheld,
    fixed: np.random.Generator,
    rng: np.random.Generator,
    colours: tuple[Colour, Colour, Colour],
    picture: np.ndarray | None,
) -> None:
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
    _display(shelf, "front", console.screen, (0.0, 0.0, front + 0.012), picture, border)
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
    _back(shelf, console, rng, colours[0], rear)


def _back(
    shelf: Shelf, console: Handheld, rng: np.random.Generator, colour: Colour, rear: float
) -> None:
    """Vents, a stand or a cartridge lid, screws, brand, small print."""
    del rng
    ink = Material(controls.shade(controls.contrast(colour), 0.6), 0.5)
    logo = controls.turned_to(
        lettering(console.brand, 1.2, -0.02, 0.006, width=console.width * 0.3), "back"
    )
    shelf.put("logo", logo.translate((0, 0, rear)), ink)
    small = controls.turned_to(lettering("MODEL HX-01  5V 3A  FC CE", 0.26, -0.02, 0.004), "back")
    shelf.put("small print", small.translate((0, -console.height * 0.32, rear)), ink)
    count = 12
    slits = union(
        slab(0.22, 1.3, 0.1, -0.05, 0.006, 0.001, 0.001, 4).translate(
            ((index - (count - 1) / 2) * 0.45, 0, 0)
        )
        for index in range(count)
    )
    shelf.put(
        "vents", controls.turned_to(slits, "back").translate((0, console.height * 0.27, rear)), DARK
    )
    for index, (x, y) in enumerate([(-1, -1), (-1, 1), (1, -1), (1, 1)]):
        screw = controls.turned_to(cylinder(0.18, -0.1, 0.008, 14), "back")
        shift = (x * (console.width / 2 - 1.6), y * (console.height / 2 - 1.2), rear)
        shelf.put(f"screw {index}", screw.translate(shift), DARK)


def _tall(
    shelf: Shelf,
    console: Handheld,
    fixed: np.random.Generator,
    rng: np.random.Generator,
    colour: Colour,
    picture: np.ndarray | None,
) -> None:
    width, height, thick = console.width, console.height, console.thickness
    front, rear = thick / 2, -thick / 2
    material = controls.plastic(rng, colour, grain=console.grain)
    cut = [controls.add_port(shelf, "port", "usb_c", "bottom", (0.0, -height / 2, 0.0), 0.6)]
    speaker = controls.grille(5, 4, 0.3, 0.08, 0.3).rotate((0, 0, 30))
    cut.append(speaker.translate((width * 0.27, -height * 0.4, front)))
    body = slab(width, height, console.radius, rear, front, 0.25, 0.15, 10, 5)
    shelf.put("frame", body - union(cut), material, sharp=40)
    border = ((width - console.screen[0]) / 2 * 0.55, 0.45)
    top = height / 2 - console.screen[1] / 2 - border[1] - 0.4
    _display(shelf, "front", console.screen, (0.0, top, front + 0.012), picture, border)
    below = top - console.screen[1] / 2 - border[1]
    middle = (below - height / 2) / 2 + 0.25
    second = Material(console.button_colour, 0.35)
    controls.cross_pad(shelf, (-width * 0.26, middle, front), 2.1, console.pad, second)
    controls.face_buttons(
        shelf,
        fixed,
        (width * 0.26, middle, front),
        0.75,
        0.5,
        console.button_colour,
        number=2,
        coloured=console.lettered,
    )
    for index, x in enumerate((-0.55, 0.55)):
        key = controls.small_button(0.75, 0.22).rotate((0, 0, 28))
        shelf.put(f"menu key {index}", key, second, at=(x, -height / 2 + 0.75, front))
    brand = lettering(console.brand, 0.35, -0.02, 0.005, width=3)
    ink = Material(controls.shade(controls.contrast(colour), 0.7), 0.4)
    shelf.put("brand", brand, ink, at=(0, below - 0.22, front))
    if console.crank:
        crank = slab(0.6, 2.6, 0.2, -0.2, 0.2).translate((width / 2 + 0.35, 0.4, 0))
        knob = (
            cylinder(0.3, 0, 1.0, 20, 0.06).rotate((0, 90, 0)).translate((width / 2 + 0.2, -1.0, 0))
        )
        shelf.put("crank", crank, Material((0.6, 0.6, 0.6), 0.25, 1.0))
        shelf.put("crank knob", knob, material)
        shelf.landmarks["crank"] = (width / 2 + 0.35, 0.0, 0.0)
    wheel = controls.turned_to(slab(0.3, 1.2, 0.1, -0.2, 0.07), "left")
    shelf.put("volume_wheel", wheel, DARK, at=(-width / 2, 1.5, 0.0))
    lid = controls.turned_to(slab(width * 0.6, 3.0, 0.3, -0.02, 0.012), "back")
    shelf.put(
        "battery lid",
        lid.translate((0, -height * 0.22, rear)),
        Material(controls.shade(colour, 0.93), 0.5),
    )
    _back(shelf, console, rng, colour, rear)


def _folding(
    shelf: Shelf,
    console: Handheld,
    fixed: np.random.Generator,
    rng: np.random.Generator,
    colour: Colour,
    picture: np.ndarray | None,
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
    _display(
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
    _back(shelf, console, rng, colour, -thick / 2)
    lid = Shelf()
    cover = slab(width, height, console.radius, 0.0, thick * 0.85, 0.08, 0.2, 8, 5)
    lid.put("back", cover, material, sharp=40)
    logo = lettering(console.brand, 1.3, thick * 0.85 - 0.02, thick * 0.85 + 0.006)
    lid.put("lid logo", logo, Material((0.6, 0.6, 0.6), 0.2, 1.0))
    inner = Shelf()
    inner.put(
        "inner face", slab(width - 0.4, height - 0.4, console.radius, -0.1, 0.012, 0.01, 0.01), deck
    )
    _display(inner, "front", console.screen, (0.0, 0.0, 0.02), picture, (0.5, 0.35))
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
