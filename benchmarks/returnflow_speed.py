"""How long `ReturnFlow.apply` takes: ``python -m benchmarks.returnflow_speed``.

Walks a whole return of a smartphone; each event is applied 2,000 times to the same state. Photos
come as reports, so no picture is judged.
"""

from __future__ import annotations

import json
import statistics
import time
from datetime import date, datetime, timezone

from returnflow import Order, ReturnFlow, events, load

NOW = datetime(2026, 11, 23, tzinfo=timezone.utc)
TIMES = 2000


def whole_return(flow: ReturnFlow) -> list[events.Event]:
    """The events of a return from its beginning to its end."""

    def photo(number: int, slot: str) -> events.Photo:
        return events.Photo(sha256=f"{number:064x}", verdict="accept", slot=slot)

    slots = flow.spec.categories["smartphone"].slots
    return [
        events.WarrantyAnswered(seller_told=True, impact="no", oxidation="no", opened="no"),
        events.PhotosAdded(photos=tuple(photo(n, slot) for n, slot in enumerate(slots))),
        events.ImeiGiven(imeis=("352099001761481",)),
        events.BackupAnswered(platform="ios", outcome="done"),
        events.SignedOut(outcome="done", accounts=("icloud",)),
        events.PhotosAdded(step="sign_out", photos=(photo(100, "proof"),)),
        events.SlipDetails(paper="slip", lock="pin", secret="2580"),
        events.SlipMade(),
        events.ItemsChecked(items=flow.spec.by_id["packing"].items),
        events.PhotosAdded(step="packing", photos=(photo(101, "inside"), photo(102, "outside"))),
        events.ShippingChosen(courier="dhl_express", way="pickup", number="3318810025"),
        events.ShippingDone(receipt_kept=True),
    ]


def main() -> None:
    """Print a table: median and 95th percentile, in microseconds."""
    flow = ReturnFlow.standard()
    order = Order(number="A-1", date=date(2026, 11, 2), name="Ann Lee")
    state = flow.open("smartphone", order, id="r")
    print(f"| event | median µs | 95 % µs |  (n = {TIMES})\n|---|---|---|")
    for event in whole_return(flow):
        taken = []
        for _ in range(TIMES):
            start = time.perf_counter()
            outcome = flow.apply(
                state,
                event,
                now=NOW,
                role="machine" if event.kind == "photos_added" else "customer",
            )
            taken.append((time.perf_counter() - start) * 1e6)
        high = statistics.quantiles(taken, n=20)[-1]
        print(f"| {event.kind} | {statistics.median(taken):.0f} | {high:.0f} |")
        state = outcome.state
    text = state.json_text()
    start = time.perf_counter()
    for _ in range(TIMES):
        load(text)
    loading = (time.perf_counter() - start) / TIMES * 1e6
    print(
        f"| load a finished return ({len(json.dumps(json.loads(text)))} bytes) | {loading:.0f} | |"
    )


if __name__ == "__main__":
    main()
