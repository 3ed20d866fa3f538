"""The outline of a slate-like device, measured from its mesh, and openings along it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from studio.model import Part, Thing, Vector
from studio.solids import Solid, slab, union

Box = tuple[Vector, Vector]
"""The lowest and the highest corner."""


@dataclass(frozen=True)
class Outline:
    """A rounded slab about a centre: its frame without buttons and cameras, centimetres."""

    width: float
    height: float
    radius: float
    back: float
    front: float
    centre: tuple[float, float]

    def slab(self, grow: float, bottom: float, top: float, fillet: float = 0.03) -> Solid:
        """The outline as a solid, larger all around by `grow`."""
        fillet = min(fillet, (top - bottom) / 2 - 0.002)
        solid = slab(
            self.width + 2 * grow,
            self.height + 2 * grow,
            self.radius + grow,
            bottom,
            top,
            fillet,
            fillet,
            8,
            4,
        )
        return solid.translate((*self.centre, 0))


def outline_of(thing: Thing) -> Outline | None:
    """Measure the part "frame", or None where there is none."""
    frames = [part for part in thing.parts if part.name == "frame"]
    if not frames:
        return None
    vertices = frames[0].vertices.astype(float)
    low, high = vertices.min(0), vertices.max(0)
    centre = (low + high) / 2
    width, height = high[0] - low[0], high[1] - low[1]
    flat = np.abs(vertices[:, :2] - centre[:2])
    # A rounded rectangle reaches w/2 + h/2 - r (2 - sqrt 2) along its diagonal.
    reach = float((flat[:, 0] + flat[:, 1]).max())
    radius = (width / 2 + height / 2 - reach) / (2 - np.sqrt(2))
    radius = float(np.clip(radius, 0.1, min(width, height) / 2 - 0.05))
    front = max(float(part.vertices[:, 2].max()) for part in thing.parts if _is_face(part))
    rear = [part for part in thing.parts if part.name in {"back", "frame"}]
    back = min(float(part.vertices[:, 2].min()) for part in rear)
    return Outline(
        float(width), float(height), radius, back, front, (float(centre[0]), float(centre[1]))
    )


def _is_face(part: Part) -> bool:
    return part.name == "frame" or part.layer == "screen"


def openings(thing: Thing, outline: Outline, margin: float) -> tuple[Solid, list[Box]]:
    """What a case must leave free: a solid to cut, and the buttons at the sides.

    The cameras and ports are cut out; the buttons are for the case to cover or not.
    """
    cut: list[Solid] = []
    buttons = [
        piece
        for part in thing.parts
        if any(word in part.name for word in ("button", "key", "switch", "volume", "power"))
        for piece in _pieces(part)
    ]
    for low, high in _clusters(
        [_reach(part) for part in thing.parts if _stands_behind(part, outline)], 2 * margin + 0.25
    ):
        size, middle = high - low + 2 * margin, (low + high) / 2
        hole = slab(size[0], size[1], 0.45, outline.back - 2, outline.back + 0.3, 0.001, 0.001)
        cut.append(hole.translate((middle[0], middle[1], 0)))
    for name, point in thing.landmarks.items():
        if any(word in name for word in ("port", "jack", "speaker", "microphone", "mic", "grille")):
            half = {"port": 0.62, "jack": 0.4, "speaker": 1.0, "grille": 1.0}
            wide = next((size for word, size in half.items() if word in name), 0.25)
            hole = _side_hole(point, outline, wide + margin, 0.28)
            if hole is not None:
                cut.append(hole)
    return union(cut), buttons


def _pieces(part: Part) -> list[Box]:
    """The lowest and highest corner of each connected piece of a part."""
    places, joined = np.unique(
        np.round(part.vertices.astype(float), 3), axis=0, return_inverse=True
    )
    faces = joined.ravel()[part.faces.astype(np.int64)]
    labels = np.arange(len(places))
    while True:
        before = labels.copy()
        np.minimum.at(labels, faces.ravel(), np.repeat(labels[faces].min(1), 3))
        labels = labels[labels]
        if (labels == before).all():
            break
    return [
        (places[labels == label].min(0), places[labels == label].max(0))
        for label in np.unique(labels)
    ]


def _reach(part: Part) -> Box:
    return part.vertices.min(0).astype(float), part.vertices.max(0).astype(float)


def _clusters(boxes: list[Box], gap: float) -> list[Box]:
    """Boxes as seen from behind, those nearer to each other than `gap` made one."""
    left, done = list(boxes), []
    while left:
        low, high = left.pop()
        near = [
            index
            for index, (other_low, other_high) in enumerate(left)
            if (other_low[:2] - gap < high[:2]).all() and (other_high[:2] + gap > low[:2]).all()
        ]
        if not near:
            done.append((low, high))
            continue
        joined = [left.pop(index) for index in reversed(near)]
        low = np.min([low, *(each[0] for each in joined)], axis=0)
        high = np.max([high, *(each[1] for each in joined)], axis=0)
        left.append((low, high))
    return done


def _stands_behind(part: Part, outline: Outline) -> bool:
    if part.layer != "device" or part.name in {"back", "frame", "front"}:
        return False
    behind = outline.back - float(part.vertices[:, 2].min())
    return behind > 0.015 or any(
        word in part.name for word in ("camera", "lens", "flash", "island")
    )


def _side_hole(
    point: tuple[float, float, float], outline: Outline, half: float, tall: float
) -> Solid | None:
    x, y = point[0] - outline.centre[0], point[1] - outline.centre[1]
    middle = (outline.front + outline.back) / 2
    if outline.height / 2 - abs(y) < 0.3:
        solid = slab(2 * half, 2 * tall, tall * 0.95, -1, 1, 0.001, 0.001, 6).rotate((90, 0, 0))
        return solid.translate(
            (point[0], outline.centre[1] + np.sign(y) * outline.height / 2, middle)
        )
    if outline.width / 2 - abs(x) < 0.3:
        solid = slab(2 * tall, 2 * half, tall * 0.95, -1, 1, 0.001, 0.001, 6).rotate((0, 90, 0))
        return solid.translate(
            (outline.centre[0] + np.sign(x) * outline.width / 2, point[1], middle)
        )
    return None
