"""The whole device, large enough, alone and uncovered."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import ClassVar

from pydantic import Field

from photocheck.checks.base import Check, Need
from photocheck.checks.context import Context
from photocheck.checks.limit import Limit
from photocheck.metrics.framing import framing
from photocheck.photo import Photo
from photocheck.result import Measurement, Result, Status, worst_of


class Framing(Check):
    """Whether the frame shows one whole device, neither too far away nor too near, and uncovered.

    The model that comes with the package tells several devices where they lie apart, and was taught
    what hands over phones and tablets look like; of other devices it finds little covered.

    Judges the device's mask of the photo's view; `not_applicable` where nobody estimated the view,
    `not_done` where there is no device in it. Several limits are tried; the result is that of the
    one that is exceeded most, or comes nearest; its value is the share that the reason is about, of
    several devices that of the devices that are too many. The limits are stated,
    but `warn_cut`, which few photos of whole devices exceed; the mask is too coarse to send a photo
    back for a cut edge, so by default that only warns.

    Parameters
    ----------
    warn_cut, max_cut : float
        Share (0 to 1) of one of the frame's sides that the device may lie on; above is
        ``framing.cut_off``.
    min_span : float
        Share (0 to 1) of the frame's width or height that the device must span; below is
        ``framing.too_small``.
    max_share : float
        Share (0 to 1) of the frame that the device may cover; above is ``framing.too_near``.
    warn_covered, max_covered : float
        Share (0 to 1) of the device that may be hidden; above is ``framing.covered``.
    max_devices : int
        Devices in the frame; more warn with ``framing.several_devices``.
    """

    name: ClassVar[str] = "framing"
    unit: ClassVar[str] = "share"
    needs: ClassVar[Collection[Need]] = frozenset({"view"})
    reads_slot: ClassVar[bool] = False
    limits: ClassVar[Mapping[str, Limit]] = {
        "warn_cut": Limit("warn", "cut"),
        "max_cut": Limit("fail", "cut"),
        "min_span": Limit("fail", "span", "minimum"),
        "max_share": Limit("fail", "share"),
        "warn_covered": Limit("warn", "covered"),
        "max_covered": Limit("fail", "covered"),
        "max_devices": Limit("warn", "devices", unit="devices"),
    }

    warn_cut: float = Field(default=0.53, ge=0, le=1)
    max_cut: float = Field(default=1.0, ge=0, le=1)
    min_span: float = Field(default=0.3, ge=0, le=1)
    max_share: float = Field(default=0.9, ge=0, le=1)
    warn_covered: float = Field(default=0.08, ge=0, le=1)
    max_covered: float = Field(default=0.25, ge=0, le=1)
    max_devices: int = Field(default=1, ge=0)

    def run(self, photo: Photo, context: Context) -> Result:  # noqa: ARG002
        """Judge the device's place in the frame."""
        view = context.view
        measured = None if view is None or view.mask is None else framing(view.mask)
        if view is None or measured is None:
            return self.not_done("framing.no_device")
        numbers: dict[str, Measurement] = {
            "share": measured.share,
            "span": measured.span,
            "cut": measured.cut,
            "sides": ",".join(measured.sides),
            "covered": view.covered,
            "devices": view.devices,
        }
        tried = [
            self.judge(
                value=measured.share,
                limit=self.max_share,
                reason="framing.too_near",
                measurements=numbers,
            ),
            self.judge(
                value=measured.cut,
                limit=self.max_cut,
                warn_limit=min(self.warn_cut, self.max_cut),
                reason="framing.cut_off",
                regions=[_side_region(measured.sides, measured.box)],
                measurements=numbers,
            ),
            self.judge(
                value=measured.span,
                limit=self.min_span,
                limit_is="minimum",
                reason="framing.too_small",
                regions=[measured.box],
                measurements=numbers,
            ),
        ]
        if view.covered is not None:
            tried.append(
                self.judge(
                    value=view.covered,
                    limit=self.max_covered,
                    warn_limit=min(self.warn_covered, self.max_covered),
                    reason="framing.covered",
                    regions=[measured.box],
                    measurements=numbers,
                )
            )
        if view.devices is not None and view.devices > self.max_devices:
            tried.append(
                self.warn_only(
                    value=1 - self.max_devices / view.devices,
                    limit=0.0,
                    reason="framing.several_devices",
                    measurements=numbers,
                )
            )
        # What fills the frame is cut off as well, but stepping back is the advice that helps.
        return tried[0] if tried[0].status is Status.FAIL else worst_of(tried)


def _side_region(
    sides: tuple[str, ...], box: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    """The strip of the box along the first side that cuts it."""
    x, y, w, h = box
    side = sides[0] if sides else ""
    if side in {"top", "bottom"}:
        return x, (y if side == "top" else y + 0.9 * h), w, 0.1 * h
    return (x + 0.9 * w if side == "right" else x), y, 0.1 * w, h
