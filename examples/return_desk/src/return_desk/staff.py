"""The pages of staff: what needs a person, one return with its photos, decisions, the week."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import or_, select

from return_desk import forms, links, pictures, returns, staff_login, staff_view, week
from return_desk.audit import note
from return_desk.desk import Form, TheDesk
from return_desk.pages import render
from return_desk.staff_login import Acting, Staff, TheStaff
from return_desk.tables import Audit, Message, Opinion, Return, Upload, now
from return_desk.words import Words
from returnflow import EvidenceError, evidence

router = APIRouter(prefix="/staff")

_SHOWN = 100


@router.get("/login")
def login_page(desk: TheDesk) -> Response:
    """Name and password."""
    return render("staff/login.html", Words(desk.flow, "en"), problem="")


@router.post("/login")
def log_in(request: Request, desk: TheDesk, form: Form) -> Response:
    """Begin a session."""
    words = Words(desk.flow, "en")
    address = request.client.host if request.client is not None else ""
    name, password = str(form.get("name", "")), str(form.get("password", ""))
    try:
        token = staff_login.log_in(desk, name, password, address)
    except staff_login.TooOftenError:
        problem = "Too many wrong passwords. Please wait a quarter of an hour."
        return render("staff/login.html", words, status=429, problem=problem)
    if token is None:
        problem = "Name or password is wrong."
        return render("staff/login.html", words, status=403, problem=problem)
    answer = RedirectResponse("/staff", 303)
    answer.set_cookie(
        staff_login.COOKIE,
        token,
        max_age=desk.settings.session_hours * 3600,
        path="/staff",
        secure=desk.settings.secure,
        httponly=True,
        samesite="strict",
    )
    return answer


@router.post("/logout")
def log_out(request: Request, staff: Acting) -> Response:
    """End the session."""
    staff_login.log_out(staff.desk, request)
    answer = RedirectResponse("/staff/login", 303)
    answer.delete_cookie(staff_login.COOKIE, path="/staff")
    return answer


@router.get("")
def queue(staff: TheStaff, q: str = "") -> Response:
    """What needs a person, the longest waiting first; or what was searched for."""
    chosen = select(Return)
    if wanted := q.strip()[:100]:
        pattern = wanted.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        found = or_(Return.order_number.ilike(pattern, escape="\\"), Return.id == wanted)
        chosen = chosen.where(found).order_by(Return.changed_at.desc())
    else:
        chosen = chosen.where(Return.needs_person).order_by(Return.changed_at)
    with staff.desk.database.read() as session:
        rows = list(session.scalars(chosen.limit(_SHOWN)))
        return _page(
            staff,
            "staff/queue.html",
            q=q,
            rows=[(row, staff_view.why_here(staff.desk.flow, row)) for row in rows],
            full=len(rows) == _SHOWN,
        )


@router.get("/week")
def error_rates(staff: TheStaff) -> Response:
    """How often the machine's verdicts were right, by what staff said in the last seven days."""
    with staff.desk.database.read() as session:
        return _page(staff, "staff/week.html", week=week.rates(session, now()))


@router.get("/returns/{return_id}")
def one(return_id: str, staff: TheStaff) -> Response:
    """All that is known of a return."""
    return _one(staff, return_id)


@router.post("/returns/{return_id}/decide")
def decide(return_id: str, staff: Acting, form: Form) -> Response:
    """Accept a step, ask for it or for one of its photos again, or accept an IMEI."""
    _exists(staff, return_id)
    given = forms.event_of(form, set_here={"who": staff.name})
    if given["kind"] not in {"staff_decided", "imei_accepted"}:
        raise HTTPException(422)
    if form.get("step"):
        given["step"] = str(form["step"])
    with staff.desk.database.write() as session:
        outcome = returns.apply(
            session, staff.desk.flow, return_id, given, role="staff", actor=f"staff:{staff.name}"
        )
        if outcome.applied:
            detail = " ".join(
                (given.get("step", "imei"), given.get("decision", ""), *given.get("slots", ()))
            )
            note(session, f"staff:{staff.name}", given["kind"], return_id, detail)
            _tell(session, return_id, str(form.get("words", "")))
    staff.desk.changed(return_id)
    if outcome.problems:
        words = Words(staff.desk.flow, "en")
        return _one(staff, return_id, [words.say(problem) for problem in outcome.problems])
    return RedirectResponse(f"/staff/returns/{return_id}", 303)


@router.post("/returns/{return_id}/photos/{upload_id}")
def judge_photo(return_id: str, upload_id: str, staff: Acting, form: Form) -> Response:
    """Say whether a photo is usable, whatever the machine said: who, and why."""
    _exists(staff, return_id)
    usable, why = str(form.get("usable")), str(form.get("why", "")).strip()
    if usable not in {"yes", "no"} or not why:
        return _one(staff, return_id, ["Please say whether the photo is usable, and why."])
    with staff.desk.database.write() as session:
        upload = session.get(Upload, upload_id)
        if upload is None or upload.return_id != return_id or upload.judged_at is None:
            raise HTTPException(404)
        opinion = Opinion(
            upload_id=upload_id, usable=usable == "yes", who=staff.name, why=why[:2000]
        )
        session.add(opinion)
        note(session, f"staff:{staff.name}", "photo.opinion", return_id, f"{upload_id} {usable}")
    return RedirectResponse(f"/staff/returns/{return_id}#photo-{upload_id}", 303)


@router.post("/returns/{return_id}/answer")
def answer_question(return_id: str, staff: Acting, form: Form) -> Response:
    """Write to the customer; a question is then answered."""
    _exists(staff, return_id)
    with staff.desk.database.write() as session:
        row = session.get_one(Return, return_id, with_for_update=True)
        state = returns.state_of(session, return_id)
        _tell(session, return_id, str(form.get("words", "")))
        row.question = False
        row.needs_person = returns.needs_person(staff.desk.flow, state)
        note(session, f"staff:{staff.name}", "customer.answered", return_id)
    staff.desk.changed(return_id)
    return RedirectResponse(f"/staff/returns/{return_id}", 303)


@router.post("/returns/{return_id}/link")
def new_link(return_id: str, staff: Acting) -> Response:
    """A new link for the customer, shown once; earlier ones end."""
    _exists(staff, return_id)
    settings = staff.desk.settings
    with staff.desk.database.write() as session:
        links.end(session, return_id, now=now())
        token = links.make(session, return_id, now=now(), days=settings.link_days)
        note(session, f"staff:{staff.name}", "link.made", return_id)
    return _one(staff, return_id, link=f"{settings.base_url}/r/{token}")


@router.get("/returns/{return_id}/pictures/{upload_id}")
def picture(return_id: str, upload_id: str, staff: TheStaff) -> Response:
    """A photo without its metadata, with what was found in it drawn."""
    with staff.desk.database.read() as session:
        upload = session.get(Upload, upload_id)
        if upload is None or upload.return_id != return_id or not upload.has_pixels:
            raise HTTPException(404)
        state = returns.state_of(session, return_id)
    return pictures.response(staff.desk.storage, state, upload)


@router.post("/returns/{return_id}/evidence.zip")
def evidence_bundle(return_id: str, staff: Acting) -> Response:
    """Everything for a dispute, the photos as they came; its digest goes into the audit log."""
    _exists(staff, return_id)
    with staff.desk.database.read() as session:
        state = returns.state_of(session, return_id)
        uploads = list(session.scalars(select(Upload).where(Upload.return_id == return_id)))
    known = set(returns.photo_hashes(state))
    files = {}
    for upload in uploads:
        if upload.has_pixels and upload.sha256 in known:
            with suppress(FileNotFoundError):  # its time ended just now
                files[upload.sha256] = staff.desk.storage.load(upload.id)
    try:
        bundle = evidence.make(staff.desk.flow, state, now=now(), files=files)
    except EvidenceError:
        raise HTTPException(500) from None
    with staff.desk.database.write() as session:
        note(session, f"staff:{staff.name}", "evidence.made", return_id, bundle.digest)
    return Response(
        bundle.data,
        media_type="application/zip",
        headers={"content-disposition": f'attachment; filename="evidence-{return_id[:8]}.zip"'},
    )


def _page(staff: Staff, template: str, *, status: int = 200, **values: Any) -> Response:
    words = Words(staff.desk.flow, "en")
    return render(
        template,
        words,
        status=status,
        staff=staff.name,
        form_token=staff.form_token,
        new_id=forms.new_id,
        **values,
    )


def _exists(staff: Staff, return_id: str) -> None:
    with staff.desk.database.read() as session:
        if session.get(Return, return_id) is None:
            raise HTTPException(404)


def _one(
    staff: Staff, return_id: str, problems: list[str] | None = None, link: str = ""
) -> Response:
    _exists(staff, return_id)
    flow = staff.desk.flow
    with staff.desk.database.read() as session:
        row = session.get_one(Return, return_id)
        state = returns.state_of(session, return_id)
        audit = select(Audit).where(Audit.return_id == return_id).order_by(Audit.id.desc())
        messages = select(Message).where(Message.return_id == return_id).order_by(Message.at)
        return _page(
            staff,
            "staff/return.html",
            status=422 if problems else 200,
            row=row,
            state=state,
            spec=flow.spec,
            steps=staff_view.steps(flow, state, Words(flow, "en")),
            photos=staff_view.photos(session, flow, state, Words(flow, "en")),
            why=staff_view.why_here(flow, row),
            questions=[
                (entry.at, entry.event.step, entry.event.note)
                for entry in state.log
                if entry.event.kind == "help_asked"
            ],
            messages=list(session.scalars(messages)),
            audit=list(session.scalars(audit.limit(_SHOWN))),
            problems=problems or [],
            link=link,
        )


def _tell(session: Any, return_id: str, words: str) -> None:
    if words := words.strip()[:2000]:
        session.add(Message(id=forms.new_id(), return_id=return_id, words=words))
