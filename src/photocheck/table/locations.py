"""The bytes of a photo that is named by a path or a URL, or comes as bytes."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Collection
from typing import Final

from photocheck.decode import Limits
from photocheck.errors import SourceError
from photocheck.photo import read_source

SCHEMES: Final = frozenset({"file", "http", "https", "s3", "gs", "gcs", "az", "abfs", "abfss"})
"""Where photos may lie by default: ``file`` stands for paths, too."""

_SECONDS: Final = 30.0  # without an answer


def read_photo(photo: object, limits: Limits, schemes: Collection[str] = SCHEMES) -> bytes:
    """The bytes of a photo, read up to the limit and no further.

    Parameters
    ----------
    photo : str, bytes or None
        A path, a URL, the file's bytes, or nothing.
    limits : Limits
    schemes : collection of str
        Kinds of URL that are read; those of fsspec besides ``http`` and ``https``.

    Raises
    ------
    SourceError
        If it can't be read or lies where nothing may be read. Nothing of a URL is named, which
        may hold a key.
    DecodeError
        If there are more bytes than `limits.max_bytes`.
    """
    if photo is None:
        raise SourceError("source.not_found", "expected a photo, the table's cell is empty")
    if not isinstance(photo, str):
        return read_source(photo, limits)
    scheme = scheme_of(photo)
    if scheme not in schemes:
        raise SourceError(
            "source.unreadable",
            f"expected a path or URL of {', '.join(sorted(schemes))}, got one of {scheme!r}, "
            "which may not be read",
        )
    if "://" not in photo:
        return read_source(photo, limits)
    if scheme in {"http", "https"}:
        return _downloaded(photo, limits)
    return _opened(photo, limits)


def scheme_of(photo: str) -> str:
    """The scheme of a URL in small letters; ``"file"`` for a path."""
    scheme, sign, _ = photo.partition("://")
    return scheme.lower() if sign else "file"


def _downloaded(url: str, limits: Limits) -> bytes:
    try:
        # Redirects lead to no other scheme than http, https and ftp (urllib's own rule).
        with urllib.request.urlopen(url, timeout=_SECONDS) as answer:  # noqa: S310 - checked above
            if answer.url.startswith("ftp"):
                raise SourceError("source.unreadable", "expected no redirect to another scheme")
            return read_source(answer, limits)
    except urllib.error.HTTPError as error:
        error.close()
        reason = "source.not_found" if error.code in {404, 410} else "source.unreadable"
        raise SourceError(reason, f"expected the photo, the server answered {error.code}") from None
    except (OSError, ValueError) as error:
        if isinstance(error, SourceError):
            raise
        raise SourceError(
            "source.unreadable", f"expected an answer of the server: {type(error).__name__}"
        ) from None


def _opened(url: str, limits: Limits) -> bytes:
    import fsspec  # noqa: PLC0415 - only for object stores

    try:
        with fsspec.open(url, "rb") as file:
            return read_source(file, limits)
    except FileNotFoundError:
        raise SourceError("source.not_found", "expected a photo, there is none there") from None
    except SourceError:
        raise
    # Whatever a store's own library raises; its message may hold keys.
    except Exception as error:  # noqa: BLE001
        raise SourceError(
            "source.unreadable", f"expected a readable object: {type(error).__name__}"
        ) from None
