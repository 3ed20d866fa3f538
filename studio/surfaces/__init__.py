"""What a device lies on: tables, cloth, paper, floors, the ground."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.model import Material, Part
from studio.paint import linear
from studio.surfaces import cloth, ground, paper, stone, wood
from studio.surfaces.pattern import Drawn, worn


@dataclass(frozen=True)
class Surface:
    """A square of surface, to be laid mirrored beside itself where more is needed.

    Attributes
    ----------
    kind : str
    material : Material
    size_cm : float
        Side of the square that the texture covers.
    relief : H×W float32, optional
        Heights in cm, at most 0, of cloth in folds.
    """

    kind: str
    material: Material
    size_cm: float
    relief: NDArray[np.float32] | None = None


_DRAW: Final[dict[str, tuple[float, Callable[[np.random.Generator], Drawn]]]] = {
    "wood": (14, wood.table_top),
    "planks": (5, wood.planks),
    "parquet": (3, wood.parquet),
    "painted": (4, wood.painted_board),
    "laminate": (9, wood.laminate),
    "marble": (4, stone.marble),
    "breccia": (3, stone.breccia),
    "granite": (3, stone.granite),
    "terrazzo": (1.5, stone.terrazzo),
    "concrete": (3, stone.concrete),
    "tiles": (4, stone.tiles),
    "gloss": (4, stone.gloss),
    "metal": (1.5, stone.metal),
    "weave": (5, cloth.weave),
    "checks": (3.5, cloth.checks),
    "printed": (6, cloth.printed),
    "bedsheet": (5, cloth.bedsheet),
    "knit": (2, cloth.knit),
    "towel": (2, cloth.towel),
    "carpet": (3, cloth.carpet),
    "leather": (3, cloth.leather),
    "plain": (6, paper.plain),
    "sheets": (2.5, paper.sheets),
    "newspaper": (2, paper.newspaper),
    "cardboard": (3, paper.cardboard),
    "kraft": (1.5, paper.kraft),
    "mat": (3, paper.mat),
    "grass": (1.5, ground.grass),
    "asphalt": (1.5, ground.asphalt),
    "paving": (1.5, ground.paving),
    "gravel": (1, ground.gravel),
}
SURFACES: Final[tuple[str, ...]] = tuple(_DRAW)
"""Kinds of surface."""

OUTDOOR_SURFACES: Final[tuple[str, ...]] = (
    "grass",
    "asphalt",
    "paving",
    "gravel",
    "concrete",
    "planks",
)
"""Those that are also found out of doors."""

_CLEAN: Final = {"plain": 0.15, "sheets": 0.5, "bedsheet": 0.3, "printed": 0.3}


def paint(kind: str | None, rng: np.random.Generator) -> Surface:
    """A surface of a kind, or of one that photos often show.

    Raises
    ------
    ValueError
        If there is no such kind.
    """
    if kind is None:
        weights = np.array([weight for weight, _ in _DRAW.values()])
        kind = str(rng.choice(SURFACES, p=weights / weights.sum()))
    if kind not in _DRAW:
        raise ValueError(f"expected a kind of surface ({', '.join(SURFACES)}), got {kind!r}")
    drawn = worn(rng, _DRAW[kind][1](rng), _CLEAN.get(kind, 1.0))
    material = Material(linear(drawn.colour), drawn.roughness, drawn.metallic, drawn.specular)
    return Surface(kind, material, drawn.size_cm, drawn.relief)


def lay(
    surface: Surface,
    half: float,
    rng: np.random.Generator,
    clearance: float = 10.0,
    offset: tuple[float, float] = (0.0, 0.0),
) -> Part:
    """The surface as a square of 2 `half` cm about the origin, facing +z, at z = 0.

    Cloth in folds is flat out to `clearance` and rises and falls beyond it, by at most its relief.
    `offset` (cm) says which spot of the texture comes to lie at the origin.
    """
    steps = 1 if surface.relief is None else 140
    place = np.linspace(-half, half, steps + 1, dtype=np.float32)
    x, y = np.meshgrid(place, -place)
    turn = float(rng.uniform(0, 2 * np.pi))
    u = (x * np.cos(turn) - y * np.sin(turn) + offset[0]) / surface.size_cm + 0.5
    v = -(x * np.sin(turn) + y * np.cos(turn) + offset[1]) / surface.size_cm + 0.5
    z = np.zeros_like(x)
    normals = np.zeros((*x.shape, 3), np.float32)
    normals[..., 2] = 1
    if surface.relief is not None:
        height, width = surface.relief.shape
        relief = cv2.GaussianBlur(surface.relief, (0, 0), width / surface.size_cm * half / steps)
        z = cv2.remap(
            relief - float(np.median(relief)),
            _mirrored(u) * (width - 1),
            _mirrored(v) * (height - 1),
            cv2.INTER_LINEAR,
        )
        away = np.clip((np.hypot(x, y) - clearance) / max(clearance, 4.0), 0, 1)
        z *= away * away * (3 - 2 * away)
        spacing = float(place[1] - place[0])
        normals[..., 0] = -np.gradient(z, spacing, axis=1)
        normals[..., 1] = np.gradient(z, spacing, axis=0)
        normals /= np.linalg.norm(normals, axis=2, keepdims=True)
    index = np.arange((steps + 1) ** 2, dtype=np.uint32).reshape(steps + 1, steps + 1)
    a, b, c, d = index[:-1, :-1], index[1:, :-1], index[1:, 1:], index[:-1, 1:]
    faces = np.concatenate(
        [np.stack([a, b, c], -1).reshape(-1, 3), np.stack([a, c, d], -1).reshape(-1, 3)]
    )
    return Part(
        "table",
        np.stack([x, y, z], -1).reshape(-1, 3).astype(np.float32),
        normals.reshape(-1, 3),
        faces,
        surface.material,
        np.stack([u, v], -1).reshape(-1, 2).astype(np.float32),
        "scenery",
    )


def _mirrored(place: NDArray[np.float32]) -> NDArray[np.float32]:
    """A texture place beyond 0 to 1 led back by mirroring."""
    return np.asarray(1 - np.abs(1 - np.mod(place, 2)), np.float32)
