"""PNG: every depth and colour type against pixels computed by hand, chunks, damage, bombs."""

import io
import struct
import tracemalloc
import zlib

import numpy as np
import pytest

from photocheck import DecodeError
from photocheck.decode import open_picture
from photocheck.decode import png as png_module

CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
KINDS = [(depth, 0) for depth in (1, 2, 4, 8, 16)]
KINDS += [(depth, 3) for depth in (1, 2, 4, 8)]
KINDS += [(depth, colour) for colour in (2, 4, 6) for depth in (8, 16)]


def values_of(depth, colour, seed=0):
    random = np.random.default_rng(seed)
    return random.integers(0, 2**depth, (13, 21, CHANNELS[colour]))


def expected_of(values, depth, colour, palette=None, transparent=None, alphas=None):
    """RGB over white, by the definition of the format."""
    scaled = values.astype(np.float64) * 255 / (2**depth - 1)
    alpha = np.ones(values.shape[:2])
    if colour == 3:
        rgb = palette[values[..., 0]].astype(np.float64)
        if alphas is not None:
            alpha = alphas[values[..., 0]] / 255
    elif colour in (0, 4):
        rgb = np.repeat(scaled[..., :1], 3, axis=2)
    else:
        rgb = scaled[..., :3]
    if colour in (4, 6):
        alpha = scaled[..., -1] / 255
    if transparent is not None:
        alpha = np.where((values == transparent).all(axis=2), 0, 1)
    return rgb * alpha[..., None] + 255 * (1 - alpha[..., None])


@pytest.mark.parametrize(("depth", "colour"), KINDS)
def test_every_depth_and_colour_type(depth, colour, make):
    values = values_of(depth, colour)
    palette = np.random.default_rng(1).integers(0, 256, (2 ** min(depth, 8), 3)).astype(np.uint8)
    before = [(b"PLTE", palette.tobytes())] if colour == 3 else []
    picture = open_picture(make.png(values, depth, colour, before=before))
    expected = expected_of(values, depth, colour, palette)
    assert np.abs(picture.rgb - expected).max() <= 2
    assert np.abs(picture.full() - expected).max() <= 2
    assert ("depth.16bit" in picture.flags) == (depth == 16)


@pytest.mark.parametrize(("depth", "colour"), [kind for kind in KINDS if kind[1] in (0, 2)])
def test_one_transparent_value(depth, colour, make):
    values = values_of(depth, colour)
    transparent = values[5, 6]
    values[2:4, 3:9] = transparent
    body = b"".join(struct.pack(">H", int(value)) for value in transparent)
    picture = open_picture(make.png(values, depth, colour, before=[(b"tRNS", body)]))
    expected = expected_of(values, depth, colour, transparent=transparent)
    assert np.abs(picture.rgb - expected).max() <= 2
    assert "alpha.flattened" in picture.flags


def test_a_palette_with_alpha(make):
    values = values_of(4, 3)
    palette = np.random.default_rng(1).integers(0, 256, (16, 3)).astype(np.uint8)
    alphas = np.r_[0, 128, 255, np.full(13, 255)]
    before = [(b"PLTE", palette.tobytes()), (b"tRNS", bytes([0, 128, 255]))]
    picture = open_picture(make.png(values, 4, 3, before=before))
    assert np.abs(picture.rgb - expected_of(values, 4, 3, palette, alphas=alphas)).max() <= 2


@pytest.mark.parametrize("size", [(1, 1), (3, 2), (8, 8), (13, 21), (5, 1)])
def test_interlaced(size, make):
    values = np.random.default_rng(0).integers(0, 256, (*size, 3))
    passes = [
        (0, 0, 8, 8),
        (4, 0, 8, 8),
        (0, 4, 4, 8),
        (2, 0, 4, 4),
        (0, 2, 2, 4),
        (1, 0, 2, 2),
        (0, 1, 1, 2),
    ]
    raw = b""
    for x, y, dx, dy in passes:
        part = values[y::dy, x::dx]
        if part.size:
            raw += b"".join(b"\0" + row.astype(np.uint8).tobytes() for row in part)
    data = make.png(values, 8, 2, interlace=1)
    data = replaced(data, b"IDAT", zlib.compress(raw), make)
    assert np.array_equal(open_picture(data).rgb, values)
    short = replaced(data, b"IDAT", zlib.compress(raw[:-1]), make)
    assert refusal(short) == "decode.truncated"


def chunks(data):
    at = 8
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        yield data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        at += 12 + length


def replaced(data, name, body, make):
    return data[:8] + b"".join(
        make.chunk(found, body if found == name else old) for found, old in chunks(data)
    )


def refusal(data):
    with pytest.raises(DecodeError) as caught:
        open_picture(data)
    return caught.value.reason


def raw_exif(make, orientation=6):
    block = make.exif(orientation)
    return f"\nexif\n{len(block):8}\n{block.hex()}\n".encode()


@pytest.mark.parametrize("name", [b"tEXt", b"zTXt"])
@pytest.mark.parametrize("keyword", [b"Raw profile type exif", b"Raw profile type APP1"])
def test_exif_as_imagemagick_writes_it(name, keyword, make):
    text = raw_exif(make)
    body = keyword + b"\0" + (b"\0" + zlib.compress(text) if name == b"zTXt" else text)
    values = values_of(8, 2)
    picture = open_picture(make.png(values, 8, 2, after=[(name, body)]))
    assert picture.orientation == 6
    assert (picture.width, picture.height) == (13, 21)


def test_the_exif_chunk_wins_over_text(make):
    body = b"Raw profile type exif\0" + raw_exif(make, 6)
    after = [(b"tEXt", body), (b"eXIf", make.exif(3)[6:])]
    assert open_picture(make.png(values_of(8, 2), 8, 2, after=after)).orientation == 3


@pytest.mark.parametrize(
    ("name", "body"),
    [
        (b"zTXt", b"Raw profile type exif\0\0no zlib"),
        (b"tEXt", b"Raw profile type exif\0\nexif\n"),
        (b"tEXt", b"Raw profile type exif\0\nexif\n 4\nzzzz"),
        (b"eXIf", b"nonsense"),
    ],
)
def test_broken_exif_costs_nothing_but_a_flag(name, body, make):
    values = values_of(8, 2)
    picture = open_picture(make.png(values, 8, 2, after=[(name, body)]))
    assert picture.flags == ("exif.invalid",)
    assert np.array_equal(picture.rgb, values)


def test_other_texts_are_passed_over(make):
    after = [(b"tEXt", b"Comment\0hello"), (b"iTXt", b"Raw profile type exif\0\0\0\0\0x")]
    assert open_picture(make.png(values_of(8, 2), 8, 2, after=after)).flags == ()


def test_a_broken_profile_is_flagged(make):
    data = make.png(values_of(8, 2), 8, 2, before=[(b"iCCP", b"name\0\0not zlib")])
    assert open_picture(data).flags == ("icc.invalid",)


def spoiled_checksum(data, name):
    at = data.index(name)
    (length,) = struct.unpack_from(">I", data, at - 4)
    end = at + 4 + length
    return data[:end] + bytes([data[end] ^ 1]) + data[end + 1 :]


def test_wrong_checksums(make):
    before = [(b"iCCP", b"name\0\0not zlib"), (b"tRNS", b"\0\0\0\0\0\0"), (b"pHYs", bytes(9))]
    data = make.png(values_of(8, 2), 8, 2, before=before)
    for name in (b"IHDR", b"IDAT", b"iCCP", b"tRNS"):
        assert refusal(spoiled_checksum(data, name)) == "decode.damaged"
    assert "png.ancillary_damaged" in open_picture(spoiled_checksum(data, b"pHYs")).flags
    assert refusal(spoiled_checksum(data, b"IEND")) == "decode.damaged"


def header(width=4, height=4, depth=8, colour=2, compression=0, filtering=0, interlace=0):
    return struct.pack(">IIBBBBB", width, height, depth, colour, compression, filtering, interlace)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (header(width=0), "decode.damaged"),
        (header(height=0), "decode.damaged"),
        (header(depth=3), "decode.damaged"),
        (header(depth=16, colour=3), "decode.damaged"),
        (header(colour=5), "decode.damaged"),
        (header(compression=1), "decode.damaged"),
        (header(filtering=1), "decode.damaged"),
        (header(interlace=2), "decode.damaged"),
        (header(width=2**31 - 1, height=2**31 - 1), "decode.too_many_pixels"),
        (header(width=60, height=60), "decode.truncated"),
        (b"short", "decode.damaged"),
    ],
)
def test_lies_in_the_header(body, reason, make):
    data = replaced(make.png(values_of(8, 2), 8, 2), b"IHDR", body, make)
    assert refusal(data) == reason


def test_structure(make):
    good = make.png(values_of(8, 2), 8, 2)
    assert refusal(good[:8]) == "decode.damaged"
    unknown = good.replace(
        make.chunk(b"IEND", b""), make.chunk(b"ABCD", b"") + make.chunk(b"IEND", b"")
    )
    assert refusal(unknown) == "decode.damaged"
    assert refusal(replaced(good, b"IDAT", b"\x78\x9cxxxxxxxxx", make)) == "decode.damaged"
    assert refusal(good.replace(good[33:-12], b"")) == "decode.truncated"
    assert open_picture(good[:-12]).flags == ("png.no_end",)
    filtered = replaced(good, b"IDAT", zlib.compress(b"\x09" * 13 * 64), make)
    assert refusal(filtered) == "decode.damaged"


def test_too_many_chunks(make, monkeypatch):
    monkeypatch.setattr(png_module, "_MAX_CHUNKS", 50)
    data = make.png(values_of(8, 2), 8, 2, after=[(b"tEXt", b"a\0b")] * 60)
    assert refusal(data) == "decode.too_complex"


def test_a_bomb_costs_neither_time_nor_memory(make):
    raw = io.BytesIO()
    packer = zlib.compressobj(9)
    for _ in range(64):
        raw.write(packer.compress(bytes(1 << 20)))
    raw.write(packer.flush())
    data = replaced(make.png(values_of(8, 2), 8, 2), b"IDAT", raw.getvalue(), make)
    many = replaced(data, b"IHDR", header(30_000, 30_000), make)
    tracemalloc.start()
    try:
        assert refusal(many) == "decode.too_many_pixels"
        plain = replaced(data, b"IHDR", header(15_000, 15_000), make)
        assert refusal(plain) == "decode.too_many_pixels"
        # What is packed beyond the announced rows is not unpacked.
        tracemalloc.reset_peak()
        open_picture(replaced(data, b"IHDR", header(40, 40), make))
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()
