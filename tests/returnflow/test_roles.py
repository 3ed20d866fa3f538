"""No role can do what another one may, whatever it sends."""

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from tests.returnflow.events_of import any_event
from tests.returnflow.returns import NOW, device_photos, must, no_damage, opened, role_of, standard

from returnflow import UnknownNameError, events, load

flow = standard()
ROLES = sorted(events.ALLOWED)
UNIONS = {
    "customer": events.CustomerEvent,
    "machine": events.MachineEvent,
    "staff": events.StaffEvent,
}
DECISION = events.StaffDecided(step="warranty", decision="accept", who="me", why="so")


def test_every_event_belongs_to_a_role():
    kinds = {model.model_fields["kind"].default for model in events.CLASSES}
    assert set().union(*events.ALLOWED.values()) == kinds
    assert not events.ALLOWED["customer"] & events.ALLOWED["machine"]
    assert events.ALLOWED["staff"] - events.ALLOWED["customer"] == {
        "staff_decided",
        "imei_accepted",
    }


@given(any_event(), st.sampled_from(ROLES), st.booleans())
def test_what_a_role_may_not_send_changes_nothing(event, role, parsed):
    state = opened()
    sent = event if parsed else event.model_dump_json()
    outcome = flow.apply(state, sent, now=NOW, role=role, actor="customer:17")
    codes = {problem.code for problem in outcome.problems}
    if event.kind in events.ALLOWED[role]:
        assert "event.not_from_outside" not in codes
    else:
        assert outcome.state == state
        assert not outcome.applied
        assert codes == {"event.not_from_outside"}


@pytest.mark.parametrize("actor", [None, "staff:1", "customer:17"])
@pytest.mark.parametrize("event", [DECISION, device_photos("smartphone")])
def test_a_parsed_event_of_a_customers_body_decides_nothing(event, actor):
    outcome = flow.apply(opened(), event, now=NOW, actor=actor)
    assert [problem.code for problem in outcome.problems] == ["event.not_from_outside"]


@given(any_event(), st.sampled_from(ROLES))
def test_the_type_of_a_body_is_the_rule(event, role):
    adapter = TypeAdapter(UNIONS[role])
    if event.kind in events.ALLOWED[role]:
        assert adapter.validate_json(event.model_dump_json()) == event
    else:
        with pytest.raises(ValidationError):
            adapter.validate_json(event.model_dump_json())


def test_an_unknown_role_is_the_callers_mistake():
    with pytest.raises(UnknownNameError, match="admin"):
        flow.apply(opened(), no_damage(), now=NOW, role="admin")


def test_a_refusal_is_logged_without_a_trace_of_a_person(caplog):
    with caplog.at_level(logging.WARNING, "returnflow"):
        flow.apply(opened(), DECISION, now=NOW, actor="customer:Ann")
    (record,) = caplog.records
    assert "staff_decided" in record.getMessage()
    assert not {"Ann", "r-1", "me"} & set(record.getMessage().replace(":", " ").split())


def test_effects_have_ids_and_stay_until_they_are_done():
    outcome = flow.apply(opened(), no_damage(), now=NOW)
    ids = [effect.id for effect in outcome.effects]
    assert len(set(ids)) == len(ids) > 0
    saved = load(outcome.state.json_text())
    assert flow.pending_effects(saved) == outcome.effects
    done = events.EffectsDone(effects=(ids[0],))
    after = flow.apply(saved, done, now=NOW, role="machine")
    assert after.applied
    assert ids[0] not in {effect.id for effect in flow.pending_effects(after.state)}
    again = flow.apply(after.state, done.changed(id="later"), now=NOW, role="machine")
    assert not again.applied
    assert not again.problems


def test_the_same_event_gives_the_same_effects():
    event = no_damage()
    first, second = (flow.apply(opened(), event, now=NOW).effects for _ in range(2))
    assert first == second


def test_an_older_question_is_not_asked_again():
    state = must(opened(), no_damage())
    asked = [effect for effect in flow.pending_effects(state) if effect.kind == "ask_step"]
    assert [effect.step for effect in asked] == ["photos"]
    event = device_photos("smartphone")
    state = flow.apply(state, event, now=NOW, role=role_of(event)).state
    asked = [effect.step for effect in flow.pending_effects(state) if effect.kind == "ask_step"]
    assert len(asked) == 1
    assert asked != ["photos"]


def test_a_replay_builds_what_is_pending_too():
    outcome = flow.apply(opened(), no_damage(), now=NOW)
    done = events.EffectsDone(effects=tuple(effect.id for effect in outcome.effects))
    state = flow.apply(outcome.state, done, now=NOW, role="machine").state
    assert flow.replay(state) == state
