"""A list to tick: a service's own steps are of this kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from returnflow.steps.base import Asked, EventBase, StepKind, Turn, slots_left
from returnflow.values import Name


class ItemsChecked(EventBase):
    """Items of a checklist that the customer ticked, and no others."""

    kind: Literal["items_checked"] = "items_checked"
    step: Name = "packing"
    items: tuple[Name, ...] = Field(max_length=200)


def checked(asked: Asked, event: ItemsChecked) -> Turn:
    """Items were ticked, and no others."""
    unknown = tuple(item for item in event.items if item not in asked.step.items)
    if unknown or not asked.step.items:
        return asked.refuse(("items.unknown", "items"))
    items = tuple(item for item in asked.step.items if item in event.items)
    return Turn(event.changed(items=items))


def items_left(asked: Asked) -> Iterator[str]:
    """The photos and the items that a step lacks: ``slot:inside``, ``item:tape_kind``."""
    yield from slots_left(asked)
    ticked = asked.answer.event.items if asked.answer is not None else ()
    yield from (f"item:{item}" for item in asked.step.items if item not in ticked)


def items(asked: Asked, _platform: str | None) -> tuple[str, ...]:
    """The texts of the items."""
    return tuple(f"item.{item}" for item in asked.step.items)


KIND = StepKind(
    "checklist",
    {ItemsChecked: checked},
    missing=items_left,
    guides=items,
    needs=("items",),
    repeats=True,
)
