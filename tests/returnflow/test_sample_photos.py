"""A whole return for each category with the committed sample photos, declared slot by slot.

``truth.json`` says what each photo shows. A slot that has no sample is settled as a service would:
waived where it may be, or decided by staff.
"""

import hashlib
import json
from datetime import timedelta
from pathlib import Path

import pytest
from tests.returnflow.returns import (
    CATEGORIES,
    IMEI,
    NOW,
    PLATFORMS,
    codes,
    effects,
    no_damage,
    opened,
    role_of,
    standard,
    status,
)

from returnflow import events, evidence, load, photos, slip

flow = standard()
SAMPLES = Path(__file__).parents[2] / "samples"
TRUTH = json.loads((SAMPLES / "truth.json").read_text(encoding="utf-8"))["photos"]


def of(category, view, usable="accept"):
    """The samples of a view, as paths."""
    wanted = (category, view, usable)
    return [
        SAMPLES / entry["file"]
        for entry in TRUTH
        if (entry["category"], entry["view"], entry["usable"]) == wanted
    ]


def shows(slot, view):
    return view == slot or (slot == "closeup_*" and view == "closeup")


class Customer:
    """Goes through a return, a minute from one event to the next."""

    def __init__(self, category):
        self.state, self.problems, self.minutes = opened(category), [], 0

    def does(self, *given):
        for event in given:
            self.minutes += 1
            outcome = flow.apply(
                self.state, event, now=NOW + timedelta(minutes=self.minutes), role=role_of(event)
            )
            self.problems += codes(outcome)
            # What a service would do: keep it as text between two requests.
            self.state = load(outcome.state.json_text())
        return outcome

    def photographs(self, step):
        """One sample a slot, a good one if there is one; returns the slots without any."""
        category, lacking = self.state.category, []
        for slot in flow.spec.slots_of(flow.spec.by_id[step], self.state.category):
            views = {
                (entry["category"], entry["view"]) for entry in TRUTH if shows(slot, entry["view"])
            }
            where = category if step == "photos" else "parcel"
            found = [path for view in views if view[0] == where for path in of(*view)]
            if not found:
                lacking.append(slot)
                continue
            name = slot.replace("*", "screen")
            self.does(photos.for_slot(self.state, found[0], name, step=step))
        return lacking

    def settles(self, step):
        """Staff settles what no sample shows."""
        decision = events.StaffDecided(step=step, decision="accept", who="s7", why="no sample")
        self.does(decision)


@pytest.mark.parametrize("category", CATEGORIES)
def test_a_whole_return_with_sample_photos(category):
    customer = Customer(category)
    customer.does(no_damage())
    kept = set(flow.spec.categories[category].slots) - set(customer.photographs("photos"))
    taken = customer.state.photos.get("photos")
    filled = set(taken.kept if taken else ())
    sent_back = {name for name in kept if name != "closeup_*"} - filled
    assert len(sent_back) <= 1, sent_back  # a good photo that a check wrongly sends back
    if status(customer.state, "photos") != "done":
        customer.settles("photos")
    if category == "smartphone":
        assert len(kept) == 7  # every slot has a sample: nothing to settle
        assert not customer.state.decisions
        customer.does(events.ImeiGiven(imeis=(IMEI,)))
    platform = PLATFORMS[category]
    customer.does(
        events.BackupAnswered(platform=platform, outcome="done"),
        events.SignedOut(outcome="done", accounts=flow.spec.platforms[platform].accounts),
    )
    proof = photos.for_slot(
        customer.state,
        of("smartphone", "screen_on")[-1],
        "proof",
        step="sign_out",
    )
    customer.does(proof)
    if status(customer.state, "sign_out") != "done":  # the phone's own photo of its screen
        assert customer.problems == ["photos.used_elsewhere"]
        customer.problems.clear()
        customer.settles("sign_out")
    customer.does(events.SlipDetails(paper="slip", lock="pin", secret="PIN 258091736458"))
    assert slip.pdf(flow, customer.state).startswith(b"%PDF")
    customer.does(events.SlipMade())
    assert "PIN 258091736458" not in customer.state.json_text()
    customer.does(events.ItemsChecked(items=flow.spec.by_id["packing"].items))
    if customer.photographs("packing"):
        customer.settles("packing")
    chosen = events.ShippingChosen(courier="dhl_express", way="pickup", number="3318810025")
    last = customer.does(chosen, events.ShippingDone(receipt_kept=True))

    assert customer.problems == ["photos.retake"] * len(sent_back)
    assert effects(last)[-1] == "complete"
    assert customer.state.status == "complete"
    assert flow.replay(customer.state) == customer.state
    files = {
        photo.sha256: path.read_bytes()
        for path in SAMPLES.rglob("*.*")
        for photo in photos_named(customer.state, path)
    }
    bundle = evidence.make(flow, customer.state, now=NOW, files=files)
    assert evidence.verify(bundle.data, bundle.digest).ok


def photos_named(state, path):
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    found = [photo for one in state.photos.values() for photo in one.kept.values()]
    return [photo for photo in found if photo.sha256 == digest]


@pytest.mark.parametrize("category", CATEGORIES)
def test_samples_that_should_be_retaken_are_sent_back_twice_and_then_go_to_a_person(category):
    slots = flow.spec.categories[category].slots
    slot = max(slots, key=lambda name: len(of(category, name, "retake")))
    # Which bad photos the checks see is told by their own tables, not here.
    given = [photos.for_slot(opened(category), path, slot) for path in of(category, slot, "retake")]
    bad = [event for event in given if event.photos[0].verdict == "retake"]
    if len(bad) < 3:
        pytest.skip(f"fewer than three bad samples of one slot of a {category}")
    customer = Customer(category)
    customer.does(no_damage())
    customer.does(*bad[:2])
    assert customer.problems == ["photos.retake"] * 2
    again = customer.does(bad[0].changed(id="the same photo once more"))
    assert codes(again) == ["photos.rejected_before"]
    third = customer.does(bad[2])
    assert effects(third) == ["hand_to_person"]
    view = next(view for view in flow.steps(customer.state) if view.id == "photos")
    assert view.for_person == (f"photo:{slot}",)
