"""Large photos for timing: a sample enlarged, with film grain, to compress like a photo."""

from __future__ import annotations

import importlib
import importlib.util
import struct
import zlib
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.photos import SAMPLES
from benchmarks.statistics import SEED

SAMPLE = "laptop_screen_on.jpg"
GRAIN = 6.0  # standard deviation, of 255
JPEG_QUALITY = 92
BOMB_SIDE = 30_000
LARGEST_HEVC = 35.6
"""Megapixels of the largest HEVC picture (H.265, table A.8). Phones store larger photos as a grid
of pictures, which pillow-heif can't write."""


def photograph(megapixels: float) -> NDArray[np.uint8]:
    """A 4:3 BGR picture of that size."""
    height = round((megapixels * 1e6 * 3 / 4) ** 0.5 / 8) * 8
    width = height * 4 // 3
    source = cv2.imread(str(SAMPLES / SAMPLE), cv2.IMREAD_COLOR)
    if source is None:
        raise ValueError(f"expected the sample {SAMPLE} in {SAMPLES.name}/")
    large = cv2.resize(source, (width, height), interpolation=cv2.INTER_CUBIC)
    generator = np.random.default_rng(SEED)
    for top in range(0, height, 256):  # in strips, so that the noise takes little memory
        strip = large[top : top + 256]
        grain = generator.normal(0.0, GRAIN, strip.shape[:2]).astype(np.float32)
        # Grain of about two pixels, as a camera's own processing leaves it.
        soft = cv2.GaussianBlur(grain, (0, 0), 0.8) * 2
        strip[:] = np.clip(strip + soft[:, :, None], 0, 255).astype(np.uint8)
    return np.asarray(large, np.uint8)


def write_photo(folder: Path, megapixels: float, kind: str) -> Path | None:
    """A file of that size and kind (jpeg, png or heic); None if there is no encoder for it."""
    if kind == "heic" and (
        megapixels > LARGEST_HEVC or importlib.util.find_spec("pillow_heif") is None
    ):
        return None
    path = folder / f"{megapixels:g}.{kind}"
    pixels = photograph(megapixels)
    if kind == "heic":
        heif = importlib.import_module("pillow_heif")
        rgb = np.ascontiguousarray(pixels[:, :, ::-1])
        size = (rgb.shape[1], rgb.shape[0])
        heif.from_bytes(mode="RGB", size=size, data=rgb.tobytes()).save(path, quality=80)
        return path
    if kind == "jpeg":
        name = folder / f"{megapixels:g}.jpg"
        cv2.imwrite(str(name), pixels, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
        return name
    cv2.imwrite(str(path), pixels)
    return path


def write_bomb(folder: Path, side: int = BOMB_SIDE) -> Path:
    """A valid grey PNG of side × side black pixels, in a file of under 1 MB at the full side."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    compressor = zlib.compressobj(9)
    row = bytes(1 + side)
    data = b"".join(compressor.compress(row) for _ in range(side)) + compressor.flush()
    path = folder / "bomb.png"
    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    )
    return path
