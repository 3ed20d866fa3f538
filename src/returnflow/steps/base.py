"""The base of every kind of step: what its events do, what it lacks, asks and shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, Protocol
from uuid import uuid4

from pydantic import Field, model_validator

from returnflow.effects import Effect
from returnflow.model import Model
from returnflow.photoset import missing_slots
from returnflow.problems import Problem
from returnflow.rules import Category, Courier, Limits, Platform, Policy
from returnflow.typed import without_nul
from returnflow.values import Order, PhotoSet


class EventBase(Model):
    """What every event has: an id, and an actor."""

    id: str = Field(default_factory=lambda: uuid4().hex, min_length=1, max_length=100)
    actor: str = Field(default="customer", min_length=1, max_length=100)

    @model_validator(mode="before")
    @classmethod
    def _storable(cls, given: Any) -> Any:
        return without_nul(given)


class StepLike(Protocol):
    """What a kind knows of its step; a `returnflow.spec.Step` is one."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def kind(self) -> str: ...  # noqa: D102
    @property
    def items(self) -> tuple[str, ...]: ...  # noqa: D102


class SpecLike(Protocol):
    """What a kind knows of the flow; a `returnflow.FlowSpec` is one."""

    @property
    def categories(self) -> Mapping[str, Category]: ...  # noqa: D102
    @property
    def platforms(self) -> Mapping[str, Platform]: ...  # noqa: D102
    @property
    def couriers(self) -> Mapping[str, Courier]: ...  # noqa: D102
    @property
    def limits(self) -> Limits: ...  # noqa: D102
    @property
    def policy(self) -> Policy: ...  # noqa: D102
    def of_kind(self, kind: str) -> StepLike | None: ...  # noqa: D102
    def slots_of(self, step: Any, category: str) -> tuple[str, ...]: ...  # noqa: D102
    def waivable(self, step: Any, category: str) -> tuple[str, ...]: ...  # noqa: D102


class AnswerLike(Protocol):
    """What a kind knows of an earlier answer; a `returnflow.state.Answer` is one."""

    @property
    def event(self) -> Any: ...  # noqa: D102
    @property
    def finished(self) -> bool: ...  # noqa: D102
    @property
    def notes(self) -> tuple[str, ...]: ...  # noqa: D102


class StateLike(Protocol):
    """What a kind knows of the return; a `returnflow.ReturnState` is one."""

    @property
    def category(self) -> str: ...  # noqa: D102
    @property
    def order(self) -> Order: ...  # noqa: D102
    @property
    def answers(self) -> Mapping[str, AnswerLike]: ...  # noqa: D102
    @property
    def photos(self) -> Mapping[str, PhotoSet]: ...  # noqa: D102


class Turn(NamedTuple):
    """What an event does: the answer that is kept, or new photos; problems and effects.

    Without `answer` and without `photos` the step is as before. The answer is `finished` unless a
    person or a further event has to follow; `notes` say why a member of staff should look at it.
    """

    answer: EventBase | None = None
    finished: bool = True
    notes: tuple[str, ...] = ()
    photos: PhotoSet | None = None
    problems: tuple[Problem, ...] = ()
    effects: tuple[Effect, ...] = ()


class Asked(NamedTuple):
    """What a kind sees: the flow, the return so far, and the step."""

    spec: SpecLike
    state: StateLike
    step: StepLike

    @property
    def answer(self) -> AnswerLike | None:
        """The step's answer so far."""
        return self.state.answers.get(self.step.id)

    @property
    def slots(self) -> tuple[str, ...]:
        """The step's slots, those of the category filled in."""
        return self.spec.slots_of(self.step, self.state.category)

    def answered(self, kind: str) -> Any:
        """The event that answers the step of another kind; None if there is none yet."""
        step = self.spec.of_kind(kind)
        answer = self.state.answers.get(step.id) if step is not None else None
        return answer.event if answer is not None else None

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


def slots_left(asked: Asked) -> Iterator[str]:
    """The photos that a step lacks: ``slot:back``."""
    for slot in missing_slots(asked.slots, asked.state.photos.get(asked.step.id)):
        yield f"slot:{slot}"


def answer_left(asked: Asked, unfinished: str = "person") -> Iterator[str]:
    """The answer that a step lacks, or what has to follow it, and its photos."""
    answer = asked.answer
    if answer is None:
        yield "answer"
    elif not answer.finished:
        yield unfinished
    yield from slots_left(asked)


def _always(_asked: Asked, _given: Mapping[str, Any]) -> bool:
    return True


def _never(_asked: Asked) -> bool:
    return False


def _as_in_the_event(_asked: Asked, _given: Mapping[str, Any]) -> tuple[str, ...]:
    return ()


def _no_guides(_asked: Asked, _platform: str | None) -> tuple[str, ...]:
    return ()


class Question(NamedTuple):
    """A question for one field of an event.

    Attributes
    ----------
    field : str
        Its text stands under ``ask.<field>``.
    when : callable
        Whether it is asked, by the answers so far.
    options : callable
        The answers to choose from; if empty, those of the field's type.
    """

    field: str
    when: Callable[[Asked, Mapping[str, Any]], bool] = _always
    options: Callable[[Asked, Mapping[str, Any]], Iterable[str]] = _as_in_the_event


@dataclass(frozen=True)
class StepKind:
    """A kind of step.

    Attributes
    ----------
    name : str
        As a spec names it.
    handlers : mapping of event class to callable
        What each of its events does.
    missing : callable
        What a step still lacks, as `returnflow.status.missing` says it.
    guides : callable
        The keys of the texts that help with a step, for a platform that was named, or none.
    questions : tuple of Question
        What to ask for the first of the events.
    skipped : callable
        Whether an earlier answer makes a step needless.
    needs : tuple of str
        What a flow, or the step, must have for it.
    of_slots : bool
        Whether its events fit every step that has slots.
    repeats : bool
        Whether a flow may have several such steps.
    """

    name: str
    handlers: Mapping[type[EventBase], Callable[[Asked, Any], Turn]]
    missing: Callable[[Asked], Iterator[str]] = answer_left
    guides: Callable[[Asked, str | None], tuple[str, ...]] = _no_guides
    questions: tuple[Question, ...] = ()
    skipped: Callable[[Asked], bool] = _never
    needs: tuple[Literal["couriers", "items", "platforms", "slots"], ...] = ()
    of_slots: bool = False
    repeats: bool = False

    @property
    def events(self) -> tuple[str, ...]:
        """The kinds of its events."""
        return tuple(event.model_fields["kind"].default for event in self.handlers)
