"""The evidence bundle's page for people: steps, photos, who decided, and what happened when.

It looks as photocheck's pages do, on a telephone and on paper, runs no script and loads nothing.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timezone
from typing import TYPE_CHECKING, Any, NamedTuple

from photocheck.errors import PhotocheckError
from returnflow import dates, texts
from returnflow.flow import ReturnFlow
from returnflow.state import PhotoSet, ReturnState
from returnflow.status import StepView
from returnflow.steps import EVENTS

if TYPE_CHECKING:
    from markupsafe import Markup

    from photocheck.pages.photo import Words
    from returnflow.events import Photo

_LABELS = {
    "imeis": "step.imei.title",
    "name": "slip.name",
    "order_number": "slip.order_number",
    "order_date": "slip.order_date",
}
"""Texts that name an answer's field, where it is not ``ask.<field>``."""

_WORDS = {"platform": "platform", "accounts": "account", "items": "item"}
"""Which texts say an answer's value, where it is not ``option.<value>``."""

_UNSHOWN = {"id", "actor", "kind", "secret", "step", "read", "confirmed", "who", "why"}

_PRESENT = {"done": "accept", "waiting": "review", "open": "retake", "locked": "retake"}


class Row(NamedTuple):
    """Something that was said: what about, and what."""

    label: str
    values: tuple[str, ...]


def page(
    flow: ReturnFlow,
    state: ReturnState,
    *,
    made: datetime,
    files: Mapping[str, bytes],
    language: str = texts.DEFAULT_LANGUAGE,
) -> str:
    """The page as HTML.

    Parameters
    ----------
    flow : ReturnFlow
    state : ReturnState
        Without secrets.
    made : datetime
    files : mapping
        Pictures by SHA-256; each is shown small, with the regions that its report names.
    language : str
        Of the page; the messages of a photo are in the language that it was judged in.
    """
    from photocheck.pages.photo import Words  # noqa: PLC0415 - loads OpenCV
    from photocheck.pages.render import asset, fragment, write_page  # noqa: PLC0415

    words = Words(texts.photocheck_language(language))
    writer = _Writer(flow, state, files, language, words)
    body = fragment(
        "evidence",
        "returnflow",
        state=state,
        spec=flow.spec.id,
        say=writer.say,
        made=_time(made),
        date=dates.in_words(flow, state.order.date, language),
        steps=[view for view in flow.steps(state) if view.status != "skipped"],
        present=_PRESENT,
        writer=writer,
    )
    out = io.StringIO()
    write_page(
        out,
        language=language,
        title=f"{writer.say('evidence.title')} {state.id}",
        heading="",
        words=words,
        tiles=None,
        parts=[body],
        style=asset("evidence.css", "returnflow"),
    )
    return out.getvalue()


class _Writer:
    """What the template asks for, step by step."""

    def __init__(
        self,
        flow: ReturnFlow,
        state: ReturnState,
        files: Mapping[str, bytes],
        language: str,
        words: Words,
    ) -> None:
        self._flow, self._state, self._files = flow, state, files
        self._language, self._words = language, words
        self._entry_of = {entry.event.id: entry for entry in state.log}
        self._came = {
            photo.sha256: entry
            for entry in reversed(state.log)
            if entry.event.kind == "photos_added"
            for photo in entry.event.photos
        }
        self._number = 0

    def say(self, key: str, **params: Any) -> str:
        return self._flow.text(key, self._language, **params)

    def time(self, when: datetime) -> str:
        return _time(when)

    def answered(self, step: StepView) -> str:
        """When and by whom a step was answered; empty where it was not."""
        answer = self._state.answers.get(step.id)
        entry = None if answer is None else self._entry_of.get(answer.event.id)
        return "" if entry is None else f"{_time(entry.at)} · {entry.event.actor}"

    def rows(self, step: StepView) -> Iterator[Row]:
        """What was answered, in words."""
        answer = self._state.answers.get(step.id)
        said = {} if answer is None else answer.event.model_dump(mode="json", exclude=_UNSHOWN)
        for name, value in said.items():
            if value in (None, "", []):
                continue
            values = value if isinstance(value, list) else [value]
            yield Row(self._label(name), tuple(self._value(name, one) for one in values))
        for slot, reason in self._photos(step).waived.items():
            label = self._flow.text("evidence.waived", self._language, slot=slot)
            yield Row(label, (reason.replace("_", " "),))

    def articles(self, step: StepView) -> Iterator[Markup]:
        """The step's photos: those that were kept, then those that were not."""
        photos = self._photos(step)
        for slot, photo in photos.kept.items():
            yield self._article(photo, self.say("{slot}", slot=slot))
        for photo in (*photos.unplaced, *photos.rejected):
            title = self.say("evidence.not_kept")
            if photo.slot is not None:
                title = f"{title} · {self.say('{slot}', slot=photo.slot)}"
            yield self._article(photo, title)

    def decision(self, step: StepView) -> Mapping[str, str] | None:
        """Who of the staff settled the step, when and why."""
        found: Any = self._state.decisions.get(step.id)
        if found is not None:
            return {"who": found.who, "why": found.why, "at": _time(found.at)}
        answer = self._state.answers.get(step.id)
        if answer is None or answer.event.kind != "imei_accepted":
            return None
        at = self._entry_of[answer.event.id].at
        return {"who": answer.event.who, "why": answer.event.why, "at": _time(at)}

    def timeline(self) -> Iterator[Mapping[str, Any]]:
        """Everything that was applied, in order."""
        for entry in self._state.log:
            event: Any = entry.event
            step = getattr(event, "step", None)
            kind = next((s.id for s in self._flow.spec.steps if self._is_of(s.id, event)), step)
            photos = getattr(event, "photos", ())
            details = [
                (f"{self.say('{slot}', slot=photo.slot)}: " if photo.slot else "")
                + self._words[f"verdict.{photo.verdict}"]
                for photo in photos
            ]
            if event.kind in {"staff_decided", "imei_accepted"}:
                details.append(f"{self.say('evidence.decided', who=event.who)}: {event.why}")
            yield {
                "at": _time(entry.at),
                "actor": event.actor,
                "title": "" if kind is None else self.say(f"step.{kind}.title"),
                "kind": event.kind,
                "details": details,
            }

    def _is_of(self, step: str, event: Any) -> bool:
        return (
            getattr(event, "step", None) is None
            and event.kind in EVENTS[self._flow.spec.by_id[step].kind]
        )

    def _photos(self, step: StepView) -> PhotoSet:
        return self._state.photos.get(step.id, PhotoSet())

    def _label(self, name: str) -> str:
        key = _LABELS.get(name, f"ask.{name}")
        said = self.say(key)
        # In brackets a question tells how to type the answer.
        return name.replace("_", " ") if said == key else re.sub(r" \([^)]*\)", "", said)

    def _value(self, name: str, value: Any) -> str:
        if name == "order_date":
            return dates.in_words(self._flow, date.fromisoformat(value), self._language)
        if isinstance(value, bool):
            return self.say("option.yes" if value else "option.no")
        key = f"{_WORDS.get(name, 'option')}.{value}"
        said = self.say(key)
        return str(value) if said == key else said

    def _article(self, photo: Photo, title: str) -> Markup:
        from markupsafe import Markup  # noqa: PLC0415

        from photocheck.pages.photo import article  # noqa: PLC0415
        from photocheck.report import Report  # noqa: PLC0415

        self._number += 1
        short = photo.sha256[:12]
        given = {"sha256": photo.sha256, "verdict": photo.verdict, **photo.report}
        entry = self._came.get(photo.sha256)
        when = "" if entry is None else f"{_time(entry.at)} · {entry.event.actor} · "
        line = Markup('<p class="meta">{}<a href="reports/{}.json">JSON</a>{}</p>')
        link = Markup(' · <a href="photos/{0}">SHA-256 {0}</a>')
        original = link.format(photo.sha256) if photo.sha256 in self._files else ""
        return article(
            Report.model_validate({**given, "source": short}),
            _pixels(self._files.get(photo.sha256)),
            self._number,
            self._words,
            kind=photo.verdict,
            title=title,
            notes=[
                line.format(when, photo.sha256, original if photo.sha256 in self._files else "")
            ],
        )


def _pixels(data: bytes | None) -> Any:
    from photocheck.photo import Photo  # noqa: PLC0415

    if data is None:
        return None
    try:
        return Photo.open(data).rgb
    except PhotocheckError:  # a file that could not be judged either
        return None


def _time(when: datetime) -> str:
    return when.astimezone(timezone.utc).strftime("%Y-%m-%d %H:%M:%S UTC")
