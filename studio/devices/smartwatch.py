"""Smartwatches."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.designs import design_rng
from studio.devices.lettering import lettering
from studio.devices.watch_strap import StrapKind, StrapPose, strap_parts
from studio.model import Material, Part, Thing
from studio.paint import linear, linear_hsv
from studio.screens import Screen, paint
from studio.solids import Solid, cylinder, lathe, part, slab, union

_BLACK: Final = (0.003, 0.003, 0.0035)
_FACE: Final = 420


@dataclass(frozen=True)
class Parameters:
    """What is fixed about a watch.

    Attributes
    ----------
    width, height, depth : float
        Of the case.
    round : bool
    corner : float
        Radius of a square case's corners.
    bezel : float
        Dark rim of the glass around the display.
    ticks : bool
        A turning ring with marks, on round cases.
    crown : str
        none, crown, or pusher (a flat one).
    buttons : tuple of floats
        The y of further keys on the right.
    crown_at : float
    metal : bool
    polished : bool
    strap : str
    strap_width : float
    pins : bool
        Charging pins on the rear.
    hue : float
    """

    width: float
    height: float
    depth: float
    round: bool
    corner: float
    bezel: float
    ticks: bool
    crown: str
    crown_at: float
    buttons: tuple[float, ...]
    metal: bool
    polished: bool
    strap: StrapKind
    strap_width: float
    pins: bool
    sensors: int
    hue: float


@cache
def parameters(design: str) -> Parameters:
    """What is fixed about a design."""
    rng = design_rng(design)
    is_round = bool(rng.random() < 0.42)
    height = float(rng.uniform(3.7, 4.7))
    width = height if is_round else height * float(rng.uniform(0.82, 0.92))
    straps: tuple[StrapKind, ...] = ("rubber", "rubber", "leather", "links", "woven")
    crowns = ("crown", "crown", "pusher", "none")
    crown = crowns[int(rng.integers(4))]
    keys = {"crown": (-0.17,), "pusher": (-0.2,), "none": (0.2, -0.2)}[crown]
    return Parameters(
        width=width,
        height=height,
        depth=float(rng.uniform(0.9, 1.25)),
        round=is_round,
        corner=width * float(rng.uniform(0.22, 0.34)),
        bezel=float(rng.uniform(0.22, 0.5)),
        ticks=bool(is_round and rng.random() < 0.35),
        crown=crown,
        crown_at=height * float(rng.choice([0.0, 0.14])) if keys != (0.2, -0.2) else 0.0,
        buttons=tuple(height * key for key in keys) if rng.random() < 0.75 else (),
        metal=bool(rng.random() < 0.7),
        polished=bool(rng.random() < 0.35),
        strap=straps[int(rng.integers(5))],
        strap_width=min(width * 0.62, float(rng.uniform(2.0, 2.6))),
        pins=bool(rng.random() < 0.4),
        sensors=int(rng.integers(2, 6)),
        hue=float(rng.random()),
    )


def build(
    design: str,
    rng: np.random.Generator,
    *,
    lit: bool = False,
    content: str | None = None,
    strap: StrapPose | None = None,
) -> Thing:
    """One watch of a design; `strap` is how its strap lies, else by chance."""
    fixed = parameters(design)
    name = ("black", "silver", "gold", "tinted")[int(rng.choice(4, p=(0.5, 0.3, 0.1, 0.1)))]
    colour = {
        "black": linear_hsv(fixed.hue, 0.1, float(rng.uniform(0.08, 0.2))),
        "silver": linear_hsv(fixed.hue, 0.03, float(rng.uniform(0.65, 0.82))),
        "gold": linear_hsv(0.08, 0.35, float(rng.uniform(0.7, 0.85))),
        "tinted": linear_hsv(fixed.hue, 0.4, float(rng.uniform(0.3, 0.7))),
    }[name]
    metallic = 1.0 if fixed.metal else 0.0
    body = Material(colour, 0.12 if fixed.polished else 0.34, metallic)
    parts = [part("frame", _case(fixed), body, sharp=40)]
    if fixed.round or fixed.strap == "links":
        parts.append(part("lugs", _lugs(fixed), body))
    screen = None
    if lit:
        side = round(_FACE * fixed.width / fixed.height)
        screen = paint(content, rng, side, _FACE, kind="smartwatch")
    parts.append(_glass(rng, fixed, screen))
    if fixed.ticks:
        parts += _ring(fixed, body)
    keys, landmarks = _keys(fixed, body)
    parts += keys
    parts += _rear(rng, fixed, design)
    poses: tuple[StrapPose, ...] = ("flat", "loop", "none")
    chosen = strap or poses[int(rng.choice(3, p=(0.5, 0.38, 0.12)))]
    band, marks = strap_parts(
        rng, fixed.strap, fixed.strap_width, fixed.height / 2 - 0.2, chosen, fixed.hue
    )
    facts: dict[str, str | float | int | bool] = {
        "colour": name,
        "round": fixed.round,
        "crown": fixed.crown,
        "strap": fixed.strap,
        "strap_pose": chosen,
    }
    if screen is not None:
        facts["content"] = screen.content
    sensor = (0.0, 0.0, -fixed.depth / 2)
    return Thing(
        "smartwatch",
        design,
        (*parts, *band),
        {**landmarks, **marks, "sensor": sensor},
        facts,
    )


def _case(fixed: Parameters) -> Solid:
    half = fixed.depth / 2
    if fixed.round:
        radius = fixed.width / 2
        return lathe(
            [
                (radius * 0.8, -half),
                (radius * 0.97, -half + 0.15),
                (radius, -half * 0.2),
                (radius, half * 0.5),
                (radius * 0.95, half - 0.08),
                (radius * 0.9, half - 0.08),
            ],
            72,
        )
    return slab(fixed.width, fixed.height, fixed.corner, -half, half - 0.12, 0.3, 0.18, 14, 7, 2.3)


def _lugs(fixed: Parameters) -> Solid:
    pieces = []
    for end in (-1, 1):
        for side in (-1, 1):
            lug = slab(0.45, 1.3, 0.2, -0.25, 0.25, 0.1, 0.1)
            x = side * (fixed.strap_width / 2 + 0.28)
            pieces.append(lug.translate((x, end * (fixed.height / 2 - 0.05), -0.08)))
    return union(pieces)


def _glass(rng: np.random.Generator, fixed: Parameters, screen: Screen | None) -> Part:
    half = fixed.depth / 2
    width, height = fixed.width * 0.93, fixed.height * 0.93
    if fixed.round:
        radius = width / 2
        solid = lathe(
            [
                (radius, half - 0.16),
                (radius, half - 0.07),
                (radius * 0.96, half),
                (radius * 0.7, half + 0.03),
                (0.02, half + 0.04),
            ],
            72,
        )
    else:
        width, height = fixed.width - 0.08, fixed.height - 0.08
        solid = slab(width, height, fixed.corner, half - 0.14, half + 0.05, 0.01, 0.2, 14, 7, 2.3)
    rows, columns = _FACE, round(_FACE * width / height)
    mask = _display(fixed, rows, columns, height)
    off = float(rng.choice([0.003, 0.003, 0.02]))
    colour = np.ones((rows, columns, 3), np.float32) * np.asarray(_BLACK, np.float32)
    colour = (colour * (1 - mask) + off * mask).astype(np.float32)
    emission = None
    if screen is not None:
        inset = fixed.bezel / height
        top, left = round(inset * rows), round(fixed.bezel / width * columns)
        size = (columns - 2 * left, rows - 2 * top)
        light = np.zeros_like(colour)
        shown = cv2.resize(screen.picture, size, interpolation=cv2.INTER_AREA)
        light[top : top + size[1], left : left + size[0]] = linear(shown.astype(np.uint8))
        emission = (light * mask).astype(np.float32)
    material = Material(colour, float(rng.uniform(0.02, 0.07)), 0.0, 0.5, emission)
    return part("front", solid, material, sharp=30, uv_size=(width, height), layer="screen")


def _display(fixed: Parameters, rows: int, columns: int, height: float) -> NDArray[np.float32]:
    """Where the display is, H×W×1."""
    mask = np.zeros((rows, columns), np.float32)
    inset = round(fixed.bezel / height * rows)
    if fixed.round:
        centre = (columns // 2, rows // 2)
        cv2.circle(mask, centre, rows // 2 - inset, 1.0, -1, cv2.LINE_AA)
        return mask[..., None]
    corner = round(max(fixed.corner - fixed.bezel, 0.1) / height * rows)
    low, high = (inset, inset), (columns - inset, rows - inset)
    cv2.rectangle(mask, (low[0] + corner, low[1]), (high[0] - corner, high[1]), 1.0, -1)
    cv2.rectangle(mask, (low[0], low[1] + corner), (high[0], high[1] - corner), 1.0, -1)
    for x in (low[0] + corner, high[0] - corner):
        for y in (low[1] + corner, high[1] - corner):
            cv2.circle(mask, (x, y), corner, 1.0, -1, cv2.LINE_AA)
    return mask[..., None]


def _ring(fixed: Parameters, body: Material) -> list[Part]:
    radius, top = fixed.width / 2, fixed.depth / 2
    ring = cylinder(radius * 0.99, top - 0.12, top + 0.08, 72, 0.03) - cylinder(
        radius * 0.84, top - 1, top + 1, 72
    )
    ticks = [
        slab(0.06, 0.28, 0.01, top + 0.07, top + 0.09, 0.001, 0.001, 2, 2)
        .translate((0, radius * 0.91, 0))
        .rotate((0, 0, 30 * hour))
        for hour in range(12)
    ]
    white = Material((0.7, 0.7, 0.7), 0.5)
    dark = Material((0.01, 0.01, 0.01), 0.25) if body.metallic < 0.5 else body
    return [part("ring", ring, dark), part("ticks", union(ticks), white)]


def _keys(
    fixed: Parameters, body: Material
) -> tuple[list[Part], dict[str, tuple[float, float, float]]]:
    """Crown and keys, on the right as seen on the wrist."""
    landmarks: dict[str, tuple[float, float, float]] = {}
    parts = []

    def edge(y: float) -> float:
        if not fixed.round:
            return fixed.width / 2
        return float(np.sqrt(max((fixed.width / 2) ** 2 - y**2, 0.1)))

    if fixed.crown != "none":
        out = 0.28 if fixed.crown == "crown" else 0.12
        profile = [(0.0, -0.1), (0.32, -0.1), (0.35, 0.04), (0.35, out - 0.06), (0.3, out)]
        crown = lathe([*profile, (0.0, out)], 40)
        if fixed.crown == "crown":
            grooves = [
                cylinder(0.02, 0, out, 6).translate((0.355, 0, 0)).rotate((0, 0, 15 * index))
                for index in range(24)
            ]
            crown = crown - union(grooves)
        x = edge(fixed.crown_at)
        placed = crown.rotate((0, 90, 0)).translate((x - 0.03, fixed.crown_at, 0))
        parts.append(part("crown", placed, body, sharp=30))
        landmarks["crown"] = (x, fixed.crown_at, 0.0)
    for index, y in enumerate(fixed.buttons):
        key = slab(0.3, 0.9, 0.14, -0.2, 0.1, 0.001, 0.04)
        x = edge(y)
        turn = float(np.degrees(np.arctan2(y, x))) if fixed.round else 0.0
        placed = key.rotate((90, 0, 90)).rotate((90, 0, 0)).rotate((0, 0, turn))
        parts.append(part(f"button_{index}", placed.translate((x, y, 0)), body))
        landmarks[f"button_{index}"] = (x, y, 0.0)
    return parts, landmarks


def _rear(rng: np.random.Generator, fixed: Parameters, design: str) -> list[Part]:
    back = -fixed.depth / 2
    radius = min(fixed.width, fixed.height) * 0.36
    dome = lathe(
        [
            (0.02, back - 0.16),
            (radius * 0.6, back - 0.12),
            (radius * 0.9, back - 0.04),
            (radius, back + 0.08),
        ],
        60,
    )
    parts = [part("rear_glass", dome, Material((0.006, 0.006, 0.007), 0.05))]
    window = cylinder(radius * 0.5, back - 0.15, back - 0.1, 40) - cylinder(
        radius * 0.4, back - 0.3, back, 40
    )
    parts.append(part("rear_ring", window, Material((0.02, 0.05, 0.03), 0.2)))
    spots: dict[bool, list[Solid]] = {False: [], True: []}
    for index in range(fixed.sensors):
        angle = 2 * np.pi * index / fixed.sensors + 0.4
        spot = cylinder(0.13, back - 0.165, back - 0.1, 18).translate(
            (radius * 0.25 * float(np.cos(angle)), radius * 0.25 * float(np.sin(angle)), 0)
        )
        spots[index % 2 == 0].append(spot)
    for even, solids in spots.items():
        if solids:
            tone = (0.05, 0.01, 0.01) if even else (0.02, 0.06, 0.02)
            parts.append(part(f"sensors_{int(even)}", union(solids), Material(tone, 0.1)))
    if fixed.pins:
        pins = [
            cylinder(0.09, back - 0.03, back + 0.1, 16).translate((step * 0.35, -radius - 0.22, 0))
            for step in (-1.5, -0.5, 0.5, 1.5)
        ]
        parts.append(part("pins", union(pins), Material((0.7, 0.55, 0.25), 0.2, 1.0)))
    words = f"{design.split('-')[1].upper()}  {round(fixed.height * 10)} MM  WR 50"
    text = lettering(words, 0.2, 0, 0.012, width=fixed.strap_width)
    text = text.rotate((0, 180, 0)).translate((0, radius + 0.14, back + 0.004))
    grey = 0.5 if rng.random() < 0.5 else 0.05
    parts.append(part("engraving", text, Material((grey, grey, grey), 0.6)))
    return parts
