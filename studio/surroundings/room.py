"""Rooms: walls, windows with a view, lamps, furniture, people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from studio.paint import linear_hsv, noise
from studio.surroundings.caster import Vector, View, flat
from studio.surroundings.views import through_window

DOWN = np.array([0.0, 0.0, -1.0])


@dataclass(frozen=True)
class Wall:
    """A wall seen from inside: its top left corner, and the way along it (unit vector)."""

    corner: Vector
    along: Vector
    length: float
    height: float

    @property
    def inward(self) -> Vector:
        """Unit vector into the room."""
        inward = np.array([self.along[1], -self.along[0], 0.0])
        middle = self.corner + self.along * self.length / 2
        return -inward if inward @ middle > 0 else inward

    def at(self, place: float, drop: float, lift: float = 0.0) -> Vector:
        """The point so far along, so far below the ceiling, and `lift` off the wall."""
        return self.corner + self.along * place + DOWN * drop + self.inward * lift


@dataclass
class Room:
    """A room being furnished about the eye."""

    view: View
    walls: list[Wall]
    floor: float
    ceiling: float
    lamps: list[str]


def tone(
    rng: np.random.Generator, saturation: float, low: float, high: float
) -> tuple[float, float, float]:
    """A colour, mostly of the warm kind that rooms have."""
    hue = rng.uniform(0.02, 0.14) if rng.random() < 0.7 else rng.uniform()
    # Small saturations are the rule, strong ones the exception.
    return linear_hsv(hue, saturation * rng.uniform(0, 1) ** 1.7, rng.uniform(low, high))


def build_shell(rng: np.random.Generator, width: float, length: float, height: float) -> Room:
    """Floor, ceiling and four walls; the eye at table height somewhere inside."""
    view = View()
    floor = -float(rng.uniform(0.45, 0.95))
    ceiling = floor + height
    x0, y0 = -width * rng.uniform(0.2, 0.8), -length * rng.uniform(0.2, 0.8)
    x1, y1 = x0 + width, y0 + length
    corners = [np.array([x, y, ceiling]) for x, y in ((x0, y0), (x1, y0), (x1, y1), (x0, y1))]
    walls = []
    paper = np.asarray(tone(rng, 0.25, 0.7, 0.98), np.float32)
    accent = np.asarray(tone(rng, 0.6, 0.25, 0.9), np.float32)
    for index in range(4):
        start, end = corners[index], corners[(index + 1) % 4]
        along = (end - start) / np.linalg.norm(end - start)
        wall = Wall(start, along, float(np.linalg.norm(end - start)), height)
        walls.append(wall)
        colour = accent if index == 0 and rng.random() < 0.35 else paper
        picture = np.empty((128, 192, 3), np.float32)
        picture[:] = colour
        picture *= (1 + 0.04 * noise(rng, 128, 192, 4, 3))[..., None]
        if rng.random() < 0.15:  # papered
            picture[:, (np.arange(192) // int(rng.integers(3, 9))) % 2 == 0] *= 0.85
        if rng.random() < 0.15:  # tiled up to shoulder height
            picture[50:, ::8] *= 0.7
            picture[50::8] *= 0.7
        picture[-5:] = np.asarray(tone(rng, 0.4, 0.3, 0.95), np.float32)  # skirting
        view.sheet(wall.corner, along * wall.length, DOWN * height, picture)
    white = np.empty((64, 64, 3), np.float32)
    white[:] = tone(rng, 0.06, 0.85, 0.98)
    if rng.random() < 0.25:  # suspended ceiling
        white[::8] *= 0.75
        white[:, ::8] *= 0.75
    across, down = np.array([width, 0, 0]), np.array([0, length, 0])
    view.sheet(np.array([x0, y0, ceiling]), across, down, white)
    ground = np.empty((128, 128, 3), np.float32)
    ground[:] = tone(rng, 0.6, 0.25, 0.8)
    ground *= (1 + 0.1 * noise(rng, 128, 128, 5, 4, rng.choice([1, 12])))[..., None]
    view.sheet(np.array([x0, y0, floor]), across, down, np.clip(ground, 0, 1))
    # Nothing in a room is of one even tone.
    fine = noise(rng, view.shape[0], view.shape[1], 4, 24, 1, 0.8)
    broad = noise(rng, view.shape[0], view.shape[1], 3, 4)
    view.grain = np.clip(1 + 0.045 * fine + 0.05 * broad, 0.5, 1.5).astype(np.float32)
    return Room(view, walls, floor, ceiling, [])


def add_window(room: Room, rng: np.random.Generator, sky: str, level: float, wall: Wall) -> None:
    """A window with frame, mullions, view, and perhaps curtains or a blind."""
    view = room.view
    width = float(min(rng.uniform(0.8, 2.8), wall.length * 0.8))
    height = float(rng.uniform(0.9, min(1.9, wall.height - 0.4)))
    drop = float(rng.uniform(0.15, max(0.2, wall.height - height - 0.1) * 0.5 + 0.1))
    left = float(rng.uniform(0.1, max(0.15, wall.length - width - 0.1)))
    rows, columns = 96, int(96 * width / height)
    picture = through_window(rng, sky, rows, columns) * np.float32(level)
    corner = wall.at(left, drop, 0.01)
    view.sheet(
        corner, wall.along * width, DOWN * height, flat(0, 0, 0), picture, light=sky != "night"
    )
    frame = np.zeros((rows, columns), np.float32)
    thick = max(2, int(rng.uniform(0.03, 0.08) / height * rows))
    frame[:thick] = frame[-thick:] = 1
    frame[:, :thick] = frame[:, -thick:] = 1
    for index in range(1, panes := int(rng.choice([1, 2, 2, 3, 4]))):
        place = columns * index // panes
        frame[:, place - thick // 2 : place + thick // 2 + 1] = 1
    if rng.random() < 0.5:
        place = int(rows * rng.choice([0.3, 0.5]))
        frame[place - thick // 2 : place + thick // 2 + 1] = 1
    if rng.random() < 0.12:  # a grille
        frame[:: max(4, rows // 8)] = 1
    if rng.random() < 0.15:  # a blind
        frame[: int(rows * rng.uniform(0.2, 0.9)) : 3] = 1
    wood = tone(rng, 0.5, 0.3, 0.97)
    view.sheet(
        wall.at(left, drop, 0.04), wall.along * width, DOWN * height, flat(*wood), opaque=frame
    )
    if rng.random() < 0.5:  # curtains, lit from behind
        cloth = np.asarray(tone(rng, 0.6, 0.4, 0.98), np.float32)
        fold = 0.75 + 0.25 * np.sin(np.linspace(0, rng.uniform(20, 60), 64))
        drape = (cloth * fold[None, :, None]).astype(np.float32)
        broad = width * rng.uniform(0.15, 0.45)
        shine = drape * np.float32(0.06 * level)
        for start in (left - 0.15, left + width - broad + 0.15):
            view.sheet(
                wall.at(start, max(drop - 0.1, 0.02), 0.08),
                wall.along * broad,
                DOWN * min(height + 0.5, wall.height - drop),
                drape,
                shine,
            )
    if sky == "night":
        return
    power = picture.mean((0, 1)) * width * height / np.pi / 4
    for share in ((0.25, 0.3), (0.75, 0.3), (0.25, 0.7), (0.75, 0.7)):
        view.lit_by(
            wall.at(left + width * share[0], drop + height * share[1], 0.05), power, wall.inward
        )
    room.lamps.append("window")
