"""Soft bodies: smooth unions of round shapes, as distances on a grid, made into a mesh.

The mesh is by naive surface nets: one corner in each cell that the surface crosses (S. Gibson,
"Constrained elastic surface nets", 1998).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Field = NDArray[np.float32]
Point = NDArray[np.float64]


@dataclass(frozen=True)
class Cone:
    """The hull of two balls; `flat` below 1 squeezes it along `across` (unit vector)."""

    start: Point
    end: Point
    start_radius: float
    end_radius: float
    across: Point | None = None
    flat: float = 1.0


@dataclass(frozen=True)
class Grid:
    """Places at which distances are known.

    Attributes
    ----------
    points : X×Y×Z×3 float32
    origin : 3 floats
    step : float
    """

    points: Field
    origin: Point
    step: float


def grid(low: Point, high: Point, step: float) -> Grid:
    """A grid over a box."""
    axes: list[NDArray[Any]] = [
        np.arange(start, end + step, step, dtype=np.float32)
        for start, end in zip(low.tolist(), high.tolist(), strict=True)
    ]
    return Grid(np.stack(np.meshgrid(*axes, indexing="ij"), -1), np.asarray(low, float), step)


def distance_to_cone(points: Field, cone: Cone) -> Field:
    """Distance to the surface, negative inside; exact enough near it."""
    start = cone.start.astype(np.float32)
    axis = (cone.end - cone.start).astype(np.float32)
    relative = points - start
    length = float(axis @ axis) + 1e-9
    share = np.clip((relative @ axis) / length, 0, 1)
    away = relative - share[..., None] * axis
    squared = np.einsum("...i,...i->...", away, away)
    if cone.across is not None and cone.flat != 1.0:
        sideways = away @ cone.across.astype(np.float32)
        squared = squared + np.float32(1 / cone.flat**2 - 1) * sideways * sideways
    radius = cone.start_radius + share * np.float32(cone.end_radius - cone.start_radius)
    return np.asarray(np.sqrt(squared) - radius, np.float32)


def smooth_minimum(first: Field, second: Field, reach: float) -> Field:
    """The lesser of two distances, rounded where they differ by less than `reach`."""
    share = np.clip(reach - np.abs(first - second), 0, None) / np.float32(reach)
    return np.asarray(np.minimum(first, second) - share * share * np.float32(reach / 4), np.float32)


def body(space: Grid, cones: Sequence[Cone], reach: float, margin: float = 1.2) -> Field:
    """Distance to the smooth union of cones; far from all of them it is just large."""
    total = np.full(space.points.shape[:3], 10.0, np.float32)
    for cone in cones:
        radius = max(cone.start_radius, cone.end_radius) + margin
        low = np.minimum(cone.start, cone.end) - radius
        high = np.maximum(cone.start, cone.end) + radius
        first = np.clip((low - space.origin) // space.step, 0, total.shape).astype(int)
        last = np.clip((high - space.origin) // space.step + 2, 0, total.shape).astype(int)
        box = tuple(slice(int(a), int(b)) for a, b in np.stack([first, last], 1))
        if any(part.start >= part.stop for part in box):
            continue
        total[box] = smooth_minimum(total[box], distance_to_cone(space.points[box], cone), reach)
    return total


def distance_to_box(points: Field, half: Point) -> Field:
    """Distance to a box about the origin, negative inside."""
    outside = np.abs(points) - half.astype(np.float32)
    return np.asarray(
        np.linalg.norm(np.maximum(outside, 0), axis=-1) + np.minimum(outside.max(-1), 0),
        np.float32,
    )


def mesh(space: Grid, field: Field) -> tuple[Field, Field, NDArray[np.uint32]]:
    """Corners and normals (N×3) and faces (M×3) of the surface where the distance is 0."""
    inside = field < 0
    cells = np.stack(
        [
            inside[i : i - 1 or None, j : j - 1 or None, k : k - 1 or None]
            for i in (0, 1)
            for j in (0, 1)
            for k in (0, 1)
        ]
    )
    mixed = cells.any(0) & ~cells.all(0)
    places = np.argwhere(mixed)
    number = np.full(mixed.shape, -1, np.int64)
    number[tuple(places.T)] = np.arange(len(places))
    # Each corner lies at the middle of where the surface cuts its cell's edges.
    total = np.zeros((len(places), 3), np.float32)
    count = np.zeros(len(places), np.float32)
    offsets = [np.array([i, j, k]) for i in (0, 1) for j in (0, 1) for k in (0, 1)]
    for first in offsets:
        for axis in range(3):
            if first[axis]:
                continue
            second = first.copy()
            second[axis] = 1
            a = field[tuple((places + first).T)]
            b = field[tuple((places + second).T)]
            cut = (a < 0) != (b < 0)
            share = a[cut] / (a[cut] - b[cut])
            total[cut] += first + share[:, None] * (second - first)
            count[cut] += 1
    corners = (places + total / count[:, None]) * space.step + space.origin
    gradient = np.stack([np.asarray(np.gradient(field, axis=axis)) for axis in range(3)], -1)
    base = np.floor((corners - space.origin) / space.step).astype(np.int64)
    weight = ((corners - space.origin) / space.step - base).astype(np.float32)
    normals = np.zeros((len(corners), 3), np.float32)
    for offset in offsets:
        at = np.minimum(base + offset, np.array(field.shape) - 1)
        share = np.prod(np.where(offset, weight, 1 - weight), axis=1)
        normals += share[:, None] * gradient[tuple(at.T)]
    normals /= np.linalg.norm(normals, axis=1, keepdims=True) + 1e-9
    faces = []
    for axis in range(3):
        u, v = (axis + 1) % 3, (axis + 2) % 3
        turned = np.moveaxis(inside, axis, 0)
        crossing = np.argwhere(np.moveaxis(turned[:-1] != turned[1:], 0, axis))
        crossing = crossing[(crossing[:, u] > 0) & (crossing[:, v] > 0)]
        limit = np.array(mixed.shape)
        crossing = crossing[(crossing[:, u] < limit[u]) & (crossing[:, v] < limit[v])]
        step_u, step_v = np.eye(3, dtype=np.int64)[u], np.eye(3, dtype=np.int64)[v]
        quad = np.stack(
            [
                number[tuple((crossing - shift).T)]
                for shift in (step_u + step_v, step_v, 0 * step_u, step_u)
            ],
            1,
        )
        quad = quad.copy()
        flip = ~inside[tuple(crossing.T)]
        quad[flip] = quad[flip][:, ::-1]
        quad = quad[(quad >= 0).all(1)]
        faces += [quad[:, [0, 1, 2]], quad[:, [0, 2, 3]]]
    return (
        corners.astype(np.float32),
        normals.astype(np.float32),
        np.concatenate(faces).astype(np.uint32),
    )
