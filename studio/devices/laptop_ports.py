"""Sockets and openings in the rim of a laptop's base."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

import manifold3d
import numpy as np

from studio.model import Material, Part
from studio.solids import Solid, box, cylinder, part, slab

Side = Literal["left", "right", "rear"]
Place = tuple[float, float, float]

_DARK: Final = Material((0.006, 0.006, 0.006), 0.7, 0.0, 0.2)
_CORE: Final = Material((0.02, 0.02, 0.02), 0.5)
_STEEL: Final = Material((0.5, 0.5, 0.5), 0.3, 1.0)
_TONGUES: Final = ((0.02, 0.02, 0.02), (0.02, 0.02, 0.02), (0.7, 0.7, 0.68), (0.02, 0.1, 0.5))
_SIZES: Final[dict[str, tuple[float, float, float]]] = {
    # along the rim, height, corner radius
    "usb-c": (0.9, 0.3, 0.145),
    "usb-a": (1.35, 0.52, 0.04),
    "hdmi": (1.5, 0.48, 0.12),
    "jack": (0.38, 0.38, 0.18),
    "power": (0.6, 0.6, 0.28),
    "magnet": (1.7, 0.42, 0.2),
    "sd": (2.5, 0.22, 0.03),
    "vga": (1.75, 0.8, 0.25),
    "ethernet": (1.2, 0.9, 0.05),
    "lock": (0.7, 0.3, 0.14),
    "disc": (12.5, 0.9, 0.1),
    "fan": (5.0, 0.55, 0.05),
}
_LINED: Final = frozenset({"usb-c", "usb-a", "hdmi", "vga", "ethernet"})
_GAP: Final = 0.75

# Columns: where a socket's own x (along the rim), y (up) and z (outward) go.
_AXES: Final[dict[Side, tuple[tuple[int, ...], ...]]] = {
    "right": ((0, 1, 0), (0, 0, 1), (1, 0, 0)),
    "left": ((0, -1, 0), (0, 0, 1), (-1, 0, 0)),
    "rear": ((-1, 0, 0), (0, 0, 1), (0, 1, 0)),
}


def fitting(names: Sequence[str], room: float, height: float) -> tuple[str, ...]:
    """Those of the ports, in order, that fit side by side in a rim of that length and height."""
    found, used = [], 0.0
    for name in names:
        length, high, _ = _SIZES[name]
        if used + length <= room and (high < height * 0.75 or name in {"fan", "disc"}):
            found.append(name)
            used += length + _GAP
    return tuple(found)


@dataclass
class Rim:
    """Collects what is cut into the rim and what is seen in the cuts.

    Attributes
    ----------
    width, depth, height : float
        Of the base.
    tongue : int
        Which colour the tongues of the wide sockets have.
    """

    width: float
    depth: float
    height: float
    tongue: int
    cuts: list[Solid] = field(default_factory=list)
    landmarks: dict[str, Place] = field(default_factory=dict)
    _steel: list[Solid] = field(default_factory=list)
    _tongues: list[Solid] = field(default_factory=list)
    _black: list[Solid] = field(default_factory=list)

    def add(self, side: Side, names: Sequence[str]) -> None:
        """Ports from the back forward, or on the rear from the user's left to right."""
        place = self.depth / 2 - 1.3 if side != "rear" else -self.width * 0.25
        step = -1.0 if side != "rear" else 1.0
        for index, name in enumerate(names):
            length = _SIZES[name][0]
            self._port(side, name, place + step * length / 2, index)
            place += step * (length + _GAP)

    def parts(self) -> list[Part]:
        """What is seen in the openings."""
        found = []
        if self._steel:
            found.append(part("port_linings", manifold3d.Manifold.compose(self._steel), _STEEL))
        if self._tongues:
            tone = Material(_TONGUES[self.tongue], 0.5)
            found.append(part("port_tongues", manifold3d.Manifold.compose(self._tongues), tone))
        if self._black:
            found.append(part("port_cores", manifold3d.Manifold.compose(self._black), _CORE))
        return found

    def _port(self, side: Side, name: str, along: float, index: int) -> None:
        middle = self.height * (0.5 if name != "disc" else 0.42)
        if side == "rear":
            origin = (along, self.depth / 2, middle)
        else:
            origin = (self.width / 2 * (1 if side == "right" else -1), along, middle)

        def put(solid: Solid) -> Solid:
            return solid.transform(np.c_[np.array(_AXES[side], float).T, origin])

        length, high, corner = _SIZES[name]
        high = min(high, self.height * 0.7)
        if name == "fan":
            number = round(length / 0.36)
            for slot in range(number):
                x = (slot - (number - 1) / 2) * 0.36
                self.cuts.append(put(box((0.22, high, 1.2), (x, 0, 0))))
        elif name == "disc":
            self._drawer(put, length, high)
        else:
            self.cuts.append(put(slab(length, high, corner, -0.75, 0.4, 0.001, 0.001, 8, 2)))
        if name in _LINED:
            hollow = slab(length - 0.07, high - 0.07, corner, -1, 1, 0.001, 0.001, 8, 2)
            lining = slab(length, high, corner, -0.7, -0.02, 0.001, 0.001, 8, 2) - hollow
            self._steel.append(put(lining))
        if name in {"usb-a", "usb-c", "hdmi", "vga"}:
            thick = {"usb-a": 0.18, "usb-c": 0.07, "hdmi": 0.14, "vga": high * 0.5}[name]
            aside = high * 0.14 if name == "usb-a" else 0.0
            tongue = put(box((length * 0.7, thick, 0.6), (0, aside, -0.4)))
            (self._tongues if name in {"usb-a", "vga"} else self._black).append(tongue)
        if name in {"power", "magnet"}:
            for step in (0.0,) if name == "power" else (-0.5, -0.25, 0.0, 0.25, 0.5):
                pin = cylinder(0.07, -0.7, -0.15, 10).translate((step, 0, 0))
                self._steel.append(put(pin))
        if name == "jack":
            ring = cylinder(0.19, -0.3, 0.004, 20) - cylinder(0.15, -1, 1, 20)
            self._steel.append(put(ring))
        self.landmarks[f"{side}_{name}_{index}"] = origin

    def _drawer(self, put: Callable[[Solid], Solid], length: float, high: float) -> None:
        """An optical drive: a flush drawer with a joint around it, an eject key and a pinhole."""
        outer = slab(length, high, 0.08, -0.25, 0.4, 0.001, 0.001, 4, 2)
        inner = slab(length - 0.08, high - 0.08, 0.06, -1, 1, 0.001, 0.001, 4, 2)
        self.cuts.append(put(outer - inner))
        self.cuts.append(put(slab(1.0, 0.2, 0.09, -0.04, 0.4, 0.001, 0.001, 6, 2)))
        self.cuts.append(put(cylinder(0.06, -0.5, 0.4, 10).translate((-1.4, 0, 0))))


def inside(width: float, depth: float, height: float) -> Part:
    """The dark that is seen through openings."""
    size = (width - 0.9, depth - 0.9, max(height - 0.62, 0.12))
    return part("inside", box(size, (0, 0, height / 2)), _DARK)
