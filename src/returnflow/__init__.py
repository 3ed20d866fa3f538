"""The whole return of a product, embeddable: steps, proofs, slip, packing, courier.

>>> from datetime import date, datetime, timezone
>>> from returnflow import Order, ReturnFlow, events
>>> flow = ReturnFlow.standard()
>>> state = flow.open("smartphone", Order(number="A-1", date=date(2026, 11, 2)))
>>> answer = events.WarrantyAnswered(seller_told=True, impact="no", oxidation="no", opened="no")
>>> outcome = flow.apply(state, answer, now=datetime(2026, 11, 23, tzinfo=timezone.utc))
>>> [view.id for view in flow.next_steps(outcome.state)]
['photos', 'imei', 'backup']

Storage, users and messages belong to the service. Importing this package loads no OpenCV: the
photo step's `returnflow.photos` does, with its first photo.
"""

from returnflow import couriers, events, imei, texts
from returnflow.errors import (
    EvidenceError,
    NewerStateError,
    ReturnflowError,
    SlipError,
    SpecError,
    StateError,
    UnknownNameError,
)
from returnflow.flow import ReturnFlow
from returnflow.outcome import Effect, Outcome, Problem
from returnflow.spec import FlowSpec
from returnflow.standard import standard
from returnflow.state import Order, ReturnState, load
from returnflow.status import Progress, StepView

__all__ = [
    "Effect",
    "EvidenceError",
    "FlowSpec",
    "NewerStateError",
    "Order",
    "Outcome",
    "Problem",
    "Progress",
    "ReturnFlow",
    "ReturnState",
    "ReturnflowError",
    "SlipError",
    "SpecError",
    "StateError",
    "StepView",
    "UnknownNameError",
    "couriers",
    "events",
    "imei",
    "load",
    "standard",
    "texts",
]
