"""The state of a return: a frozen value that round-trips through JSON, and its older versions."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Literal, TypeVar

from pydantic import AwareDatetime, Field, ValidationError

from returnflow.effects import Effect
from returnflow.errors import NewerStateError, StateError
from returnflow.events import CLASSES, Event, without_secret
from returnflow.model import Model, personal, redact
from returnflow.values import Order, Photo, PhotoSet

__all__ = [
    "MIGRATIONS",
    "NEWEST",
    "SCHEMA",
    "Answer",
    "Decision",
    "Entry",
    "Order",
    "PhotoSet",
    "ReturnState",
    "load",
    "photos_of",
]

SCHEMA = "returnflow.state/1"


class Answer(Model):
    """How a step was answered: the last event that did.

    `finished` is False where a person or a further event has to follow; `notes` say why a member of
    staff should look at it.
    """

    event: Event
    finished: bool = True
    notes: tuple[str, ...] = ()


class Decision(Model):
    """A member of staff settled a step."""

    who: str
    why: str = personal()
    at: AwareDatetime


class Entry(Model):
    """One applied event and its time; `event.actor` says by whom."""

    at: AwareDatetime
    event: Event


class ReturnState(Model):
    """Everything that is known of one return.

    `log` has every applied event in order and is only ever appended to; `ReturnFlow.replay` builds
    the state from it. The one thing taken out of it afterwards is a PIN that served its purpose.
    `effects` are those not yet said to be done.
    """

    schema_: Literal["returnflow.state/1"] = Field(default="returnflow.state/1", alias="schema")
    id: str = Field(pattern=r"^[!-~]{1,100}$")
    spec: str
    category: str
    personal_data: bool
    order: Order
    status: Literal["open", "complete", "abandoned"] = "open"
    answers: dict[str, Answer] = Field(default_factory=dict)
    photos: dict[str, PhotoSet] = Field(default_factory=dict)
    decisions: dict[str, Decision] = Field(default_factory=dict)
    log: tuple[Entry, ...] = ()
    effects: tuple[Effect, ...] = ()

    def redacted(self) -> ReturnState:
        """A copy for analytics: what is personal reads ``"[redacted]"``."""
        redacted: ReturnState = redact(self)
        return redacted

    def without_secrets(self) -> ReturnState:
        """A copy without the PIN or pattern, in the answers and in the log."""
        return self.changed(
            answers={step: _without_secret(answer) for step, answer in self.answers.items()},
            log=tuple(map(_without_secret, self.log)),
        )

    @property
    def has_secret(self) -> bool:
        """Whether a PIN or pattern is kept at this moment."""
        return any(without_secret(entry.event) is not entry.event for entry in self.log)

    def json_text(self) -> str:
        """The state as JSON; `load` reads it."""
        return self.model_dump_json()


_Holder = TypeVar("_Holder", Answer, Entry)


def _without_secret(holder: _Holder) -> _Holder:
    event = without_secret(holder.event)
    return holder if event is holder.event else holder.changed(event=event)


def photos_of(state: ReturnState) -> dict[str, tuple[str, Photo, datetime]]:
    """Every photo that ever came, by hash, with its step and when it came first."""
    found: dict[str, tuple[str, Photo, datetime]] = {}
    for entry in state.log:
        if entry.event.kind == "photos_added":
            for photo in entry.event.photos:
                found.setdefault(photo.sha256, (entry.event.step, photo, entry.at))
    return found


def load(text: str | bytes | bytearray | memoryview | Mapping[str, Any]) -> ReturnState:
    """Read a saved state, of this version or an older one.

    Parameters
    ----------
    text : str, bytes-like or mapping
        JSON, or what JSON gives, as a database's JSON column has it.

    Raises
    ------
    NewerStateError
        If a later returnflow wrote it.
    StateError
        If it is damaged or something else.
    """
    try:
        if isinstance(text, Mapping):
            text = json.dumps(text, default=_no_json)
        elif isinstance(text, memoryview):
            text = text.tobytes()
        elif not isinstance(text, (str, bytes, bytearray)):
            raise StateError(
                "state.damaged",
                f"expected a saved return as JSON or a mapping, got {type(text).__name__}",
            )
        data = json.loads(text, parse_constant=_no_constant)
    except (ValueError, TypeError, RecursionError) as error:
        raise StateError(
            "state.damaged", f"expected a saved return as JSON, got {type(error).__name__}"
        ) from None
    version = _version(data)
    while version < NEWEST:
        if version not in MIGRATIONS:
            raise StateError("state.schema", f"expected schema {SCHEMA!r}, got version {version}")
        try:
            data = MIGRATIONS[version](data)
        except (KeyError, TypeError, ValueError, AttributeError):
            raise StateError(
                "state.damaged", f"expected a whole returnflow.state/{version}, got one with gaps"
            ) from None
        version += 1
    try:
        return ReturnState.model_validate_json(json.dumps(data))
    except (ValidationError, RecursionError, ValueError) as error:
        fields = _fields(error) if isinstance(error, ValidationError) else ()
        raise StateError(
            "state.damaged", f"expected {SCHEMA}, got faults at: {', '.join(fields)}", fields
        ) from None


def _no_json(value: object) -> Any:
    raise TypeError(type(value).__name__)


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _fields(error: ValidationError) -> tuple[str, ...]:
    # Only names that the schema has: a key of the data may be personal.
    faults = error.errors(include_url=False, include_context=False, include_input=False)
    return tuple(
        ".".join(part if isinstance(part, str) and part in _NAMES else "*" for part in fault["loc"])
        for fault in faults[:5]
    )


NEWEST = int(SCHEMA.rpartition("/")[2])


def _version(data: Any) -> int:
    schema = data.get("schema") if isinstance(data, Mapping) else None
    match = (
        re.fullmatch(r"returnflow\.state/(\d{1,6})", schema) if isinstance(schema, str) else None
    )
    if match is None:
        raise StateError("state.schema", f"expected schema {SCHEMA!r}, got another or none")
    version = int(match[1])
    if version > NEWEST:
        raise NewerStateError(
            "state.newer",
            f"expected version {NEWEST} or older, got {version}; update returnflow to read it",
        )
    return version


MIGRATIONS: Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}
"""Each turns a state of its version into one of the next; version 1 is the first."""

_MODELS: tuple[type[Model], ...] = (
    ReturnState,
    Order,
    Answer,
    PhotoSet,
    Decision,
    Entry,
    Photo,
    Effect,
)
_NAMES = {name for model in (*_MODELS, *CLASSES) for name in (*model.model_fields, "schema")}
