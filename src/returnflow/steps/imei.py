"""IMEI: what the phone shows, or why it can't."""

from __future__ import annotations

from returnflow import events, imei
from returnflow.state import Answer
from returnflow.steps.turn import Asked, StepKind, Turn
from returnflow.typed import one_line


def _imei(asked: Asked, event: events.ImeiGiven) -> Turn:
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
        Answer(event=event.changed(imeis=numbers), notes=differs),
        effects=(asked.effect("hand_to_person", "tell.imei_differs"),) if differs else (),
    )


def _accepted(asked: Asked, event: events.ImeiAccepted) -> Turn:
    numbers, faults = _numbers(event.imeis)
    # Misprinted check digits exist; a number of another length is still no IMEI.
    left = [fault for fault in faults if fault[0] != "imei.check_digit"]
    return asked.refuse(*left) if left else Turn(Answer(event=event.changed(imeis=numbers)))


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


def _no_imei(asked: Asked, event: events.ImeiUnavailable) -> Turn:
    if event.instead == "serial" and not one_line(event.serial):
        return asked.refuse(("imei.serial_missing", "serial"))
    return Turn(
        Answer(event=event, notes=("imei.unavailable",)),
        effects=(asked.effect("hand_to_person", "tell.imei_unavailable"),),
    )


KIND = StepKind(
    "imei",
    {
        "imei_given": _imei,
        "imei_unavailable": _no_imei,
        "imei_accepted": _accepted,
    },
)
