"""What staff see of a return: why it is here, the answers, the photos with every reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

import returnflow
from return_desk.tables import Opinion, Return, Upload
from return_desk.words import Words
from returnflow import ReturnFlow, ReturnState, StepView
from returnflow.state import Decision, photos_of

_UNSHOWN = {"id", "actor", "kind", "secret", "step"}

_WHY = {
    "warranty.not_covered": "The customer names damage that the warranty does not cover.",
    "warranty.unsure": "The customer is not sure about the warranty.",
    "imei.differs_from_order": "The IMEI is not the one that was sold.",
    "imei.differs_from_photo": "The IMEI is not the one on the photo.",
    "imei.unavailable": "The phone can't show its IMEI.",
    "sign_out.impossible": "The customer can't sign out.",
    "shipping.no_receipt": "There is no receipt.",
}


class StepRow(NamedTuple):
    """A step, its answer as label and value, and who decided it."""

    view: StepView
    title: str
    answer: tuple[tuple[str, str], ...]
    why: tuple[str, ...]
    decision: Decision | None


class Finding(NamedTuple):
    """One result of one check, in words and in numbers."""

    status: str
    title: str
    text: str
    numbers: str


class PhotoRow(NamedTuple):
    """A photo with the machine's reasons and what staff said of it."""

    upload: Upload
    slot: str | None
    """Where it stands now; None where it stands nowhere."""
    asked: str | None
    """The slot that it was sent or found for."""
    findings: tuple[Finding, ...]
    opinions: tuple[Opinion, ...]
    shows: str


def why_here(flow: ReturnFlow, row: Return) -> tuple[str, ...]:
    """Why a return needs a person, one sentence each."""
    state = returnflow.load(row.state)
    words = Words(flow, "en")
    found = ["The customer asks for help."] if row.question else []
    for view in flow.steps(state):
        found += _sentences(view, words)
    return tuple(found)


def _sentences(view: StepView, words: Words) -> Iterator[str]:
    title = words(f"step.{view.id}.title")
    for code in view.for_person:
        kind, _, rest = code.partition(":")
        if kind == "photo":
            yield f"{title}: the photo “{words.slot(rest)}” was kept after two retakes."
        elif kind == "waived":
            yield f"{title}: “{words.slot(rest)}” was left out with a declaration."
        else:
            yield f"{title}: {_WHY.get(code, code)}"
    if view.status == "waiting" and not view.for_person:
        yield f"{title}: waits for a decision."


def steps(flow: ReturnFlow, state: ReturnState, words: Words) -> tuple[StepRow, ...]:
    """Every step that applies."""
    return tuple(
        StepRow(
            view=view,
            title=words(f"step.{view.id}.title"),
            answer=tuple(_answer(state, view, words)),
            why=tuple(_sentences(view, words)),
            decision=state.decisions.get(view.id),
        )
        for view in flow.steps(state)
        if view.status != "skipped"
    )


def _answer(state: ReturnState, view: StepView, words: Words) -> Iterator[tuple[str, str]]:
    answer = state.answers.get(view.id)
    if answer is None:
        return
    for name, value in answer.event.model_dump(mode="json", exclude=_UNSHOWN).items():
        if value in (None, "", []):
            continue
        values = value if isinstance(value, list) else [value]
        shown = ", ".join(
            {True: "yes", False: "no"}[one] if isinstance(one, bool) else words.option(str(one))
            for one in values
        )
        yield name.replace("_", " "), shown


def photos(
    session: Session, flow: ReturnFlow, state: ReturnState, words: Words
) -> tuple[PhotoRow, ...]:
    """Every photo that came, those that stand somewhere first, in the order of the slots."""
    uploads = session.scalars(
        select(Upload).where(Upload.return_id == state.id).order_by(Upload.sent_at)
    )
    known = photos_of(state)
    stands = {
        photo.sha256: slot
        for photo_set in state.photos.values()
        for slot, photo in photo_set.kept.items()
    }
    rejected = {
        photo.sha256: photo.slot
        for photo_set in state.photos.values()
        for photo in photo_set.rejected
    }
    rows = []
    for upload in uploads:
        opinions = session.scalars(
            select(Opinion).where(Opinion.upload_id == upload.id).order_by(Opinion.id)
        )
        report: Any = known[upload.sha256][1].report if upload.sha256 in known else {}
        rows.append(
            PhotoRow(
                upload=upload,
                slot=stands.get(upload.sha256),
                asked=stands.get(upload.sha256) or upload.slot or rejected.get(upload.sha256),
                findings=tuple(_findings(report, words)),
                opinions=tuple(opinions),
                shows=_shows(report),
            )
        )
    order = [slot for step in flow.spec.steps for slot in flow.spec.slots_of(step, state.category)]
    places = {slot: place for place, slot in enumerate(order)}
    return tuple(
        sorted(rows, key=lambda row: (row.slot is None, places.get(row.asked or "", len(order))))
    )


def _findings(report: Any, words: Words) -> Iterator[Finding]:
    for result in sorted(report.get("results", ()), key=lambda one: _RANK[one["status"]]):
        if result["status"] == "not_applicable":
            continue
        numbers = ""
        if result["value"] is not None:
            numbers = f"{result['value']:.3g} {result['unit']}"
            if result["limit"] is not None:
                numbers += f" ({result['limit_is']} {result['limit']:.3g})"
        yield Finding(
            result["status"],
            words.photo_word(f"check.{result['check']}.title"),
            "" if result["status"] == "pass" else words.reason(result["reason"], result["regions"]),
            numbers,
        )


_RANK = {"fail": 0, "warn": 1, "not_done": 2, "pass": 3, "not_applicable": 4}


def _shows(report: Any) -> str:
    view = report.get("view")
    if not view:
        return ""
    return f"{view['category']}, {view['view']} ({view['confidence']:.0%})"
