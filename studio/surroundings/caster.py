"""A small ray caster: what one sees all around from one point, as a latitude-longitude picture.

Lengths in metres, the eye at the origin, z up; rows run from the zenith down, columns once round.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.float32]
Vector = NDArray[np.float64]

HEIGHT = 384


def directions(height: int = HEIGHT) -> Picture:
    """Unit vectors of all pixels: H×2H×3."""
    polar = (np.arange(height, dtype=np.float32) + 0.5) * np.float32(np.pi / height)
    around = (np.arange(2 * height, dtype=np.float32) + 0.5) * np.float32(np.pi / height)
    sine = np.sin(polar)[:, None]
    return np.stack(
        [
            sine * np.cos(around),
            sine * np.sin(around),
            np.broadcast_to(np.cos(polar)[:, None], (height, 2 * height)),
        ],
        axis=-1,
    ).astype(np.float32)


@dataclass(frozen=True)
class _Source:
    """A point that lights the room: where, how much of each colour, and where it faces."""

    place: Vector
    power: Picture
    facing: Vector | None


@dataclass
class View:
    """What is seen so far; things are added in any order, the nearer hides the farther."""

    rays: Picture = field(default_factory=directions)

    def __post_init__(self) -> None:
        shape = self.shape = (self.rays.shape[0], self.rays.shape[1])
        self.distance = np.full(shape, np.inf, np.float32)
        self.albedo = np.zeros((*shape, 3), np.float32)
        self.glow = np.zeros((*shape, 3), np.float32)
        self.normal = np.zeros((*shape, 3), np.float32)
        self.is_light = np.zeros(shape, bool)
        self.grain: Picture | None = None
        self.sources: list[_Source] = []

    def sheet(
        self,
        corner: Vector,
        across: Vector,
        down: Vector,
        albedo: Picture,
        glow: Picture | None = None,
        opaque: Picture | None = None,
        *,
        light: bool = False,
    ) -> None:
        """A parallelogram from its top left corner, with pictures laid on it.

        `glow` is its own radiance, `opaque` below 0.5 is a hole, `light` counts it as a source.
        """
        normal = np.cross(across, down)
        normal = normal / np.linalg.norm(normal)
        if normal @ corner > 0:
            normal = -normal
        facing = _dot(self.rays, normal)
        with np.errstate(divide="ignore", invalid="ignore"):
            distance = np.float32(normal @ corner) / facing
        hit = np.nonzero((facing < -1e-5) & (distance > 1e-3) & (distance < self.distance))
        if not hit[0].size:
            return
        points = self.rays[hit] * distance[hit][:, None] - corner.astype(np.float32)
        gram = np.array([[across @ across, across @ down], [across @ down, down @ down]])
        place = points @ (np.linalg.inv(gram) @ np.stack([across, down])).T.astype(np.float32)
        inside = np.all((place >= 0) & (place < 1), axis=1)
        rows, columns = hit[0][inside], hit[1][inside]
        u, v = place[inside, 0], place[inside, 1]
        if opaque is not None:
            keep = _sample(opaque, u, v) > 0.5
            rows, columns, u, v = rows[keep], columns[keep], u[keep], v[keep]
        self.distance[rows, columns] = distance[rows, columns]
        self.albedo[rows, columns] = _sample(albedo, u, v)
        self.glow[rows, columns] = 0 if glow is None else _sample(glow, u, v)
        self.normal[rows, columns] = normal
        self.is_light[rows, columns] = light

    def box(
        self,
        centre: Vector,
        size: Vector,
        turn: float,
        albedo: Picture | tuple[float, float, float],
    ) -> None:
        """A box about its centre, turned about z by an angle in radians."""
        cosine, sine = np.cos(turn), np.sin(turn)
        spin = np.array([[cosine, sine, 0], [-sine, cosine, 0], [0, 0, 1]], np.float32)
        eye = -(spin @ centre.astype(np.float32))
        half = size.astype(np.float32) / 2
        # Only rays that pass near its bounding ball are worth a look.
        reach = float(np.linalg.norm(half))
        ahead = _dot(self.rays, centre)
        passing = (ahead > -reach) & (float(centre @ centre) - ahead * ahead < reach**2)
        passing &= ahead - reach < self.distance
        where = np.nonzero(passing)
        if not where[0].size:
            return
        rays = self.rays[where] @ spin.T
        with np.errstate(divide="ignore", invalid="ignore"):
            low, high = (-half - eye) / rays, (half - eye) / rays
        near, far = np.minimum(low, high), np.maximum(low, high)
        enter = np.maximum(np.maximum(near[:, 0], near[:, 1]), near[:, 2])
        leave = np.minimum(np.minimum(far[:, 0], far[:, 1]), far[:, 2])
        keep = (enter < leave) & (enter > 1e-3) & (enter < self.distance[where])
        if not keep.any():
            return
        hit = (where[0][keep], where[1][keep])
        near, enter, rays = near[keep], enter[keep], rays[keep]
        axis = near.argmax(-1)
        local = np.zeros((len(axis), 3), np.float32)
        local[np.arange(len(axis)), axis] = -np.sign(rays[np.arange(len(axis)), axis])
        self.distance[hit] = enter
        colour = np.asarray(albedo, np.float32)
        if colour.ndim == 3:
            points = (rays * enter[:, None] + eye) / size.astype(np.float32) + 0.5
            u = np.where(axis == 0, points[:, 1], points[:, 0])
            v = np.where(axis == 2, points[:, 1], 1 - points[:, 2])
            self.albedo[hit] = _sample(colour, u, v)
        else:
            self.albedo[hit] = colour
        self.glow[hit] = 0
        self.normal[hit] = local @ spin
        self.is_light[hit] = False

    def ball(
        self,
        centre: Vector,
        radii: Vector,
        albedo: tuple[float, float, float] | Picture,
        glow: Picture | None = None,
        *,
        light: bool = False,
        rough: Picture | None = None,
    ) -> None:
        """An ellipsoid, of one `glow` (3 floats); `rough`, H×2H, roughens its outline."""
        scaled = np.asarray(self.rays / radii.astype(np.float32), np.float32)
        eye = np.asarray(-(centre / radii), np.float32)
        a = _dot(scaled, scaled)
        b = _dot(scaled, eye)
        limit = np.float32(1.0) if rough is None else 1 + rough
        root = b * b - a * (float(eye @ eye) - limit)
        with np.errstate(invalid="ignore"):
            distance = (-b - np.sqrt(root)) / a
        hit = (root > 0) & (distance > 1e-3) & (distance < self.distance)
        if not hit.any():
            return
        points = self.rays[hit] * distance[hit][:, None] - centre.astype(np.float32)
        normal = points / radii.astype(np.float32) ** 2
        self.distance[hit] = distance[hit]
        self.albedo[hit] = albedo[hit] if isinstance(albedo, np.ndarray) else albedo
        self.glow[hit] = 0 if glow is None else glow
        self.normal[hit] = normal / np.linalg.norm(normal, axis=1, keepdims=True)
        self.is_light[hit] = light

    def lit_by(self, place: Vector, power: Picture, facing: Vector | None = None) -> None:
        """Let a point shed light: radiance of a white wall one metre away, facing it."""
        self.sources.append(_Source(place, np.asarray(power, np.float32), facing))

    def finished(self, ambient: Picture | tuple[float, float, float]) -> tuple[Picture, Picture]:
        """Radiance all around, and that of the lights alone."""
        distance = np.where(np.isfinite(self.distance), self.distance, 100)
        points = self.rays * distance[..., None]
        light = np.empty_like(self.albedo)
        light[:] = np.asarray(ambient, np.float32)
        for source in self.sources:
            to_source = source.place.astype(np.float32) - points
            squared = _dot(to_source, to_source)
            away = np.sqrt(squared) + 1e-6
            cosine = np.clip(_dot(to_source, self.normal) / away, 0, 1)
            if source.facing is not None:
                cosine = cosine * np.clip(-_dot(to_source, source.facing) / away, 0, 1)
            light += (cosine / (squared + 0.08))[..., None] * source.power
        if self.grain is not None:
            light = light * self.grain[..., None]
        radiance = self.albedo * light + self.glow
        # Soft as what the camera does not focus on, and free of jagged edges.
        lights = _blurred(np.where(self.is_light[..., None], radiance, 0), 0.8)
        radiance = _blurred(np.where(self.is_light[..., None], 0, radiance), 0.8) + lights
        return radiance.astype(np.float32), lights.astype(np.float32)


def _dot(first: Picture, second: NDArray[np.floating]) -> Picture:
    """Products of vectors along the last axis; faster than a sum over three numbers."""
    one = second.astype(np.float32)
    return np.asarray(
        first[..., 0] * one[..., 0] + first[..., 1] * one[..., 1] + first[..., 2] * one[..., 2],
        np.float32,
    )


def _blurred(picture: Picture, width: float) -> Picture:
    around = np.concatenate([picture[:, -8:], picture, picture[:, :8]], axis=1)
    return np.asarray(cv2.GaussianBlur(around, (0, 0), width)[:, 8:-8], np.float32)


def _sample(picture: Picture, u: Picture, v: Picture) -> Picture:
    height, width = picture.shape[:2]
    column = np.clip((u * width).astype(np.int32), 0, width - 1)
    row = np.clip((v * height).astype(np.int32), 0, height - 1)
    return np.asarray(picture[row, column], np.float32)


def above(place: Vector, height: float) -> Vector:
    """The point so much higher."""
    return np.asarray(place + np.array([0.0, 0.0, height]), float)


def flat(red: float, green: float, blue: float) -> Picture:
    """A picture of one colour."""
    return np.array([[[red, green, blue]]], np.float32)
