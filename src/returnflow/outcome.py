"""What `ReturnFlow.apply` answers: the new state, problems, and effects."""

from __future__ import annotations

from pydantic import Field

from returnflow.effects import Effect, Params
from returnflow.model import Model
from returnflow.state import ReturnState

__all__ = ["Effect", "Outcome", "Params", "Problem"]


class Problem(Model):
    """Why an event, or a part of it, was not taken.

    `code` has a text under ``problem.<code>``; `field` is the event's field (``"imeis.0"``);
    `params` fill the text. Nothing here is personal data.
    """

    code: str
    step: str | None = None
    field: str | None = None
    params: Params = Field(default_factory=dict)


class Outcome(Model):
    """The answer to an event.

    `applied` is False if the state is what it was: because of a problem, or because the same event
    was applied before. `effects` are those of this event; the state keeps them until they are said
    to be done (`ReturnFlow.pending_effects`).
    """

    state: ReturnState
    applied: bool
    problems: tuple[Problem, ...] = ()
    effects: tuple[Effect, ...] = ()
