"""From a form's fields to the JSON of an event; what is wrong in it, the flow says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, get_args
from uuid import uuid4

from starlette.datastructures import FormData

from returnflow import events

_ID = re.compile(r"[0-9a-f]{32}")
_SET_BY_SERVICE = {"id", "actor", "kind", "read"}


def new_id() -> str:
    """An id for a form's event: sent twice, it is applied once."""
    return uuid4().hex


def event_of(form: FormData, *, set_here: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The event that a form holds.

    Parameters
    ----------
    form : FormData
        ``kind`` and ``event_id``, and the event's fields by their names.
    set_here : mapping, optional
        Fields that the service knows better than the form.
    """
    kind = str(form.get("kind", ""))
    model = next((one for one in events.CLASSES if one.model_fields["kind"].default == kind), None)
    given = str(form.get("event_id", ""))
    event: dict[str, Any] = {"kind": kind, "id": given if _ID.fullmatch(given) else new_id()}
    if model is None:
        return event
    for name, field in model.model_fields.items():
        if name in _SET_BY_SERVICE:
            continue
        texts = [text.strip() for text in form.getlist(name) if isinstance(text, str)]
        filled = [text for text in texts if text]
        if _is_tuple(field.annotation):
            event[name] = filled
        elif field.annotation is bool or bool in get_args(field.annotation):
            if filled:
                event[name] = filled[0] in {"yes", "on"}
        elif filled:
            event[name] = filled[0]
    return {**_with_courier(event, form), **(set_here or {})}


def _is_tuple(annotation: Any) -> bool:
    return getattr(annotation, "__origin__", None) is tuple


def _with_courier(event: dict[str, Any], form: FormData) -> dict[str, Any]:
    """One list offers couriers and ways together, as they depend on each other."""
    courier, bar, way = str(form.get("courier_way", "")).partition("|")
    return {**event, "courier": courier, "way": way} if bar else event
