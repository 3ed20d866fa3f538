"""
The evidence of a return
========================

A bundle for a dispute: every answer with its time, every photo's report, and checksums of it
all. The page in it is for people.
"""

import base64
import io
import zipfile
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from returnflow import Order, ReturnFlow, events, evidence, photos

SAMPLES = Path("../../../samples")
now = datetime(2026, 11, 23, 9, 0, tzinfo=timezone.utc)

flow = ReturnFlow.standard()
state = flow.open("smartphone", Order(number="A-4711", date=date(2026, 11, 2), name="Ann Lee"))
answer = events.WarrantyAnswered(seller_told=True, impact="no", oxidation="no", opened="no")
state = flow.apply(state, answer, now=now).state
kept = {}
for index, slot in enumerate(("screen_off", "back")):
    data = (SAMPLES / f"smartphone_{slot}.jpg").read_bytes()
    event = photos.for_slot(state, data, slot)
    outcome = flow.apply(state, event, now=now + timedelta(minutes=index + 1), role="machine")
    state = outcome.state
    kept[event.photos[0].sha256] = data

bundle = evidence.make(flow, state, now=now + timedelta(hours=1), files=kept)
print("untouched:", evidence.verify(bundle.data, bundle.digest).ok)
with zipfile.ZipFile(io.BytesIO(bundle.data)) as archive:
    names = archive.namelist()
    page = next(archive.read(name).decode() for name in names if name.endswith(".html"))
print(*names, sep="\n")


class Shown:
    """A page within this page."""

    def _repr_html_(self):
        data = base64.b64encode(page.encode()).decode()
        return (
            f'<iframe title="page" sandbox src="data:text/html;charset=utf-8;base64,{data}" '
            'style="width: 100%; height: 36rem; border: 1px solid #ccc"></iframe>'
        )


Shown()
