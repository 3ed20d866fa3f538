"""Backup: what is on the device is saved, or can't be."""

from __future__ import annotations

from returnflow import events
from returnflow.state import Answer
from returnflow.steps.turn import Asked, StepKind, Turn


def _backup(asked: Asked, event: events.BackupAnswered) -> Turn:
    platform = asked.spec.platforms.get(event.platform)
    if platform is None or asked.state.category not in platform.categories:
        return asked.refuse(("platform.unknown", "platform"))
    stores = asked.spec.categories[asked.state.category].personal_data
    if event.outcome == "nothing_stored" and stores is not None:
        return asked.refuse(("backup.stores_data", "outcome"))
    if event.outcome in {"impossible", "nothing_stored"} and not event.declared:
        look = asked.effect("tell", "guide.backup.broken")
        return asked.refuse(
            ("declaration.needed", "declared"),
            effects=(look,) if event.outcome == "impossible" else (),
        )
    return Turn(Answer(event=event))


KIND = StepKind(
    "backup",
    {
        "backup_answered": _backup,
    },
)
