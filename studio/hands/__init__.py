"""Hands that hold a device before the camera."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from studio.hands.skeleton import Point, cradle, pinch, wrap
from studio.hands.skin import STEP, clad, complexion
from studio.model import Part

_SIDES: Final = {
    "left": (-1.0, 0.0, 0.0),
    "right": (1.0, 0.0, 0.0),
    "top": (0.0, 1.0, 0.0),
    "bottom": (0.0, -1.0, 0.0),
    "back": (0.0, 0.0, -1.0),
    "rear_case": (0.0, 0.0, -1.0),
    "underside": (0.0, 0.0, -1.0),
}
_ACROSS: Final = 5.6
"""Half of the widest box that a hand reaches round, cm."""


def hold(
    rng: np.random.Generator,
    size: tuple[float, float, float],
    view: str,
    *,
    step: float = STEP,
    tone: NDArray[np.float32] | None = None,
) -> tuple[Part, ...]:
    """One or two hands that hold a box of a size (cm) about the origin.

    `view` says which side the camera sees: left, right, top, bottom, back or rear_case; any other
    is the front. The parts are scenery; no flesh comes before the middle of the side that is seen.
    `step` (cm) is how finely the flesh is meshed, `tone` the skin's sRGB, 0 to 1.
    """
    half = np.asarray(size, float) / 2
    seen = np.asarray(_SIDES.get(view, (0.0, 0.0, 1.0)))
    if tone is None:
        tone = complexion(rng)
    scale = float(rng.uniform(0.84, 1.04))
    grips = _face_grips(rng, half, seen) if abs(seen[2]) > 0.5 else _edge_grips(rng, half, seen)
    parts: list[Part] = []
    for index, (kind, axes) in enumerate(grips):
        own = np.abs(axes.T @ half)
        if kind == "wrap":
            bones = wrap(rng, own, scale)
        elif kind == "cradle":
            bones = cradle(rng, own, scale)
        else:
            bones = pinch(rng, own, scale, rim=kind == "rim")
        name = "hand" if not index else "other hand"
        parts += clad(rng, bones.mapped(axes), half, seen, name, tone, step)
    return tuple(parts)


def _axes(x: Point, y: Point, z: Point) -> Point:
    """A grip's axes in the device's: columns."""
    return np.stack([x, y, z], axis=1)


def _face_grips(rng: np.random.Generator, half: Point, seen: Point) -> list[tuple[str, Point]]:
    """Ways to hold what shows its front or back."""
    up = np.array([0.0, 1.0, 0.0])
    right = np.cross(up, seen)
    hand = float(rng.choice([-1.0, 1.0]))
    long, short = (up, right) if half[1] >= half[0] else (right, up)
    if min(half[0], half[1]) <= _ACROSS:
        if half[1] < half[0]:
            long = long * float(rng.choice([-1.0, 1.0]))
        choice = rng.choice(3, p=[0.68, 0.2, 0.12])
        if choice < 2:
            kind = "wrap" if choice == 0 else "cradle"
            return [(kind, _axes(short * hand, long, seen))]
    grips = [("rim", _axes(right * hand, up, seen))]
    if rng.random() < 0.55 and half[0] > 4:
        grips.append(("rim", _axes(-right * hand, up, seen)))
    return grips


def _edge_grips(rng: np.random.Generator, half: Point, seen: Point) -> list[tuple[str, Point]]:
    """Ways to hold what shows a narrow side: from behind it, or from one end of it."""
    face = np.array([0.0, 0.0, 1.0 if rng.random() < 0.8 else -1.0])
    along = np.cross(face, seen)
    deep = float(np.abs(half @ seen))
    if deep <= 5.5 and rng.random() < 0.6:
        hand = float(rng.choice([-1.0, 1.0]))
        return [("pinch", _axes(seen, along * hand, face))]
    end = along * float(rng.choice([-1.0, 1.0]))
    hand = float(rng.choice([-1.0, 1.0]))
    if float(np.abs(half @ along)) <= _ACROSS and rng.random() < 0.7:
        # Held across, farther from the camera than the side that is seen.
        return [("cradle", _axes(end, seen, face))]
    return [("pinch", _axes(end, seen * hand, face))]


__all__ = ["hold"]
