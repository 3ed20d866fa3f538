"""Warranty: whether the seller was told, and what the warranty covers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from returnflow.steps.base import Asked, EventBase, Question, StepKind, Turn
from returnflow.values import Coverage, YesNo


class WarrantyAnswered(EventBase):
    """The customer says what happened to the device, and that the seller knows of the return."""

    kind: Literal["warranty_answered"] = "warranty_answered"
    seller_told: bool
    impact: YesNo = "unsure"
    oxidation: YesNo = "unsure"
    opened: YesNo = "unsure"

    @property
    def coverage(self) -> Coverage:
        """What the answers say of the warranty: any damage, and it does not cover."""
        said = {self.impact, self.oxidation, self.opened}
        return "not_covered" if "yes" in said else "unsure" if "unsure" in said else "covered"


def _answered(asked: Asked, event: WarrantyAnswered) -> Turn:
    if not event.seller_told:
        tell = asked.effect("tell", "tell.contact_seller")
        return asked.refuse(("warranty.seller_first", "seller_told"), effects=(tell,))
    if event.coverage == "covered":
        return Turn(event)
    decision = getattr(asked.spec.policy, event.coverage)
    kind = {"go_on": "tell", "person": "hand_to_person"}.get(decision, decision)
    return Turn(
        event,
        finished=decision == "go_on",
        notes=(f"warranty.{event.coverage}",),
        effects=(asked.effect(kind, f"tell.warranty_{event.coverage}"),),
    )


def _seller_told(_asked: Asked, given: Mapping[str, Any]) -> bool:
    return bool(given["seller_told"])


KIND = StepKind(
    "warranty",
    {WarrantyAnswered: _answered},
    questions=(
        Question("seller_told"),
        *(Question(damage, when=_seller_told) for damage in ("impact", "oxidation", "opened")),
    ),
)
