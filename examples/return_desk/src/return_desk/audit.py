"""The audit log: who did what with which return, without the customer's data."""

from __future__ import annotations

from sqlalchemy.orm import Session

from return_desk.tables import Audit


def note(
    session: Session, who: str, what: str, return_id: str | None = None, detail: str = ""
) -> None:
    """Append a line in the caller's transaction, so that nothing is done without it."""
    session.add(Audit(who=who, what=what, return_id=return_id, detail=detail[:200]))
