"""What can happen in a return: one frozen class an event.

Every event has an `id` (the same event applied twice changes nothing) and an `actor`: an id that
the service gives, no name of a person.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Annotated, Any, Literal, get_args
from uuid import uuid4

from pydantic import Field, JsonValue, TypeAdapter, field_validator

from returnflow.model import Model, personal

YesNo = Literal["yes", "no", "unsure"]
Coverage = Literal["covered", "not_covered", "unsure"]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Name = Annotated[str, Field(min_length=1, max_length=80)]
Digits = Annotated[str, Field(max_length=60)]

DROPPED = "[dropped]"
"""Stands in the log for a PIN or pattern that is no longer kept."""


class Photo(Model):
    """A photo by its hash and report; the pixels stay with the service.

    `slot` is what it was assigned to; None where that is unsure (`candidates` says what it may be)
    or where it is no photo of the device. `fingerprint` is its perceptual hash, 64 hexadecimal
    digits. The report keeps no file name.
    """

    sha256: Sha256
    verdict: Literal["accept", "review", "retake"]
    slot: Name | None = None
    candidates: tuple[Name, ...] = ()
    fingerprint: Sha256 | None = None
    reasons: tuple[str, ...] = ()
    report: dict[str, JsonValue] = Field(default_factory=dict, repr=False)

    @property
    def is_unreadable(self) -> bool:
        """Whether the file was no picture that can be judged."""
        return any(reason.startswith(("decode.", "source.")) for reason in self.reasons)

    @field_validator("report")
    @classmethod
    def _nameless(cls, report: dict[str, JsonValue]) -> dict[str, JsonValue]:
        return {name: value for name, value in report.items() if name != "source"}


class _Event(Model):
    id: str = Field(default_factory=lambda: uuid4().hex, min_length=1, max_length=100)
    actor: str = Field(default="customer", min_length=1, max_length=100)


class WarrantyAnswered(_Event):
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


class PhotosAdded(_Event):
    """Photos of a step, any number at once; made by `returnflow.photos`."""

    kind: Literal["photos_added"] = "photos_added"
    step: Name = "photos"
    photos: tuple[Photo, ...] = Field(min_length=1)


class PhotoPlaced(_Event):
    """The customer says what a photo shows that could not be assigned."""

    kind: Literal["photo_placed"] = "photo_placed"
    step: Name = "photos"
    sha256: Sha256
    slot: Name


class SlotWaived(_Event):
    """A photo that can't be taken, with the customer's declaration why."""

    kind: Literal["slot_waived"] = "slot_waived"
    step: Name = "photos"
    slot: Name
    reason: Literal["does_not_light_up", "no_sensitive_part", "device_does_not_work"]
    declared: bool


class ImeiGiven(_Event):
    """The IMEI or, on dual-SIM phones, both; `read` are those found in a photo.

    `confirmed` says that the customer looked again after it did not agree with the order or photo.
    """

    kind: Literal["imei_given"] = "imei_given"
    imeis: tuple[Digits, ...] = personal(min_length=1, max_length=2)
    source: Literal["box", "seller", "screen", "photo"] = "screen"
    read: tuple[Digits, ...] = personal((), max_length=8)
    confirmed: bool = False


class ImeiUnavailable(_Event):
    """The phone can't show its IMEI; something else identifies it."""

    kind: Literal["imei_unavailable"] = "imei_unavailable"
    instead: Literal["serial", "ask_seller", "person"]
    serial: str = personal("", max_length=40)


class ImeiAccepted(_Event):
    """A member of staff takes an IMEI although its check digit is wrong: who, and why."""

    kind: Literal["imei_accepted"] = "imei_accepted"
    imeis: tuple[Digits, ...] = personal(min_length=1, max_length=2)
    who: Name
    why: str = personal(min_length=1, max_length=2000)


class BackupAnswered(_Event):
    """What became of the data: backed up, found in a cloud, not possible, or none there."""

    kind: Literal["backup_answered"] = "backup_answered"
    platform: Name
    outcome: Literal["done", "cloud", "impossible", "nothing_stored"]
    works: bool = True
    declared: bool = False


class SignedOut(_Event):
    """The accounts that the device was taken out of, on it or from afar."""

    kind: Literal["signed_out"] = "signed_out"
    outcome: Literal["done", "remote", "impossible"]
    accounts: tuple[Name, ...] = personal((), max_length=50)
    works: bool = True
    declared: bool = False


class SlipDetails(_Event):
    """The paper for the box: the invoice, a slip to print, or one written by hand."""

    kind: Literal["slip_details"] = "slip_details"
    paper: Literal["invoice", "slip", "handwritten"]
    name: str = personal("", max_length=120)
    order_number: str = personal("", max_length=60)
    order_date: date | None = None
    lock: Literal["none", "removed", "pin", "pattern"] = "none"
    secret: str = personal("", max_length=60)


class SlipMade(_Event):
    """The slip was printed or written; its PIN is kept no longer."""

    kind: Literal["slip_made"] = "slip_made"


class ItemsChecked(_Event):
    """Items of a checklist that the customer ticked, and no others."""

    kind: Literal["items_checked"] = "items_checked"
    step: Name = "packing"
    items: tuple[Name, ...] = Field(max_length=200)


class ShippingChosen(_Event):
    """The courier on the label and the way the parcel is handed over."""

    kind: Literal["shipping_chosen"] = "shipping_chosen"
    courier: Name
    way: Name
    number: str = personal("", max_length=80)


class ShippingDone(_Event):
    """The parcel is with the courier; what was chosen before need not be said again."""

    kind: Literal["shipping_done"] = "shipping_done"
    courier: str = Field(default="", max_length=80)
    way: str = Field(default="", max_length=80)
    number: str = personal("", max_length=80)
    receipt_kept: bool
    insured: bool | None = None


class HelpAsked(_Event):
    """The customer can't go on and asks for a person."""

    kind: Literal["help_asked"] = "help_asked"
    step: Name
    note: str = personal("", max_length=2000)


class StaffDecided(_Event):
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


class Abandoned(_Event):
    """The customer gives up the return."""

    kind: Literal["abandoned"] = "abandoned"
    why: str = personal("", max_length=2000)


class Resumed(_Event):
    """An abandoned return goes on where it was."""

    kind: Literal["resumed"] = "resumed"


class EffectsDone(_Event):
    """The service did what it was told to do; see `ReturnFlow.pending_effects`."""

    kind: Literal["effects_done"] = "effects_done"
    effects: tuple[Annotated[str, Field(min_length=1, max_length=120)], ...] = Field(
        min_length=1, max_length=500
    )


CustomerEvent = Annotated[
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
    | Resumed,
    Field(discriminator="kind"),
]
"""What a customer may send; the type for the body of a customer's request."""

StaffEvent = Annotated[
    StaffDecided
    | ImeiAccepted
    | WarrantyAnswered
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
    | Resumed,
    Field(discriminator="kind"),
]
"""What a member of staff may send: decisions, and whatever a customer says on the telephone."""

MachineEvent = Annotated[PhotosAdded | EffectsDone, Field(discriminator="kind")]
"""What only the service itself may send: photos with verdicts, and that effects were done."""

Role = Literal["customer", "machine", "staff"]

Event = Annotated[
    WarrantyAnswered
    | PhotosAdded
    | PhotoPlaced
    | SlotWaived
    | ImeiGiven
    | ImeiUnavailable
    | ImeiAccepted
    | BackupAnswered
    | SignedOut
    | SlipDetails
    | SlipMade
    | ItemsChecked
    | ShippingChosen
    | ShippingDone
    | HelpAsked
    | StaffDecided
    | Abandoned
    | Resumed
    | EffectsDone,
    Field(discriminator="kind"),
]

CLASSES: tuple[type[Model], ...] = tuple(_Event.__subclasses__())
"""Every kind of event."""

ADAPTER: TypeAdapter[Event] = TypeAdapter(Event)


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


def without_secret(event: Event) -> Event:
    """The event as it is kept once the PIN has served its purpose."""
    if isinstance(event, SlipDetails) and event.secret not in {"", DROPPED}:
        return event.changed(secret=DROPPED)
    return event
