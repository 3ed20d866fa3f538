"""A customer who came by a link: which return it is, and in which language."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from fastapi import Depends, HTTPException

from return_desk import links
from return_desk.desk import Desk, Form, TheDesk
from return_desk.tables import Return, now
from return_desk.words import LANGUAGES, Words


class Visit(NamedTuple):
    """The desk, the return, and what pages and forms need of the link."""

    desk: Desk
    token: str
    return_id: str
    words: Words

    @property
    def form_token(self) -> str:
        """What the forms of this visit bring along."""
        return links.form_token(self.token)

    @property
    def path(self) -> str:
        """Of the return's first page."""
        return f"/r/{self.token}"


def _visit(token: str, desk: TheDesk) -> Visit:
    with desk.database.read() as session:
        link = links.find(session, token)
        if link is None:
            raise HTTPException(404)
        if link.expires_at <= now():
            raise HTTPException(410)
        language = session.get_one(Return, link.return_id).language
    known = language if language in LANGUAGES else "en"
    return Visit(desk, token, link.return_id, Words(desk.flow, known))


def _answering(visit: Annotated[Visit, Depends(_visit)], form: Form) -> Visit:
    if not links.is_form_token(form.get("form_token"), visit.form_token):
        raise HTTPException(403)
    return visit


TheVisit = Annotated[Visit, Depends(_visit)]
"""Of a page that is looked at."""

Answering = Annotated[Visit, Depends(_answering)]
"""Of a form that was sent, and is the visit's own."""
