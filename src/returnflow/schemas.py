"""The JSON Schemas of what a service stores and exchanges."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from returnflow.errors import UnknownNameError
from returnflow.events import ADAPTER
from returnflow.outcome import Outcome
from returnflow.spec import FlowSpec
from returnflow.state import ReturnState

SCHEMAS: Mapping[str, Callable[[], dict[str, Any]]] = MappingProxyType(
    {
        "state": ReturnState.model_json_schema,
        "event": ADAPTER.json_schema,
        "outcome": Outcome.model_json_schema,
        "spec": FlowSpec.model_json_schema,
    }
)


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema of a state, event, outcome or spec; ``"personal": true`` marks fields.

    Raises
    ------
    UnknownNameError
    """
    if name not in SCHEMAS:
        raise UnknownNameError("schema", name, SCHEMAS)
    return SCHEMAS[name]()
