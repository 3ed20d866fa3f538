"""Whether a photo shows what its slot asks for."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

from pydantic import Field

from photocheck.checks.base import Check, Need
from photocheck.checks.context import Context
from photocheck.photo import Photo
from photocheck.result import Result

_WRONG_SCREEN = {"on": "slot.screen_dark", "off": "slot.screen_lit"}


class Slot(Check):
    """Whether a photo shows the view, and the state of the screen, that its slot asks for.

    The value is the likelihood of the slot's views. Of a photo without a slot nothing is asked, of
    one whose view nobody estimated nothing can be said, and a slot without views is filled by
    whatever the customer says: all are `not_applicable`.

    Parameters
    ----------
    min_likelihood : float
        Likelihood (0 to 1) of the slot's views below which the photo is of something else.
    warn_likelihood : float
        Below this it is doubtful.
    sure : float
        Likelihood (0 to 1) that some other view must have for a photo to be sent back; where the
        estimate is vague, the check only warns.
    """

    name: ClassVar[str] = "slot"
    unit: ClassVar[str] = "likelihood"
    needs: ClassVar[Collection[Need]] = frozenset({"slot", "view"})
    min_likelihood: float = Field(default=0.01, ge=0, le=1)
    warn_likelihood: float = Field(default=0.1, ge=0, le=1)
    sure: float = Field(default=0.8, ge=0, le=1)

    def run(self, photo: Photo, context: Context) -> Result:  # noqa: ARG002
        """Compare what the photo shows with what is asked for."""
        asked, view = context.asked, context.view
        if asked is None or view is None:
            raise ValueError("expected a photo with a slot and a view, as the check needs")
        if not asked.views:
            return self.not_applicable("check.not_for_slot")
        likelihood = view.likelihood
        own = min(sum(likelihood.get(pair, 0.0) for pair in asked.pairs), 1.0)
        kinds = {kind for kind, _ in asked.pairs}
        screen = view.screen
        reason = "slot.other_view"
        if asked.screen is not None and screen is not None and screen != asked.screen:
            # The screen's state has a head of its own in a view model, and may be the surer one.
            reason, own = _WRONG_SCREEN[asked.screen], 0.0
        elif likelihood.get(("none", "none"), 0.0) > 0.5:
            reason = "slot.not_a_device"
        elif sum(value for (kind, _), value in likelihood.items() if kind in kinds) < 0.5:
            reason = "slot.other_category"
        limit = self.min_likelihood if max(likelihood.values()) >= self.sure else 0.0
        return self.judge(
            value=own,
            limit=limit,
            warn_limit=max(self.warn_likelihood, limit),
            limit_is="minimum",
            reason=reason,
            measurements={"screen": screen},
        )
