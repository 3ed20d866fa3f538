"""Every kind of step stands once, with the events that answer it."""

from typing import get_args

from returnflow.events import CLASSES
from returnflow.spec import EVENTS, Kind
from returnflow.steps import HANDLERS, KINDS


def test_the_kinds_are_those_of_a_flow():
    # A service's own steps are lists to tick, as packing is.
    assert [kind.name for kind in KINDS] == [name for name in get_args(Kind) if name != "checklist"]
    for kind in KINDS:
        if kind.name != "photos":  # its events fit every step that has slots
            assert tuple(kind.handlers) == EVENTS[kind.name]


def test_every_event_of_a_step_has_one_handler():
    handled = [event for kind in KINDS for event in kind.handlers]
    assert len(handled) == len(set(handled)) == len(HANDLERS)
    known = {event.model_fields["kind"].default for event in CLASSES}
    assert set(handled) <= known
    assert {event for events in EVENTS.values() for event in events} <= set(handled)
