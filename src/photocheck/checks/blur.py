"""Out of focus, or shaken."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field

from photocheck.checks.base import Check
from photocheck.checks.context import Context
from photocheck.checks.limit import Limit
from photocheck.metrics.geometry import centre_mask
from photocheck.metrics.sharpness import (
    FINEST_WIDTH,
    MAX_WIDTH,
    SharpnessMeasurement,
    sharpness,
)
from photocheck.metrics.tiles import tile_boxes
from photocheck.photo import Photo
from photocheck.result import Result


class Blur(Check):
    """Whether the edges on the device are sharp, however much or little contrast they have.

    The value is the width of the subject's edges: the sigma of a Gaussian blur, in pixels of a
    photo whose long side is 1024. Edges wider in one direction are a shake (``blur.motion``), in
    all directions a wrong focus (``blur.defocus``). Where a subject stands out, it and the middle
    of the frame are both measured and the sharper counts: that one of them is blurred proves
    nothing, a wrong estimate of the subject least of all. Without edges nothing can be judged.

    Parameters
    ----------
    max_width : float
        px (0 to 8) at a long side of 1024; wider is blurred.
    warn_width : float
        px (0 to 8); wider may be too soft for small print, and only warns.
    """

    name: ClassVar[str] = "blur"
    unit: ClassVar[str] = "px"
    reads_slot: ClassVar[bool] = False
    limits: ClassVar[Mapping[str, Limit]] = {
        "max_width": Limit("fail"),
        "warn_width": Limit("warn"),
    }
    # The defaults repeat the profile standard; what a profile says wins (``limits.json``).
    max_width: float = Field(default=1.3, ge=0, le=MAX_WIDTH)
    warn_width: float = Field(default=0.94, ge=0, le=MAX_WIDTH)

    def run(self, photo: Photo, context: Context) -> Result:
        """Judge the width of the subject's edges, and say where they are too wide."""
        measured = _sharper(photo, context)
        if math.isnan(measured.width):
            return self.not_done("blur.nothing_to_judge", {"evidence": measured.evidence})
        moved = measured.direction is not None
        limit = min(self.warn_width, self.max_width)
        return self.judge(
            value=measured.width,
            limit=self.max_width,
            warn_limit=limit,
            reason="blur.motion" if moved else "blur.defocus",
            regions=tile_boxes(measured.widths, above=limit)[:3],
            measurements={
                "narrow": measured.narrow,
                "direction": measured.direction,
                "anisotropy": measured.anisotropy,
                "evidence": measured.evidence,
            },
        )


def _sharper(photo: Photo, context: Context) -> SharpnessMeasurement:
    centre = sharpness(photo.grey, centre_mask(*photo.grey.shape))
    if context.subject.method == "centre" or centre.width < FINEST_WIDTH:
        return centre  # sharper than that, no difference can be told
    subject = sharpness(photo.grey, context.subject.mask)
    return min(centre, subject, key=lambda one: math.inf if math.isnan(one.width) else one.width)
