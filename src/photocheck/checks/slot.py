"""Whether a photo shows what its slot asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from photocheck.checks.base import Check, Context
from photocheck.result import Result, Status

if TYPE_CHECKING:
    from photocheck.photo import Photo

_WRONG_SCREEN = {"on": "slot.screen_dark", "off": "slot.screen_lit"}


class Slot(Check):
    """Whether a photo shows the view, and the state of the screen, that its slot asks for.

    The value is the likelihood of the slot's views. A photo without a slot passes: nothing is asked
    of it. A photo whose view nobody estimated is `not_done`.

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
    min_likelihood: float = Field(default=0.01, ge=0, le=1)
    warn_likelihood: float = Field(default=0.1, ge=0, le=1)
    sure: float = Field(default=0.8, ge=0, le=1)

    def run(self, photo: Photo, context: Context) -> Result:  # noqa: ARG002
        """Compare what the photo shows with what is asked for."""
        asked = context.asked
        if asked is None:
            return Result(check=self.name, status=Status.PASS, score=1.0)
        if context.view is None:
            return self.not_done("slot.no_view")
        likelihood = context.view.likelihood
        own = min(sum(likelihood.get((asked.kind, view), 0.0) for view in asked.views), 1.0)
        screen = context.view.screen
        reason = "slot.other_view"
        if asked.screen is not None and screen is not None and screen != asked.screen:
            # The screen's state has a head of its own in a view model, and may be the surer one.
            reason, own = _WRONG_SCREEN[asked.screen], 0.0
        elif likelihood.get(("none", "none"), 0.0) > 0.5:
            reason = "slot.not_a_device"
        elif sum(value for (kind, _), value in likelihood.items() if kind == asked.kind) < 0.5:
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
