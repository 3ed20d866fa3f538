"""Consoles to hold: broad with the controls at both ends, tall, or folding."""

from __future__ import annotations

import numpy as np

from studio.devices import controls, games
from studio.devices.controls import Shelf
from studio.devices.handheld_broad import add_broad
from studio.devices.handheld_folding import add_folding
from studio.devices.handheld_parts import Handheld
from studio.devices.handheld_tall import add_tall
from studio.model import Thing
from studio.paint import linear_hsv

__all__ = ["Handheld", "build", "parameters"]


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
    """One instance; `content` is one of games.GAMES, `opening` the angle of a folding one."""
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
    chosen = content if content in games.GAMES else str(rng.choice(games.GAMES))
    picture = games.paint(chosen, rng) if lit else None
    angle = 0.0
    if console.form == "tall":
        add_tall(shelf, console, fixed, rng, colours[0], picture)
    elif console.form == "folding":
        angle = float(
            opening
            if opening is not None
            else rng.choice([0.0, rng.uniform(105, 180)], p=[0.25, 0.75])
        )
        add_folding(shelf, console, fixed, rng, colours[0], picture, angle)
    else:
        add_broad(shelf, console, fixed, rng, colours, picture)
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
