"""What can happen in a return: one frozen class an event.

Every event has an `id` (the same event applied twice changes nothing) and an `actor`: an id that
the service gives, no name of a person. The events of a step are defined with its kind, in
`returnflow.steps`; those that concern the whole return, here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, Literal, TypeAlias, get_args

from pydantic import Field, TypeAdapter

from returnflow.model import personal
from returnflow.steps import KINDS, EventBase
from returnflow.steps.backup import BackupAnswered
from returnflow.steps.checklist import ItemsChecked
from returnflow.steps.imei import ImeiAccepted, ImeiGiven, ImeiUnavailable
from returnflow.steps.order_slip import DROPPED, SlipDetails, SlipMade, without_secret
from returnflow.steps.photos import PhotoPlaced, PhotosAdded, SlotWaived
from returnflow.steps.shipping import ShippingChosen, ShippingDone
from returnflow.steps.sign_out import SignedOut
from returnflow.steps.warranty import WarrantyAnswered
from returnflow.values import Coverage, Digits, Name, Photo, Sha256, YesNo

__all__ = [
    "ADAPTER",
    "ALLOWED",
    "CLASSES",
    "DROPPED",
    "Abandoned",
    "BackupAnswered",
    "Coverage",
    "CustomerEvent",
    "Digits",
    "EffectsDone",
    "Event",
    "HelpAsked",
    "ImeiAccepted",
    "ImeiGiven",
    "ImeiUnavailable",
    "ItemsChecked",
    "MachineEvent",
    "Name",
    "Photo",
    "PhotoPlaced",
    "PhotosAdded",
    "Resumed",
    "Role",
    "Sha256",
    "ShippingChosen",
    "ShippingDone",
    "SignedOut",
    "SlipDetails",
    "SlipMade",
    "SlotWaived",
    "StaffDecided",
    "StaffEvent",
    "WarrantyAnswered",
    "YesNo",
    "load",
    "without_secret",
]


class HelpAsked(EventBase):
    """The customer can't go on and asks for a person."""

    kind: Literal["help_asked"] = "help_asked"
    step: Name
    note: str = personal("", max_length=2000)


class StaffDecided(EventBase):
    """A member of staff settles a step, or opens it again: who, and why.

    With `slots`, reopening asks again for the photos of these slots only; the answers and the other
    photos of the step stay.
    """

    kind: Literal["staff_decided"] = "staff_decided"
    step: Name
    decision: Literal["accept", "reopen"]
    who: Name
    why: str = personal(min_length=1, max_length=2000)
    slots: tuple[Name, ...] = Field(default=(), max_length=100)


class Abandoned(EventBase):
    """The customer gives up the return."""

    kind: Literal["abandoned"] = "abandoned"
    why: str = personal("", max_length=2000)


class Resumed(EventBase):
    """An abandoned return goes on where it was."""

    kind: Literal["resumed"] = "resumed"


class EffectsDone(EventBase):
    """The service did what it was told to do; see `ReturnFlow.pending_effects`."""

    kind: Literal["effects_done"] = "effects_done"
    effects: tuple[Annotated[str, Field(min_length=1, max_length=120)], ...] = Field(
        min_length=1, max_length=500
    )


_Said: TypeAlias = (
    WarrantyAnswered
    | PhotoPlaced
    | SlotWaived
    | ImeiGiven
    | ImeiUnavailable
    | BackupAnswered
    | SignedOut
    | SlipDetails
    | SlipMade
    | ItemsChecked
    | ShippingChosen
    | ShippingDone
    | HelpAsked
    | Abandoned
    | Resumed
)
_Decided: TypeAlias = StaffDecided | ImeiAccepted
_Found: TypeAlias = PhotosAdded | EffectsDone

CustomerEvent = Annotated[_Said, Field(discriminator="kind")]
"""What a customer may send; the type for the body of a customer's request."""

StaffEvent = Annotated[_Decided | _Said, Field(discriminator="kind")]
"""What a member of staff may send: decisions, and whatever a customer says on the telephone."""

MachineEvent = Annotated[_Found, Field(discriminator="kind")]
"""What only the service itself may send: photos with verdicts, and that effects were done."""

Role = Literal["customer", "machine", "staff"]
"""Who sends an event."""

Event = Annotated[_Said | _Decided | _Found, Field(discriminator="kind")]
"""Any event; `kind` tells which."""

WHOLE: tuple[type[EventBase], ...] = (HelpAsked, StaffDecided, Abandoned, Resumed, EffectsDone)
"""The events that concern the whole return, or any step."""

CLASSES: tuple[type[EventBase], ...] = tuple(
    dict.fromkeys((*(event for kind in KINDS for event in kind.handlers), *WHOLE))
)
"""Every kind of event."""

ADAPTER: TypeAdapter[Event] = TypeAdapter(Event)
"""Reads and writes any event."""


def _kinds(union: Any) -> frozenset[str]:
    members = get_args(get_args(union)[0])
    return frozenset(member.model_fields["kind"].default for member in members)


ALLOWED: Mapping[Role, frozenset[str]] = MappingProxyType(
    {
        "customer": _kinds(CustomerEvent),
        "machine": _kinds(MachineEvent),
        "staff": _kinds(StaffEvent),
    }
)
"""The kinds of events that each role may send."""


def load(data: str | bytes | Mapping[str, Any], *, actor: str | None = None) -> Event:
    """An event from JSON, or from the mapping that JSON gives.

    Parameters
    ----------
    data : str, bytes or mapping
    actor : str, optional
        Who the service knows to have sent it; wins over what the data claims.

    Raises
    ------
    ValueError
        Also pydantic's ValidationError, which says which fields are wrong and not what was in them.
    """
    if isinstance(data, Mapping):
        data = json.dumps(data)
    event = ADAPTER.validate_json(data)
    return event if actor is None else event.changed(actor=actor)
