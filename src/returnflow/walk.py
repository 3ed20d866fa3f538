"""A return at the terminal: one question after the other, saved after every answer."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from photocheck.errors import PhotocheckError
from photocheck.printable import printable
from returnflow import couriers, events, guides, photos, slip
from returnflow.flow import ReturnFlow
from returnflow.state import ReturnState, SlipAnswer
from returnflow.status import StepView

Ask = Callable[[str], str]
Say = Callable[[str], None]


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
        ask: Ask,
        say: Say,
        folder: Path,
        language: str = "en",
    ) -> None:
        self.flow, self.state, self.folder, self.language = flow, state, folder, language
        self._save, self._ask, self._say = save, ask, say

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
        outcome = self.flow.apply(self.state, event, now=datetime.now(timezone.utc))
        for problem in outcome.problems:
            self._say(f"! {self.flow.say(problem, self.language)}")
        for effect in outcome.effects:
            if effect.kind not in {"ask_photo", "ask_step"}:
                self._say(f"> {self.flow.say(effect, self.language)}")
        self.state = outcome.state
        if outcome.applied:
            self._save(self.state)

    def _yes(self, key: str) -> bool:
        return self._choose(key, {"yes": True, "no": False})

    def _choose(self, key: str, options: Iterable[str] | dict[str, Any]) -> Any:
        values = options if isinstance(options, dict) else {name: name for name in options}
        shown = {name: self._word(name) for name in values}
        question = f"{self._text(f'ask.{key}')} [{' / '.join(shown.values())}] "
        while True:
            answer = self._ask(question).strip().casefold()
            found = [n for n, word in shown.items() if answer in {n, word.casefold()}]
            found = found or [
                n for n in values if answer and shown[n].casefold().startswith(answer)
            ]
            if len(found) == 1:
                return values[found[0]]
            self._say(self._text("ask.again"))

    def _word(self, name: str) -> str:
        return next(
            (
                word
                for key in (f"ask.{name}", f"platform.{name}")
                if (word := self._text(key)) != key
            ),
            name,
        )

    def _free(self, key: str, **params: Any) -> str:
        return self._ask(f"{self._text(f'ask.{key}', **params)}: ").strip()

    def _events(self, view: StepView) -> Iterator[events.Event]:
        if any(lack.startswith("item:") for lack in view.missing):
            yield from self._checklist(view)
        elif not all(lack.startswith("slot:") for lack in view.missing):
            for tip in guides.guide(self.flow, self.state, view.id, language=self.language):
                self._say(f"- {tip}")
            yield from getattr(self, f"_{view.kind}")()
        elif view.missing:
            yield from self._photos(view)

    def _checklist(self, view: StepView) -> Iterator[events.Event]:
        step = self.flow.spec.by_id[view.id]
        ticked = []
        for item in step.items:
            self._say(f"- {self._text(f'item.{item}')}")
            if f"item:{item}" not in view.missing or self._yes("yes_no"):
                ticked.append(item)
        yield events.ItemsChecked(step=view.id, items=tuple(ticked))

    def _photos(self, view: StepView) -> Iterator[events.Event]:
        step = self.flow.spec.by_id[view.id]
        waivable = self.flow.spec.waivable(step, self.state.category)
        for lack in view.missing:
            slot = lack.removeprefix("slot:")
            given = shlex.split(self._free("photo", slot=slot))
            if not given:
                if slot in waivable and self._yes("waive"):
                    yield events.SlotWaived(
                        step=view.id, slot=slot, reason="device_does_not_work", declared=True
                    )
                continue
            slot = slot.replace("*", "1")
            try:
                if len(given) > 1:
                    yield photos.from_set(self.state, given, language=self.language)
                    return
                yield photos.for_slot(
                    self.state, given[0], slot, step=view.id, language=self.language
                )
            except PhotocheckError as error:
                self._say(f"! {printable(str(error))}")

    def _warranty(self) -> Iterator[events.Event]:
        told = self._yes("seller_told")
        answers = {
            name: self._choose(name, ("yes", "no", "unsure"))
            for name in (("impact", "oxidation", "opened") if told else ())
        }
        unknown = {"impact": "unsure", "oxidation": "unsure", "opened": "unsure"}
        yield events.WarrantyAnswered(seller_told=told, **{**unknown, **answers})

    def _imei(self) -> Iterator[events.Event]:
        given = self._free("imei")
        if not given:
            serial = self._free("serial")
            yield events.ImeiUnavailable(instead="serial" if serial else "person", serial=serial)
            return
        numbers = tuple(given.split(",")[:2])
        yield events.ImeiGiven(imeis=numbers)
        if "imei" not in self.state.answers and self._yes("confirm"):
            yield events.ImeiGiven(imeis=numbers, confirmed=True)

    def _backup(self) -> Iterator[events.Event]:
        platform = self._choose("platform", guides.platforms(self.flow, self.state.category))
        works = self._yes("works")
        done = self._yes("backed_up")
        yield events.BackupAnswered(
            platform=platform,
            works=works,
            outcome=("done" if works else "cloud") if done else "impossible",
            declared=not done and self._yes("confirm"),
        )

    def _sign_out(self) -> Iterator[events.Event]:
        done = self._yes("signed_out")
        accounts = {
            one for platform in self.flow.spec.platforms.values() for one in platform.accounts
        }
        yield events.SignedOut(
            outcome="done" if done else "impossible",
            accounts=tuple(sorted(accounts)) if done else (),
            declared=not done and self._yes("confirm"),
        )

    def _order_slip(self) -> Iterator[events.Event]:
        answer = self.state.answers.get("order_slip")
        if not isinstance(answer, SlipAnswer) or answer.made:
            paper = self._choose("paper", ("invoice", "slip", "handwritten"))
            lock = self._choose("lock", ("none", "removed", "pin", "pattern"))
            by_name = paper != "invoice" and not self.state.order.name
            secret = lock in {"pin", "pattern"} and paper != "invoice"
            yield events.SlipDetails(
                paper=paper,
                lock=lock,
                name=self._free("name") if by_name else "",
                secret=self._free("secret") if secret else "",
            )
            answer = self.state.answers.get("order_slip")
        if not isinstance(answer, SlipAnswer) or answer.made:
            return
        if answer.paper == "slip":
            path = self.folder / f"slip-{self.state.id[:40].replace('/', '_')}.pdf"
            path.write_bytes(slip.pdf(self.flow, self.state, language=self.language))
            self._say(f"> {path}")
        else:
            for label, value in slip.lines(self.flow, self.state, self.language):
                self._say(f"  {label}: {value}")
        if self._yes("written"):
            yield events.SlipMade()

    def _shipping(self) -> Iterator[events.Event]:
        if "shipping" not in self.state.answers:
            courier = self._choose("courier", self.flow.spec.couriers)
            way = self._choose("way", self.flow.spec.couriers[courier].ways)
            self._say(couriers.name(courier))
            yield events.ShippingChosen(courier=courier, way=way, number=self._free("number"))
            return
        number = getattr(self.state.answers["shipping"], "number", "") or self._free("number")
        yield events.ShippingDone(
            number=number, receipt_kept=self._yes("receipt"), insured=self._yes("insured")
        )
