"""Faults of photos, made on purpose: good photos with an exactly known thing wrong.

What happens in front of the sensor (blur, light, veils) is done in linear light, where highlights
that the camera had clipped are brighter than white; what happens in the camera and after it (noise,
compression, another size) is done on the finished picture. Lengths are in pixels of a photo whose
long side is 1024, so that a fault looks the same at every size.

References
----------
J. Carbajal et al., "Blind motion deblurring with pixel-wise kernel estimation via kernel prediction
networks", 2022 (camera curve and saturation decide whether made blur teaches anything):
https://arxiv.org/abs/2209.12675. J. Rim et al., "Realistic blur synthesis for learning image
deblurring", ECCV 2022: https://arxiv.org/abs/2202.08771.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final, Literal, get_args

import cv2
import numpy as np
from numpy.typing import NDArray

from photocheck.errors import UsageError
from photocheck.photo import Photo, Source

Pixels = NDArray[np.uint8]
Light = NDArray[np.float32]

Fault = Literal[
    "shake",
    "defocus",
    "dark",
    "bright",
    "noise",
    "veil",
    "lamp",
    "backlight",
    "messenger",
    "upscaled",
    "screen",
]
"""What `degrade` can do to a photo."""

REFERENCE_SIDE: Final = 1024
_CLIPPED: Final = 0.97
"""Linear light from which a camera may have clipped what was brighter."""


def degrade(photo: Source, fault: Fault, *, seed: int = 0, **settings: float) -> Pixels:
    """A photo with one fault more.

    Parameters
    ----------
    photo : what `photocheck.inspect` takes
    fault : str
        One of `Fault`:

        ========== ====================================================================
        shake      the camera moved: ``length`` (px, 8)
        defocus    out of focus: ``radius`` (px, 4)
        dark       underexposed: ``stops`` (3)
        bright     overexposed: ``stops`` (2)
        noise      a small sensor in little light: ``sigma`` (grey levels, 12)
        veil       a smeared lens or light that falls into it: ``share`` (0.4)
        lamp       a lamp mirrored by the middle of the picture: ``size`` (0.12 of its side)
        backlight  the middle darker and its surroundings lighter: ``stops`` (3)
        messenger  reduced and compressed: ``side`` (px, 800), ``quality`` (45)
        upscaled   enlarged from a smaller one: ``factor`` (4)
        screen     a photo of a screen that shows the photo: ``pitch`` (px, 2.6)
        ========== ====================================================================
    seed : int
        The same seed makes the same fault.
    settings : float
        Of the fault, as above.

    Returns
    -------
    H×W×3 uint8
        sRGB, upright, of the photo's native size.

    Raises
    ------
    UsageError
        If the fault or a setting is unknown, or a setting is no number above 0.

    Examples
    --------
    >>> board = np.kron(np.indices((6, 8)).sum(axis=0) % 2, np.ones((60, 60))) * 200
    >>> board = np.repeat(board.astype(np.uint8)[..., None], 3, axis=2)
    >>> shaken = degrade(board, "shake", length=12)
    >>> from photocheck.metrics import sharpness
    >>> sharpness(shaken[..., 0]).width > 2 * sharpness(board[..., 0]).width
    True
    """
    if fault not in FAULTS:
        raise UsageError(f"expected a fault of {', '.join(FAULTS)}, got {fault!r}")
    known = list(inspect.signature(FAULTS[fault]).parameters)[2:]
    for name, value in settings.items():
        if name not in known:
            raise UsageError(f"expected {fault} with settings {', '.join(known)}, got {name!r}")
        if not (np.isfinite(value) and value > 0):
            raise UsageError(f"expected {name} as a number above 0, got {value!r}")
    rgb = Photo.open(photo).full()
    return FAULTS[fault](rgb, np.random.default_rng(seed), **settings)


def shake(rgb: Pixels, rng: np.random.Generator, length: float = 8.0) -> Pixels:
    """The camera moved during the exposure, along a curved path.

    Parameters
    ----------
    rgb : H×W×3 uint8
    rng : Generator
    length : float
        Of the path, in px of a photo whose long side is 1024.
    """
    return _developed(_blurred(_light(rgb, rng), shake_kernel(length * _scale(rgb), rng)))


def defocus(rgb: Pixels, rng: np.random.Generator, radius: float = 4.0) -> Pixels:
    """Out of focus: every point becomes a disc.

    Parameters
    ----------
    rgb : H×W×3 uint8
    rng : Generator
    radius : float
        Of the disc, in px of a photo whose long side is 1024.
    """
    return _developed(_blurred(_light(rgb, rng), disc_kernel(radius * _scale(rgb))))


def dark(rgb: Pixels, rng: np.random.Generator, stops: float = 3.0) -> Pixels:
    """Underexposed by a number of stops."""
    return _developed(_light(rgb, rng) * np.float32(2**-stops))


def bright(rgb: Pixels, rng: np.random.Generator, stops: float = 2.0) -> Pixels:
    """Overexposed by a number of stops."""
    return _developed(_light(rgb, rng) * np.float32(2**stops))


def noise(rgb: Pixels, rng: np.random.Generator, sigma: float = 12.0) -> Pixels:
    """Noise of a small sensor, `sigma` grey levels at middle grey, more where it is lighter."""
    light = _linear(rgb)
    spread = np.sqrt(0.15 + 0.85 * light / 0.216) * np.float32(sigma / 255 * 0.5)
    return _developed(light + spread * rng.standard_normal(rgb.shape, np.float32))


def veil(rgb: Pixels, rng: np.random.Generator, share: float = 0.4) -> Pixels:
    """Veiling glare: a smeared lens, or light that falls into it, lies over all of the picture.

    `share` of the light is scattered over a wide area, the more of it towards one side.
    """
    light = _light(rgb, rng)
    height, width = rgb.shape[:2]
    spread = cv2.GaussianBlur(
        light, (0, 0), 0.12 * max(height, width), borderType=cv2.BORDER_REFLECT
    )
    angle = rng.uniform(0, 2 * np.pi)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    ramp = 1 + 0.4 * (np.cos(angle) * (x / width - 0.5) + np.sin(angle) * (y / height - 0.5))
    source = np.float32(0.35) * ramp[..., None]  # a light outside the picture
    share = min(share, 1.0)
    return _developed((1 - share) * light + share * (0.5 * spread + source).astype(np.float32))


def lamp(rgb: Pixels, rng: np.random.Generator, size: float = 0.12) -> Pixels:
    """A lamp mirrored by what lies in the middle: a clipped core with a soft halo.

    `size` is the core's diameter as a share of the picture's shorter side.
    """
    light = _light(rgb, rng)
    height, width = rgb.shape[:2]
    side = min(height, width)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    centre = np.array([width, height]) * rng.uniform(0.4, 0.6, 2)
    stretch, angle = rng.uniform(0.6, 1.0), rng.uniform(0, np.pi)
    across = (x - centre[0]) * np.cos(angle) + (y - centre[1]) * np.sin(angle)
    along = ((y - centre[1]) * np.cos(angle) - (x - centre[0]) * np.sin(angle)) / stretch
    distance = np.hypot(across, along) / (size * side / 2)
    core = 1 / (1 + np.exp((distance - 1) * 12))
    halo = 0.25 * np.exp(-np.maximum(distance - 0.8, 0) / 0.7)
    tint = np.array([1.0, rng.uniform(0.85, 1), rng.uniform(0.65, 1)], np.float32)
    return _developed(light + (2.5 * core + halo)[..., None].astype(np.float32) * tint)


def backlight(rgb: Pixels, rng: np.random.Generator, stops: float = 3.0) -> Pixels:
    """The middle, where a device lies, darker by `stops` than surroundings that are lighter."""
    light = _light(rgb, rng)
    height, width = rgb.shape[:2]
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    reach = np.maximum(np.abs(x), np.abs(y))
    outside = 1 / (1 + np.exp(-(reach - 0.6) * 18))
    gain = np.exp2((outside - 0.65) * stops).astype(np.float32)
    return _developed(light * gain[..., None])


def messenger(
    rgb: Pixels, _: np.random.Generator, side: float = 800.0, quality: float = 45.0
) -> Pixels:
    """Sent through a messenger: reduced to a long side of `side`, compressed, enlarged again."""
    small = _resized(rgb, min(1.0, side / max(rgb.shape[:2])))
    flag = [cv2.IMWRITE_JPEG_QUALITY, int(np.clip(quality, 1, 100))]
    coded = cv2.imencode(".jpg", small[..., ::-1], flag)[1]
    decoded = np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR_RGB), np.uint8)
    return np.asarray(
        cv2.resize(decoded, rgb.shape[1::-1], interpolation=cv2.INTER_CUBIC), np.uint8
    )


def upscaled(rgb: Pixels, _: np.random.Generator, factor: float = 4.0) -> Pixels:
    """Enlarged from a picture `factor` times smaller: as large as a photo, with less in it."""
    small = _resized(rgb, 1 / max(factor, 1.0))
    return np.asarray(cv2.resize(small, rgb.shape[1::-1], interpolation=cv2.INTER_CUBIC), np.uint8)


def screen(rgb: Pixels, rng: np.random.Generator, pitch: float = 2.6) -> Pixels:
    """A photo of a screen that shows the photo: its raster beats with the camera's (moiré).

    `pitch` is the distance of the screen's pixels, in px of a photo whose long side is 1024.
    """
    light = _linear(rgb)
    height, width = rgb.shape[:2]
    step = pitch * _scale(rgb)
    angle = float(rng.uniform(0.02, 0.2))
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    across = (x * np.cos(angle) + y * np.sin(angle)) / step
    down = (y * np.cos(angle) - x * np.sin(angle)) / step
    columns = np.stack(
        [0.55 + 0.45 * np.cos(2 * np.pi * (across - shift)) for shift in (0, 1 / 3, 2 / 3)], -1
    )
    rows = 0.8 + 0.2 * np.cos(2 * np.pi * down)
    shown = light * (columns * rows[..., None]).astype(np.float32)
    gain = max(float(light.mean()), 1e-4) / max(float(shown.mean()), 1e-4)
    return _developed(cv2.GaussianBlur(shown * np.float32(gain), (0, 0), 0.6))


FAULTS: Final[Mapping[str, Callable[..., Pixels]]] = MappingProxyType(
    {name: globals()[name] for name in get_args(Fault)}
)
"""Each fault's function: of H×W×3 uint8, a random generator, and its settings."""


def shake_kernel(length: float, rng: np.random.Generator) -> Light:
    """What a point becomes when the camera moves along a smooth, curved path.

    Parameters
    ----------
    length : float
        Of the path, in px of the picture.
    rng : Generator

    Returns
    -------
    k×k float32
        Sums to 1; k is odd.
    """
    steps = max(16, int(4 * length))
    turns = np.cumsum(rng.normal(0, 1, steps)) * rng.uniform(0, 2.5) / steps**0.5 / 4
    angle = rng.uniform(0, 2 * np.pi) + turns
    speed = np.abs(1 + 0.4 * np.sin(np.linspace(0, rng.uniform(1, 6), steps) + rng.uniform(0, 6)))
    path = np.stack([np.cumsum(np.cos(angle) * speed), np.cumsum(np.sin(angle) * speed)], 1)
    moved = np.linalg.norm(np.diff(path, axis=0), axis=1).sum()
    path = (path - path.mean(0)) * (length / max(float(moved), 1e-6))
    half = int(np.ceil(np.abs(path).max())) + 2
    kernel = np.zeros((2 * half + 1, 2 * half + 1), np.float64)
    for across, down in path + half:
        left, top = int(across), int(down)
        x, y = across - left, down - top
        kernel[top : top + 2, left : left + 2] += [
            [(1 - x) * (1 - y), x * (1 - y)],
            [(1 - x) * y, x * y],
        ]
    return np.asarray(kernel / kernel.sum(), np.float32)


def disc_kernel(radius: float) -> Light:
    """A disc of a radius in px, k×k float32 that sums to 1."""
    half = int(np.ceil(radius)) + 1
    y, x = np.mgrid[-half : half + 1, -half : half + 1]
    disc = np.clip(radius + 0.5 - np.hypot(x, y), 0, 1)
    return np.asarray(disc / disc.sum(), np.float32)


def _scale(rgb: Pixels) -> float:
    return float(max(rgb.shape[:2]) / REFERENCE_SIDE)


def _linear(rgb: Pixels) -> Light:
    values = np.arange(256) / 255
    curve = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    return np.asarray(curve.astype(np.float32)[rgb])


def _light(rgb: Pixels, rng: np.random.Generator) -> Light:
    """Linear light, with what the camera clipped as bright as it may have been."""
    light = _linear(rgb)
    clipped = light.min(axis=2, keepdims=True) >= _CLIPPED
    return np.where(clipped, light * np.float32(rng.uniform(1.5, 4)), light)


def _blurred(light: Light, kernel: Light) -> Light:
    return np.asarray(cv2.filter2D(light, -1, kernel, borderType=cv2.BORDER_REFLECT), np.float32)


def _developed(light: Any) -> Pixels:
    values = np.clip(np.asarray(light, np.float32), 0, 1)
    curve = np.where(values <= 0.0031308, 12.92 * values, 1.055 * values ** (1 / 2.4) - 0.055)
    return np.asarray(curve * 255 + 0.5, np.uint8)


def _resized(rgb: Pixels, factor: float) -> Pixels:
    size = (max(1, round(rgb.shape[1] * factor)), max(1, round(rgb.shape[0] * factor)))
    return np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)
