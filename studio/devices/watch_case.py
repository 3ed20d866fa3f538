"""Cases of watches: body, lugs, glass with the display, turning ring, crown and keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import cv2
import manifold3d
import numpy as np
from numpy.typing import NDArray

from studio.devices.lettering import lettering
from studio.model import Material, Part
from studio.paint import linear
from studio.screens import Screen
from studio.solids import Solid, box, capsule, cylinder, lathe, part, slab, union

Crown = Literal["none", "crown", "pusher"]
Place = tuple[float, float, float]

FACE: Final = 420
"""Rows of the face's picture."""
_BLACK: Final = (0.003, 0.003, 0.0035)
_ACCENTS: Final = ((0.55, 0.02, 0.02), (0.6, 0.2, 0.01), (0.01, 0.01, 0.01))


@dataclass(frozen=True)
class Case:
    """What is fixed about a case, centimetres.

    Attributes
    ----------
    width, height, depth : float
    round : bool
    corner, squareness : float
        Of a square case's corners.
    flank : float
        How round a square case's sides are, 0 (flat) to 1.
    bezel : float
        Dark rim of the glass around the display.
    chin : float
        What it is broader by below.
    flat_glass : bool
        Within a raised metal rim, else domed over the edge.
    ring : str
        On round cases: none, ticks, or letters.
    crown : str
        none, crown or pusher (a flat one).
    crown_at : float
        y of the crown.
    keys : tuple of (side, y, round)
        Further keys; side 1 is the right.
    lugs : bool
    strap_width : float
    """

    width: float
    height: float
    depth: float
    round: bool
    corner: float
    squareness: float
    flank: float
    bezel: float
    chin: float
    flat_glass: bool
    ring: Literal["none", "ticks", "letters"]
    crown: Crown
    crown_at: float
    keys: tuple[tuple[int, float, bool], ...]
    lugs: bool
    strap_width: float

    @property
    def bar(self) -> tuple[float, float]:
        """Distance of the lugs' bars from the middle, and their z."""
        return self.height / 2 + 0.26, -self.depth * 0.26

    def edge(self, y: float) -> float:
        """How far the case reaches to either side at a height."""
        if not self.round:
            return self.width / 2
        return float(np.sqrt(max((self.width / 2) ** 2 - y**2, 0.1)))

    @property
    def glass(self) -> tuple[float, float]:
        """Width and height of the glass."""
        if self.round:
            share = 0.85 if self.ring != "none" else 0.93
            return self.width * share, self.height * share
        inset = 0.22 if self.flat_glass else 0.06
        return self.width - inset, self.height - inset


def body(case: Case) -> Solid:
    """The case itself, its rear at z = -depth / 2."""
    half = case.depth / 2
    if case.round:
        radius = case.width / 2
        return lathe(
            [
                (radius * 0.78, -half),
                (radius * 0.9, -half + 0.05),
                (radius * 0.97, -half + 0.2),
                (radius, -half * 0.2),
                (radius, half * 0.5),
                (radius * 0.97, half - 0.1),
                (radius * 0.93, half - 0.05),
                (radius * 0.88, half - 0.05),
            ],
            72,
        )
    top = half - (0.0 if case.flat_glass else 0.12)
    low = 0.1 + 0.3 * case.flank
    high = 0.06 + 0.2 * case.flank
    return slab(case.width, case.height, case.corner, -half, top, low, high, 14, 7, case.squareness)


def lugs(case: Case) -> Solid:
    """Four horns that hold the strap's bars, and the bars."""
    pieces = []
    reach, low = case.bar
    for end in (-1, 1):
        for side in (-1, 1):
            x = side * (case.strap_width / 2 + 0.2)
            inner = manifold3d.Manifold.sphere(0.23, 16).scale((0.75, 1.4, 1.0))
            y = case.height / 2 - (0.75 if case.round else 0.4)
            tip = manifold3d.Manifold.sphere(0.14, 16)
            horn = manifold3d.Manifold.batch_hull(
                [
                    inner.translate((x, end * y, 0.05)),
                    tip.translate((x, end * (reach + 0.03), low)),
                ]
            )
            pieces.append(horn)
        bar = (case.strap_width / 2 + 0.15, end * reach, low)
        pieces.append(capsule((-bar[0], *bar[1:]), bar, 0.07))
    return manifold3d.Manifold.compose(pieces)


def glass(rng: np.random.Generator, case: Case, screen: Screen | None) -> Part:
    """The glass with all that is seen through it; `screen` None is a display that is off."""
    half = case.depth / 2
    width, height = case.glass
    if case.round:
        radius = width / 2
        rise = 0.0 if case.flat_glass else 0.04
        solid = lathe(
            [
                (radius, half - 0.16),
                (radius, half - 0.06),
                (radius * 0.97, half - 0.01),
                (radius * 0.7, half + rise * 0.6),
                (0.02, half + rise),
            ],
            72,
        )
    elif case.flat_glass:
        corner = max(case.corner - 0.11, 0.1)
        solid = slab(
            width, height, corner, half - 0.1, half + 0.02, 0.01, 0.03, 12, 4, case.squareness
        )
    else:
        solid = slab(
            width, height, case.corner, half - 0.14, half + 0.05, 0.01, 0.19, 14, 7, case.squareness
        )
    rows, columns = FACE, round(FACE * width / height)
    mask = _display(case, rows, columns, height)
    off = float(rng.choice([0.003, 0.003, 0.006, 0.02]))
    colour = np.ones((rows, columns, 3), np.float32) * np.asarray(_BLACK, np.float32)
    colour = (colour * (1 - mask) + off * mask).astype(np.float32)
    emission = None
    if screen is not None:
        inset, below = case.bezel / height, (case.bezel + case.chin) / height
        top, bottom = round(inset * rows), rows - round(below * rows)
        left = round(case.bezel / width * columns)
        light = np.zeros_like(colour)
        size = (columns - 2 * left, bottom - top)
        shown = cv2.resize(screen.picture, size, interpolation=cv2.INTER_AREA)
        light[top:bottom, left : columns - left] = linear(shown.astype(np.uint8))
        # An LCD's black leaks; that of an OLED does not.
        leak = np.float32(0.012 if off > 0.01 else 0.0)
        emission = ((light + leak) * mask).astype(np.float32)
    material = Material(colour, float(rng.uniform(0.02, 0.07)), 0.0, 0.5, emission)
    return part("front", solid, material, sharp=30, uv_size=(width, height), layer="screen")


def face_pixels(case: Case) -> tuple[int, int]:
    """Width and height of the picture that the display shows."""
    width, height = case.glass
    high = height - 2 * case.bezel - case.chin
    return round(FACE * (width - 2 * case.bezel) / height), round(FACE * high / height)


def _display(case: Case, rows: int, columns: int, height: float) -> NDArray[np.float32]:
    """Where the display is, H×W×1."""
    mask = np.zeros((rows, columns), np.float32)
    scale = rows / height
    inset = round(case.bezel * scale)
    if case.round:
        cv2.circle(mask, (columns // 2, rows // 2), rows // 2 - inset, 1.0, -1, cv2.LINE_AA)
        return mask[..., None]
    corner = round(max(case.corner - case.bezel, 0.06) * scale)
    low, high = (inset, inset), (columns - inset, rows - inset - round(case.chin * scale))
    cv2.rectangle(mask, (low[0] + corner, low[1]), (high[0] - corner, high[1]), 1.0, -1)
    cv2.rectangle(mask, (low[0], low[1] + corner), (high[0], high[1] - corner), 1.0, -1)
    for x in (low[0] + corner, high[0] - corner):
        for y in (low[1] + corner, high[1] - corner):
            cv2.circle(mask, (x, y), corner, 1.0, -1, cv2.LINE_AA)
    return mask[..., None]


def turning_ring(case: Case, metal: Material) -> list[Part]:
    """A ring around a round glass, with marks of the minutes or of the compass."""
    radius, top = case.width / 2, case.depth / 2
    ring = lathe(
        [
            (radius * 0.99, top - 0.16),
            (radius * 0.995, top - 0.02),
            (radius * 0.97, top + 0.06),
            (radius * 0.86, top + 0.03),
            (radius * 0.84, top - 0.1),
        ],
        72,
    ) - cylinder(radius * 0.845, -9, 9, 72)
    marks = []
    for step in range(12):
        angle = 30.0 * step
        if case.ring == "letters" and step % 3 == 0:
            word = ("N", "E", "S", "W")[step // 3]
            mark = lettering(word, 0.26, top + 0.03, top + 0.062)
        elif case.ring == "letters":
            mark = cylinder(0.045, top + 0.03, top + 0.06, 12)
        else:
            mark = box((0.05, 0.2 if step % 3 else 0.26, 0.04), (0, 0, top + 0.045))
        marks.append(mark.translate((0, radius * 0.915, 0)).rotate((0, 0, -angle)))
    dark = Material((0.012, 0.012, 0.012), 0.3) if metal.metallic < 0.5 else metal
    pale = np.mean(dark.colour) > 0.2
    ink = Material((0.02, 0.02, 0.02) if pale else (0.7, 0.7, 0.7), 0.5)
    return [part("ring", ring, dark), part("ticks", manifold3d.Manifold.compose(marks), ink)]


def controls(
    rng: np.random.Generator, case: Case, metal: Material
) -> tuple[list[Part], dict[str, Place]]:
    """Crown and keys, and where they are."""
    landmarks: dict[str, Place] = {}
    parts = []
    if case.crown != "none":
        out = 0.3 if case.crown == "crown" else 0.12
        size = min(0.33, case.depth * 0.31)
        profile = [
            (0.02, -0.15),
            (size * 0.9, -0.15),
            (size * 0.9, 0.03),
            (size, 0.05),
            (size, out - 0.05),
            (size * 0.85, out),
            (0.02, out),
        ]
        crown = lathe(profile, 40)
        if case.crown == "crown":
            groove = box((0.06, 0.035, out), (size, 0, out / 2 + 0.07))
            crown = crown - union(groove.rotate((0, 0, 15 * index)) for index in range(24))
        x = case.edge(case.crown_at)
        parts.append(part("crown", _outward(crown, case, 1, case.crown_at), metal, sharp=30))
        landmarks["crown"] = (x, case.crown_at, 0.0)
        if rng.random() < 0.3:
            tone = _ACCENTS[int(rng.integers(len(_ACCENTS)))]
            dot = cylinder(size * 0.6, out - 0.01, out + 0.008, 24)
            cap = _outward(dot, case, 1, case.crown_at)
            parts.append(part("crown_cap", cap, Material(tone, 0.3)))
    for index, (side, y, is_round) in enumerate(case.keys):
        tall = min(0.32, case.depth * 0.3)
        if is_round:
            key = cylinder(tall * 0.5, -0.2, 0.08, 20) + cylinder(tall * 0.8, 0.05, 0.22, 24, 0.03)
        else:
            key = slab(0.95, tall, tall * 0.48, -0.25, 0.1, 0.001, 0.04, 8, 4)
        placed = _outward(key, case, side, y)
        parts.append(part(f"button_{index}", placed, metal))
        landmarks[f"button_{index}"] = (side * case.edge(y), y, 0.0)
    return parts, landmarks


def _outward(solid: Solid, case: Case, side: int, y: float) -> Solid:
    """Put what looks to +z on the flank: its x along the flank, its y towards the face."""
    x = case.edge(y)
    turn = np.arctan2(y, x) * side if case.round else 0.0
    cosine, sine = np.cos(turn), np.sin(turn)
    base = np.array([[0.0, 0, side], [side, 0, 0], [0, 1, 0]])
    rotation = np.array([[cosine, -sine, 0], [sine, cosine, 0], [0, 0, 1]]) @ base
    return solid.transform(np.c_[rotation, (side * x, y, 0.0)])
