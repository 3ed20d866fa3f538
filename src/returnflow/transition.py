"""What an event makes of a return: whether it is taken, what changes, and what is to be done."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from returnflow import events
from returnflow.outcome import Effect, Outcome, Problem
from returnflow.photoset import is_slot
from returnflow.spec import FlowSpec, Step
from returnflow.state import Answer, Decision, Entry, PhotoSet, ReturnState
from returnflow.status import Status, blocked_by, statuses
from returnflow.steps import EVENTS, HANDLERS, Asked, Turn, order_slip

_ALREADY = {"abandoned": "abandoned", "resumed": "open"}
"""What an event makes of a return that is so already: nothing, and nothing is wrong with it."""

_UNLIMITED = frozenset({"staff_decided", "effects_done"})
"""What is still taken when a return has had all the events that it may have, or is abandoned."""


def taken(spec: FlowSpec, state: ReturnState, event: events.Event, now: datetime) -> Outcome:
    """The answer to an event that its sender may send."""
    for entry in state.log:
        if entry.event.id == event.id:
            return _again(state, entry.event, event)
    if _ALREADY.get(event.kind) == state.status:
        return Outcome.model_construct(state=state, applied=False, problems=(), effects=())
    problem = _problem_with(spec, state, event)
    if problem is not None:
        return refused(state, problem)
    at = _time(spec, state, now)
    return refused(state, at) if isinstance(at, Problem) else _applied(spec, state, event, at)


def _again(state: ReturnState, known: events.Event, event: events.Event) -> Outcome:
    if known in (event, events.without_secret(event)):
        return Outcome.model_construct(state=state, applied=False, problems=(), effects=())
    return refused(state, Problem(code="event.id_reused", field="id"))


def _time(spec: FlowSpec, state: ReturnState, now: datetime) -> datetime | Problem:
    if not isinstance(now, datetime) or now.utcoffset() is None:
        return Problem(code="clock.no_zone")
    try:
        at = now.astimezone(timezone.utc)
    except OverflowError:  # the first or last day there is
        return Problem(code="clock.no_zone")
    if not state.log or at >= state.log[-1].at:
        return at
    late = state.log[-1].at - at
    if late > timedelta(seconds=spec.limits.clock_skew):
        return Problem(code="clock.backwards")
    return state.log[-1].at


def _problem_with(spec: FlowSpec, state: ReturnState, event: events.Event) -> Problem | None:
    if not is_own(spec, state):
        return Problem(code="state.other_spec", params={"spec": spec.id})
    if len(state.log) >= spec.limits.max_events and event.kind not in _UNLIMITED:
        return Problem(code="return.too_many_events")
    resumes = event.kind == "resumed"
    if state.status == "abandoned" and not resumes and event.kind not in _UNLIMITED:
        return Problem(code="return.abandoned")
    if resumes and state.status != "abandoned":
        return Problem(code="return.not_abandoned")
    if event.kind == "abandoned" and state.status == "complete":
        return Problem(code="return.complete")
    return None


def is_own(spec: FlowSpec, state: ReturnState) -> bool:
    """Whether a state is one of this flow, its answers and photos under steps that they fit."""
    steps = spec.by_id
    return (
        state.spec == spec.id
        and state.category in spec.categories
        and all(
            name in steps
            and answer.event.kind in EVENTS[steps[name].kind]
            and (not steps[name].when.category or state.category in steps[name].when.category)
            for name, answer in state.answers.items()
        )
        and all(
            name in steps and _fits(spec, photos, steps[name], state.category)
            for name, photos in state.photos.items()
        )
    )


def _fits(spec: FlowSpec, photos: PhotoSet, step: Step, category: str) -> bool:
    slots = spec.slots_of(step, category)
    return all(is_slot(slot, slots) for slot in photos.kept.keys() - set(slots))


def _step_of(
    spec: FlowSpec, state: ReturnState, event: events.Event, found: dict[str, Status]
) -> Step | Problem:
    kind = next((kind for kind, those in EVENTS.items() if event.kind in those), None)
    name = vars(event).get("step")  # getattr costs twenty times as much where there is none
    step = spec.of_kind(str(kind)) if name is None else spec.by_id.get(name)
    if step is None:
        return Problem(code="step.unknown", field="step")
    if kind is not None and event.kind not in EVENTS[step.kind]:
        return Problem(code="step.other_event", step=step.id, field="kind")
    if found[step.id] == "skipped":
        return Problem(code="step.not_applicable", step=step.id)
    untouched = step.id not in state.answers and step.id not in state.photos
    if event.kind in HANDLERS and untouched and found[step.id] == "locked":
        before = blocked_by(step, found)
        return Problem(code="step.locked", step=step.id, params={"before": before})
    return step


def _applied(spec: FlowSpec, state: ReturnState, event: events.Event, at: datetime) -> Outcome:
    found = statuses(spec, state)
    entry = Entry.model_construct(at=at, event=event)
    if event.kind == "abandoned":
        told = Effect(kind="abandon", key="tell.abandoned")
        return _finish(spec, found, state, entry, {"status": "abandoned"}, effects=(told,))
    if event.kind == "resumed":
        return _finish(spec, found, state, entry, {"status": "open"})
    if event.kind == "effects_done":
        left = tuple(effect for effect in state.effects if effect.id not in event.effects)
        if left == state.effects:
            return Outcome.model_construct(state=state, applied=False, problems=(), effects=())
        return _finish(spec, found, state, entry, {"effects": left})
    step = _step_of(spec, state, event, found)
    if isinstance(step, Problem):
        return refused(state, step)
    if event.kind == "help_asked":
        help_ = Effect(kind="hand_to_person", step=step.id, key="tell.help_asked")
        return _finish(spec, found, state, entry, {}, effects=(help_,))
    if event.kind == "staff_decided":
        changes = _decided(state, step, event, at)
        return _finish(spec, found, state, entry, changes, effects=_again_asked(event))
    turn = HANDLERS[event.kind](Asked(spec, state, step), event)
    if turn.answer is None and turn.photos is None:
        return refused(state, *turn.problems, effects=_numbered(entry, turn.effects))
    changes = _changes(spec, state, step, turn)
    return _finish(spec, found, state, entry, changes, problems=turn.problems, effects=turn.effects)


def _changes(spec: FlowSpec, state: ReturnState, step: Step, turn: Turn) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    if turn.photos is not None:
        changes["photos"] = {**state.photos, step.id: turn.photos}
    if turn.answer is not None:
        event: Any = turn.answer  # one of the union's, as all events of kinds are
        answer = Answer(event=event, finished=turn.finished, notes=turn.notes)
        again = _asked_again(spec, step, state.answers.get(step.id), answer)
        changes["answers"] = {**_except(state.answers, again), step.id: answer}
        if again:
            changes["decisions"] = _except(state.decisions, again)
            changes["photos"] = {
                name: old.changed(kept={}, waived={}, unplaced=()) if name in again else old
                for name, old in changes.get("photos", state.photos).items()
            }
    return changes


def _asked_again(spec: FlowSpec, step: Step, earlier: Answer | None, answer: Answer) -> set[str]:
    """The steps that depend on a part of an answer that is now another."""
    if earlier is None:
        return set()
    found = set()
    for other in spec.steps:
        for name, _, field in (part.partition(".") for part in other.depends_on):
            if name == step.id and _part(earlier, field) != _part(answer, field):
                found.add(other.id)
    return found


def _finish(
    spec: FlowSpec,
    before: dict[str, Status],
    state: ReturnState,
    entry: Entry,
    changes: dict[str, Any],
    *,
    problems: tuple[Problem, ...] = (),
    effects: tuple[Effect, ...] = (),
) -> Outcome:
    after = state.changed(log=(*state.log, entry), **changes)
    found = statuses(spec, after)
    if after.status != "abandoned":
        status = "complete" if _over(found) else "open"
        after = after if status == after.status else after.changed(status=status)
        effects = (*effects, *_ahead(before, found))
    effects = _numbered(entry, effects)
    if effects:
        after = after.changed(effects=_kept(after.effects, effects))
    slip = spec.of_kind(order_slip.KIND.name)
    served = slip is None or after.status != "open" or found[slip.id] in {"done", "skipped"}
    if served and after.has_secret:
        after = after.without_secrets()
    return Outcome.model_construct(state=after, applied=True, problems=problems, effects=effects)


def _numbered(entry: Entry, effects: tuple[Effect, ...]) -> tuple[Effect, ...]:
    return tuple(
        effect.changed(id=f"{entry.event.id}:{place}") for place, effect in enumerate(effects)
    )


def _kept(earlier: tuple[Effect, ...], new: tuple[Effect, ...]) -> tuple[Effect, ...]:
    """All that is to be done; a newer question for a step takes the place of an older one."""
    asks = any(effect.kind in {"ask_step", "complete"} for effect in new)
    return (*(effect for effect in earlier if not (asks and effect.kind == "ask_step")), *new)


def _over(found: dict[str, Status]) -> bool:
    return all(status in {"done", "skipped"} for status in found.values())


def _first_open(found: dict[str, Status]) -> str | None:
    return next((name for name, status in found.items() if status == "open"), None)


def _ahead(before: dict[str, Status], after: dict[str, Status]) -> tuple[Effect, ...]:
    if _over(after):
        return () if _over(before) else (Effect(kind="complete", key="tell.complete"),)
    first = _first_open(after)
    if first is None or first == _first_open(before):
        return ()
    return (Effect(kind="ask_step", step=first, key=f"step.{first}.text"),)


def _part(answer: Answer, field: str) -> Any:
    return getattr(answer.event, field, None)


def _except(values: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in names}


def _decided(
    state: ReturnState, step: Step, event: events.StaffDecided, at: datetime
) -> dict[str, Any]:
    if event.decision == "accept":
        decision = Decision(who=event.who, why=event.why, at=at)
        return {"decisions": {**state.decisions, step.id: decision}}
    photos = dict(state.photos)
    if step.id in photos and event.slots:
        earlier = photos[step.id]
        photos[step.id] = earlier.changed(
            kept=_except(earlier.kept, event.slots),
            waived=_except(earlier.waived, event.slots),
            retakes=_except(earlier.retakes, event.slots),
            rejected=(
                *earlier.rejected,
                *(photo for slot, photo in earlier.kept.items() if slot in event.slots),
            ),
        )
    elif step.id in photos:
        photos[step.id] = photos[step.id].changed(kept={}, waived={}, retakes={})
    if event.slots:
        return {"photos": photos, "decisions": _except(state.decisions, (step.id,))}
    return {
        "answers": _except(state.answers, (step.id,)),
        "photos": photos,
        "decisions": _except(state.decisions, (step.id,)),
    }


def _again_asked(event: events.StaffDecided) -> tuple[Effect, ...]:
    return tuple(
        Effect(
            kind="ask_photo",
            step=event.step,
            key="problem.photos.retake",
            params={"slot": slot, "reasons": ()},
        )
        for slot in (event.slots if event.decision == "reopen" else ())
    )


def refused(state: ReturnState, *problems: Problem, effects: tuple[Effect, ...] = ()) -> Outcome:
    """The answer to an event that changes nothing."""
    return Outcome.model_construct(state=state, applied=False, problems=problems, effects=effects)
