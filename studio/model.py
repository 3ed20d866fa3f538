"""What is put before the camera: materials, parts, and the things made of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
Texture = NDArray[np.float32]
Layer = Literal["scenery", "device", "screen", "label"]
"""Which mask a part belongs to; a screen or a label is part of the device's mask as well."""


@dataclass(frozen=True)
class Material:
    """How a surface looks.

    Attributes
    ----------
    colour : tuple of 3 floats, or H×W×3 float32
        Linear RGB, 0 to 1; a picture is laid on by the part's `uv`.
    roughness : float, or H×W float32
        0.02 (mirror) to 1 (matt).
    metallic : float
        0 (glass, plastic, paper) or 1 (metal).
    specular : float
        0 to 1; 0.5 is ordinary glass or plastic.
    emission : H×W×3 float32, optional
        Light of its own, linear RGB, laid on by `uv`; 1 is the white of a screen. How bright that
        is in the scene is the scene's to say.
    """

    colour: tuple[float, float, float] | Texture
    roughness: float | Texture = 0.4
    metallic: float = 0.0
    specular: float = 0.5
    emission: Texture | None = None


@dataclass(frozen=True)
class Part:
    """A mesh with one material.

    Attributes
    ----------
    name : str
        Unique within its thing.
    vertices, normals : N×3 float32
    faces : M×3 uint32
        Counter-clockwise seen from outside.
    material : Material
    uv : N×2 float32, optional
        u to the right and v downward over the texture, 0 to 1; required with a picture.
    layer : str
    """

    name: str
    vertices: NDArray[np.float32]
    normals: NDArray[np.float32]
    faces: NDArray[np.uint32]
    material: Material
    uv: NDArray[np.float32] | None = None
    layer: Layer = "device"

    def moved(self, rotation: Vector, offset: Vector) -> Part:
        """Turned by a 3×3 rotation (applied to column vectors) and then shifted."""
        return replace(
            self,
            vertices=(self.vertices @ rotation.T + offset).astype(np.float32),
            normals=(self.normals @ rotation.T).astype(np.float32),
        )


@dataclass(frozen=True)
class Thing:
    """Something with a category, made of parts: a device, a parcel, a document.

    Attributes
    ----------
    category : str
        smartphone, tablet, laptop, smartwatch, other, parcel or document.
    design : str
        Name of the design it was made from.
    parts : tuple of Part
    landmarks : mapping of str to 3 floats
        Named points in the thing's own axes ("power_button", "port", "rear_camera" …): what tells
        one side from another.
    facts : mapping of str to str, float, int or bool
        What a reader of the record may want to know: frame style, screen content, damage …
    texts : mapping of str to str
        What is written or coded on it, by kind ("code128", "qr", "imei", "address" …).
    """

    category: str
    design: str
    parts: tuple[Part, ...]
    landmarks: Mapping[str, tuple[float, float, float]] = field(default_factory=dict)
    facts: Mapping[str, str | float | int | bool] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        names = [part.name for part in self.parts]
        if len(set(names)) != len(names):
            raise ValueError(f"expected unique part names, got {sorted(names)}")

    def moved(self, rotation: Vector, offset: Vector) -> Thing:
        """The whole thing turned and then shifted, landmarks included."""
        return replace(
            self,
            parts=tuple(part.moved(rotation, offset) for part in self.parts),
            landmarks={
                name: (float(x), float(y), float(z))
                for name, (x, y, z) in (
                    (name, rotation @ np.asarray(point) + offset)
                    for name, point in self.landmarks.items()
                )
            },
        )

    def vertices(self) -> NDArray[np.float32]:
        """All corners of the parts that count as the device: N×3 float32."""
        return all_vertices(part for part in self.parts if part.layer != "scenery")


def all_vertices(parts: Iterable[Part]) -> NDArray[np.float32]:
    """The corners of some parts: N×3 float32."""
    return np.concatenate([part.vertices for part in parts])
