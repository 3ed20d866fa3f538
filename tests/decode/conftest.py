"""Small files of every format, all generated; HEIC, which needs an encoder, from ``tests/data``."""

import io
import struct
import zlib
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image, PngImagePlugin

DATA = Path(__file__).resolve().parent.parent / "data"
HEIGHT, WIDTH = 96, 128


def corners(height=HEIGHT, width=WIDTH):
    """Red, green, blue and yellow quarters, and a ramp of greys across the middle."""
    rgb = np.zeros((height, width, 3), np.uint8)
    rgb[: height // 2, : width // 2] = 200, 30, 20
    rgb[: height // 2, width // 2 :] = 20, 180, 40
    rgb[height // 2 :, : width // 2] = 30, 50, 200
    rgb[height // 2 :, width // 2 :] = 220, 200, 30
    rgb[height // 2 - 8 : height // 2 + 8] = np.linspace(0, 255, width)[None, :, None]
    return rgb


def textured(height=150, width=200, seed=0):
    """Shapes and grain, so that damage shows."""
    random = np.random.default_rng(seed)
    rows, columns = np.mgrid[:height, :width]
    picture = np.stack(
        [rows * 255 / height, columns * 255 / width, 128 + 90 * np.sin(rows / 5)], -1
    )
    picture[30:90, 50:140] = 40
    return np.clip(picture + random.normal(0, 12, picture.shape), 0, 255).astype(np.uint8)


def encode(picture, kind="JPEG", **options):
    """A file's bytes; `picture` is an array or a Pillow image."""
    if isinstance(picture, np.ndarray):
        picture = Image.fromarray(picture)
    if kind == "PNG" and "xmp" in options:
        options["pnginfo"] = PngImagePlugin.PngInfo()
        options["pnginfo"].add_itxt("XML:com.adobe.xmp", options.pop("xmp").decode())
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def exif(orientation=None, *, gps=False, serial=False):
    """An EXIF block that begins with ``Exif``."""
    block = Image.Exif()
    if orientation is not None:
        block[0x0112] = orientation
    if gps:
        block.get_ifd(0x8825).update({1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 36.0)})
    if serial:
        block.get_ifd(0x8769)[0xA431] = "SECRET-SERIAL-77"
    return block.tobytes()


def segment(marker, body):
    """A JPEG segment."""
    return bytes([0xFF, marker]) + (len(body) + 2).to_bytes(2, "big") + body


def with_segment(jpeg, marker, body):
    """A JPEG with one more segment right after its start."""
    return jpeg[:2] + segment(marker, body) + jpeg[2:]


def chunk(name, body):
    """A PNG chunk."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(values, depth, colour, *, before=(), after=(), interlace=0):
    """A PNG of H×W×C integers, packed as depth and colour type ask for."""
    height, width, channels = values.shape
    rows = []
    for row in values:
        if depth == 16:
            packed = row.astype(">u2").tobytes()
        elif depth == 8:
            packed = row.astype(np.uint8).tobytes()
        else:
            bits = np.unpackbits(row.reshape(width * channels, 1).astype(np.uint8), axis=1)
            packed = np.packbits(bits[:, 8 - depth :].reshape(-1)).tobytes()
        rows.append(b"\0" + packed)
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlace)
    return b"".join(
        [
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", header),
            *(chunk(*item) for item in before),
            chunk(b"IDAT", zlib.compress(b"".join(rows))),
            *(chunk(*item) for item in after),
            chunk(b"IEND", b""),
        ]
    )


def box(kind, body):
    """An ISO base media box."""
    return struct.pack(">I", len(body) + 8) + kind + body


def data(name):
    """A committed file."""
    return (DATA / name).read_bytes()


def valid_files():
    """One sound file of each kind, by name; all show `textured`."""
    rgb = textured()
    return {
        "baseline": encode(rgb, quality=85),
        "progressive": encode(rgb, quality=85, progressive=True),
        "restarts": encode(rgb, quality=85, restart_marker_blocks=8),
        "grey": encode(Image.fromarray(rgb).convert("L"), quality=85),
        "cmyk": encode(Image.fromarray(rgb).convert("CMYK"), quality=85),
        "png": encode(rgb, "PNG"),
        "png palette": encode(Image.fromarray(rgb).quantize(64), "PNG"),
        "webp": encode(rgb, "WEBP", quality=85),
        "webp lossless": encode(rgb, "WEBP", lossless=True),
        "avif": encode(rgb, "AVIF", quality=85),
        "heic": data("textured.heic"),
    }


@pytest.fixture(scope="session")
def make():
    """The functions that make files."""
    return SimpleNamespace(
        box=box,
        chunk=chunk,
        corners=corners,
        data=data,
        encode=encode,
        exif=exif,
        png=png,
        segment=segment,
        textured=textured,
        with_segment=with_segment,
    )


@pytest.fixture(scope="session")
def files():
    """Sound files by name."""
    return valid_files()


@pytest.fixture(autouse=True)
def _silent(capfd):
    """No decoder may write to the terminal."""
    yield
    captured = capfd.readouterr()
    assert captured.err == ""
    assert captured.out == ""
