"""The flow: pure functions from a state and an event to the next state."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any
from uuid import uuid4

from pydantic import ValidationError

from photocheck.slots.catalog import Catalog, default_catalog
from returnflow import events, texts
from returnflow.errors import SpecError, UnknownNameError
from returnflow.model import Model
from returnflow.outcome import Effect, Outcome, Problem
from returnflow.photoset import is_slot
from returnflow.spec import FlowSpec, Step
from returnflow.standard import standard
from returnflow.state import Answer, Decision, Entry, Order, PhotoSet, ReturnState
from returnflow.status import Progress, Status, StepView, blocked_by, statuses, view
from returnflow.steps import EVENTS, HANDLERS, Asked, Turn, order_slip

logger = logging.getLogger("returnflow")


class ReturnFlow:
    """A flow by its spec. Holds no state; may be shared by threads.

    Parameters
    ----------
    spec : FlowSpec
    catalog : photocheck.Catalog, optional
        Of the slots that photos are judged for, where the spec has categories or slots of its own;
        photocheck's by default.

    Raises
    ------
    SpecError
        If the spec contradicts itself.
    """

    def __init__(self, spec: FlowSpec, catalog: Catalog | None = None) -> None:
        spec.validate_flow()
        self.spec = spec
        self.catalog = catalog if catalog is not None else default_catalog()

    @classmethod
    def standard(cls) -> ReturnFlow:
        """The marketplace's guide."""
        return cls(standard())

    def open(
        self,
        category: str,
        order: Order,
        *,
        id: str | None = None,  # noqa: A002 - the state's own name for it
        personal_data: bool | None = None,
    ) -> ReturnState:
        """A new return.

        Parameters
        ----------
        category : str
            One of the spec's.
        order : Order
        id : str, optional
            The service's name for the return; printed on the slip. A random one by default.
        personal_data : bool, optional
            For a category where it depends on the product: whether this one can hold personal
            data. If not given, the customer is asked.

        Raises
        ------
        UnknownNameError
            If the spec has no such category.
        SpecError
            If the catalog lacks that category, or one of its slots: nothing would check the photos.
        """
        if category not in self.spec.categories:
            raise UnknownNameError("category", category, self.spec.categories)
        unchecked = tuple(_unchecked(self.spec, category, self.catalog))
        if unchecked:
            raise SpecError(unchecked)
        stores = self.spec.categories[category].personal_data
        if stores is None:
            stores = True if personal_data is None else personal_data
        return ReturnState(
            id=uuid4().hex if id is None else id,
            spec=self.spec.id,
            category=category,
            personal_data=stores,
            order=order,
        )

    def apply(
        self,
        state: ReturnState,
        event: events.Event | Mapping[str, Any] | str | bytes,
        *,
        now: datetime,
        role: events.Role = "customer",
        actor: str | None = None,
    ) -> Outcome:
        """What an event makes of a return. Pure: no clock, no I/O; never raises for what came in.

        Parameters
        ----------
        state : ReturnState
        event : Event, mapping, str or bytes
            Parsed, or raw JSON.
        now : datetime
            With a time zone.
        role : {"customer", "machine", "staff"}
            Who sends it, as the service knows it; never taken from the event. A customer can't
            decide as staff, nor send photos, whose verdicts only the service can know: see
            `events.CustomerEvent`, `events.StaffEvent` and `events.MachineEvent`.
        actor : str, optional
            Who the service knows to have sent the event; wins over what the event says.

        Raises
        ------
        UnknownNameError
            If there is no such role.
        """
        if role not in events.ALLOWED:
            raise UnknownNameError("role", role, events.ALLOWED)
        if isinstance(event, (str, bytes, Mapping)):
            try:
                event = events.load(event, actor=actor or role)
            except ValidationError as error:
                return _refused(state, *_faults(error))
            except (ValueError, TypeError, RecursionError):
                return _refused(state, Problem(code="event.damaged"))
        elif type(event) not in _EVENTS:
            return _refused(state, Problem(code="event.damaged"))
        elif actor is not None:
            event = event.changed(actor=actor)
        if event.kind not in events.ALLOWED[role]:
            # Neither the return's number nor the actor: both lead to a person.
            logger.warning("an event %s was refused from the role %s", event.kind, role)
            return _refused(state, Problem(code="event.not_from_outside", field="kind"))
        return self._take(state, event, now)

    def _take(self, state: ReturnState, event: events.Event, now: datetime) -> Outcome:
        for entry in state.log:
            if entry.event.id == event.id:
                return self._again(state, entry.event, event)
        if _ALREADY.get(event.kind) == state.status:
            return Outcome.model_construct(state=state, applied=False, problems=(), effects=())
        problem = self._problem_with(state, event)
        if problem is not None:
            return _refused(state, problem)
        at = self._time(state, now)
        return _refused(state, at) if isinstance(at, Problem) else self._applied(state, event, at)

    def replay(self, state: ReturnState, log: Iterable[Entry] | None = None) -> ReturnState:
        """The state as its log tells it; equal to the state unless something was tampered with.

        Parameters
        ----------
        state : ReturnState
            Gives id, category and order; its answers are not looked at.
        log : iterable of Entry, optional
            The state's own by default.
        """
        fresh = state.changed(
            status="open", answers={}, photos={}, decisions={}, log=(), effects=()
        )
        for entry in state.log if log is None else log:
            fresh = self._take(fresh, entry.event, entry.at).state
        return fresh

    def pending_effects(self, state: ReturnState) -> tuple[Effect, ...]:
        """What the service was told to do and has not said to be done, the oldest first.

        Apply `events.EffectsDone` with their ids, in the role of a machine, once they are carried
        out and that is saved. A service that stops between saving a state and acting on it finds
        here what is left to do; since it may have stopped just after acting, each is carried out at
        least once, and its id tells whether it was before.

        What asks for a step is left out once that step no longer waits to be answered.
        """
        found = statuses(self.spec, state) if self._is_own(state) else {}
        return tuple(
            effect
            for effect in state.effects
            if effect.kind != "ask_step"
            or (state.status == "open" and found.get(effect.step or "") == "open")
        )

    def steps(self, state: ReturnState) -> tuple[StepView, ...]:
        """Every step of the flow as it stands, in the guide's order.

        Raises
        ------
        UnknownNameError
            If the state is another spec's.
        """
        if not self._is_own(state):
            raise UnknownNameError("spec of a state", state.spec, (self.spec.id,))
        found = statuses(self.spec, state)
        return tuple(view(self.spec, state, step, found) for step in self.spec.steps)

    def next_steps(self, state: ReturnState) -> tuple[StepView, ...]:
        """The steps that can be answered now, the guide's first one first.

        A step that waits for a person is among them: its answer can still be changed.
        """
        views = self.steps(state)
        if state.status != "open":
            return ()
        return tuple(view for view in views if view.status in {"open", "waiting"})

    def progress(self, state: ReturnState) -> Progress:
        """How far a return is."""
        views = self.steps(state)
        return Progress(
            done=sum(view.status == "done" for view in views),
            total=sum(view.status != "skipped" for view in views),
            status=state.status,
            steps=views,
        )

    def text(self, key: str, language: str = texts.DEFAULT_LANGUAGE, **params: Any) -> str:
        """The text of a key; the spec's own wins. See `returnflow.texts.text`."""
        return texts.text(key, language, own=self.spec.texts, **params)

    def say(self, message: Problem | Effect, language: str = texts.DEFAULT_LANGUAGE) -> str:
        """The text of a problem or an effect, for the customer."""
        key = f"problem.{message.code}" if isinstance(message, Problem) else message.key
        return self.text(key or f"step.{message.step}.title", language, **message.params)

    def _again(self, state: ReturnState, known: events.Event, event: events.Event) -> Outcome:
        if known in (event, events.without_secret(event)):
            return Outcome.model_construct(state=state, applied=False, problems=(), effects=())
        return _refused(state, Problem(code="event.id_reused", field="id"))

    def _time(self, state: ReturnState, now: datetime) -> datetime | Problem:
        if not isinstance(now, datetime) or now.utcoffset() is None:
            return Problem(code="clock.no_zone")
        try:
            at = now.astimezone(timezone.utc)
        except OverflowError:  # the first or last day there is
            return Problem(code="clock.no_zone")
        if not state.log or at >= state.log[-1].at:
            return at
        late = state.log[-1].at - at
        if late > timedelta(seconds=self.spec.limits.clock_skew):
            return Problem(code="clock.backwards")
        return state.log[-1].at

    def _problem_with(self, state: ReturnState, event: events.Event) -> Problem | None:
        if not self._is_own(state):
            return Problem(code="state.other_spec", params={"spec": self.spec.id})
        if len(state.log) >= self.spec.limits.max_events and event.kind not in _UNLIMITED:
            return Problem(code="return.too_many_events")
        resumes = event.kind == "resumed"
        if state.status == "abandoned" and not resumes and event.kind not in _UNLIMITED:
            return Problem(code="return.abandoned")
        if resumes and state.status != "abandoned":
            return Problem(code="return.not_abandoned")
        if event.kind == "abandoned" and state.status == "complete":
            return Problem(code="return.complete")
        return None

    def _is_own(self, state: ReturnState) -> bool:
        steps = self.spec.by_id
        return (
            state.spec == self.spec.id
            and state.category in self.spec.categories
            and all(
                name in steps
                and answer.event.kind in EVENTS[steps[name].kind]
                and (not steps[name].when.category or state.category in steps[name].when.category)
                for name, answer in state.answers.items()
            )
            and all(
                name in steps and self._fits(photos, steps[name], state.category)
                for name, photos in state.photos.items()
            )
        )

    def _fits(self, photos: PhotoSet, step: Step, category: str) -> bool:
        slots = self.spec.slots_of(step, category)
        return all(is_slot(slot, slots) for slot in photos.kept.keys() - set(slots))

    def _step_of(
        self, state: ReturnState, event: events.Event, found: dict[str, Status]
    ) -> Step | Problem:
        kind = next((kind for kind, those in EVENTS.items() if event.kind in those), None)
        name = vars(event).get("step")  # getattr costs twenty times as much where there is none
        step = self.spec.of_kind(str(kind)) if name is None else self.spec.by_id.get(name)
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

    def _applied(self, state: ReturnState, event: events.Event, at: datetime) -> Outcome:
        found = statuses(self.spec, state)
        entry = Entry.model_construct(at=at, event=event)
        if event.kind == "abandoned":
            told = Effect(kind="abandon", key="tell.abandoned")
            return self._finish(found, state, entry, {"status": "abandoned"}, effects=(told,))
        if event.kind == "resumed":
            return self._finish(found, state, entry, {"status": "open"})
        if event.kind == "effects_done":
            left = tuple(effect for effect in state.effects if effect.id not in event.effects)
            if left == state.effects:
                return Outcome.model_construct(state=state, applied=False, problems=(), effects=())
            return self._finish(found, state, entry, {"effects": left})
        step = self._step_of(state, event, found)
        if isinstance(step, Problem):
            return _refused(state, step)
        if event.kind == "help_asked":
            help_ = Effect(kind="hand_to_person", step=step.id, key="tell.help_asked")
            return self._finish(found, state, entry, {}, effects=(help_,))
        if event.kind == "staff_decided":
            changes = _decided(state, step, event, at)
            return self._finish(found, state, entry, changes, effects=_again_asked(event))
        turn = HANDLERS[event.kind](Asked(self.spec, state, step), event)
        if turn.answer is None and turn.photos is None:
            return _refused(state, *turn.problems, effects=_numbered(entry, turn.effects))
        changes = self._changes(state, step, turn)
        return self._finish(
            found, state, entry, changes, problems=turn.problems, effects=turn.effects
        )

    def _changes(self, state: ReturnState, step: Step, turn: Turn) -> dict[str, Any]:
        changes: dict[str, Any] = {}
        if turn.photos is not None:
            changes["photos"] = {**state.photos, step.id: turn.photos}
        if turn.answer is not None:
            event: Any = turn.answer  # one of the union's, as all events of kinds are
            answer = Answer(event=event, finished=turn.finished, notes=turn.notes)
            again = self._asked_again(step, state.answers.get(step.id), answer)
            changes["answers"] = {**_except(state.answers, again), step.id: answer}
            if again:
                changes["decisions"] = _except(state.decisions, again)
                changes["photos"] = {
                    name: old.changed(kept={}, waived={}, unplaced=()) if name in again else old
                    for name, old in changes.get("photos", state.photos).items()
                }
        return changes

    def _asked_again(self, step: Step, earlier: Answer | None, answer: Answer) -> set[str]:
        """The steps that depend on a part of an answer that is now another."""
        if earlier is None:
            return set()
        found = set()
        for other in self.spec.steps:
            for name, _, field in (part.partition(".") for part in other.depends_on):
                if name == step.id and _part(earlier, field) != _part(answer, field):
                    found.add(other.id)
        return found

    def _finish(
        self,
        before: dict[str, Status],
        state: ReturnState,
        entry: Entry,
        changes: dict[str, Any],
        *,
        problems: tuple[Problem, ...] = (),
        effects: tuple[Effect, ...] = (),
    ) -> Outcome:
        after = state.changed(log=(*state.log, entry), **changes)
        found = statuses(self.spec, after)
        if after.status != "abandoned":
            status = "complete" if _over(found) else "open"
            after = after if status == after.status else after.changed(status=status)
            effects = (*effects, *_ahead(before, found))
        effects = _numbered(entry, effects)
        if effects:
            after = after.changed(effects=_kept(after.effects, effects))
        slip = self.spec.of_kind(order_slip.KIND.name)
        served = slip is None or after.status != "open" or found[slip.id] in {"done", "skipped"}
        if served and after.has_secret:
            after = after.without_secrets()
        return Outcome.model_construct(
            state=after, applied=True, problems=problems, effects=effects
        )


def _unchecked(spec: FlowSpec, category: str, catalog: Catalog) -> Iterator[str]:
    """What of a category's photos no check of photocheck knows."""
    if not any("@category" in step.slots for step in spec.steps):
        return
    known = next((one for one in catalog.categories if one.name == category), None)
    if known is None:
        yield (
            f"category.unchecked: expected the catalog to have {category!r}, which it has not; "
            "give ReturnFlow one that has it"
        )
        return
    names = [slot.name for slot in known.slots]
    for slot in spec.categories[category].slots:
        if slot not in names and not is_slot(slot, names):
            yield (
                f"slot.unchecked: expected the catalog to have '{category}/{slot}', which it has "
                "not; give ReturnFlow one that has it"
            )


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


def _refused(state: ReturnState, *problems: Problem, effects: tuple[Effect, ...] = ()) -> Outcome:
    return Outcome.model_construct(state=state, applied=False, problems=problems, effects=effects)


def _faults(error: ValidationError) -> tuple[Problem, ...]:
    faults = error.errors(include_url=False, include_context=False, include_input=False)
    return tuple(
        Problem(
            code="event.damaged" if fault["type"] == "json_invalid" else "event.invalid",
            field=_field(fault["loc"]),
        )
        for fault in faults[:20]
    )


def _field(location: tuple[int | str, ...]) -> str | None:
    # The first part names the kind of event; a key that no event has may be personal.
    parts = [str(part) for part in location[1:] if isinstance(part, int) or part in _FIELDS]
    return ".".join(parts) or None


_ALREADY = {"abandoned": "abandoned", "resumed": "open"}
"""What an event makes of a return that is so already: nothing, and nothing is wrong with it."""

_EVENTS = frozenset(events.CLASSES)
_UNLIMITED = frozenset({"staff_decided", "effects_done"})
_PHOTO: type[Model] = events.Photo
_FIELDS = {name for model in (_PHOTO, *events.CLASSES) for name in model.model_fields}
