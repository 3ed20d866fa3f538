"""Every reason for refusing a file, and every flag of a picture that was read."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

REASONS: Final = MappingProxyType(
    {
        "decode.empty": "no bytes at all",
        "decode.not_an_image": "the bytes begin like no picture format",
        "decode.unsupported": "a format, or a kind of it, that is not read",
        "decode.too_many_bytes": "more bytes than the limit",
        "decode.too_many_pixels": "more pixels than the limit or than the memory holds",
        "decode.too_complex": "more scans, segments or chunks than any camera writes",
        "decode.truncated": "the file ends before the picture does",
        "decode.damaged": "the file's structure, a checksum or the compressed pixels are broken",
    }
)
"""Reason codes and what they mean."""

DAMAGE_FLAGS: Final = frozenset(
    {"jpeg.damaged", "jpeg.unverified", "jpeg.partial_scans", "webp.damaged"}
)
"""Flags of pictures that were read although their pixels may be wrong."""

FLAGS: Final = MappingProxyType(
    {
        "alpha.flattened": "transparent parts were laid over the background of `Limits`",
        "animation.first_frame": "the first frame of an animation, or of an image sequence",
        "cicp.converted": "converted to sRGB by the code points of its container",
        "cmyk.converted": "CMYK or YCCK, converted to sRGB",
        "depth.16bit": "more than 8 bits a channel, scaled to 8",
        "exif.gps": "the file says where it was taken; the position is not read",
        "exif.invalid": "EXIF that can't be read, or an orientation other than 1 to 8; taken as 1",
        "exif.orientation_ignored": "a HEIC or AVIF turned by its EXIF alone, which does not count",
        "exif.serial_number": "a serial number of the camera or lens is stated; it is not read",
        "gainmap.ignored": "HDR gain map; the standard picture is judged",
        "hdr.tone_mapped": "PQ or HLG; tone-mapped to sRGB, a white page of 203 cd/m² being white",
        "heif.trailing_data": "bytes after the last box of a HEIC or AVIF",
        "icc.converted": "converted to sRGB by the embedded ICC profile",
        "icc.invalid": "an ICC profile that can't be used; the pixels are taken as sRGB",
        "jpeg.damaged": "surplus bytes or scans among the compressed pixels; part may be wrong",
        "jpeg.header_damaged": "something is wrong beside the pixels, such as a segment's length",
        "jpeg.no_end": "the end marker is missing, all pixels are there",
        "jpeg.partial_scans": "progressive, and the last refinements of the colour are missing",
        "jpeg.trailing_data": "bytes after the end of the picture",
        "jpeg.unverified": "an unusual colour sampling; the pixels could not be verified",
        "motion_photo": "a video comes with the photo; the photo is judged",
        "mpo.primary": "several pictures in one file; the primary one is judged",
        "png.ancillary_damaged": "a checksum is wrong in a chunk that changes no pixel",
        "png.no_end": "the end chunk is missing, all pixels are there",
        "webp.damaged": "the pixels end before their data does; part of the picture may be wrong",
    }
)
"""Flags and what they mean."""
