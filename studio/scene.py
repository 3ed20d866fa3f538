"""A scene: what stands where, what lights it, and the camera."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from studio.model import Part, Vector


@dataclass(frozen=True)
class Camera:
    """A thin-lens camera; lengths in centimetres.

    Attributes
    ----------
    position : 3 floats
    right, up, back : 3 floats each
        Unit vectors of the picture's right and top, and from the scene to the camera.
    field_of_view : float
        Degrees, along the picture's longer side.
    aspect : float
        Width over height.
    aperture : float
        Radius of the lens.
    focus : float
        Distance of the plane in focus, along the view.
    """

    position: Vector
    right: Vector
    up: Vector
    back: Vector
    field_of_view: float
    aspect: float
    aperture: float
    focus: float

    def size(self, long_side: int) -> tuple[int, int]:
        """Width and height in pixels for a long side."""
        if self.aspect >= 1:
            return long_side, round(long_side / self.aspect)
        return round(long_side * self.aspect), long_side

    def focal_length(self, long_side: int) -> float:
        """In pixels."""
        return float(long_side / 2 / np.tan(np.radians(self.field_of_view / 2)))

    def project(self, points: NDArray[np.floating], long_side: int) -> NDArray[np.float64]:
        """Where points (N×3) appear: N×2 pixels from the top left; NaN behind the camera."""
        relative = np.asarray(points, float) - self.position
        depth = -(relative @ self.back)
        scale = self.focal_length(long_side) / np.where(depth > 1e-6, depth, np.nan)
        width, height = self.size(long_side)
        return np.stack(
            [
                width / 2 + relative @ self.right * scale,
                height / 2 - relative @ self.up * scale,
            ],
            axis=1,
        )

    def circle_of_confusion(
        self, depth: NDArray[np.floating], long_side: int
    ) -> NDArray[np.float64]:
        """Diameter in pixels of the disc that a point at that depth is blurred to."""
        return np.asarray(
            2
            * self.aperture
            * self.focal_length(long_side)
            * np.abs(1 / np.maximum(depth, 1e-3) - 1 / self.focus)
        )


@dataclass(frozen=True)
class Lamp:
    """A rectangle that shines towards a target: flash, soft box, tube.

    Attributes
    ----------
    name : str
    position, target : 3 floats
    width, height : float
    radiance : 3 floats
        Linear RGB, in units of the surroundings.
    """

    name: str
    position: Vector
    target: Vector
    width: float
    height: float
    radiance: tuple[float, float, float]


@dataclass(frozen=True)
class Scene:
    """Everything that is rendered.

    Attributes
    ----------
    parts : tuple of Part
        In the world: z up, the table at z = 0.
    radiance : H×W×3 float32
        Light from all around, latitude by longitude, row 0 = zenith.
    sources : H×W×3 float32
        The same with only its sources of light kept; what is mirrored of them is glare.
    turn : float
        Degrees that the surroundings are turned about z.
    lamps : tuple of Lamp
    screen_level : float
        Radiance of a screen's white.
    camera : Camera
    """

    parts: tuple[Part, ...]
    radiance: NDArray[np.float32]
    sources: NDArray[np.float32]
    turn: float
    lamps: tuple[Lamp, ...]
    screen_level: float
    camera: Camera
