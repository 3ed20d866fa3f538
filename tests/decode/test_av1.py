"""The size that an AVIF's coded pixels announce, whatever its container says."""

import struct

import numpy as np
import pytest

from photocheck.decode import Limits, open_picture
from photocheck.decode.av1 import coded_size
from photocheck.errors import DecodeError


def units(*fields, kind=1, sized=True):
    """A sequence header of (value, bits) fields, as one open bitstream unit."""
    bits = "".join(f"{value:0{count}b}" for value, count in fields)
    body = int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8), "big")
    head = kind << 3 | (2 if sized else 0)
    return bytes([head, len(body)]) + body if sized else bytes([head]) + body


SIZE = [(15, 4), (11, 4), (40_000 - 1, 16), (3000 - 1, 12)]
REDUCED = [(0, 3), (1, 1), (1, 1), (9, 5)]


@pytest.mark.parametrize(
    "before",
    [
        REDUCED,
        # no timing, no delay, one operating point of a low level
        [(0, 3), (0, 1), (0, 1), (0, 1), (0, 1), (0, 5), (0, 12), (4, 5)],
        # a high level has a tier
        [(0, 3), (0, 1), (0, 1), (0, 1), (0, 1), (0, 5), (0, 12), (12, 5), (1, 1)],
        # timing with equal intervals, a decoder model, two operating points, initial delays
        [
            *[(0, 3), (0, 1), (0, 1), (1, 1), (1, 64), (1, 1), (0b00101, 5), (1, 1)],
            *[(3, 5), (7, 32), (1, 5), (1, 5), (1, 1), (1, 5)],
            *[(0, 12), (4, 5), (1, 1), (0, 9), (1, 1), (5, 4)],
            *[(0, 12), (4, 5), (0, 1), (0, 1)],
        ],
    ],
)
def test_the_size_is_found_behind_every_kind_of_header(before):
    header = units(*before, *SIZE)
    assert coded_size(header) == (40_000, 3000)
    delimiter = bytes([2 << 3 | 2, 0])
    assert coded_size(delimiter + header) == (40_000, 3000)
    assert coded_size(units(*before, *SIZE, sized=False)) == (40_000, 3000)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x80",
        b"\x00\x00\x00\x06Exif\x00\x00",
        units(*REDUCED),  # ends before the size
        bytes([1 << 3 | 2]),  # ends before its length
        bytes([1 << 3 | 2]) + b"\xff" * 3,  # within its length
        bytes([5 << 3 | 6, 0, 0]) * 20,  # many other units, with extension bytes
        b"\x0a\x0f" + bytes(15),  # an endless variable-length number is no endless loop
    ],
)
def test_anything_else_announces_no_size(data):
    size = coded_size(data)
    assert size is None or min(size) >= 1


@pytest.fixture(scope="module")
def lying_avif(make):
    """A file of 1280×960 pixels that says 100×100."""
    data = bytearray(make.encode(np.full((960, 1280, 3), 90, np.uint8), "AVIF", speed=10))
    at = data.find(b"ispe")
    assert struct.unpack_from(">II", data, at + 8) == (1280, 960)
    struct.pack_into(">II", data, at + 8, 100, 100)
    return bytes(data)


def test_a_container_that_understates_the_size_does_not_pass_the_limit(lying_avif):
    with pytest.raises(DecodeError) as caught:
        open_picture(lying_avif, Limits(max_pixels=100_000))
    assert caught.value.reason == "decode.too_many_pixels"
    assert "1280x960" in caught.value.detail


def test_a_heic_that_understates_its_size_is_refused(make):
    data = bytearray(make.data("plain.heic"))
    struct.pack_into(">II", data, data.find(b"ispe") + 8, 4, 4)
    with pytest.raises(DecodeError):
        open_picture(bytes(data))
