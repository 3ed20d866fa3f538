"""Too dark, too bright, or against the light."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field

from photocheck.checks.base import Check
from photocheck.checks.context import Context
from photocheck.checks.limit import Limit
from photocheck.metrics.exposure import ExposureMeasurement, exposure, lightness_below_white
from photocheck.metrics.tiles import tile_boxes
from photocheck.photo import Photo
from photocheck.result import Measurement, Result, worst_of


class Exposure(Check):
    """Whether the device can be made out: not too dark, too bright or against the light.

    Three limits are tried; the result is that of the one that is exceeded most, or comes nearest.
    All values are L*: of too dark and too bright that of the photo, of a photo against the light
    that of its log-average luminance where its highlights are white.

    Parameters
    ----------
    min_level : float
        L* (0 to 100) that the photo's level must reach; below is ``exposure.under``. A lit rim
        raises the level, so that a black device in a lit photo is no dark photo.
    warn_level : float
        L* below which the photo may be too dark, and which only warns.
    max_level : float
        L* that it may reach; above is ``exposure.over``. Missing highlights lower it.
    max_highlight_stops : float
        How many stops the highlights may lie above the log-average luminance; above is
        ``exposure.backlit``. 6 stops are an L* of 13.
    """

    name: ClassVar[str] = "exposure"
    unit: ClassVar[str] = "L*"
    reads_slot: ClassVar[bool] = False
    limits: ClassVar[Mapping[str, Limit]] = {
        "min_level": Limit("fail", "dark_level", "minimum"),
        "warn_level": Limit("warn", "dark_level", "minimum"),
        "max_level": Limit("fail", "bright_level"),
        "max_highlight_stops": Limit("fail", "highlight_stops", unit="stops"),
    }
    # The defaults repeat the profile standard; what a profile says wins (``limits.json``).
    min_level: float = Field(default=20.0, ge=0, le=100)
    warn_level: float = Field(default=27.0, ge=0, le=100)
    max_level: float = Field(default=77.0, ge=0, le=100)
    max_highlight_stops: float = Field(default=6.0, gt=0)

    def run(self, photo: Photo, context: Context) -> Result:
        """Judge the exposure of the whole photo, and say where it is wrong."""
        subject = context.subject
        measured = exposure(photo.rgb, subject.mask)
        numbers = _numbers(measured)
        warn_level = max(self.warn_level, self.min_level)
        under = self.judge(
            value=measured.dark_level,
            limit=self.min_level,
            warn_limit=warn_level,
            limit_is="minimum",
            reason="exposure.under",
            regions=tile_boxes(measured.tiles, below=warn_level)[:3],
            measurements=numbers,
        )
        over = self.judge(
            value=measured.bright_level,
            limit=self.max_level,
            reason="exposure.over",
            regions=tile_boxes(measured.tiles, above=self.max_level)[:3],
            measurements=numbers,
        )
        backlit = self.judge(
            value=measured.highlight_stops,
            limit=self.max_highlight_stops,
            reason="exposure.backlit",
            regions=[subject.box],
            measurements=numbers,
        )
        return worst_of((under, over, _in_lightness(backlit)))


def _in_lightness(backlit: Result) -> Result:
    """A result in stops below white, told in the unit of the others; its score stays."""
    if backlit.value is None or backlit.limit is None:
        return backlit
    return backlit.model_copy(
        update={
            "value": lightness_below_white(backlit.value),
            "limit": lightness_below_white(backlit.limit),
            "limit_is": "minimum",
        }
    )


def _numbers(measured: ExposureMeasurement) -> dict[str, Measurement]:
    return {
        "level": measured.level,
        "dark_level": measured.dark_level,
        "bright_level": measured.bright_level,
        "frame_mean": measured.frame_mean,
        "subject_mean": measured.subject_mean,
        "highlight_stops": measured.highlight_stops,
        "background_difference": measured.background_difference,
        "clipped_high": measured.subject_clipped_high,
        "clipped_low": measured.subject_clipped_low,
    }
