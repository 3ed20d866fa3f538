"""Rooms: walls, windows with a view, lamps, furniture, people."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from studio.paint import linear_hsv, noise
from studio.surroundings.caster import Picture, Vector, View, above, flat
from studio.surroundings.views import through_window

_DOWN = np.array([0.0, 0.0, -1.0])


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
        return self.corner + self.along * place + _DOWN * drop + self.inward * lift


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
    return linear_hsv(hue, rng.uniform(0, saturation), rng.uniform(low, high))


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
        view.sheet(wall.corner, along * wall.length, _DOWN * height, picture)
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
        corner, wall.along * width, _DOWN * height, flat(0, 0, 0), picture, light=sky != "night"
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
        wall.at(left, drop, 0.04), wall.along * width, _DOWN * height, flat(*wood), opaque=frame
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
                _DOWN * min(height + 0.5, wall.height - drop),
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


def _warmth(rng: np.random.Generator) -> Picture:
    """Colour of a lamp, from candle to cold tube."""
    warm = rng.uniform(0, 1) ** 0.8
    return np.array([1.0, 0.62 + 0.36 * warm, 0.28 + 0.75 * warm], np.float32)


def add_lamp(room: Room, rng: np.random.Generator, kind: str, place: Vector | None = None) -> None:
    """Spots, a panel, tubes, a pendant, a bulb, a floor lamp, or a desk lamp."""
    view = room.view
    colour = _warmth(rng)
    size = np.ptp([wall.corner for wall in room.walls], axis=0)
    low = np.min([wall.corner for wall in room.walls], axis=0)
    spot = low + size * rng.uniform(0.15, 0.85, 3) if place is None else place.copy()
    if np.hypot(*spot[:2]) < 0.5:
        spot[:2] += 0.7
    down = np.array([0.0, 0.0, -1.0])
    if kind == "panel":
        side = rng.uniform(0.3, 0.7, 2)
        spot[2] = room.ceiling - 0.02
        level = float(rng.uniform(8, 25))
        view.sheet(
            spot - [side[0] / 2, side[1] / 2, 0],
            np.array([side[0], 0, 0]),
            np.array([0, side[1], 0]),
            flat(0, 0, 0),
            colour[None, None] * level,
            light=True,
        )
        view.lit_by(spot + down * 0.05, colour * level * side[0] * side[1] / np.pi, down)
    elif kind == "tube":
        along = np.array([1.2, 0, 0]) if rng.random() < 0.5 else np.array([0, 1.2, 0])
        across = np.array([along[1], along[0], 0]) / 1.2 * rng.uniform(0.05, 0.12)
        spot[2] = room.ceiling - 0.08
        level = float(rng.uniform(15, 50))
        view.sheet(spot - along / 2 - across * 2, along, across * 4, flat(0.8, 0.8, 0.8))
        view.sheet(
            spot - along / 2 - across / 2 + down * 0.02,
            along,
            across,
            flat(0, 0, 0),
            colour[None, None] * level,
            light=True,
        )
        for share in (-0.3, 0.3):
            view.lit_by(spot + along * share + down * 0.05, colour * level * 0.06 / np.pi, down)
    elif kind == "spots":
        for _ in range(rng.integers(2, 6)):
            spot = low + size * rng.uniform(0.15, 0.85, 3)
            spot[2] = room.ceiling - 0.03
            level = float(rng.uniform(60, 200))
            radius = float(rng.uniform(0.03, 0.06))
            view.ball(
                spot,
                np.full(3, radius),
                (0, 0, 0),
                colour * level,
                light=True,
            )
            view.lit_by(spot + down * 0.08, colour * level * radius**2, down)
    elif kind == "pendant":
        drop = rng.uniform(0.3, 0.9)
        spot[2] = room.ceiling - drop
        radius = float(rng.uniform(0.12, 0.3))
        level = float(rng.uniform(4, 15))
        view.ball(
            spot,
            np.array([radius, radius, radius * rng.uniform(0.5, 1)]),
            (0.5, 0.5, 0.5),
            colour * level,
            light=True,
        )
        view.box(above(spot, drop / 2), np.array([0.012, 0.012, drop]), 0.0, (0.05, 0.05, 0.05))
        view.lit_by(spot, colour * level * radius**2)
    elif kind == "bulb":
        spot[2] = room.ceiling - rng.uniform(0.1, 0.6)
        level = float(rng.uniform(60, 250))
        view.ball(
            spot,
            np.full(3, 0.035),
            (0, 0, 0),
            colour * level,
            light=True,
        )
        view.lit_by(spot, colour * level * 0.0012)
    else:  # a shaded lamp on the floor or on a desk
        height = 1.5 if kind == "floor lamp" else 0.45
        base = room.floor if kind == "floor lamp" else -0.05
        radius = float(rng.uniform(0.12, 0.22))
        level = float(rng.uniform(5, 16))
        spot[2] = base + height
        view.ball(
            spot,
            np.array([radius, radius, radius * 0.8]),
            (0.5, 0.45, 0.4),
            colour * level,
            light=True,
        )
        view.box(
            above(spot, -(height / 2)), np.array([0.03, 0.03, height]), 0.0, (0.08, 0.08, 0.08)
        )
        view.lit_by(spot, colour * level * radius**2 * 1.5)
    room.lamps.append(kind)


def _shelf_picture(rng: np.random.Generator) -> Picture:
    """Shelves full of books, boxes and goods."""
    picture = np.empty((96, 96, 3), np.float32)
    picture[:] = tone(rng, 0.5, 0.2, 0.9)
    shelves = int(rng.integers(3, 7))
    high = 96 // shelves
    for row in range(shelves):
        x = 2
        while x < 92:
            width, height = int(rng.integers(2, 9)), int(high * rng.uniform(0.4, 0.88))
            top = (row + 1) * high - 2 - height
            if rng.random() < 0.88:
                picture[top : top + height, x : x + width] = linear_hsv(
                    rng.uniform(), rng.uniform(0, 0.8), rng.uniform(0.1, 0.9)
                )
            else:
                picture[row * high + 2 : (row + 1) * high - 2, x : x + width] *= 0.3
            x += width + int(rng.random() < 0.3)
    return picture


def _framed_picture(rng: np.random.Generator) -> Picture:
    field = noise(rng, 48, 48, 5, 2)
    colours = np.stack(
        [
            np.asarray(
                linear_hsv(rng.uniform(), rng.uniform(0, 0.7), rng.uniform(0.1, 0.95)), np.float32
            )
            for _ in range(3)
        ]
    )
    picture = colours[np.clip((field + 1.5).astype(np.int32), 0, 2)]
    border = np.asarray(tone(rng, 0.5, 0.05, 0.95), np.float32)
    picture[:3] = picture[-3:] = border
    picture[:, :3] = picture[:, -3:] = border
    return np.asarray(picture, np.float32)


def _door_picture(rng: np.random.Generator) -> Picture:
    picture = np.empty((64, 32, 3), np.float32)
    picture[:] = tone(rng, 0.5, 0.3, 0.95)
    for top, bottom in ((6, 26), (32, 58)):
        cv2.rectangle(
            picture, (6, top), (25, bottom), tuple(float(value) for value in picture[0, 0] * 0.6), 1
        )
    picture[33:35, 27:30] = 0.7
    return picture


def furnish(room: Room, rng: np.random.Generator, wall: Wall) -> None:
    """Things on and along one wall."""
    view = room.view
    for _ in range(rng.integers(1, 5)):
        kind = rng.choice(
            [
                "picture",
                "picture",
                "shelf",
                "door",
                "cabinet",
                "sofa",
                "screen",
                "plant",
                "clock",
                "switch",
                "coat",
            ]
        )
        place = float(rng.uniform(0.1, max(0.2, wall.length - 1.0)))
        if kind == "picture":
            width, height = rng.uniform(0.25, 1.0, 2)
            view.sheet(
                wall.at(place, wall.height * rng.uniform(0.2, 0.4), 0.02),
                wall.along * width,
                _DOWN * height,
                _framed_picture(rng),
            )
        elif kind == "door":
            view.sheet(
                wall.at(place, wall.height - 2.05, 0.015),
                wall.along * 0.9,
                _DOWN * 2.05,
                _door_picture(rng),
            )
        elif kind == "clock":
            centre = wall.at(place + 0.3, wall.height * 0.25, 0.03)
            view.ball(centre, np.full(3, 0.15), (0.8, 0.8, 0.78))
        elif kind == "switch":
            view.sheet(
                wall.at(place, wall.height - 1.2, 0.01),
                wall.along * 0.08,
                _DOWN * 0.08,
                flat(0.85, 0.85, 0.85),
            )
        elif kind == "coat":
            view.ball(
                wall.at(place + 0.3, wall.height - 1.3, 0.15),
                np.array([0.2, 0.2, 0.5]),
                tone(rng, 0.6, 0.05, 0.7),
            )
        elif kind == "plant":
            rough = 0.9 * noise(rng, *view.shape, 5, 24)
            centre = wall.at(place + 0.4, wall.height - rng.uniform(0.7, 1.4), 0.4)
            leaves = np.asarray(linear_hsv(rng.uniform(0.22, 0.35), 0.6, 0.45), np.float32)
            speckle = leaves * np.clip(1 + 0.5 * noise(rng, *view.shape, 3, 60), 0.1, 2)[..., None]
            view.ball(
                centre,
                np.array([0.3, 0.3, 0.45]),
                speckle.astype(np.float32),
                rough=rough.astype(np.float32),
            )
        elif kind == "screen":
            width = rng.uniform(0.5, 1.3)
            height = width * 0.6
            corner = wall.at(place, wall.height * 0.45, 0.05)
            view.sheet(corner, wall.along * width, _DOWN * height, flat(0.02, 0.02, 0.02))
            if rng.random() < 0.4:
                shine = _framed_picture(rng)[4:-4, 4:-4] * rng.uniform(0.5, 2)
                view.sheet(
                    corner + wall.inward * 0.01 + wall.along * 0.02 + _DOWN * 0.02,
                    wall.along * (width - 0.04),
                    _DOWN * (height - 0.04),
                    flat(0, 0, 0),
                    shine,
                )
        else:
            size = {
                "shelf": (1.0, 0.35, 2.0),
                "cabinet": (1.2, 0.5, 0.9),
                "sofa": (1.9, 0.9, 0.45),
            }[str(kind)]
            broad, deep, high = (side * rng.uniform(0.8, 1.2) for side in size)
            centre = wall.at(place + broad / 2, wall.height - high / 2, deep / 2 + 0.01)
            turn = float(np.arctan2(wall.along[1], wall.along[0]))
            box = np.array([broad, deep, high])
            if np.hypot(*centre[:2]) < 0.9:
                continue
            surface = _shelf_picture(rng) if kind == "shelf" else tone(rng, 0.6, 0.08, 0.85)
            view.box(centre, box, turn, surface)
            if kind == "sofa":
                view.box(
                    above(centre - wall.inward * deep * 0.35, high * 0.8),
                    np.array([broad, 0.22, high]),
                    turn,
                    tone(rng, 0.6, 0.1, 0.8),
                )
                view.box(
                    above(centre, high * 0.7) + wall.along * broad * 0.2,
                    np.array([0.4, 0.3, 0.4]),
                    turn + 0.3,
                    tone(rng, 0.8, 0.2, 0.9),
                )
            elif kind == "cabinet":
                for _ in range(rng.integers(0, 4)):
                    thing = (
                        centre
                        + [0, 0, high / 2 + 0.1]
                        + wall.along * broad * rng.uniform(-0.45, 0.45)
                    )
                    view.box(thing, rng.uniform(0.06, 0.3, 3), turn, tone(rng, 0.8, 0.1, 0.9))


def add_person(room: Room, rng: np.random.Generator, floor: float) -> None:
    """Someone who stands or sits about, seen as head, hair, body and legs."""
    view = room.view
    angle, away = rng.uniform(0, 2 * np.pi), rng.uniform(1.0, 3.0)
    x, y = away * np.cos(angle), away * np.sin(angle)
    tall = rng.uniform(1.2, 1.85)
    skin = tuple(float(value) for value in np.array([0.55, 0.32, 0.22]) * rng.uniform(0.25, 1.2))
    cloth = linear_hsv(rng.uniform(), rng.uniform(0, 0.7), rng.uniform(0.05, 0.85))
    trousers = linear_hsv(0.6, rng.uniform(0, 0.6), rng.uniform(0.05, 0.4))
    top = floor + tall
    view.ball(
        np.array([x, y, top - 0.12]), np.array([0.08, 0.08, 0.115]), (skin[0], skin[1], skin[2])
    )
    view.ball(
        np.array([x * 1.015, y * 1.015, top - 0.085]),
        np.array([0.086, 0.086, 0.095]),
        (0.03, 0.02, 0.015),
    )
    view.ball(np.array([x, y, top - 0.55]), np.array([0.22, 0.22, 0.36]), cloth)
    for side in (-0.1, 0.1):
        foot = np.array(
            [x - side * np.sin(angle), y + side * np.cos(angle), (floor + top - 0.8) / 2]
        )
        view.ball(foot, np.array([0.1, 0.1, max(0.1, (top - 0.75 - floor) / 2)]), trousers)


def add_desk(room: Room, rng: np.random.Generator) -> None:
    """Things at hand on and around the table itself: monitor, chairs, boxes."""
    view = room.view
    angle = rng.uniform(0, 2 * np.pi)

    def around(spread: float, low: float, high: float) -> tuple[Vector, float]:
        at = angle + rng.normal(0, spread)
        away = rng.uniform(low, high)
        return np.array([away * np.cos(at), away * np.sin(at), 0.0]), at

    if rng.random() < 0.4:  # a monitor, lit or dark
        place, at = around(0.4, 0.55, 0.9)
        width, height = rng.uniform(0.45, 0.7), rng.uniform(0.28, 0.4)
        along = np.array([-np.sin(at), np.cos(at), 0.0])
        view.box(
            above(place, 0.12 + height / 2),
            np.array([0.03, width, height]),
            at,
            (0.02, 0.02, 0.02),
        )
        if rng.random() < 0.6:
            corner = place * 0.96 - along * (width / 2 - 0.02) + [0, 0, 0.1 + height]
            shine = np.full((12, 20, 3), rng.uniform(0.3, 2.0), np.float32)
            shine[rng.random((12, 20)) < 0.3] *= 0.3
            view.sheet(
                corner,
                along * (width - 0.04),
                _DOWN * (height - 0.04),
                flat(0, 0, 0),
                shine,
                light=True,
            )
            room.lamps.append("screen")
    for _ in range(rng.integers(0, 4)):
        place, at = around(2.0, 0.5, 1.6)
        size = rng.uniform(0.05, 0.35, 3)
        view.box(above(place, size[2] / 2), size, at, tone(rng, 0.8, 0.05, 0.9))
    for _ in range(rng.integers(0, 3)):  # chairs
        place, at = around(2.5, 0.9, 2.2)
        colour = tone(rng, 0.6, 0.05, 0.7)
        view.box(above(place, room.floor + 0.45), np.array([0.45, 0.45, 0.06]), at, colour)
        view.box(above(place * 1.1, room.floor + 0.75), np.array([0.05, 0.45, 0.55]), at, colour)
