"""What a flow's data says beside its steps: categories, platforms, couriers, limits, policy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from returnflow.model import Model


class Category(Model):
    """A kind of product: its photo slots, and whether it holds personal data.

    ``closeup_*`` among the slots asks for at least one close-up. `waivable` slots may be left out
    with a declaration. `personal_data` is None where it depends on the product.
    """

    slots: tuple[str, ...]
    waivable: tuple[str, ...] = ()
    personal_data: bool | None = None


class Platform(Model):
    """A family of devices with guides of its own, and the accounts to sign out of."""

    categories: tuple[str, ...]
    accounts: tuple[str, ...] = ()


class Courier(Model):
    """A courier that the service offers, and the ways to hand a parcel over.

    `number_before`: the ways that need the number first, to book a pickup, with the pattern it must
    have there. `own_label`: the customer pays for the label; insurance is advised.
    """

    ways: tuple[str, ...]
    number_before: Mapping[str, str] = Field(default_factory=dict)
    own_label: bool = False


class Limits(Model):
    """Numbers of a flow."""

    forced_retakes: int = Field(default=2, ge=0)
    """How often a slot's photo is sent back; the next one is kept and goes to a person."""

    copy_distance: int = Field(default=16, ge=0, le=256)
    """Two pictures whose hashes differ in fewer bits (of 256) are the same picture."""

    clock_skew: float = Field(default=2.0, ge=0)
    """Seconds that a clock may lie behind the last event's, between two machines."""

    max_photos: int = Field(default=60, ge=1)
    """Photos in one event."""

    max_events: int = Field(default=1000, ge=1)
    """Events of one return, staff's excepted."""


class Policy(Model):
    """What follows from the answers about the warranty.

    ``go_on``: the return goes on, and the answer is there to be read. ``person``: the return waits
    for a member of staff. ``refuse``: the customer is told no; staff may still decide otherwise.
    """

    not_covered: Literal["go_on", "person", "refuse"] = "person"
    unsure: Literal["go_on", "person", "refuse"] = "go_on"
