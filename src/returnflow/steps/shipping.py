"""Shipping: the courier, the way, the number, and that the parcel is handed over."""

from __future__ import annotations

import re
from typing import Any

from returnflow import couriers, events
from returnflow.state import Answer
from returnflow.steps.turn import Asked, StepKind, Turn


def _ship(asked: Asked, event: events.ShippingChosen) -> Turn:
    fault, number = _number(asked, event.courier, event.way, event.number)
    if fault is not None and not (fault[0] == "number.empty" and not _before(asked, event)):
        return asked.refuse(fault)
    courier = asked.spec.couriers[event.courier]
    whose = "own" if courier.own_label else event.courier
    effects = [asked.effect("tell", f"courier.{whose}.{event.way}")]
    if _before(asked, event) is not None:
        name = couriers.name(event.courier)
        effects.append(asked.effect("book_pickup", "tell.book_pickup", courier=name))
    if courier.own_label:
        effects.append(asked.effect("tell", "tell.insure"))
    return Turn(Answer(event=event.changed(number=number), finished=False), effects=tuple(effects))


def _before(asked: Asked, event: events.ShippingChosen | events.ShippingDone) -> str | None:
    return asked.spec.couriers[event.courier].number_before.get(event.way)


def _shipped(asked: Asked, event: events.ShippingDone) -> Turn:
    chosen = asked.state.answers.get(asked.step.id)
    before: Any = chosen.event if chosen is not None else event
    full = event.changed(
        courier=event.courier or before.courier,
        way=event.way or before.way,
        number=event.number or before.number,
    )
    fault, number = _number(asked, full.courier, full.way, full.number)
    if fault is not None:
        return asked.refuse(fault if full.courier else ("shipping.not_chosen", "courier"))
    lost = () if event.receipt_kept else ("shipping.no_receipt",)
    effects = [asked.effect("tell", "tell.no_receipt")] if lost else []
    if asked.spec.couriers[full.courier].own_label and not event.insured:
        effects.append(asked.effect("tell", "tell.not_insured"))
    return Turn(Answer(event=full.changed(number=number), notes=lost), effects=tuple(effects))


def _number(asked: Asked, name: str, way: str, text: str) -> tuple[tuple[str, str] | None, str]:
    """The fault of a choice of courier, way and number (code and field), and the number."""
    courier = asked.spec.couriers.get(name)
    if courier is None:
        return ("shipping.courier_unknown", "courier"), ""
    if way not in courier.ways:
        return ("shipping.way_unknown", "way"), ""
    judged = couriers.judge(name, text)
    pattern = courier.number_before.get(way)
    if judged.fault is None and pattern is not None and not re.fullmatch(pattern, judged.number):
        return ("number.waybill", "number"), ""
    return (judged.fault, "number") if judged.fault is not None else None, judged.number


KIND = StepKind(
    "shipping",
    {
        "shipping_chosen": _ship,
        "shipping_done": _shipped,
    },
)
