"""Backup: what is on the device is saved, or can't be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from returnflow.steps.base import Asked, EventBase, Question, SpecLike, StepKind, Turn
from returnflow.values import Name


class BackupAnswered(EventBase):
    """What became of the data: backed up, found in a cloud, not possible, or none there."""

    kind: Literal["backup_answered"] = "backup_answered"
    platform: Name
    outcome: Literal["done", "cloud", "impossible", "nothing_stored"]
    works: bool = True
    declared: bool = False


def platforms(spec: SpecLike, category: str) -> tuple[str, ...]:
    """The platforms that devices of a category can be of."""
    return tuple(name for name, one in spec.platforms.items() if category in one.categories)


def platform_named(asked: Asked) -> str | None:
    """The platform that the customer named, in the backup's answer."""
    return getattr(asked.answered(KIND.name), "platform", None)


def stores_nothing(asked: Asked) -> bool:
    """Whether the customer said that the device stores nothing."""
    return getattr(asked.answered(KIND.name), "outcome", None) == "nothing_stored"


def guides_by_platform(asked: Asked, platform: str | None) -> tuple[str, ...]:
    """The step's guide for a platform, by default the one that was named; else all that can be."""
    if platform is None:
        platform = platform_named(asked)
    known = platform is not None and platform in asked.spec.platforms
    names = (platform,) if known else platforms(asked.spec, asked.state.category)
    return tuple(f"guide.{asked.step.kind}.{name}" for name in (*names, "broken"))


def _answered(asked: Asked, event: BackupAnswered) -> Turn:
    if event.platform not in platforms(asked.spec, asked.state.category):
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
    return Turn(event)


def _platforms(asked: Asked, _given: Mapping[str, Any]) -> tuple[str, ...]:
    return platforms(asked.spec, asked.state.category)


def _not_done(_asked: Asked, given: Mapping[str, Any]) -> bool:
    return given["outcome"] in {"impossible", "nothing_stored"}


KIND = StepKind(
    "backup",
    {BackupAnswered: _answered},
    guides=guides_by_platform,
    questions=(
        Question("platform", options=_platforms),
        Question("works"),
        Question("outcome"),
        Question("declared", when=_not_done),
    ),
    needs=("platforms",),
)
