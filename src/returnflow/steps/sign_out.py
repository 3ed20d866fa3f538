"""Sign-out: no account keeps the device locked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from returnflow.model import personal
from returnflow.steps import backup
from returnflow.steps.base import Asked, EventBase, Question, StepKind, Turn
from returnflow.values import Name


class SignedOut(EventBase):
    """The accounts that the device was taken out of, on it or from afar."""

    kind: Literal["signed_out"] = "signed_out"
    outcome: Literal["done", "remote", "impossible"]
    accounts: tuple[Name, ...] = personal((), max_length=50)
    works: bool = True
    declared: bool = False


def _signed_out(asked: Asked, event: SignedOut) -> Turn:
    if event.outcome == "impossible":
        if not event.declared:
            return asked.refuse(("declaration.needed", "declared"))
        late = asked.effect("hand_to_person", "tell.sign_out_impossible")
        return Turn(event, notes=("sign_out.impossible",), effects=(late,))
    platform = asked.spec.platforms.get(backup.platform_named(asked) or "")
    wanted = platform.accounts if platform is not None else ()
    lacking = tuple(account for account in wanted if account not in event.accounts)
    if lacking:
        return asked.refuse(("sign_out.accounts_missing", "accounts"), accounts=lacking)
    return Turn(event)


def _guides(asked: Asked, platform: str | None) -> tuple[str, ...]:
    return ("tip.sign_out.why", *backup.guides_by_platform(asked, platform))


def _possible(_asked: Asked, given: Mapping[str, Any]) -> bool:
    return bool(given["outcome"] != "impossible")


def _impossible(_asked: Asked, given: Mapping[str, Any]) -> bool:
    return bool(given["outcome"] == "impossible")


KIND = StepKind(
    "sign_out",
    {SignedOut: _signed_out},
    guides=_guides,
    questions=(
        Question("outcome"),
        Question("accounts", when=_possible),
        Question("declared", when=_impossible),
    ),
    skipped=backup.stores_nothing,
    needs=("platforms",),
)
