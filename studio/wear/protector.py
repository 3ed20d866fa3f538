"""A film or glass over the screen: its edge, its bubbles, its dust."""

from __future__ import annotations

import cv2
import numpy as np

from studio.model import Material, Part
from studio.solids import rounded_rectangle
from studio.wear.canvas import Canvas

_THICKNESS = 0.035


def protector(rng: np.random.Generator, canvas: Canvas, *, bubbles: bool) -> tuple[Part, ...]:
    """A clear sheet on a canvas that shows what lies below it, and its pale edge."""
    width, height = (float(np.linalg.norm(axis)) for axis in (canvas.right, canvas.down))
    margin = float(rng.uniform(0.08, 0.22))
    shift = rng.normal(0, 0.04, 2)
    turn = float(rng.normal(0, 0.006))
    colour, roughness = canvas.colour.copy(), canvas.roughness.copy()
    roughness[:] = np.maximum(roughness, float(rng.choice([0.03, 0.05, 0.3], p=[0.5, 0.35, 0.15])))
    if bubbles:
        _bubbles(rng, canvas, colour, roughness)
    material = Material(colour, roughness, 0.0, canvas.part.material.specular, canvas.emission)
    outline = rounded_rectangle(
        width - 2 * margin, height - 2 * margin, float(rng.uniform(0.15, 0.7)), 8
    )
    cosine, sine = np.cos(turn), np.sin(turn)
    outline = outline @ np.array([[cosine, -sine], [sine, cosine]]) + shift
    sheet = _sheet(canvas, outline, (width, height), material)
    rim = _rim(canvas, outline, (width, height))
    return sheet, rim


def _points(
    canvas: Canvas, outline: np.ndarray, size: tuple[float, float], lift: float
) -> np.ndarray:
    across, down = canvas.right / size[0], canvas.down / size[1]
    middle = canvas.corner + canvas.right / 2 + canvas.down / 2 + canvas.normal * lift
    return np.asarray(middle + outline[:, :1] * across + outline[:, 1:] * down)


def _oriented(vertices: np.ndarray, faces: np.ndarray, normals: np.ndarray) -> np.ndarray:
    corners = vertices[faces]
    turned = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    wrong = (turned * normals[faces[:, 0]]).sum(1) < 0
    return np.where(wrong[:, None], faces[:, ::-1], faces)


def _sheet(
    canvas: Canvas, outline: np.ndarray, size: tuple[float, float], material: Material
) -> Part:
    points = np.r_[outline, [outline.mean(0)]]
    vertices = _points(canvas, points, size, _THICKNESS)
    here = np.arange(len(outline))
    faces = np.c_[np.full(len(here), len(here)), here, np.roll(here, -1)]
    normals = np.tile(canvas.normal, (len(vertices), 1))
    return Part(
        "protector",
        vertices.astype(np.float32),
        normals.astype(np.float32),
        _oriented(vertices, faces, normals).astype(np.uint32),
        material,
        (points / size + 0.5).astype(np.float32),
        canvas.part.layer,
    )


def _rim(canvas: Canvas, outline: np.ndarray, size: tuple[float, float]) -> Part:
    """The cut edge of glass, which gathers light and looks pale."""
    count = len(outline)
    outward = outline - outline.mean(0)
    outward = outward / np.linalg.norm(outward, axis=1, keepdims=True)
    low = _points(canvas, outline + 0.05 * outward, size, 0.0)
    high = _points(canvas, outline, size, _THICKNESS + 0.0005)
    across, down = canvas.right / size[0], canvas.down / size[1]
    normals = outward[:, :1] * across + outward[:, 1:] * down + 0.6 * canvas.normal
    normals = np.tile(normals / np.linalg.norm(normals, axis=1, keepdims=True), (2, 1))
    here = np.arange(count)
    following = np.roll(here, -1)
    faces = np.concatenate(
        [
            np.c_[here, following, following + count],
            np.c_[here, following + count, here + count],
        ]
    )
    vertices = np.concatenate([low, high])
    return Part(
        "protector rim",
        vertices.astype(np.float32),
        normals.astype(np.float32),
        _oriented(vertices, faces, normals).astype(np.uint32),
        Material((0.4, 0.43, 0.43), 0.2),
        None,
        canvas.part.layer,
    )


def _bubbles(
    rng: np.random.Generator, canvas: Canvas, colour: np.ndarray, roughness: np.ndarray
) -> None:
    """Air below the film: pale blisters with a bright rim, in clusters at its edges."""
    width, height = canvas.size
    mask = np.zeros((height, width), np.uint8)
    rims = np.zeros((height, width), np.uint8)
    for _ in range(int(rng.integers(2, 7))):
        centre = rng.uniform(0, 1, 2) * (width, height)
        if rng.random() < 0.6:
            axis = int(rng.integers(2))
            centre[axis] = (width, height)[axis] * abs(rng.integers(2) - rng.uniform(0.03, 0.12))
        for _ in range(int(rng.integers(1, 9))):
            place = np.round(centre + rng.normal(0, 0.5, 2) * canvas.density).astype(int).tolist()
            radii = np.maximum(rng.exponential(0.16, 2) * canvas.density, 2).astype(int).tolist()
            angle = float(rng.uniform(0, 180))
            cv2.ellipse(mask, place, radii, angle, 0, 360, 255, -1, cv2.LINE_AA)
            cv2.ellipse(
                rims, place, radii, angle, 0, 360, int(rng.integers(90, 255)), 1, cv2.LINE_AA
            )
    blister = mask.astype(np.float32)[..., None] / 255
    rim = rims.astype(np.float32)[..., None] / 255
    colour[:] = colour + 0.06 * blister * (1 - colour) + 0.3 * rim * (1 - colour)
    roughness[:] = np.clip(roughness + 0.05 * blister[..., 0] + 0.2 * rim[..., 0], 0.02, 1)
