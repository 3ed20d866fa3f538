"""What each event does to its step: one pure function an event."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from returnflow import couriers, events, imei
from returnflow.outcome import Effect, Problem
from returnflow.photoset import Intake, is_slot
from returnflow.spec import FlowSpec, Step
from returnflow.state import Answer, PhotoSet, ReturnState
from returnflow.status import answer_to
from returnflow.typed import one_line, visible


class Turn(NamedTuple):
    """What an event does: a new answer or new photos (None: as before), problems and effects."""

    answer: Answer | None = None
    photos: PhotoSet | None = None
    problems: tuple[Problem, ...] = ()
    effects: tuple[Effect, ...] = ()


class Asked(NamedTuple):
    """What a handler sees: the flow, the return so far, the step, and its earlier answer."""

    spec: FlowSpec
    state: ReturnState
    step: Step

    def refuse(
        self, *faults: tuple[str, str], effects: tuple[Effect, ...] = (), **params: tuple[str, ...]
    ) -> Turn:
        """Nothing but problems, of a code and a field each."""
        problems = (
            Problem(code=code, step=self.step.id, field=field, params=dict(params))
            for code, field in faults
        )
        return Turn(problems=tuple(problems), effects=effects)

    def effect(self, kind: Any, key: str, **params: str | int) -> Effect:
        """An effect of this step."""
        return Effect(kind=kind, step=self.step.id, key=key, params=dict(params))


def _warranty(asked: Asked, event: events.WarrantyAnswered) -> Turn:
    if not event.seller_told:
        tell = asked.effect("tell", "tell.contact_seller")
        return asked.refuse(("warranty.seller_first", "seller_told"), effects=(tell,))
    if event.coverage == "covered":
        return Turn(Answer(event=event))
    decision = getattr(asked.spec.policy, event.coverage)
    kind = {"go_on": "tell", "person": "hand_to_person"}.get(decision, decision)
    return Turn(
        Answer(event=event, finished=decision == "go_on", notes=(f"warranty.{event.coverage}",)),
        effects=(asked.effect(kind, f"tell.warranty_{event.coverage}"),),
    )


def _photos(asked: Asked, event: events.PhotosAdded) -> Turn:
    if len(event.photos) > asked.spec.limits.max_photos:
        return asked.refuse(("photos.too_many", "photos"))
    if not asked.step.slots:
        return asked.refuse(("photos.unknown_slot", "step"))
    intake = Intake(*asked)
    for photo in event.photos:
        intake.add(photo)
    return _taken_in(asked, intake)


def _place(asked: Asked, event: events.PhotoPlaced) -> Turn:
    intake = Intake(*asked)
    intake.place(event.sha256, event.slot)
    return _taken_in(asked, intake)


def _taken_in(asked: Asked, intake: Intake) -> Turn:
    before = asked.state.photos.get(asked.step.id, PhotoSet())
    return Turn(
        photos=None if intake.photos == before else intake.photos,
        problems=tuple(intake.problems),
        effects=tuple(intake.effects),
    )


def _waive(asked: Asked, event: events.SlotWaived) -> Turn:
    spec, state, step = asked
    slots = spec.slots_of(step, state.category)
    if event.slot not in slots and not is_slot(event.slot, slots):
        return asked.refuse(("photos.unknown_slot", "slot"))
    if event.slot not in spec.waivable(step, state.category):
        return asked.refuse(("photos.not_waivable", "slot"))
    if not event.declared:
        return asked.refuse(("declaration.needed", "declared"))
    photos = state.photos.get(step.id, PhotoSet())
    return Turn(photos=photos.changed(waived={**photos.waived, event.slot: event.reason}))


def _imei(asked: Asked, event: events.ImeiGiven) -> Turn:
    faults = [
        (fault, f"imeis.{place}")
        for place, text in enumerate(event.imeis)
        if (fault := imei.fault(text)) is not None
    ]
    numbers = tuple(imei.compact(text) for text in event.imeis)
    if not faults and len(set(numbers)) < len(numbers):
        faults.append(("imei.same_twice", "imeis.1"))
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


def _differ(numbers: tuple[str, ...], others: tuple[str, ...]) -> bool:
    return bool(others) and set(numbers).isdisjoint(map(imei.compact, others))


def _no_imei(asked: Asked, event: events.ImeiUnavailable) -> Turn:
    if event.instead == "serial" and not one_line(event.serial):
        return asked.refuse(("imei.serial_missing", "serial"))
    return Turn(
        Answer(event=event, notes=("imei.unavailable",)),
        effects=(asked.effect("hand_to_person", "tell.imei_unavailable"),),
    )


def _backup(asked: Asked, event: events.BackupAnswered) -> Turn:
    platform = asked.spec.platforms.get(event.platform)
    if platform is None or asked.state.category not in platform.categories:
        return asked.refuse(("platform.unknown", "platform"))
    stores = asked.spec.categories[asked.state.category].personal_data
    if event.outcome == "nothing_stored" and stores is not None:
        return asked.refuse(("backup.stores_data", "outcome"))
    if event.outcome in {"impossible", "nothing_stored"} and not event.declared:
        look = asked.effect("tell", "guide.backup.broken")
        return asked.refuse(
            ("declaration.needed", "declared"),
            effects=(look,) if event.outcome == "impossible" else (),
        )
    return Turn(Answer(event=event))


def _sign_out(asked: Asked, event: events.SignedOut) -> Turn:
    backup = answer_to(asked.spec, asked.state, "backup")
    platform = asked.spec.platforms.get(getattr(backup.event, "platform", "") if backup else "")
    wanted = platform.accounts if platform is not None else ()
    lacking = tuple(account for account in wanted if account not in event.accounts)
    if event.outcome == "impossible":
        if not event.declared:
            return asked.refuse(("declaration.needed", "declared"))
        late = asked.effect("hand_to_person", "tell.sign_out_impossible")
        return Turn(Answer(event=event, notes=("sign_out.impossible",)), effects=(late,))
    if lacking:
        return asked.refuse(("sign_out.accounts_missing", "accounts"), accounts=lacking)
    return Turn(Answer(event=event))


def _slip(asked: Asked, event: events.SlipDetails) -> Turn:
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
        plain = event.changed(**filled, name="", secret="")
        return Turn(Answer(event=plain), effects=by_hand)
    key = "tell.print_slip" if event.paper == "slip" else "tell.write_slip"
    return Turn(
        Answer(event=event.changed(**filled, name=name, secret=secret), finished=False),
        effects=(asked.effect("make_slip", key),),
    )


def _slip_made(asked: Asked, _: events.SlipMade) -> Turn:
    answer = asked.state.answers.get(asked.step.id)
    if answer is None or answer.finished:
        return asked.refuse(("order_slip.no_details", "kind"))
    forget = asked.effect("forget_secret", "tell.secret_forgotten")
    return Turn(
        answer.changed(event=events.without_secret(answer.event), finished=True),
        # A replay finds the secret dropped already, and is to tell the same.
        effects=(forget,) if getattr(answer.event, "secret", "") else (),
    )


def _checked(asked: Asked, event: events.ItemsChecked) -> Turn:
    unknown = tuple(item for item in event.items if item not in asked.step.items)
    if unknown or not asked.step.items:
        return asked.refuse(("items.unknown", "items"))
    items = tuple(item for item in asked.step.items if item in event.items)
    return Turn(Answer(event=event.changed(items=items)))


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


HANDLERS: Mapping[str, Callable[[Asked, Any], Turn]] = MappingProxyType(
    {
        "warranty_answered": _warranty,
        "photos_added": _photos,
        "photo_placed": _place,
        "slot_waived": _waive,
        "imei_given": _imei,
        "imei_unavailable": _no_imei,
        "backup_answered": _backup,
        "signed_out": _sign_out,
        "slip_details": _slip,
        "slip_made": _slip_made,
        "items_checked": _checked,
        "shipping_chosen": _ship,
        "shipping_done": _shipped,
    }
)
"""What each event does, those that concern the whole return excepted."""
