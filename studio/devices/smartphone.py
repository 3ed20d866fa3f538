"""Smartphones."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

import numpy as np

from studio.designs import design_rng
from studio.devices.slate import Body, Edge, Edges, Port, antenna_lines, make_body
from studio.devices.slate_back import Back, Layout, back_parts
from studio.devices.slate_front import Cutout, Front, display_pixels, front_part
from studio.model import Material, Thing
from studio.paint import linear_hsv
from studio.screens import paint

Family = Literal["A", "B", "C"]
Colour = tuple[float, float, float]

_BLACK: Final = (0.0035, 0.0035, 0.004)
_WHITE: Final = (0.75, 0.75, 0.74)


@dataclass(frozen=True)
class Parameters:
    """What is fixed about a smartphone.

    Attributes
    ----------
    body, front, back
    family : str
        Where the buttons are: A has volume and a mute or action key on the left and power on the
        right; B has all on the right; C has volume on the left and a fingerprint power key on
        the right.
    port, port_is_metal, grille, jack, sim
    metal : bool
        Frame of metal, with antenna lines; else of plastic.
    old : bool
        Wide forehead and chin, perhaps a home key.
    buttons : tuple of (name, edge, y, length)
    """

    body: Body
    front: Front
    back: Back
    family: Family
    port: Port
    grille: Literal["both", "right", "slots"]
    holes: int
    jack: Edge | None
    sim: Edge | None
    sim_along: float
    screws: bool
    metal: bool
    polished: bool
    old: bool
    lift: float
    hues: tuple[float, float, float]


@cache
def parameters(design: str) -> Parameters:
    """What is fixed about a design."""
    rng = design_rng(design)
    old = bool(rng.random() < 0.3)
    scale = rng.uniform(0.86, 0.98) if old else rng.uniform(0.95, 1.07)
    width = 7.25 * scale * rng.uniform(0.96, 1.04)
    height = width * (rng.uniform(1.93, 2.02) if old else rng.uniform(2.05, 2.2))
    depth = rng.uniform(0.7, 0.98)
    radius = rng.uniform(0.5, 1.1) if old else rng.uniform(0.35, 1.15)
    body = make_body(rng, float(width), float(height), float(depth), float(radius))
    family: Family = ("A", "B", "B", "C", "A")[int(rng.integers(5))]
    port: Port = "usb-c"
    if old:
        port = "lightning" if family == "A" else ("micro-usb", "usb-c")[int(rng.integers(2))]
    elif family == "A" and rng.random() < 0.5:
        port = "lightning"
    sims: tuple[Edge | None, ...] = ("left", "left", "right", "top", "bottom", None, None)
    return Parameters(
        body=body,
        front=_front(rng, body, old=old),
        back=_back(rng, design, old=old),
        family=family,
        port=port,
        grille=("both", "right", "slots")[int(rng.integers(3))],
        holes=int(rng.integers(3, 8)),
        jack=("top", "bottom")[int(rng.integers(2))]
        if rng.random() < (0.6 if old else 0.15)
        else None,
        sim=sims[int(rng.integers(len(sims)))],
        sim_along=float(rng.uniform(-0.1, 0.12)),
        screws=bool(rng.random() < 0.4),
        metal=bool(rng.random() < 0.7),
        polished=bool(rng.random() < 0.3),
        old=old,
        lift=float(rng.uniform(-0.01, 0.02)),
        hues=(float(rng.random()), float(rng.random()), float(rng.random())),
    )


def _front(rng: np.random.Generator, body: Body, *, old: bool) -> Front:
    width, height = body.glass
    bezel = float(rng.uniform(0.25, 0.45) if old else rng.uniform(0.1, 0.32))
    if old:
        forehead, chin = (float(rng.uniform(1.2, 1.9)) for _ in range(2))
        home: Literal["none", "round", "oval", "touch"] = ("round", "oval", "touch", "none")[
            int(rng.integers(4))
        ]
        camera = (float(rng.choice([-1.2, 1.2])), height / 2 - forehead / 2)
        return Front(bezel, forehead, chin, 0.02, "none", home, True, camera, True)
    cutouts: tuple[Cutout, ...] = ("hole", "pill", "notch", "drop", "hole left")
    cutout = cutouts[int(rng.integers(5))]
    top = height / 2 - bezel
    camera = {
        "hole": (0.0, top - 0.4),
        "hole left": (-width / 2 + bezel + 0.45, top - 0.4),
        "pill": (0.6, top - 0.52),
        "notch": (0.9, top - 0.25),
        "drop": (0.0, top - 0.18),
    }[cutout]
    chin = bezel + float(rng.choice([0.0, 0.1, 0.25]))
    radius = max(0.1, body.radius - body.inset - bezel)
    return Front(
        bezel, bezel, chin, radius, cutout, "none", True, camera, bool(rng.random() < 0.45)
    )


def _back(rng: np.random.Generator, design: str, *, old: bool) -> Back:
    layouts: tuple[Layout, ...] = (
        ("bare", "column", "centre") if old else ("square", "column", "bar", "circle", "bare")
    )
    chances = (0.6, 0.2, 0.2) if old else (0.3, 0.3, 0.13, 0.15, 0.12)
    layout = layouts[int(rng.choice(len(layouts), p=chances))]
    lenses = 1 if old and rng.random() < 0.7 else int(rng.integers(1, 5))
    radius = rng.uniform(0.3, 0.42) if old else rng.uniform(0.38, 0.72 if lenses < 4 else 0.55)
    if layout == "bar":
        radius = min(radius, 0.5)
    # A column must leave room for the hand and the logo.
    radius = min(radius, 6.0 / (2 * lenses * 1.2)) if layout in {"column", "centre"} else radius
    word = design.split("-")[1]
    return Back(
        roughness=float(rng.choice([0.04, 0.08, 0.3, 0.45])),
        layout=layout,
        lenses=lenses,
        lens_radius=float(radius),
        island_height=float(rng.uniform(0.1, 0.28)),
        island_round=bool(layout == "circle" or rng.random() < 0.45),
        black_island=bool(rng.random() < 0.35),
        logo=("word", "low word", "disc", "mark", "none")[int(rng.integers(5))],
        name=word.upper() if rng.random() < 0.5 else word.capitalize(),
        print=bool(rng.random() < 0.6),
        fingerprint=bool(old and layout == "bare" and rng.random() < 0.4),
        gradient=float(rng.choice([0.0, 0.0, 0.35])),
    )


def _colour(rng: np.random.Generator, hues: tuple[float, float, float]) -> tuple[str, Colour]:
    """One of the colours that a design is sold in."""
    name = ("black", "white", "silver", "blue", "pastel", "strong")[
        int(rng.choice(6, p=(0.3, 0.18, 0.12, 0.16, 0.12, 0.12)))
    ]
    hue = hues[int(rng.integers(3))]
    colour = {
        "black": linear_hsv(hue, 0.1, rng.uniform(0.07, 0.2)),
        "white": linear_hsv(hue, 0.03, rng.uniform(0.86, 0.96)),
        "silver": linear_hsv(hue, 0.05, rng.uniform(0.6, 0.8)),
        "blue": linear_hsv(rng.uniform(0.55, 0.66), rng.uniform(0.4, 0.8), rng.uniform(0.25, 0.6)),
        "pastel": linear_hsv(hue, rng.uniform(0.12, 0.3), rng.uniform(0.75, 0.92)),
        "strong": linear_hsv(hue, rng.uniform(0.5, 0.85), rng.uniform(0.4, 0.85)),
    }[name]
    return name, colour


def build(
    design: str,
    rng: np.random.Generator,
    *,
    lit: bool = False,
    content: str | None = None,
) -> Thing:
    """One smartphone of a design, in one of its colours."""
    fixed = parameters(design)
    body = fixed.body
    name, colour = _colour(rng, fixed.hues)
    shade = rng.uniform(0.8, 1.15)
    frame_colour = tuple(float(np.clip(value * shade, 0.004, 0.95)) for value in colour)
    frame = Material(
        (frame_colour[0], frame_colour[1], frame_colour[2]),
        0.1 if fixed.polished else 0.3,
        1.0 if fixed.metal else 0.0,
    )
    if fixed.metal:
        # Bare metal is never as dark as its lacquer.
        lifted = tuple(0.12 + 0.8 * value for value in frame_colour)
        frame = Material((lifted[0], lifted[1], lifted[2]), frame.roughness, 1.0)
    edges = Edges(body)
    _sockets(fixed, edges)
    _buttons(fixed, edges)
    parts = edges.parts(frame, frame, split=True)
    if fixed.metal:
        strip = tuple(float(np.clip(value * 0.6 + 0.02, 0, 0.9)) for value in frame_colour)
        lines = antenna_lines(
            design_rng(design), body, Material((strip[0], strip[1], strip[2]), 0.5)
        )
        parts += [lines] if lines is not None else []
    white_front = fixed.old and name in {"white", "silver", "pastel"}
    screen = paint(content, rng, *display_pixels(body, fixed.front)) if lit else None
    bezel = _WHITE if white_front else _BLACK
    parts.append(front_part(rng, body, fixed.front, bezel, screen, fixed.lift))
    rear, landmarks = back_parts(rng, body, fixed.back, colour, fixed.lift)
    facts: dict[str, str | float | int | bool] = {
        "colour": name,
        "family": fixed.family,
        "profile": body.profile,
        "port": fixed.port,
        "layout": fixed.back.layout,
        "lenses": fixed.back.lenses,
        "cutout": fixed.front.cutout,
        "home": fixed.front.home,
        "metal": fixed.metal,
    }
    if screen is not None:
        facts["content"] = screen.content
    camera = (*fixed.front.camera, body.depth / 2)
    return Thing(
        "smartphone",
        design,
        (*parts, *rear),
        {**edges.landmarks, **landmarks, "front_camera": camera},
        facts,
        dict(screen.texts) if screen is not None else {},
    )


def _sockets(fixed: Parameters, edges: Edges) -> None:
    half = fixed.body.width / 2
    edges.port(fixed.port, "bottom")
    step = 0.19
    if fixed.grille == "slots":
        for side in (-1, 1):
            edges.slot("bottom", side * half * 0.52, half * 0.36)
    else:
        sides = (-1, 1) if fixed.grille == "both" else (1,)
        for side in sides:
            for index in range(fixed.holes):
                along = side * (0.95 + 0.2 + index * step)
                if abs(along) < half - fixed.body.radius * 0.5:
                    edges.hole("bottom", along, 0.065)
    edges.landmarks["speaker"] = edges.body.place("bottom", half * 0.5)
    if fixed.screws:
        for side in (-1, 1):
            edges.hole("bottom", side * 0.66, 0.07, 0.06)
    if fixed.jack is not None:
        edges.jack(fixed.jack, -fixed.body.width * 0.32)
    edges.hole("top", fixed.body.width * 0.18, 0.045)
    if fixed.sim is not None:
        lengthwise = fixed.sim in {"left", "right"}
        low = fixed.sim == "right" or (fixed.sim == "left" and fixed.family != "B")
        along = fixed.sim_along * fixed.body.height
        if lengthwise and low:
            along = -fixed.body.height * 0.2 + along * 0.3
        if not lengthwise:
            along = -fixed.body.width * 0.3
            if fixed.jack == fixed.sim or (fixed.sim == "bottom" and fixed.grille == "both"):
                return
        edges.tray(fixed.sim, along)


def _buttons(fixed: Parameters, edges: Edges) -> None:
    height = fixed.body.height
    if fixed.family == "A":
        edges.button("action", "left", height * 0.31, 0.55)
        edges.button("volume_up", "left", height * 0.21, 1.05)
        edges.button("volume_down", "left", height * 0.115, 1.05)
        edges.button("power", "right", height * 0.17, 1.7)
    elif fixed.family == "B":
        edges.button("volume", "right", height * 0.24, 2.3)
        edges.button("power", "right", height * 0.08, 1.1)
    else:
        edges.button("volume", "left", height * 0.2, 2.0)
        edges.button("power", "right", height * 0.12, 1.5, recessed=True)
