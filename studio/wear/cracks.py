"""Broken glass: where it was hit, how far the cracks run, and the shards between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.model import Part, Texture
from studio.paint import hsv, linear, noise
from studio.wear.canvas import Canvas

Severity = Literal["hairline", "corner", "web", "shattered"]
SEVERITIES: Final[tuple[Severity, ...]] = ("hairline", "corner", "web", "shattered")

Points = NDArray[np.float64]


@dataclass(frozen=True)
class Broken:
    """Cracks in a glass.

    Attributes
    ----------
    lines : H×W float32
        How much of the light each pixel scatters, 0 to 1.
    powder : H×W float32
        Crushed glass about the impacts, 0 to 1.
    cells : tuple of N×2 arrays
        The outlines of shards, pixels.
    impacts : N×2
        Pixels.
    """

    lines: Texture
    powder: Texture
    cells: tuple[Points, ...]
    impacts: Points


def crack(rng: np.random.Generator, canvas: Canvas, severity: Severity) -> Broken:
    """Break a glass: only a pattern, nothing is painted yet."""
    width, height = canvas.size
    scale = canvas.density
    lines = np.zeros((height, width), np.float32)
    number = {"hairline": 1, "corner": 1, "web": 1, "shattered": int(rng.integers(2, 5))}[severity]
    impacts = np.array([_impact(rng, width, height, severity) for _ in range(number)])
    cells: list[Points] = []
    powder = np.zeros((height, width), np.float32)
    for impact in impacts:
        reach = {
            "hairline": rng.uniform(0.1, 0.3),
            "corner": rng.uniform(0.8, 2.2),
            "web": rng.uniform(1.8, 4.5),
            "shattered": rng.uniform(2.5, 6.0),
        }[severity]
        rays = {"hairline": (1, 4), "corner": (6, 18), "web": (14, 34), "shattered": (12, 30)}
        _rays(rng, lines, impact, int(rng.integers(*rays[severity])), reach * scale, severity)
        if severity == "hairline":
            continue
        crowd = min(260, int(12 * reach**1.5) + 14)
        spread = rng.exponential(0.42, crowd) * reach * scale
        angle = rng.uniform(0, 2 * np.pi, crowd)
        seeds = impact + np.stack([np.cos(angle), np.sin(angle)], 1) * spread[:, None]
        found = _voronoi(seeds, width, height)
        near = [cell for cell in found if np.linalg.norm(cell.mean(0) - impact) < reach * scale]
        for cell in near:
            strength = float(rng.uniform(0.15, 0.95))
            _polyline(lines, cell, strength, closed=True)
        cells += near
        _crush(rng, powder, impact, reach * scale * rng.uniform(0.15, 0.5))
    # No crack scatters evenly along its length.
    grain = np.clip(0.65 + 0.45 * noise(rng, height, width, 5, 12), 0.05, 1)
    return Broken(np.clip(lines * grain, 0, 1), powder, tuple(cells), impacts)


def _impact(rng: np.random.Generator, width: int, height: int, severity: Severity) -> Points:
    """Glass breaks at corners first, then at edges, seldom in the middle."""
    where = rng.random()
    x, y = rng.uniform(0.1, 0.9), rng.uniform(0.05, 0.95)
    if where < 0.55 or severity == "corner":
        x, y = (
            abs(rng.integers(2) - rng.uniform(0, 0.12)),
            abs(rng.integers(2) - rng.uniform(0, 0.07)),
        )
    elif where < 0.85:
        x = abs(rng.integers(2) - rng.uniform(0, 0.1))
    return np.array([x * width, y * height])


def _rays(
    rng: np.random.Generator,
    lines: Texture,
    impact: Points,
    number: int,
    reach: float,
    severity: Severity,
) -> None:
    height, width = lines.shape
    inward = np.arctan2(height / 2 - impact[1], width / 2 - impact[0])
    open_angle = np.pi * (1.1 if severity != "hairline" else 0.5)
    longest = {"hairline": 0.55, "corner": 0.3, "web": 0.7, "shattered": 0.8}[severity]
    for index in range(number):
        angle = inward + open_angle * ((index + rng.uniform(0.1, 0.9)) / number - 0.5)
        length = min(
            reach * (1 + float(rng.exponential(1.2))), longest * float(np.hypot(width, height))
        )
        if severity == "hairline":
            length = float(rng.uniform(0.12, longest)) * height
        _walk(rng, lines, impact, angle, length, float(rng.uniform(0.35, 1.0)), 2)


def _walk(
    rng: np.random.Generator,
    lines: Texture,
    start: Points,
    angle: float,
    length: float,
    strength: float,
    generations: int,
) -> None:
    """A crack that wanders, bends and forks."""
    step = max(6.0, length / 24)
    bend = float(rng.normal(0, 0.02))
    point, points = start.copy(), [start.copy()]
    for _ in range(int(length / step)):
        angle += bend + float(rng.normal(0, 0.06))
        point = point + step * np.array([np.cos(angle), np.sin(angle)])
        points.append(point)
        if generations and rng.random() < 0.06:
            fork = angle + float(rng.choice([-1, 1]) * rng.uniform(0.3, 0.9))
            _walk(rng, lines, point, fork, length * 0.4, strength * 0.8, generations - 1)
    drawn = np.array(points)
    half = len(drawn) // 2
    _polyline(lines, drawn[: half + 1], strength)
    _polyline(lines, drawn[half:], strength * 0.6)


def _polyline(lines: Texture, points: Points, strength: float, *, closed: bool = False) -> None:
    if len(points) < 2:
        return
    fixed = np.round(points * 16).astype(np.int32).reshape(-1, 1, 2)
    fresh = np.zeros(lines.shape, np.uint8)
    x, y, wide, tall = cv2.boundingRect(np.round(points).astype(np.int32).reshape(-1, 1, 2))
    left, top = max(x - 2, 0), max(y - 2, 0)
    right, bottom = min(x + wide + 2, lines.shape[1]), min(y + tall + 2, lines.shape[0])
    if right <= left or bottom <= top:
        return
    fresh = np.zeros((bottom - top, right - left), np.uint8)
    fixed = fixed - np.array([left, top], np.int32) * 16
    cv2.polylines(fresh, [fixed], closed, int(255 * strength), 1, cv2.LINE_AA, 4)
    window = lines[top:bottom, left:right]
    np.maximum(window, fresh.astype(np.float32) / 255, out=window)


def _voronoi(seeds: Points, width: int, height: int) -> list[Points]:
    inside = seeds[
        (seeds[:, 0] > 1)
        & (seeds[:, 0] < width - 2)
        & (seeds[:, 1] > 1)
        & (seeds[:, 1] < height - 2)
    ]
    division = cv2.Subdiv2D((0, 0, width, height))
    for x, y in inside:
        division.insert((float(x), float(y)))
    facets, _ = division.getVoronoiFacetList([])
    return [np.asarray(facet, np.float64) for facet in facets]


def _crush(rng: np.random.Generator, powder: Texture, impact: Points, radius: float) -> None:
    """Crushed glass: many short bright strokes, most of them near the impact."""
    number = int(np.clip(radius**1.5, 40, 1100))
    angle = rng.uniform(0, 2 * np.pi, number)
    apart = rng.exponential(radius * 0.5, number)
    middle = impact + np.stack([np.cos(angle), np.sin(angle)], 1) * apart[:, None]
    turn = angle + rng.choice([0, np.pi / 2], number) + rng.normal(0, 0.5, number)
    half = rng.uniform(1, 6, number)[:, None] * np.stack([np.cos(turn), np.sin(turn)], 1) / 2
    ends = np.round(np.stack([middle - half, middle + half], 1) * 16).astype(np.int32)
    drawn = np.zeros(powder.shape, np.uint8)
    for end, strength in zip(ends, rng.integers(70, 230, number), strict=True):
        cv2.line(drawn, end[0].tolist(), end[1].tolist(), int(strength), 1, cv2.LINE_AA, 4)
    np.maximum(powder, drawn.astype(np.float32) / 255, out=powder)


def paint_cracks(rng: np.random.Generator, canvas: Canvas, broken: Broken) -> None:
    """Lay the cracks on a canvas: bright where they scatter, rough, dark over a lit screen."""
    bright = float(rng.uniform(0.25, 0.75))
    dirty = rng.random() < 0.25  # old cracks fill with dust
    ink = np.array([bright, bright * 0.93, bright * 0.82] if dirty else [bright] * 3, np.float32)
    amount = np.clip(broken.lines + broken.powder, 0, 1)[..., None]
    canvas.colour[:] = canvas.colour * (1 - amount) + ink * amount
    canvas.roughness[:] = np.maximum(canvas.roughness, 0.55 * amount[..., 0])
    if canvas.emission is not None:
        canvas.emission[:] *= 1 - 0.75 * amount


def break_display(rng: np.random.Generator, canvas: Canvas, broken: Broken) -> None:
    """A lit screen that broke below its glass: black blots and stuck columns of pixels."""
    if canvas.emission is None:
        return
    height, width = canvas.emission.shape[:2]
    rows, columns = np.mgrid[:height, :width].astype(np.float32)
    rough = 1 + 0.35 * noise(rng, height, width, 4, 5)
    for impact in broken.impacts[:2]:
        radius = float(rng.uniform(0.08, 0.4)) * height * 0.6
        apart = np.hypot(columns - impact[0], rows - impact[1]) / (radius * np.clip(rough, 0.3, 2))
        fade = 1 / (1 + np.exp(np.clip((apart - 1) * 30, -30, 30)))
        canvas.emission[:] *= (1 - 0.985 * fade)[..., None]
    lit = canvas.emission.max(2) > 0.002
    for _ in range(int(rng.integers(0, 14))):
        x = int(np.clip(broken.impacts[0][0] + rng.normal(0, 0.25) * width, 0, width - 3))
        colour = linear(hsv(float(rng.uniform()), float(rng.choice([0, 1, 1])), 1.0))
        column = slice(x, x + int(rng.integers(1, 4)))
        shown = lit[:, column] | (rng.random() < 0.3)
        start, end = (0, height) if rng.random() < 0.6 else sorted(rng.integers(0, height, 2))
        shown[:start] = shown[end:] = False
        margin = height // 40
        shown[:margin] = shown[-margin:] = False
        canvas.emission[:, column][shown] = colour


def shards(rng: np.random.Generator, canvas: Canvas, broken: Broken, name: str) -> Part | None:
    """The shards as flat pieces just above the glass, each mirroring a little elsewhere."""
    width, height = canvas.size
    margin = 0.3 * canvas.density
    vertices: list[NDArray[np.float64]] = []
    normals: list[NDArray[np.float64]] = []
    faces: list[NDArray[np.int64]] = []
    places: list[NDArray[np.float64]] = []
    count = 0
    across = canvas.right / np.linalg.norm(canvas.right)
    along = canvas.down / np.linalg.norm(canvas.down)
    corner = 1.1 * canvas.density
    for cell in broken.cells:
        inside = (cell > margin).all() and (cell < np.array([width, height]) - margin).all()
        from_corner = np.minimum(cell, np.array([width, height]) - cell).max(1)
        if not inside or (from_corner < corner).any():
            continue
        tilt = rng.normal(0, 0.022, 2)
        normal = canvas.normal + tilt[0] * across + tilt[1] * along
        corners = np.array([canvas.place(x, y, 0.003) for x, y in cell])
        vertices.append(corners)
        normals.append(np.tile(normal / np.linalg.norm(normal), (len(cell), 1)))
        places.append(cell / (width, height))
        fan = np.arange(1, len(cell) - 1)
        triangles = np.c_[np.zeros_like(fan), fan, fan + 1] + count
        turned = np.cross(corners[1] - corners[0], corners[2] - corners[0]) @ canvas.normal
        faces.append(triangles if turned > 0 else triangles[:, ::-1])
        count += len(cell)
    if not faces:
        return None
    return Part(
        name,
        np.concatenate(vertices).astype(np.float32),
        np.concatenate(normals).astype(np.float32),
        np.concatenate(faces).astype(np.uint32),
        canvas.material(),
        np.concatenate(places).astype(np.float32),
        canvas.part.layer,
    )
