"""What each event does to its step: one module a kind of step, one pure function an event.

`KINDS` is the one list of them; what the flow knows of kinds follows from it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from returnflow.steps import (
    backup,
    imei,
    order_slip,
    packing,
    photos,
    shipping,
    sign_out,
    warranty,
)
from returnflow.steps.turn import Asked, StepKind, Turn

__all__ = ["HANDLERS", "KINDS", "Asked", "StepKind", "Turn"]

KINDS: Final = (
    warranty.KIND,
    photos.KIND,
    imei.KIND,
    backup.KIND,
    sign_out.KIND,
    order_slip.KIND,
    packing.KIND,
    shipping.KIND,
)
"""All kinds of steps, in the order of the guide."""

HANDLERS: Final[Mapping[str, Callable[[Asked, Any], Turn]]] = MappingProxyType(
    {event: handler for kind in KINDS for event, handler in kind.handlers.items()}
)
"""What each event does, those that concern the whole return excepted."""
