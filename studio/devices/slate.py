"""What smartphones and tablets share: a flat body with a frame, and what sits in its edges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from studio.model import Material, Part
from studio.solids import Solid, box, cylinder, part, slab, union

Edge = Literal["left", "right", "top", "bottom"]
Port = Literal["usb-c", "lightning", "micro-usb", "none"]

_DARK: Final = Material((0.005, 0.005, 0.005), 0.7, 0.0, 0.15)
_GLASS_DEPTH: Final = 0.035

# Columns: where a solid's own x (along the edge), y (towards the screen), z (outward) go.
_AXES: Final[dict[Edge, tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]]] = {
    "right": ((0, 1, 0), (0, 0, 1), (1, 0, 0)),
    "left": ((0, -1, 0), (0, 0, 1), (-1, 0, 0)),
    "top": ((-1, 0, 0), (0, 0, 1), (0, 1, 0)),
    "bottom": ((1, 0, 0), (0, 0, 1), (0, -1, 0)),
}


@dataclass(frozen=True)
class Body:
    """The outer form of a slate, centimetres.

    Attributes
    ----------
    width, height, depth : float
    radius : float
        Of the corners, seen from the front.
    squareness : float
        2 for circular corners, more for squircles.
    profile : str
        How the frame is rounded: flat, soft or round.
    fillet : float
        Radius of that rounding.
    inset : float
        How far the glass stays inside the outline.
    """

    width: float
    height: float
    depth: float
    radius: float
    squareness: float
    profile: Literal["flat", "soft", "round"]
    fillet: float
    inset: float

    @property
    def glass(self) -> tuple[float, float]:
        """Width and height of the front and back panes."""
        return self.width - 2 * self.inset - 0.03, self.height - 2 * self.inset - 0.03

    def reach(self, edge: Edge) -> float:
        """From the middle to an edge."""
        return self.width / 2 if edge in ("left", "right") else self.height / 2

    def place(self, edge: Edge, along: float, depth: float = 0.0) -> tuple[float, float, float]:
        """A point on an edge: `along` is its y (on the left and right) or x (top and bottom)."""
        reach = self.reach(edge)
        if edge in ("left", "right"):
            return (reach if edge == "right" else -reach, along, depth)
        return (along, reach if edge == "top" else -reach, depth)


def make_body(
    rng: np.random.Generator, width: float, height: float, depth: float, radius: float
) -> Body:
    """A body with one of the usual frame profiles."""
    profile: Literal["flat", "soft", "round"] = ("flat", "flat", "soft", "round")[
        int(rng.integers(4))
    ]
    fillet = {
        "flat": rng.uniform(0.03, 0.08),
        "soft": rng.uniform(0.1, min(0.22, depth * 0.28)),
        "round": depth * 0.46,
    }[profile]
    inset = {"flat": 0.02, "soft": 0.05, "round": depth * 0.22}[profile]
    return Body(
        width, height, depth, radius, float(rng.uniform(2.0, 2.6)), profile, float(fillet), inset
    )


def on_edge(solid: Solid, body: Body, edge: Edge, along: float, depth: float = 0.0) -> Solid:
    """Put a solid on an edge: its x along it, its y towards the screen, its z outward."""
    axes = np.array(_AXES[edge], float).T
    offset = np.array(body.place(edge, along, depth))
    return solid.transform(np.c_[axes, offset])


class Edges:
    """Collects what is cut into the frame and what stands out of it."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self.landmarks: dict[str, tuple[float, float, float]] = {}
        self._cuts: list[Solid] = []
        self._grooves: list[Solid] = []
        self._dark: list[Solid] = []
        self._buttons: list[Solid] = []
        self._tongues: list[Solid] = []

    def button(
        self, name: str, edge: Edge, along: float, length: float, *, recessed: bool = False
    ) -> None:
        """A button; a recessed one (a fingerprint key) is level with the frame."""
        body = self.body
        wide = min(0.3, body.depth * 0.36)
        standing = -0.005 if recessed else 0.05
        cap = slab(length, wide, wide * 0.48, -0.2, standing, 0.001, 0.025, 8)
        slot = slab(length + 0.05, wide + 0.05, wide * 0.5, -0.07, 0.3, 0.001, 0.001, 8)
        self._grooves.append(on_edge(slot, body, edge, along))
        self._buttons.append(on_edge(cap, body, edge, along))
        self.landmarks[name] = body.place(edge, along)

    def port(self, kind: Port, edge: Edge, along: float = 0.0, name: str = "port") -> None:
        """A socket."""
        body = self.body
        if kind == "none":
            return
        width, high = {"usb-c": (0.86, 0.27), "lightning": (0.8, 0.2), "micro-usb": (0.75, 0.24)}[
            kind
        ]
        corner = high * (0.49 if kind != "micro-usb" else 0.25)
        hole = slab(width, high, corner, -0.9, 0.2, 0.001, 0.001, 8)
        self._cuts.append(on_edge(hole, body, edge, along))
        floor = slab(width + 0.05, high + 0.05, corner, -0.66, -0.6, 0.01, 0.01, 8)
        self._dark.append(on_edge(floor, body, edge, along))
        if kind != "lightning":
            tongue = box((width * 0.62, 0.07, 0.5), (0, 0, -0.35))
            self._tongues.append(on_edge(tongue, body, edge, along))
        self.landmarks[name] = body.place(edge, along)

    def hole(self, edge: Edge, along: float, radius: float, depth: float = 0.35) -> None:
        """A round hole: speaker, microphone, screw, jack."""
        hole = cylinder(radius, -depth, 0.2, 18)
        self._cuts.append(on_edge(hole, self.body, edge, along))

    def slot(self, edge: Edge, along: float, length: float, high: float = 0.12) -> None:
        """A long opening before a speaker."""
        hole = slab(length, high, high * 0.49, -0.4, 0.2, 0.001, 0.001, 6)
        self._cuts.append(on_edge(hole, self.body, edge, along))

    def jack(self, edge: Edge, along: float) -> None:
        """A headphone jack."""
        self.hole(edge, along, 0.18, 0.9)
        self.landmarks["jack"] = self.body.place(edge, along)

    def tray(self, edge: Edge, along: float) -> None:
        """The groove around a SIM tray, with the hole for its pin."""
        high = min(0.3, self.body.depth * 0.42)
        outer = slab(1.4, high, high * 0.48, -0.03, 0.2, 0.001, 0.001, 8)
        inner = slab(1.36, high - 0.04, high * 0.44, -0.2, 0.4, 0.001, 0.001, 8)
        self._grooves.append(on_edge(outer - inner, self.body, edge, along))
        pin = cylinder(0.05, -0.3, 0.2, 14).translate((0.5, 0, 0))
        self._grooves.append(on_edge(pin, self.body, edge, along))
        self.landmarks["sim_tray"] = self.body.place(edge, along)

    def parts(self, frame: Material, button: Material, *, split: bool = False) -> list[Part]:
        """The frame with all cuts, its buttons, and the dark inside."""
        body = self.body
        shell = outline(body, -body.depth / 2, body.depth / 2, body.fillet)
        pane = (
            body.width - 2 * body.inset - 0.01,
            body.height - 2 * body.inset - 0.01,
            body.radius - body.inset,
        )
        front = slab(*pane, body.depth / 2 - _GLASS_DEPTH, body.depth, 0.001, 0.001, 12, 3)
        back = slab(*pane, -body.depth, -body.depth / 2 + _GLASS_DEPTH, 0.001, 0.001, 12, 3)
        cuts = [front, *self._cuts, *self._grooves]
        if split:
            cuts.append(back)
        frame_solid = shell - union(cuts)
        inside = slab(
            body.width - 0.36,
            body.height - 0.36,
            body.radius,
            -body.depth / 2 + 0.1,
            body.depth / 2 - 0.1,
            0.01,
            0.01,
        )
        parts = [
            part("frame", frame_solid, frame, sharp=40),
            part("inside", union([inside, *self._dark]), _DARK),
        ]
        if self._buttons:
            parts.append(part("buttons", union(self._buttons), button))
        if self._tongues:
            parts.append(part("tongue", union(self._tongues), Material((0.02, 0.02, 0.02), 0.4)))
        return parts


def outline(body: Body, low: float, high: float, fillet: float) -> Solid:
    """The body's own outline between two depths."""
    return slab(
        body.width, body.height, body.radius, low, high, fillet, fillet, 12, 6, body.squareness
    )


def antenna_lines(rng: np.random.Generator, body: Body, material: Material) -> Part | None:
    """Plastic strips through a metal frame."""
    bars = []
    away, wide = rng.uniform(0.6, 1.4), rng.uniform(0.06, 0.14)
    for side in (-1, 1):
        for end in (-1, 1):
            if rng.random() < 0.8:
                y = end * (body.height / 2 - away - body.radius)
                bars.append(box((0.5, wide, 2), (side * body.width / 2, y, 0)))
            if rng.random() < 0.5:
                x = side * (body.width / 2 - away - body.radius * 0.7)
                bars.append(box((wide, 0.5, 2), (x, end * body.height / 2, 0)))
    if not bars:
        return None
    skin = slab(
        body.width + 0.004,
        body.height + 0.004,
        body.radius,
        -body.depth / 2 + 0.01,
        body.depth / 2 - 0.01,
        body.fillet,
        body.fillet,
        12,
        6,
        body.squareness,
    ) - slab(
        body.width - 0.08,
        body.height - 0.08,
        body.radius - 0.04,
        -body.depth,
        body.depth,
        0.001,
        0.001,
        12,
        3,
        body.squareness,
    )
    return part("antenna", skin ^ union(bars), material)


def pane(body: Body, side: Literal["front", "back"], lift: float = 0.0) -> Solid:
    """The glass of the front, or of the back."""
    width, height = body.glass
    low = body.depth / 2 - _GLASS_DEPTH
    high = max(body.depth / 2 + lift, low + 0.03)
    rim = 0.02 if body.profile == "flat" else 0.025
    bounds = (low, high, 0.004, rim) if side == "front" else (-high, -low, rim, 0.004)
    return slab(width, height, body.radius - body.inset, *bounds, 12, 5, body.squareness)
