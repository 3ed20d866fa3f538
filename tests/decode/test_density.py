"""Large pictures in few bytes of compressed pixels; other bytes do not count."""

import io
import zlib

import numpy as np
import pytest
from PIL import Image

from photocheck import DecodeError
from photocheck.decode import Limits, open_picture


def refused(data):
    with pytest.raises(DecodeError) as caught:
        open_picture(data)
    return caught.value.reason == "decode.too_many_pixels"


def flat_png(make, width, height, *, before=(), surplus=b"", after=()):
    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\1\0\0\0\0"
    body = zlib.compress(bytes(height * (1 + (width + 7) // 8)), 9) + surplus
    chunks = [(b"IHDR", header), *before, (b"IDAT", body), *after, (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(make.chunk(*item) for item in chunks)


def test_a_white_page_of_a_screen_is_read(make):
    assert open_picture(flat_png(make, 5120, 2880)).width == 5120


def test_only_compressed_pixels_count_in_png(make):
    padding = bytes(1_000_000)
    assert refused(flat_png(make, 5000, 5000))
    assert refused(flat_png(make, 5000, 5000) + padding)
    assert refused(flat_png(make, 5000, 5000, before=[(b"prVt", padding)]))
    assert refused(flat_png(make, 5000, 5000, surplus=padding))
    assert refused(flat_png(make, 5000, 5000, after=[(b"IDAT", padding)] * 2))


@pytest.mark.parametrize("kind", ["WEBP", "AVIF"])
def test_only_compressed_pixels_count_in_others(kind, make):
    picture = Image.new("RGB", (4100, 4000), "white")
    options = {"lossless": True, "method": 0} if kind == "WEBP" else {"speed": 10}
    data = make.encode(picture, kind, **options, xmp=bytes(400_000))
    assert refused(data)


def test_the_rule_by_its_numbers():
    limits = Limits()
    limits.check_density(4000, 4000, 1)
    limits.check_density(5000, 5000, 250_000)
    with pytest.raises(DecodeError, match="24,999,900 pixels in 249,999"):
        limits.check_density(5000, 5000, 249_999)


def test_a_progressive_jpeg_of_few_bytes(make):
    data = make.encode(make.corners(), progressive=True)
    frame = data.index(b"\xff\xc2")
    large = data[: frame + 5] + (9000).to_bytes(2, "big") * 2 + data[frame + 9 :]
    assert refused(large)
    # Other segments do not count.
    comment = make.segment(0xFE, bytes(65_000))
    assert refused(large[:2] + comment * 60 + large[2:])


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_transparency_is_laid_over_the_background_in_strips(mode, make):
    rows = 600
    alpha = np.tile(np.linspace(0, 255, rows).astype(np.uint8)[:, None], (1, 40))
    grey = np.full((rows, 40), 100, np.uint8)
    if mode == "P":
        picture = Image.fromarray((alpha > 127).astype(np.uint8) * 1).convert("P")
        picture.putpalette([10, 10, 10, 100, 100, 100])
        picture.info["transparency"] = 0
        alpha = np.where(alpha > 127, 255, 0)
    else:
        channels = [grey] * (3 if mode == "RGBA" else 1) + [alpha]
        picture = Image.fromarray(np.stack(channels, -1), mode)
    file = io.BytesIO()
    picture.save(file, "PNG")
    found = open_picture(file.getvalue(), Limits(background=(200, 200, 200)))
    assert found.flags == ("alpha.flattened",)
    expected = (grey * (alpha / 255) + 200 * (1 - alpha / 255))[..., None]
    assert np.abs(found.rgb - expected).max() <= 1
