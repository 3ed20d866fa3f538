"""Bones of a hand that grips a box: joints found so that every bone keeps its length.

The grip's own axes: the box is about the origin, the fingers run towards +x behind it (z < 0), the
thumb is on the side of +z; y runs along the row of knuckles, the index finger at +y.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Point = NDArray[np.float64]

_PHALANGES: Final = ((4.4, 2.6, 1.9), (4.9, 3.0, 2.0), (4.5, 2.8, 2.0), (3.5, 2.1, 1.8))
_KNUCKLES: Final = ((-0.2, 2.8, 0.0), (0.0, 0.95, 0.0), (-0.4, -0.9, -0.05), (-1.1, -2.6, 0.15))
_THUMB: Final = (4.4, 3.3, 2.5)
_PALM: Final = 8.6


@dataclass(frozen=True)
class Digit:
    """A finger or thumb: four points from knuckle to tip, and where its nail faces."""

    joints: Point
    dorsal: Point


@dataclass(frozen=True)
class Skeleton:
    """Joints of a hand, in cm.

    Attributes
    ----------
    fingers : tuple of 4 Digit
        Index to little finger.
    thumb : Digit
    wrist, elbow : 3 floats
    thumbward, palmward : 3 floats
        Unit vectors of the palm.
    scale : float
        1 is a man's hand.
    """

    fingers: tuple[Digit, ...]
    thumb: Digit
    wrist: Point
    elbow: Point
    thumbward: Point
    palmward: Point
    scale: float

    def mapped(self, matrix: Point) -> Skeleton:
        """All points taken by a 3×3 matrix, which may mirror."""

        def digit(one: Digit) -> Digit:
            return Digit(one.joints @ matrix.T, matrix @ one.dorsal)

        return Skeleton(
            tuple(digit(finger) for finger in self.fingers),
            digit(self.thumb),
            matrix @ self.wrist,
            matrix @ self.elbow,
            matrix @ self.thumbward,
            matrix @ self.palmward,
            self.scale,
        )


def unit(vector: Point) -> Point:
    """The vector at length 1."""
    return np.asarray(vector / (np.linalg.norm(vector) + 1e-12), float)


def _bend(
    root: Point, end: Point, first: float, second: float, outward: Point
) -> tuple[Point, Point]:
    """The joint between two bones that lead from `root` to `end`, bulging outward.

    Where `end` is out of reach, it is drawn nearer; the reached end is returned as well.
    """
    direction = end - root
    distance = float(np.linalg.norm(direction))
    direction = direction / max(distance, 1e-9)
    reached = float(np.clip(distance, abs(first - second) + 0.05, (first + second) * 0.995))
    along = (first**2 - second**2 + reached**2) / (2 * reached)
    height = np.sqrt(max(first**2 - along**2, 0.0))
    bulge = unit(outward - direction * (outward @ direction))
    return root + direction * along + bulge * height, root + direction * reached


def _digit(
    root: Point,
    tip: Point,
    pointing: Point,
    bones: tuple[float, float, float],
    outward: Point,
    nail: Point | None = None,
) -> Digit:
    """A digit whose last bone points a given way and ends at `tip` where that can be reached."""
    pointing = unit(pointing)
    middle, last = _bend(root, tip - pointing * bones[2], bones[0], bones[1], outward)
    end = last + pointing * bones[2]
    dorsal = last - (middle + end) / 2 if nail is None else nail
    axis = unit(end - last)
    dorsal = dorsal - axis * (dorsal @ axis)
    if np.linalg.norm(dorsal) < 0.05:
        dorsal = outward - axis * (outward @ axis)
    return Digit(np.stack([root, middle, last, end]), unit(dorsal))


def _palm(
    rng: np.random.Generator, centre: Point, heading: float, lean: float, tilt: float, scale: float
) -> tuple[list[Point], Point, Point, Point]:
    """Knuckles, wrist, thumbward and palmward of a palm whose middle knuckle is at `centre`.

    `heading` is how far (degrees) the fingers point up from +x, `lean` how far the back of the hand
    turns about the fingers, `tilt` how far the wrist rises towards +z.
    """
    angle, roll, rise = np.radians([heading, lean, tilt])
    forward = np.array([np.cos(angle) * np.cos(rise), np.sin(angle) * np.cos(rise), -np.sin(rise)])
    side = unit(np.array([-np.sin(angle), np.cos(angle), 0.0]))
    normal = np.cross(forward, side)
    thumbward = side * np.cos(roll) + normal * np.sin(roll)
    palmward = np.cross(forward, thumbward)
    knuckles = [
        centre + scale * (forward * x + thumbward * y + palmward * z) for x, y, z in _KNUCKLES
    ]
    bend = rng.normal(0, 0.06)
    wrist = centre - forward * _PALM * scale + thumbward * (bend * _PALM - 0.2) * scale
    return knuckles, wrist, thumbward, palmward


def _drawn_back(
    knuckles: list[Point], wrist: Point, half: Point, scale: float
) -> tuple[list[Point], Point]:
    """Knuckles and wrist moved behind the box, as far as flesh on them would come through it."""
    excess = [
        knuckle[2] + half[2] + 1.0 * scale for knuckle in knuckles if knuckle[0] > -half[0] - 0.9
    ]
    shift = np.array([0.0, 0.0, -max([0.0, *excess])])
    return [knuckle + shift for knuckle in knuckles], wrist + shift


def _bones(index: int, scale: float) -> tuple[float, float, float]:
    first, second, third = _PHALANGES[index]
    return first * scale, second * scale, third * scale


def _round_the_edge(
    knuckle: Point, tip: Point, bones: tuple[float, float, float], curl: float, slope: float
) -> Point | None:
    """Where the last bone of a finger points that comes round an edge as far as it can."""
    for turn in (0.0, 0.25, 0.5, 0.75, 1.0):
        inward = (1 - turn) * (-0.35 - 0.3 * max(curl, 0)) + turn * 0.9
        pointing = unit(np.array([inward, 0.1 + 0.3 * slope, 1.0 - 0.45 * turn]))
        if np.linalg.norm(tip - pointing * bones[2] - knuckle) < (bones[0] + bones[1]) * 0.99:
            return pointing
    return None


def _thumb_tip(root: Point, x: float, z: float, reach: float) -> Point:
    """The place at x and z that a thumb reaches, nearly stretched, farther up than its root."""
    aside = (x - root[0]) ** 2 + (z - root[2]) ** 2
    return np.array([x, root[1] + np.sqrt(max(reach**2 - aside, 1.0)), z])


def _thumb_root(
    knuckles: list[Point], wrist: Point, thumbward: Point, palmward: Point, scale: float
) -> Point:
    forward = unit(knuckles[1] - wrist)
    return wrist + scale * (forward * 1.6 + thumbward * 2.0 + palmward * 0.7)


def _thumb(
    root: Point, tip: Point, pointing: Point, outward: Point, nail: Point, scale: float
) -> Digit:
    bones = (_THUMB[0] * scale, _THUMB[1] * scale, _THUMB[2] * scale)
    return _digit(root, tip, pointing, bones, outward, nail)


def _elbow(
    rng: np.random.Generator, knuckles: list[Point], wrist: Point, away: Point, scale: float
) -> Point:
    forward = unit(knuckles[1] - wrist)
    return wrist + unit(-forward + away + rng.normal(0, 0.1, 3)) * 24 * scale


def wrap(rng: np.random.Generator, half: Point, scale: float) -> Skeleton:
    """From behind: the fingers come round the edge at +x, the thumb lies along that at -x."""
    heading = float(rng.uniform(-5, 30))
    slope = np.tan(np.radians(heading))
    reach = rng.uniform(0.7, 0.84) * (4.9 + 3.0) * scale * np.cos(np.radians(heading))
    x = half[0] + 0.7 - reach
    y = float(np.clip(rng.uniform(-0.4, 0.3) * half[1], -half[1], half[1] - 3))
    y -= slope * reach * 0.5
    centre = np.array([x, y, -half[2] - rng.uniform(1.2, 1.7) * scale])
    knuckles, wrist, thumbward, palmward = _palm(
        rng, centre, heading + rng.uniform(5, 30), rng.uniform(4, 24), rng.uniform(0, 14), scale
    )
    knuckles, wrist = _drawn_back(knuckles, wrist, half, scale)
    curl = float(rng.uniform(-0.5, 0.75))
    fingers = []
    for index, knuckle in enumerate(knuckles):
        bones = _bones(index, scale)
        spread = (1.5 - index) * 0.07
        across = half[0] + 0.55 * scale - knuckle[0]
        front = half[2] * 0.5 + curl + rng.normal(0, 0.2)
        tip = np.array(
            [
                half[0] + 0.58 * scale - 0.35 * max(front - half[2], 0),
                min(knuckle[1] + across * (slope * 0.5 + spread), half[1] - 0.6),
                front,
            ]
        )
        pointing = _round_the_edge(knuckle, tip, bones, curl, slope)
        if pointing is None:
            # Too short to come round the edge: it lies flat behind.
            pointing = unit(np.array([1.0, slope, 0.1]))
            far = min(sum(bones) * 0.95, (half[0] + 0.3 - knuckle[0]) / pointing[0])
            tip = knuckle + pointing * far
            tip[2] = -half[2] - 0.62 * scale
        fingers.append(_digit(knuckle, tip, pointing, bones, np.array([0.45, 0, -1.0])))
    root = _thumb_root(knuckles, wrist, thumbward, palmward, scale)
    stretch = rng.uniform(0.84, 0.96) * sum(_THUMB) * scale
    if rng.random() < 0.35:
        tip = _thumb_tip(root, -half[0] + rng.uniform(0.0, 1.3), half[2] + 0.72 * scale, stretch)
        pointing = np.array([rng.uniform(0.3, 0.9), 0.8, -0.05])
        nail = np.array([-0.2, 0.1, 1.0])
    else:
        lift = half[2] * rng.uniform(-0.5, 1.6) + 0.1
        tip = _thumb_tip(root, -half[0] - 0.72 * scale, lift, stretch)
        pointing = np.array([rng.uniform(-0.1, 0.3), 1.0, rng.uniform(-0.1, 0.25)])
        nail = np.array([-0.8, 0.1, rng.uniform(0.2, 1.2)])
    tip[1] = min(tip[1], half[1] - 0.4)
    thumb = _thumb(root, tip, pointing, np.array([-1.0, 0.0, 0.5]), nail, scale)
    elbow = _elbow(rng, knuckles, wrist, np.array([0.0, -0.4, -0.3]), scale)
    return Skeleton(tuple(fingers), thumb, wrist, elbow, thumbward, palmward, scale)


def pinch(rng: np.random.Generator, half: Point, scale: float, *, rim: bool = False) -> Skeleton:
    """From the edge at -x: fingers behind, thumb on the face; only at its `rim` or farther in."""
    over = float(rng.uniform(0.8, 2.2) if rim else rng.uniform(1.5, 4.5))
    over = min(over, 2 * half[0] - 0.6)
    steep = 35.0 if half[1] > 5 else 8.0
    heading = float(rng.uniform(0, steep) if rim else rng.uniform(-15, 15))
    slope = np.tan(np.radians(heading))
    room = max(half[1] - 3.0, 0.0)
    y = float(rng.uniform(-room, room * 0.5))
    x = -half[0] + over - rng.uniform(2.0, 3.4) * scale
    # The narrower the box, the more the fingers must curl beneath it.
    last = half[0] - float(rng.uniform(0.1, 1.0))
    slack = np.clip((x + 9.2 * scale - last) / (9.2 * scale), 0, 0.5)
    centre = np.array([x, y, -half[2] - (1.2 + 3.0 * slack) * scale])
    knuckles, wrist, thumbward, palmward = _palm(
        rng, centre, heading, rng.uniform(-5, 20), rng.uniform(-4, 8) - 25 * slack, scale
    )
    knuckles, wrist = _drawn_back(knuckles, wrist, half, scale)
    fingers = []
    for index, knuckle in enumerate(knuckles):
        bones = _bones(index, scale)
        straight = sum(bones) * rng.uniform(0.93, 0.97)
        way = np.array([1.0, slope + 0.05 * (1.5 - index), 0.0])
        tip = knuckle + way / np.linalg.norm(way) * straight
        if tip[0] > last:
            tip = knuckle + way * (last - knuckle[0] + rng.normal(0, 0.2))
        tip[2] = -half[2] - 0.62 * scale
        pointing = np.array([1.0, slope * 0.8, 0.15 + 1.1 * slack])
        fingers.append(_digit(knuckle, tip, pointing, bones, np.array([0.1, 0.0, -1.0])))
    root = _thumb_root(knuckles, wrist, thumbward, palmward, scale)
    tip = np.array(
        [-half[0] + over, knuckles[0][1] + rng.uniform(-1.2, 0.6), half[2] + 0.7 * scale]
    )
    pointing = np.array([1.0, slope * 0.7 + rng.uniform(-0.2, 0.4), -0.12])
    nail = np.array([-0.1, 0.2, 1.0])
    thumb = _thumb(root, tip, pointing, np.array([-0.5, 0.3, 1.0]), nail, scale)
    elbow = _elbow(rng, knuckles, wrist, np.array([0.0, -0.4, -0.2]), scale)
    return Skeleton(tuple(fingers), thumb, wrist, elbow, thumbward, palmward, scale)


def cradle(rng: np.random.Generator, half: Point, scale: float) -> Skeleton:
    """From below: the palm under the lower end, fingers upward behind, thumb in front of it."""
    heading = float(rng.uniform(65, 100))
    x = rng.uniform(-0.2, 0.5) * half[0]
    centre = np.array([x, -half[1] + rng.uniform(0.0, 2.0), -half[2] - 1.25 * scale])
    knuckles, wrist, thumbward, palmward = _palm(
        rng, centre, heading, rng.uniform(0, 20), rng.uniform(0, 10), scale
    )
    knuckles, wrist = _drawn_back(knuckles, wrist, half, scale)
    direction = unit(np.array([np.cos(np.radians(heading)), np.sin(np.radians(heading)), 0]))
    fingers = []
    for index, knuckle in enumerate(knuckles):
        bones = _bones(index, scale)
        tip = knuckle + direction * sum(bones) * rng.uniform(0.85, 0.96)
        tip = tip + np.array([0.35 * (index - 1.5), 0, 0])
        tip[2] = -half[2] - 0.62 * scale
        fingers.append(
            _digit(
                knuckle, tip, direction + np.array([0, 0, 0.15]), bones, np.array([0.0, 0.0, -1.0])
            )
        )
    root = _thumb_root(knuckles, wrist, thumbward, palmward, scale)
    stretch = rng.uniform(0.86, 0.97) * sum(_THUMB) * scale
    side = float(np.clip(root[0] + rng.uniform(-1.5, 1.0), -half[0] - 0.2, half[0]))
    tip = _thumb_tip(root, side, half[2] + 0.72 * scale, stretch)
    pointing = np.array([rng.uniform(-0.1, 0.5), 1.0, -0.12])
    outward = np.array([-0.5, 0.0, 1.0])
    thumb = _thumb(root, tip, pointing, outward, np.array([-0.4, 0.0, 1.0]), scale)
    elbow = _elbow(rng, knuckles, wrist, np.array([0.0, -0.2, -0.3]), scale)
    return Skeleton(tuple(fingers), thumb, wrist, elbow, thumbward, palmward, scale)
