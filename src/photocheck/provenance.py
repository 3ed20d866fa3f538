"""What a file says of where its picture came from: notes for a person, never a verdict.

Anyone can write or remove what is read here, and messengers remove all of it: a note is a reason to
look, its absence proves nothing. Signatures are not verified; that is what ``c2pa-python`` is for.
"""

from __future__ import annotations

import re
import struct
from itertools import islice
from typing import Final

from pydantic import BaseModel, ConfigDict

from photocheck.decode import Limits, open_picture
from photocheck.photo import DEFAULT_LIMITS, Source, read_source

__all__ = ["Provenance", "provenance_of"]

# The description box of a C2PA manifest store: its type (ISO 19566-5) is this UUID, which starts
# with "c2pa". It is found wherever a format keeps the store.
_MANIFEST_STORE: Final = b"jumdc2pa\x00\x11\x00\x10\x80\x00\x00\xaa\x00\x38\x9b\x71"
# The names of IPTC's digital source types, in XMP and in C2PA actions.
_MADE_BY_AI: Final = re.compile(
    rb"digitalsourcetype/(?:trainedAlgorithmic(?:Media|Data)|compositeWithTrainedAlgorithmicMedia)"
)
_EXIF: Final = re.compile(rb"(?:Exif\x00[\x00\xff]|eXIf|EXIF.{4})(?=II\*\x00|MM\x00\*)", re.DOTALL)
_MAKE_AND_MODEL: Final = {0x010F, 0x0110}
_MOST_BLOCKS: Final = 8
_MOST_ENTRIES: Final = 1000
_SCREENS: Final = frozenset(
    {
        # phones
        (640, 1136), (720, 1280), (720, 1520), (720, 1560), (720, 1600), (720, 1612), (750, 1334),
        (828, 1792), (1080, 1920), (1080, 2160), (1080, 2220), (1080, 2240), (1080, 2280),
        (1080, 2310), (1080, 2316), (1080, 2340), (1080, 2376), (1080, 2400), (1080, 2408),
        (1080, 2412), (1080, 2424), (1080, 2460), (1125, 2436), (1170, 2532), (1179, 2556),
        (1206, 2622), (1220, 2712), (1242, 2208), (1242, 2688), (1260, 2736), (1284, 2778),
        (1290, 2796), (1320, 2868), (1344, 2992), (1440, 2560), (1440, 2880), (1440, 2960),
        (1440, 3040), (1440, 3088), (1440, 3120), (1440, 3200),
        # tablets
        (1200, 1920), (1200, 2000), (1488, 2266), (1536, 2048), (1600, 2560), (1620, 2160),
        (1640, 2360), (1668, 2224), (1668, 2388), (1752, 2800), (1848, 2960), (2048, 2732),
        # desks
        (768, 1366), (864, 1536), (900, 1440), (900, 1600), (1050, 1680), (1440, 2560),
        (1600, 2560), (1664, 2560), (1800, 2880), (1864, 2880), (1964, 3024), (2160, 3840),
        (2234, 3456),
    }
)  # fmt: skip
"""Short and long sides of common screens, pixels."""


class Provenance(BaseModel):
    """What a file states of its picture's making.

    Attributes
    ----------
    content_credentials : bool
        Whether it holds a C2PA manifest store ("Content Credentials"), signed by whomever.
    made_by_ai : bool
        Whether it names one of IPTC's digital source types for pictures that were made, or partly
        made, by a trained model.
    camera : bool
        Whether its EXIF names the make or the model of a camera.
    screen_size : bool
        Whether no camera is named and the picture is as large as a common screen.
    """

    model_config = ConfigDict(frozen=True)

    content_credentials: bool = False
    made_by_ai: bool = False
    camera: bool = False
    screen_size: bool = False

    @property
    def notes(self) -> tuple[str, ...]:
        """Codes of what a person may want to know, most important first.

        ``provenance.made_by_ai``, ``provenance.content_credentials``, ``provenance.screen_size``,
        ``provenance.no_camera``.
        """
        told = {
            "made_by_ai": self.made_by_ai,
            "content_credentials": self.content_credentials,
            "screen_size": self.screen_size,
            "no_camera": not self.camera,
        }
        return tuple(f"provenance.{name}" for name, is_so in told.items() if is_so)


def provenance_of(source: Source, *, limits: Limits = DEFAULT_LIMITS) -> Provenance:
    """Read what a photo's file states of where it came from.

    Parameters
    ----------
    source : path, bytes-like, or binary file object
        A file as it was uploaded. Pixels alone state nothing.
    limits : Limits
        How many bytes and pixels are accepted.

    Returns
    -------
    Provenance

    Raises
    ------
    SourceError
        If there is no such file, or the source is of none of these kinds.
    DecodeError
        If the file is no picture.

    References
    ----------
    C2PA, "Content Credentials: C2PA Technical Specification", version 2, section "Embedding
    manifests into assets". IPTC NewsCodes, "Digital Source Type".

    Examples
    --------
    >>> import cv2
    >>> import numpy as np
    >>> image = cv2.imencode(".png", np.zeros((2532, 1170, 3), np.uint8))[1]
    >>> provenance_of(image.tobytes()).notes
    ('provenance.screen_size', 'provenance.no_camera')
    """
    data = read_source(source, limits)
    picture = open_picture(data, limits)
    camera = _names_camera(data)
    size = (min(picture.width, picture.height), max(picture.width, picture.height))
    return Provenance(
        content_credentials=_MANIFEST_STORE in data,
        made_by_ai=_MADE_BY_AI.search(data) is not None,
        camera=camera,
        screen_size=not camera and size in _SCREENS,
    )


def _names_camera(data: bytes) -> bool:
    blocks = islice(_EXIF.finditer(data), _MOST_BLOCKS)
    return any(_MAKE_AND_MODEL & _first_tags(data, block.end()) for block in blocks)


def _first_tags(data: bytes, start: int) -> set[int]:
    """The tags of the first directory of a TIFF structure; those that can be read."""
    order = "<" if data[start : start + 2] == b"II" else ">"
    tags: set[int] = set()
    try:
        (offset,) = struct.unpack_from(order + "I", data, start + 4)
        (count,) = struct.unpack_from(order + "H", data, start + offset)
        for index in range(min(count, _MOST_ENTRIES)):
            tags.add(struct.unpack_from(order + "H", data, start + offset + 2 + 12 * index)[0])
    except struct.error:
        pass
    return tags
