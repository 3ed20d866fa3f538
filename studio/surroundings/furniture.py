"""What stands in a room: shelves, doors, pictures, sofas, desks, people."""

from __future__ import annotations

import cv2
import numpy as np

from studio.paint import linear_hsv, noise
from studio.surroundings.caster import Picture, Vector, above, flat
from studio.surroundings.room import DOWN, Room, Wall, tone


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
                DOWN * height,
                _framed_picture(rng),
            )
        elif kind == "door":
            view.sheet(
                wall.at(place, wall.height - 2.05, 0.015),
                wall.along * 0.9,
                DOWN * 2.05,
                _door_picture(rng),
            )
        elif kind == "clock":
            centre = wall.at(place + 0.3, wall.height * 0.25, 0.03)
            view.ball(centre, np.full(3, 0.15), (0.8, 0.8, 0.78))
        elif kind == "switch":
            view.sheet(
                wall.at(place, wall.height - 1.2, 0.01),
                wall.along * 0.08,
                DOWN * 0.08,
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
            view.sheet(corner, wall.along * width, DOWN * height, flat(0.02, 0.02, 0.02))
            if rng.random() < 0.4:
                shine = _framed_picture(rng)[4:-4, 4:-4] * rng.uniform(0.5, 2)
                view.sheet(
                    corner + wall.inward * 0.01 + wall.along * 0.02 + DOWN * 0.02,
                    wall.along * (width - 0.04),
                    DOWN * (height - 0.04),
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
                DOWN * (height - 0.04),
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
