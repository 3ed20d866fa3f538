"""Enough pixels to show a scratch."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from photocheck.checks.base import Check, Context
from photocheck.result import Result

if TYPE_CHECKING:
    from photocheck.photo import Photo


class Resolution(Check):
    """Finds pictures too small to be evidence.

    The default admits VGA (640×480) and, with room, what messengers make of a camera's photo
    (1280×720, 1600×1200): nobody is asked to take a photo again that only their messenger shrank.
    It refuses thumbnails and narrow strips. Enlarged pictures are `blur`'s to find.
    """

    name: ClassVar[str] = "resolution"

    min_side: int = Field(default=480, ge=0)
    """Smallest accepted short side, in pixels."""

    min_megapixels: float = Field(default=0.3, ge=0.0)
    """Smallest accepted area, in millions of pixels."""

    def run(self, photo: Photo, context: Context) -> Result:  # noqa: ARG002
        """Judge the short side; the area, where only that is too small."""
        megapixels = photo.width * photo.height / 1e6
        side = self.judge(
            value=min(photo.width, photo.height),
            limit=self.min_side,
            limit_is="minimum",
            unit="px",
            reason="resolution.too_small",
            measurements={"width": photo.width, "height": photo.height},
        )
        if side.reason is not None or megapixels >= self.min_megapixels:
            return side
        return self.judge(
            value=megapixels,
            limit=self.min_megapixels,
            limit_is="minimum",
            unit="MP",
            reason="resolution.too_small",
            measurements=side.measurements,
        )
