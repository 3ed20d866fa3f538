"""Parcels: an open carton with its content, or a closed one with a return label."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Final, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.designs import design_rng
from studio.documents import shipping_label
from studio.model import Material, Part, Texture, Thing
from studio.paint import font, linear, linear_hsv, noise
from studio.solids import Solid, box, capsule, cylinder, part, slab, union

_WALL: Final = 0.35
_TAPE: Final = Material((0.5, 0.38, 0.2), 0.12, 0.0, 0.5)
_FILLERS: Final = ("paper", "bubbles", "peanuts", "airbags", "none")


@dataclass(frozen=True)
class Parameters:
    """What is fixed about a parcel, centimetres.

    Attributes
    ----------
    width, depth, height : float
    form : "carton" or "mailer"
    tone : 3 floats
        Of the board or the film.
    print : bool
        Arrows, glasses and words on the board.
    """

    width: float
    depth: float
    height: float
    form: Literal["carton", "mailer"]
    tone: tuple[float, float, float]
    print: bool


@cache
def parameters(design: str) -> Parameters:
    """What is fixed about a design."""
    rng = design_rng(design)
    width = float(rng.uniform(20, 42))
    carton = rng.random() < 0.85
    brown = linear_hsv(rng.uniform(0.07, 0.1), rng.uniform(0.35, 0.5), rng.uniform(0.55, 0.75))
    white = linear_hsv(0.1, 0.03, rng.uniform(0.8, 0.93))
    film = linear_hsv(float(rng.random()), rng.uniform(0, 0.6), rng.uniform(0.2, 0.9))
    tone = film if not carton else white if rng.random() < 0.18 else brown
    return Parameters(
        width,
        width * float(rng.uniform(0.6, 0.95)),
        float(rng.uniform(7, 20)) if carton else float(rng.uniform(1.5, 4)),
        "carton" if carton else "mailer",
        tone,
        bool(rng.random() < 0.5),
    )


def build(
    design: str,
    rng: np.random.Generator,
    *,
    view: Literal["inside", "outside"] = "outside",
    device: Thing | None = None,
) -> Thing:
    """A parcel of a design, standing on z = 0.

    Parameters
    ----------
    design : str
    rng : Generator
    view : str
        inside: open, with a device between its filler; outside: closed, with a return label.
    device : Thing, optional
        What lies inside.
    """
    fixed = parameters(design)
    if view == "inside":
        return _open(design, fixed, rng, device)
    return _closed(design, fixed, rng)


def _board(rng: np.random.Generator, fixed: Parameters, *, printed: bool) -> Material:
    height, width = 512, 640
    shade = 1 + 0.035 * noise(rng, height, width, 6, 6)
    ribs = 1 + 0.012 * np.sin(np.arange(width) * 0.9)[None]
    picture = np.ones((height, width, 3), np.float32) * np.asarray(fixed.tone, np.float32)
    picture = picture * (shade * ribs)[..., None]
    for _ in range(int(rng.integers(0, 5))):
        start = rng.uniform(0, 1, 2) * [width, height]
        end = start + rng.normal(0, 60, 2)
        line = np.zeros((height, width), np.float32)
        cv2.line(line, start.astype(int).tolist(), end.astype(int).tolist(), 1.0, 2, cv2.LINE_AA)
        picture *= 1 - 0.18 * line[..., None]
    if printed:
        picture = _stamped(rng, picture)
    return Material(np.clip(picture, 0.01, 0.95).astype(np.float32), 0.85, 0.0, 0.2)


def _stamped(rng: np.random.Generator, picture: Texture) -> Texture:
    from PIL import Image, ImageDraw

    height, width = picture.shape[:2]
    ink = Image.new("L", (width, height))
    draw = ImageDraw.Draw(ink)
    word = str(rng.choice(["FRAGILE", "THIS SIDE UP", "Renewly", "SecondBay", "HANDLE WITH CARE"]))
    place = (width * rng.uniform(0.2, 0.8), height * rng.uniform(0.15, 0.85))
    draw.text(place, word, 220, font(rng.uniform(26, 60)), anchor="mm", stroke_width=1)
    x, y = width * 0.88, height * 0.8
    for offset in (0, 36):
        draw.line((x + offset - 30, y + 40, x + offset - 30, y), 220, 6)
        draw.polygon(((x + offset - 44, y), (x + offset - 16, y), (x + offset - 30, y - 22)), 220)
    share = np.asarray(ink, np.float32)[..., None] / 255
    return np.asarray(picture * (1 - 0.8 * share), np.float32)


def _closed(design: str, fixed: Parameters, rng: np.random.Generator) -> Thing:
    width, depth, height = fixed.width, fixed.depth, fixed.height
    soft = fixed.form == "mailer"
    body = slab(
        width, depth, 1.2 if soft else 0.3, 0, height, height * 0.45 if soft else 0.12,
        height * 0.45 if soft else 0.12,
    )  # fmt: skip
    board = _board(rng, fixed, printed=fixed.print and not soft)
    if soft:
        board = Material(board.colour, 0.3, 0.0, 0.5)
    parts = [part("board", body, board, uv_size=(width, depth))]
    if not soft:
        parts += _tape(rng, fixed)
    state = ("flat", "flat", "torn", "folded", "glossy", "none")[
        int(rng.choice(6, p=(0.34, 0.2, 0.12, 0.12, 0.14, 0.08)))
    ]
    texts: dict[str, str] = {}
    landmarks: dict[str, tuple[float, float, float]] = {}
    if state != "none":
        label, texts, place = _label(rng, fixed, state)
        parts.append(label)
        landmarks["label"] = place
    return Thing(
        "parcel", design, tuple(parts), landmarks, {"form": fixed.form, "label": state}, texts
    )


def _tape(rng: np.random.Generator, fixed: Parameters) -> list[Part]:
    width, depth, height = fixed.width, fixed.depth, fixed.height
    strip = slab(width + 0.02, 4.8, 0.05, height - 0.01, height + 0.012, 0.001, 0.001, 2, 2)
    strips = [strip]
    for side in (-1, 1):
        fall = box((0.03, 4.8, 6), (side * (width / 2 + 0.005), 0, height - 2.95))
        strips.append(fall)
    if rng.random() < 0.4:
        for side in (-1, 1):
            across = slab(4.8, depth, 0.05, height, height + 0.02, 0.001, 0.001, 2, 2)
            strips.append(across.translate((side * (width / 2 - 3), 0, 0)))
    clear = rng.random() < 0.4
    tone = tuple(min(0.9, value * 0.8 + 0.05) for value in fixed.tone)
    material = Material((tone[0], tone[1], tone[2]), 0.08) if clear else _TAPE
    return [part("tape", union(strips), material)]


def _label(
    rng: np.random.Generator, fixed: Parameters, state: str
) -> tuple[Part, dict[str, str], tuple[float, float, float]]:
    pixels, texts = shipping_label(rng)
    if state == "torn":
        pixels = _torn(rng, pixels, fixed)
        texts = {name: text for name, text in texts.items() if name == "address"}
    size = np.array([10.0, 15.0]) * min(1.0, fixed.depth / 16.5, fixed.width / 11)
    picture = linear(pixels) * np.float32(0.93)
    if state == "folded":
        row = int(picture.shape[0] * rng.uniform(0.3, 0.7))
        picture[row:] *= np.float32(rng.uniform(0.7, 0.88))
        picture[row - 2 : row + 3] *= np.float32(0.75)
    turn = float(rng.choice([0, 90, 180, 270])) + float(rng.normal(0, 6))
    lift = fixed.height + 0.03
    solid = slab(float(size[0]), float(size[1]), 0.05, 0, 0.02, 0.001, 0.001, 2, 2)
    sheet = part(
        "label",
        solid,
        Material(picture, 0.12 if state == "glossy" else 0.6),
        uv_size=(float(size[0]), float(size[1])),
        layer="label",
    )
    angle = np.radians(turn)
    axes = np.array(
        [[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0], [0, 0, 1]]
    )
    reach = np.abs(axes[:2, :2]) @ size / 2
    room = np.maximum(np.array([fixed.width, fixed.depth]) / 2 - reach - 0.5, 0)
    x, y = rng.uniform(-1, 1, 2) * room
    return sheet.moved(axes, np.array([x, y, lift])), texts, (float(x), float(y), lift)


def _torn(
    rng: np.random.Generator, pixels: NDArray[np.uint8], fixed: Parameters
) -> NDArray[np.uint8]:
    """Patches of the label are gone, the board shows."""
    height, width = pixels.shape[:2]
    gone = noise(rng, height, width, 5, 2) > rng.uniform(0.5, 1.1)
    board = (np.clip(np.asarray(fixed.tone), 0, 1) ** (1 / 2.2) * 255).astype(np.uint8)
    return np.where(gone[..., None], board, pixels).astype(np.uint8)


def _open(design: str, fixed: Parameters, rng: np.random.Generator, device: Thing | None) -> Thing:
    width, depth = fixed.width, fixed.depth
    snug = bool(rng.random() < 0.65)
    filler = _FILLERS[int(rng.choice(5, p=(0.32, 0.26, 0.14, 0.16, 0.12)))]
    size = np.zeros(3)
    if device is not None:
        size = np.ptp(device.vertices(), axis=0).astype(float)
        width = max(width, float(size[0]) + 5)
        depth = max(depth, float(size[1]) + 5)
    height = max(fixed.height, float(size[2]) + 6)
    shell = slab(width, depth, 0.2, 0, height, 0.05, 0.02, 4, 2)
    hollow = box((width - 2 * _WALL, depth - 2 * _WALL, height), (0, 0, height / 2 + _WALL))
    board = _board(rng, fixed, printed=False)
    parts = [part("board", shell - hollow, board, uv_size=(width, depth))]
    parts.append(part("flaps", union(_flaps(rng, width, depth, height)), board, uv_size=(60, 60)))
    floor = _WALL + float(rng.uniform(0.15, 0.5)) * (height - size[2] - 2)
    if filler == "none":
        floor = _WALL
    else:
        parts += _fill(rng, filler, width - 2 * _WALL, depth - 2 * _WALL, floor, size[:2])
    if device is not None:
        low = device.vertices().min(0)
        middle = (device.vertices().min(0) + device.vertices().max(0)) / 2
        room = np.array([width - size[0], depth - size[1]]) / 2 - 1.5
        shift = rng.uniform(-1, 1, 2) * np.maximum(room, 0) * (0.15 if snug else 0.9)
        offset = np.array([shift[0] - middle[0], shift[1] - middle[1], floor + 0.05 - low[2]])
        placed = device.moved(np.eye(3), offset.astype(float))
        parts += [
            replace(each, name=f"device {each.name}", layer="device")
            for each in placed.parts
            if each.layer != "scenery"
        ]
    facts: dict[str, str | float | int | bool] = {
        "filler": filler,
        "snug": snug and filler != "none",
        "content": device.category if device is not None else "nothing",
    }
    return Thing("parcel", design, tuple(parts), {}, facts)


def _flaps(rng: np.random.Generator, width: float, depth: float, height: float) -> list[Solid]:
    """Four flaps, folded outward by some angle."""
    flaps = []
    for side, (length, reach) in enumerate(
        ((width, depth / 2), (width, depth / 2), (depth, depth / 2), (depth, depth / 2))
    ):
        angle = float(rng.uniform(95, 190))
        flap = box((length - 0.6, reach, _WALL), (0, reach / 2, 0))
        flap = flap.rotate((180 - angle, 0, 0)).translate((0, 0, height))
        away = depth / 2 - 0.15 if side < 2 else width / 2 - 0.15
        turned = flap.translate((0, away, 0)).rotate((0, 0, (0, 180, 90, 270)[side]))
        flaps.append(turned)
    return flaps


def _fill(
    rng: np.random.Generator,
    filler: str,
    width: float,
    depth: float,
    floor: float,
    hole: NDArray[np.float64],
) -> list[Part]:
    """Filler up to `floor` below the device, and higher around its hole."""
    if filler == "paper":
        return [_crumpled(rng, width, depth, floor, hole)]
    white = (0.85, 0.85, 0.83)
    if filler == "bubbles":
        step = 1.1
        domes = [
            cylinder(0.42, floor - 0.1, floor + 0.18, 10, 0.16).translate((x, y, 0))
            for x in np.arange(-width / 2 + 0.8, width / 2 - 0.5, step)
            for y in np.arange(-depth / 2 + 0.8, depth / 2 - 0.5, step)
        ]
        base = slab(width, depth, 0.1, 0.3, floor, 0.01, 0.05, 2, 2)
        film = Material((0.62, 0.65, 0.68), 0.09)
        import manifold3d

        bubbles = manifold3d.Manifold.compose(domes[:700])
        return [part("film", base, film), part("bubbles", bubbles, film, sharp=60)]
    solids: list[Solid] = []
    count = 110 if filler == "peanuts" else 9
    for _ in range(count):
        x = float(rng.uniform(-0.5, 0.5) * (width - 3))
        y = float(rng.uniform(-0.5, 0.5) * (depth - 3))
        outside = abs(x) > hole[0] / 2 + 0.5 or abs(y) > hole[1] / 2 + 0.5
        top = floor + (float(rng.uniform(0, 2.5)) if outside else -1.2)
        turn = rng.uniform(0, 2 * np.pi)
        if filler == "peanuts":
            reach = np.array([np.cos(turn), np.sin(turn), rng.normal(0, 0.3)]) * 1.1
            solids.append(capsule((x, y, top), tuple(np.array([x, y, top]) + reach), 0.75))
        else:
            bag = slab(11, 8, 2, -1.5, 1.5, 1.4, 1.4, 6, 6)
            low = min(top, floor) if not outside else top
            solids.append(bag.rotate((0, 0, float(np.degrees(turn)))).translate((x, y, low - 1.6)))
    base = slab(width, depth, 0.1, 0.3, max(floor - 0.6, 0.4), 0.01, 0.05, 2, 2)
    tone = white if filler == "peanuts" else (0.7, 0.73, 0.76)
    clipped = union(solids) ^ box((width, depth, 100), (0, 0, 50))
    material = Material(tone, 0.8 if filler == "peanuts" else 0.08)
    return [part("filler", clipped, material, sharp=50), part("filler base", base, material)]


def _crumpled(
    rng: np.random.Generator,
    width: float,
    depth: float,
    floor: float,
    hole: NDArray[np.float64],
) -> Part:
    """Kraft paper as a height field of creases, hollow where the device lies."""
    steps = 90
    x = np.linspace(-width / 2, width / 2, steps)
    y = np.linspace(-depth / 2, depth / 2, steps)
    across, along = np.meshgrid(x, y)
    ridges = np.abs(noise(rng, steps, steps, 4, 4, persistence=0.6))
    outside = np.maximum(np.abs(across) - hole[0] / 2, np.abs(along) - hole[1] / 2)
    raised = np.clip((outside - 0.3) / 2, 0, 1)
    height = floor - 0.4 + raised * (0.6 + 1.5 * ridges) - (1 - raised) * 0.5 * (1 - ridges)
    height = np.maximum(height, 0.4)
    slope_y, slope_x = np.gradient(height, y, x)
    normals = np.stack([-slope_x, -slope_y, np.ones_like(height)], axis=2)
    normals /= np.linalg.norm(normals, axis=2, keepdims=True)
    index = np.arange(steps * steps, dtype=np.uint32).reshape(steps, steps)
    a, b, c, d = index[:-1, :-1], index[:-1, 1:], index[1:, 1:], index[1:, :-1]
    faces = np.concatenate(
        [np.stack([a, b, c], -1).reshape(-1, 3), np.stack([a, c, d], -1).reshape(-1, 3)]
    )
    tone = linear_hsv(rng.uniform(0.07, 0.1), rng.uniform(0.3, 0.5), rng.uniform(0.6, 0.8))
    vertices = np.stack([across, along, height], axis=2).reshape(-1, 3).astype(np.float32)
    return Part(
        "filler", vertices, normals.reshape(-1, 3).astype(np.float32), faces, Material(tone, 0.8)
    )
