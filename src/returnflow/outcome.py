"""What `ReturnFlow.apply` answers: the new state, problems, and effects."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from returnflow.model import Model
from returnflow.state import ReturnState

Params = dict[str, str | int | tuple[str, ...]]


class Problem(Model):
    """Why an event, or a part of it, was not taken.

    `code` has a text under ``problem.<code>``; `field` is the event's field (``"imeis.0"``);
    `params` fill the text. Nothing here is personal data.
    """

    code: str
    step: str | None = None
    field: str | None = None
    params: Params = Field(default_factory=dict)


class Effect(Model):
    """What the service should do now.

    ========================  ===================================================================
    ``ask_step``              ask the customer for `step` next
    ``ask_photo``             ask for the photo of a slot again, or what it shows
    ``tell``                  send the text of `key`
    ``hand_to_person``        put the return before a member of staff, with the text of `key`
    ``refuse``                tell the customer that the return is refused; staff can reopen it
    ``make_slip``             make the slip (`returnflow.slip`), then apply `SlipMade`
    ``forget_secret``         delete every copy of the PIN or pattern
    ``book_pickup``           book the courier's pickup with the waybill number
    ``complete``, ``abandon`` the return is over
    ========================  ===================================================================
    """

    kind: Literal[
        "ask_step",
        "ask_photo",
        "tell",
        "hand_to_person",
        "refuse",
        "make_slip",
        "forget_secret",
        "book_pickup",
        "complete",
        "abandon",
    ]
    step: str | None = None
    key: str = ""
    params: Params = Field(default_factory=dict)


class Outcome(Model):
    """The answer to an event.

    `applied` is False if the state is what it was: because of a problem, or because the same event
    was applied before.
    """

    state: ReturnState
    applied: bool
    problems: tuple[Problem, ...] = ()
    effects: tuple[Effect, ...] = ()
