"""One uploaded picture: decoded, upright, sRGB, 8 bit."""

from __future__ import annotations

import hashlib
import logging
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray
from typing_extensions import Buffer

from photocheck.decode import Limits, Picture, from_array, from_image, open_picture
from photocheck.errors import DecodeError, SourceError
from photocheck.memo import cached_attribute
from photocheck.report import PhotoInfo

logger = logging.getLogger("photocheck")

DEFAULT_LIMITS = Limits()


class Photo:
    """One uploaded picture, at the two scales that checks work on.

    Make one with `Photo.open`. The arrays are read-only.

    Attributes
    ----------
    source : str or None
        The path or the file's name, as given; None for bytes and arrays.
    sha256 : str
        Of the file's bytes; of the pixels for an array.
    width, height : int
        Of the upright picture at its native size, in pixels.
    flags : tuple of str
        What was noticed while decoding, sorted.
    failure : DecodeError or None
        What the native pixels failed with when they were asked for.
    """

    def __init__(self, picture: Picture, *, source: str | None, sha256: str) -> None:
        self._picture = picture
        self.source = source
        self.sha256 = sha256
        self.width = picture.width
        self.height = picture.height
        self.flags = picture.flags
        self.failure: DecodeError | None = None

    @classmethod
    def open(
        cls, source: Source, *, name: str | None = None, limits: Limits = DEFAULT_LIMITS
    ) -> Photo:
        """Decode a photo.

        Parameters
        ----------
        source : path, bytes-like, binary file object, array, Pillow image, or Photo
            An array is H×W×3 RGB, H×W×4 RGBA or H×W grey uint8, upright. A seekable file is read
            from its beginning. A Pillow image is turned and converted as its own EXIF and profile
            say.
        name : str, optional
            What reports call the photo; a path's or file's own name by default.
        limits : Limits
            How many bytes and pixels are accepted.

        Raises
        ------
        SourceError
            If there is no such file, or the source is of none of these kinds.
        DecodeError
            If the file is no picture that can be judged.
        """
        if isinstance(source, Photo):
            return source
        if isinstance(source, np.ndarray):
            return cls(
                from_array(_checked_array(source), limits),
                source=name,
                sha256=hashlib.sha256(np.ascontiguousarray(source).data).hexdigest(),
            )
        if _is_image(source):
            picture = from_image(source, limits)
            pixels = picture.full()
            return cls(
                picture,
                source=name if name is not None else source_name(source),
                sha256=hashlib.sha256(np.ascontiguousarray(pixels).data).hexdigest(),
            )
        data = read_source(source, limits)
        return cls(
            open_picture(data, limits),
            source=name if name is not None else source_name(source),
            sha256=hashlib.sha256(data).hexdigest(),
        )

    @property
    def rgb(self) -> NDArray[np.uint8]:
        """The working frame: H×W×3 uint8 sRGB, upright.

        Reduced to a long side of about 1000 pixels, never enlarged.
        """
        return self._picture.rgb

    @cached_attribute
    def grey(self) -> NDArray[np.uint8]:
        """The working frame's luma (BT.601): H×W uint8."""
        grey = cv2.cvtColor(self.rgb, cv2.COLOR_RGB2GRAY)
        grey.setflags(write=False)
        return np.asarray(grey, dtype=np.uint8)

    @cached_attribute
    def luma(self) -> NDArray[np.uint8]:
        """Luma at the native size, upright: H×W uint8. Decoded when first asked for.

        Raises
        ------
        DecodeError
        """
        return self._noting(self._picture.luma)

    def full(self) -> NDArray[np.uint8]:
        """The whole picture at its native size: H×W×3 uint8 sRGB, upright; decoded at each call.

        Raises
        ------
        DecodeError
        """
        return self._noting(self._picture.full)

    def _noting(self, decode: Callable[[], NDArray[np.uint8]]) -> NDArray[np.uint8]:
        try:
            return decode()
        except DecodeError as error:
            self.failure = error
            raise

    @property
    def info(self) -> PhotoInfo:
        """What a report says of the picture."""
        return PhotoInfo(
            format=self._picture.format,
            width=self.width,
            height=self.height,
            orientation=self._picture.orientation,
            flags=self.flags,
        )

    def __repr__(self) -> str:
        return (
            f"<Photo {self._picture.format} {self.width}x{self.height} sha256={self.sha256[:12]}>"
        )


class PillowImage(Protocol):
    """What is needed of a `PIL.Image.Image`, which is not imported for its type alone."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height, pixels."""

    @property
    def mode(self) -> str:
        """Of its pixels."""

    def getexif(self) -> Any:
        """Its tags."""

    def copy(self) -> Any:
        """The same image, loaded."""


Source = str | os.PathLike[str] | Buffer | BinaryIO | NDArray[np.uint8] | PillowImage | Photo
"""What a photo can be opened from: a path, bytes or another buffer, a binary file, pixels."""


def is_decoded(source: object) -> bool:
    """Whether a source holds pixels already, not a file's bytes."""
    return isinstance(source, (Photo, np.ndarray)) or _is_image(source)


def _is_image(source: object) -> bool:
    # Nobody has an image who has not imported it; another thread may just be importing it.
    image = getattr(sys.modules.get("PIL.Image"), "Image", None)
    return image is not None and isinstance(source, image)


def source_name(source: object) -> str | None:
    """The path or file name that a report should give for a source; None if it has none."""
    if isinstance(source, (str, os.PathLike)):
        return clean_name(_path_text(source))
    if isinstance(source, Photo):
        return source.source
    name = getattr(source, "filename" if _is_image(source) else "name", None) or None
    return clean_name(name) if isinstance(name, str) else None


def clean_name(name: str) -> str:
    """A name as JSON and terminals take it: lone surrogates of undecodable bytes are spelt out.

    Raises
    ------
    SourceError
        If it is no text.
    """
    if not isinstance(name, str):
        raise SourceError(
            "source.wrong_type", f"expected the photo's name as text, got {type(name).__name__}"
        )
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def read_source(source: object, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """The bytes of a path, bytes or a binary file object, read up to the limit and no further.

    Raises
    ------
    SourceError
        If there is no such file, it can't be read, or the source is of none of these kinds.
    DecodeError
        If there are more bytes than `limits.max_bytes`.
    """
    if isinstance(source, (str, os.PathLike)):
        data = _read_path(Path(_path_text(source)), limits.max_bytes)
    elif callable(getattr(source, "read", None)):
        _rewind(source)
        data = _read_all(source.read, limits.max_bytes)  # type: ignore[attr-defined]
    else:
        data = _bytes_of(source)
    if len(data) > limits.max_bytes:
        raise _too_many_bytes(f"more than {limits.max_bytes:,}", limits.max_bytes)
    return data


def is_buffer(source: object) -> bool:
    """Whether a source is bytes, or lends them as a bytearray or an `array.array` does."""
    if isinstance(source, (bytes, memoryview)):  # a released memoryview can't be viewed again
        return True
    try:
        memoryview(source)  # type: ignore[arg-type]
    except TypeError:
        return False
    return True


def _bytes_of(source: Any) -> bytes:
    if not is_buffer(source):
        raise SourceError(
            "source.wrong_type",
            "expected a path, bytes, a binary file object, a uint8 array, a Pillow image or a "
            f"Photo, got {type(source).__name__}",
        )
    try:
        return bytes(memoryview(source))
    except ValueError as error:
        raise SourceError("source.unreadable", "expected a memoryview not yet released") from error


def _rewind(file: Any) -> None:
    """Go to a file's beginning: who has looked into it must not cost the customer the photo."""
    try:
        if file.seekable() and file.tell() != 0:
            file.seek(0)
    except Exception:  # whatever a caller's own file object raises; reading it will tell
        logger.debug("a file could not be rewound", exc_info=True)


def _path_text(source: str | os.PathLike[str]) -> str:
    try:
        return os.fsdecode(source)
    except Exception as error:  # whatever a caller's own path object raises
        raise SourceError(
            "source.wrong_type", f"expected a path, {type(source).__name__} gives none"
        ) from error


def _read_all(read: Callable[[int], object], max_bytes: int) -> bytes:
    """All that a file object gives, which may come in pieces, up to one byte above the limit."""
    parts: list[bytes] = []
    left = max_bytes + 1
    while left > 0:
        try:
            part = read(left)
        except Exception as error:  # whatever a caller's own file object raises
            raise SourceError(
                "source.unreadable",
                f"expected a readable file: read() raised {type(error).__name__}",
            ) from error
        if not isinstance(part, bytes):
            raise SourceError(
                "source.wrong_type",
                f"expected a file opened in binary mode, its read() gave {type(part).__name__}",
            )
        if not part:
            break
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _read_path(path: Path, max_bytes: int) -> bytes:
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise SourceError(
                "source.directory", f"expected a photo's file, {str(path)!r} is a directory"
            )
        if not stat.S_ISREG(status.st_mode):
            raise SourceError(
                "source.not_a_file", f"expected a regular file, {str(path)!r} is none"
            )
        if status.st_size > max_bytes:
            raise _too_many_bytes(f"{status.st_size:,}", max_bytes)
        with path.open("rb") as file:
            return file.read(max_bytes + 1)
    except FileNotFoundError:
        raise SourceError(
            "source.not_found", f"expected a photo's file, there is none at {str(path)!r}"
        ) from None
    except (OSError, ValueError) as error:
        if isinstance(error, SourceError):
            raise
        raise SourceError(
            "source.unreadable",
            f"expected a readable file at {str(path)!r}: {type(error).__name__}",
        ) from error


def _too_many_bytes(came: str, max_bytes: int) -> DecodeError:
    return DecodeError("decode.too_many_bytes", f"expected at most {max_bytes:,} bytes, got {came}")


def _checked_array(array: NDArray[np.generic]) -> NDArray[np.uint8]:
    channels = array.shape[2] if array.ndim == 3 else 1
    fits = array.ndim in (2, 3) and channels in (1, 3, 4)
    if not fits or array.dtype != np.uint8 or 0 in array.shape:
        raise SourceError(
            "source.wrong_array",
            "expected an H×W×3 RGB, H×W×4 RGBA or H×W grey array of uint8 with at least one pixel, "
            f"got shape {array.shape} of {array.dtype}",
        )
    return array.astype(np.uint8, copy=False)
