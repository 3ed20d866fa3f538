"""Order slip: the paper in the box, and the PIN that is forgotten once it is made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Literal, TypeVar

from returnflow.model import personal
from returnflow.steps.base import (
    Asked,
    EventBase,
    Question,
    StepKind,
    Turn,
    answer_left,
    slots_left,
)
from returnflow.typed import one_line, visible

DROPPED = "[dropped]"
"""Stands in the log for a PIN or pattern that is no longer kept."""


class SlipDetails(EventBase):
    """The paper for the box: the invoice, a slip to print, or one written by hand."""

    kind: Literal["slip_details"] = "slip_details"
    paper: Literal["invoice", "slip", "handwritten"]
    name: str = personal("", max_length=120)
    order_number: str = personal("", max_length=60)
    order_date: date | None = None
    lock: Literal["none", "removed", "pin", "pattern"] = "none"
    secret: str = personal("", max_length=60)


class SlipMade(EventBase):
    """The slip was printed or written; its PIN is kept no longer."""

    kind: Literal["slip_made"] = "slip_made"


_Event = TypeVar("_Event", bound=EventBase)


def without_secret(event: _Event) -> _Event:
    """The event as it is kept once the PIN has served its purpose."""
    if isinstance(event, SlipDetails) and event.secret not in {"", DROPPED}:
        return event.changed(secret=DROPPED)
    return event


def _details(asked: Asked, event: SlipDetails) -> Turn:
    order = asked.state.order
    name = one_line(event.name) or one_line(order.name)
    number = event.order_number.strip() or order.number
    secret = visible(event.secret)
    locked = event.lock in {"pin", "pattern"}
    faults = []
    if number != order.number:
        faults.append(("order_slip.other_order", "order_number"))
    if event.order_date not in {None, order.date}:
        faults.append(("order_slip.other_date", "order_date"))
    if event.paper != "invoice" and not name:
        faults.append(("order_slip.name_missing", "name"))
    if event.paper != "invoice" and locked and not secret:
        faults.append(("order_slip.secret_missing", "secret"))
    if event.secret and not locked:
        faults.append(("order_slip.secret_not_needed", "secret"))
    if faults:
        return asked.refuse(*faults)
    filled = {"order_number": number, "order_date": order.date}
    if event.paper == "invoice":
        by_hand = (asked.effect("tell", "tell.write_pin_on_invoice"),) if locked else ()
        return Turn(event.changed(**filled, name="", secret=""), effects=by_hand)
    key = "tell.print_slip" if event.paper == "slip" else "tell.write_slip"
    return Turn(
        event.changed(**filled, name=name, secret=secret),
        finished=False,
        effects=(asked.effect("make_slip", key),),
    )


def _made(asked: Asked, _: SlipMade) -> Turn:
    answer = asked.answer
    if answer is not None and answer.finished and getattr(answer.event, "paper", "") != "invoice":
        return Turn()  # made already
    if answer is None or answer.finished:
        return asked.refuse(("order_slip.no_details", "kind"))
    forget = asked.effect("forget_secret", "tell.secret_forgotten")
    return Turn(
        without_secret(answer.event),
        notes=answer.notes,
        # A replay finds the secret dropped already, and is to tell the same.
        effects=(forget,) if getattr(answer.event, "secret", "") else (),
    )


def _missing(asked: Asked) -> Iterator[str]:
    answer = asked.answer
    if answer is not None and not answer.finished and answer.event.secret == DROPPED:
        yield "answer"
        yield from slots_left(asked)
    else:
        yield from answer_left(asked, "made")


def _has_secret(_asked: Asked, given: Mapping[str, Any]) -> bool:
    return given["lock"] in {"pin", "pattern"} and given["paper"] != "invoice"


def _nameless(asked: Asked, given: Mapping[str, Any]) -> bool:
    return not (given["paper"] == "invoice" or asked.state.order.name)


KIND = StepKind(
    "order_slip",
    {SlipDetails: _details, SlipMade: _made},
    missing=_missing,
    questions=(
        Question("paper"),
        Question("lock"),
        Question("name", when=_nameless),
        Question("secret", when=_has_secret),
    ),
)
