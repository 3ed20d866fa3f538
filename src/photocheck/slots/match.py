"""Which photo of a set fills which slot: the answer, as data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from photocheck.report import Report, Verdict
from photocheck.result import Fraction


class Assigned(BaseModel):
    """The photo that fills a slot, how surely, and whether it is usable there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    confidence: Fraction
    verdict: Verdict


class Unsure(BaseModel):
    """A photo that may fill one of several slots, the likeliest first: somebody should confirm."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    slots: tuple[str, ...]


class Unexpected(BaseModel):
    """A photo that fills no slot, why (a stable code), and the text for the customer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    reason: str
    message: str = ""


class Match(BaseModel):
    """Which photo of a set fills which slot; `model_dump_json` gives its JSON.

    Each photo is in exactly one place: it fills a slot, is unsure, is unexpected, or is an extra
    one, named in a group of `duplicates` after the photo it adds nothing to.

    Attributes
    ----------
    category : str
    complete : bool
        Whether every required slot is filled by an accepted photo.
    assigned : mapping of slot to Assigned
        In the catalog's order.
    missing : tuple of str
        Required slots that no photo fills, nor any unsure one may fill.
    unsure : tuple of Unsure
    duplicates : tuple of tuples of str
        Photos of one view; the first is the one that counts.
    unexpected : tuple of Unexpected
    other_device : tuple of str
        Advice: photos that look unlike the others and may show another device. Each keeps its
        place. Empty unless `MatchSettings.max_appearance_distance` is set.
    photos : tuple of Report
        One each, in the order given, judged for the slot that the photo fills.
    declared : mapping of source to slot
        What the customer said.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True
    )

    schema_: Literal["photocheck.match/1"] = Field(default="photocheck.match/1", alias="schema")
    category: str
    complete: bool
    assigned: Mapping[str, Assigned] = Field(default_factory=dict)
    missing: tuple[str, ...] = ()
    unsure: tuple[Unsure, ...] = ()
    duplicates: tuple[tuple[str, ...], ...] = ()
    unexpected: tuple[Unexpected, ...] = ()
    other_device: tuple[str, ...] = ()
    photos: tuple[Report, ...] = ()
    declared: Mapping[str, str] = Field(default_factory=dict)

    @property
    def schema(self) -> str:  # type: ignore[override]  # a name that pydantic no longer uses
        """Name and version of this shape: ``"photocheck.match/1"``."""
        return self.schema_

    def slot_of(self, source: str) -> str | None:
        """The slot that a photo fills; None if it fills none."""
        for slot, assigned in self.assigned.items():
            if assigned.source == source:
                return slot
        return None

    @property
    def overruled(self) -> tuple[str, ...]:
        """Photos that fill another slot than the customer said, or none at all."""
        slots = {assigned.source: slot for slot, assigned in self.assigned.items()}
        unexpected = {other.source for other in self.unexpected}
        return tuple(
            source
            for source, said in self.declared.items()
            if slots.get(source, said) != said or source in unexpected
        )
