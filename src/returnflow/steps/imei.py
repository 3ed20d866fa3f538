"""IMEI: what the phone shows, or why it can't."""

from __future__ import annotations

from typing import Literal

from returnflow import imei
from returnflow.model import personal
from returnflow.steps.base import Asked, EventBase, StepKind, Turn
from returnflow.typed import one_line
from returnflow.values import Digits, Name


class ImeiGiven(EventBase):
    """The IMEI or, on dual-SIM phones, both; `read` are those found in a photo.

    `confirmed` says that the customer looked again after it did not agree with the order or photo.
    """

    kind: Literal["imei_given"] = "imei_given"
    imeis: tuple[Digits, ...] = personal(min_length=1, max_length=2)
    source: Literal["box", "seller", "screen", "photo"] = "screen"
    read: tuple[Digits, ...] = personal((), max_length=8)
    confirmed: bool = False


class ImeiUnavailable(EventBase):
    """The phone can't show its IMEI; something else identifies it."""

    kind: Literal["imei_unavailable"] = "imei_unavailable"
    instead: Literal["serial", "ask_seller", "person"]
    serial: str = personal("", max_length=40)


class ImeiAccepted(EventBase):
    """A member of staff takes an IMEI although its check digit is wrong: who, and why."""

    kind: Literal["imei_accepted"] = "imei_accepted"
    imeis: tuple[Digits, ...] = personal(min_length=1, max_length=2)
    who: Name
    why: str = personal(min_length=1, max_length=2000)


def _given(asked: Asked, event: ImeiGiven) -> Turn:
    numbers, faults = _numbers(event.imeis)
    if faults:
        return asked.refuse(*faults)
    others = {"order": asked.state.order.imeis, "photo": event.read}
    differs = tuple(
        f"imei.differs_from_{name}" for name, those in others.items() if _differ(numbers, those)
    )
    if differs and not event.confirmed:
        return asked.refuse(*((code, "imeis") for code in differs))
    return Turn(
        event.changed(imeis=numbers),
        notes=differs,
        effects=(asked.effect("hand_to_person", "tell.imei_differs"),) if differs else (),
    )


def _accepted(asked: Asked, event: ImeiAccepted) -> Turn:
    numbers, faults = _numbers(event.imeis)
    # Misprinted check digits exist; a number of another length is still no IMEI.
    left = [fault for fault in faults if fault[0] != "imei.check_digit"]
    return asked.refuse(*left) if left else Turn(event.changed(imeis=numbers))


def _numbers(given: tuple[str, ...]) -> tuple[tuple[str, ...], list[tuple[str, str]]]:
    """The numbers as they are kept, and their faults with the fields they are in."""
    faults = [
        (fault, f"imeis.{place}")
        for place, text in enumerate(given)
        if (fault := imei.fault(text)) is not None
    ]
    numbers = tuple(imei.compact(text) for text in given)
    if not faults and len(set(numbers)) < len(numbers):
        faults.append(("imei.same_twice", "imeis.1"))
    return numbers, faults


def _differ(numbers: tuple[str, ...], others: tuple[str, ...]) -> bool:
    return bool(others) and set(numbers).isdisjoint(map(imei.compact, others))


def _unavailable(asked: Asked, event: ImeiUnavailable) -> Turn:
    if event.instead == "serial" and not one_line(event.serial):
        return asked.refuse(("imei.serial_missing", "serial"))
    return Turn(
        event,
        notes=("imei.unavailable",),
        effects=(asked.effect("hand_to_person", "tell.imei_unavailable"),),
    )


def _guides(_asked: Asked, _platform: str | None) -> tuple[str, ...]:
    return ("tip.imei.unavailable",)


KIND = StepKind(
    "imei",
    {ImeiGiven: _given, ImeiUnavailable: _unavailable, ImeiAccepted: _accepted},
    guides=_guides,
)
