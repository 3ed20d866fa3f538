"""Dented corners, and chips where the paint has gone from the edges."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from studio.model import Material, Part
from studio.solids import rounded_rectangle


def dent(rng: np.random.Generator, frame: Part, number: int) -> Part:
    """The frame with some of its corners knocked in."""
    vertices = frame.vertices.astype(float)
    low, high = vertices.min(0), vertices.max(0)
    centre = (low + high) / 2
    normals = frame.normals.astype(float)
    for _ in range(number):
        side = rng.choice([-1, 1], 3)
        corner = centre + side * (high - low) / 2
        impact = vertices[np.argmin(np.linalg.norm(vertices - corner, axis=1))]
        radius = float(rng.uniform(0.25, 0.7))
        depth = float(rng.uniform(0.02, 0.07))
        apart = np.linalg.norm(vertices - impact, axis=1)
        amount = np.clip(1 - apart / radius, 0, 1)
        inward = (centre - impact) / np.linalg.norm(centre - impact)
        vertices = vertices + (amount * depth)[:, None] * inward
        normals = normals + (amount * 0.9)[:, None] * rng.normal(0, 0.35, normals.shape)
    normals /= np.linalg.norm(normals, axis=1, keepdims=True) + 1e-9
    return replace(frame, vertices=vertices.astype(np.float32), normals=normals.astype(np.float32))


def chips(rng: np.random.Generator, frame: Part, number: int, name: str) -> Part:
    """Small ragged flakes on the frame's edges that show bare metal or primer."""
    vertices = frame.vertices.astype(float)
    centre = (vertices.min(0) + vertices.max(0)) / 2
    far = np.linalg.norm((vertices - centre)[:, :2], axis=1)
    likely = np.exp((far - far.max()) / 1.5)  # corners hit the ground first
    chosen = rng.choice(len(vertices), number, p=likely / likely.sum())
    all_vertices, all_normals, all_faces = [], [], []
    for index, vertex in enumerate(chosen):
        normal = frame.normals[vertex].astype(float)
        normal /= np.linalg.norm(normal) + 1e-9
        helper = np.array([0.0, 0.0, 1.0]) if abs(normal[2]) < 0.8 else np.array([1.0, 0.0, 0.0])
        across = np.cross(normal, helper)
        across /= np.linalg.norm(across) + 1e-9
        upward = np.cross(normal, across)
        size = float(rng.uniform(0.03, 0.11))
        outline = rounded_rectangle(size * 2, size, size * 0.5, 3)
        outline = outline * rng.uniform(0.5, 1.1, (len(outline), 1))
        points = np.r_[outline, [[0.0, 0.0]]]
        place = vertices[vertex] + 0.004 * normal
        all_vertices.append(place + points[:, :1] * across + points[:, 1:] * upward)
        all_normals.append(np.tile(normal, (len(points), 1)))
        here = np.arange(len(outline))
        fan = np.c_[np.full(len(here), len(here)), here, np.roll(here, -1)]
        all_faces.append(fan + index * len(points))
    metal = rng.random() < 0.6
    tone = float(rng.uniform(0.4, 0.7) if metal else rng.uniform(0.02, 0.4))
    return Part(
        name,
        np.concatenate(all_vertices).astype(np.float32),
        np.concatenate(all_normals).astype(np.float32),
        np.concatenate(all_faces).astype(np.uint32),
        Material((tone, tone, tone), 0.45, 1.0 if metal else 0.0),
    )
