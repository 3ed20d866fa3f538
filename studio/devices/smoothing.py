"""Meshing with normals weighted by area, so that a flat face stays flat up to its rounded rim.

Weighted by angle, the rim's facets tilt the normals at the edge of the flat face, and its whole
reflection bends.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from studio.model import Layer, Material, Part
from studio.solids import Solid


def smooth_part(
    name: str,
    solid: Solid,
    material: Material,
    *,
    sharp: float = 35.0,
    uv_size: tuple[float, float] | None = None,
    layer: Layer = "device",
) -> Part:
    """Mesh a solid as `studio.solids.part` does, with normals weighted by area."""
    mesh = solid.to_mesh()
    vertices = np.asarray(mesh.vert_properties)[:, :3].astype(np.float64)
    faces = np.asarray(mesh.tri_verts).astype(np.int64)
    corners, normals, indices = _split(vertices, faces, sharp)
    placed = vertices[corners]
    uv = None
    if uv_size is not None:
        width, height = uv_size
        across, down = placed[:, 0] / width + 0.5, 0.5 - placed[:, 1] / height
        uv = np.stack([across, down], axis=1).astype(np.float32)
    return Part(
        name,
        placed.astype(np.float32),
        normals.astype(np.float32),
        indices.astype(np.uint32),
        material,
        uv,
        layer,
    )


def _split(
    vertices: NDArray[np.float64], faces: NDArray[np.int64], sharp: float
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.int64]]:
    """The vertex of each new corner, its normal, and the faces by new corners."""
    triangles = vertices[faces]
    areas = np.cross(triangles[:, 1] - triangles[:, 0], triangles[:, 2] - triangles[:, 0])
    sizes = np.linalg.norm(areas, axis=1, keepdims=True)
    directions = areas / np.maximum(sizes, 1e-12)
    flat = faces.ravel()
    order = np.argsort(flat, kind="stable")
    owner = order // 3  # the face of each corner, corners sorted by vertex
    _, start, count = np.unique(flat[order], return_index=True, return_counts=True)
    repeats = np.repeat(count, count)
    first = np.repeat(np.repeat(start, count), repeats)
    here = np.repeat(np.arange(len(order)), repeats)
    running = np.arange(len(here)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    other = owner[first + running]
    likeness = (directions[owner[here]] * directions[other]).sum(1)
    near = likeness > np.cos(np.radians(sharp))
    summed = np.stack(
        [
            np.bincount(here[near], weights=areas[other[near], axis], minlength=len(order))
            for axis in range(3)
        ],
        axis=1,
    )
    lengths = np.linalg.norm(summed, axis=1, keepdims=True)
    total = np.asarray(summed / np.maximum(lengths, 1e-12), np.float64)
    # Corners of one vertex with one normal become one again.
    rounded = np.round(total * 500).astype(np.int64) + 500
    key = ((flat[order] * 1001 + rounded[:, 0]) * 1001 + rounded[:, 1]) * 1001 + rounded[:, 2]
    _, chosen, inverse = np.unique(key, return_index=True, return_inverse=True)
    indices = np.empty(len(order), np.int64)
    indices[order] = inverse.ravel()
    return flat[order][chosen], total[chosen], indices.reshape(-1, 3)
