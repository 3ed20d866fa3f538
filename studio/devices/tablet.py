"""Tablets."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

import numpy as np

from studio.designs import design_rng
from studio.devices.slate import Body, Edges, Port, antenna_lines, make_body
from studio.devices.slate_back import Back, back_parts
from studio.devices.slate_front import Front, display_pixels, front_part
from studio.model import Material, Thing
from studio.paint import linear_hsv
from studio.screens import paint
from studio.solids import cylinder, part, union

_BLACK: Final = (0.0035, 0.0035, 0.004)
_WHITE: Final = (0.75, 0.75, 0.74)
_DOT: Final = Material((0.7, 0.6, 0.35), 0.25, 1.0)


@dataclass(frozen=True)
class Parameters:
    """What is fixed about a tablet, whose longer side is upright.

    Attributes
    ----------
    body, front, back, port
    power_on_top : bool
        The power key on the top edge, else on the right.
    volume : str
        The edge of the volume keys.
    speakers : "ends" or "bottom"
    dots : bool
        Contacts for a keyboard on the back's lower half.
    jack : bool
    metal : bool
    lift : float
    hue : float
    """

    body: Body
    front: Front
    back: Back
    port: Port
    power_on_top: bool
    volume: Literal["left", "right"]
    speakers: Literal["ends", "bottom"]
    holes: int
    dots: bool
    jack: bool
    metal: bool
    lift: float
    hue: float


@cache
def parameters(design: str) -> Parameters:
    """What is fixed about a design."""
    rng = design_rng(design)
    width = float(rng.uniform(11.5, 21.5))
    height = width * float(rng.choice([1.33, 1.43, 1.5, 1.6]) * rng.uniform(0.98, 1.02))
    body = make_body(
        rng, width, height, float(rng.uniform(0.55, 0.95)), float(rng.uniform(0.5, 1.8))
    )
    old = bool(rng.random() < 0.4)
    bezel = float(rng.uniform(0.9, 1.7) if old else rng.uniform(0.6, 1.0))
    ends = float(rng.uniform(1.4, 2.2) if old else bezel)
    glass_width, glass_height = body.glass
    long_side = rng.random() < 0.35
    camera = (glass_width / 2 - bezel / 2, 0.0) if long_side else (0.0, glass_height / 2 - ends / 2)
    front = Front(
        bezel=bezel,
        forehead=ends,
        chin=ends,
        display_radius=0.02 if old else 0.35,
        cutout="none",
        home="round" if old and rng.random() < 0.6 else "none",
        earpiece=False,
        camera=camera,
        lcd=True,
    )
    word = design.split("-")[1]
    back = Back(
        roughness=float(rng.choice([0.3, 0.42, 0.5])),
        layout=("bare", "bare", "column", "centre")[int(rng.integers(4))],
        lenses=int(rng.choice([1, 1, 1, 2])),
        lens_radius=float(rng.uniform(0.3, 0.5)),
        island_height=float(rng.uniform(0.05, 0.15)),
        island_round=bool(rng.random() < 0.5),
        black_island=bool(rng.random() < 0.4),
        logo=("word", "disc", "mark", "none")[int(rng.integers(4))],
        name=word.capitalize(),
        print=bool(rng.random() < 0.7),
        fingerprint=False,
        gradient=0.0,
    )
    ports: tuple[Port, ...] = ("usb-c", "usb-c", "lightning", "micro-usb")
    return Parameters(
        body=body,
        front=front,
        back=back,
        port=ports[int(rng.integers(4 if old else 2))],
        power_on_top=bool(rng.random() < 0.65),
        volume="left" if rng.random() < 0.3 else "right",
        speakers="ends" if rng.random() < 0.6 else "bottom",
        holes=int(rng.integers(6, 14)),
        dots=bool(rng.random() < 0.3),
        jack=bool(rng.random() < (0.6 if old else 0.2)),
        metal=bool(rng.random() < 0.75),
        lift=float(rng.uniform(-0.01, 0.015)),
        hue=float(rng.random()),
    )


def build(
    design: str,
    rng: np.random.Generator,
    *,
    lit: bool = False,
    content: str | None = None,
) -> Thing:
    """One tablet of a design, in one of its colours."""
    fixed = parameters(design)
    body = fixed.body
    name = ("grey", "silver", "black", "tinted", "white")[
        int(rng.choice(5, p=(0.3, 0.25, 0.2, 0.15, 0.1)))
    ]
    colour = {
        "grey": linear_hsv(fixed.hue, 0.05, rng.uniform(0.3, 0.5)),
        "silver": linear_hsv(fixed.hue, 0.03, rng.uniform(0.68, 0.82)),
        "black": linear_hsv(fixed.hue, 0.05, rng.uniform(0.08, 0.18)),
        "tinted": linear_hsv(fixed.hue, rng.uniform(0.15, 0.5), rng.uniform(0.5, 0.85)),
        "white": linear_hsv(fixed.hue, 0.02, rng.uniform(0.88, 0.96)),
    }[name]
    frame = Material(colour, 0.32, 0.9 if fixed.metal else 0.0)
    edges = Edges(body)
    _edges(fixed, edges)
    parts = edges.parts(frame, frame, split=True)
    if fixed.metal and fixed.hue < 0.5:
        lines = antenna_lines(design_rng(design), body, Material((0.3, 0.3, 0.3), 0.5))
        parts += [lines] if lines is not None else []
    screen = None
    if lit:
        width, height = display_pixels(body, fixed.front)
        turned = rng.random() < 0.5
        # Half of them are in use lying on their side.
        shape = (height, width) if turned else (width, height)
        screen = paint(content, rng, *shape, kind="tablet")
        if turned:
            screen = type(screen)(
                np.ascontiguousarray(np.rot90(screen.picture)), screen.content, screen.texts
            )
    bezel = _WHITE if name in {"white", "silver"} and rng.random() < 0.6 else _BLACK
    parts.append(front_part(rng, body, fixed.front, bezel, screen, fixed.lift))
    rear, landmarks = back_parts(rng, body, fixed.back, colour, fixed.lift)
    if fixed.dots:
        floor = -body.depth / 2
        dots = [
            cylinder(0.15, floor - fixed.lift - 0.012, floor + 0.05, 18).translate(
                (step * 0.8, -body.height * 0.42, 0)
            )
            for step in (-1, 0, 1)
        ]
        rear.append(part("contacts", union(dots), _DOT))
    facts: dict[str, str | float | int | bool] = {
        "colour": name,
        "profile": body.profile,
        "port": fixed.port,
        "home": fixed.front.home,
        "volume": fixed.volume,
    }
    if screen is not None:
        facts["content"] = screen.content
    return Thing(
        "tablet",
        design,
        (*parts, *rear),
        {
            **edges.landmarks,
            **landmarks,
            "front_camera": (*fixed.front.camera, body.depth / 2),
        },
        facts,
        dict(screen.texts) if screen is not None else {},
    )


def _edges(fixed: Parameters, edges: Edges) -> None:
    body = fixed.body
    edges.port(fixed.port, "bottom")
    if fixed.power_on_top:
        edges.button("power", "top", body.width * 0.36, 1.4)
    else:
        edges.button("power", "right", body.height * 0.42, 1.4)
    edges.button("volume_up", fixed.volume, body.height * 0.34, 1.1)
    edges.button("volume_down", fixed.volume, body.height * 0.34 - 1.4, 1.1)
    for edge in ("top", "bottom") if fixed.speakers == "ends" else ("bottom",):
        for side in (-1, 1):
            for index in range(fixed.holes):
                along = side * (body.width * 0.2 + index * 0.24)
                clear = abs(along) < body.width / 2 - body.radius * 0.6
                near_power = edge == "top" and fixed.power_on_top and along > body.width * 0.2
                if clear and not near_power:
                    edges.hole(edge, along, 0.07)
    edges.landmarks["speaker"] = edges.body.place("bottom", body.width * 0.3)
    if fixed.jack:
        edges.jack("top", -body.width * 0.42)
