"""How unlike all devices, parcels and papers a photo is, by what the backbone knew before.

The backbone was pretrained to tell the thousand classes of ImageNet apart (Russakovsky et al., IJCV
2015). A photo that it takes for an animal, a dish or a landscape shows no device, though nobody
taught the view model so; renders can't show what is no device in all its variety.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

FAMILIAR: Final[Mapping[int, str]] = MappingProxyType(
    {
        409: "analog clock",
        446: "binder",
        478: "carton",
        481: "cassette",
        482: "cassette player",
        485: "CD player",
        487: "cellular telephone",
        507: "combination lock",
        508: "computer keyboard",
        519: "crate",
        527: "desktop computer",
        528: "dial telephone",
        530: "digital clock",
        531: "digital watch",
        549: "envelope",
        590: "hand-held computer",
        592: "hard disc",
        605: "iPod",
        613: "joystick",
        620: "laptop",
        622: "lens cap",
        632: "loudspeaker",
        633: "loupe",
        635: "magnetic compass",
        651: "microwave",
        662: "modem",
        664: "monitor",
        673: "mouse",
        681: "notebook",
        688: "oscilloscope",
        692: "packet",
        707: "pay-phone",
        709: "pencil box",
        713: "photocopier",
        732: "Polaroid camera",
        742: "printer",
        745: "projector",
        748: "purse",
        754: "radio",
        759: "reflex camera",
        761: "remote control",
        769: "rule",
        782: "screen",
        798: "slide rule",
        810: "space bar",
        826: "stopwatch",
        844: "switch",
        848: "tape player",
        851: "television",
        878: "typewriter keyboard",
        892: "wall clock",
        893: "wallet",
        916: "web site",
        917: "comic book",
        918: "crossword puzzle",
        921: "book jacket",
        922: "menu",
    }
)
"""Classes that devices, parcels and papers are taken for."""

_INSIDE: Final = np.isin(np.arange(1000), list(FAMILIAR))


def strangeness(logits: NDArray[np.float32]) -> float:
    """Log odds of all other classes against the familiar ones.

    Parameters
    ----------
    logits : 1000 float32
    """
    values = logits.astype(np.float64)
    return _log_sum(values[~_INSIDE]) - _log_sum(values[_INSIDE])


def _log_sum(values: NDArray[np.float64]) -> float:
    highest = float(values.max())
    return highest + float(np.log(np.exp(values - highest).sum()))
