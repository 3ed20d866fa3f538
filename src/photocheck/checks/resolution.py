"""Enough pixels to show a scratch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field

from photocheck.checks.base import Check
from photocheck.checks.context import Context
from photocheck.checks.limit import Limit
from photocheck.photo import Photo
from photocheck.result import Result


class Resolution(Check):
    """Finds pictures too small to be evidence.

    Judges the short side. The default takes VGA (640×480) and, with room, what messengers make of a
    camera's photo (1280×720, 1600×1200) without a word. Below that a person should look; only
    thumbnails and narrow strips must be taken again. Enlarged pictures are `blur`'s to find.
    """

    name: ClassVar[str] = "resolution"
    unit: ClassVar[str] = "px"
    reads_slot: ClassVar[bool] = False
    limits: ClassVar[Mapping[str, Limit]] = {
        "min_side": Limit("fail", limit_is="minimum"),
        "warn_side": Limit("warn", limit_is="minimum"),
    }

    min_side: int = Field(default=240, ge=0)
    """Short side, in pixels, below which a photo must be taken again."""

    warn_side: int = Field(default=480, ge=0)
    """Short side, in pixels, below which the check warns."""

    def run(self, photo: Photo, context: Context) -> Result:  # noqa: ARG002
        """Judge the short side of the picture at its native size."""
        return self.judge(
            value=min(photo.width, photo.height),
            limit=self.min_side,
            warn_limit=self.warn_side,
            limit_is="minimum",
            reason="resolution.too_small",
            measurements={"width": photo.width, "height": photo.height},
        )
