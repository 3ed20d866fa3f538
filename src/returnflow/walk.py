"""A return at the terminal: one question after the other, saved after every answer."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, get_args, get_origin

from photocheck.errors import PhotocheckError
from photocheck.printable import printable
from returnflow import events, guides, photos, slip
from returnflow.errors import SlipError
from returnflow.flow import ReturnFlow
from returnflow.state import ReturnState
from returnflow.status import StepView
from returnflow.steps import BY_NAME, Asked, imei


class Walk:
    """Asks for the steps of a return until all are done or nothing more can be asked.

    Parameters
    ----------
    flow : ReturnFlow
    state : ReturnState
    save : callable
        Called with the state after every event that was applied.
    ask, say : callable
        Put a question and return the answer; show a text.
    folder : Path
        Where the slip is written.
    language : str
    """

    def __init__(
        self,
        flow: ReturnFlow,
        state: ReturnState,
        *,
        save: Callable[[ReturnState], None],
        ask: Callable[[str], str],
        say: Callable[[str], None],
        folder: Path,
        language: str = "en",
    ) -> None:
        self.flow, self.state, self.folder, self.language = flow, state, folder, language
        self._save, self._ask, self._say = save, ask, say
        self._codes: tuple[str, ...] = ()

    def run(self) -> bool:
        """Walk on; True if the return is complete at the end."""
        if self.state.status == "abandoned":
            self._apply(events.Resumed())
        while views := [v for v in self.flow.next_steps(self.state) if v.status == "open"]:
            view = views[0]
            self._say(f"\n== {self._text(f'step.{view.id}.title')}")
            self._say(self._text(f"step.{view.id}.text"))
            for event in self._events(view):
                self._apply(event)
        for view in self.flow.next_steps(self.state):
            self._say(f"{self._text(f'step.{view.id}.title')}: {self._text('status.waiting')}")
        return self.state.status == "complete"

    def _text(self, key: str, **params: Any) -> str:
        return self.flow.text(key, self.language, **params)

    def _apply(self, event: events.Event) -> None:
        outcome = self.flow.apply(
            self.state, event, now=datetime.now(timezone.utc), role=_role_of(event)
        )
        for problem in outcome.problems:
            self._say(f"! {self.flow.say(problem, self.language)}")
        for effect in outcome.effects:
            if effect.kind not in {"ask_photo", "ask_step"}:
                self._say(f"> {self.flow.say(effect, self.language)}")
        self._codes = tuple(problem.code for problem in outcome.problems)
        self.state = outcome.state
        if outcome.applied:
            self._save(self.state)

    def _free(self, key: str, **params: Any) -> str:
        return self._ask(f"{self._text(f'ask.{key}', **params)}: ").strip()

    def _choose(self, key: str, options: Iterable[str]) -> str:
        words = {name: self._word(name) for name in options}
        question = f"{self._text(f'ask.{key}')} [{' / '.join(words.values())}] "
        while True:
            answer = self._ask(question).strip().casefold()
            whole = [name for name, word in words.items() if answer in {name, word.casefold()}]
            begun = [name for name, word in words.items() if word.casefold().startswith(answer)]
            found = whole or (begun if answer else [])
            if len(found) == 1:
                return found[0]
            self._say(self._text("ask.again"))

    def _word(self, name: str) -> str:
        keys = (f"option.{name}", f"platform.{name}")
        return next((word for key in keys if (word := self._text(key)) != key), name)

    def _yes(self, key: str) -> bool:
        return self._choose(key, ("yes", "no")) == "yes"

    def _events(self, view: StepView) -> Iterator[events.Event]:
        if any(lack.startswith("item:") for lack in view.missing):
            yield from self._checklist(view)
        elif "made" in view.missing:
            yield from self._slip(view)
        elif "handed_over" in view.missing:
            number = "" if self._part(view, "number") else self._free("number")
            receipt, insured = self._yes("receipt_kept"), self._yes("insured")
            yield events.ShippingDone(number=number, receipt_kept=receipt, insured=insured)
        elif "answer" in view.missing:
            for tip in guides.guide(self.flow, self.state, view.id, language=self.language):
                self._say(f"- {tip}")
            if view.kind == imei.KIND.name:  # asks again where the numbers differ
                yield from self._imei()
            else:
                yield self._asked(view)
        else:
            yield from self._photos(view)

    def _part(self, view: StepView, field: str) -> Any:
        return getattr(self.state.answers[view.id].event, field, None)

    def _asked(self, view: StepView) -> events.Event:
        kind = BY_NAME[view.kind]
        asked = Asked(self.flow.spec, self.state, self.flow.spec.by_id[view.id])
        model: Any = next(iter(kind.handlers))
        given: dict[str, Any] = {}
        for question in kind.questions:
            if question.when(asked, given):
                options = question.options(asked, given)
                annotation = model.model_fields[question.field].annotation
                given[question.field] = self._answer(question.field, annotation, options)
        event: events.Event = model(**given)
        return event

    def _answer(self, name: str, annotation: Any, options: Iterable[str]) -> Any:
        if annotation is bool:
            return self._yes(name)
        if get_origin(annotation) is tuple:
            return tuple(self._free(name).casefold().replace(",", " ").split())
        options = options or get_args(annotation)
        return self._choose(name, options) if options else self._free(name)

    def _checklist(self, view: StepView) -> Iterator[events.Event]:
        ticked = []
        for item in self.flow.spec.by_id[view.id].items:
            self._say(f"- {self._text(f'item.{item}')}")
            if f"item:{item}" not in view.missing or self._yes("item"):
                ticked.append(item)
        yield events.ItemsChecked(step=view.id, items=tuple(ticked))

    def _photos(self, view: StepView) -> Iterator[events.Event]:
        step = self.flow.spec.by_id[view.id]
        waivable = self.flow.spec.waivable(step, self.state.category)
        for slot in (lack.removeprefix("slot:") for lack in view.missing):
            event = self._photo(view, slot, may_be_waived=slot in waivable)
            if event is not None:
                yield event
            if isinstance(event, events.PhotosAdded) and _may_fill_others(event, slot):
                return

    def _photo(self, view: StepView, slot: str, *, may_be_waived: bool) -> events.Event | None:
        while given := shlex.split(self._free("photo", slot=slot)):
            event = self._judged(view, slot, given)
            if event is not None:
                return event
        if may_be_waived and self._yes("waive"):
            return events.SlotWaived(
                step=view.id, slot=slot, reason="device_does_not_work", declared=True
            )
        return None

    def _judged(self, view: StepView, slot: str, given: list[str]) -> events.PhotosAdded | None:
        try:
            if len(given) > 1 and view.kind == "photos":
                return photos.from_set(self.state, given, language=self.language)
            name = slot.replace("*", "1")
            return photos.for_slot(self.state, given[0], name, step=view.id, language=self.language)
        except PhotocheckError as error:
            self._say(f"! {printable(str(error))}")
        return None

    def _imei(self) -> Iterator[events.Event]:
        given = self._free("imei")
        if not given:
            serial = self._free("serial")
            yield events.ImeiUnavailable(instead="serial" if serial else "person", serial=serial)
            return
        numbers = tuple(given.split(",")[:2])
        yield events.ImeiGiven(imeis=numbers)
        if any(code.startswith("imei.differs") for code in self._codes) and self._yes("confirmed"):
            yield events.ImeiGiven(imeis=numbers, confirmed=True)

    def _slip(self, view: StepView) -> Iterator[events.Event]:
        by_hand = self._part(view, "paper") != "slip"
        if not by_hand:
            path = self.folder / f"slip-{self.state.id[:40].replace('/', '_')}.pdf"
            try:
                path.write_bytes(slip.pdf(self.flow, self.state, language=self.language))
                self._say(f"> {path}")
            except SlipError as error:  # no font has the name's letters
                self._say(f"! {error}")
                by_hand = True
        if by_hand:
            for label, value in slip.lines(self.flow, self.state, self.language):
                self._say(f"  {label}: {value}")
        if self._yes("written"):
            yield events.SlipMade()


def _may_fill_others(event: events.PhotosAdded, slot: str) -> bool:
    """Whether slots other than the one that was asked for may be filled now."""
    first, *others = event.photos
    return bool(others) or first.slot not in {None, slot.replace("*", "1")}


def _role_of(event: events.Event) -> events.Role:
    # Whoever sits at the terminal answers as the customer; the photos are judged here.
    return "machine" if event.kind in events.ALLOWED["machine"] else "customer"
