"""Warranty: whether the seller was told, and what the warranty covers."""

from __future__ import annotations

from returnflow import events
from returnflow.state import Answer
from returnflow.steps.turn import Asked, StepKind, Turn


def _warranty(asked: Asked, event: events.WarrantyAnswered) -> Turn:
    if not event.seller_told:
        tell = asked.effect("tell", "tell.contact_seller")
        return asked.refuse(("warranty.seller_first", "seller_told"), effects=(tell,))
    if event.coverage == "covered":
        return Turn(Answer(event=event))
    decision = getattr(asked.spec.policy, event.coverage)
    kind = {"go_on": "tell", "person": "hand_to_person"}.get(decision, decision)
    return Turn(
        Answer(event=event, finished=decision == "go_on", notes=(f"warranty.{event.coverage}",)),
        effects=(asked.effect(kind, f"tell.warranty_{event.coverage}"),),
    )


KIND = StepKind(
    "warranty",
    {
        "warranty_answered": _warranty,
    },
)
