"""How often the machine was right in the last seven days, by what staff said of the photos.

Staff look at few of the photos, and mostly at those in doubt: the rates are of those that were
looked at, and say so.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from return_desk.tables import Opinion, Upload


class Rate(NamedTuple):
    """Of so many photos, so many were looked at by staff, and the machine was wrong with some."""

    name: str
    photos: int
    looked_at: int
    wrong: int

    @property
    def percent(self) -> str:
        """The share of wrong ones among those looked at."""
        return "–" if not self.looked_at else f"{self.wrong / self.looked_at:.0%}"


class Week(NamedTuple):
    """Rates by verdict, and by the reason for which a photo was sent back."""

    photos: int
    unreadable: int
    verdicts: tuple[Rate, ...]
    reasons: tuple[Rate, ...]


def rates(session: Session, at: datetime) -> Week:
    """The rates of the seven days before a moment; a photo's last opinion counts."""
    since = at - timedelta(days=7)
    uploads = list(session.scalars(select(Upload).where(Upload.judged_at > since)))
    said = (
        select(Opinion.upload_id, Opinion.usable)
        .join(Upload, Upload.id == Opinion.upload_id)
        .where(Upload.judged_at > since)
        .order_by(Opinion.id)
    )
    opinions = {row.upload_id: row.usable for row in session.execute(said)}
    photos, looked, wrong = Counter[str](), Counter[str](), Counter[str]()
    for upload in uploads:
        if upload.unreadable is not None:
            continue
        usable = opinions.get(upload.id)
        names = [upload.verdict or "", *(upload.reasons if upload.verdict == "retake" else ())]
        for name in names:
            photos[name] += 1
            looked[name] += usable is not None
            wrong[name] += usable is not None and usable is (upload.verdict == "retake")
    verdicts = ("accept", "review", "retake")

    def rate(name: str) -> Rate:
        return Rate(name, photos[name], looked[name], wrong[name])

    return Week(
        photos=len(uploads),
        unreadable=sum(upload.unreadable is not None for upload in uploads),
        verdicts=tuple(map(rate, verdicts)),
        reasons=tuple(rate(name) for name, _ in photos.most_common() if name not in verdicts),
    )
