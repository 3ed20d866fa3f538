"""Smartwatches."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from studio.designs import design_rng
from studio.devices.chance import pick
from studio.devices.watch_arm import forearm
from studio.devices.watch_case import (
    Case,
    Crown,
    body,
    controls,
    face_pixels,
    glass,
    lugs,
    turning_ring,
)
from studio.devices.watch_rear import RISE, Rear, Style, rear_parts
from studio.devices.watch_strap import Strap, StrapPose, strap_parts, wrist_of
from studio.devices.watch_weave import StrapKind
from studio.model import Material, Thing
from studio.paint import linear_hsv
from studio.screens import paint
from studio.solids import part


@dataclass(frozen=True)
class Parameters:
    """What is fixed about a watch.

    Attributes
    ----------
    case : Case
    rear : Rear
    strap : Strap
    metal, polished : bool
    hue : float
    """

    case: Case
    rear: Rear
    strap: Strap
    metal: bool
    polished: bool
    hue: float

    @property
    def width(self) -> float:
        """Of the case, centimetres."""
        return self.case.width

    @property
    def height(self) -> float:
        """Of the case, centimetres."""
        return self.case.height

    @property
    def depth(self) -> float:
        """Of the case, centimetres."""
        return self.case.depth

    @property
    def round(self) -> bool:
        """Whether the case is."""
        return self.case.round


@cache
def parameters(design: str) -> Parameters:
    """What is fixed about a design."""
    rng = design_rng(design)
    case = _make_case(rng)
    kinds: tuple[StrapKind, ...] = ("rubber", "leather", "links", "woven", "milanese")
    kind = pick(rng, kinds, (0.44, 0.2, 0.16, 0.1, 0.1))
    start, rise = case.bar if case.lugs else (case.height / 2 - 0.15, -0.1)
    plain = kind in {"links", "woven", "milanese"}
    strap = Strap(
        kind=kind,
        width=case.strap_width,
        taper=float(rng.uniform(0.05, 0.2)) if not plain else float(rng.uniform(0, 0.1)),
        upper=float(rng.uniform(6.8, 8.0)) if not plain else 8.6,
        lower=float(rng.uniform(9.8, 11.2)) if not plain else 8.6,
        stitched=bool(rng.random() < 0.6),
        holes="none" if plain else pick(rng, ("round", "long"), (0.8, 0.2)),
        start=start,
        rise=rise,
        # Leather and cloth leave a gap to the case.
        filled=bool(case.lugs and kind in {"rubber", "links"}),
        below=-case.depth / 2 - RISE,
    )
    style: Style = pick(rng, ("dome", "rings", "window", "disc"), (0.3, 0.2, 0.28, 0.22))
    contacts = int(rng.integers(2, 5)) if style == "window" or rng.random() < 0.25 else 0
    rear = Rear(
        style=style,
        sensors=int(rng.integers(2, 4) if style == "window" else rng.integers(3, 9)),
        contacts=contacts,
        contacts_beside=bool(rng.random() < 0.3),
        screws=bool(rng.random() < 0.3),
        text=pick(rng, ("ring", "lines", "none"), (0.0, 0.5, 0.5) if contacts else (0.6, 0.2, 0.2)),
        plate=pick(rng, ("case", "steel", "black"), (0.35, 0.25, 0.4)),
    )
    return Parameters(
        case=case,
        rear=rear,
        strap=strap,
        metal=bool(rng.random() < 0.65),
        polished=bool(rng.random() < 0.35),
        hue=float(rng.random()),
    )


def _make_case(rng: np.random.Generator) -> Case:
    is_round = bool(rng.random() < 0.42)
    height = float(rng.uniform(3.7, 4.8))
    width = height if is_round else height * float(rng.uniform(0.8, 0.95))
    crown: Crown = pick(rng, ("crown", "pusher", "none"), (0.42, 0.2, 0.38))
    pairs: tuple[tuple[tuple[int, float, bool], ...], ...]
    if crown == "none":
        pairs = (
            ((1, 0.2, True), (1, -0.2, True)),
            ((1, 0.0, False),),
            ((-1, 0.0, False),),
            ((1, 0.21, False), (1, -0.21, False)),
            ((1, 0.24, True), (1, 0.0, True), (1, -0.24, True)),
        )
    else:
        pairs = ((), ((1, -0.19, False),), ((1, -0.24, True),), ((1, -0.19, False),))
    keys = pairs[int(rng.integers(len(pairs)))]
    at = height * float(rng.choice([0.0, 0.16])) if not keys else height * 0.16
    wide = bool(not is_round and rng.random() < 0.25)
    return Case(
        width=width,
        height=height,
        depth=float(rng.uniform(0.9, 1.25)),
        round=is_round,
        corner=width * float(rng.uniform(0.12, 0.34)),
        squareness=float(rng.uniform(2.0, 2.6)),
        flank=float(rng.uniform(0, 1)),
        bezel=float(rng.uniform(0.2, 0.5)),
        chin=float(rng.uniform(0.15, 0.5)) if wide else 0.0,
        flat_glass=bool(rng.random() < 0.35),
        ring=pick(rng, ("none", "ticks", "letters"), (0.55, 0.33, 0.12)) if is_round else "none",
        crown=crown,
        crown_at=at,
        keys=tuple((side, share * height, is_knob) for side, share, is_knob in keys),
        lugs=bool(is_round or rng.random() < 0.3),
        strap_width=min(width * 0.6, float(rng.uniform(1.9, 2.5))),
    )


def build(
    design: str,
    rng: np.random.Generator,
    *,
    lit: bool = False,
    content: str | None = None,
    strap: StrapPose | None = None,
) -> Thing:
    """One watch of a design, in one of its colours.

    Parameters
    ----------
    design : str
    rng : Generator
    lit : bool
        Whether the screen is on.
    content : str, optional
        What it then shows.
    strap : str, optional
        "flat", "loop" or "none", by chance where not given; "worn" puts it on a forearm, which
        hides the rear.
    """
    fixed = parameters(design)
    case = fixed.case
    name = ("black", "silver", "gold", "tinted")[int(rng.choice(4, p=(0.55, 0.27, 0.08, 0.1)))]
    colour = {
        "black": linear_hsv(fixed.hue, 0.1, float(rng.uniform(0.06, 0.18))),
        "silver": linear_hsv(fixed.hue, 0.03, float(rng.uniform(0.65, 0.82))),
        "gold": linear_hsv(0.08, 0.3, float(rng.uniform(0.7, 0.85))),
        "tinted": linear_hsv(fixed.hue, 0.4, float(rng.uniform(0.3, 0.7))),
    }[name]
    metal = Material(colour, 0.12 if fixed.polished else 0.34, 1.0 if fixed.metal else 0.0)
    parts = [part("frame", body(case), metal, sharp=40)]
    if case.lugs:
        parts.append(part("lugs", lugs(case), metal, sharp=50))
    screen = None
    if lit:
        screen = paint(content, rng, *face_pixels(case), kind="smartwatch")
    parts.append(glass(rng, case, screen))
    if case.ring != "none":
        parts += turning_ring(case, metal)
    keys, landmarks = controls(rng, case, metal)
    maker = design.split("-")[1].upper()
    parts += [*keys, *rear_parts(fixed.rear, case, metal, maker)]
    poses: tuple[StrapPose, ...] = ("flat", "loop", "none")
    chosen = strap or pick(rng, poses, (0.5, 0.38, 0.12))
    wrist = wrist_of(rng, fixed.strap)
    band, marks, band_colour = strap_parts(rng, fixed.strap, chosen, wrist, fixed.hue)
    parts += band
    if chosen == "worn":
        parts += forearm(rng, wrist, fixed.strap.thick)
    facts: dict[str, str | float | int | bool] = {
        "colour": name,
        "round": case.round,
        "crown": case.crown,
        "keys": len(case.keys),
        "strap": fixed.strap.kind,
        "strap_colour": band_colour,
        "strap_pose": chosen,
        "rear": fixed.rear.style,
        "contacts": fixed.rear.contacts,
    }
    if screen is not None:
        facts["content"] = screen.content
    landmarks["sensor"] = (0.0, 0.0, -case.depth / 2)
    return Thing(
        "smartwatch",
        design,
        tuple(parts),
        {**landmarks, **marks},
        facts,
        dict(screen.texts) if screen is not None else {},
    )
