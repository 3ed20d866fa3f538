"""Which format some bytes are in, by content."""

from __future__ import annotations

from typing import Final

from photocheck.errors import DecodeError

_HEIC_BRANDS: Final = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"hevm", b"hevs"}
_AVIF_BRANDS: Final = {b"avif", b"avis"}
_HEIF_BRANDS: Final = {b"mif1", b"mif2", b"msf1"}

_OTHERS: Final = (
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"BM", "BMP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"II+\x00", "BigTIFF"),
    (b"MM\x00+", "BigTIFF"),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "JPEG 2000"),
    (b"\xff\x4f\xff\x51", "JPEG 2000"),
    (b"\xff\x0a", "JPEG XL"),
    (b"\x00\x00\x00\x0cJXL \r\n\x87\n", "JPEG XL"),
    (b"%PDF-", "PDF"),
    (b"8BPS", "Photoshop"),
    (b"<svg", "SVG"),
    (b"<?xml", "XML"),
    (b"\x00\x00\x01\x00", "ICO"),
    (b"FUJIFILMCCD-RAW", "a camera's raw format"),
    (b"\x89HDF", "HDF5"),
    (b"PK\x03\x04", "ZIP"),
)


def sniff(data: bytes) -> str:
    """``"JPEG"``, ``"PNG"``, ``"WEBP"``, ``"HEIC"`` or ``"AVIF"``.

    Raises
    ------
    DecodeError
        ``decode.empty``, ``decode.unsupported`` or ``decode.not_an_image``.
    """
    if not data:
        raise DecodeError("decode.empty", "expected a picture, got no bytes")
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == b"ftyp":
        return _sniff_iso(data)
    for start, name in _OTHERS:
        if data.startswith(start):
            raise DecodeError(
                "decode.unsupported", f"expected JPEG, PNG, WebP, HEIC or AVIF, got {name}"
            )
    raise DecodeError(
        "decode.not_an_image", "expected JPEG, PNG, WebP, HEIC or AVIF, got unknown bytes"
    )


def _sniff_iso(data: bytes) -> str:
    size = int.from_bytes(data[:4], "big")
    brands = {data[8:12], *(data[at : at + 4] for at in range(16, min(size, 256, len(data)), 4))}
    if brands & _AVIF_BRANDS:
        return "AVIF"
    if brands & _HEIC_BRANDS or brands & _HEIF_BRANDS:
        return "HEIC"
    raise DecodeError(
        "decode.unsupported", "expected HEIC or AVIF, got another ISO media file, such as a video"
    )
