"""Light mirrored by a device, composed over a photo that has none; and what only looks like it.

A lamp, a tube, a window, a bright haze or a whole room is added to the device in linear light and
ends at its outline. What is hidden by it is known exactly. Paint, stickers and bright pages on a
lit screen have the same shapes and colours and hide nothing: they teach what glare is not.

X. Zhang et al., "Single Image Reflection Separation with Perceptual Losses", CVPR 2018, compose
reflections for learning in this way.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from training.compose import DEVICE, SCREEN, Composition, Floats, Picture

_HALF: Final = 127
_LEAST_SHARE: Final = 0.02
_GAMMA: Final = 2.2
_HIDES_FROM: Final = 0.12
"""Mirrored light, as a share of white, from which it can hide what it lies on."""
_LUMA: Final = np.array([0.2126, 0.7152, 0.0722], np.float32)
KINDS: Final = ("lamp", "tube", "window", "haze", "wash", "room")


def with_reflection(
    scene: Picture | None, composed: Composition, rng: np.random.Generator
) -> tuple[Composition, float]:
    """The photo with light mirrored by the device.

    Parameters
    ----------
    scene : H×W×3 uint8 or None
        The room that may be mirrored.
    composed : Composition
    rng : Generator

    Returns
    -------
    composed : Composition
    hidden : float
        Share of the device that the light hides, 0 to 1.
    """
    surface = composed.masks[..., DEVICE] > _HALF
    if composed.device_share < _LEAST_SHARE:
        return composed, 0.0
    if has_screen(composed) and rng.random() < 0.7:
        surface &= composed.masks[..., SCREEN] > _HALF  # glass mirrors more than its frame
    kinds = KINDS if scene is not None else KINDS[:-1]
    kind = kinds[int(rng.choice(len(kinds), p=_shares(len(kinds))))]
    light = _room(scene, surface, rng) if kind == "room" and scene is not None else None
    if light is None:
        light = _lights(kind, surface, rng)
    alpha = cv2.GaussianBlur(surface.astype(np.float32), (0, 0), 0.8)[..., None]
    base = _linear(composed.rgb)
    added = np.asarray(light * alpha, np.float32)
    # Highlights of a camera roll off before they clip.
    mixed = base + added
    brightness, below = added @ _LUMA, base @ _LUMA
    hides = surface & (brightness > _HIDES_FROM) & (brightness > 0.6 * below)
    device = float((composed.masks[..., DEVICE] > _HALF).sum())
    hidden = float(hides.sum()) / max(1.0, device)
    return replace(composed, rgb=_encoded(mixed)), hidden


def with_paint(composed: Composition, rng: np.random.Generator) -> Composition:
    """The photo with bright shapes that belong to the device: paint, a sticker, a label.

    Parameters
    ----------
    composed : Composition
    rng : Generator
    """
    surface = composed.masks[..., DEVICE] > _HALF
    if composed.device_share < _LEAST_SHARE:
        return composed
    base = _linear(composed.rgb)
    shape = _shape(surface, ("lamp", "tube", "window")[int(rng.integers(3))], rng, soft=False)
    # As light or dark as the device's surroundings are lit, and shaded as the device is.
    level = float(np.clip(np.quantile(base @ _LUMA, 0.9), 0.08, 0.9)) * float(rng.uniform(0.6, 1.1))
    colour = np.clip(1 + rng.normal(0, 0.08, 3), 0, 1.2).astype(np.float32) * np.float32(level)
    alpha = (shape * cv2.GaussianBlur(surface.astype(np.float32), (0, 0), 0.6))[..., None]
    height, width = surface.shape
    shading = cv2.GaussianBlur(base @ _LUMA, (0, 0), max(height, width) / 10)
    shading = (0.7 + 0.3 * shading / max(1e-4, float(shading[surface].mean())))[..., None]
    return replace(composed, rgb=_encoded(alpha * colour * shading + (1 - alpha) * base))


def page(height: int, width: int, rng: np.random.Generator) -> Picture:
    """What a lit screen may show: a bright page with lines and boxes.

    Returns
    -------
    H×W×3 uint8
    """
    paper = rng.uniform(170, 255, 3) if rng.random() < 0.4 else np.full(3, rng.uniform(215, 255))
    shown = np.full((height, width, 3), paper, np.float32)
    row = int(rng.uniform(0.02, 0.12) * height)
    while row < height * 0.95:
        tall = max(1, int(rng.uniform(0.008, 0.03) * height))
        if rng.random() < 0.12:
            tall = int(rng.uniform(0.05, 0.25) * height)
        left = int(rng.uniform(0.03, 0.2) * width)
        right = int(rng.uniform(0.4, 0.97) * width)
        shown[row : row + tall, left:right] = rng.uniform(0, 235, 3)
        row += tall + max(1, int(rng.uniform(0.01, 0.1) * height))
    return np.asarray(np.clip(shown, 0, 255), np.uint8)


def _shares(count: int) -> NDArray[np.float64]:
    # As often as each was found on device photos: most are windows and haze on glass.
    shares = np.array([0.1, 0.1, 0.22, 0.2, 0.18, 0.2])[:count]
    return np.asarray(shares / shares.sum())


def _lights(kind: str, surface: NDArray[np.bool_], rng: np.random.Generator) -> Floats:
    shape = _shape(surface, kind, rng, soft=True)
    if kind in {"haze", "wash"}:
        strength = float(np.exp(rng.uniform(np.log(0.1), np.log(0.9))))
    else:
        strength = float(np.exp(rng.uniform(np.log(0.2), np.log(3.0))))
    warmth = np.array([1, 0, -1], np.float32) * np.float32(rng.normal(0, 0.08))
    tint = np.clip(1 + warmth + rng.normal(0, 0.03, 3), 0.5, 1.5).astype(np.float32)
    if kind in {"lamp", "tube"} and rng.random() < 0.7:
        spread = max(1.0, float(np.sqrt(surface.sum())) * float(rng.uniform(0.02, 0.12)))
        shape = shape + np.float32(rng.uniform(0.05, 0.5)) * cv2.GaussianBlur(shape, (0, 0), spread)
    return np.asarray(shape[..., None] * tint * np.float32(strength), np.float32)


def _shape(
    surface: NDArray[np.bool_], kind: str, rng: np.random.Generator, *, soft: bool
) -> Floats:
    """Where the light is, H×W, 0 to 1, about a point on the device."""
    height, width = surface.shape
    rows, columns = np.nonzero(surface)
    pick = int(rng.integers(len(rows)))
    centre = np.array([columns[pick], rows[pick]], np.float64)
    span = float(np.sqrt(surface.sum()))
    drawn = np.zeros((height, width), np.float32)
    if kind == "lamp":
        radius = span * float(rng.uniform(0.02, 0.16))
        axes = (max(1, round(radius)), max(1, round(radius * float(rng.uniform(0.5, 1)))))
        where = (int(centre[0]), int(centre[1]))
        thick = -1 if rng.random() < 0.85 else max(1, round(radius * 0.3))
        cv2.ellipse(drawn, where, axes, float(rng.uniform(0, 180)), 0, 360, 1.0, thick, cv2.LINE_AA)
        blur = radius * float(rng.uniform(0.02, 0.5))
    elif kind == "wash":
        y, x = np.mgrid[0:height, 0:width].astype(np.float32) / max(height, width)
        slope = rng.normal(0, 0.8, 2)
        drawn = 1 + slope[0] * (x - x.mean()) + slope[1] * (y - y.mean())
        return np.asarray(np.clip(drawn, 0, 2), np.float32)
    elif kind == "haze":
        spread = span * rng.uniform(0.15, 0.7, 2)
        angle = rng.uniform(0, np.pi)
        y, x = np.mgrid[0:height, 0:width].astype(np.float32)
        along = (x - centre[0]) * np.cos(angle) + (y - centre[1]) * np.sin(angle)
        across = (y - centre[1]) * np.cos(angle) - (x - centre[0]) * np.sin(angle)
        drawn = np.exp(-0.5 * ((along / spread[0]) ** 2 + (across / spread[1]) ** 2))
        return np.asarray(drawn, np.float32)
    else:
        long, short = (
            (rng.uniform(0.3, 1.4), rng.uniform(0.02, 0.12))
            if kind == "tube"
            else rng.uniform(0.15, 0.9, 2)
        )
        corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * [long, short] * span / 2
        corners = corners * (1 + rng.normal(0, 0.1, (4, 1)))
        angle = rng.normal(0, 0.25) + np.pi / 2 * float(rng.integers(2))
        turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        placed = corners @ turn.T + centre
        cv2.fillConvexPoly(drawn, np.round(placed).astype(np.int32), 1.0, cv2.LINE_AA)
        if kind == "window" and rng.random() < 0.6:
            _bars(drawn, placed, span, rng)
        blur = span * float(rng.uniform(0.002, 0.04))
    return np.asarray(cv2.GaussianBlur(drawn, (0, 0), max(0.5, blur if soft else 0.6)), np.float32)


def _bars(
    drawn: Floats, corners: NDArray[np.float64], span: float, rng: np.random.Generator
) -> None:
    """The frame between a window's panes."""
    thick = max(1, round(span * float(rng.uniform(0.01, 0.04))))
    for first, second in (((0, 1), (3, 2)), ((0, 3), (1, 2))):
        for share in np.linspace(0, 1, int(rng.integers(1, 4)) + 1)[1:-1]:
            ends = [corners[a] + share * (corners[b] - corners[a]) for a, b in (first, second)]
            points = [(int(x), int(y)) for x, y in ends]
            cv2.line(drawn, points[0], points[1], 0.0, thick, cv2.LINE_AA)


def _room(scene: Picture, surface: NDArray[np.bool_], rng: np.random.Generator) -> Floats:
    """A whole room in the glass, on a part of the device."""
    height, width = surface.shape
    mirrored = cv2.resize(scene[:, ::-1], (width, height), interpolation=cv2.INTER_AREA)
    light = _linear(np.asarray(mirrored, np.uint8))
    blurred: Floats = np.asarray(
        cv2.GaussianBlur(light, (0, 0), float(rng.uniform(0.3, 5))), np.float32
    )
    blurred = blurred / np.float32(max(0.05, float(np.quantile(blurred, 0.95))))
    part = _shape(surface, "haze", rng, soft=True) if rng.random() < 0.5 else np.float32(1)
    strength = float(np.exp(rng.uniform(np.log(0.08), np.log(0.9))))
    return np.asarray(blurred * np.atleast_3d(part) * strength, np.float32)


def _linear(rgb: Picture) -> Floats:
    return np.asarray((rgb.astype(np.float32) / 255) ** _GAMMA, np.float32)


def _encoded(light: NDArray[np.floating]) -> Picture:
    return np.asarray(np.clip(light, 0, 1) ** (1 / _GAMMA) * 255 + 0.5, np.uint8)


def has_screen(composed: Composition) -> bool:
    """Whether enough of a screen is known to show something else on it."""
    return float((composed.masks[..., SCREEN] > _HALF).mean()) > _LEAST_SHARE
