"""What every handler of an event is given, and what it gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from returnflow.outcome import Effect, Problem
from returnflow.spec import FlowSpec, Step
from returnflow.state import Answer, PhotoSet, ReturnState


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


class StepKind(NamedTuple):
    """A kind of step: its name, and what each of the events that answer it does.

    Attributes
    ----------
    name : str
        One of `returnflow.spec.Kind`.
    handlers : mapping of event to callable
        By the event's kind, in the order of `returnflow.spec.EVENTS`.
    """

    name: str
    handlers: Mapping[str, Callable[[Asked, Any], Turn]]
