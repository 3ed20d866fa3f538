"""Perceptual hashes among which near ones are found without a walk through all of them.

Two hashes that differ in fewer than 16 of 256 bits agree wholly in one of 16 chunks of 16 bits, and
two that differ in fewer than 32 agree in one of them but for one bit (the pigeonhole principle:
M. Norouzi, A. Punjani, D. J. Fleet, "Fast search in Hamming space with multi-index hashing", CVPR
2012, doi:10.1109/CVPR.2012.6248043). So the table keeps, for each chunk, the hashes in the order of
that chunk's value, and compares only those that agree.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from photocheck.metrics.perceptual_hash import HASH_BITS

_CHUNKS: Final = 16
_CHUNK_BITS: Final = HASH_BITS // _CHUNKS
_BYTES: Final = HASH_BITS // 8
_REACH: Final = 2 * _CHUNKS  # what is nearer than this is found by chunks
_MIN_TAIL: Final = 4096
_ONES: Final = np.array([value.bit_count() for value in range(256)], np.uint8)
_FLIPS: Final = np.array([0, *(1 << bit for bit in range(_CHUNK_BITS))], np.uint16)


class _Sorted(NamedTuple):
    """The first `size` hashes, by chunk: values in ascending order, and whose they are."""

    size: int
    values: NDArray[np.uint16]  # chunks × size
    positions: NDArray[np.uint32]  # chunks × size


class HashTable:
    """Hashes by position, from 0, in the order in which they were added.

    Holds about 130 bytes a hash. One thread may add while others look up.

    Examples
    --------
    >>> table = HashTable()
    >>> table.add("f" * 64), table.add("0" * 63 + "1")
    (0, 1)
    >>> table.nearest("0" * 64, below=16)
    (1, 1)
    >>> table.nearest("0f" * 32, below=16) is None
    True
    """

    def __init__(self) -> None:
        self._hashes = np.zeros((64, _BYTES), np.uint8)
        self._count = 0
        self._sorted = _Sorted(
            0, np.zeros((_CHUNKS, 0), np.uint16), np.zeros((_CHUNKS, 0), np.uint32)
        )

    def __len__(self) -> int:
        return self._count

    def add(self, hash_: str) -> int:
        """Add a hash and give its position.

        Raises
        ------
        ValueError
            If it is not 64 hexadecimal digits.
        """
        row = _bytes_of(hash_)
        if self._count == len(self._hashes):
            # A reader keeps the array that it has; what it may ask for is in both.
            self._hashes = np.concatenate([self._hashes, np.zeros_like(self._hashes)])
        self._hashes[self._count] = row
        self._count += 1
        # What was added since is compared one by one: few, against all that there are.
        if self._count - self._sorted.size >= max(_MIN_TAIL, self._count // 256):
            self._sorted = _by_chunk(self._hashes[: self._count])
        return self._count - 1

    def nearest(self, hash_: str, below: int) -> tuple[int, int] | None:
        """Position and distance, in bits, of the nearest hash, the first of several.

        Parameters
        ----------
        hash_ : str
            64 hexadecimal digits.
        below : int
            Only hashes nearer than this count, in bits. Up to 32 the time hardly grows with the
            number of hashes; beyond, all are compared.

        Returns
        -------
        (int, int) or None
        """
        near = self.near(hash_, below)
        return min(near, key=lambda one: (one[1], one[0]), default=None)

    def near(self, hash_: str, below: int) -> list[tuple[int, int]]:
        """Position and distance, in bits, of every hash nearer than `below`, in their order."""
        row = _bytes_of(hash_)
        done, count = self._sorted, self._count  # in this order: another thread may be adding
        hashes = self._hashes
        if below > _REACH:
            positions = np.arange(count)
        else:
            flips = _FLIPS if below > _CHUNKS else _FLIPS[:1]
            candidates = _candidates(done, _chunks_of(row[None])[:, 0], flips)
            positions = np.concatenate([candidates, np.arange(done.size, count)])
        bits = _ONES[hashes[positions] ^ row].sum(axis=1, dtype=np.int64)
        close = bits < below
        return list(zip(positions[close].tolist(), bits[close].tolist(), strict=True))


def _candidates(
    done: _Sorted, chunks: NDArray[np.uint16], flips: NDArray[np.uint16]
) -> NDArray[np.int64]:
    """Positions of the hashes that have one of the chunks, but for what is flipped."""
    found = []
    for chunk, values, positions in zip(chunks, done.values, done.positions, strict=True):
        wanted = chunk ^ flips
        first = np.searchsorted(values, wanted, side="left")
        last = np.searchsorted(values, wanted, side="right")
        found += [positions[a:b] for a, b in zip(first, last, strict=True) if a < b]
    if not found:
        return np.zeros(0, np.int64)
    return np.unique(np.concatenate(found)).astype(np.int64)


def _by_chunk(hashes: NDArray[np.uint8]) -> _Sorted:
    chunks = _chunks_of(hashes)
    order = np.argsort(chunks, axis=1, kind="stable")
    values = np.take_along_axis(chunks, order, axis=1)
    return _Sorted(len(hashes), values, order.astype(np.uint32))


def _chunks_of(hashes: NDArray[np.uint8]) -> NDArray[np.uint16]:
    """The chunks of n×32 bytes as 16×n numbers, each of bits from all over the hash.

    Neighbouring bits are those of like frequencies, which photos of one kind share.
    """
    bits = np.unpackbits(hashes, axis=1).reshape(-1, _CHUNK_BITS, _CHUNKS)
    shifted = np.stack([np.roll(bits[:, row], row, axis=1) for row in range(_CHUNK_BITS)], axis=1)
    weights = (1 << np.arange(_CHUNK_BITS)).astype(np.uint16)
    return np.ascontiguousarray((shifted * weights[:, None]).sum(axis=1, dtype=np.uint16).T)


def _bytes_of(hash_: str) -> NDArray[np.uint8]:
    if len(hash_) != 2 * _BYTES:
        raise ValueError(f"expected a hash of {2 * _BYTES} hexadecimal digits, got {len(hash_)}")
    return np.frombuffer(bytes.fromhex(hash_), np.uint8)
