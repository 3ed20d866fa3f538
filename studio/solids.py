"""Solids to build devices of (by manifold3d), and their meshes.

A solid is a `manifold3d.Manifold`: add with `+`, cut with `-`, intersect with `^`, move with
`.translate((x, y, z))`, turn with `.rotate((degrees_x, degrees_y, degrees_z))`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

import manifold3d
import numpy as np
from numpy.typing import NDArray

from studio.model import Layer, Material, Part

Solid: TypeAlias = Any
"""A `manifold3d.Manifold`, which has no types."""
Points = NDArray[np.float64]


def rounded_rectangle(
    width: float, height: float, radius: float, steps: int = 10, squareness: float = 2.0
) -> Points:
    """Outline, N×2, counter-clockwise; squareness 2 is a circle's arc, above it a squircle's."""
    radius = max(min(radius, width / 2 - 1e-4, height / 2 - 1e-4), 1e-4)
    corners = [
        (width / 2 - radius, height / 2 - radius),
        (-width / 2 + radius, height / 2 - radius),
        (-width / 2 + radius, -height / 2 + radius),
        (width / 2 - radius, -height / 2 + radius),
    ]
    exponent = 2 / squareness
    outline = []
    for quarter, (x, y) in enumerate(corners):
        angle = np.linspace(0, np.pi / 2, steps) + quarter * np.pi / 2
        cosine, sine = np.cos(angle), np.sin(angle)
        outline.append(
            np.stack(
                [
                    x + radius * np.sign(cosine) * np.abs(cosine) ** exponent,
                    y + radius * np.sign(sine) * np.abs(sine) ** exponent,
                ],
                axis=1,
            )
        )
    return np.concatenate(outline)


def slab(
    width: float,
    height: float,
    radius: float,
    bottom: float,
    top: float,
    fillet_bottom: float = 0.03,
    fillet_top: float = 0.03,
    steps: int = 10,
    fillet_steps: int = 5,
    squareness: float = 2.0,
) -> Solid:
    """A rounded rectangle in x and y, from z = bottom to z = top, with rounded rims."""
    profile = [
        (fillet_bottom * (1 - np.sin(angle)), bottom + fillet_bottom * (1 - np.cos(angle)))
        for angle in np.linspace(0, np.pi / 2, fillet_steps)
    ] + [
        (fillet_top * (1 - np.sin(angle)), top - fillet_top * (1 - np.cos(angle)))
        for angle in np.linspace(np.pi / 2, 0, fillet_steps)
    ]
    # A ring inside each rim keeps the flat faces' normals straight.
    inner = min(0.05, min(width, height) / 8)
    profile = [
        (fillet_bottom + inner, bottom),
        *profile,
        (fillet_top + inner, top),
    ]
    rings = []
    for inset, z in profile:
        outline = rounded_rectangle(
            width - 2 * inset, height - 2 * inset, radius - inset, steps, squareness
        )
        rings.append(np.c_[outline, np.full(len(outline), z)])
    return loft(rings)


def loft(rings: Sequence[Points]) -> Solid:
    """The solid through rings of equally many points (N×3 each), closed at both ends."""
    count = len(rings[0])
    vertices = np.concatenate([*rings, rings[0].mean(0)[None], rings[-1].mean(0)[None]])
    here = np.arange(count)
    following = (here + 1) % count
    faces = []
    for index in range(len(rings) - 1):
        low, high = index * count, (index + 1) * count
        faces += [
            np.c_[low + here, low + following, high + following],
            np.c_[low + here, high + following, high + here],
        ]
    first, last = len(rings) * count, len(rings) * count + 1
    end = (len(rings) - 1) * count
    faces += [
        np.c_[np.full(count, first), following, here],
        np.c_[np.full(count, last), end + here, end + following],
    ]
    mesh = manifold3d.Mesh(vertices.astype(np.float32), np.concatenate(faces).astype(np.uint32))
    return manifold3d.Manifold(mesh)


def lathe(profile: Sequence[tuple[float, float]], steps: int = 40) -> Solid:
    """The solid of revolution about z of (radius, z) points from bottom to top."""
    angle = np.linspace(0, 2 * np.pi, steps, endpoint=False)
    return loft(
        [
            np.c_[
                max(radius, 1e-4) * np.cos(angle),
                max(radius, 1e-4) * np.sin(angle),
                np.full(steps, z),
            ]
            for radius, z in profile
        ]
    )


def cylinder(
    radius: float, bottom: float, top: float, steps: int = 32, fillet: float = 0.0
) -> Solid:
    """A cylinder about z, its rims bevelled by `fillet`."""
    if fillet <= 0:
        return lathe([(radius, bottom), (radius, top)], steps)
    return lathe(
        [
            (radius - fillet, bottom),
            (radius, bottom + fillet),
            (radius, top - fillet),
            (radius - fillet, top),
        ],
        steps,
    )


def box(
    size: tuple[float, float, float], centre: tuple[float, float, float] = (0.0, 0.0, 0.0)
) -> Solid:
    """A box with sharp edges."""
    return manifold3d.Manifold.cube(size, True).translate(centre)


def capsule(start: Sequence[float], end: Sequence[float], radius: float) -> Solid:
    """The hull of two equal spheres."""
    ball = manifold3d.Manifold.sphere(radius, 20)
    return manifold3d.Manifold.batch_hull(
        [ball.translate(tuple(start)), ball.translate(tuple(end))]
    )


def union(solids: Iterable[Solid]) -> Solid:
    """All of them as one."""
    return manifold3d.Manifold.batch_boolean(list(solids), manifold3d.OpType.Add)


def sweep(path: Points, outline: Points, side: Sequence[float] = (1.0, 0.0, 0.0)) -> Solid:
    """An outline (N×2: along `side`, across) led along a path (M×3) at right angles to side."""
    across = np.asarray(side, float)
    tangent = np.gradient(path, axis=0)
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True)
    normal = np.cross(tangent, across)
    rings = [
        point + outline[:, :1] * across + outline[:, 1:] * upward
        for point, upward in zip(path, normal, strict=True)
    ]
    solid = loft(rings)
    return solid if solid.volume() > 0 else loft(rings[::-1])


def part(
    name: str,
    solid: Solid,
    material: Material,
    *,
    sharp: float = 35.0,
    uv_size: tuple[float, float] | None = None,
    layer: Layer = "device",
) -> Part:
    """Mesh a solid; edges beyond `sharp` degrees stay sharp.

    `uv_size` lays the material's picture over x and y: a rectangle of that width and height
    about the origin, top edge at +y, to be read from +z.
    """
    mesh = solid.calculate_normals(0, sharp).to_mesh()
    properties = np.asarray(mesh.vert_properties)
    vertices = properties[:, :3].astype(np.float32)
    uv = None
    if uv_size is not None:
        width, height = uv_size
        uv = np.stack([vertices[:, 0] / width + 0.5, 0.5 - vertices[:, 1] / height], axis=1).astype(
            np.float32
        )
    return Part(
        name,
        vertices,
        properties[:, 3:6].astype(np.float32),
        np.asarray(mesh.tri_verts).astype(np.uint32),
        material,
        uv,
        layer,
    )


def sheet(
    name: str,
    corners: Sequence[Sequence[float]] | Sequence[NDArray[np.floating]] | NDArray[Any],
    material: Material,
    *,
    layer: Layer = "device",
    repeat: float = 1.0,
) -> Part:
    """A flat four-cornered part (top left, bottom left, bottom right, top right as it is read)."""
    vertices = np.asarray(corners, np.float32)
    normal = np.cross(vertices[1] - vertices[0], vertices[2] - vertices[0])
    normal = (normal / np.linalg.norm(normal)).astype(np.float32)
    uv = np.array([[0, 0], [0, 1], [1, 1], [1, 0]], np.float32) * repeat
    faces = np.array([[0, 1, 2], [0, 2, 3]], np.uint32)
    return Part(name, vertices, np.tile(normal, (4, 1)), faces, material, uv, layer)
