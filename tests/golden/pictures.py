"""Small pictures made by arithmetic alone, the same on every platform: conformance vectors.

Each is 256×192 RGB uint8. Scenes are drawn with numpy, degraded with numpy and rounded to 8 bit, so that no
decoder and no picture library has a hand in them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

WIDTH, HEIGHT = 256, 192
Canvas = NDArray[np.float64]
Degradation = Callable[[Canvas], Canvas]


def _canvas(level: float, tint: tuple[float, float, float] = (1.0, 1.0, 1.0)) -> Canvas:
    return np.full((HEIGHT, WIDTH, 3), level) * np.array(tint)


def _rectangle(
    canvas: Canvas, x: int, y: int, w: int, h: int, level: float | tuple[float, float, float]
) -> None:
    canvas[y : y + h, x : x + w] = level


def _texture(seed: int) -> Canvas:
    """A table's grain: a fixed pseudo-random lattice, by integer hashing so that no generator's version matters."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.uint64)
    mixed = (x * 73856093 ^ y * 19349663 ^ np.uint64(seed * 83492791)) & np.uint64(0xFFFFFFFF)
    mixed = (mixed * np.uint64(2654435761)) & np.uint64(0xFFFFFFFF)
    return (mixed >> np.uint64(16)).astype(np.float64)[..., None] / 65536.0 - 0.5


def _device(canvas: Canvas, body: float, screen: float) -> Canvas:
    _rectangle(canvas, 78, 26, 100, 140, body)
    _rectangle(canvas, 84, 34, 88, 124, screen)
    _rectangle(canvas, 122, 28, 12, 3, (body + 0.15) % 1.0)
    _rectangle(canvas, 175, 60, 3, 18, (body + 0.3) % 1.0)
    for row in range(5):
        _rectangle(canvas, 92, 48 + 18 * row, 40 + 6 * row, 3, (screen + 0.35) % 1.0)
    return canvas


def _scenes() -> Iterator[tuple[str, Canvas]]:
    wood = _canvas(0.45, (1.15, 0.95, 0.75)) + 0.12 * _texture(1)
    yield "black_on_wood", _device(wood.copy(), 0.06, 0.09)
    yield "white_on_wood", _device(wood.copy(), 0.86, 0.80)
    yield "black_on_white", _device(_canvas(0.88) + 0.02 * _texture(2), 0.05, 0.07)
    yield "white_on_white", _device(_canvas(0.90) + 0.02 * _texture(3), 0.84, 0.78)
    yield "black_on_black", _device(_canvas(0.12) + 0.04 * _texture(4), 0.05, 0.08)


def _line(canvas: Canvas, weights: NDArray[np.float64], axis: int) -> Canvas:
    radius = len(weights) // 2
    pad = [(0, 0)] * 3
    pad[axis] = (radius, radius)
    padded = np.pad(canvas, pad, mode="edge")
    length = canvas.shape[axis]
    out = np.zeros_like(canvas)
    for offset, weight in enumerate(weights):
        out += weight * np.take(padded, np.arange(offset, offset + length), axis=axis)
    return out


def _defocused(sigma: float) -> Degradation:
    radius = int(np.ceil(3 * sigma))
    weights = np.exp(-0.5 * (np.arange(-radius, radius + 1) / sigma) ** 2)
    weights /= weights.sum()
    return lambda canvas: _line(_line(canvas, weights, 0), weights, 1)


def _shaken(length: int) -> Degradation:
    return lambda canvas: _line(canvas, np.full(length, 1.0 / length), 1)


def _exposed(stops: float) -> Degradation:
    return lambda canvas: canvas * 2.0**stops


def _noisy(amount: float) -> Degradation:
    return lambda canvas: canvas + amount * _texture(9)


def _lamp(x: float, y: float, radius: float, strength: float, softness: float) -> Degradation:
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH]
    distance = np.hypot(columns - x, rows - y)
    veil = strength / (1.0 + np.exp((distance - radius) / softness))
    return lambda canvas: canvas + veil[..., None]


DEGRADATIONS: dict[str, Degradation] = {
    "sharp": lambda canvas: canvas,
    "defocus_1": _defocused(1.0),
    "defocus_3": _defocused(3.0),
    "motion_9": _shaken(9),
    "under_3": _exposed(-3.0),
    "over_2": _exposed(2.0),
    "noise": _noisy(0.15),
    "lamp_soft": _lamp(128, 80, 14, 0.8, 5.0),
    "lamp_hard": _lamp(128, 80, 14, 0.8, 0.3),
}


def _plain() -> Iterator[tuple[str, Canvas]]:
    for level in (0.0, 0.5, 1.0):
        yield f"uniform_{level}", _canvas(level)
    ramp = _canvas(0.0)
    ramp += np.linspace(0.0, 1.0, WIDTH)[None, :, None]
    yield "ramp", ramp
    board = _canvas(0.2)
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH]
    board[(rows // 8 + columns // 8) % 2 == 1] = 0.8
    yield "checkerboard", board
    yield "noise_only", _canvas(0.5) + 0.8 * _texture(5)
    backlit = _device(_canvas(0.99), 0.02, 0.03)
    yield "backlit", backlit


def pictures() -> Iterator[tuple[str, NDArray[np.uint8]]]:
    """Every conformance picture with its name."""
    for name, canvas in _plain():
        yield name, _eight_bit(canvas)
    for scene, canvas in _scenes():
        for degradation, degrade in DEGRADATIONS.items():
            yield f"{scene}/{degradation}", _eight_bit(degrade(canvas))


def _eight_bit(canvas: Canvas) -> NDArray[np.uint8]:
    return np.floor(np.clip(canvas, 0.0, 1.0) * 255.0 + 0.5).astype(np.uint8)
