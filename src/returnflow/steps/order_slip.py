"""Order slip: the paper in the box, and the PIN that is forgotten once it is made."""

from __future__ import annotations

from returnflow import events
from returnflow.state import Answer
from returnflow.steps.turn import Asked, StepKind, Turn
from returnflow.typed import one_line, visible


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
    if answer is not None and answer.finished and getattr(answer.event, "paper", "") != "invoice":
        return Turn()  # made already
    if answer is None or answer.finished:
        return asked.refuse(("order_slip.no_details", "kind"))
    forget = asked.effect("forget_secret", "tell.secret_forgotten")
    return Turn(
        answer.changed(event=events.without_secret(answer.event), finished=True),
        # A replay finds the secret dropped already, and is to tell the same.
        effects=(forget,) if getattr(answer.event, "secret", "") else (),
    )


KIND = StepKind(
    "order_slip",
    {
        "slip_details": _slip,
        "slip_made": _slip_made,
    },
)
