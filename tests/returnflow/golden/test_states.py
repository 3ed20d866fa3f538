"""States that were written before are read, go on, and are written the same, byte for byte."""

import json

import pytest
from tests.returnflow.golden.states import CATEGORIES, answers_of, file_of, flow, text_of, walked

from returnflow import ReturnState, events, load


@pytest.fixture(scope="module", params=CATEGORIES)
def category(request):
    return request.param


def test_a_saved_return_is_written_as_it_was_read(category):
    saved = file_of(category).read_bytes()
    state = load(saved)
    assert state.status == "complete"
    assert text_of(state).encode() == saved
    assert load(state.json_text()) == state


def test_its_log_tells_the_same_state(category):
    saved = file_of(category).read_bytes()
    state = load(saved)
    again = flow.replay(state)
    # Which effects were done, the log tells as well.
    assert text_of(again).encode() == saved


def test_the_same_events_are_answered_as_they_were(category):
    state, answers = walked(category)
    known = answers_of(category).read_text(encoding="utf-8").splitlines()
    assert len(answers) == len(known)
    for answer, line in zip(answers, known, strict=True):
        assert answer == json.loads(line)
    assert text_of(state) == file_of(category).read_text(encoding="utf-8")


def test_every_kind_of_event_stands_in_them():
    states = [load(file_of(category).read_bytes()) for category in CATEGORIES]
    logged = [{entry.event.kind for entry in state.log} for state in states]
    kinds = {model.model_fields["kind"].default for model in events.CLASSES}
    of_a_phone = {"imei_given", "imei_unavailable", "imei_accepted"}
    assert set().union(*logged) == kinds
    for kinds_of_one in logged:
        assert kinds_of_one >= kinds - of_a_phone
    answered = {name for state in states for name in state.answers}
    assert answered == {step.id for step in flow.spec.steps} - {"photos"}
    assert set(ReturnState.model_fields) - {"schema_"} <= set(
        json.loads(file_of("smartphone").read_bytes())
    )
