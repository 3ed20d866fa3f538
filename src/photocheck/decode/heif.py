"""HEIC and AVIF: the decoding, after a walk over their boxes."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from photocheck.decode.boxes import read_structure
from photocheck.decode.exif import read_exif
from photocheck.decode.limits import Limits
from photocheck.decode.picture import Picture
from photocheck.decode.pillow import Rendering, picture_of
from photocheck.errors import DecodeError

if TYPE_CHECKING:
    from PIL import Image


def open_heic(data: bytes, limits: Limits) -> Picture:
    """Decode the primary picture of a HEIC or HEIF file.

    Raises
    ------
    DecodeError
    """
    structure = read_structure(data, limits)
    shown, flags = structure.shown, structure.flags
    if structure.only_sequence:
        raise DecodeError(
            "decode.unsupported", "expected a HEIC with a still picture, got a sequence without one"
        )
    try:
        import pi_heif

        heif = pi_heif.open_heif(io.BytesIO(shown), convert_hdr_to_8bit=True)
        width, height = heif.size
        limits.check_size(width, height)
        limits.check_density(width, height, structure.pixel_bytes)
        info = heif.info
    except DecodeError:
        raise
    except Exception as error:
        raise _damaged("HEIC", error) from error
    if info.get("bit_depth", 8) > 8:
        flags.add("depth.16bit")

    def load() -> Image.Image:
        again = pi_heif.open_heif(io.BytesIO(shown), convert_hdr_to_8bit=True)
        picture: Image.Image = again.to_pillow()
        return picture

    # The container's own rotation is applied by the decoder; EXIF's must be ignored (23008-12).
    return picture_of(
        Rendering(
            "HEIC",
            load,
            info.get("icc_profile") or b"",
            1,
            frozenset(flags),
            structure.primary.code_points,
        ),
        limits,
    )


def open_avif(data: bytes, limits: Limits) -> Picture:
    """Decode an AVIF.

    Raises
    ------
    DecodeError
    """
    structure = read_structure(data, limits)
    shown, flags = structure.shown, structure.flags

    def load() -> Image.Image:
        from PIL import AvifImagePlugin

        picture = AvifImagePlugin.AvifImageFile(io.BytesIO(shown))
        limits.check_size(*picture.size)
        picture.load()
        # Pillow applies no clean aperture, libheif does.
        aperture = structure.primary.clean_aperture
        return picture if aperture is None else picture.crop(aperture)

    if structure.primary.deep:
        flags.add("depth.16bit")
    try:
        from PIL import AvifImagePlugin

        opened = AvifImagePlugin.AvifImageFile(io.BytesIO(shown))
        limits.check_size(*opened.size)
        limits.check_density(*opened.size, structure.pixel_bytes)
        info = opened.info
        if getattr(opened, "n_frames", 1) > 1:
            flags.add("animation.first_frame")
    except DecodeError:
        raise
    except Exception as error:
        raise _damaged("AVIF", error) from error
    # The file's EXIF is hidden: what Pillow states as EXIF is the container's rotation.
    orientation = read_exif(info["exif"]).orientation if info.get("exif") else 1
    return picture_of(
        Rendering(
            "AVIF",
            load,
            info.get("icc_profile") or b"",
            orientation,
            frozenset(flags),
            structure.primary.code_points,
        ),
        limits,
    )


def _damaged(kind: str, error: Exception) -> DecodeError:
    return DecodeError(
        "decode.damaged", f"expected a sound {kind}: {type(error).__name__} while decoding"
    )
