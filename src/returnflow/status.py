"""How the steps of a return stand: open, locked, waiting, done or skipped."""

from __future__ import annotations

from typing import Literal

from returnflow.model import Model
from returnflow.photoset import kept_for_person
from returnflow.spec import FlowSpec, Step
from returnflow.state import Answer, PhotoSet, ReturnState
from returnflow.steps import BY_NAME, Asked, warranty

Status = Literal["open", "locked", "waiting", "done", "skipped"]


class StepView(Model):
    """One step of a return as it stands.

    `status`: ``open`` (to be answered now), ``locked`` (others come first), ``waiting`` (for a
    person), ``done``, or ``skipped`` (does not apply). `missing` says what it lacks, `blocked_by`
    which steps come first, `for_person` why a member of staff should look at it.
    """

    id: str
    kind: str
    status: Status
    missing: tuple[str, ...] = ()
    blocked_by: tuple[str, ...] = ()
    for_person: tuple[str, ...] = ()


class Progress(Model):
    """How far a return is: steps done, steps that apply, and every step."""

    done: int
    total: int
    status: str
    steps: tuple[StepView, ...]


def statuses(spec: FlowSpec, state: ReturnState) -> dict[str, Status]:
    """The status of every step, in the guide's order."""
    said = answer_to(spec, state, warranty.KIND.name)
    coverage = getattr(said.event, "coverage", None) if said is not None else None
    found: dict[str, Status] = {}
    for step in spec.steps:
        kind, asked = BY_NAME[step.kind], Asked(spec, state, step)
        if kind.skipped(asked) or not step.when.holds(
            state.category, coverage, personal_data=state.personal_data
        ):
            found[step.id] = "skipped"
        elif step.id in state.decisions or not (first := next(kind.missing(asked), "")):
            found[step.id] = "done"
        else:
            found[step.id] = "waiting" if first == "person" else "open"
    over = {name for name, status in found.items() if status in {"done", "skipped"}}
    for step in spec.steps:
        if step.id not in over and not over.issuperset(step.after):
            found[step.id] = "locked"
    return found


def blocked_by(step: Step, found: dict[str, Status]) -> tuple[str, ...]:
    """The steps that come before a locked one and are not over."""
    return tuple(name for name in step.after if found[name] not in {"done", "skipped"})


def view(spec: FlowSpec, state: ReturnState, step: Step, found: dict[str, Status]) -> StepView:
    """A step as it stands, for a page."""
    status = found[step.id]
    if status == "skipped":
        return StepView(id=step.id, kind=step.kind, status=status)
    return StepView(
        id=step.id,
        kind=step.kind,
        status=status,
        missing=() if status == "done" else missing(spec, state, step),
        blocked_by=blocked_by(step, found) if status == "locked" else (),
        for_person=for_person(state, step),
    )


def missing(spec: FlowSpec, state: ReturnState, step: Step) -> tuple[str, ...]:
    """What a step still lacks: ``answer``, ``slot:back``, ``item:tape_kind``, ``person`` or more.

    ``made`` and ``handed_over`` are the second half of the slip and of the shipping.
    """
    return tuple(BY_NAME[step.kind].missing(Asked(spec, state, step)))


def for_person(state: ReturnState, step: Step) -> tuple[str, ...]:
    """Why a member of staff should look at a step, as codes; empty if there is no need."""
    if step.id in state.decisions:
        return ()
    answer = state.answers.get(step.id)
    photos = state.photos.get(step.id, PhotoSet())
    return (
        *(f"photo:{slot}" for slot in kept_for_person(photos)),
        *(f"waived:{slot}" for slot in photos.waived),
        *(answer.notes if answer is not None else ()),
    )


def answer_to(spec: FlowSpec, state: ReturnState, kind: str) -> Answer | None:
    """The answer to the step of a kind."""
    step = spec.of_kind(kind)
    return None if step is None else state.answers.get(step.id)
