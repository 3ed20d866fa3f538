"""Staff's login: passwords by argon2, sessions by cookie, a limit on wrong passwords."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Annotated, NamedTuple

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from fastapi import Depends, HTTPException, Request
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session as DatabaseSession

from return_desk import links, metrics
from return_desk.audit import note
from return_desk.desk import Desk, Form, TheDesk
from return_desk.tables import FailedLogin, Member, Session, now

COOKIE = "desk_staff"

_HASHER = PasswordHasher()
_NOBODY = _HASHER.hash(secrets.token_urlsafe())
"""Compared with where there is no such name, so that an answer takes as long."""


class Staff(NamedTuple):
    """A member of staff who is logged in."""

    desk: Desk
    name: str
    form_token: str


def make_member(session: DatabaseSession, name: str, password: str) -> None:
    """A member of staff, or a new password for one, whose sessions then end."""
    session.execute(delete(Session).where(Session.name == name))
    session.merge(Member(name=name, password_hash=_HASHER.hash(password)))
    note(session, "console", "staff.password", detail=name)


class TooOftenError(Exception):
    """Too many wrong passwords, of this name or from this address."""


def log_in(desk: Desk, name: str, password: str, address: str) -> str | None:
    """The token of a new session; None if name or password is wrong.

    Raises
    ------
    TooOftenError
    """
    name, password = name[:80], password[:200]
    who = [_hashed(f"name:{name}"), _hashed(f"address:{address}")]
    since = now() - timedelta(minutes=15)
    with desk.database.write() as session:
        for one in who:
            failed = select(func.count()).where(FailedLogin.who == one, FailedLogin.at > since)
            if (session.scalar(failed) or 0) >= desk.settings.logins_per_quarter_hour:
                metrics.LOGINS.labels("too_often").inc()
                raise TooOftenError
        # Counted before it is checked: guesses sent at the same time count as well.
        counted = [FailedLogin(who=one) for one in who]
        session.add_all(counted)
    with desk.database.read() as session:
        member = session.get(Member, name)
    right = _verified(member.password_hash if member is not None else _NOBODY, password)
    with desk.database.write() as session:
        if member is None or not right:
            metrics.LOGINS.labels("wrong").inc()
            note(session, "nobody", "staff.login_failed")
            return None
        for row in counted:
            session.delete(session.get_one(FailedLogin, row.id))
        token = secrets.token_urlsafe(32)
        expires = now() + timedelta(hours=desk.settings.session_hours)
        session.add(Session(token_hash=links.hashed(token), name=name, expires_at=expires))
        note(session, f"staff:{name}", "staff.login")
    metrics.LOGINS.labels("right").inc()
    return token


def log_out(desk: Desk, request: Request) -> None:
    """End the session of a request."""
    with desk.database.write() as session:
        row = session.get(Session, links.hashed(request.cookies.get(COOKIE, "")))
        if row is not None:
            note(session, f"staff:{row.name}", "staff.logout")
            session.delete(row)


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _verified(password_hash: str, password: str) -> bool:
    try:
        return _HASHER.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def _staff(request: Request, desk: TheDesk) -> Staff:
    token = request.cookies.get(COOKIE, "")
    with desk.database.read() as session:
        found = session.get(Session, links.hashed(token)) if token else None
    if found is None or found.expires_at <= now():
        raise HTTPException(303, headers={"location": "/staff/login"})
    return Staff(desk, found.name, links.form_token(token))


def _acting(staff: Annotated[Staff, Depends(_staff)], form: Form) -> Staff:
    if not links.is_form_token(form.get("form_token"), staff.form_token):
        raise HTTPException(403)
    return staff


TheStaff = Annotated[Staff, Depends(_staff)]
"""Of a page that is looked at."""

Acting = Annotated[Staff, Depends(_acting)]
"""Of a form that was sent, and is the session's own."""
