"""What a service calls: open a return, apply an event to it, ask how it stands."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from pydantic import ValidationError

from photocheck.slots.catalog import Catalog, default_catalog
from returnflow import events, texts
from returnflow.errors import SpecError, UnknownNameError
from returnflow.model import Model
from returnflow.outcome import Effect, Outcome, Problem
from returnflow.photoset import is_slot
from returnflow.spec import FlowSpec
from returnflow.standard import standard
from returnflow.state import Entry, Order, ReturnState
from returnflow.status import Progress, StepView, statuses, view
from returnflow.transition import is_own, refused, taken

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
                return refused(state, *_faults(error))
            except (ValueError, TypeError, RecursionError):
                return refused(state, Problem(code="event.damaged"))
        elif type(event) not in _EVENTS:
            return refused(state, Problem(code="event.damaged"))
        elif actor is not None:
            event = event.changed(actor=actor)
        if event.kind not in events.ALLOWED[role]:
            # Neither the return's number nor the actor: both lead to a person.
            logger.warning("an event %s was refused from the role %s", event.kind, role)
            return refused(state, Problem(code="event.not_from_outside", field="kind"))
        return taken(self.spec, state, event, now)

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
            fresh = taken(self.spec, fresh, entry.event, entry.at).state
        return fresh

    def pending_effects(self, state: ReturnState) -> tuple[Effect, ...]:
        """What the service was told to do and has not said to be done, the oldest first.

        Apply `events.EffectsDone` with their ids, in the role of a machine, once they are carried
        out and that is saved. A service that stops between saving a state and acting on it finds
        here what is left to do; since it may have stopped just after acting, each is carried out at
        least once, and its id tells whether it was before.

        What asks for a step is left out once that step no longer waits to be answered.
        """
        found = statuses(self.spec, state) if is_own(self.spec, state) else {}
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
        if not is_own(self.spec, state):
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


_EVENTS = frozenset(events.CLASSES)
_PHOTO: type[Model] = events.Photo
_FIELDS = {name for model in (_PHOTO, *events.CLASSES) for name in model.model_fields}
