"""The front of a slate: glass, display, cut-outs, bezels, home key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.devices.slate import Body, pane
from studio.model import Material, Part
from studio.paint import linear, noise
from studio.screens import Screen
from studio.solids import part

Cutout = Literal["none", "hole", "hole left", "pill", "notch", "drop"]
_TEXTURE: Final = 900


@dataclass(frozen=True)
class Front:
    """What is fixed about a front, centimetres.

    Attributes
    ----------
    bezel, forehead, chin : float
        Between the display and the sides, the top and the bottom of the glass.
    display_radius : float
    cutout : str
    home : str
        none, round, oval, or touch (three printed marks).
    earpiece : bool
    camera : (x, y)
        Of the front camera's middle, from the middle of the glass.
    lcd : bool
        An LCD that is off is a little greyer than its bezel; an OLED is not.
    """

    bezel: float
    forehead: float
    chin: float
    display_radius: float
    cutout: Cutout
    home: Literal["none", "round", "oval", "touch"]
    earpiece: bool
    camera: tuple[float, float]
    lcd: bool


class _Canvas:
    """A picture of the glass, addressed in centimetres from its middle, y upward."""

    def __init__(self, body: Body) -> None:
        self.width, self.height = body.glass
        long_side = max(self.width, self.height)
        self.scale = _TEXTURE / long_side
        self.shape = (round(self.height * self.scale), round(self.width * self.scale))

    def point(self, x: float, y: float) -> tuple[int, int]:
        return (
            round((x / self.width + 0.5) * self.shape[1]),
            round((0.5 - y / self.height) * self.shape[0]),
        )

    def rounded(
        self, mask: NDArray[np.uint8], box: tuple[float, float, float, float], radius: float
    ) -> None:
        """Fill a rounded rectangle (left, bottom, right, top) with 255."""
        left, bottom, right, top = box
        radius = max(0.0, min(radius, (right - left) / 2, (top - bottom) / 2))
        for inset in ((0.0, radius), (radius, 0.0)):
            low = self.point(left + inset[0], top - inset[1])
            high = self.point(right - inset[0], bottom + inset[1])
            cv2.rectangle(mask, low, (high[0] - 1, high[1] - 1), 255, -1)
        for x in (left + radius, right - radius):
            for y in (bottom + radius, top - radius):
                cv2.circle(mask, self.point(x, y), round(radius * self.scale), 255, -1, cv2.LINE_AA)

    def disc(self, mask: NDArray[np.uint8], x: float, y: float, radius: float, value: int) -> None:
        cv2.circle(mask, self.point(x, y), round(radius * self.scale), value, -1, cv2.LINE_AA)


def display_box(body: Body, front: Front) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of the display, from the middle of the glass."""
    width, height = body.glass
    return (
        -width / 2 + front.bezel,
        -height / 2 + front.chin,
        width / 2 - front.bezel,
        height / 2 - front.forehead,
    )


def display_pixels(body: Body, front: Front) -> tuple[int, int]:
    """Width and height of the picture that the display shows."""
    left, bottom, right, top = display_box(body, front)
    scale = _TEXTURE / max(body.glass)
    return max(8, round((right - left) * scale)), max(8, round((top - bottom) * scale))


def front_part(
    rng: np.random.Generator,
    body: Body,
    front: Front,
    bezel_colour: tuple[float, float, float],
    screen: Screen | None,
    lift: float,
) -> Part:
    """The glass with all that is seen through it; `screen` None is a display that is off."""
    canvas = _Canvas(body)
    box = display_box(body, front)
    mask = np.zeros(canvas.shape, np.uint8)
    canvas.rounded(mask, box, front.display_radius)
    _cut_out(canvas, mask, front, box[3])
    share = mask[..., None].astype(np.float32) / 255
    off = np.float32(rng.uniform(0.008, 0.022) if front.lcd else rng.uniform(0.0025, 0.005))
    colour = np.ones((*canvas.shape, 3), np.float32) * np.asarray(bezel_colour, np.float32)
    colour = colour * (1 - share) + off * share
    _home_key(canvas, colour, front)
    _camera(canvas, colour, front)
    emission = None
    if screen is not None:
        left, top = canvas.point(box[0], box[3])
        right, bottom = canvas.point(box[2], box[1])
        shown = cv2.resize(screen.picture, (right - left, bottom - top))
        light = np.zeros((*canvas.shape, 3), np.float32)
        light[top:bottom, left:right] = linear(shown.astype(np.uint8))
        # Even black leaks a little light through an LCD.
        emission = ((light + (0.004 if front.lcd else 0.0)) * share).astype(np.float32)
    material = Material(colour, _touched(rng), 0.0, 0.5, emission)
    return part(
        "front",
        pane(body, "front", lift),
        material,
        sharp=30,
        uv_size=body.glass,
        layer="screen",
    )


def _cut_out(canvas: _Canvas, mask: NDArray[np.uint8], front: Front, top: float) -> None:
    x, y = front.camera
    if front.cutout in {"hole", "hole left"}:
        canvas.disc(mask, x, y, 0.2, 0)
    elif front.cutout == "drop":
        canvas.disc(mask, x, top - 0.12, 0.32, 0)
    elif front.cutout in {"pill", "notch"}:
        wide, high = (1.0, 0.27) if front.cutout == "pill" else (1.6, 0.5)
        cover = np.zeros_like(mask)
        middle = y if front.cutout == "pill" else top
        canvas.rounded(cover, (-wide, middle - high, wide, middle + high), 0.25)
        mask[cover > 127] = 0


def _home_key(canvas: _Canvas, colour: NDArray[np.float32], front: Front) -> None:
    y = -canvas.height / 2 + front.chin / 2
    ink = 0.35 if colour[-3, canvas.shape[1] // 2].mean() < 0.2 else 0.45
    ring = np.zeros(canvas.shape, np.uint8)
    thick = max(2, round(0.05 * canvas.scale))
    if front.home == "round":
        cv2.circle(ring, canvas.point(0, y), round(0.52 * canvas.scale), 255, thick, cv2.LINE_AA)
    elif front.home == "oval":
        axes = (round(0.75 * canvas.scale), round(0.28 * canvas.scale))
        cv2.ellipse(ring, canvas.point(0, y), axes, 0, 0, 360, 255, thick, cv2.LINE_AA)
    elif front.home == "touch":
        size = round(0.2 * canvas.scale)
        for place in (-1, 0, 1):
            x, row = canvas.point(place * canvas.width * 0.3, y)
            if place == 0:
                cv2.circle(ring, (x, row), size, 255, 2, cv2.LINE_AA)
            else:
                cv2.rectangle(
                    ring, (x - size, row - size // 2), (x + size, row + size // 2), 255, 2
                )
    colour[ring > 127] = ink


def _camera(canvas: _Canvas, colour: NDArray[np.float32], front: Front) -> None:
    x, y = front.camera
    for radius, shade in ((0.13, (0.01, 0.012, 0.03)), (0.055, (0.03, 0.03, 0.08))):
        spot = np.zeros(canvas.shape, np.uint8)
        canvas.disc(spot, x, y, radius, 255)
        colour[spot > 127] = shade
    if front.earpiece:
        middle = canvas.height / 2 - (0.08 if front.forehead < 0.6 else front.forehead * 0.5)
        slit = np.zeros(canvas.shape, np.uint8)
        high = 0.03 if front.forehead < 0.6 else 0.06
        canvas.rounded(slit, (-0.6, middle - high, 0.6, middle + high), high)
        colour[slit > 127] = 0.02


def _touched(rng: np.random.Generator) -> NDArray[np.float32]:
    """Roughness of glass that has been in hands: clear, smeared, or both in streaks."""
    height, width = 256, 160
    base = rng.uniform(0.02, 0.05)
    smear = np.clip(noise(rng, height, width, 4, 3), 0, 3) * rng.uniform(0, 0.05)
    roughness = np.full((height, width), base, np.float32) + smear
    if rng.random() < 0.35:
        for _ in range(int(rng.integers(2, 14))):
            print_ = np.zeros((height, width), np.float32)
            centre = (int(rng.uniform(0, width)), int(rng.uniform(0, height)))
            cv2.ellipse(print_, centre, (5, 7), float(rng.uniform(0, 180)), 0, 360, 1.0, -1)
            ridges = 0.5 + 0.5 * np.sin(np.arange(height)[:, None] * 2.2 + rng.uniform(0, 6))
            roughness += print_ * ridges.astype(np.float32) * rng.uniform(0.05, 0.16)
    return np.clip(roughness, 0.02, 0.35).astype(np.float32)
