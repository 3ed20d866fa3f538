"""Customers' links: unguessable, kept as hashes, with an end."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from return_desk.tables import Link

_MAX_LENGTH = 100


def hashed(token: str) -> str:
    """What is kept of a token. It has 256 random bits, so that one round of SHA-256 is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def form_token(token: str) -> str:
    """What a form must bring along: only who has the link or the cookie can have seen it."""
    return hmac.new(token.encode(), b"form", hashlib.sha256).hexdigest()


def is_form_token(given: object, expected: str) -> bool:
    """Whether a form brought the right token, compared in the same time for every wrong one."""
    return hmac.compare_digest(str(given).encode(), expected.encode())


def make(session: Session, return_id: str, *, now: datetime, days: int) -> str:
    """A new link's token, which is not kept and can't be told again."""
    token = secrets.token_urlsafe(32)
    expires = now + timedelta(days=days)
    session.add(Link(token_hash=hashed(token), return_id=return_id, expires_at=expires))
    return token


def end(session: Session, return_id: str, *, now: datetime) -> None:
    """End every link of a return that has not ended."""
    open_links = update(Link).where(Link.return_id == return_id, Link.expires_at > now)
    session.execute(open_links.values(expires_at=now))


def find(session: Session, token: str) -> Link | None:
    """The link of a token, also if it is past its end."""
    return session.get(Link, hashed(token)) if len(token) <= _MAX_LENGTH else None
