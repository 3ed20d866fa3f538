"""WebP: chunks, sizes, and codes that end at another place than their data."""

import io
import struct

import numpy as np
import pytest
from PIL import Image

from photocheck import DecodeError
from photocheck.decode import open_picture, webp


def refusal(data):
    with pytest.raises(DecodeError) as caught:
        open_picture(data)
    return caught.value.reason


def riff(*chunks):
    body = b"WEBP"
    for name, content in chunks:
        body += name + struct.pack("<I", len(content)) + content + bytes(len(content) % 2)
    return b"RIFF" + struct.pack("<I", len(body)) + body


@pytest.mark.parametrize(
    "options", [{"quality": 80}, {"lossless": True}, {"quality": 5}, {"method": 6}]
)
@pytest.mark.parametrize("size", [(1, 1), (17, 3), (150, 200)])
def test_sound_files_are_not_called_damaged(options, size, make):
    assert open_picture(make.encode(make.textured(*size), "WEBP", **options)).flags == ()


def test_wrong_bytes_among_the_pixels_are_mostly_noticed(make):
    data = make.encode(make.textured(), "WEBP", quality=80)
    sound = open_picture(data).rgb
    random = np.random.default_rng(0)
    visible = noticed = 0
    for _ in range(60):
        at = int(random.integers(60, len(data) - 40))
        changed = data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :]
        try:
            picture = open_picture(changed)
        except DecodeError:
            continue
        if np.abs(picture.rgb.astype(int) - sound).mean() > 8:
            visible += 1
            noticed += "webp.damaged" in picture.flags
    assert visible > 5
    assert noticed >= 0.9 * visible


def test_structure(make):
    data = make.encode(make.textured(), "WEBP")
    assert refusal(data[:-10]) == "decode.truncated"
    assert refusal(riff()) == "decode.damaged"
    assert refusal(riff((b"EXIF", b"x"))) == "decode.damaged"
    assert refusal(riff((b"VP8 ", b"abc"))) == "decode.truncated"
    assert refusal(riff((b"VP8X", bytes(4)))) == "decode.truncated"
    assert refusal(riff((b"VP8L", b"\x2f"))) in ("decode.damaged", "decode.truncated")
    stated = struct.pack("<I", len(data) - 8 - 30)
    assert refusal(data[:4] + stated + data[8:]) == "decode.truncated"
    assert open_picture(data + b"what follows").flags == ()


def test_too_many_pixels_by_any_header():
    huge = (2**24 - 1).to_bytes(3, "little")
    assert refusal(riff((b"VP8X", bytes(4) + huge + huge))) == "decode.too_many_pixels"
    assert refusal(riff((b"VP8L", b"\x2f\xff\xff\xff\xff"))) == "decode.too_many_pixels"
    assert refusal(riff((b"VP8 ", bytes(6) + b"\xff\xff\xff\xff"))) == "decode.too_many_pixels"


def test_too_many_chunks(monkeypatch):
    monkeypatch.setattr(webp, "_MAX_CHUNKS", 20)
    assert refusal(riff(*[(b"JUNK", b"")] * 30)) == "decode.too_complex"


def animation(make):
    pictures = [Image.fromarray(make.textured(seed=seed)) for seed in (0, 1)]
    file = io.BytesIO()
    pictures[0].save(file, "WEBP", save_all=True, append_images=pictures[1:], quality=80)
    return file.getvalue()


def test_damage_in_the_first_frame_of_an_animation(make):
    data = animation(make)
    sound = open_picture(data)
    assert sound.flags == ("animation.first_frame",)
    first = data.index(b"VP8 ")
    length = int.from_bytes(data[first + 4 : first + 8], "little")
    random = np.random.default_rng(0)
    visible = noticed = 0
    for _ in range(60):
        at = int(random.integers(first + 60, first + length - 40))
        changed = data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :]
        try:
            picture = open_picture(changed)
        except DecodeError:
            continue
        if np.abs(picture.rgb.astype(int) - sound.rgb).mean() > 8:
            visible += 1
            noticed += "webp.damaged" in picture.flags
    assert visible > 5
    assert noticed >= 0.9 * visible


def test_the_size_of_a_frame_counts():
    frame = bytes(16) + b"VP8L\x05\0\0\0\x2f\xff\xff\xff\xff\0"
    canvas = bytes(4) + (9).to_bytes(3, "little") * 2
    assert refusal(riff((b"VP8X", canvas), (b"ANMF", frame))) == "decode.too_many_pixels"
    assert refusal(riff((b"VP8X", canvas), (b"ANMF", bytes(16) + b"VP8 \xff\0\0\0"))) == (
        "decode.truncated"
    )
