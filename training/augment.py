"""What may happen to a photo without changing what it shows.

Each function takes and gives H×W×3 uint8 RGB; geometry is applied to the masks too.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from photocheck.view.preprocess import GREY

Picture = NDArray[np.uint8]


def varied(
    rgb: Picture, masks: Picture, size: int, rng: np.random.Generator, *, mirrored: bool
) -> tuple[Picture, Picture]:
    """One of many versions of a photo, letterboxed.

    Parameters
    ----------
    rgb : H×W×3 uint8
    masks : H×W×C uint8
    size : int
        Side of the square, pixels.
    rng : Generator
    mirrored : bool
        Whether left and right are exchanged.

    Returns
    -------
    size×size×3 and size×size×C uint8
    """
    if mirrored:
        rgb, masks = np.ascontiguousarray(rgb[:, ::-1]), np.ascontiguousarray(masks[:, ::-1])
    matrix, inner = _placement(rgb.shape[1], rgb.shape[0], size, rng)
    reduced = _matched(rgb, matrix)
    square = cv2.warpAffine(
        reduced,
        matrix,
        (size, size),
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    moved = cv2.warpAffine(masks, matrix, (size, size), flags=cv2.INTER_LINEAR)
    seen = np.asarray(photographed(np.asarray(square, np.uint8), rng), np.uint8)
    left, top, right, bottom = inner
    framed = np.full_like(seen, GREY)
    framed[top:bottom, left:right] = seen[top:bottom, left:right]
    kept = np.zeros((size, size, masks.shape[2]), np.uint8)
    kept[top:bottom, left:right] = moved.reshape(size, size, -1)[top:bottom, left:right]
    return framed, kept


def _placement(
    width: int, height: int, size: int, rng: np.random.Generator
) -> tuple[NDArray[np.float64], tuple[int, int, int, int]]:
    """From the photo to the square: turned, grown and moved a little; the frame that stays."""
    factor = size / max(width, height)
    growth = factor * float(np.exp(rng.uniform(-0.22, 0.3)))
    angle = float(rng.normal(0, 5)) if rng.random() < 0.8 else float(rng.uniform(-25, 25))
    turned = cv2.getRotationMatrix2D((width / 2, height / 2), angle, growth)
    matrix: NDArray[np.float64] = np.array(turned, np.float64)
    inner_width, inner_height = width * factor, height * factor
    if rng.random() < 0.3:
        # Another shape of frame.
        if rng.random() < 0.5:
            inner_width = inner_height = min(size, max(inner_width, inner_height))
        else:
            shrink = float(rng.uniform(0.75, 1))
            inner_width, inner_height = (
                (inner_width * shrink, inner_height)
                if rng.random() < 0.5
                else (inner_width, inner_height * shrink)
            )
    shift = rng.uniform(-0.06, 0.06, 2) * size
    centred = np.array([size / 2 - width / 2, size / 2 - height / 2])
    matrix[:, 2] += centred + shift
    left, top = round((size - inner_width) / 2), round((size - inner_height) / 2)
    return matrix, (left, top, size - left, size - top)


def _matched(rgb: Picture, matrix: NDArray[np.float64]) -> Picture:
    """Smoothed as much as shrinking by the matrix needs."""
    growth = float(np.hypot(matrix[0, 0], matrix[0, 1]))
    if growth >= 0.8:
        return rgb
    return np.asarray(cv2.GaussianBlur(rgb, (0, 0), 0.42 / growth), np.uint8)


def photographed(rgb: Picture, rng: np.random.Generator) -> Picture:
    """Other light, another camera, another messenger: colours, noise, softness, JPEG."""
    values = _lit(np.asarray(rgb, np.float32) / np.float32(255), rng)
    if rng.random() < 0.3:
        values = _blurred(values, float(rng.uniform(0.3, 1.6)))
    elif rng.random() < 0.3:
        values = values + (values - _blurred(values, 1.0)) * np.float32(rng.uniform(0.3, 1.5))
    if rng.random() < 0.4:
        noise = rng.standard_normal(values.shape, np.float32)
        values = values + noise * np.float32(rng.uniform(0.005, 0.05))
    picture = (np.clip(values, 0, 1) * 255 + 0.5).astype(np.uint8)
    if rng.random() < 0.2:
        _hide(picture, rng)
    if rng.random() < 0.4:
        quality = int(rng.integers(30, 92))
        _, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
        picture = np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)
    return picture


def _lit(values: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """Other exposure, white balance, contrast, saturation, and a shadow."""
    if rng.random() < 0.8:
        values = values ** np.float32(np.exp(rng.normal(0, 0.25)))
        gains = np.exp(rng.normal(0, 0.07, 3) + np.array([0.5, 0, -0.5]) * rng.normal(0, 0.14))
        values = values * (gains * np.exp(rng.normal(0, 0.12))).astype(np.float32)
    if rng.random() < 0.6:
        mean = values.mean()
        values = (values - mean) * np.float32(np.exp(rng.normal(0, 0.22))) + mean
    if rng.random() < 0.6:
        grey = (values @ np.array([0.299, 0.587, 0.114], np.float32))[..., None]
        share = 0.0 if rng.random() < 0.08 else float(np.exp(rng.normal(0, 0.35)))
        values = grey + (values - grey) * np.float32(share)
    if rng.random() < 0.25:
        values = _shaded(values, rng)
    return values


def _blurred(values: NDArray[np.float32], sigma: float) -> NDArray[np.float32]:
    return np.asarray(cv2.GaussianBlur(values, (0, 0), sigma), np.float32)


def _shaded(values: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """A shadow or a brighter side over the whole picture."""
    height, width = values.shape[:2]
    angle = rng.uniform(0, 2 * np.pi)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    along = (x / width - 0.5) * np.cos(angle) + (y / height - 0.5) * np.sin(angle)
    steep = float(rng.uniform(1, 12))
    shade = 1 / (1 + np.exp(-(along - rng.uniform(-0.3, 0.3)) * steep))
    low = float(rng.uniform(0.4, 0.9))
    return np.asarray(values * (low + (1 - low) * shade)[..., None].astype(np.float32))


def _hide(picture: Picture, rng: np.random.Generator) -> None:
    """Something in the way."""
    height, width = picture.shape[:2]
    for _ in range(int(rng.integers(1, 4))):
        h, w = int(rng.uniform(0.05, 0.22) * height), int(rng.uniform(0.05, 0.22) * width)
        y, x = int(rng.uniform(0, height - h)), int(rng.uniform(0, width - w))
        picture[y : y + h, x : x + w] = rng.integers(0, 256, 3, np.uint8)
