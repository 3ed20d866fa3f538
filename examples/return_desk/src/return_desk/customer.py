"""The customer's pages: the steps as the flow tells them, answers, photos, the slip."""

from __future__ import annotations

import hashlib
import re
from itertools import islice
from typing import Any

from fastapi import APIRouter, HTTPException
from fastapi.responses import RedirectResponse, Response, StreamingResponse
from fastapi.sse import format_sse_event
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from starlette.datastructures import FormData, UploadFile

from return_desk import forms, metrics, pictures, returns, shown
from return_desk.desk import Form
from return_desk.pages import render
from return_desk.tables import Message, Return, Upload
from return_desk.visit import Answering, TheVisit, Visit
from return_desk.words import LANGUAGES
from returnflow import Outcome, Problem, ReturnState, SlipError, StepView, couriers, guides, slip
from returnflow.photoset import is_slot
from returnflow.spec import Step
from returnflow.state import PhotoSet

router = APIRouter(prefix="/r/{token}")


_KEY = re.compile(r"[0-9a-f]{32}")
_ENTERED_ANEW = {"secret", "form_token", "event_id", "kind"}


@router.get("")
def overview(visit: TheVisit) -> Response:
    """The steps, how far they are, and what was said."""
    with visit.desk.database.read() as session:
        state = returns.state_of(session, visit.return_id)
        said = session.scalars(
            select(Message).where(Message.return_id == visit.return_id).order_by(Message.at.desc())
        )
        return render(
            "customer/overview.html",
            visit.words,
            **_common(visit, state),
            messages=[
                message.words or visit.words(message.key, **message.params) for message in said
            ][:10],
        )


@router.post("/language")
def choose_language(visit: Answering, form: Form) -> Response:
    """Take the language for the pages and for what is said from now on."""
    language = str(form.get("language"))
    if language in LANGUAGES:
        with visit.desk.database.write() as session:
            session.get_one(Return, visit.return_id).language = language
    back = str(form.get("back", ""))
    known = back in visit.desk.flow.spec.by_id
    return _go(f"{visit.path}/steps/{back}" if known else visit.path)


@router.get("/steps/{step}")
def step_page(step: str, visit: TheVisit) -> Response:
    """One step: what to do, and the form for it."""
    return _step(visit, _known(visit, step))


@router.post("/steps/{step}")
def answer(step: str, visit: Answering, form: Form) -> Response:
    """Apply an answer; back to the page with what was wrong, or on to the next step."""
    known = _known(visit, step)
    event = forms.event_of(form, set_here=_set_here(known, form))
    with visit.desk.database.write() as session:
        outcome = returns.apply(
            session,
            visit.desk.flow,
            visit.return_id,
            event,
            role="customer",
            actor=f"customer:{visit.return_id}",
        )
    visit.desk.changed(visit.return_id)
    if outcome.problems:
        return _step(visit, known, form=form, outcome=outcome)
    return _go(_after(visit, outcome.state, known))


@router.post("/steps/{step}/photos")
def add_photos(step: str, visit: Answering, form: Form) -> Response:
    """Take photos, any number at once; each is judged as soon as a worker is free."""
    known = _known(visit, step)
    files = [file for file in form.getlist("photos") if isinstance(file, UploadFile)]
    files = [file for file in files if file.filename or file.size]
    if not files:
        return _step(visit, known, own_problem=visit.words("desk.no_photo"), status=422)
    settings = visit.desk.settings
    if any((file.size or 0) > settings.max_photo_bytes for file in files):
        raise HTTPException(413)
    key = str(form.get("key", ""))
    key = key if _KEY.fullmatch(key) else forms.new_id()
    slot = str(form.get("slot", "")) or None
    with visit.desk.database.write() as session:
        # The same photo sent twice at once is taken in one after the other.
        session.get_one(Return, visit.return_id, with_for_update=True)
        count = select(func.count()).where(Upload.return_id == visit.return_id)
        if (session.scalar(count) or 0) + len(files) > settings.max_photos:
            raise HTTPException(429)
        names = _names(session, visit, known, slot, len(files))
        for place, (file, name) in enumerate(zip(files, names, strict=True)):
            _save(session, visit, known, name, f"{key}:{place}", file.file.read())
    visit.desk.judging.wake()
    visit.desk.changes.tell(visit.return_id)
    return _go(f"{visit.path}/steps/{known.id}")


@router.get("/steps/{step}/photos")
def photos_part(step: str, visit: TheVisit) -> Response:
    """The part of a step's page that changes as photos are judged."""
    known = _known(visit, step)
    with visit.desk.database.read() as session:
        state = returns.state_of(session, visit.return_id)
        return render(
            "customer/photos.html",
            visit.words,
            **_common(visit, state),
            **_of_step(session, visit, state, known),
        )


@router.post("/steps/{step}/photos/{upload_id}/aside")
def put_aside(step: str, upload_id: str, visit: Answering) -> Response:
    """Ask no more what a photo shows that shows none of the slots."""
    known = _known(visit, step)
    with visit.desk.database.write() as session:
        upload = session.get(Upload, upload_id)
        if upload is None or upload.return_id != visit.return_id:
            raise HTTPException(404)
        upload.put_aside = True
    return _go(f"{visit.path}/steps/{known.id}")


@router.get("/pictures/{upload_id}")
def picture(upload_id: str, visit: TheVisit) -> Response:
    """A photo of this return, small, with what was found in it drawn."""
    with visit.desk.database.read() as session:
        upload = session.get(Upload, upload_id)
        if upload is None or upload.return_id != visit.return_id or not upload.has_pixels:
            raise HTTPException(404)
        state = returns.state_of(session, visit.return_id)
    return pictures.response(visit.desk.storage, state, upload)


@router.get("/slip.pdf")
def slip_pdf(visit: TheVisit, paper: str = "a4") -> Response:
    """The slip for the box, made anew each time and kept nowhere."""
    with visit.desk.database.read() as session:
        state = returns.state_of(session, visit.return_id)
    try:
        data = slip.pdf(
            visit.desk.flow,
            state,
            paper="letter" if paper == "letter" else "a4",
            language=visit.words.language,
        )
    except SlipError:
        raise HTTPException(404) from None
    disposition = {"content-disposition": 'attachment; filename="slip.pdf"'}
    return Response(data, media_type="application/pdf", headers=disposition)


@router.get("/events")
async def stream(visit: TheVisit) -> Response:
    """Tells the page when something changed."""
    changes = visit.desk.changes.watch(visit.return_id)

    async def lines() -> Any:
        async for changed in changes:
            yield (
                format_sse_event(event="changed", data_str="1")
                if changed
                else format_sse_event(comment="still here")
            )

    return StreamingResponse(lines(), media_type="text/event-stream")


def _go(path: str) -> Response:
    return RedirectResponse(path, 303)


def _known(visit: Visit, name: str) -> Step:
    step = visit.desk.flow.spec.by_id.get(name)
    if step is None:
        raise HTTPException(404)
    return step


def _next(visit: Visit, state: ReturnState) -> StepView | None:
    views = visit.desk.flow.next_steps(state)
    return next((view for view in views if view.status == "open"), None)


def _after(visit: Visit, state: ReturnState, step: Step) -> str:
    view = _view(visit, state, step)
    if view.status == "open":
        return f"{visit.path}/steps/{step.id}"
    following = _next(visit, state)
    return visit.path if following is None else f"{visit.path}/steps/{following.id}"


def _view(visit: Visit, state: ReturnState, step: Step) -> StepView:
    return next(view for view in visit.desk.flow.steps(state) if view.id == step.id)


def _set_here(step: Step, form: FormData) -> dict[str, Any]:
    kind = str(form.get("kind", ""))
    if kind in {"items_checked", "photo_placed", "slot_waived", "help_asked"}:
        return {"step": step.id}
    return {}


def _common(visit: Visit, state: ReturnState) -> dict[str, Any]:
    return {
        "path": visit.path,
        "form_token": visit.form_token,
        "state": state,
        "progress": visit.desk.flow.progress(state),
        "next_step": _next(visit, state),
        "new_id": forms.new_id,
    }


def _step(
    visit: Visit,
    step: Step,
    *,
    form: FormData | None = None,
    outcome: Outcome | None = None,
    own_problem: str = "",
    status: int = 200,
) -> Response:
    problems: tuple[Problem, ...] = outcome.problems if outcome is not None else ()
    with visit.desk.database.read() as session:
        state = returns.state_of(session, visit.return_id)
        return render(
            "customer/step.html",
            visit.words,
            status=422 if problems else status,
            **_common(visit, state),
            **_of_step(session, visit, state, step),
            entered=_entered(state, step, form),
            problems=problems,
            own_problem=own_problem,
            sent_kind=str(form.get("kind", "")) if form is not None else "",
            notes=[
                visit.words.say(effect)
                for effect in (outcome.effects if outcome is not None else ())
                if effect.kind == "tell"
            ],
            platforms=guides.platforms(visit.desk.flow, state.category),
            guide=guides.guide(visit.desk.flow, state, step.id, language=visit.words.language),
            slip_lines=_slip_lines(visit, state),
            courier_name=couriers.name,
        )


def _of_step(session: Session, visit: Visit, state: ReturnState, step: Step) -> dict[str, Any]:
    flow = visit.desk.flow
    return {
        "step": step,
        "view": _view(visit, state, step),
        "shown": (
            shown.photos_of_step(session, flow, state, step, visit.words)
            if flow.spec.slots_of(step, state.category)
            else None
        ),
        "spec": flow.spec,
    }


def _entered(state: ReturnState, step: Step, form: FormData | None) -> dict[str, list[str]]:
    """What the fields show: what was just sent, or the earlier answer."""
    if form is not None:
        names = {name for name in form if name not in _ENTERED_ANEW}
        return {name: [str(text) for text in form.getlist(name)] for name in names}
    answer_ = state.answers.get(step.id)
    if answer_ is None:
        return {}
    given = answer_.event.model_dump(mode="json", exclude={"id", "actor", "kind", "secret"})
    entered = {
        name: [_text(one) for one in (value if isinstance(value, list) else [value])]
        for name, value in given.items()
        if value is not None
    }
    if "courier" in given:
        entered["courier_way"] = [f"{given['courier']}|{given['way']}"]
    return entered


def _text(value: Any) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _slip_lines(visit: Visit, state: ReturnState) -> tuple[tuple[str, str], ...]:
    try:
        return slip.lines(visit.desk.flow, state, visit.words.language)
    except SlipError:
        return ()


def _names(
    session: Session, visit: Visit, step: Step, slot: str | None, count: int
) -> list[str | None]:
    """The slot that each of some photos is for; of ``closeup_*`` the numbers that are free."""
    state = returns.state_of(session, visit.return_id)
    slots = visit.desk.flow.spec.slots_of(step, state.category)
    if slot is None:
        if step.kind != "photos":  # its photos can't be told apart by their looks
            raise HTTPException(422)
        return [None] * count
    if not is_slot(slot, slots) and slot not in slots:
        raise HTTPException(422)
    if not slot.endswith("*"):
        return [slot] * count
    sent = select(Upload.slot).where(Upload.return_id == state.id, Upload.step == step.id)
    taken = {*session.scalars(sent), *state.photos.get(step.id, PhotoSet()).kept}
    numbers = (slot.replace("*", str(number)) for number in range(1, 10_000))
    return [*islice((name for name in numbers if name not in taken), count)]


def _save(
    session: Session, visit: Visit, step: Step, slot: str | None, key: str, data: bytes
) -> None:
    same = select(Upload.id).where(Upload.return_id == visit.return_id, Upload.key == key)
    if session.scalar(same) is not None:
        return  # sent again, as the answer to the first time got lost
    upload = Upload(
        id=forms.new_id(),
        return_id=visit.return_id,
        key=key,
        step=step.id,
        slot=slot,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
    )
    # The photo lies safe before anybody is told that it came.
    visit.desk.storage.save(upload.id, data)
    session.add(upload)
    metrics.UPLOADS.inc()
