"""The heart: one event applied to one return, saved with what follows from it, or nothing saved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

import returnflow
from return_desk.tables import Outgoing, Return, now
from returnflow import Order, Outcome, ReturnFlow, ReturnState, events
from returnflow.state import photos_of


def open_return(
    session: Session, flow: ReturnFlow, category: str, order: Order, *, language: str = "en"
) -> Return:
    """A new return, not yet committed.

    Raises
    ------
    UnknownNameError
        If the flow has no such category.
    """
    state = flow.open(category, order)
    row = Return(
        id=state.id,
        state=state.json_text(),
        category=category,
        status=state.status,
        language=language,
        order_number=order.number,
    )
    session.add(row)
    session.flush()
    return row


def state_of(session: Session, return_id: str) -> ReturnState:
    """The state of a return that exists."""
    return returnflow.load(session.execute(_select(return_id)).scalar_one().state)


def apply(
    session: Session,
    flow: ReturnFlow,
    return_id: str,
    event: events.Event | Mapping[str, Any] | str,
    *,
    role: events.Role,
    actor: str,
) -> Outcome:
    """Apply an event in the caller's transaction: the state, and its effects in the outbox.

    The row is locked until the transaction ends, so that two answers at once follow one another.
    """
    row = session.execute(_select(return_id).with_for_update()).scalar_one()
    outcome = flow.apply(returnflow.load(row.state), event, now=now(), role=role, actor=actor)
    if outcome.applied:
        row.state = outcome.state.json_text()
        row.status = outcome.state.status
        row.changed_at = now()
    for effect in outcome.effects:
        name = f"{return_id}:{effect.id}"
        if session.get(Outgoing, name) is None:  # a refused event sent again has the same effects
            session.add(
                Outgoing(id=name, return_id=return_id, effect=effect.model_dump(mode="json"))
            )
        if effect.kind == "hand_to_person" and effect.key == "tell.help_asked":
            row.question = True
    row.needs_person = row.question or needs_person(flow, outcome.state)
    return outcome


def needs_person(flow: ReturnFlow, state: ReturnState) -> bool:
    """Whether a step waits for a member of staff, or something in it should be looked at."""
    return state.status != "abandoned" and any(
        view.status == "waiting" or view.for_person for view in flow.steps(state)
    )


def _select(return_id: str) -> Any:
    # What another transaction wrote since is read anew, also if this session has the row already.
    return select(Return).where(Return.id == return_id).execution_options(populate_existing=True)


def photo_hashes(state: ReturnState) -> frozenset[str]:
    """The photos that were ever part of a return, by hash."""
    return frozenset(photos_of(state))
