"""`apply`: pure, deterministic, and not to be fooled."""

import json
from datetime import datetime, timedelta, timezone

import pytest
from tests.returnflow.returns import (
    IMEI,
    NOW,
    apply,
    codes,
    device_photos,
    effects,
    must,
    no_damage,
    opened,
    order,
    photo,
    status,
    up_to,
)
from tests.returnflow.returns import standard as flow_of

from returnflow import ReturnFlow, UnknownNameError, events, load, standard
from returnflow.flow import ReturnFlow as Flow

flow = flow_of()


def refused(outcome, state, *expected):
    assert codes(outcome) == list(expected)
    assert not outcome.applied
    assert outcome.state == state


def unchanged(outcome, state):
    """What a harmless retry gives."""
    assert (outcome.applied, outcome.problems, outcome.effects) == (False, (), ())
    assert outcome.state == state


def test_apply_is_deterministic_and_leaves_its_arguments_alone():
    state, event = opened(), no_damage()
    before = state.json_text(), event.model_dump_json()
    assert apply(state, event) == apply(state, event)
    assert before == (state.json_text(), event.model_dump_json())


def test_the_same_event_twice_changes_nothing():
    state, event = opened(), no_damage()
    once = must(state, event)
    again = apply(once, event)
    assert (again.state, again.applied, again.problems, again.effects) == (once, False, (), ())
    later = must(once, events.ImeiGiven(imeis=(IMEI,)))
    assert apply(later, event).state == later


def test_the_same_slip_twice_does_not_bring_the_pin_back():
    details = events.SlipDetails(paper="slip", lock="pin", secret="258091736458")
    state = must(up_to("order_slip"), details, events.SlipMade())
    again = apply(state, details)
    assert (again.state, again.problems) == (state, ())


def test_an_id_used_for_something_else_is_a_problem():
    state = must(opened(), no_damage().changed(id="x"))
    refused(apply(state, events.ImeiGiven(id="x", imeis=(IMEI,))), state, "event.id_reused")


def test_an_event_for_another_step():
    state = up_to("photos")
    refused(
        apply(state, events.PhotosAdded(step="warranty", photos=(photo(1, "back"),))),
        state,
        "photos.unknown_slot",
    )
    refused(apply(state, events.ItemsChecked(step="photos", items=())), state, "step.other_event")
    refused(apply(state, events.ItemsChecked(step="nowhere", items=())), state, "step.unknown")
    refused(apply(state, events.HelpAsked(step="nowhere")), state, "step.unknown")
    refused(apply(state, events.ShippingDone(receipt_kept=True)), state, "step.locked")
    refused(
        apply(opened("laptop"), events.ImeiGiven(imeis=(IMEI,))),
        opened("laptop"),
        "step.not_applicable",
    )


def test_photos_for_a_step_that_asks_for_none():
    state = up_to("photos")
    refused(
        apply(state, events.PhotosAdded(step="imei", photos=(photo(1, "back"),))),
        state,
        "photos.unknown_slot",
    )
    refused(
        apply(state, events.PhotosAdded(step="imei", photos=(photo(1),))),
        state,
        "photos.unknown_slot",
    )


def test_an_unknown_slot():
    state = up_to("photos")
    for slot in ("nose", "closeup_screen", "photos", "@category", "closeup_*"):
        refused(
            apply(state, events.PhotosAdded(photos=(photo(1, slot),))), state, "photos.unknown_slot"
        )
        refused(
            apply(state, events.SlotWaived(slot=slot, reason="no_sensitive_part", declared=True)),
            state,
            "photos.unknown_slot",
        )
    other = up_to("photos", "other")
    for slot in ("closeup_*", "closeup_", "closeup"):
        refused(
            apply(other, events.PhotosAdded(photos=(photo(1, slot),))), other, "photos.unknown_slot"
        )
    refused(
        apply(state, events.PhotoPlaced(sha256="0" * 64, slot="back")), state, "photos.not_waiting"
    )


def test_a_photo_in_the_wrong_slot_is_moved_and_changes_places_with_the_one_that_is_there():
    both = (photo(1, "left"), photo(2, "right"))
    state = must(up_to("photos"), events.PhotosAdded(photos=(photo(1, "left"),)))
    moved = must(state, events.PhotoPlaced(sha256=f"{1:064x}", slot="back"))
    kept = moved.photos["photos"].kept
    assert {slot: one.slot for slot, one in kept.items()} == {"back": "back"}
    assert kept["back"].verdict == "review"  # the camera's word against the customer's
    state = must(up_to("photos"), events.PhotosAdded(photos=both))
    swapped = must(state, events.PhotoPlaced(sha256=f"{1:064x}", slot="right"))
    kept = swapped.photos["photos"].kept
    assert {slot: one.sha256 for slot, one in kept.items()} == {
        "right": both[0].sha256,
        "left": both[1].sha256,
    }
    unknown = events.PhotoPlaced(sha256=f"{1:064x}", slot="roof")
    refused(apply(swapped, unknown), swapped, "photos.unknown_slot")
    assert flow.replay(swapped) == swapped


def test_what_was_done_already_is_no_problem_when_it_is_sent_again_under_another_id():
    held = apply(up_to("photos"), events.PhotosAdded(photos=(photo(1),))).state
    placed = must(held, events.PhotoPlaced(sha256=f"{1:064x}", slot="back"))
    unchanged(apply(placed, events.PhotoPlaced(sha256=f"{1:064x}", slot="back")), placed)
    made = must(up_to("order_slip"), events.SlipDetails(paper="slip"), events.SlipMade())
    unchanged(apply(made, events.SlipMade()), made)
    invoice = must(up_to("order_slip"), events.SlipDetails(paper="invoice"))
    refused(apply(invoice, events.SlipMade()), invoice, "order_slip.no_details")
    gone = must(up_to("photos"), events.Abandoned())
    unchanged(apply(gone, events.Abandoned()), gone)
    back = must(gone, events.Resumed())
    unchanged(apply(back, events.Resumed()), back)


def test_a_file_that_cant_be_read_is_never_kept_nor_counted():
    state = up_to("photos")
    for number in range(1, 8):
        broken = photo(number, "back", "retake", reasons=("decode.truncated",))
        outcome = apply(state, events.PhotosAdded(photos=(broken,)))
        assert codes(outcome) == ["photos.retake"]
        state = outcome.state
    assert "back" not in state.photos["photos"].kept
    assert state.photos["photos"].retakes.get("back", 0) == 0
    for number in (11, 12):  # two tries, and the third is kept for a person, as ever
        blurred = photo(number, "back", "retake", reasons=("blur.motion",))
        state = apply(state, events.PhotosAdded(photos=(blurred,))).state
    broken = photo(13, "back", "retake", reasons=("decode.truncated",))
    state = apply(state, events.PhotosAdded(photos=(broken,))).state
    assert "back" not in state.photos["photos"].kept
    last = photo(14, "back", "retake", reasons=("blur.motion",))
    assert apply(state, events.PhotosAdded(photos=(last,))).state.photos["photos"].kept["back"]


def test_too_many_photos_at_once():
    state = up_to("photos")
    many = tuple(photo(n, "back") for n in range(61))
    refused(apply(state, events.PhotosAdded(photos=many)), state, "photos.too_many")


def test_a_clock_that_runs_backwards():
    state = must(opened(), no_damage())
    event = events.ImeiGiven(imeis=(IMEI,))
    refused(apply(state, event, now=NOW - timedelta(minutes=1)), state, "clock.backwards")
    skewed = apply(state, event, now=NOW - timedelta(seconds=1))
    assert skewed.applied
    assert skewed.state.log[-1].at == NOW
    assert flow.replay(skewed.state) == skewed.state


@pytest.mark.parametrize(
    "now",
    [
        NOW.replace(tzinfo=None),
        None,
        "2026-01-01",
        0,
        datetime.max.replace(tzinfo=timezone(timedelta(hours=-5))),
    ],
)
def test_a_clock_without_a_zone(now):
    refused(apply(opened(), no_damage(), now=now), opened(), "clock.no_zone")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "null",
        "[]",
        "1",
        '"x"',
        b"\xff\xfe",
        "{}",
        '{"kind": "nothing"}',
        '{"kind": 3}',
        "[" * 100_000,
        '{"kind": "slip_made", "id": ""}',
        "\ud800",
    ],
)
def test_damaged_json(text):
    outcome = apply(opened(), text)
    assert outcome.state == opened()
    assert not outcome.applied
    assert {code.partition(".")[0] for code in codes(outcome)} == {"event"}


def test_what_is_wrong_with_json_is_named_by_field_and_never_quoted():
    secret = "Mustermann 352099001761481"
    raw = {"kind": "slip_details", "paper": secret, "lock": "pin", secret: 1, "name": ["x", secret]}
    outcome = apply(opened(), json.dumps(raw))
    assert {problem.field for problem in outcome.problems} >= {"paper", "name"}
    assert "Mustermann" not in repr(outcome)


def test_raw_json_is_a_customers_and_cant_decide_for_staff():
    raw = events.StaffDecided(
        step="warranty", decision="accept", who="me", why="so"
    ).model_dump_json()
    refused(apply(opened(), raw), opened(), "event.not_from_outside")
    forged = device_photos("smartphone").model_dump_json()
    refused(apply(opened(), forged), opened(), "event.not_from_outside")
    outcome = apply(opened(), no_damage().changed(actor="staff:1").model_dump_json())
    assert outcome.state.log[-1].event.actor == "customer"
    named = flow.apply(
        opened(), json.loads(no_damage().model_dump_json()), now=NOW, actor="customer:9"
    )
    assert named.state.log[-1].event.actor == "customer:9"
    known = flow.apply(opened(), no_damage(), now=NOW, actor="customer:9")
    assert known.state.log[-1].event.actor == "customer:9"


def test_a_state_of_another_spec():
    other = Flow(standard().changed(version=2))
    state = must(opened(), no_damage())
    refused(apply(state, events.ImeiGiven(imeis=(IMEI,)), flow=other), state, "state.other_spec")
    with pytest.raises(UnknownNameError, match="marketplace/1"):
        other.steps(state)
    with pytest.raises(UnknownNameError):
        other.next_steps(state)


def test_a_state_whose_answers_stand_under_the_wrong_steps():
    state = up_to("backup")
    swapped = state.changed(answers={"shipping": state.answers["warranty"]})
    refused(apply(swapped, events.ImeiGiven(imeis=(IMEI,))), swapped, "state.other_spec")


def test_a_category_change_halfway():
    state = up_to("backup").changed(category="toaster")
    refused(apply(state, events.ImeiGiven(imeis=(IMEI,))), state, "state.other_spec")
    changed = apply(up_to("backup"), {"kind": "warranty_answered", "category": "laptop"})
    assert not changed.applied
    phone = up_to("backup")
    assert flow.replay(phone.changed(category="laptop")) != phone


def test_an_unknown_category_is_refused_when_opening():
    with pytest.raises(UnknownNameError, match="known: smartphone, tablet"):
        flow.open("toaster", order())


def test_an_earlier_answer_is_edited_and_what_depends_on_it_asked_again():
    state = up_to("packing")
    edited = must(state, events.BackupAnswered(platform="android", outcome="done"))
    assert status(edited, "sign_out") == "open"
    assert "sign_out" not in edited.answers
    assert edited.photos["sign_out"].kept == {}
    assert status(edited, "order_slip") == "done"
    assert status(edited, "packing") == "locked"
    same = must(state, events.BackupAnswered(platform="ios", outcome="cloud", works=False))
    assert status(same, "sign_out") == "done"


def test_editing_after_the_end_opens_the_return_again():
    state = up_to("end")
    edited = apply(state, events.SlipDetails(paper="handwritten"))
    assert edited.state.status == "open"
    assert status(edited.state, "order_slip") == "open"
    assert status(edited.state, "packing") == "locked"
    corrected = apply(
        state,
        events.ShippingDone(
            courier="ups", way="pickup", number="1Z5R89390357567127", receipt_kept=True
        ),
    )
    assert corrected.state.status == "complete"
    assert effects(corrected) == ["tell"]


def test_staff_settles_a_step_and_who_and_why_is_kept():
    accept = events.StaffDecided(
        step="photos", decision="accept", who="staff-7", why="seen on video", actor="staff-7"
    )
    state = must(up_to("photos"), accept)
    assert status(state, "photos") == "done"
    assert (state.decisions["photos"].who, state.decisions["photos"].why) == (
        "staff-7",
        "seen on video",
    )
    reopened = must(state, accept.changed(id="y", decision="reopen"))
    assert status(reopened, "photos") == "open"
    assert [entry.event.kind for entry in reopened.log[-2:]] == ["staff_decided"] * 2


def test_reopening_a_step_starts_its_retakes_anew():
    state = up_to("photos")
    for number in (1, 2):
        state = apply(state, events.PhotosAdded(photos=(photo(number, "back", "retake"),))).state
    state = must(state, events.StaffDecided(step="photos", decision="reopen", who="s", why="w"))
    outcome = apply(state, events.PhotosAdded(photos=(photo(3, "back", "retake"),)))
    assert codes(outcome) == ["photos.retake"]


def test_asking_again_for_one_photo_leaves_the_others():
    state = up_to("photos")
    taken = (photo(1, "back", "accept"), photo(2, "left", "accept"))
    state = must(state, events.PhotosAdded(photos=taken))
    again = events.StaffDecided(
        step="photos", decision="reopen", who="s", why="a scratch is hidden", slots=("back",)
    )
    outcome = apply(state, again)
    assert list(outcome.state.photos["photos"].kept) == ["left"]
    asked = [effect for effect in outcome.effects if effect.kind == "ask_photo"]
    assert [effect.params["slot"] for effect in asked] == ["back"]
    assert flow.say(asked[0]).startswith("Please take the photo again (Back).")
    sent_again = apply(outcome.state, events.PhotosAdded(photos=(taken[0],)))
    assert codes(sent_again) == ["photos.rejected_before"]
    assert flow.replay(outcome.state) == outcome.state


def test_abandon_and_resume():
    state = must(
        up_to("order_slip"), events.SlipDetails(paper="slip", lock="pin", secret="258091736458")
    )
    gone = apply(state, events.Abandoned(why="changed my mind"))
    assert effects(gone) == ["abandon"]
    assert gone.state.status == "abandoned"
    assert '"258091736458"' not in gone.state.json_text()
    assert flow.next_steps(gone.state) == ()
    refused(apply(gone.state, events.SlipMade()), gone.state, "return.abandoned")
    unchanged(apply(gone.state, events.Abandoned(why="again")), gone.state)
    back = must(gone.state, events.Resumed())
    assert back.status == "open"
    assert set(back.answers) == set(state.answers)
    unchanged(apply(back, events.Resumed()), back)
    end = up_to("end")
    refused(apply(end, events.Resumed()), end, "return.not_abandoned")
    refused(apply(end, events.Abandoned()), end, "return.complete")
    assert next(view for view in flow.steps(back) if view.id == "order_slip").missing == ("answer",)
    assert flow.replay(back) == back


def test_asking_for_help_hands_the_return_to_a_person():
    outcome = apply(up_to("photos"), events.HelpAsked(step="photos", note="my camera is broken"))
    assert effects(outcome)[0] == "hand_to_person"
    assert "camera" not in repr(outcome)


def test_the_log_is_only_appended_to_and_the_state_can_be_rebuilt_from_it():
    state = up_to("end")
    assert [entry.at for entry in state.log] == sorted(entry.at for entry in state.log)
    for length in range(len(state.log)):
        part = flow.replay(state, state.log[:length])
        assert part.log == state.log[:length]
    assert flow.replay(state) == state
    tampered = state.changed(answers={**state.answers, "warranty": state.answers["imei"]})
    assert flow.replay(tampered) != tampered


def test_a_flood_of_events_ends():
    small = ReturnFlow(standard().changed(limits=standard().limits.changed(max_events=2)))
    state = must(opened(), no_damage(), events.HelpAsked(step="photos"), flow=small)
    refused(
        apply(state, events.HelpAsked(step="photos"), flow=small), state, "return.too_many_events"
    )
    staff = events.StaffDecided(step="photos", decision="accept", who="s", why="w")
    assert apply(state, staff, flow=small).applied


def test_next_steps_and_progress():
    state = must(opened(), no_damage())
    assert [view.id for view in flow.next_steps(state)] == ["photos", "imei", "backup"]
    locked = next(view for view in flow.steps(state) if view.id == "packing")
    assert (locked.status, locked.blocked_by) == (
        "locked",
        ("photos", "imei", "sign_out", "order_slip"),
    )
    progress = flow.progress(state)
    assert (progress.done, progress.total, progress.status) == (1, 8, "open")


def test_effects_say_what_comes_next():
    outcome = apply(up_to("photos"), device_photos("smartphone"))
    assert [(effect.kind, effect.step) for effect in outcome.effects] == [("ask_step", "imei")]


def test_every_problem_that_the_code_can_give_has_a_text():
    state = up_to("photos")
    for event in (
        events.PhotosAdded(photos=(photo(1, "back", "retake", reasons=("blur.motion",)),)),
    ):
        said = flow.say(apply(state, event).problems[0], "de")
        assert (
            said
            == "Bitte fotografieren Sie noch einmal (Rückseite). Das Foto ist verwackelt. Halten Sie die Kamera mit beiden Händen oder stützen Sie sie auf und fotografieren Sie noch einmal."
        )


def test_a_state_that_went_through_json_goes_on():
    state = load(up_to("order_slip").json_text())
    assert must(state, events.SlipDetails(paper="invoice")).answers["order_slip"].finished


@pytest.mark.parametrize(
    "thing",
    [None, 1, object(), {"kind": object()}, {1: 2}, [], photo(1, "back"), {"kind": "x" * 10**6}],
)
def test_what_is_no_event_at_all(thing):
    outcome = apply(opened(), thing)
    assert (outcome.applied, outcome.state) == (False, opened())
    assert codes(outcome)[0].startswith("event.")
