"""What `ReturnFlow.apply` answers: the new state, problems, and effects."""

from __future__ import annotations

from returnflow.effects import Effect, Params
from returnflow.model import Model
from returnflow.problems import Problem
from returnflow.state import ReturnState

__all__ = ["Effect", "Outcome", "Params", "Problem"]


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
