"""Packing, and any other list to tick."""

from __future__ import annotations

from returnflow import events
from returnflow.state import Answer
from returnflow.steps.turn import Asked, StepKind, Turn


def _checked(asked: Asked, event: events.ItemsChecked) -> Turn:
    unknown = tuple(item for item in event.items if item not in asked.step.items)
    if unknown or not asked.step.items:
        return asked.refuse(("items.unknown", "items"))
    items = tuple(item for item in asked.step.items if item in event.items)
    return Turn(Answer(event=event.changed(items=items)))


KIND = StepKind(
    "packing",
    {
        "items_checked": _checked,
    },
)
