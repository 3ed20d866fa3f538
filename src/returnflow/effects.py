"""What a service is told to do."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from returnflow.model import Model

Params = dict[str, str | int | tuple[str, ...]]


class Effect(Model):
    """What the service should do now.

    `id` is made of the event's and a number, so that the same event gives the same effects: what
    carries them out can tell which it has done.

    =========================  =================================================================
    ``ask_step``               ask the customer for `step` next
    ``ask_photo``              ask for the photo of a slot again, or what it shows
    ``tell``                   send the text of `key`
    ``hand_to_person``         put the return before a member of staff, with the text of `key`
    ``refuse``                 tell the customer that the return is refused; staff can reopen it
    ``make_slip``              make the slip (`returnflow.slip`), then apply `SlipMade`
    ``forget_secret``          delete every copy of the PIN or pattern
    ``book_pickup``            book the courier's pickup with the waybill number
    ``complete``, ``abandon``  the return is over
    =========================  =================================================================
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
    id: str = ""
    step: str | None = None
    key: str = ""
    params: Params = Field(default_factory=dict)
