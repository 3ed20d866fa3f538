"""The kinds of steps, one module each: its events, what they do, what it lacks, asks and shows.

`KINDS` is the one list of them; what the flow knows of kinds follows from it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from returnflow.steps import (
    backup,
    checklist,
    imei,
    order_slip,
    packing,
    photos,
    shipping,
    sign_out,
    warranty,
)
from returnflow.steps.base import Asked, EventBase, StepKind, Turn

__all__ = ["BY_NAME", "EVENTS", "HANDLERS", "KINDS", "Asked", "EventBase", "StepKind", "Turn"]

KINDS: Final = (
    warranty.KIND,
    photos.KIND,
    imei.KIND,
    backup.KIND,
    sign_out.KIND,
    order_slip.KIND,
    packing.KIND,
    shipping.KIND,
    checklist.KIND,
)
"""All kinds of steps, in the order of the guide."""

BY_NAME: Final[Mapping[str, StepKind]] = MappingProxyType({kind.name: kind for kind in KINDS})
"""The kinds by name."""

EVENTS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {kind.name: () if kind.of_slots else kind.events for kind in KINDS}
)
"""The events that answer each kind of step; their fields are what others may depend on.

Those about photos fit every step that has slots.
"""

HANDLERS: Final[Mapping[str, Callable[[Asked, Any], Turn]]] = MappingProxyType(
    {
        event.model_fields["kind"].default: handler
        for kind in KINDS
        for event, handler in kind.handlers.items()
    }
)
"""What each event does, those that concern the whole return excepted."""
