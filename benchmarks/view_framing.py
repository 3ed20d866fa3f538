"""How often the framing check is right, where it is known how a device lies in the frame.

Photos of one device are whole, cropped or tiny by label (real) or by how they were made (renders,
of which a cropped one may lose little); photos of several devices are asked for those alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from benchmarks.tables import rate_of, table
from benchmarks.view_photos import kind_of
from benchmarks.view_truth import Judgement
from photocheck import Photo, Result, Status
from photocheck.checks.context import Context
from photocheck.checks.framing import Framing

KINDS: Final = frozenset({"smartphone", "tablet", "laptop", "smartwatch", "other"})
_SEVERAL: Final = "framing.several_devices"


def framing_table(groups: Sequence[tuple[str, Sequence[Judgement]]]) -> str:
    """What the check says of whole, cropped and tiny devices, and of several."""
    rows = []
    for title, seen in groups:
        devices = [one for one in seen if kind_of(one.photo) in KINDS]
        judged = [(one, result_of(one)) for one in devices]
        alone = [(one.photo.framing, result) for one, result in judged if not one.photo.several]
        many = [one.estimate for one in devices if one.photo.several]
        several = [_several(one.estimate.devices) for one in devices if not one.photo.several]
        rows.append(
            [
                title,
                _share(alone, "full", "framing.cut_off"),
                _share(alone, "cropped", "framing.cut_off"),
                _sent_back(alone, "full"),
                _share(alone, "tiny", "framing.too_small"),
                rate_of(several),
                rate_of(_several(estimate.devices) for estimate in many),
            ]
        )
    head = [
        "photos",
        "whole, called cut off",
        "cropped, called cut off",
        "whole, sent back",
        "tiny, called too small",
        "one device, called several",
        "several, called several",
    ]
    return table(head, rows)


def result_of(one: Judgement) -> Result:
    """The framing check's result on what the model says of a photo."""
    photo = Photo.open(one.photo.path)
    return Framing().run(photo, Context(photo, view=lambda _: one.estimate))


def _several(devices: int | None) -> bool:
    return devices is not None and devices > 1


def _share(judged: Sequence[tuple[str, Result]], framing: str, reason: str) -> str:
    return rate_of(result.reason == reason for known, result in judged if known == framing)


def _sent_back(judged: Sequence[tuple[str, Result]], framing: str) -> str:
    return rate_of(result.status is Status.FAIL for known, result in judged if known == framing)
