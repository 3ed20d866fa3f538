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
from photocheck.result import Measurement, Result, worst_of


class Glare(Check):
    """Whether a lamp or window reflected on the device hides part of it.

    A photo is "ideally" free of reflections: less than the limit for a failure only warns. Two
    things are looked for: light so bright or so pale that nothing is left of what it lies on, whose
    share of the subject is measured; and what people call glare, haze or a mirrored room on a
    screen that can still be guessed at, which the view model was taught. Of that the value is the
    share of people who would say that it hides part of the device.

    Parameters
    ----------
    warn_share : float
        Share (0 to 1) of the subject that light may hide before the check warns.
    warn_hidden : float
        Probability (0 to 1) that a careful person finds part of the device hidden by mirrored
        light; above warns. Not looked at where the photo's view says nothing of it.
    max_clipped_share : float
        Share (0 to 1) of the subject that light may clip to white before the photo must be taken
        again.
    """

    name: ClassVar[str] = "glare"
    unit: ClassVar[str] = "share"
    reads_slot: ClassVar[bool] = False
    limits: ClassVar[Mapping[str, Limit]] = {
        "warn_share": Limit("warn", "share"),
        "warn_hidden": Limit("warn", "hidden"),
        "max_clipped_share": Limit("fail", "clipped_share"),
    }
    # The defaults repeat the profile standard; what a profile says wins (``limits.json``).
    warn_share: float = Field(default=0.044, ge=0, le=1)
    warn_hidden: float = Field(default=0.27, ge=0, le=1)
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
        view = context.view
        hidden = None if view is None else view.faults.get("glare")
        numbers["hidden"] = hidden
        if measured.clipped_share > self.max_clipped_share:
            return self.judge(
                value=measured.clipped_share,
                limit=self.max_clipped_share,
                reason="glare.clipped",
                regions=boxes,
                measurements=numbers,
            )
        seen = self.warn_only(
            value=measured.share,
            limit=self.warn_share,
            reason="glare.clipped"
            if 2 * measured.clipped_share > measured.share
            else "glare.veiled",
            regions=boxes,
            measurements=numbers,
        )
        if hidden is None or view is None:
            return seen
        told = self.warn_only(
            value=hidden,
            limit=self.warn_hidden,
            reason="glare.veiled",
            regions=boxes or ([] if view.box is None else [view.box]),
            measurements=numbers,
        )
        return worst_of((seen, told))
