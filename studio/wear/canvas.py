"""A flat side of a device as something to paint on."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.model import Material, Part, Texture, Thing, Vector

_LONG_SIDE = 1024
_DENSITY = 70.0  # most pixels to the centimetre
_BACKS = ("back", "lid", "cover", "rear")


@dataclass(frozen=True)
class Canvas:
    """One part, with textures to paint into (in place) and the way from pixels to space.

    Attributes
    ----------
    part : Part
    colour : H×W×3 float32
    roughness : H×W float32
    emission : H×W×3 float32, optional
    corner, right, down : 3 floats
        Of the texture's upper left corner, and along its upper and left edge to their ends.
    normal : 3 floats
        To the viewer.
    """

    part: Part
    colour: Texture
    roughness: Texture
    emission: Texture | None
    corner: Vector
    right: Vector
    down: Vector
    normal: Vector

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the textures, pixels."""
        return self.colour.shape[1], self.colour.shape[0]

    @property
    def density(self) -> float:
        """Pixels to the centimetre."""
        return self.size[0] / float(np.linalg.norm(self.right))

    def place(self, x: float, y: float, lift: float = 0.0) -> Vector:
        """The point in space of a pixel, `lift` centimetres above the surface."""
        width, height = self.size
        return (
            self.corner + self.right * (x / width) + self.down * (y / height) + self.normal * lift
        )

    def painted(self) -> Part:
        """The part with the textures as they are now."""
        material = replace(
            self.part.material,
            colour=self.colour,
            roughness=np.clip(self.roughness, 0.02, 1),
            emission=self.emission,
        )
        return replace(self.part, material=material)

    def material(self) -> Material:
        """The material with the textures as they are now."""
        return self.painted().material


def front_of(thing: Thing) -> Part | None:
    """The part with the screen: the largest on that layer."""
    screens = [part for part in thing.parts if part.layer == "screen"]
    return max(screens, key=lambda part: float(np.prod(np.sort(_extent(part))[1:])), default=None)


def back_of(thing: Thing) -> Part | None:
    """The part that is the back cover, or a laptop's lid."""
    for name in _BACKS:
        for part in thing.parts:
            if part.name == name and part.layer == "device":
                return part
    return None


def canvas_of(part: Part, facing: Vector | None = None) -> Canvas | None:
    """A canvas for a flat part, seen from where it faces; None where it isn't flat enough.

    Parameters
    ----------
    part : Part
        One without `uv` is given one, and is then painted on both its sides.
    facing : 3 floats, optional
        Roughly to the viewer; the part's own main direction where not given.
    """
    if part.uv is None:
        part, corner, right, down = _lay(part, _main_normal(part, facing))
    elif (fitted := _fit(part, _main_normal(part, facing))) is not None:
        corner, right, down = fitted
    else:
        return None
    # The picture is read from where its right, its up and the reader make a right-handed three.
    normal = np.cross(down, right)
    normal /= np.linalg.norm(normal)
    width, height = float(np.linalg.norm(right)), float(np.linalg.norm(down))
    density = min(_DENSITY, _LONG_SIDE / max(width, height))
    size = (max(8, round(width * density)), max(8, round(height * density)))
    # The plane is the outermost of the part, where the hand and the table touch it.
    outermost = float((part.vertices @ normal).max())
    corner = corner + normal * (outermost - corner @ normal)
    material = part.material
    return Canvas(
        part,
        _filled(material.colour, size),
        _filled(material.roughness, size)[..., 0],
        None if material.emission is None else _filled(material.emission, size),
        corner,
        right,
        down,
        normal,
    )


def _extent(part: Part) -> NDArray[np.float32]:
    return np.asarray(part.vertices.max(0) - part.vertices.min(0))


def _main_normal(part: Part, facing: Vector | None) -> Vector:
    corners = part.vertices[part.faces].astype(float)
    areas = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    towards = np.asarray(facing, float) if facing is not None else areas[_broadest(areas)]
    seen = areas @ towards > 0.8 * np.linalg.norm(areas, axis=1) * np.linalg.norm(towards)
    total = areas[seen].sum(0) if seen.any() else towards
    return np.asarray(total / np.linalg.norm(total))


def _broadest(areas: NDArray[np.floating]) -> int:
    return int(np.argmax(np.linalg.norm(areas, axis=1)))


def _fit(part: Part, normal: Vector) -> tuple[Vector, Vector, Vector] | None:
    """From places and uv of the corners to the plane's origin and axes, by least squares."""
    uv = np.asarray(part.uv)
    flat = np.c_[uv, np.ones(len(uv))].astype(float)
    level = part.vertices - np.outer(part.vertices @ normal, normal)
    solution, _, rank, _ = np.linalg.lstsq(flat, level.astype(float), rcond=None)
    if rank < 3 or np.abs(flat @ solution - level).max() > 0.15:
        return None
    return solution[2], solution[0], solution[1]


def _lay(part: Part, normal: Vector) -> tuple[Part, Vector, Vector, Vector]:
    upward = np.array([0.0, 1.0, 0.0])
    if abs(normal[1]) > 0.8:
        upward = np.array([0.0, 0.0, 1.0])
    right = np.cross(upward, normal)
    right /= np.linalg.norm(right)
    down = -np.cross(normal, right)
    across, along = part.vertices @ right, part.vertices @ down
    width, height = float(np.ptp(across)), float(np.ptp(along))
    uv = np.stack([(across - across.min()) / width, (along - along.min()) / height], axis=1)
    corner = right * across.min() + down * along.min()
    return replace(part, uv=uv.astype(np.float32)), corner, right * width, down * height


def _filled(values: Texture | float | tuple[float, float, float], size: tuple[int, int]) -> Texture:
    """A fresh picture of that size (or of its own, where it is larger), H×W×C."""
    pixels = np.asarray(values, np.float32)
    if pixels.ndim < 2:
        return np.tile(np.atleast_1d(pixels), (size[1], size[0], 1)).astype(np.float32)
    resized = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    return np.array(resized[..., None] if resized.ndim == 2 else resized, np.float32)
