"""The stage of a shot: the thing built and placed, what surrounds it, the lamps, the camera."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from studio.build import build
from studio.designs import designs_of
from studio.hands import hold
from studio.model import Part, Thing, all_vertices
from studio.photographer import photographer
from studio.poses import Pose, strike, unit
from studio.props import clutter, stand
from studio.recipe import Shot
from studio.scene import Camera, Lamp, Scene
from studio.surfaces import Surface, lay, suited
from studio.surfaces import paint as paint_surface
from studio.surroundings import OUTDOORS, Surroundings, surround
from studio.views import View, view_of
from studio.wear import dress

_REPEATING: Final = frozenset({"parquet", "tiles", "newspaper", "grass", "sheets", "checks"})
"""Surfaces whose mirrored repeats would show."""
_BEHIND: Final = {"back": "screen_on", "left": "right", "right": "left"}
"""Views of the side opposite to one; that of a front is the back."""
_DRESSED: Final = frozenset({"smartphone", "tablet", "laptop", "smartwatch"})


@dataclass(frozen=True)
class Stage:
    """What a shot is taken of.

    Attributes
    ----------
    scene : Scene
    thing : Thing or None
        In the world's place; None where nothing is shown.
    pose : Pose or None
    surface : str
    surroundings : Surroundings
    hand : bool
    devices : int
    """

    scene: Scene
    thing: Thing | None
    pose: Pose | None
    surface: str
    surroundings: Surroundings
    hand: bool
    devices: int


def set_up(shot: Shot, rng: np.random.Generator) -> Stage:
    """Everything of a shot but its pixels."""
    wishes = shot.wishes
    surroundings = surround(wishes.surroundings, rng)
    kind = wishes.surface or suited(surroundings.kind in OUTDOORS, rng)
    surface = paint_surface(kind, rng)
    if not shot.design:
        return _empty(rng, surroundings, surface, shot)
    view = view_of(shot.kind, shot.view)
    instance = np.random.default_rng(shot.instance_seed)
    thing = build(shot.design, instance, **_options(shot, view, rng))
    if shot.kind in _DRESSED and wishes.dressed is not False:
        thing = dress(thing, instance)
    points = thing.vertices()
    if shot.kind == "smartwatch" and not shot.plain and rng.random() < 0.6:
        # Most people photograph the case and let the strap leave the picture.
        case = all_vertices(each for each in thing.parts if each.name in {"frame", "front"})
        points = case * np.array([1.5, float(rng.uniform(1.3, 2.2)), 1.0], np.float32)
        points[:, 2] = np.where(points[:, 2] < 0, thing.vertices()[:, 2].min(), points[:, 2])
    pose = strike(
        rng,
        view,
        points,
        setting="lying" if thing.facts.get("strap_pose") == "worn" else wishes.setting,
        framing=wishes.framing,
        plain=shot.plain,
    )
    pose = replace(pose, camera=_focused(rng, pose.camera, shot))
    placed = thing.moved(pose.rotation, pose.offset)
    points = placed.vertices()
    reach = float(np.linalg.norm(points[:, :2], axis=1).max())
    lying = pose.setting != "held"
    ground = _ground(surface, rng, reach, steady=lying)
    parts = [*placed.parts, ground]
    held = pose.setting == "held" and (rng.random() < 0.9 or bool(wishes.covered))
    held = held and not wishes.alone
    if held:
        parts += _hand(rng, thing, pose, shot.view, over=bool(wishes.covered))
    elif lying and rng.random() < 0.06 and not wishes.alone:
        sides = np.ptp(points, axis=0)
        box, height = stand(rng, float(sides[0]), float(sides[1]))
        parts += box
        parts[-1 - len(box)] = ground.moved(np.eye(3), np.array([0.0, 0.0, -height]))
    elif rng.random() < 0.55 and not wishes.alone:
        parts += clutter(rng, reach + 1.0)
    devices = 1
    lonely = shot.plain or wishes.alone or pose.setting != "lying"
    if not lonely and rng.random() < 0.04:
        neighbour = _neighbour(shot, rng, reach)
        parts += neighbour
        devices += bool(neighbour)
    camera = pose.camera
    parts += photographer(rng, camera.position, camera.right, camera.up, camera.back)
    white = float(surroundings.radiance[: len(surroundings.radiance) // 2].mean())
    scene = Scene(
        tuple(_unique(parts)),
        surroundings.radiance,
        surroundings.lights,
        _turn(rng, surroundings, pose, view, shot),
        _lamps(rng, camera, white, shot),
        white * float(np.exp(rng.uniform(np.log(0.5), np.log(4)))),
        camera,
    )
    return Stage(scene, placed, pose, surface.kind, surroundings, held, devices)


def _options(shot: Shot, view: View, rng: np.random.Generator) -> dict[str, Any]:
    if shot.kind == "parcel":
        device = None
        if shot.view == "inside" and rng.random() < 0.9:
            kinds = ("smartphone", "tablet", "smartwatch")
            other = replace(shot, kind=kinds[int(rng.integers(3))])
            device = build(_relative(other), rng, lit=False)
        return (
            {"view": shot.view, "device": device} if shot.view == "inside" else {"view": shot.view}
        )
    if shot.kind == "document":
        return {} if shot.wishes.content is None else {"form": shot.wishes.content}
    lit = view.lit if view.lit is not None else bool(rng.random() < 0.2)
    if shot.wishes.lit is not None:
        lit = shot.wishes.lit
    options: dict[str, Any] = {"lit": lit}
    if shot.wishes.content is not None:
        options["content"] = shot.wishes.content
    if shot.kind == "smartwatch":
        options["strap"] = _strap_pose(shot, rng)
    if view.opening is not None:
        options["opening"] = float(rng.uniform(*view.opening))
    return options


def _strap_pose(shot: Shot, rng: np.random.Generator) -> str:
    """How a watch's strap lies; closed or on an arm it would hide the rear."""
    if shot.view == "rear_case":
        return "flat" if rng.random() < 0.7 else "none"
    poses = ("flat", "loop", "worn", "none")
    chances = (0.4, 0.3, 0.2, 0.1)
    if shot.plain or shot.wishes.alone or shot.wishes.setting not in {None, "lying"}:
        chances = (0.5, 0.38, 0.0, 0.12)
    return poses[int(rng.choice(4, p=chances))]


def _turn(
    rng: np.random.Generator, surroundings: Surroundings, pose: Pose, view: View, shot: Shot
) -> float:
    """Degrees to turn the surroundings: often so that a source is mirrored, or lies behind."""
    wish = shot.wishes.light
    if wish is None and not shot.plain:
        chance = rng.random()
        wish = "mirrored" if chance < 0.2 else "behind" if chance < 0.28 else None
    if wish is None or surroundings.lights.max() <= 0:
        return float(rng.uniform(0, 360))
    towards = -pose.camera.back
    if wish == "mirrored":
        normal = unit(pose.rotation @ np.asarray(view.direction, float))
        towards = towards - 2 * (towards @ normal) * normal
    # Unturned, the map's first column lies towards +y, and columns run clockwise.
    columns = surroundings.lights.sum(axis=(0, 2))
    angle = np.arange(len(columns)) / len(columns) * 2 * np.pi
    brightest = np.angle((columns * np.exp(1j * angle)).sum())
    wanted = np.degrees(np.arctan2(towards[1], towards[0]))
    return float((wanted - 90 + np.degrees(brightest) + rng.normal(0, 12)) % 360)


def _relative(shot: Shot) -> str:
    """A design of another kind in the same split."""
    names = designs_of(shot.kind, shot.split)
    return names[shot.seed % len(names)]


def _focused(rng: np.random.Generator, camera: Camera, shot: Shot) -> Camera:
    """Now and then the camera focuses before or behind the device."""
    if shot.wishes.focus is not None:
        return replace(camera, focus=camera.focus * shot.wishes.focus)
    if shot.plain or rng.random() > 0.14:
        return camera
    factor = np.exp(rng.choice([-1, 1]) * rng.uniform(0.15, 0.9))
    return replace(camera, focus=float(max(camera.focus * factor, 4.0)))


def _ground(surface: Surface, rng: np.random.Generator, reach: float, *, steady: bool) -> Part:
    """The surface, its edge perhaps in view; `steady` where something of that reach lies on it."""
    half = float(rng.uniform(45, 110))
    if surface.kind in _REPEATING:
        half = float(np.clip(half, reach + 12, max(surface.size_cm, reach + 12)))
    offset = rng.uniform(-0.4, 0.4, 2) * surface.size_cm
    laid = lay(surface, half, rng, reach, (float(offset[0]), float(offset[1])))
    room = max(0.0, half - reach - 2) if steady else half * 0.3
    turn = rng.uniform(0, 2 * np.pi)
    axes = np.array([[np.cos(turn), -np.sin(turn), 0], [np.sin(turn), np.cos(turn), 0], [0, 0, 1]])
    shift = rng.uniform(-0.7, 0.7, 2) * room
    return laid.moved(axes, axes @ np.array([*shift, 0.0]))


def _hand(
    rng: np.random.Generator, thing: Thing, pose: Pose, view: str, *, over: bool
) -> list[Part]:
    points = thing.vertices()
    low, high = points.min(0), points.max(0)
    size = tuple(float(side) for side in high - low)
    centre = ((low + high) / 2).astype(float)
    # A hand that shows the other side lies over this one.
    fingers = hold(rng, (size[0], size[1], size[2]), _BEHIND.get(view, "back") if over else view)
    if over:
        centre = centre + _outward(fingers) * rng.uniform(0, 0.3) * min(size[0], size[1])
    return [part.moved(np.eye(3), centre).moved(pose.rotation, pose.offset) for part in fingers]


def _outward(fingers: Sequence[Part]) -> NDArray[np.float64]:
    """Along the device, away from its middle to where the hand comes from."""
    x, y, _ = all_vertices(fingers).mean(0)
    return np.array([x, y, 0.0]) / max(1e-6, float(np.hypot(x, y)))


def _neighbour(shot: Shot, rng: np.random.Generator, reach: float) -> list[Part]:
    """A second device beside the first, as scenery."""
    other = build(_relative(replace(shot, seed=int(rng.integers(2**31)))), rng)
    points = other.vertices()
    turn = rng.uniform(0, 2 * np.pi)
    axes = np.array([[np.cos(turn), -np.sin(turn), 0], [np.sin(turn), np.cos(turn), 0], [0, 0, 1]])
    away = rng.uniform(0, 2 * np.pi)
    distance = reach + float(np.linalg.norm(np.ptp(points[:, :2], axis=0))) / 2 + rng.uniform(0, 3)
    offset = np.array([np.cos(away) * distance, np.sin(away) * distance, -points[:, 2].min()])
    return [
        replace(part, name=f"neighbour {part.name}", layer="scenery")
        for part in other.moved(axes, offset).parts
    ]


def _lamps(rng: np.random.Generator, camera: Camera, white: float, shot: Shot) -> tuple[Lamp, ...]:
    lamps = []
    target = camera.position - camera.back * camera.focus
    by_chance = not shot.plain and rng.random() < 0.07
    if by_chance if shot.wishes.flash is None else shot.wishes.flash:
        side = rng.choice([-1, 1])
        place = camera.position + camera.right * 1.3 * side - camera.up * 0.6 + camera.back * 0.05
        strength = white * float(rng.uniform(800, 4000)) * (camera.focus / 20) ** 2
        lamps.append(Lamp("flash", place, target, 0.45, 0.45, (strength,) * 3))
    if rng.random() < (0.08 if shot.plain else 0.2):
        direction = np.array([*rng.standard_normal(2), rng.uniform(0.4, 2)])
        place = direction / np.linalg.norm(direction) * rng.uniform(40, 90)
        strength = white * float(rng.uniform(5, 40))
        width, height = rng.uniform(8, 36), rng.uniform(8, 50)
        lamps.append(
            Lamp("soft box", place, np.zeros(3), float(width), float(height), (strength,) * 3)
        )
    return tuple(lamps)


def _empty(
    rng: np.random.Generator, surroundings: Surroundings, surface: Surface, shot: Shot
) -> Stage:
    """A photo without a device: a table, what lies on it, a room."""
    tilt, turn = np.radians(rng.uniform(-5, 75)), rng.uniform(0, 2 * np.pi)
    back = np.array([np.cos(turn) * np.cos(tilt), np.sin(turn) * np.cos(tilt), np.sin(tilt)])
    up = np.array([0.0, 0.0, 1.0]) - back * back[2]
    up = up / np.linalg.norm(up)
    distance = float(rng.uniform(14, 60))
    aspect = float(rng.choice([3 / 4, 4 / 3, 1.0]))
    centre = np.array([*rng.uniform(-6, 6, 2), rng.uniform(0, 6)])
    position = centre + back * distance
    position[2] = max(position[2], 2.0)
    camera = Camera(
        position, np.cross(up, back), up, back, float(rng.uniform(40, 68)), aspect, 0.15, distance
    )
    white = float(surroundings.radiance[: len(surroundings.radiance) // 2].mean())
    parts = [_ground(surface, rng, 10.0, steady=False)]
    for _ in range(int(rng.integers(1, 4))):
        parts += clutter(rng, float(rng.uniform(0, 8)))
    scene = Scene(
        tuple(_unique(parts)),
        surroundings.radiance,
        surroundings.lights,
        float(rng.uniform(0, 360)),
        _lamps(rng, camera, white, shot),
        white,
        camera,
    )
    return Stage(scene, None, None, surface.kind, surroundings, False, 0)


def _unique(parts: list[Part]) -> list[Part]:
    return [replace(part, name=f"{index} {part.name}") for index, part in enumerate(parts)]
