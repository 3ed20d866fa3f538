"""A decoded picture: the working frame at once, the native pixels when asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from photocheck.decode.limits import Limits
from photocheck.errors import DecodeError

Pixels = NDArray[np.uint8]
Decoded = TypeVar("Decoded")

WORKING_SIDE: Final = 1024
"""Long side of the working frame in pixels; what a decoder can make cheaply may differ a little."""
SMALLEST_WORKING_SIDE: Final = 960
_LARGEST_WORKING_SIDE: Final = 1088


@dataclass(frozen=True)
class Picture:
    """One decoded picture.

    Attributes
    ----------
    format : str
    width, height : int
        Native size in pixels, upright.
    orientation : int
        EXIF value (1 to 8) that was applied.
    flags : tuple of str
        Keys of `photocheck.decode.FLAGS`, sorted.
    rgb : H×W×3 uint8
        The working frame: sRGB, upright, read-only; long side 960 to 1088 px, less for small
        pictures.
    """

    format: str
    width: int
    height: int
    orientation: int
    flags: tuple[str, ...]
    rgb: Pixels
    _native: Callable[[bool], Pixels]

    def luma(self) -> Pixels:
        """Luma (BT.601) at the native size: H×W uint8, upright, read-only; decoded at each call.

        Raises
        ------
        DecodeError
        """
        return read_only(guarded(lambda: self._native(True)))

    def full(self) -> Pixels:
        """Colour at the native size: H×W×3 uint8 sRGB, upright; decoded at each call.

        Raises
        ------
        DecodeError
        """
        return guarded(lambda: self._native(False))


def guarded(decode: Callable[[], Decoded]) -> Decoded:
    """Run a decoder, so that no exception leaves it but `DecodeError`.

    Raises
    ------
    DecodeError
    """
    try:
        return decode()
    except DecodeError:
        raise
    except MemoryError as error:
        raise DecodeError(
            "decode.too_many_pixels", "expected a picture that fits into memory"
        ) from error
    except Exception as error:
        raise DecodeError(
            "decode.damaged", f"expected a sound picture: {type(error).__name__} while decoding"
        ) from error


def working_frame(pixels: Pixels) -> Pixels:
    """Reduce a picture to the working size by averaging; small pictures stay as they are."""
    height, width = pixels.shape[:2]
    long_side = max(height, width)
    if long_side <= _LARGEST_WORKING_SIDE:
        return pixels
    scale = WORKING_SIDE / long_side
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def upright(pixels: Pixels, orientation: int) -> Pixels:
    """Apply an EXIF orientation (1 to 8): H×W or H×W×C in, upright out."""
    if orientation in (5, 6, 7, 8):
        pixels = np.swapaxes(pixels, 0, 1)
    if orientation in (2, 3, 6, 7):
        pixels = pixels[:, ::-1]
    if orientation in (3, 4, 7, 8):
        pixels = pixels[::-1]
    return np.ascontiguousarray(pixels)


def read_only(pixels: Pixels) -> Pixels:
    """The same pixels, protected from being written."""
    pixels = pixels.view()
    pixels.setflags(write=False)
    return pixels


def from_array(array: Pixels, limits: Limits) -> Picture:
    """A picture of pixels that are decoded already, upright.

    Parameters
    ----------
    array : H×W×3 sRGB, H×W×4 with transparency, H×W or H×W×1 grey, uint8
    limits : Limits
        Its background lies under transparent pixels.
    """
    flags: tuple[str, ...] = ()
    pixels = array
    if array.ndim == 2 or array.shape[2] == 1:
        pixels = np.repeat(array.reshape(*array.shape[:2], 1), 3, axis=2)
    elif array.shape[2] == 4:
        pixels = _over(array, limits.background)
        if (array[..., 3] < 255).any():
            flags = ("alpha.flattened",)

    def native(grey: bool) -> Pixels:  # noqa: FBT001
        if grey:
            return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
        return np.array(pixels)

    height, width = pixels.shape[:2]
    frame = working_frame(pixels)
    return Picture("ARRAY", width, height, 1, flags, read_only(np.array(frame)), native)


def _over(rgba: Pixels, background: tuple[int, int, int]) -> Pixels:
    alpha = rgba[..., 3:].astype(np.uint16)
    below = np.array(background, np.uint16)
    mixed = (rgba[..., :3] * alpha + below * (255 - alpha) + 127) // 255
    return mixed.astype(np.uint8)
