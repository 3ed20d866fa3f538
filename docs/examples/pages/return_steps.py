"""
A return, step by step
======================

Which steps are open after each event. A step opens when those before it are done.
"""

from datetime import date, datetime, timedelta, timezone

import matplotlib.pyplot as plt

from returnflow import Order, ReturnFlow, events

flow = ReturnFlow.standard()
state = flow.open("laptop", Order(number="A-1", date=date(2026, 11, 2)))
start = datetime(2026, 11, 23, 9, 0, tzinfo=timezone.utc)


def decided(step):
    """A member of staff accepts a step; a shop would do so for a customer at the counter."""
    return events.StaffDecided(step=step, decision="accept", who="staff-7", why="seen in the shop")


told = [
    (
        "warranty answered",
        events.WarrantyAnswered(seller_told=True, impact="no", oxidation="no", opened="no"),
        "customer",
    ),
    ("photos accepted", decided("photos"), "staff"),
    ("backup done", events.BackupAnswered(platform="mac", outcome="done"), "customer"),
    ("sign-out accepted", decided("sign_out"), "staff"),
    ("slip accepted", decided("order_slip"), "staff"),
    ("packing accepted", decided("packing"), "staff"),
]
columns = [("opened", {view.id for view in flow.next_steps(state)})]
for minute, (label, event, role) in enumerate(told):
    outcome = flow.apply(state, event, now=start + timedelta(minutes=minute), role=role)
    state = outcome.state
    columns.append((label, {view.id for view in flow.next_steps(state)}))

steps = ["warranty", "photos", "backup", "sign_out", "order_slip", "packing", "shipping"]
figure, panel = plt.subplots(figsize=(9, 4), layout="constrained")
for x, (_, open_steps) in enumerate(columns):
    for y, step in enumerate(steps):
        panel.scatter(x, y, s=180, color="tab:orange" if step in open_steps else "lightgrey")
panel.set_xticks(range(len(columns)), [label for label, _ in columns], rotation=30, ha="right")
panel.set_yticks(range(len(steps)), steps)
panel.invert_yaxis()
panel.set_title("open steps")
plt.show()
