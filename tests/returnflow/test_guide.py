"""The marketplace's guide: one named test for each of its sentences."""

import io
import zipfile

import pytest
from tests.returnflow.returns import (
    CATEGORIES,
    IMEI,
    NOW,
    OTHER_IMEI,
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

from returnflow import FlowSpec, ReturnFlow, events, evidence, guides, slip, standard
from returnflow.spec import Policy

flow = flow_of()


def with_policy(**policy):
    return ReturnFlow(standard().changed(policy=Policy(**policy)))


def warranty(**answers):
    values = {"seller_told": True, "impact": "no", "oxidation": "no", "opened": "no"}
    return events.WarrantyAnswered(**{**values, **answers})


def after(*given, step="warranty", category="smartphone", **changes):
    return must(up_to(step, category, **changes), *given)


# The whole


@pytest.mark.parametrize("category", CATEGORIES)
def test_a_whole_return(category):
    state = up_to("end", category)
    assert state.status == "complete"
    progress = flow.progress(state)
    assert progress.done == progress.total == (8 if category == "smartphone" else 7)
    assert flow.next_steps(state) == ()
    assert flow.replay(state) == state


def test_the_steps_come_in_the_guides_order():
    ids = [view.id for view in flow.steps(opened())]
    assert ids == [
        "warranty",
        "photos",
        "imei",
        "backup",
        "sign_out",
        "order_slip",
        "packing",
        "shipping",
    ]


# Before: the seller knows


def test_the_seller_must_know_first_and_customer_care_is_named():
    outcome = apply(opened(), warranty(seller_told=False))
    assert codes(outcome) == ["warranty.seller_first"]
    assert outcome.problems[0].field == "seller_told"
    assert "contact customer care" in flow.say(outcome.problems[0])
    assert not outcome.applied
    assert effects(outcome) == ["tell"]


# 1. Warranty


def test_no_damage_is_covered():
    outcome = apply(opened(), no_damage())
    assert outcome.state.answers["warranty"].event.coverage == "covered"
    assert status(outcome.state, "photos") == "open"


@pytest.mark.parametrize("damage", ["impact", "oxidation", "opened"])
def test_impact_oxidation_and_opening_are_not_covered_and_the_policy_decides(damage):
    outcome = apply(opened(), warranty(**{damage: "yes"}))
    assert outcome.state.answers["warranty"].event.coverage == "not_covered"
    assert effects(outcome) == ["hand_to_person"]
    assert status(outcome.state, "warranty") == "waiting"
    on = with_policy(not_covered="go_on")
    assert (
        next(
            v.id for v in on.next_steps(apply(opened(), warranty(**{damage: "yes"}), flow=on).state)
        )
        == "photos"
    )
    refusing = apply(opened(), warranty(**{damage: "yes"}), flow=with_policy(not_covered="refuse"))
    assert effects(refusing) == ["refuse"]


def test_unsure_answers_need_a_person():
    outcome = apply(opened(), warranty(oxidation="unsure"))
    assert outcome.state.answers["warranty"].event.coverage == "unsure"
    assert flow.steps(outcome.state)[0].for_person == ("warranty.unsure",)
    waits = with_policy(unsure="person")
    assert effects(apply(opened(), warranty(oxidation="unsure"), flow=waits)) == ["hand_to_person"]


def test_a_return_outside_the_warranty_is_never_stuck():
    state = apply(opened(), warranty(impact="yes")).state
    staff = events.StaffDecided(step="warranty", decision="accept", who="s7", why="goodwill")
    assert status(must(state, staff), "photos") == "open"
    assert status(must(state, no_damage()), "photos") == "open"


# 2. Photos


@pytest.mark.parametrize("category", CATEGORIES)
def test_all_slots_of_the_category_in_one_go(category):
    state = after(device_photos(category), step="photos", category=category)
    assert status(state, "photos") == "done"


@pytest.mark.parametrize("category", CATEGORIES)
def test_slots_one_by_one(category):
    state = up_to("photos", category)
    for one in device_photos(category).photos:
        assert status(state, "photos") == "open"
        state = must(state, events.PhotosAdded(photos=(one,)))
    assert status(state, "photos") == "done"


def test_a_device_that_does_not_light_up_waives_screen_on_with_a_declaration():
    state = up_to("photos")
    waive = events.SlotWaived(slot="screen_on", reason="does_not_light_up", declared=False)
    assert codes(apply(state, waive)) == ["declaration.needed"]
    rest = tuple(one for one in device_photos("smartphone").photos if one.slot != "screen_on")
    state = must(state, waive.changed(declared=True), events.PhotosAdded(photos=rest))
    assert status(state, "photos") == "done"
    assert state.photos["photos"].waived == {"screen_on": "does_not_light_up"}
    assert flow.steps(state)[1].for_person == ("waived:screen_on",)


def test_no_other_slot_can_be_waived():
    waive = events.SlotWaived(slot="back", reason="does_not_light_up", declared=True)
    assert codes(apply(up_to("photos"), waive)) == ["photos.not_waivable"]


def test_other_categories_need_every_angle_and_a_closeup_of_a_sensitive_part():
    state = up_to("photos", "other")
    angles = tuple(one for one in device_photos("other").photos if "closeup" not in one.slot)
    state = must(state, events.PhotosAdded(photos=angles))
    assert flow.steps(state)[1].missing == ("slot:closeup_*",)
    close = events.PhotosAdded(photos=(photo(50, "closeup_screen"), photo(51, "closeup_ports")))
    state = must(state, close)
    assert status(state, "photos") == "done"
    assert {"closeup_screen", "closeup_ports"} <= set(state.photos["photos"].kept)


def test_a_product_without_sensitive_parts_waives_the_closeup():
    waive = events.SlotWaived(slot="closeup_*", reason="no_sensitive_part", declared=True)
    assert apply(up_to("photos", "other"), waive).applied


def test_after_two_forced_retakes_a_photo_is_kept_and_goes_to_a_person():
    state = up_to("photos")
    for number in (1, 2):
        outcome = apply(state, events.PhotosAdded(photos=(photo(number, "back", "retake"),)))
        assert codes(outcome) == ["photos.retake"]
        assert "back" not in outcome.state.photos["photos"].kept
        state = outcome.state
    outcome = apply(state, events.PhotosAdded(photos=(photo(3, "back", "retake"),)))
    assert codes(outcome) == []
    assert effects(outcome) == ["hand_to_person"]
    assert outcome.state.photos["photos"].kept["back"].verdict == "retake"
    assert flow.steps(outcome.state)[1].for_person == ("photo:back",)
    better = must(outcome.state, events.PhotosAdded(photos=(photo(4, "back"),)))
    assert better.photos["photos"].kept["back"].verdict == "accept"


def test_a_photo_rejected_before_is_recognised():
    state = apply(up_to("photos"), events.PhotosAdded(photos=(photo(1, "back", "retake"),))).state
    again = apply(state, events.PhotosAdded(photos=(photo(1, "back"),)))
    assert codes(again) == ["photos.rejected_before"]
    assert not again.applied


def test_a_copy_of_a_rejected_photo_is_recognised_by_its_fingerprint():
    print_ = "a" * 64
    bad = photo(1, "back", "retake", fingerprint=print_)
    state = apply(up_to("photos"), events.PhotosAdded(photos=(bad,))).state
    copy = photo(2, "back", "retake", fingerprint="b" + print_[1:])
    assert codes(apply(state, events.PhotosAdded(photos=(copy,)))) == ["photos.rejected_before"]
    other = photo(3, "back", "retake", fingerprint="5" * 64)
    assert codes(apply(state, events.PhotosAdded(photos=(other,)))) == ["photos.retake"]
    # From a tripod, a sharp photo has the fingerprint of the blurred one before it.
    sharp = photo(4, "back", "accept", fingerprint=print_)
    assert codes(apply(state, events.PhotosAdded(photos=(sharp,)))) == []


def test_one_photo_does_not_fill_two_slots():
    state = must(up_to("photos"), events.PhotosAdded(photos=(photo(1, "left"),)))
    assert codes(apply(state, events.PhotosAdded(photos=(photo(1, "right"),)))) == [
        "photos.used_elsewhere"
    ]


def test_an_unsure_photo_is_placed_by_the_customer():
    state = up_to("photos")
    outcome = apply(state, events.PhotosAdded(photos=(photo(1, candidates=("left", "right")),)))
    assert codes(outcome) == ["photos.unsure"]
    assert (
        flow.say(outcome.problems[0])
        == "What does this photo show? Please choose: Left side, Right side."
    )
    placed = must(outcome.state, events.PhotoPlaced(sha256=photo(1).sha256, slot="right"))
    assert placed.photos["photos"].kept["right"].verdict == "accept"
    assert placed.photos["photos"].unplaced == ()


def test_a_photo_placed_against_the_cameras_word_goes_to_review():
    state = apply(up_to("photos"), events.PhotosAdded(photos=(photo(1),))).state
    placed = must(state, events.PhotoPlaced(sha256=photo(1).sha256, slot="right"))
    assert placed.photos["photos"].kept["right"].verdict == "review"


# 3. IMEI


def test_imei_is_for_smartphones_only():
    for category in CATEGORIES:
        expected = "open" if category == "smartphone" else "skipped"
        assert status(must(opened(category), no_damage()), "imei") == expected


@pytest.mark.parametrize("source", ["box", "seller", "screen", "photo"])
def test_imei_from_the_box_the_seller_or_the_screen(source):
    state = after(events.ImeiGiven(imeis=("35-209900-176148-1",), source=source), step="imei")
    assert state.answers["imei"].event.imeis == (IMEI,)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("35209900176148", "imei.no_check_digit"),
        ("3520990017614823", "imei.imeisv"),
        ("352099001761482", "imei.check_digit"),
    ],
)
def test_fourteen_and_sixteen_digits_are_explained(text, code):
    outcome = apply(up_to("imei"), events.ImeiGiven(imeis=(text,)))
    assert codes(outcome) == [code]
    assert outcome.problems[0].field == "imeis.0"
    assert not outcome.applied


def test_two_imeis_on_dual_sim():
    state = after(events.ImeiGiven(imeis=(IMEI, OTHER_IMEI)), step="imei")
    assert state.answers["imei"].event.imeis == (IMEI, OTHER_IMEI)
    assert codes(apply(up_to("imei"), events.ImeiGiven(imeis=(IMEI, IMEI)))) == ["imei.same_twice"]


@pytest.mark.parametrize("other", ["order", "photo"])
def test_the_imei_agrees_with_the_orders_and_with_the_photos(other):
    sold = order(imeis=(OTHER_IMEI,)) if other == "order" else order()
    state = must(flow.open("smartphone", sold, id="r"), no_damage())
    event = events.ImeiGiven(imeis=(IMEI,), read=(OTHER_IMEI,) if other == "photo" else ())
    assert codes(apply(state, event)) == [f"imei.differs_from_{other}"]
    outcome = apply(state, event.changed(confirmed=True))
    assert effects(outcome)[0] == "hand_to_person"
    assert outcome.state.answers["imei"].notes == (f"imei.differs_from_{other}",)
    agreeing = must(state, event.changed(imeis=(IMEI, OTHER_IMEI)))
    assert agreeing.answers["imei"].notes == ()


def test_a_phone_that_cant_show_its_imei_has_another_way():
    state = up_to("imei")
    assert codes(apply(state, events.ImeiUnavailable(instead="serial"))) == ["imei.serial_missing"]
    for event in (
        events.ImeiUnavailable(instead="serial", serial="F2LX"),
        events.ImeiUnavailable(instead="person"),
    ):
        outcome = apply(state, event)
        assert effects(outcome)[0] == "hand_to_person"
        assert status(outcome.state, "imei") == "done"


def test_staff_takes_an_imei_with_a_wrong_check_digit_and_it_is_recorded():
    state, printed = up_to("imei"), "35 209900 176148 2"
    assert codes(apply(state, events.ImeiGiven(imeis=(printed,)))) == ["imei.check_digit"]
    event = events.ImeiAccepted(imeis=(printed,), who="staff-7", why="stands so on the box")
    assert codes(apply(state, event, role="customer")) == ["event.not_from_outside"]
    assert codes(apply(state, event, role="machine")) == ["event.not_from_outside"]
    outcome = apply(state, event, role="staff")
    assert status(outcome.state, "imei") == "done"
    kept = outcome.state.answers["imei"].event
    assert (kept.imeis, kept.who) == (("352099001761482",), "staff-7")
    assert outcome.state.log[-1].event == event
    assert "stands so on the box" not in repr(outcome.state)
    with zipfile.ZipFile(io.BytesIO(evidence.make(flow, outcome.state, now=NOW).data)) as bundle:
        page = bundle.read("index.html").decode()
    for word in ("352099001761482", "staff-7", "stands so on the box"):
        assert word in page


@pytest.mark.parametrize(
    ("text", "code"), [("35209900176148", "imei.no_check_digit"), ("IMEI", "imei.not_digits")]
)
def test_staff_too_can_only_take_what_may_be_an_imei(text, code):
    event = events.ImeiAccepted(imeis=(text,), who="staff-7", why="x")
    outcome = apply(up_to("imei"), event)
    assert codes(outcome) == [code]
    assert not outcome.applied


# 4. Backup


def test_backup_is_for_devices_that_store_personal_data():
    for category in CATEGORIES[:-1]:
        assert status(must(opened(category), no_damage()), "backup") == "open"
    without = flow.open("other", order(), id="r", personal_data=False)
    assert status(must(without, no_damage()), "backup") == "skipped"
    assert status(must(without, no_damage()), "sign_out") == "skipped"


def test_what_an_other_product_stores_is_asked_if_it_is_not_known():
    state = up_to("backup", "other")
    nothing = events.BackupAnswered(platform="other", outcome="nothing_stored", declared=True)
    assert status(must(state, nothing), "sign_out") == "skipped"
    phone = events.BackupAnswered(platform="ios", outcome="nothing_stored", declared=True)
    assert codes(apply(up_to("backup"), phone)) == ["backup.stores_data"]


def test_an_unknown_platform_gets_the_guides_of_all():
    state = up_to("backup")
    every = guides.guide(flow, state, "backup")
    assert guides.guide(flow, state, "backup", platform="symbian") == every
    assert not any(text.startswith("guide.") for text in every)


@pytest.mark.parametrize(
    ("platform", "word"),
    [
        ("ios", "iCloud"),
        ("apple_watch", "Watch app"),
        ("samsung", "Smart Switch"),
        ("android", "Google"),
        ("mac", "Time Machine"),
        ("windows", "winver"),
        ("playstation", "USB"),
        ("nintendo_switch", "another console"),
    ],
)
def test_there_is_a_backup_guide_for_each_platform(platform, word):
    shown = guides.guide(flow, up_to("backup"), "backup", platform=platform)
    assert word in shown[0]
    assert "cloud" in shown[-1]


def test_a_device_that_does_not_work_is_told_to_look_for_a_cloud_backup():
    event = events.BackupAnswered(platform="ios", outcome="impossible", works=False)
    outcome = apply(up_to("backup"), event)
    assert codes(outcome) == ["declaration.needed"]
    assert outcome.effects[0].key == "guide.backup.broken"
    found = events.BackupAnswered(platform="ios", outcome="cloud", works=False)
    assert status(must(up_to("backup"), found), "backup") == "done"


def test_the_customer_confirms_or_declares_that_backup_is_not_possible():
    for event in (
        events.BackupAnswered(platform="ios", outcome="done"),
        events.BackupAnswered(platform="ios", outcome="impossible", declared=True),
    ):
        assert status(must(up_to("backup"), event), "backup") == "done"


def test_a_platform_of_another_category_is_refused():
    event = events.BackupAnswered(platform="apple_watch", outcome="done")
    assert codes(apply(up_to("backup"), event)) == ["platform.unknown"]


# 5. Sign-out


def test_every_account_of_the_platform_must_be_off():
    state = after(events.BackupAnswered(platform="samsung", outcome="done"), step="backup")
    outcome = apply(state, events.SignedOut(outcome="done", accounts=("google",)))
    assert codes(outcome) == ["sign_out.accounts_missing"]
    assert flow.say(outcome.problems[0]) == "Please sign out of these accounts too: Samsung."


def test_sign_out_needs_a_proof_that_is_readable():
    state = after(events.SignedOut(outcome="done", accounts=("icloud",)), step="sign_out")
    assert status(state, "sign_out") == "open"
    bad = apply(state, events.PhotosAdded(step="sign_out", photos=(photo(201, "proof", "retake"),)))
    assert codes(bad) == ["photos.retake"]
    good = must(bad.state, events.PhotosAdded(step="sign_out", photos=(photo(202, "proof"),)))
    assert status(good, "sign_out") == "done"


def test_why_to_sign_out_and_activation_lock_are_named():
    shown = guides.guide(flow, up_to("sign_out"), "sign_out")
    for word in (
        "privacy",
        "restore",
        "resell",
        "repaired",
        "refund",
        "Find My",
        "activation lock",
    ):
        assert word in shown[0]


def test_sign_out_works_from_afar_for_a_device_that_no_longer_works():
    assert "from afar" in guides.guide(flow, up_to("sign_out"), "sign_out")[-1]
    state = after(
        events.SignedOut(outcome="remote", accounts=("icloud",), works=False),
        events.SlotWaived(
            step="sign_out", slot="proof", reason="device_does_not_work", declared=True
        ),
        step="sign_out",
    )
    assert status(state, "sign_out") == "done"


def test_an_account_that_cant_be_removed_goes_to_a_person():
    event = events.SignedOut(outcome="impossible")
    assert codes(apply(up_to("sign_out"), event)) == ["declaration.needed"]
    outcome = apply(up_to("sign_out"), event.changed(declared=True))
    assert effects(outcome) == ["hand_to_person"]


@pytest.mark.parametrize("platform", standard().platforms)
def test_there_is_a_sign_out_guide_for_each_platform(platform):
    shown = guides.guide(flow, up_to("sign_out"), "sign_out", platform=platform)
    assert len(shown) == 3
    assert all(" " in text for text in shown)


# 6. Order details


def test_the_printed_invoice_is_enough():
    state = after(events.SlipDetails(paper="invoice"), step="order_slip")
    assert status(state, "order_slip") == "done"


@pytest.mark.parametrize("paper", ["slip", "handwritten"])
def test_a_slip_has_marketplace_name_order_number_and_date(paper):
    state = after(events.SlipDetails(paper=paper, lock="removed"), step="order_slip")
    rows = dict(slip.lines(flow, state))
    assert rows == {
        "Name and surname": "Zoë Müller",
        "Order number": "ORD-4711",
        "Order date": "2 November 2026",
    }
    named = ReturnFlow(flow.spec.changed(marketplace="Example Market"))
    assert dict(slip.lines(named, state)) == {"Marketplace": "Example Market", **rows}
    assert status(must(state, events.SlipMade()), "order_slip") == "done"


def test_the_pin_is_on_the_slip_only_if_it_couldnt_be_removed():
    state = up_to("order_slip")
    for lock in ("none", "removed"):
        outcome = apply(state, events.SlipDetails(paper="slip", lock=lock, secret="258091736458"))
        assert codes(outcome) == ["order_slip.secret_not_needed"]
        assert '"258091736458"' not in outcome.state.json_text()
    assert codes(apply(state, events.SlipDetails(paper="slip", lock="pin"))) == [
        "order_slip.secret_missing"
    ]
    shown = must(state, events.SlipDetails(paper="slip", lock="pattern", secret="L from top left"))
    assert slip.lines(flow, shown)[-1] == ("Unlock pattern", "L from top left")


def test_the_slip_is_made_by_the_service_and_the_pin_then_dropped():
    outcome = apply(
        up_to("order_slip"), events.SlipDetails(paper="slip", lock="pin", secret="258091736458")
    )
    assert effects(outcome) == ["make_slip"]
    made = apply(outcome.state, events.SlipMade())
    assert effects(made)[0] == "forget_secret"
    assert '"258091736458"' not in made.state.json_text()
    assert flow.replay(made.state) == made.state


def test_the_slip_is_this_orders():
    state = up_to("order_slip")
    assert codes(apply(state, events.SlipDetails(paper="slip", order_number="X"))) == [
        "order_slip.other_order"
    ]
    assert codes(apply(state, events.SlipDetails(paper="slip", order_date="2020-01-01"))) == [
        "order_slip.other_date"
    ]
    nameless = up_to("order_slip", name="")
    assert codes(apply(nameless, events.SlipDetails(paper="slip"))) == ["order_slip.name_missing"]


# 7. Packing


def test_every_packing_rule_is_on_the_checklist():
    shown = " ".join(guides.guide(flow, up_to("packing"), "packing"))
    for word in (
        "reused",
        "double or triple",
        "bubble wrap, airbags, cardboard or foam peanuts",
        "empty space",
        "pressure-sensitive",
        "cellophane, masking tape, string or rope",
        "corners and seams",
        "label is on top",
        "spare label is inside",
    ):
        assert word in shown


def test_packing_needs_every_item_and_two_photos():
    state = up_to("packing")
    items = flow.spec.by_id["packing"].items
    state = must(state, events.ItemsChecked(items=items[:-1]))
    assert flow.next_steps(state)[0].missing == ("slot:inside", "slot:outside", "item:label_inside")
    state = must(
        state,
        events.ItemsChecked(items=items),
        events.PhotosAdded(step="packing", photos=(photo(101, "inside"),)),
    )
    assert flow.next_steps(state)[0].missing == ("slot:outside",)
    assert codes(
        apply(state, events.PhotosAdded(step="packing", photos=(photo(101, "outside"),)))
    ) == ["photos.used_elsewhere"]
    state = must(state, events.PhotosAdded(step="packing", photos=(photo(102, "outside"),)))
    assert status(state, "packing") == "done"


# 8. Shipping


def test_dpd_uk_takes_parcels_at_a_pickup_parcelshop_only_and_the_receipt_is_kept():
    state = up_to("shipping")
    assert codes(apply(state, events.ShippingChosen(courier="dpd_uk", way="pickup"))) == [
        "shipping.way_unknown"
    ]
    outcome = apply(state, events.ShippingChosen(courier="dpd_uk", way="pickup_parcelshop"))
    assert "Pickup parcelshop, and to no other place. Keep the receipt" in flow.say(
        outcome.effects[0]
    )
    done = must(outcome.state, events.ShippingDone(number="0998 0000 0200 33F", receipt_kept=True))
    assert done.status == "complete"


@pytest.mark.parametrize(
    ("way", "words"),
    [
        ("service_point", "Print the label and stick it on top"),
        ("service_point_prints", "have the label printed there"),
    ],
)
def test_dhl_express_at_a_service_point(way, words):
    outcome = apply(up_to("shipping"), events.ShippingChosen(courier="dhl_express", way=way))
    assert words in flow.say(outcome.effects[0])
    assert (
        must(outcome.state, events.ShippingDone(number="8487135506", receipt_kept=True)).status
        == "complete"
    )


def test_a_dhl_pickup_is_booked_with_the_ten_digit_waybill():
    state = up_to("shipping")
    choose = events.ShippingChosen(courier="dhl_express", way="pickup")
    assert codes(apply(state, choose)) == ["number.empty"]
    assert codes(apply(state, choose.changed(number="73891051146"))) == ["number.waybill"]
    assert codes(apply(state, choose.changed(number="3318810026"))) == ["number.check_digit"]
    outcome = apply(state, choose.changed(number="331 8810 025"))
    assert effects(outcome) == ["tell", "book_pickup"]
    assert "at home" in flow.say(outcome.effects[0])


def test_ones_own_label_advises_insurance_and_keeps_number_and_receipt():
    outcome = apply(up_to("shipping"), events.ShippingChosen(courier="ups", way="drop_off"))
    said = " ".join(flow.say(effect) for effect in outcome.effects)
    assert "insure" in said
    assert "tracking number and the receipt" in said
    late = apply(
        outcome.state,
        events.ShippingDone(number="1Z5R89390357567127", receipt_kept=True, insured=False),
    )
    assert [effect.key for effect in late.effects] == ["tell.not_insured", "tell.complete"]


def test_numbers_are_validated_by_the_chosen_couriers_rules_only():
    state = after(events.ShippingChosen(courier="ups", way="drop_off"), step="shipping")
    assert codes(apply(state, events.ShippingDone(number="3318810025", receipt_kept=True))) == [
        "number.format"
    ]


def test_a_lost_receipt_is_no_dead_end():
    state = after(events.ShippingChosen(courier="ups", way="drop_off"), step="shipping")
    outcome = apply(state, events.ShippingDone(number="1Z5R89390357567127", receipt_kept=False))
    assert outcome.state.status == "complete"
    assert flow.steps(outcome.state)[-1].for_person == ("shipping.no_receipt",)


def test_shipping_needs_a_choice():
    assert codes(apply(up_to("shipping"), events.ShippingDone(receipt_kept=True))) == [
        "shipping.not_chosen"
    ]


# A service's own flow


def test_a_service_changes_the_guide():
    spec = standard().model_dump(mode="json")
    spec["steps"].append(
        {"id": "survey", "kind": "checklist", "items": ["liked_it"], "after": ["shipping"]}
    )
    spec["name"], spec["marketplace"] = "mine", "My Shop"
    spec["texts"] = {"en": {"step.survey.title": "Survey"}, "hu": {"step.survey.title": "Kérdőív"}}
    mine = ReturnFlow(FlowSpec.model_validate(spec))
    assert mine.text("step.survey.title", "de") == "Survey"
    assert mine.text("step.survey.title", "hu") == "Kérdőív"
    assert mine.text("step.photos.title", "hu") == "Photos"
    assert mine.steps(mine.open("laptop", order()))[-1].status == "locked"
