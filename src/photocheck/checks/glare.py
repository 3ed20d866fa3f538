"""Light that hides part of the device."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field

from photocheck.checks.base import Check
from photocheck.checks.context import Context
from photocheck.checks.limit import Limit
from photocheck.metrics.glare import glare
from photocheck.photo import Photo
from photocheck.result import Measurement, Result


class Glare(Check):
    """Whether a lamp or window reflected on the device hides part of it.

    A photo is "ideally" free of reflections: less than the limit for a failure only warns.

    Parameters
    ----------
    warn_share : float
        Share (0 to 1) of the subject that light may hide before the check warns.
    max_clipped_share : float
        Share (0 to 1) of the subject that light may clip to white before the photo must be taken
        again.
    """

    name: ClassVar[str] = "glare"
    unit: ClassVar[str] = "share of the subject"
    reads_slot: ClassVar[bool] = False
    limits: ClassVar[Mapping[str, Limit]] = {
        "warn_share": Limit("warn", "share"),
        "max_clipped_share": Limit("fail", "clipped_share"),
    }
    warn_share: float = Field(default=0.024, ge=0, le=1)
    max_clipped_share: float = Field(default=0.15, ge=0, le=1)

    def run(self, photo: Photo, context: Context) -> Result:
        """Judge the light on the subject, and say where it hides something."""
        measured = glare(photo.rgb, context.subject.mask)
        boxes = [blob.box for blob in measured.blobs[:5]]
        numbers: dict[str, Measurement] = {
            "share": measured.share,
            "clipped_share": measured.clipped_share,
            "spots": len(measured.blobs),
        }
        if measured.clipped_share > self.max_clipped_share:
            return self.judge(
                value=measured.clipped_share,
                limit=self.max_clipped_share,
                reason="glare.clipped",
                regions=boxes,
                measurements=numbers,
            )
        return self.warn_only(
            value=measured.share,
            limit=self.warn_share,
            reason="glare.clipped"
            if 2 * measured.clipped_share > measured.share
            else "glare.veiled",
            regions=boxes,
            measurements=numbers,
        )
