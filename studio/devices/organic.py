"""Solids without edges (grips, ear cups): fields positive inside, and their meshes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import manifold3d
import numpy as np
from numpy.typing import NDArray

from studio.solids import Solid

Grid = NDArray[np.float32]
Field = Callable[[Grid, Grid, Grid], Grid]
"""Of x, y, z (centimetres) to about the depth below the surface, centimetres; negative outside."""

Point = tuple[float, float, float]

_CORNERS = [(i, j, k) for i in (0, 1) for j in (0, 1) for k in (0, 1)]
_EDGES = [
    (first, second)
    for index, first in enumerate(_CORNERS)
    for second in _CORNERS[index + 1 :]
    if sum(abs(a - b) for a, b in zip(first, second, strict=True)) == 1
]


def rounded_box(centre: Point, half: Point, power: float = 4.0) -> Field:
    """A superellipsoid: an ellipsoid at power 2, nearly a box at 8."""

    def field(x: Grid, y: Grid, z: Grid) -> Grid:
        total = sum(
            np.abs((value - middle) / size) ** power
            for value, middle, size in zip((x, y, z), centre, half, strict=True)
        )
        return np.asarray((1 - total ** (1 / power)) * min(half), np.float32)

    return field


def rod(start: Point, end: Point, radii: tuple[float, float], flatness: float = 1.0) -> Field:
    """From one ball to another; flatness below 1 presses it together in z."""
    first, second = np.asarray(start, float), np.asarray(end, float)
    along = second - first
    along[2] /= flatness
    length = float(along @ along)

    def field(x: Grid, y: Grid, z: Grid) -> Grid:
        offset = (x - first[0], y - first[1], (z - first[2]) / flatness)
        share = np.clip(sum(o * a for o, a in zip(offset, along, strict=True)) / length, 0, 1)
        apart = np.sqrt(sum((o - share * a) ** 2 for o, a in zip(offset, along, strict=True)))
        return np.asarray(radii[0] + share * (radii[1] - radii[0]) - apart, np.float32)

    return field


def merged(fields: Sequence[Field], softness: float) -> Field:
    """All of them, the creases between filled over about `softness` centimetres."""

    def field(x: Grid, y: Grid, z: Grid) -> Grid:
        values = np.stack([each(x, y, z) for each in fields]) / softness
        highest = values.max(0)
        total = np.log(np.exp(np.maximum(values - highest, -30)).sum(0))
        return np.asarray((highest + total) * softness, np.float32)

    return field


def surface(field: Field, x: float, y: float, reach: float = 5.0, *, far: bool = False) -> float:
    """The highest z of the solid at a place (with `far`, the lowest); 0 where there is none."""
    depth = np.linspace(-reach, reach, 801, dtype=np.float32)
    inside = field(np.full_like(depth, x), np.full_like(depth, y), depth) > 0
    if not inside.any():
        return 0.0
    return float(depth[inside][0 if far else -1])


def grown(shape: Solid, by: float) -> Solid:
    """A smooth solid with its surface moved outward by a little, centimetres."""
    mesh = shape.calculate_normals(0, 180).to_mesh()
    properties = np.asarray(mesh.vert_properties)
    vertices = properties[:, :3] + by * properties[:, 3:6]
    return manifold3d.Manifold(
        manifold3d.Mesh(
            np.ascontiguousarray(vertices, np.float32), np.array(mesh.tri_verts, np.uint32)
        )
    )


def solid(field: Field, half: Point, cell: float = 0.25) -> Solid:
    """Mesh a field by surface nets (S. Gibson, 1998).

    Parameters
    ----------
    field : Field
    half : 3 floats
        The box about the origin to look in, from -half to half.
    cell : float
        Size of the grid, centimetres.
    """
    axes = [np.arange(-size - cell, size + 1.5 * cell, cell, dtype=np.float32) for size in half]
    grid = np.meshgrid(*axes, indexing="ij", sparse=False)
    values = field(*grid)
    for axis in range(3):  # closed at the box
        index: list[slice | list[int]] = [slice(None)] * 3
        index[axis] = [0, -1]
        values[tuple(index)] = np.minimum(values[tuple(index)], -cell / 2)
    values = np.where(values == 0, -1e-6, values)
    shape = [size - 1 for size in values.shape]

    def corner(offset: Sequence[int]) -> Grid:
        return values[tuple(slice(o, o + s) for o, s in zip(offset, shape, strict=True))]

    total = np.zeros((*shape, 3), np.float32)
    count = np.zeros(shape, np.float32)
    for first, second in _EDGES:
        low, high = corner(first), corner(second)
        crossing = (low > 0) != (high > 0)
        share = np.where(crossing, low / np.where(crossing, low - high, 1), 0)
        for axis in range(3):
            place = first[axis] + share * (second[axis] - first[axis])
            total[..., axis] += np.where(crossing, place, 0)
        count += crossing
    active = count > 0
    number = np.full(shape, -1, np.int64)
    number[active] = np.arange(int(active.sum()))
    base = np.stack(np.nonzero(active), axis=1)
    vertices = base + total[active] / count[active][:, None]
    vertices = vertices * cell + np.array([axis[0] for axis in axes])
    faces = []
    for axis in range(3):
        start = np.moveaxis(values, axis, 0)[:-1, 1:-1, 1:-1] > 0
        end = np.moveaxis(values, axis, 0)[1:, 1:-1, 1:-1] > 0
        cells = np.moveaxis(number, axis, 0)
        around = np.stack(
            [cells[:, :-1, :-1], cells[:, 1:, :-1], cells[:, 1:, 1:], cells[:, :-1, 1:]], axis=-1
        )
        # Moving an axis to the front keeps handedness for x and z, and turns it for y.
        outward, inward = (start & ~end), (end & ~start)
        if axis == 1:
            outward, inward = inward, outward
        for quads in (around[outward], around[inward][:, ::-1]):
            faces += [quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]]
    mesh = manifold3d.Mesh(vertices.astype(np.float32), np.concatenate(faces).astype(np.uint32))
    made = manifold3d.Manifold(mesh)
    if made.is_empty():
        raise ValueError(f"expected a field with a closed surface, got {made.status()}")
    return made
