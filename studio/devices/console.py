"""Game consoles: hand-held ones, and boxes for the living room."""

from __future__ import annotations

from typing import Final

import numpy as np

from studio.designs import DESIGNS, design_rng
from studio.devices import console_box, handheld
from studio.model import Thing

# Dealt in turn, so that every split has some of each.
_FORMS: Final = ("sides", "box", "grips", "tall", "folding", "tower", "slate", "grips", "tall")


def parameters(design: str) -> handheld.Handheld | console_box.ConsoleBox:
    """The product of that name."""
    rng = design_rng(design)
    form = _FORMS[DESIGNS["console"].index(design) % len(_FORMS)]
    if form in {"box", "tower"}:
        return console_box.parameters(design, rng, upright=form == "tower")
    return handheld.parameters(design, rng, form)


def build(
    design: str,
    rng: np.random.Generator,
    *,
    lit: bool = False,
    content: str | None = None,
    opening: float | None = None,
) -> Thing:
    """One instance of a console; `opening` is the angle of a folding one, degrees, 0 for shut."""
    product = parameters(design)
    if isinstance(product, handheld.Handheld):
        return handheld.build(product, rng, lit=lit, content=content, opening=opening)
    return console_box.build(product, rng, lit=lit)
