"""Shipping: the courier, the way, the number, and that the parcel is handed over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

from pydantic import Field

from returnflow import couriers
from returnflow.model import personal
from returnflow.steps.base import Asked, EventBase, Question, StepKind, Turn, answer_left
from returnflow.values import Name


class ShippingChosen(EventBase):
    """The courier on the label and the way the parcel is handed over."""

    kind: Literal["shipping_chosen"] = "shipping_chosen"
    courier: Name
    way: Name
    number: str = personal("", max_length=80)


class ShippingDone(EventBase):
    """The parcel is with the courier; what was chosen before need not be said again."""

    kind: Literal["shipping_done"] = "shipping_done"
    courier: str = Field(default="", max_length=80)
    way: str = Field(default="", max_length=80)
    number: str = personal("", max_length=80)
    receipt_kept: bool
    insured: bool | None = None


def _chosen(asked: Asked, event: ShippingChosen) -> Turn:
    fault, number = _number(asked, event.courier, event.way, event.number)
    if fault is not None and not (fault[0] == "number.empty" and not _before(asked, event)):
        return asked.refuse(fault)
    effects = [asked.effect("tell", _way_text(asked, event))]
    if _before(asked, event) is not None:
        name = couriers.name(event.courier)
        effects.append(asked.effect("book_pickup", "tell.book_pickup", courier=name))
    if asked.spec.couriers[event.courier].own_label:
        effects.append(asked.effect("tell", "tell.insure"))
    return Turn(event.changed(number=number), finished=False, effects=tuple(effects))


def _before(asked: Asked, event: ShippingChosen) -> str | None:
    return asked.spec.couriers[event.courier].number_before.get(event.way)


def _way_text(asked: Asked, event: ShippingChosen | ShippingDone) -> str:
    own = asked.spec.couriers[event.courier].own_label
    return f"courier.{'own' if own else event.courier}.{event.way}"


def _done(asked: Asked, event: ShippingDone) -> Turn:
    before = asked.answer.event if asked.answer is not None else event
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
    return Turn(full.changed(number=number), notes=lost, effects=tuple(effects))


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


def _missing(asked: Asked) -> Iterator[str]:
    return answer_left(asked, "handed_over")


def _guides(asked: Asked, _platform: str | None) -> tuple[str, ...]:
    chosen = asked.answer.event if asked.answer is not None else None
    courier = asked.spec.couriers.get(chosen.courier) if chosen is not None else None
    if chosen is None or courier is None:
        return ()
    return (_way_text(asked, chosen), *(("tell.insure",) if courier.own_label else ()))


def _couriers(asked: Asked, _given: Mapping[str, Any]) -> Iterable[str]:
    return asked.spec.couriers


def _ways(asked: Asked, given: Mapping[str, Any]) -> Iterable[str]:
    return asked.spec.couriers[given["courier"]].ways


KIND = StepKind(
    "shipping",
    {ShippingChosen: _chosen, ShippingDone: _done},
    missing=_missing,
    guides=_guides,
    questions=(
        Question("courier", options=_couriers),
        Question("way", options=_ways),
        Question("number"),
    ),
    needs=("couriers",),
)
