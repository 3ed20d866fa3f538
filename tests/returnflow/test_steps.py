"""Every kind of step stands once, with the events that answer it."""

from typing import get_args

import pytest
from tests.returnflow.returns import opened, standard

from returnflow import events
from returnflow.events import CLASSES
from returnflow.spec import Kind
from returnflow.steps import BY_NAME, EVENTS, HANDLERS, KINDS, Asked


def test_the_kinds_are_those_of_a_flow():
    assert [kind.name for kind in KINDS] == list(get_args(Kind)) == list(BY_NAME) == list(EVENTS)
    for kind in KINDS:
        if kind.name != "photos":  # its events fit every step that has slots
            assert kind.events == EVENTS[kind.name]


def test_every_event_of_a_step_has_one_handler():
    handlers = [pair for kind in KINDS for pair in kind.handlers.items()]
    # A service's own steps are lists to tick, as packing is.
    assert len(set(handlers)) == len(HANDLERS) == len(handlers) - 1
    known = {event.model_fields["kind"].default for event in CLASSES}
    assert set(HANDLERS) <= known
    assert {event for events in EVENTS.values() for event in events} <= set(HANDLERS)


def test_the_types_for_requests_hold_every_event_of_every_kind():
    of_event = set(get_args(get_args(events.Event)[0]))
    assert of_event == set(CLASSES)
    roles = (events.CustomerEvent, events.StaffEvent, events.MachineEvent)
    assert {one for role in roles for one in get_args(get_args(role)[0])} == of_event


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.questions], ids=lambda k: k.name)
def test_questions_are_for_fields_of_the_first_event_and_have_texts(kind):
    first = next(iter(kind.handlers))
    step = standard().spec.of_kind(kind.name)
    asked = Asked(standard().spec, opened(), step)
    for question in kind.questions:
        assert question.field in first.model_fields
        assert standard().text(f"ask.{question.field}") != f"ask.{question.field}"
        given = {"courier": "ups"}
        for option in question.options(asked, given):
            assert isinstance(option, str)


def test_what_a_step_lacks_before_anything_is_said():
    state = opened("laptop")
    lacking = {
        step.kind: tuple(BY_NAME[step.kind].missing(Asked(standard().spec, state, step)))
        for step in standard().spec.steps
    }
    for kind in ("warranty", "imei", "backup", "order_slip", "shipping"):
        assert lacking[kind] == ("answer",)
    assert lacking["sign_out"] == ("answer", "slot:proof")
    assert lacking["photos"] == tuple(
        f"slot:{slot}" for slot in standard().spec.categories["laptop"].slots
    )
    assert lacking["packing"][:3] == ("slot:inside", "slot:outside", "item:box_rigid")
