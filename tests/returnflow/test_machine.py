"""A return as a state machine: no sequence of events raises, loses an answer or is a dead end."""

from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tests.returnflow.events_of import any_event
from tests.returnflow.returns import CATEGORIES, NOW, opened, role_of, up_to
from tests.returnflow.returns import standard as flow_of

from returnflow import events, load

flow = flow_of()
STEPS = [step.id for step in flow.spec.steps]


class Return(RuleBasedStateMachine):
    @initialize(category=st.sampled_from(CATEGORIES), step=st.sampled_from([*STEPS, "end"]))
    def begin(self, category, step):
        self.state = up_to(step, category)
        self.now = NOW + timedelta(hours=1)
        self.seen = []

    @rule(event=any_event(), seconds=st.integers(-5, 100))
    def something_happens(self, event, seconds):
        before = self.state
        self.now += timedelta(seconds=seconds)
        outcome = flow.apply(before, event, now=self.now, role=role_of(event))
        assert outcome == flow.apply(before, event, now=self.now, role=role_of(event))
        assert (
            outcome.applied
            or outcome.problems
            or any(e.event.id == event.id for e in before.log)
            # What is so already: nothing is wrong, and nothing is done.
            or event.kind in {"effects_done", "abandoned", "resumed", "slip_made", "photo_placed"}
            or outcome.state != before
        )
        if outcome.applied:
            assert len(outcome.state.log) == len(before.log) + 1
            self.seen.append(event)
        else:
            assert outcome.state == before
        kinds = [entry.event.kind for entry in outcome.state.log]
        assert kinds[: len(before.log)] == [entry.event.kind for entry in before.log]
        for problem in outcome.problems:
            assert flow.say(problem, "fr") != f"problem.{problem.code}"
        for effect in outcome.effects:
            assert flow.say(effect, "de") != effect.key
        self.state = outcome.state

    @rule(number=st.integers(0, 50))
    def an_event_comes_again(self, number):
        if self.seen:
            event = self.seen[number % len(self.seen)]
            outcome = flow.apply(self.state, event, now=self.now, role=role_of(event))
            assert (outcome.state, outcome.applied, outcome.problems) == (self.state, False, ())

    @invariant()
    def it_can_be_saved_rebuilt_and_redacted(self):
        if hasattr(self, "state"):
            assert load(self.state.json_text()) == self.state
            assert flow.replay(self.state) == self.state
            assert load(self.state.redacted().json_text()).status == self.state.status

    @invariant()
    def there_is_a_way_on(self):
        if hasattr(self, "state"):
            views = flow.steps(self.state)
            if self.state.status == "open":
                assert flow.next_steps(self.state)
            if self.state.status == "complete":
                assert {view.status for view in views} <= {"done", "skipped"}

    def teardown(self):
        # Whatever happened, staff can bring it to its end.
        if not hasattr(self, "state"):
            return
        state, now = self.state, self.now + timedelta(days=1)
        if state.status == "abandoned":
            state = flow.apply(state, events.Resumed(), now=now, role="customer").state
        while state.status == "open":
            step = flow.next_steps(state)[0].id
            settle = events.StaffDecided(step=step, decision="accept", who="s", why="w")
            outcome = flow.apply(state, settle, now=now, role=role_of(settle))
            assert outcome.applied
            state = outcome.state
        assert state.status == "complete"


Return.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestReturn = Return.TestCase


@pytest.mark.parametrize("category", CATEGORIES)
def test_a_customer_alone_reaches_the_end_with_photos_that_are_all_bad(category):
    """Two forced retakes for each photo, and then it goes on without staff."""
    from tests.returnflow.returns import PLATFORMS, photo

    state, now, number = opened(category), NOW, 0

    def do(event):
        nonlocal state, now
        now += timedelta(seconds=1)
        state = flow.apply(state, event, now=now, role=role_of(event)).state

    do(events.WarrantyAnswered(seller_told=True, impact="no", oxidation="unsure", opened="no"))
    for view in iter(lambda: flow.next_steps(state)[0] if flow.next_steps(state) else None, None):
        slots = [
            lack.removeprefix("slot:").replace("*", "a")
            for lack in view.missing
            if lack.startswith("slot:")
        ]
        for slot in slots:
            number += 1
            do(events.PhotosAdded(step=view.id, photos=(photo(1000 + number, slot, "retake"),)))
        if (
            "answer" in view.missing
            or "made" in view.missing
            or "handed_over" in view.missing
            or "item:box_walls" in view.missing
        ):
            for event in {
                "imei": [events.ImeiUnavailable(instead="person")],
                "backup": [
                    events.BackupAnswered(
                        platform=PLATFORMS[category], outcome="impossible", declared=True
                    )
                ],
                "sign_out": [events.SignedOut(outcome="impossible", declared=True)],
                "order_slip": [events.SlipDetails(paper="invoice")],
                "packing": [events.ItemsChecked(items=flow.spec.by_id["packing"].items)],
                "shipping": [
                    events.ShippingChosen(courier="other", way="drop_off"),
                    events.ShippingDone(number="ABC12345", receipt_kept=False),
                ],
            }[view.id]:
                do(event)
        assert number < 100
    assert state.status == "complete"
