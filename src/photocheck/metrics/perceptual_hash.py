"""A fingerprint of a photo that survives being sent and shrunk.

The signs of the low spatial frequencies of the luma, after C. Zauner, "Implementation and
Benchmarking of Perceptual Image Hash Functions", 2010 (pHash), with 16×16 frequencies instead of
8×8, as in Facebook's PDQ (2019): 64 bits call two photos of like composition the same.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

_SIDE = 32
_FREQUENCIES = 16

HASH_BITS = _FREQUENCIES * _FREQUENCIES
"""Bits of a hash. The first, the mean's, is always 0: brightness identifies nothing."""

MIN_CONTRAST = 1.0
"""Standard deviation, in grey levels of the reduced picture, below which there is no hash."""


def perceptual_hash(grey: NDArray[np.uint8]) -> str | None:
    """Fingerprint of a photo's composition.

    Parameters
    ----------
    grey : H×W uint8
        Luma, upright, of any size; the aspect ratio is left out of account.

    Returns
    -------
    str or None
        64 lower-case hexadecimal digits; None if the picture is next to uniform (contrast below
        `MIN_CONTRAST`), where the signs would be those of noise.

    Notes
    -----
    Blind to what only fine detail tells apart: two photos from a tripod, one sharp and one not,
    have nearly the same hash. Turned or mirrored copies have another.

    References
    ----------
    C. Zauner, "Implementation and benchmarking of perceptual image hash functions", diploma thesis,
    Upper Austria University of Applied Sciences, Hagenberg, 2010.

    Examples
    --------
    >>> photo = np.zeros((90, 120), np.uint8)
    >>> photo[20:60, 30:100] = 200
    >>> distance(perceptual_hash(photo), perceptual_hash(photo[::2, ::2])) < 16
    True
    >>> perceptual_hash(np.zeros((90, 120), np.uint8)) is None
    True
    """
    # Two steps: averaging areas of odd sizes is far slower, and 8×8 samples are enough.
    samples = cv2.resize(grey, (8 * _SIDE, 8 * _SIDE), interpolation=cv2.INTER_LINEAR)
    reduced = cv2.resize(samples, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA).astype(np.float32)
    if float(reduced.std()) < MIN_CONTRAST:
        return None
    spectrum = cv2.dct(reduced)[:_FREQUENCIES, :_FREQUENCIES]
    bits = np.asarray(spectrum).ravel() > 0.0
    bits[0] = False
    return np.packbits(bits).tobytes().hex()


def distance(first: str, second: str) -> int:
    """Number of differing bits of two hashes, 0 to 255; about half of that for unrelated photos.

    Raises
    ------
    ValueError
        If one of them is no hexadecimal number.

    Examples
    --------
    >>> distance("0f", "ff")
    4
    """
    return (int(first, 16) ^ int(second, 16)).bit_count()


def nearest(hash_: str, others: list[str | None]) -> tuple[int, int] | None:
    """Index and distance of the nearest of `others`, the first of several; None if there is none.

    Parameters
    ----------
    hash_ : str
    others : list of str or None
        None (a picture without a hash) is near to nothing.

    Examples
    --------
    >>> nearest("0f", [None, "ff", "0e"])
    (2, 1)
    """
    found = ((index, distance(hash_, other)) for index, other in enumerate(others) if other)
    return min(found, key=lambda pair: pair[1], default=None)
