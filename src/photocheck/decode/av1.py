"""The size in an AV1 sequence header (AV1 bitstream specification, 5.5), which a decoder obeys.

An AVIF container states a size of its own, and nothing makes the two agree.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

_SEQUENCE_HEADER: Final = 1
_MAX_UNITS: Final = 8  # the sequence header comes first, or after a temporal delimiter


def coded_size(data: bytes) -> tuple[int, int] | None:
    """Width and height of the largest frame that some coded data announces.

    Parameters
    ----------
    data : bytes
        The beginning of a coded picture, as open bitstream units.

    Returns
    -------
    tuple of two int, or None
        None if `data` holds no sequence header.
    """
    for kind, start in _units(data):
        if kind == _SEQUENCE_HEADER:
            try:
                return _size(_Bits(data[start : start + 256]))
            except IndexError:
                return None
    return None


def _units(data: bytes) -> Iterator[tuple[int, int]]:
    """Type and start of each unit's payload."""
    at = 0
    for _ in range(_MAX_UNITS):
        if at >= len(data) or data[at] & 0x80:
            return
        kind, extended, sized = data[at] >> 3 & 15, data[at] & 4, data[at] & 2
        at += 2 if extended else 1
        length = len(data) - at
        if sized:
            length = 0
            for shift in range(0, 56, 7):
                if at >= len(data):
                    return
                length |= (data[at] & 0x7F) << shift
                at += 1
                if not data[at - 1] & 0x80:
                    break
        yield kind, at
        at += length


class _Bits:
    """Unsigned numbers out of a run of bits; IndexError behind the end."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def read(self, count: int) -> int:
        value = 0
        for _ in range(count):
            byte = self._data[self._at >> 3]
            value = value << 1 | (byte >> (7 - (self._at & 7)) & 1)
            self._at += 1
        return value

    def read_variable(self) -> None:
        zeros = 0
        while not self.read(1):
            zeros += 1
        self.read(min(zeros, 32))


def _size(bits: _Bits) -> tuple[int, int]:
    bits.read(3)  # profile
    bits.read(1)  # still picture
    if bits.read(1):  # reduced header
        bits.read(5)
    else:
        _skip_timing(bits)
    width_bits, height_bits = bits.read(4) + 1, bits.read(4) + 1
    return bits.read(width_bits) + 1, bits.read(height_bits) + 1


def _skip_timing(bits: _Bits) -> None:
    model = delay_bits = 0
    if bits.read(1):  # timing information
        bits.read(64)
        if bits.read(1):  # equal picture interval
            bits.read_variable()
        model = bits.read(1)
        if model:
            delay_bits = bits.read(5) + 1
            bits.read(32 + 5 + 5)
    initial_delay = bits.read(1)
    for _ in range(bits.read(5) + 1):  # operating points
        bits.read(12)
        if bits.read(5) > 7:
            bits.read(1)
        if model and bits.read(1):
            bits.read(2 * delay_bits + 1)
        if initial_delay and bits.read(1):
            bits.read(4)
