"""What is all around: rooms by day and night, shops, studios, the open air.

Black glass and chrome mirror it, and it lights the scene.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from studio.surroundings.caster import Picture, View, above, flat
from studio.surroundings.furniture import add_desk, add_person, furnish
from studio.surroundings.lamps import add_lamp
from studio.surroundings.outdoors import outdoors
from studio.surroundings.room import Room, add_window, build_shell


@dataclass(frozen=True)
class Surroundings:
    """Light from all around.

    Attributes
    ----------
    kind : str
    radiance : 384×768×3 float32
        Latitude by longitude, row 0 = zenith; about 1 is a well-lit white wall.
    lights : 384×768×3 float32
        The same with only the sources (windows, lamps, screens, sky) kept.
    lamps : tuple of str
        What shines.
    """

    kind: str
    radiance: NDArray[np.float32]
    lights: NDArray[np.float32]
    lamps: tuple[str, ...]


_WEIGHTS: Final = {
    "room day": 22,
    "room night": 18,
    "office": 14,
    "shop": 8,
    "window": 8,
    "kitchen": 6,
    "dim": 4,
    "softboxes": 4,
    "ring light": 2,
    "light tent": 2,
    "sun": 5,
    "overcast": 4,
    "trees": 3,
    "street": 4,
    "balcony": 3,
    "dusk": 2,
}
SURROUNDINGS: Final[tuple[str, ...]] = tuple(_WEIGHTS)
"""Kinds of surroundings."""

OUTDOORS: Final[tuple[str, ...]] = ("sun", "overcast", "trees", "street", "balcony", "dusk")
"""Those under the open sky."""


def surround(kind: str | None, rng: np.random.Generator) -> Surroundings:
    """Surroundings of a kind, or of one in which photos are often taken.

    Raises
    ------
    ValueError
        If there is no such kind.
    """
    if kind is None:
        weights = np.array(list(_WEIGHTS.values()), float)
        kind = str(rng.choice(SURROUNDINGS, p=weights / weights.sum()))
    if kind not in _WEIGHTS:
        raise ValueError(f"expected surroundings ({', '.join(SURROUNDINGS)}), got {kind!r}")
    if kind in OUTDOORS:
        radiance, lights, lamps = _open_air(kind, rng)
    elif kind in ("softboxes", "ring light", "light tent"):
        radiance, lights, lamps = _studio(kind, rng)
    else:
        radiance, lights, lamps = _indoors(kind, rng)
    level = _luminance_from_above(radiance)
    wanted = rng.uniform(0.3, 1.0) if kind != "dim" else rng.uniform(0.3, 0.4)
    gain = np.float32(wanted / max(level, 1e-4))
    return Surroundings(kind, radiance * gain, lights * gain, tuple(dict.fromkeys(lamps)))


def _luminance_from_above(radiance: Picture) -> float:
    """Mean over the sphere, each direction by its solid angle."""
    rows = radiance.shape[0]
    weight = np.sin((np.arange(rows) + 0.5) * np.pi / rows)
    luminance = radiance @ np.array([0.2126, 0.7152, 0.0722], np.float32)
    return float((luminance.mean(1) * weight).sum() / weight.sum())


def _indoors(kind: str, rng: np.random.Generator) -> tuple[Picture, Picture, list[str]]:
    wide = {"office": (5, 12), "shop": (4, 9)}.get(kind, (2.6, 6))
    room = build_shell(rng, rng.uniform(*wide), rng.uniform(*wide), rng.uniform(2.3, 3.2))
    order = rng.permutation(4)
    day = kind in ("room day", "window", "kitchen") or (
        kind in ("office", "shop") and rng.random() < 0.6
    )
    sky = (
        str(rng.choice(["clear", "clouded", "overcast", "dusk"], p=[0.25, 0.35, 0.3, 0.1]))
        if day
        else "night"
    )
    level = float(rng.uniform(6, 16))
    for index in range(rng.integers(1, 4) if kind != "dim" else 1):
        add_window(room, rng, sky, level, room.walls[order[index % 2]])
    for wall in room.walls:
        furnish(room, rng, wall)
    kinds = {
        "office": ["panel", "tube", "spots"],
        "shop": ["tube", "spots", "panel", "bulb"],
        "kitchen": ["spots", "tube", "pendant"],
        "dim": ["floor lamp", "desk lamp", "bulb"],
    }.get(kind, ["pendant", "bulb", "floor lamp", "spots", "tube", "desk lamp"])
    count = {"office": 6, "shop": 6, "window": 0, "room day": int(rng.random() < 0.35)}.get(kind)
    for _ in range(int(rng.integers(1, 4)) if count is None else count):
        add_lamp(room, rng, str(rng.choice(kinds)))
    if kind in ("office", "shop") or rng.random() < 0.5:
        add_desk(room, rng)
    for _ in range(rng.integers(0, 4) if kind in ("office", "shop") else rng.integers(0, 2)):
        add_person(room, rng, room.floor)
    radiance, lights = _with_bounces(room)
    return radiance, lights, room.lamps


def _with_bounces(room: Room) -> tuple[Picture, Picture]:
    """Light that has been about the room: as much again as falls directly, spread evenly."""
    radiance, _ = room.view.finished((0.0, 0.0, 0.0))
    direct = np.where(room.view.is_light[..., None], 0, radiance - room.view.glow)
    around = direct.mean((0, 1)) * np.float32(1.3)
    return room.view.finished(np.asarray(around, np.float32) + np.float32(0.01))


def _studio(kind: str, rng: np.random.Generator) -> tuple[Picture, Picture, list[str]]:
    """A photographer's lamps in a dark or a white room."""
    room = build_shell(rng, rng.uniform(3, 6), rng.uniform(3, 6), rng.uniform(2.4, 3.2))
    view = room.view
    furnish(room, rng, room.walls[0])
    down = np.array([0.0, 0.0, -1.0])
    if kind == "light tent":
        side, height = rng.uniform(0.5, 0.9), rng.uniform(0.5, 0.9)
        cloth = flat(0.8, 0.8, 0.8)
        front = int(rng.integers(0, 4))
        for index, angle in enumerate(np.arange(4) * np.pi / 2):
            if index == front:
                continue
            outward = np.array([np.cos(angle), np.sin(angle), 0]) * side / 2
            along = np.array([-np.sin(angle), np.cos(angle), 0])
            slope = np.linspace(1.4, 0.6, 32, dtype=np.float32)[:, None, None]
            shine = slope * rng.uniform(0.3, 2) * np.ones((32, 32, 3), np.float32)
            view.sheet(
                above(outward - along * side / 2, height),
                along * side,
                down * (height + 0.02),
                cloth,
                shine,
                light=True,
            )
        view.sheet(
            np.array([-side / 2, -side / 2, height]),
            np.array([side, 0, 0]),
            np.array([0, side, 0]),
            cloth,
            flat(1.5, 1.5, 1.5),
            light=True,
        )
        room.lamps.append("light tent")
    for _ in range(1 if kind == "ring light" else rng.integers(1, 4)):
        angle, away = rng.uniform(0, 2 * np.pi), rng.uniform(0.8, 1.8)
        high = rng.uniform(0.4, 1.4)
        centre = np.array([away * np.cos(angle), away * np.sin(angle), high])
        toward = -centre / np.linalg.norm(centre)
        along = np.cross(toward, [0, 0, 1.0])
        along /= np.linalg.norm(along)
        below = np.cross(toward, along)
        y, x = np.mgrid[-1:1:48j, -1:1:48j].astype(np.float32)
        if kind == "ring light":
            width = height = float(rng.uniform(0.3, 0.5))
            radius = np.hypot(x, y)
            opaque = ((radius < 1) & (radius > 0.72)).astype(np.float32)
            shine = np.ones((48, 48, 3), np.float32) * rng.uniform(8, 25)
        else:
            width, height = rng.uniform(0.4, 1.2, 2)
            opaque = np.ones((48, 48), np.float32)
            if rng.random() < 0.3:
                opaque = (np.hypot(x, y) < 1).astype(np.float32)
            falloff = 0.45 + 0.55 * np.exp(-(x * x + y * y) / 0.6)
            shine = np.repeat(falloff[..., None], 3, -1) * rng.uniform(5, 20)
        shine = (shine * np.array([1, rng.uniform(0.85, 1), rng.uniform(0.7, 1.05)])).astype(
            np.float32
        )
        view.sheet(
            centre - along * width / 2 - below * height / 2,
            along * width,
            below * height,
            flat(0, 0, 0),
            shine,
            opaque,
            light=True,
        )
        view.lit_by(
            centre, (shine * opaque[..., None]).mean((0, 1)) * width * height / np.pi, toward
        )
        view.box(
            above(centre, (room.floor - high) / 2),
            np.array([0.03, 0.03, max(0.1, high - room.floor)]),
            0.0,
            (0.03, 0.03, 0.03),
        )
        room.lamps.append("ring light" if kind == "ring light" else "soft box")
    radiance, lights = _with_bounces(room)
    return radiance, lights, room.lamps


def _open_air(kind: str, rng: np.random.Generator) -> tuple[Picture, Picture, list[str]]:
    weather = {
        "sun": str(rng.choice(["clear", "clouded"])),
        "overcast": "overcast",
        "dusk": "dusk",
    }.get(kind, str(rng.choice(["clear", "clouded", "overcast"], p=[0.25, 0.35, 0.4])))
    place = (
        kind
        if kind in ("street", "trees", "balcony")
        else str(rng.choice(["street", "trees", "open", "balcony"]))
    )
    view, heaven, sun, lamps = outdoors(rng, weather, place)
    open_sky = ~np.isfinite(view.distance)[..., None]
    above = heaven[: heaven.shape[0] // 2].mean((0, 1))
    radiance, _ = view.finished(above * np.float32(0.6))
    radiance = np.where(open_sky, heaven + sun, radiance)
    lights = np.where(
        open_sky & (np.indices(open_sky.shape[:2])[0] < open_sky.shape[0] // 2)[..., None],
        radiance,
        0,
    )
    return radiance.astype(np.float32), lights.astype(np.float32), lamps


__all__ = ["OUTDOORS", "SURROUNDINGS", "Surroundings", "View", "surround"]
