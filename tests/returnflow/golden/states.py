"""A whole return of each category, with every event that it can have; run as a script it writes them.

python tests/returnflow/golden/states.py --write

A new field with a default is to be the only kind of difference that this ever makes in the files.
"""

from __future__ import annotations

import json
import sys
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from returnflow import Order, ReturnFlow, ReturnState, events

FOLDER = Path(__file__).parent
CATEGORIES = ("smartphone", "tablet", "laptop", "smartwatch", "other")
PLATFORMS = {
    "smartphone": "samsung",
    "tablet": "ios",
    "laptop": "windows",
    "smartwatch": "apple_watch",
    "other": "nintendo_switch",
}
START = datetime(2026, 11, 23, 9, 0, 0, 250_000, tzinfo=timezone.utc)
IMEI, OTHER_IMEI, MISPRINTED = "352099001761481", "490154203237518", "490154203237519"

flow = ReturnFlow.standard()


def _photo(number: int, slot: str | None, verdict: str = "accept", **values: Any) -> events.Photo:
    return events.Photo(
        sha256=f"{number:064x}",
        slot=slot,
        verdict=verdict,
        fingerprint=f"{(1 << 255) >> (8 * number):064x}",
        report={"schema": "photocheck.report/1", "source": "a.jpg", "results": [{"score": 0.5}]},
        **values,
    )


def _of_photos(category: str) -> list[events.Event]:
    """A photo sent back, one that is placed by hand, one waived, one taken at last though bad."""
    spec = flow.spec.categories[category]
    waived, *_ = spec.waivable
    *slots, placed, stubborn = (slot for slot in spec.slots if slot != waived)
    return [
        events.PhotosAdded(
            photos=tuple(_photo(number, slot) for number, slot in enumerate(slots, 1))
        ),
        events.PhotosAdded(photos=(_photo(20, None, candidates=(placed, stubborn)),)),
        events.PhotoPlaced(sha256=f"{20:064x}", slot=placed),
        *(
            events.PhotosAdded(
                photos=(_photo(number, stubborn, "retake", reasons=("blur.motion",)),)
            )
            for number in (21, 22, 23)
        ),
        events.SlotWaived(slot=waived, reason="does_not_light_up", declared=True),
        events.StaffDecided(
            step="photos", decision="reopen", who="Ann", why="a thumb on it", slots=tuple(slots[:1])
        ),
        events.StaffDecided(step="photos", decision="accept", who="Ann", why="seen on video"),
    ]


def _of_imei(category: str) -> list[events.Event]:
    if category != "smartphone":
        return []
    return [
        events.ImeiUnavailable(instead="serial", serial="C02XK1"),
        events.ImeiAccepted(imeis=(MISPRINTED,), who="Ann", why="misprinted on the box"),
        events.ImeiGiven(imeis=(IMEI,), source="box", read=(OTHER_IMEI,)),
        events.ImeiGiven(imeis=(f"{IMEI[:2]} {IMEI[2:]}",), read=(OTHER_IMEI,), confirmed=True),
    ]


def _of_a_return(category: str) -> list[events.Event]:
    platform = PLATFORMS[category]
    proof = (
        events.SlotWaived(step="sign_out", slot="proof", reason="no_sensitive_part", declared=True)
        if category == "other"
        else events.PhotosAdded(step="sign_out", photos=(_photo(30, "proof", "review"),))
    )
    items = flow.spec.by_id["packing"].items
    return [
        events.WarrantyAnswered(seller_told=False),
        events.WarrantyAnswered(seller_told=True, impact="yes", oxidation="no"),
        events.StaffDecided(step="warranty", decision="accept", who="Ann", why="goodwill"),
        *_of_photos(category),
        *_of_imei(category),
        events.BackupAnswered(platform="other", outcome="cloud"),
        events.BackupAnswered(platform=platform, outcome="impossible", works=False, declared=True),
        events.HelpAsked(step="sign_out", note="a black screen"),
        events.SignedOut(outcome="done"),
        events.SignedOut(outcome="remote", accounts=flow.spec.platforms[platform].accounts),
        proof,
        events.SlipDetails(paper="slip", lock="pin", secret="2580"),
        events.SlipMade(),
        events.ItemsChecked(items=items[:3]),
        events.ItemsChecked(items=items),
        events.PhotosAdded(step="packing", photos=(_photo(40, "inside"), _photo(41, "outside"))),
        events.Abandoned(why="changed my mind"),
        events.Resumed(),
        events.ShippingChosen(courier="dhl_express", way="pickup", number="3318810025"),
        events.ShippingDone(
            courier="ups", way="drop_off", number="1Z5R89390357567127", receipt_kept=False
        ),
        events.StaffDecided(step="shipping", decision="reopen", who="Ann", why="another label"),
        events.ShippingChosen(courier="dhl_express", way="pickup", number="3318810025"),
        events.ShippingDone(receipt_kept=True, insured=True),
    ]


def walked(category: str) -> tuple[ReturnState, list[dict[str, Any]]]:
    """The return at its end, and what was answered to each event on the way."""
    order = Order(number="ORD-4711", date=date(2026, 11, 2), name="Zoë Müller", imeis=(OTHER_IMEI,))
    state = flow.open(category, order, id=f"golden-{category}")
    answers = []
    given = _of_a_return(category)
    for number, event in enumerate(given):
        state = _step(state, event.changed(id=f"e{number}"), number, answers)
    done = events.EffectsDone(effects=tuple(effect.id for effect in state.effects[::2]), id="done")
    return _step(state, done, len(given), answers), answers


def _step(
    state: ReturnState, event: events.Event, number: int, answers: list[dict[str, Any]]
) -> ReturnState:
    role = next(role for role, kinds in events.ALLOWED.items() if event.kind in kinds)
    at = START + timedelta(seconds=number)
    outcome = flow.apply(state, event, now=at, role=role, actor=f"{role}:7")
    told = outcome.model_dump(mode="json", include={"applied", "problems", "effects"})
    steps = [
        view.model_dump(mode="json", exclude_defaults=True) for view in flow.steps(outcome.state)
    ]
    answers.append({"event": event.kind, "role": role, **told, "steps": steps})
    return outcome.state


def text_of(state: ReturnState) -> str:
    """A state as it stands in its file."""
    return state.model_dump_json(indent=1) + "\n"


def file_of(category: str) -> Path:
    """The file of a category's return."""
    return FOLDER / f"{category}.json"


def answers_of(category: str) -> Path:
    """The file with what was answered to each event of a category's return, one line an event."""
    return FOLDER / f"{category}.answers.jsonl"


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit("expected --write")
    for name in CATEGORIES:
        end, told = walked(name)
        file_of(name).write_text(text_of(end), encoding="utf-8")
        lines = "".join(json.dumps(answer, ensure_ascii=False) + "\n" for answer in told)
        answers_of(name).write_text(lines, encoding="utf-8")
