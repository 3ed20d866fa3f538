"""Returns in every state, for the tests."""

import functools
from datetime import date, datetime, timedelta, timezone

from returnflow import Order, ReturnFlow, events

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=timezone.utc)
IMEI = "352099001761481"
OTHER_IMEI = "490154203237518"
CATEGORIES = ("smartphone", "tablet", "laptop", "smartwatch", "other")
PLATFORMS = {
    "smartphone": "ios",
    "tablet": "samsung",
    "laptop": "mac",
    "smartwatch": "apple_watch",
    "other": "playstation",
}


@functools.cache
def standard():
    return ReturnFlow.standard()


def order(**changes):
    values = {"number": "ORD-4711", "date": date(2026, 11, 2), "name": "Zoë Müller"}
    return Order(**{**values, **changes})


def opened(category="smartphone", **changes):
    return standard().open(category, order(**changes), id="r-1")


def photo(number, slot=None, verdict="accept", **values):
    return events.Photo(sha256=f"{number:064x}", slot=slot, verdict=verdict, **values)


def no_damage():
    return events.WarrantyAnswered(seller_told=True, impact="no", oxidation="no", opened="no")


def role_of(event):
    """The least powerful role that may send an event; raw JSON is a customer's."""
    kind = getattr(event, "kind", None)
    return next((role for role, kinds in events.ALLOWED.items() if kind in kinds), "customer")


def apply(state, event, *, flow=None, now=NOW, role=None):
    return (flow or standard()).apply(state, event, now=now, role=role or role_of(event))


def must(state, *given, flow=None, start=NOW):
    """The state after events that must all be taken without a problem."""
    for number, event in enumerate(given):
        outcome = apply(state, event, flow=flow, now=start + timedelta(seconds=number))
        assert outcome.applied, (event.kind, outcome.problems)
        assert outcome.problems == (), (event.kind, outcome.problems)
        state = outcome.state
    return state


def device_photos(category):
    slots = standard().spec.categories[category].slots
    return events.PhotosAdded(
        photos=tuple(photo(n, slot.replace("*", "screen")) for n, slot in enumerate(slots, 1))
    )


def up_to(step, category="smartphone", **changes):
    """A return whose steps before `step` are all done."""
    platform = PLATFORMS[category]
    done = {
        "warranty": (no_damage(),),
        "photos": (device_photos(category),),
        "imei": (events.ImeiGiven(imeis=(IMEI,)),) if category == "smartphone" else (),
        "backup": (events.BackupAnswered(platform=platform, outcome="done"),),
        "sign_out": (
            events.SignedOut(outcome="done", accounts=standard().spec.platforms[platform].accounts),
            events.PhotosAdded(step="sign_out", photos=(photo(100, "proof"),)),
        ),
        "order_slip": (
            events.SlipDetails(paper="slip", lock="pin", secret="258091736458"),
            events.SlipMade(),
        ),
        "packing": (
            events.ItemsChecked(items=standard().spec.by_id["packing"].items),
            events.PhotosAdded(
                step="packing", photos=(photo(101, "inside"), photo(102, "outside"))
            ),
        ),
        "shipping": (
            events.ShippingChosen(courier="dhl_express", way="pickup", number="3318810025"),
            events.ShippingDone(receipt_kept=True),
        ),
        "end": (),
    }
    state = opened(category, **changes)
    for name, given in done.items():
        if name == step:
            return state
        state = must(state, *given)
    return state


def codes(outcome):
    return [problem.code for problem in outcome.problems]


def effects(outcome):
    return [effect.kind for effect in outcome.effects]


def status(state, step):
    return {view.id: view.status for view in standard().steps(state)}[step]
