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
from returnflow.state import (
    Answer,
    BackupAnswer,
    ChecklistAnswer,
    ImeiAnswer,
    PhotoSet,
    ReturnState,
    ShippingAnswer,
    SignOutAnswer,
    SlipAnswer,
    WarrantyAnswer,
)


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

    def refuse(self, *faults: tuple[str, str] | Problem, effects: tuple[Effect, ...] = ()) -> Turn:
        """Nothing but problems, of a code and a field each."""
        return Turn(
            problems=tuple(
                fault
                if isinstance(fault, Problem)
                else Problem(code=fault[0], step=self.step.id, field=fault[1])
                for fault in faults
            ),
            effects=effects,
        )

    def effect(self, kind: Any, key: str, **params: str | int) -> Effect:
        """An effect of this step."""
        return Effect(kind=kind, step=self.step.id, key=key, params=dict(params))


def _warranty(asked: Asked, event: events.WarrantyAnswered) -> Turn:
    if not event.seller_told:
        return asked.refuse(
            ("warranty.seller_first", "seller_told"),
            effects=(asked.effect("tell", "tell.contact_seller"),),
        )
    answers = {"impact": event.impact, "oxidation": event.oxidation, "opened": event.opened}
    damaged = tuple(name for name, said in answers.items() if said == "yes")
    unsure = tuple(name for name, said in answers.items() if said == "unsure")
    coverage = "not_covered" if damaged else "unsure" if unsure else "covered"
    policy = asked.spec.policy
    decision = {"not_covered": policy.not_covered, "unsure": policy.unsure}.get(coverage, "go_on")
    answer = WarrantyAnswer(
        **answers, coverage=coverage, reasons=damaged or unsure, decision=decision
    )
    kind = {"go_on": "tell", "person": "hand_to_person", "refuse": "refuse"}[decision]
    effects = () if coverage == "covered" else (asked.effect(kind, f"tell.warranty_{coverage}"),)
    return Turn(answer, effects=effects)


def _photos(asked: Asked, event: events.PhotosAdded) -> Turn:
    if len(event.photos) > asked.spec.limits.max_photos:
        return asked.refuse(("photos.too_many", "photos"))
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
    if not is_slot(event.slot, spec.slots_of(step, state.category)) and not (
        event.slot in spec.slots_of(step, state.category)
    ):
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
    agrees = {
        "order": _overlap(numbers, asked.state.order.imeis),
        "photo": _overlap(numbers, event.read),
    }
    differs = tuple(other for other, same in agrees.items() if same is False)
    if differs and not event.confirmed:
        return asked.refuse(*((f"imei.differs_from_{other}", "imeis") for other in differs))
    answer = ImeiAnswer(
        imeis=numbers,
        source=event.source,
        agrees_with_order=agrees["order"],
        agrees_with_photo=agrees["photo"],
    )
    effects = (asked.effect("hand_to_person", "tell.imei_differs"),) if differs else ()
    return Turn(answer, effects=effects)


def _overlap(numbers: tuple[str, ...], others: tuple[str, ...]) -> bool | None:
    return bool(set(numbers) & {imei.compact(other) for other in others}) if others else None


def _no_imei(asked: Asked, event: events.ImeiUnavailable) -> Turn:
    if event.instead == "serial" and not event.serial.strip():
        return asked.refuse(("imei.serial_missing", "serial"))
    return Turn(
        ImeiAnswer(instead=event.instead, serial=event.serial.strip()),
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
    return Turn(
        BackupAnswer(
            platform=event.platform,
            outcome=event.outcome,
            works=event.works,
            declared=event.declared,
        )
    )


def platform_of(spec: FlowSpec, state: ReturnState) -> str | None:
    """The platform that the backup's answer named."""
    step = spec.of_kind("backup")
    answer = state.answers.get(step.id) if step is not None else None
    return answer.platform if isinstance(answer, BackupAnswer) else None


def _sign_out(asked: Asked, event: events.SignedOut) -> Turn:
    platform = platform_of(asked.spec, asked.state)
    wanted = asked.spec.platforms[platform].accounts if platform in asked.spec.platforms else ()
    lacking = tuple(account for account in wanted if account not in event.accounts)
    if event.outcome == "impossible":
        if not event.declared:
            return asked.refuse(("declaration.needed", "declared"))
    elif lacking:
        return asked.refuse(
            Problem(
                code="sign_out.accounts_missing",
                step=asked.step.id,
                field="accounts",
                params={"accounts": lacking},
            )
        )
    answer = SignOutAnswer(
        outcome=event.outcome,
        accounts=event.accounts,
        works=event.works,
        declared=event.declared,
    )
    late = asked.effect("hand_to_person", "tell.sign_out_impossible")
    return Turn(answer, effects=(late,) if event.outcome == "impossible" else ())


def _slip(asked: Asked, event: events.SlipDetails) -> Turn:
    order = asked.state.order
    name = event.name.strip() or order.name
    number = event.order_number.strip() or order.number
    locked = event.lock in {"pin", "pattern"}
    faults = []
    if number != order.number:
        faults.append(("order_slip.other_order", "order_number"))
    if event.order_date not in {None, order.date}:
        faults.append(("order_slip.other_date", "order_date"))
    if event.paper != "invoice" and not name:
        faults.append(("order_slip.name_missing", "name"))
    if event.paper != "invoice" and locked and not event.secret.strip():
        faults.append(("order_slip.secret_missing", "secret"))
    if event.secret and not locked:
        faults.append(("order_slip.secret_not_needed", "secret"))
    if faults:
        return asked.refuse(*faults)
    invoice = event.paper == "invoice"
    answer = SlipAnswer(
        paper=event.paper,
        name="" if invoice else name,
        order_number=number,
        order_date=order.date,
        lock=event.lock,
        secret="" if invoice else event.secret,
        made=invoice,
    )
    if not invoice:
        key = "tell.print_slip" if event.paper == "slip" else "tell.write_slip"
        return Turn(answer, effects=(asked.effect("make_slip", key),))
    return Turn(
        answer, effects=(asked.effect("tell", "tell.write_pin_on_invoice"),) if locked else ()
    )


def _slip_made(asked: Asked, _: events.SlipMade) -> Turn:
    answer = asked.state.answers.get(asked.step.id)
    if not isinstance(answer, SlipAnswer) or answer.made:
        return asked.refuse(("order_slip.no_details", "kind"))
    return Turn(
        answer.changed(made=True, secret=""),
        effects=(asked.effect("forget_secret", "tell.secret_forgotten"),) if answer.secret else (),
    )


def _checked(asked: Asked, event: events.ItemsChecked) -> Turn:
    unknown = tuple(item for item in event.items if item not in asked.step.items)
    if unknown or not asked.step.items:
        return asked.refuse(("items.unknown", "items"))
    return Turn(
        ChecklistAnswer(checked=tuple(item for item in asked.step.items if item in event.items))
    )


def _ship(asked: Asked, event: events.ShippingChosen) -> Turn:
    courier = asked.spec.couriers.get(event.courier)
    if courier is None:
        return asked.refuse(("shipping.courier_unknown", "courier"))
    if event.way not in courier.ways:
        return asked.refuse(("shipping.way_unknown", "way"))
    pattern = courier.number_before.get(event.way)
    number = couriers.judge(event.courier, event.number)
    fault = number.fault
    if fault == "number.empty" and pattern is None:
        fault = None
    elif fault is None and pattern is not None and not re.fullmatch(pattern, number.number):
        fault = "number.waybill"
    if fault is not None:
        return asked.refuse((fault, "number"))
    answer = ShippingAnswer(
        courier=event.courier, way=event.way, number=number.number, number_checked=number.checked
    )
    whose = "own" if courier.own_label else event.courier
    effects = [asked.effect("tell", f"courier.{whose}.{event.way}")]
    if pattern is not None:
        name = couriers.name(event.courier)
        effects.append(asked.effect("book_pickup", "tell.book_pickup", courier=name))
    if courier.own_label:
        effects.append(asked.effect("tell", "tell.insure"))
    return Turn(answer, effects=tuple(effects))


def _shipped(asked: Asked, event: events.ShippingDone) -> Turn:
    answer = asked.state.answers.get(asked.step.id)
    if not isinstance(answer, ShippingAnswer) or answer.courier not in asked.spec.couriers:
        return asked.refuse(("shipping.not_chosen", "kind"))
    number = couriers.judge(answer.courier, event.number or answer.number)
    if number.fault is not None:
        return asked.refuse((number.fault, "number"))
    effects = []
    if not event.receipt_kept:
        effects.append(asked.effect("tell", "tell.no_receipt"))
    if asked.spec.couriers[answer.courier].own_label and not event.insured:
        effects.append(asked.effect("tell", "tell.not_insured"))
    return Turn(
        answer.changed(
            number=number.number,
            number_checked=number.checked,
            receipt_kept=event.receipt_kept,
            insured=event.insured,
            done=True,
        ),
        effects=tuple(effects),
    )


class Handler(NamedTuple):
    """The kinds of step that an event belongs to, and what it does there."""

    kinds: tuple[str, ...]
    run: Callable[[Asked, Any], Turn]


_WITH_PHOTOS = ("photos", "sign_out", "packing", "checklist", "imei", "backup", "order_slip")

HANDLERS: Mapping[str, Handler] = MappingProxyType(
    {
        "warranty_answered": Handler(("warranty",), _warranty),
        "photos_added": Handler((*_WITH_PHOTOS, "shipping"), _photos),
        "photo_placed": Handler((*_WITH_PHOTOS, "shipping"), _place),
        "slot_waived": Handler((*_WITH_PHOTOS, "shipping"), _waive),
        "imei_given": Handler(("imei",), _imei),
        "imei_unavailable": Handler(("imei",), _no_imei),
        "backup_answered": Handler(("backup",), _backup),
        "signed_out": Handler(("sign_out",), _sign_out),
        "slip_details": Handler(("order_slip",), _slip),
        "slip_made": Handler(("order_slip",), _slip_made),
        "items_checked": Handler(("packing", "checklist"), _checked),
        "shipping_chosen": Handler(("shipping",), _ship),
        "shipping_done": Handler(("shipping",), _shipped),
    }
)
"""What each event does, those that concern the whole return excepted."""
