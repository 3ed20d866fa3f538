"""What nobody should send, and what a customer sends all the same."""

import io
import stat
import unicodedata
import warnings
import zipfile
from datetime import timedelta

import pypdfium2
import pytest
from tests.returnflow.returns import (
    IMEI,
    NOW,
    apply,
    codes,
    must,
    opened,
    photo,
    standard,
    status,
    up_to,
)
from tests.returnflow.test_slip import places, text_of

from photocheck import UnknownSlotError
from photocheck.slots import default_catalog
from returnflow import Order, ReturnFlow, SlipError, couriers, events, evidence, imei, photos, slip
from returnflow.walk import Walk

flow = standard()
LATER = NOW + timedelta(hours=1)
WAYBILL = "3318810025"


def details(**values):
    return events.SlipDetails(**{"paper": "slip", "name": "Ann", **values})


# Names and secrets


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Ann\nOrder number: 9", "Ann Order number: 9"),
        ("\u202ennA\u202c Lee", "nnA Lee"),
        ("A\0nn\x1b[2J", "Ann[2J"),
        ("\u200bAnn\ufeff", "Ann"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("Ann 🙂 李", "Ann 🙂 李"),
    ],
)
def test_a_name_stays_one_line_that_reads_as_it_was_typed(given, kept):
    state = must(up_to("order_slip"), details(name=given))
    assert dict(slip.lines(flow, state))["Name and surname"] == kept


def test_a_sign_that_no_database_stores_is_left_out():
    order = Order(number="A\0-1", date=NOW.date(), name="Ann\0 Lee")
    state = flow.open("smartphone", order)
    told = {"id": "h\0elp", "kind": "help_asked", "step": "warranty", "note": "a\0b"}
    outcome = flow.apply(state, told, now=NOW)
    assert outcome.applied
    assert outcome.state.log[0].event == events.HelpAsked(id="help", step="warranty", note="ab")
    assert {effect.id for effect in outcome.effects} == {"help:0"}
    assert "\\u0000" not in outcome.state.json_text()
    assert codes(flow.apply(state, {**told, "id": "\0"}, now=NOW)) == ["event.invalid"]


@pytest.mark.parametrize("name", ["\u200b", "\u202e\u202c", "\0", "\u200d", " \n\u2066"])
def test_a_name_that_cant_be_seen_is_none(name):
    state = up_to("order_slip", name="")
    assert codes(apply(state, details(name=name))) == ["order_slip.name_missing"]


def test_a_pin_is_printed_as_it_is_typed_with_its_spaces():
    state = must(up_to("order_slip"), details(lock="pin", secret="12  34"))
    assert slip.lines(flow, state)[-1][1] == "12  34"
    one = must(up_to("order_slip"), details(lock="pin", secret="12 34"))
    two_spaces, one_space = (places(slip.pdf(flow, each), "1234") for each in (state, one))
    assert two_spaces[1] == one_space[1]
    assert two_spaces[2][1] - one_space[2][1] > 5  # points
    hidden = apply(up_to("order_slip"), details(lock="pin", secret="\u200b\u2066"))
    assert codes(hidden) == ["order_slip.secret_missing"]


@pytest.mark.parametrize("text", ["W" * 120, "Ann  Lee " * 13, "e\u0301" * 60, "\u01c4" * 120])
def test_breaking_a_line_loses_no_sign(text):
    state = must(up_to("order_slip"), details(name="Ann", lock="pin", secret="7"))
    page = text_of(slip.pdf(ReturnFlow(flow.spec.changed(marketplace=text)), state))
    assert "".join(text.split()) in "".join(page.split())
    assert not any(unicodedata.combining(line[0]) for line in page.splitlines() if line)


def test_long_texts_get_smaller_and_never_run_into_the_code_or_off_the_page():
    state = must(up_to("order_slip"), details(name="W" * 120, lock="pin", secret="W" * 60))
    shop = ReturnFlow(flow.spec.changed(marketplace="W" * 200))
    page = pypdfium2.PdfDocument(slip.pdf(shop, state, paper="letter"))[0]
    ink = 255 - page.render(scale=1, grayscale=True).to_numpy().squeeze()
    code = 792 - slip.MARGIN - slip.CODE
    assert ink[code : code + slip.CODE].any()
    assert not ink[code - 4 : code].any()
    assert not ink[:, 612 - slip.MARGIN + 4 :].any()
    endless = ReturnFlow(flow.spec.changed(marketplace="W" * 5000))
    with pytest.raises(SlipError, match=r"slip\.no_room"):
        slip.pdf(endless, state, paper="letter")


def test_at_the_terminal_a_name_without_a_font_is_written_by_hand(tmp_path):
    said = []
    answers = iter(["yes", *["no"] * 9, *[""] * 2])
    state = must(up_to("order_slip"), details(name="\U00013000"))
    walk = Walk(
        flow,
        state,
        save=lambda _: None,
        ask=lambda _: next(answers),
        say=said.append,
        folder=tmp_path,
    )
    with pytest.raises(RuntimeError):  # no more answers
        walk.run()
    assert any("slip.no_font" in line for line in said)
    assert any("\U00013000" in line for line in said)
    assert status(walk.state, "order_slip") == "done"


# Numbers as they are typed and pasted


@pytest.mark.parametrize(
    "text",
    ["３３１８８１００２５", "٣٣١٨٨١٠٠٢٥", "\t3318\u00a08100\u200b25\n", "\u202a3318810025\u202c"],
)
def test_a_waybill_in_other_digits_or_with_unseen_signs(text):
    assert couriers.judge("dhl_express", text).number == WAYBILL
    assert couriers.judge("dhl_express", text).fault is None


@pytest.mark.parametrize("text", ["²318810025", "1\u0131" * 9, "ß" * 12, "", "\0", "\u200b"])
@pytest.mark.parametrize("courier", couriers.couriers())
def test_no_courier_takes_what_is_no_number(courier, text):
    assert couriers.judge(courier, text).fault is not None


def test_lower_case_is_a_couriers_number_too():
    for courier in couriers.couriers():
        for number in couriers.published_numbers(courier)[0]:
            assert couriers.judge(courier, f" {number.lower()}\n").fault is None


@pytest.mark.parametrize("text", ["٣٥٢٠٩٩٠٠١٧٦١٤٨١", f"\u202d{IMEI}\u202c", f"\ufeff{IMEI}\u200b"])
def test_an_imei_in_other_digits_or_with_unseen_signs(text):
    state = must(up_to("imei"), events.ImeiGiven(imeis=(text,)))
    assert state.answers["imei"].event.imeis == (IMEI,)


def test_no_imei_from_an_eid_or_iccid_that_stands_below_the_label():
    """Labels above, numbers below: the first number belongs to another label."""
    eids = [f"89{number:013d}" for number in range(0, 10**13, 10**13 // 400)]
    passing = [eid for eid in eids if imei.fault(eid) is None]
    assert len(passing) > 20  # one in ten passes the check digit
    for eid in passing:
        grouped = " ".join((eid[:5], eid[5:10], eid[10:], "00888", "26000"))
        for text in (f"EID\nIMEI\n{grouped}\n{IMEI}", f"ICCID IMEI {eid} 0088", f"IMEI\n{eid}2600"):
            assert set(imei.find(text)) <= {IMEI}


# Events and states


def test_an_event_sent_again_with_another_pin_is_told_apart():
    first = details(id="q", lock="pin", secret="1111")
    state = must(up_to("order_slip"), first)
    assert codes(apply(state, first)) == []
    assert codes(apply(state, first.changed(secret="2222"))) == ["event.id_reused"]
    made = must(state, events.SlipMade())
    assert codes(apply(made, first)) == []  # its PIN is no longer there to compare


@pytest.mark.parametrize(
    "event",
    [
        {"kind": "signed_out", "outcome": "done", "accounts": ["icloud"] * 10_000},
        {"kind": "items_checked", "items": ["tape_kind"] * 10_000},
        {"kind": "help_asked", "step": "photos", "note": "a" * 10_000},
        {"kind": "abandoned", "id": "a" * 10_000},
    ],
)
def test_no_event_of_a_customer_makes_the_state_huge(event):
    state = up_to("sign_out" if event["kind"] == "signed_out" else "packing")
    assert codes(apply(state, event)) == ["event.invalid"]


def test_an_account_may_be_an_address_and_is_personal():
    signed = events.SignedOut(outcome="done", accounts=("icloud", "zoe@example.org"))
    state = must(up_to("sign_out"), signed)
    assert "zoe@" not in repr(state) + state.redacted().json_text()
    assert "zoe@" in state.json_text()


@pytest.mark.parametrize("step", ["backup", "packing", "shipping", "end"])
@pytest.mark.parametrize("category", ["laptop", "other", "smartwatch"])
def test_a_phones_return_under_another_category_is_refused(step, category):
    state = up_to(step).changed(category=category)
    outcome = apply(state, events.HelpAsked(step="photos"))
    assert codes(outcome) == ["state.other_spec"]
    assert outcome.state is state


def test_a_new_slip_after_packing_has_to_go_into_the_box():
    state = up_to("shipping")
    again = apply(state, details(lock="pin", secret="1111"), now=LATER).state
    made = must(again, events.SlipMade(), start=LATER)
    assert status(made, "packing") == "open"
    assert status(made, "shipping") == "locked"


@pytest.mark.parametrize("step", ["warranty", "photos", "imei", "backup", "sign_out", "order_slip"])
@pytest.mark.parametrize("at", ["shipping", "end"])
def test_staff_may_open_any_step_again_and_it_can_be_finished(step, at):
    reopen = events.StaffDecided(step=step, decision="reopen", who="s7", why="look again")
    state = must(up_to(at), reopen, start=LATER)
    assert state.status == "open"
    accept = events.StaffDecided(step=step, decision="accept", who="s7", why="seen")
    done = must(state, accept, start=LATER + timedelta(hours=1))
    assert status(done, step) == "done"
    assert done.status == ("complete" if at == "end" else "open")
    assert flow.replay(done) == done


def test_leaving_and_coming_back_at_every_step_loses_nothing():
    for step in flow.spec.by_id:
        before = up_to(step)
        left = must(before, events.Abandoned(), start=LATER)
        back = must(left, events.Resumed(), start=LATER + timedelta(hours=1))
        assert back.changed(log=before.log, effects=before.effects) == before
        asked = [effect for effect in flow.pending_effects(back) if effect.kind == "ask_step"]
        assert asked == [effect for effect in before.effects if effect.kind == "ask_step"]
        assert flow.next_steps(left) == ()
        assert flow.next_steps(back) == flow.next_steps(before)


# Evidence


def as_it_is(new, info, data, **packing):
    new.writestr(info, data, **packing)


def repacked(data, change=as_it_is, **packing):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            change(new, zipfile.ZipInfo(name), old.read(name), **packing)
    return out.getvalue()


@pytest.mark.parametrize(
    "packing",
    [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA],
)
def test_a_bundle_packed_anew_is_whole_and_bytes_changed_in_it_never_raise_else(packing):
    made = evidence.make(flow, up_to("imei"), now=NOW)
    again = repacked(made.data, compress_type=packing)
    assert evidence.verify(again, made.digest).ok
    for place in range(0, len(again), 7):
        damaged = bytearray(again)
        damaged[place] ^= 0x55
        try:
            evidence.verify(bytes(damaged), made.digest)
        except evidence.EvidenceError:
            continue


def test_a_bundle_is_packed():
    made = evidence.make(flow, up_to("end"), now=NOW)
    assert len(made.data) < len(repacked(made.data, compress_type=zipfile.ZIP_STORED)) / 2


def test_a_link_in_the_place_of_a_file_is_told():
    def linked(new, info, data):
        if info.filename == "index.html":
            info.external_attr = (stat.S_IFLNK | 0o777) << 16
        new.writestr(info, data)

    made = evidence.make(flow, up_to("imei"), now=NOW)
    assert evidence.verify(repacked(made.data, linked), made.digest).altered == ("index.html",)


@pytest.mark.parametrize("name", ["../../outside", "/etc/outside", "INDEX.html", "c:\\x", "d/"])
def test_a_file_with_a_hostile_name_is_told_and_nothing_is_unpacked(name):
    made = evidence.make(flow, up_to("imei"), now=NOW)
    out = io.BytesIO(made.data)
    with zipfile.ZipFile(out, "a") as bundle:
        bundle.writestr(name, "x")
    assert len(evidence.verify(out.getvalue(), made.digest).added) == 1


def test_a_file_that_stands_twice_is_an_error():
    made = evidence.make(flow, up_to("imei"), now=NOW)
    out = io.BytesIO(made.data)
    with warnings.catch_warnings(), zipfile.ZipFile(out, "a") as bundle:
        warnings.simplefilter("ignore")
        bundle.writestr("state.json", "x")
    with pytest.raises(evidence.EvidenceError, match="got one twice"):
        evidence.verify(out.getvalue(), made.digest)


def test_a_bomb_in_the_manifests_place_is_not_read(monkeypatch):
    def huge(new, info, data):
        new.writestr(
            info, b"0" * (evidence.MAX_MANIFEST + 1) if "manifest" in info.filename else data, 8
        )

    made = evidence.make(flow, up_to("imei"), now=NOW)
    bomb = repacked(made.data, huge)
    assert len(bomb) < 100_000
    monkeypatch.setattr(zipfile.ZipFile, "read", None)  # would hold all of it in memory
    with pytest.raises(evidence.EvidenceError, match=r"evidence\.too_large"):
        evidence.verify(bomb)


def test_photos_of_one_hash_fill_one_slot():
    state = up_to("photos")
    twice = apply(state, events.PhotosAdded(photos=(photo(1, "back"), photo(1, "left"))))
    assert codes(twice) == ["photos.used_elsewhere"]
    assert list(twice.state.photos["photos"].kept) == ["back"]
    assert opened().photos == {}


@pytest.mark.parametrize("kind", ["warranty", "shipping", "imei"])
def test_a_flow_may_ask_for_a_photo_at_any_step(kind):
    steps = tuple(
        step.changed(slots=("receipt",), optional_slots=("receipt",)) if step.id == kind else step
        for step in flow.spec.steps
    )
    own = ReturnFlow(flow.spec.changed(steps=steps))
    state = up_to(kind)
    taken = must(state, events.PhotosAdded(step=kind, photos=(photo(70, "receipt"),)), flow=own)
    assert list(taken.photos[kind].kept) == ["receipt"]
    waived = events.SlotWaived(
        step=kind, slot="receipt", reason="device_does_not_work", declared=True
    )
    assert must(state, waived, flow=own).photos[kind].waived.keys() == {"receipt"}


@pytest.mark.parametrize("slot", ["", "\0", "../back", "x" * 300, "closeup_", "closeup_*"])
@pytest.mark.parametrize("step", ["photos", "", "y" * 300])
def test_a_slot_or_step_from_an_address_is_a_problem_and_never_raises(slot, step):
    state = up_to("photos", "other")
    event = photos.for_slot(state, b"no picture", slot, step=step)
    wanted = "photos.unknown_slot" if step == "photos" else "step.unknown"
    assert codes(apply(state, event)) == [wanted]


@pytest.mark.parametrize("name", ["closeup_a", "closeup_screen_2", "closeup_" + "x" * 300])
def test_a_closeup_may_have_any_plain_name(name):
    state = up_to("photos", "other")
    event = photos.for_slot(state, b"no picture", name)
    assert codes(apply(state, event)) == ["photos.retake"]


@pytest.mark.parametrize("name", ["closeup_<b>x", "closeup_Ä", "closeup_A", "closeup_a\n"])
def test_a_closeup_is_named_by_the_rule_of_photocheck(name):
    category = default_catalog().category("other")
    with pytest.raises(UnknownSlotError):
        category.slot(name)
    state = up_to("photos", "other")
    event = photos.for_slot(state, b"no picture", name)
    assert codes(apply(state, event)) == ["photos.unknown_slot"]
