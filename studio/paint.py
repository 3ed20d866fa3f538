"""Drawing textures: colours, fonts, noise."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import ImageFont

from studio.model import Texture


def linear(srgb: NDArray[np.uint8] | NDArray[np.float32] | tuple[float, ...]) -> Texture:
    """SRGB (uint8, or floats 0 to 1) to linear light, float32 (IEC 61966-2-1)."""
    values = np.asarray(srgb)
    scaled = values.astype(np.float32) / (255.0 if values.dtype == np.uint8 else 1.0)
    return np.where(scaled <= 0.04045, scaled / 12.92, ((scaled + 0.055) / 1.055) ** 2.4).astype(
        np.float32
    )


def hsv(hue: float, saturation: float, value: float) -> tuple[float, float, float]:
    """An sRGB colour, floats 0 to 1, of hue, saturation and value, each 0 to 1."""
    pixel = np.array([[[hue % 1.0 * 360, saturation, value]]], np.float32)
    red, green, blue = cv2.cvtColor(pixel, cv2.COLOR_HSV2RGB)[0, 0]
    return float(red), float(green), float(blue)


def linear_hsv(hue: float, saturation: float, value: float) -> tuple[float, float, float]:
    """A linear colour of hue, saturation and value."""
    red, green, blue = linear(hsv(hue, saturation, value))
    return float(red), float(green), float(blue)


def font(size: float) -> ImageFont.FreeTypeFont:
    """The font that Pillow carries; draw with `stroke_width` for bold."""
    loaded = ImageFont.load_default(max(4.0, float(size)))
    if not isinstance(loaded, ImageFont.FreeTypeFont):
        raise RuntimeError("expected a Pillow with FreeType, got one without")  # noqa: TRY004
    return loaded


def noise(
    rng: np.random.Generator,
    height: int,
    width: int,
    octaves: int = 5,
    cells: float = 4,
    stretch: float = 1.0,
    persistence: float = 0.5,
) -> Texture:
    """Smooth random values, H×W, mean 0 and deviation 1; `stretch` > 1 makes it finer across."""
    total = np.zeros((height, width), np.float32)
    strength = 1.0
    for octave in range(octaves):
        rows = max(2, int(cells * 2**octave))
        columns = max(2, int(cells * 2**octave * stretch))
        if rows > height or columns > width:
            break
        grid = rng.standard_normal((rows, columns)).astype(np.float32)
        total += strength * cv2.resize(grid, (width, height), interpolation=cv2.INTER_CUBIC)
        strength *= persistence
    total -= total.mean()
    return np.asarray(total / (total.std() + 1e-6), np.float32)
