"""From light on the sensor to the file: exposure, shake, lens bloom, noise, tone, JPEG."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from studio.render import Rendered

_MIDDLE_GREY = 0.2
_LUMINANCE = np.array([0.2126, 0.7152, 0.0722], np.float32)


@dataclass(frozen=True)
class Development:
    """What the camera and its owner do to a picture.

    Attributes
    ----------
    exposure_offset : float
        Stops above (+) or below (-) what the camera would have metered.
    shake_length, shake_angle, shake_curve : float
        Path of the camera during the exposure: length as a share of the long side, degrees,
        and bend (0 = straight).
    full_well : float
        Electrons at white: fewer, noisier.
    read_noise : float
        Share of white.
    white_balance : 3 floats
        Gains on top of a grey-world correction of strength `white_correction`.
    white_correction : float
    shoulder : float
        Exponent of the film-like tone curve; 0 is linear clipping.
    contrast, sharpening, vignetting, bloom : float
    jpeg_quality : int
    messenger_side : int or None
        Long side that a messenger reduced the photo to before it was sent on.
    """

    exposure_offset: float = 0.0
    shake_length: float = 0.0
    shake_angle: float = 0.0
    shake_curve: float = 0.0
    full_well: float = 8000.0
    read_noise: float = 0.002
    white_balance: tuple[float, float, float] = (1.0, 1.0, 1.0)
    white_correction: float = 0.4
    shoulder: float = 1.3
    contrast: float = 0.05
    sharpening: float = 0.4
    vignetting: float = 0.1
    bloom: float = 1.0
    jpeg_quality: int = 88
    messenger_side: int | None = None


@dataclass(frozen=True)
class Developed:
    """A photo and its truths, pixel by pixel.

    Attributes
    ----------
    photo : H×W×3 uint8 sRGB
    jpeg : bytes
        The same, as the file.
    device, screen, label : H×W float32
        Share of each pixel covered, 0 to 1, shaken as the photo is.
    glare : H×W float32
        Share of the light there that the device mirrors from a source, 0 to 1.
    shake_pixels : float
    gain : float
    """

    photo: NDArray[np.uint8]
    jpeg: bytes
    device: NDArray[np.float32]
    screen: NDArray[np.float32]
    label: NDArray[np.float32]
    glare: NDArray[np.float32]
    shake_pixels: float
    gain: float


def sample(rng: np.random.Generator, *, plain: bool = False) -> Development:
    """How a customer's camera may develop a photo; `plain` is a good one in good light."""
    warmth = rng.normal(0.03, 0.05 if plain else 0.1)
    tint = rng.normal(0, 0.02)
    development = Development(
        exposure_offset=float(rng.normal(0, 0.15 if plain else 0.4)),
        full_well=float(10 ** rng.uniform(3.6 if plain else 2.9, 4.4)),
        read_noise=float(rng.uniform(0, 0.002 if plain else 0.006)),
        white_balance=(float(np.exp(warmth)), float(np.exp(tint)), float(np.exp(-warmth))),
        white_correction=float(rng.uniform(0.1, 0.6)),
        shoulder=float(rng.uniform(1.1, 1.6)) if rng.random() < 0.85 else 0.0,
        contrast=float(rng.uniform(0, 0.12)),
        sharpening=float(rng.uniform(0, 0.8)),
        vignetting=float(rng.uniform(0, 0.25)),
        bloom=float(rng.uniform(0.3, 1.6)),
        jpeg_quality=int(rng.integers(80 if plain else 55, 97)),
    )
    if plain:
        return development
    chance = rng.random()
    if chance < 0.07:
        offset = rng.uniform(1.0, 2.2) if rng.random() < 0.5 else -rng.uniform(1.2, 3.2)
        development = replace(development, exposure_offset=float(offset))
    if rng.random() < 0.1:
        development = replace(
            development,
            shake_length=float(rng.uniform(0.004, 0.04)),
            shake_angle=float(rng.uniform(0, 360)),
            shake_curve=float(rng.normal(0, 0.8)),
        )
    if rng.random() < 0.15:
        development = replace(
            development, messenger_side=int(rng.integers(240, 420)), jpeg_quality=70
        )
    return development


def metered_gain(light: NDArray[np.float32]) -> float:
    """The gain of an automatic exposure: between the log mean and the highlights' mean."""
    luminance = light @ _LUMINANCE
    middle = np.exp(np.mean(np.log(np.clip(luminance, 1e-4, None))))
    bright = np.clip(luminance, 0, np.percentile(luminance, 97)).mean()
    return float(_MIDDLE_GREY / (0.6 * middle + 0.4 * bright))


def develop(rendered: Rendered, development: Development, rng: np.random.Generator) -> Developed:
    """Make the photo; the same rng state makes the same noise."""
    gain = metered_gain(rendered.light) * 2**development.exposure_offset
    light = rendered.light * gain
    glare = rendered.glare * gain
    layers = np.stack([rendered.device, rendered.screen, rendered.label], axis=2)
    height, width = glare.shape
    long_side = max(height, width)
    shake = development.shake_length * long_side
    if shake >= 1:
        kernel = shake_kernel(shake, development.shake_angle, development.shake_curve)
        light, glare, layers = (_shaken(each, kernel) for each in (light, glare, layers))
    light = _bloom(light, development.bloom, long_side)
    glare = _bloom(glare, development.bloom, long_side)
    luminance = light @ _LUMINANCE
    share = np.clip(glare / np.maximum(luminance, 1e-3), 0, 1) * (glare > 0.02)
    photo = _tone(_sensed(light, development, rng), development)
    if development.messenger_side is not None and development.messenger_side < long_side:
        photo = _through_messenger(photo, development.messenger_side)
    coded = cv2.imencode(
        ".jpg", photo[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, development.jpeg_quality]
    )[1]
    device, screen, label = np.moveaxis(np.clip(layers, 0, 1), 2, 0)
    return Developed(
        photo=np.ascontiguousarray(cv2.imdecode(coded, cv2.IMREAD_COLOR)[..., ::-1]),  # type: ignore[index]
        jpeg=coded.tobytes(),
        device=device,
        screen=screen,
        label=label,
        glare=(share * (device > 0.5)).astype(np.float32),
        shake_pixels=shake if shake >= 1 else 0.0,
        gain=gain,
    )


def shake_kernel(length: float, angle: float, curve: float) -> NDArray[np.float32]:
    """The path of the camera as a kernel that sums to 1; length in pixels, angle in degrees."""
    side = 2 * int(length) + 5
    kernel = np.zeros((side, side), np.float32)
    centre = side // 2
    cosine, sine = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    for time in np.linspace(-0.5, 0.5, max(60, 12 * int(length))):
        along, across = time * length, curve * (time**2 - 1 / 12) * length
        x = centre + along * cosine - across * sine
        y = centre + along * sine + across * cosine
        left, top = int(np.floor(x)), int(np.floor(y))
        if 0 <= left < side - 1 and 0 <= top < side - 1:
            weight_x, weight_y = x - left, y - top
            kernel[top, left] += (1 - weight_x) * (1 - weight_y)
            kernel[top, left + 1] += weight_x * (1 - weight_y)
            kernel[top + 1, left] += (1 - weight_x) * weight_y
            kernel[top + 1, left + 1] += weight_x * weight_y
    return np.asarray(kernel / kernel.sum(), np.float32)


def _shaken(picture: NDArray[np.float32], kernel: NDArray[np.float32]) -> NDArray[np.float32]:
    blurred = cv2.filter2D(picture, -1, kernel, borderType=cv2.BORDER_REFLECT)
    return np.asarray(blurred, np.float32)


def _bloom(light: NDArray[np.float32], strength: float, long_side: int) -> NDArray[np.float32]:
    limited = np.clip(light, 0, 30)
    wide = cv2.GaussianBlur(limited, (0, 0), long_side * 0.02) * 0.012
    narrow = cv2.GaussianBlur(limited, (0, 0), long_side * 0.004) * 0.03
    return np.asarray(light * (1 - 0.042 * strength) + (wide + narrow) * strength, np.float32)


def _sensed(
    light: NDArray[np.float32], development: Development, rng: np.random.Generator
) -> NDArray[np.float32]:
    height, width = light.shape[:2]
    mean = light.reshape(-1, 3).mean(0)
    correction = (mean.mean() / np.maximum(mean, 1e-6)) ** development.white_correction
    light = light * (np.asarray(development.white_balance) * correction).astype(np.float32)
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    radius = ((columns - width / 2) ** 2 + (rows - height / 2) ** 2) / (max(height, width) / 2) ** 2
    light = light * (1 - development.vignetting * radius)[..., None]
    deviation = np.sqrt(np.clip(light, 0, 1) / development.full_well + development.read_noise**2)
    grain = rng.standard_normal(light.shape).astype(np.float32)
    # Demosaicing smears noise over neighbours.
    grain = 0.6 * grain + 0.6 * cv2.GaussianBlur(grain, (0, 0), 0.8)
    return np.asarray(light + grain * deviation, np.float32)


def _tone(light: NDArray[np.float32], development: Development) -> NDArray[np.uint8]:
    value = np.clip(light, 0, None)
    if development.shoulder > 0:
        value = 1 - np.exp(-value * development.shoulder)
    value = np.clip(value, 0, 1) ** (1 / 2.2)
    value = value + development.contrast * (value - 0.5) * 8 * value * (1 - value)
    if development.sharpening > 0:
        value = value + development.sharpening * (value - cv2.GaussianBlur(value, (0, 0), 1.0))
    return (np.clip(value, 0, 1) * 255 + 0.5).astype(np.uint8)


def _through_messenger(photo: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    height, width = photo.shape[:2]
    scale = side / max(height, width)
    small = cv2.resize(photo, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    coded = cv2.imencode(".jpg", small[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 72])[1]
    sent = cv2.imdecode(coded, cv2.IMREAD_COLOR)[..., ::-1]  # type: ignore[index]
    return np.ascontiguousarray(
        cv2.resize(sent, (width, height), interpolation=cv2.INTER_CUBIC), dtype=np.uint8
    )
