"""The whole device, large enough, alone and uncovered."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import ClassVar

from pydantic import Field

from photocheck.checks.base import Check, Need
from photocheck.checks.context import Context
from photocheck.checks.limit import Limit
from photocheck.metrics.framing import FramingMeasurement, framing
from photocheck.photo import Photo
from photocheck.result import Measurement, Result, Status, worst_of
from photocheck.view.types import ViewEstimate


class Framing(Check):
    """Whether the frame shows one whole device, neither too far away nor too near, and uncovered.

    The model that comes with the package was taught what a device that is cut off looks like, and
    says how probably people would call it so; of an estimate that says nothing of it, the mask
    alone is judged. It tells several devices where they lie apart, and was taught hands over phones
    and tablets; of other devices it finds little covered.

    Judges the device's mask of the photo's view; `not_applicable` where nobody estimated the view,
    `not_done` where there is no device in it. Several limits are tried; the result is that of the
    one that is exceeded most, or comes nearest. Its value is the share that the reason is about: of
    what is cut off, of people who would call it so; of several devices, of the devices that are too
    many. The limits are stated, but those of what is cut off, which few photos of a whole device
    exceed. The mask is too coarse to send a photo back for a cut edge, so by
    default that only warns.

    Parameters
    ----------
    warn_cut_off, max_cut_off : float
        Probability (0 to 1) that part of the device is outside the frame; above is
        ``framing.cut_off``. A device whose mask touches no side of the frame is not cut off.
    warn_cut, max_cut : float
        Share (0 to 1) of one of the frame's sides that the device's mask may lie on; above is
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
        "warn_cut_off": Limit("warn", "cut_off"),
        "max_cut_off": Limit("fail", "cut_off"),
        "warn_cut": Limit("warn", "cut"),
        "max_cut": Limit("fail", "cut"),
        "min_span": Limit("fail", "span", "minimum"),
        "max_share": Limit("fail", "share"),
        "warn_covered": Limit("warn", "covered"),
        "max_covered": Limit("fail", "covered"),
        "max_devices": Limit("warn", "devices", unit="devices"),
    }

    # The defaults repeat the profile standard; what a profile says wins (``limits.json``).
    warn_cut_off: float = Field(default=0.34, ge=0, le=1)
    max_cut_off: float = Field(default=0.6, ge=0, le=1)
    warn_cut: float = Field(default=0.48, ge=0, le=1)
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
            "cut_off": _cut_off_probability(view, measured),
        }
        tried = [
            self.judge(
                value=measured.share,
                limit=self.max_share,
                reason="framing.too_near",
                measurements=numbers,
            ),
            *self._cut_off(measured, numbers),
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

    def _cut_off(
        self,
        measured: FramingMeasurement,
        numbers: Mapping[str, Measurement],
    ) -> Iterator[Result]:
        """By the mask and by the view's probability: each sees what the other misses."""
        cut = [(measured.cut, self.warn_cut, self.max_cut)]
        told = numbers["cut_off"]
        if isinstance(told, float):
            cut.append((told, self.warn_cut_off, self.max_cut_off))
        for value, warn_limit, limit in cut:
            yield self.judge(
                value=value,
                limit=limit,
                warn_limit=min(warn_limit, limit),
                reason="framing.cut_off",
                regions=[_side_region(measured.sides, measured.box)],
                measurements=numbers,
            )


def _cut_off_probability(view: ViewEstimate, measured: FramingMeasurement) -> float | None:
    told = view.faults.get("cut_off")
    return 0.0 if told is not None and not measured.sides else told


def _side_region(
    sides: tuple[str, ...], box: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    """The strip of the box along the first side that cuts it."""
    x, y, w, h = box
    side = sides[0] if sides else ""
    if side in {"top", "bottom"}:
        return x, (y if side == "top" else y + 0.9 * h), w, 0.1 * h
    return (x + 0.9 * w if side == "right" else x), y, 0.1 * w, h
