"""The tables. The state of a return is one JSON text; columns beside it are for finding rows."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any
from uuid import uuid4

from sqlalchemy import DateTime, Dialect, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import JSON, TypeDecorator


class UtcTime(TypeDecorator[datetime]):
    """A time with a zone; SQLite, which keeps none, gets and gives UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """UTC, as it is stored."""
        del dialect
        return None if value is None else value.astimezone(timezone.utc)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """UTC, as it is read."""
        del dialect
        if value is None:
            return None
        return (
            value.replace(tzinfo=timezone.utc)
            if value.tzinfo is None
            else value.astimezone(timezone.utc)
        )


def now() -> datetime:
    """The moment, in UTC; the one clock of the service."""
    return datetime.now(timezone.utc)


def _id() -> str:
    return uuid4().hex


class Base(DeclarativeBase):
    """The base of all tables."""

    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's own name and kind
        datetime: UtcTime(),
        str: String(200),
        dict[str, Any]: JSON(),
        list[str]: JSON(),
    }


class Return(Base):
    """One return. `state` is returnflow's, and says everything; the rest is for lists."""

    __tablename__ = "returns"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=_id)
    state: Mapped[str] = mapped_column(Text)
    category: Mapped[str]
    status: Mapped[str] = mapped_column(index=True)
    language: Mapped[str] = mapped_column(String(8), default="en")
    order_number: Mapped[str] = mapped_column(index=True)
    needs_person: Mapped[bool] = mapped_column(default=False, index=True)
    question: Mapped[bool] = mapped_column(default=False)
    """The customer asked for a person, and nobody has answered yet."""
    made_at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime] = mapped_column(default=now, index=True)


class Link(Base):
    """A customer's way in; only the hash of its token is kept."""

    __tablename__ = "links"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    return_id: Mapped[str] = mapped_column(ForeignKey("returns.id"), index=True)
    expires_at: Mapped[datetime]


class Upload(Base):
    """A photo that came, and at the same time the job to judge it: to be done without `judged_at`.

    `key` is the sender's, so that a photo sent again after a broken line is one photo.
    """

    __tablename__ = "uploads"
    __table_args__ = (UniqueConstraint("return_id", "key"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=_id)
    return_id: Mapped[str] = mapped_column(ForeignKey("returns.id"), index=True)
    key: Mapped[str] = mapped_column(String(80))
    step: Mapped[str] = mapped_column(String(80))
    slot: Mapped[str | None] = mapped_column(String(80))
    """What the customer says that it shows."""
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]
    sent_at: Mapped[datetime] = mapped_column(default=now)
    attempts: Mapped[int] = mapped_column(default=0)
    judged_at: Mapped[datetime | None] = mapped_column(index=True)
    verdict: Mapped[str | None] = mapped_column(String(20))
    reasons: Mapped[list[str]] = mapped_column(default=list)
    unreadable: Mapped[str | None] = mapped_column(String(80))
    """Why it is no picture that can be judged."""
    problem: Mapped[str | None] = mapped_column(String(80))
    """What the flow said about it, where it was not simply kept."""
    has_pixels: Mapped[bool] = mapped_column(default=True)
    put_aside: Mapped[bool] = mapped_column(default=False)
    """The customer says that it shows nothing that is asked for."""


class Outgoing(Base):
    """The outbox: an effect, written together with the state that it follows from."""

    __tablename__ = "outbox"

    id: Mapped[str] = mapped_column(primary_key=True)
    """The return's id and the effect's."""
    return_id: Mapped[str] = mapped_column(ForeignKey("returns.id"), index=True)
    effect: Mapped[dict[str, Any]]
    written_at: Mapped[datetime] = mapped_column(default=now, index=True)
    done_at: Mapped[datetime | None] = mapped_column(index=True)
    attempts: Mapped[int] = mapped_column(default=0)


class Message(Base):
    """What was said to the customer: a text of the catalogues by `key`, or a person's words."""

    __tablename__ = "messages"

    id: Mapped[str] = mapped_column(primary_key=True)
    """The effect's in the outbox: told twice, it is one message."""
    return_id: Mapped[str] = mapped_column(ForeignKey("returns.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=now)
    key: Mapped[str] = mapped_column(default="")
    params: Mapped[dict[str, Any]] = mapped_column(default=dict)
    words: Mapped[str] = mapped_column(Text, default="")


class Member(Base):
    """A member of staff."""

    __tablename__ = "staff"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    password_hash: Mapped[str]


class Session(Base):
    """A member of staff who is logged in; only the hash of the cookie is kept."""

    __tablename__ = "sessions"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(ForeignKey("staff.name"))
    expires_at: Mapped[datetime]


class FailedLogin(Base):
    """A wrong password; name and address are hashed."""

    __tablename__ = "failed_logins"

    id: Mapped[int] = mapped_column(primary_key=True)
    who: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime] = mapped_column(default=now)


class Opinion(Base):
    """What a member of staff says of a photo, against which the machine's verdict is held."""

    __tablename__ = "opinions"

    id: Mapped[int] = mapped_column(primary_key=True)
    upload_id: Mapped[str] = mapped_column(ForeignKey("uploads.id"), index=True)
    usable: Mapped[bool]
    who: Mapped[str] = mapped_column(String(80))
    why: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(default=now, index=True)


class Audit(Base):
    """Who did what, appended only; without personal data of customers."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=now, index=True)
    who: Mapped[str] = mapped_column(String(100))
    what: Mapped[str] = mapped_column(String(80))
    return_id: Mapped[str | None] = mapped_column(String(32), index=True)
    detail: Mapped[str] = mapped_column(default="")
