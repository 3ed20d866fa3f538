"""HEIC and AVIF: boxes that lie, bombs, sequences."""

import struct
import time

import pytest

from photocheck import DecodeError
from photocheck.decode import Limits, heif, open_picture

FTYP = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"


def refusal(data, limits=None):
    with pytest.raises(DecodeError) as caught:
        open_picture(data, limits)
    return caught.value.reason


def meta(make, *boxes):
    return FTYP + make.box(b"meta", bytes(4) + b"".join(boxes))


def test_a_large_item_is_refused_by_its_box(make):
    ispe = make.box(b"ispe", bytes(4) + struct.pack(">II", 60_000, 60_000))
    data = meta(make, make.box(b"iprp", make.box(b"ipco", ispe)))
    assert refusal(data) == "decode.too_many_pixels"


def test_nested_boxes_do_not_exhaust_the_stack(make):
    nested = b""
    for _ in range(5000):
        nested = make.box(b"ipco", nested)
    assert refusal(meta(make, nested)) == "decode.damaged"


def iloc(make, items, *, sizes=0x4400, extents=1, length=10, version=0):
    body = bytes([version, 0, 0, 0]) + struct.pack(">H", sizes)
    body += struct.pack(">I" if version == 2 else ">H", items)
    for index in range(items):
        body += struct.pack(">I" if version == 2 else ">H", index)
        body += (b"\0\0" if version else b"") + b"\0\0" + struct.pack(">H", extents)
        if sizes:
            body += struct.pack(">II", 0, length) * extents
    return make.box(b"iloc", body)


@pytest.mark.parametrize("version", [0, 1, 2])
def test_pixels_behind_the_end_of_the_file(version, make):
    assert (
        refusal(meta(make, iloc(make, 1, length=1_000_000, version=version))) == "decode.truncated"
    )
    assert refusal(meta(make, iloc(make, 1, version=version))) == "decode.damaged"


def test_a_short_or_unknown_location_box(make):
    box = iloc(make, 3)
    short = struct.pack(">I", len(box) - 6) + box[4:-6]
    assert refusal(meta(make, short)) == "decode.damaged"
    assert refusal(meta(make, make.box(b"iloc", b"\x09" + bytes(20)))) == "decode.damaged"
    assert refusal(meta(make, make.box(b"iloc", b""))) == "decode.damaged"


def test_extents_of_no_size_take_no_time(make):
    start = time.perf_counter()
    data = meta(make, iloc(make, 60_000, sizes=0, extents=65_535))
    assert refusal(data) == "decode.damaged"
    assert time.perf_counter() - start < 2


def test_boxes_of_impossible_size(make):
    assert refusal(FTYP + b"\0\0\0\x04meta") == "decode.damaged"
    assert refusal(FTYP + b"\0\0\xff\0meta" + bytes(40)) == "decode.truncated"
    assert refusal(FTYP + b"\0\0\0\x01meta" + struct.pack(">Q", 2**60)) == "decode.truncated"
    assert refusal(FTYP) == "decode.truncated"
    assert refusal(FTYP + b"\0\0\0\0meta" + bytes(4)) == "decode.damaged"
    assert refusal(FTYP + make.box(b"moov", b"")) == "decode.damaged"


@pytest.mark.parametrize("name", ["plain.heic", "ten_bit.heic"])
def test_limits_count_before_decoding(name, make):
    assert refusal(make.data(name), Limits(max_pixels=100)) == "decode.too_many_pixels"


def test_the_decoders_own_size_counts_too(make, monkeypatch):
    monkeypatch.setattr(heif, "_check_boxes", lambda data, limits: set())
    for data in (make.data("plain.heic"), make.encode(make.corners(), "AVIF")):
        assert refusal(data, Limits(max_pixels=100)) == "decode.too_many_pixels"


@pytest.mark.parametrize("exif", [True, False])
def test_orientation_in_the_exif_of_avif_is_not_applied_twice(exif, make):
    # Pillow writes it as the container's rotation.
    options = {"exif": make.exif(6)} if exif else {}
    picture = open_picture(make.encode(make.corners(), "AVIF", **options))
    assert (picture.width, picture.height) == ((96, 128) if exif else (128, 96))
