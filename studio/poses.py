"""How a thing lies, stands or is held, and from where a hand-held camera sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from studio.model import Vector
from studio.scene import Camera
from studio.views import View

Setting = Literal["lying", "standing", "held"]
Framing = Literal["full", "cropped", "tiny"]

_UPWARD: Final = np.array([0.0, 0.0, 1.0])
_LOWEST_CAMERA: Final = 0.8
_LENS_RADII: Final = (0.09, 0.2)  # of phones' main cameras, centimetres


@dataclass(frozen=True)
class Pose:
    """Where the thing is and what sees it.

    Attributes
    ----------
    rotation : 3×3
        From the thing's axes to the world's.
    offset : 3 floats
    camera : Camera
    setting : str
    framing : str
    tilt : float
        Degrees between the view's own direction and the camera's.
    turned : float
        Degrees that the picture is turned against upright.
    """

    rotation: Vector
    offset: Vector
    camera: Camera
    setting: Setting
    framing: Framing
    tilt: float
    turned: float


def unit(vector: NDArray[np.floating]) -> Vector:
    """The vector at length 1."""
    return np.asarray(vector / np.linalg.norm(vector), float)


def strike(
    rng: np.random.Generator,
    view: View,
    points: NDArray[np.float32],
    *,
    setting: Setting | None = None,
    framing: Framing | None = None,
    plain: bool = False,
) -> Pose:
    """Put a thing down (or hold it up) and aim the camera at it.

    Parameters
    ----------
    rng : Generator
    view : View
    points : N×3 float32
        The thing's corners in its own axes.
    setting, framing : str, optional
        At random where not given.
    plain : bool
        Upright and level, well filled: a good photo.
    """
    if setting is None:
        setting = _setting(rng, view)
    up = np.asarray(view.rests[rng.integers(len(view.rests))], float)
    if setting == "held":
        up = np.asarray(view.picture_up, float)
    elif setting == "standing":
        up = np.asarray(view.direction if view.edge else view.picture_up, float)
    rotation = _turn_up(up, float(rng.uniform(0, 2 * np.pi)))
    if setting == "standing" and not view.edge:
        rotation = _lean(rotation, view, float(np.radians(rng.uniform(8, 30))))
    direction = _direction(rng, view, rotation, setting, plain=plain)
    placed = points @ rotation.T
    height = 0.002 - placed[:, 2].min() if setting != "held" else rng.uniform(25, 90)
    offset = np.array([0.0, 0.0, height])
    placed = placed + offset
    back = unit(rotation @ direction)
    picture_up, turned = _picture_up(rng, view, rotation, back, setting, plain=plain)
    if framing is None:
        framing = "full" if plain else _framing(rng)
    camera = _aim(rng, view, placed, back, picture_up, framing, plain=plain)
    camera = _above_table(camera, setting)
    tilt = np.degrees(np.arccos(np.clip(unit(np.asarray(view.direction)) @ direction, -1, 1)))
    return Pose(rotation, offset, camera, setting, framing, float(tilt), turned)


def _setting(rng: np.random.Generator, view: View) -> Setting:
    if view.opening is not None or view.rests == ((0.0, 0.0, 1.0),):
        return "lying"
    choices: tuple[Setting, ...] = ("lying", "standing", "held")
    chances = (0.68, 0.12, 0.2) if view.edge else (0.55, 0.05, 0.4)
    return choices[int(rng.choice(3, p=chances))]


def _turn_up(up: Vector, yaw: float) -> Vector:
    """A rotation that takes `up` to the world's z, turned by yaw about it."""
    across = unit(np.cross(up, [0.3, 0.5, 0.8]))
    base = np.stack([across, np.cross(up, across), up])
    cosine, sine = np.cos(yaw), np.sin(yaw)
    return np.array([[cosine, -sine, 0], [sine, cosine, 0], [0, 0, 1]]) @ base


def _lean(rotation: Vector, view: View, angle: float) -> Vector:
    """Lean what stands backwards, away from the side that is seen."""
    seen = rotation @ np.asarray(view.direction, float)
    axis = unit(np.cross(_UPWARD, seen))
    cross = np.array([[0, -axis[2], axis[1]], [axis[2], 0, -axis[0]], [-axis[1], axis[0], 0]])
    # Rodrigues' formula, backwards.
    lean = np.eye(3) - np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross
    return np.asarray(lean @ rotation)


def _direction(
    rng: np.random.Generator, view: View, rotation: Vector, setting: Setting, *, plain: bool
) -> Vector:
    """From the thing to the camera, in the thing's axes."""
    wanted = unit(np.asarray(view.direction))
    helper = np.array([0.12, 0.9, 0.4])
    first = unit(np.cross(wanted, helper))
    second = np.cross(wanted, first)
    if not view.edge:
        spread = 8.0 if plain else 13.0
        tilt = np.radians(min(abs(rng.normal(0, spread)), 42))
        around = rng.uniform(0, 2 * np.pi)
        chance, least, most = view.slant
        if not plain and rng.random() < chance:
            # Many stand at the thing's lower end and photograph it at a slant.
            lower = -np.asarray(view.picture_up)
            tilt = np.radians(rng.uniform(least, most))
            return unit(wanted * np.cos(tilt) + lower * np.sin(tilt) + first * rng.normal(0, 0.08))
        return unit(
            wanted * np.cos(tilt)
            + (first * np.cos(around) + second * np.sin(around)) * np.sin(tilt)
        )
    # A narrow side is seen from a little above the table, with a face in view.
    upward = rotation.T @ _UPWARD
    upward = upward - wanted * (upward @ wanted)
    if np.linalg.norm(upward) < 0.2 or setting == "held":
        face = np.array([0.0, 0.0, 1.0 if rng.random() < 0.75 else -1.0])
        upward = face - wanted * (face @ wanted)
        low, high = 0.0, 35.0
    else:
        low, high = 4.0, 38.0
    upward = unit(upward)
    tilt = np.radians(rng.uniform(low, high))
    aside = np.radians(rng.normal(0, 5 if plain else 10))
    sideways = unit(np.cross(wanted, upward))
    return unit(
        wanted * np.cos(tilt) * np.cos(aside)
        + upward * np.sin(tilt)
        + sideways * np.sin(aside) * np.cos(tilt)
    )


def _picture_up(
    rng: np.random.Generator,
    view: View,
    rotation: Vector,
    back: Vector,
    setting: Setting,
    *,
    plain: bool,
) -> tuple[Vector, float]:
    along = rotation @ np.asarray(view.picture_up, float)
    if view.edge and (setting != "standing" or abs(back[2]) < 0.7):
        along = _UPWARD if setting != "held" else rotation @ np.array([0.0, 0.0, 1.0])
        turned = float(rng.choice([0, 90, -90], p=[1, 0, 0] if plain else [0.84, 0.08, 0.08]))
    elif view.edge:
        turned = float(rng.choice([0, 90, -90, 180]))
    elif view.picture_up == (0.0, 0.0, 1.0):
        turned = 0.0 if plain or rng.random() < 0.94 else float(rng.choice([90, -90]))
    else:
        chances = [1, 0, 0, 0] if plain else [0.8, 0.07, 0.07, 0.06]
        turned = float(rng.choice([0, 90, -90, 180], p=chances))
    turned += float(rng.normal(0, 2 if plain else 6))
    upright = along - back * (along @ back)
    if np.linalg.norm(upright) < 0.05:
        upright = rotation @ np.array([0.0, 1.0, 0.0])
        upright = upright - back * (upright @ back)
    upright = unit(upright)
    across = np.cross(upright, back)
    angle = np.radians(turned)
    return upright * np.cos(angle) + across * np.sin(angle), turned


def _framing(rng: np.random.Generator) -> Framing:
    choices: tuple[Framing, ...] = ("full", "cropped", "tiny")
    return choices[int(rng.choice(3, p=(0.82, 0.12, 0.06)))]


def _aim(
    rng: np.random.Generator,
    view: View,
    placed: NDArray[np.floating],
    back: Vector,
    up: Vector,
    framing: Framing,
    *,
    plain: bool,
) -> Camera:
    right = np.cross(up, back)
    low, high = placed.min(0), placed.max(0)
    centre = (low + high) / 2
    wide = np.ptp(placed @ right) > np.ptp(placed @ up)
    aspect = 4 / 3 if wide else 3 / 4
    if not plain:
        chance = rng.random()
        if chance < 0.18:
            aspect = 1 / aspect
        elif chance < 0.28:
            aspect = 1.0
        elif chance < 0.36:
            aspect = 16 / 9 if wide else 9 / 16
    field_of_view = float(rng.uniform(36, 68))
    half = np.tan(np.radians(field_of_view / 2))
    across, upward = (half, half / aspect) if aspect >= 1 else (half * aspect, half)
    fill = {
        "full": rng.uniform(0.72, 0.95) if plain else rng.uniform(0.5, 0.98),
        "cropped": rng.uniform(1.05, 1.5),
        "tiny": rng.uniform(0.15, 0.4),
    }[framing]
    distance = 30.0
    for _ in range(25):
        relative = placed - (centre + back * distance)
        depth = np.maximum(-(relative @ back), 1.0)
        share = max(
            np.abs(relative @ right / depth).max() / across,
            np.abs(relative @ up / depth).max() / upward,
        )
        distance = max(distance * (share / fill) ** 0.7, 7.0)
    room = max(0.0, 1 - fill) * (0.4 if plain else 0.9)
    shift = rng.uniform(-1, 1, 2) * room * (across, upward) * distance
    if framing == "cropped":
        shift = rng.uniform(-0.5, 0.5, 2) * (across, upward) * distance
    aimed = centre + right * shift[0] + up * shift[1]
    aimed = aimed + (high - low) / 2 * np.asarray(view.reach) * rng.uniform(0.5, 1)
    depths = -((placed - (centre + back * distance)) @ back)
    nearest = float(np.quantile(depths, 0.02))
    focus = rng.uniform(nearest, min(float(np.quantile(depths, 0.9)), nearest + 3))
    return Camera(
        position=aimed + back * distance,
        right=right,
        up=up,
        back=back,
        field_of_view=field_of_view,
        aspect=aspect,
        aperture=float(rng.uniform(*_LENS_RADII)),
        focus=float(max(focus, 4.0)),
    )


def _above_table(camera: Camera, setting: Setting) -> Camera:
    if setting == "held" or camera.position[2] >= _LOWEST_CAMERA:
        return camera
    position = camera.position.copy()
    position[2] = _LOWEST_CAMERA
    return Camera(
        position,
        camera.right,
        camera.up,
        camera.back,
        camera.field_of_view,
        camera.aspect,
        camera.aperture,
        camera.focus,
    )
