"""Colour by code points (ITU-T H.273): PNG's cICP chunk, the nclx box of HEIC and AVIF.

Cameras that record in high dynamic range state a transfer function, PQ or HLG, instead of embedding
a profile. Read as sRGB, such a picture looks dull and far too dark or too light.

References
----------
ITU-R BT.2100-2 (PQ, HLG, and their displays); ITU-R BT.2408-7, 2.2 (the light of a white page:
203 cd/m²); ITU-R BT.2020-2; SMPTE EG 432-1 (P3).
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from photocheck.decode.picture import Pixels

PQ: Final = 16
HLG: Final = 18
_LINEAR: Final = 8
_GAMMAS: Final = {4: 2.2, 5: 2.8}
_REFERENCE_WHITE: Final = 203.0  # cd/m²
_HLG_PEAK: Final = 1000.0
_HLG_GAMMA: Final = 1.2
_KNEE: Final = 0.95
"""Share of reference white above which highlights are compressed, so that none is lost at once.

A white page becomes 252 of 255: what is blown in a standard picture counts as blown here, too.
"""

_WHITE: Final = (0.3127, 0.3290)
_SRGB_PRIMARIES: Final = ((0.640, 0.330), (0.300, 0.600), (0.150, 0.060))
_WIDE_PRIMARIES: Final = {
    9: ((0.708, 0.292), (0.170, 0.797), (0.131, 0.046)),  # BT.2020
    12: ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060)),  # P3, with the white of sRGB
}
_STRIP: Final = 256  # rows
_CODES: Final = np.arange(256, dtype=np.float64) / 255


class CodePoints(NamedTuple):
    """Primaries and transfer function, by their numbers in H.273."""

    primaries: int
    transfer: int

    @property
    def is_hdr(self) -> bool:
        """Whether the transfer function is one of high dynamic range."""
        return self.transfer in (PQ, HLG)

    @property
    def is_srgb(self) -> bool:
        """Whether pixels can be taken as sRGB: so or unspecified, and all video's curves."""
        return (
            not self.is_hdr
            and self.transfer not in (_LINEAR, *_GAMMAS)
            and self.primaries not in _WIDE_PRIMARIES
        )


def from_code_points(pixels: Pixels, points: CodePoints) -> Pixels:
    """Convert pixels to sRGB; light above a white page is compressed into the last of the range.

    Parameters
    ----------
    pixels : H×W×3 uint8
        Full range RGB.
    points : CodePoints

    Returns
    -------
    H×W×3 uint8
        `pixels` themselves where they can be taken as sRGB.
    """
    if points.is_srgb:
        return pixels
    light = _light(points.transfer).astype(np.float32)
    matrix = _to_srgb_primaries(points.primaries).astype(np.float32)
    converted = np.empty_like(pixels)
    # Strip by strip, as each copy of a large picture in floats takes hundreds of megabytes.
    for top in range(0, len(pixels), _STRIP):
        linear = light[pixels[top : top + _STRIP]]
        if points.transfer == HLG:
            linear = _displayed(linear)
        linear = linear @ matrix.T
        if points.is_hdr:
            linear = _compressed(linear)
        converted[top : top + _STRIP] = _encoded(linear)
    return converted


def _light(transfer: int) -> NDArray[np.float64]:
    """Light of each code value, a white page being 1; of HLG that of the scene, 0 to 1."""
    if transfer == PQ:
        m1, m2, c1, c2, c3 = 2610 / 16384, 2523 / 32, 3424 / 4096, 2413 / 128, 2392 / 128
        power = _CODES ** (1 / m2)
        nits = 10_000 * (np.maximum(power - c1, 0) / (c2 - c3 * power)) ** (1 / m1)
        return np.asarray(nits / _REFERENCE_WHITE)
    if transfer == HLG:
        a, b, c = 0.17883277, 0.28466892, 0.55991073
        return np.where(_CODES <= 0.5, _CODES**2 / 3, (np.exp((_CODES - c) / a) + b) / 12)
    if transfer == _LINEAR:
        return _CODES
    if transfer in _GAMMAS:
        return np.asarray(_CODES ** _GAMMAS[transfer])
    return np.where(_CODES <= 0.04045, _CODES / 12.92, ((_CODES + 0.055) / 1.055) ** 2.4)


def _displayed(scene: NDArray[np.float32]) -> NDArray[np.float32]:
    """HLG's light of the scene on a display of 1000 cd/m² (BT.2100, table 5)."""
    luminance = scene @ np.array([0.2627, 0.6780, 0.0593], np.float32)
    gain = np.maximum(luminance, 1e-6) ** np.float32(_HLG_GAMMA - 1)
    return np.asarray(scene * gain[..., None] * np.float32(_HLG_PEAK / _REFERENCE_WHITE))


def _compressed(linear: NDArray[np.float32]) -> NDArray[np.float32]:
    """Colours as they are up to the knee; above it the brightest channel nears 1, hues stay."""
    brightest = linear.max(-1, keepdims=True)
    above = np.maximum(brightest - _KNEE, 0) / (1 - _KNEE)
    target = np.where(brightest > _KNEE, _KNEE + (1 - _KNEE) * above / (1 + above), brightest)
    return np.asarray(linear * (target / np.maximum(brightest, 1e-6)), np.float32)


def _encoded(linear: NDArray[np.float32]) -> Pixels:
    values = np.clip(linear, 0, 1)
    curve = np.where(values <= 0.0031308, 12.92 * values, 1.055 * values ** (1 / 2.4) - 0.055)
    return np.asarray(curve * 255 + 0.5, np.uint8)


def _to_srgb_primaries(primaries: int) -> NDArray[np.float64]:
    """From linear RGB of these primaries to that of sRGB, 3×3."""
    own = _WIDE_PRIMARIES.get(primaries)
    if own is None:
        return np.eye(3)
    return np.linalg.inv(_to_xyz(_SRGB_PRIMARIES)) @ _to_xyz(own)


def _to_xyz(primaries: tuple[tuple[float, float], ...]) -> NDArray[np.float64]:
    columns = np.array([[x / y, 1, (1 - x - y) / y] for x, y in primaries]).T
    x, y = _WHITE
    return np.asarray(columns * np.linalg.solve(columns, [x / y, 1, (1 - x - y) / y]))
