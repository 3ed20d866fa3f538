"""Sign-out: no account keeps the device locked."""

from __future__ import annotations

from returnflow import events
from returnflow.state import Answer
from returnflow.status import answer_to
from returnflow.steps.turn import Asked, StepKind, Turn


def _sign_out(asked: Asked, event: events.SignedOut) -> Turn:
    backup = answer_to(asked.spec, asked.state, "backup")
    platform = asked.spec.platforms.get(getattr(backup.event, "platform", "") if backup else "")
    wanted = platform.accounts if platform is not None else ()
    lacking = tuple(account for account in wanted if account not in event.accounts)
    if event.outcome == "impossible":
        if not event.declared:
            return asked.refuse(("declaration.needed", "declared"))
        late = asked.effect("hand_to_person", "tell.sign_out_impossible")
        return Turn(Answer(event=event, notes=("sign_out.impossible",)), effects=(late,))
    if lacking:
        return asked.refuse(("sign_out.accounts_missing", "accounts"), accounts=lacking)
    return Turn(Answer(event=event))


KIND = StepKind(
    "sign_out",
    {
        "signed_out": _sign_out,
    },
)
