"""A whole return, as customers make it: page by page, with the sample photos."""

from __future__ import annotations

import pytest

SETS = {
    "smartphone": ("screen_off", "top", "back", "left", "screen_on", "bottom", "right"),
    "laptop": (
        *("screen_off", "screen_on", "left_open", "back_case"),
        *("right_open", "front_closed", "back_closed"),
    ),
}


@pytest.mark.parametrize("category", SETS)
def test_from_the_warranty_to_the_courier(service, category):
    customer = service.customer(category)
    go_on = customer.answer(
        "warranty", "warranty_answered", seller_told="yes", impact="no", oxidation="no", opened="no"
    )
    assert go_on.url.path.endswith("/steps/photos")

    customer.send("photos", *(f"{category}_{view}.jpg" for view in SETS[category]))
    customer.judged()
    place_what_is_unsure(customer)
    photos = customer.state.photos["photos"]
    assert set(photos.kept) == set(SETS[category])
    assert customer.status("photos") == "done"

    if category == "smartphone":
        wrong = customer.answer("imei", "imei_given", imeis="352099001761482", status=422)
        assert "check digit" in wrong.text
        assert "352099001761482" in wrong.text
        customer.answer("imei", "imei_given", imeis=["352099001761481", ""])
        platform, accounts = "android", ["google"]
    else:
        platform, accounts = "mac", ["icloud"]
    customer.answer("backup", "backup_answered", platform=platform, works="yes", outcome="done")
    customer.answer("sign_out", "signed_out", outcome="done", accounts=accounts)
    customer.send("sign_out", "document_capture.png", slot="proof")
    customer.judged("sign_out")
    assert customer.status("sign_out") == "done"

    customer.answer("order_slip", "slip_details", paper="slip", lock="pin", secret="258091736458")
    assert "258091736458" in customer.page("order_slip")
    pdf = customer.client.get(f"{customer.path}/slip.pdf")
    assert pdf.content.startswith(b"%PDF")
    assert pdf.headers["content-type"] == "application/pdf"
    customer.answer("order_slip", "slip_made")
    assert "258091736458" not in customer.page("order_slip")
    assert "258091736458" not in customer.state.json_text()

    items = service.desk.flow.spec.by_id["packing"].items
    customer.answer("packing", "items_checked", items=list(items))
    customer.send("packing", "parcel_inside.jpg", slot="inside")
    customer.send("packing", "parcel_outside.jpg", slot="outside")
    customer.judged("packing")
    assert customer.status("packing") == "done"

    customer.answer("shipping", "shipping_chosen", courier_way="dhl_express|service_point")
    done = {"number": "3318810025", "receipt_kept": "yes", "insured": "no"}
    last = customer.answer("shipping", "shipping_done", **done)
    assert customer.state.status == "complete"
    assert "Everything is done" in last.text
    assert service.desk.flow.replay(customer.state).answers == customer.state.answers


OTHERS = {
    "tablet": ("tablet", "screen_on screen_off back left right top bottom"),
    "smartwatch": ("smartwatch", "front_on front_off rear_case left right strap_top strap_bottom"),
    "other": ("console", "front back left right top bottom"),
}


@pytest.mark.parametrize("category", OTHERS)
def test_the_photos_of_the_other_kinds_of_device(service, category):
    """In any order; then the customer says which is which where the desk asks."""
    customer = service.customer(category)
    customer.open()
    name, views = OTHERS[category]
    sent = {customer.hash(f"{name}_{view}.jpg"): view for view in views.split()}
    customer.send("photos", *(f"{name}_{view}.jpg" for view in reversed(sent.values())))
    if category == "other":
        customer.send("photos", "console_closeup.jpg", slot="closeup_*")
    customer.judged()
    sent_back = {photo.sha256 for photo in customer.state.photos["photos"].rejected}
    assert len(sent_back) <= 1  # one side of the watch is out of focus, says photocheck
    for sha256 in sent_back:
        del sent[sha256]
    for sha256, slot in sent.items():
        customer.answer("photos", "photo_placed", sha256=sha256, slot=slot)
    kept = customer.state.photos["photos"].kept
    assert {photo.sha256: slot for slot, photo in kept.items() if slot in sent.values()} == sent
    assert customer.status("photos") == ("open" if sent_back else "done")


def test_the_same_photo_for_another_side_is_told_of(service):
    customer = service.customer()
    customer.open()
    customer.send("photos", "smartphone_left.jpg", slot="left")
    customer.send("photos", "smartphone_left.jpg", slot="right")
    assert "already stands for another view" in customer.judged()


def place_what_is_unsure(customer) -> None:
    """Say what each photo shows that the desk asks about, by which slots are left."""
    truth = {"left": "left", "right": "right", "top": "top", "bottom": "bottom"}
    for photo in customer.state.photos["photos"].unplaced:
        left = [s for s in photo.candidates if s not in customer.state.photos["photos"].kept]
        customer.answer(
            "photos", "photo_placed", sha256=photo.sha256, slot=truth.get(left[0], left[0])
        )


def test_a_form_sent_twice_counts_once(service):
    customer = service.customer()
    fields = customer.fields("warranty")
    said = {"seller_told": "yes", "impact": "no", "oxidation": "no", "opened": "no"}
    data = {**fields, "kind": "warranty_answered", **said}
    for _ in range(2):
        answer = customer.client.post(f"{customer.path}/steps/warranty", data=data)
        assert answer.status_code == 200
        assert answer.url.path.endswith("/steps/photos")
    assert [entry.event.kind for entry in customer.state.log].count("warranty_answered") == 1


def test_a_photo_sent_twice_under_one_key_is_one_photo(service):
    customer = service.customer()
    customer.open()
    for _ in range(2):
        customer.send("photos", "smartphone_back.jpg", slot="back", key="ab" * 16)
    customer.judged()
    assert [entry.event.kind for entry in customer.state.log].count("photos_added") == 1
    assert list(customer.state.photos["photos"].kept) == ["back"]


def test_after_two_retakes_the_third_photo_is_kept_for_a_person(service):
    customer = service.customer()
    customer.open()
    bad = ["back_shaken", "back_defocused", "back_too_dark"]
    customer.send("photos", f"smartphone_{bad[0]}.jpg", slot="back")
    page = customer.judged()
    assert "Hold the camera" in page
    assert "Send anyway" not in page
    customer.send("photos", f"smartphone_{bad[1]}.jpg", slot="back")
    assert "Send anyway" in customer.judged()
    customer.send("photos", f"smartphone_{bad[2]}.jpg", slot="back")
    assert "a person will look at it" in customer.judged()
    assert customer.state.photos["photos"].kept["back"].verdict == "retake"


def test_the_picture_of_a_problem_is_drawn_anew(service):
    customer = service.customer()
    customer.open()
    customer.send("photos", "smartphone_back_shaken.jpg", slot="back")
    page = customer.judged()
    src = page.partition('<img src="')[2].partition('"')[0]
    picture = customer.client.get(src)
    assert picture.headers["content-type"] == "image/jpeg"
    assert picture.content != (customer.client.get(src.replace(src[-4:], "0000"))).content
    other = service.customer()
    assert service.client.get(src.replace(customer.path, other.path)).status_code == 404


def test_pages_speak_the_customers_language(service):
    customer = service.customer()
    token = customer.fields("warranty")["form_token"]
    for language, word in {"de": "Garantie", "fr": "Garantie", "en": "Warranty"}.items():
        page = customer.client.post(
            f"{customer.path}/language", data={"form_token": token, "language": language}
        )
        assert f'<html lang="{language}">' in page.text
        assert word in page.text


def test_help_reaches_a_person(service):
    customer = service.customer()
    customer.answer("warranty", "help_asked", note="Where is the box?")
    service.desk.outbox.drain()
    assert "A person will get in touch" in customer.page()
