"""What must not work: others' forms, old links, wrong roles, large bodies, hostile files, scripts."""

from __future__ import annotations

import io
import json
import logging
import re
import sys
import zlib
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from PIL import Image
from sqlalchemy import select

from return_desk import logs, retention
from return_desk.tables import Return, Session, Upload, now

NO = {"impact": "no", "oxidation": "no", "opened": "no"}


@pytest.mark.parametrize("token", ["", "0" * 64, "é"])
def test_a_form_without_the_pages_token_changes_nothing(service, token):
    customer, other = service.customer(), service.customer(number="B-2")
    before = customer.state
    for wrong in (token, other.fields("warranty")["form_token"]):
        data = {"kind": "warranty_answered", "seller_told": "yes", "form_token": wrong, **NO}
        answer = service.client.post(f"{customer.path}/steps/warranty", data=data)
        assert answer.status_code == 403
        photos = service.client.post(
            f"{customer.path}/steps/photos/photos",
            data={"form_token": wrong},
            files=[("photos", ("a.jpg", b"x"))],
        )
        assert photos.status_code == 403
    assert customer.state == before


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
    ],
)
def test_a_form_of_another_site_is_refused(service, headers):
    customer = service.customer()
    data = {**customer.fields("warranty"), "kind": "warranty_answered", "seller_told": "yes", **NO}
    url = f"{customer.path}/steps/warranty"
    assert service.client.post(url, data=data, headers=headers).status_code == 403
    login = service.client.post("/staff/login", data={"name": "kim"}, headers=headers)
    assert login.status_code == 403
    own = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}
    assert service.client.post(url, data=data, headers=own).status_code == 200


def test_links_end_and_can_not_be_guessed(service):
    old = service.customer(days=0)
    for page in ("", "/steps/warranty", "/slip.pdf", "/events", "/pictures/x"):
        assert service.client.get(old.path + page).status_code == 410
    right = service.customer()
    unknown = [service.client.get(f"/r/{token}") for token in ("x", "y" * 43, "z" * 5000)]
    assert {answer.status_code for answer in unknown} == {404}
    assert len({answer.text for answer in unknown}) == 1
    assert service.client.get(f"/r/{right.return_id}").status_code == 404  # an id is no key


def test_a_link_is_not_kept_anywhere(service, tmp_path):
    customer = service.customer()
    customer.open()
    token = customer.path.removeprefix("/r/").encode()
    assert all(token not in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())


@pytest.mark.parametrize(
    "event",
    [
        {"kind": "staff_decided", "step": "photos", "decision": "accept", "who": "me", "why": "so"},
        {"kind": "imei_accepted", "imeis": "352099001761482", "who": "me", "why": "so"},
        {"kind": "photos_added"},
        {"kind": "effects_done", "effects": "x:0"},
        {"kind": ""},
        {"kind": "nonsense"},
    ],
)
def test_a_customer_can_not_decide(service, event):
    customer = service.customer()
    customer.open()
    data = {**customer.fields("photos"), **event}
    answer = service.client.post(f"{customer.path}/steps/photos", data=data)
    assert answer.status_code == 422
    assert not {"staff_decided", "imei_accepted", "photos_added"} & {
        entry.event.kind for entry in customer.state.log
    }


def test_staff_pages_need_a_login_that_has_not_ended(service):
    customer = service.customer()
    pages = ("", "/week", f"/returns/{customer.return_id}")
    stranger = TestClient(service.client.app, follow_redirects=False)
    for page in pages:
        answer = stranger.get(f"/staff{page}")
        assert (answer.status_code, answer.headers["location"]) == (303, "/staff/login")
    assert stranger.post(f"/staff/returns/{customer.return_id}/decide").status_code == 303
    staff = service.log_in()
    assert all(staff.get(f"/staff{page}").status_code == 200 for page in pages)
    with service.desk.database.write() as session:
        for row in session.scalars(select(Session)):
            row.expires_at = now() - timedelta(seconds=1)
    assert staff.get("/staff").url.path == "/staff/login"


def test_logging_out_ends_the_session_itself(service):
    staff = service.log_in()
    cookies = dict(staff.cookies)
    token = re.search(r'name="form_token" value="(\w+)"', staff.get("/staff").text)[1]
    staff.post("/staff/logout", data={"form_token": token})
    thief = TestClient(service.client.app, cookies=cookies)
    assert thief.get("/staff").url.path == "/staff/login"


def test_a_new_password_ends_the_sessions_of_the_old_one(service):
    staff = service.log_in()
    service.log_in(password="another password")
    assert staff.get("/staff").url.path == "/staff/login"


def test_the_cookie_is_for_staff_pages_and_no_scripts(service):
    service.log_in()
    data = {"name": "kim", "password": "a long password"}
    answer = TestClient(service.client.app, follow_redirects=False).post("/staff/login", data=data)
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "path=/staff" in cookie


def test_passwords_can_not_be_tried_forever(start):
    service = start(logins_per_quarter_hour=3)
    service.log_in()
    data = {"name": "kim", "password": "wrong"}
    codes = [service.client.post("/staff/login", data=data).status_code for _ in range(5)]
    assert codes == [403, 403, 403, 429, 429]
    data["password"] = "a long password"
    assert service.client.post("/staff/login", data=data).status_code == 429


def test_a_body_that_is_too_large_is_refused_before_it_is_read(start):
    service = start(max_form_bytes=1000, max_upload_bytes=50_000)
    customer = service.customer()
    url = f"{customer.path}/steps/warranty"
    assert service.client.post(url, data={"note": "x" * 2000}).status_code == 413
    read = []

    def pieces():
        for number in range(1000):
            read.append(number)
            yield b"x" * 500

    kind = {"content-type": "application/x-www-form-urlencoded"}
    assert service.client.post(url, content=pieces(), headers=kind).status_code == 413
    customer.send("photos", b"x" * 60_000, status=413)
    customer.send("photos", b"x" * 40_000)


def test_a_return_has_only_so_many_photos(start):
    service = start(max_photos=2)
    customer = service.customer()
    customer.open()
    customer.send("photos", b"a", b"b")
    customer.send("photos", b"c", status=429)


def bomb() -> bytes:
    """A PNG of 30,000 by 30,000 pixels in few bytes."""
    image = Image.new("1", (8, 8))
    out = io.BytesIO()
    image.save(out, "PNG")
    data = bytearray(out.getvalue())
    data[16:24] = (30_000).to_bytes(4, "big") * 2
    data[29:33] = zlib.crc32(data[12:29]).to_bytes(4, "big")
    return bytes(data)


def test_hostile_files_end_as_answers_and_are_not_kept(service, tmp_path):
    customer = service.customer()
    customer.open()
    good = customer.sample("smartphone_back.jpg")
    svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
    files = [svg, b"%PDF-1.7", b"MZ" * 500, good[:2000], bomb(), b"\xff\xd8\xff" + bytes(100)]
    customer.send("photos", *files)
    page = customer.judged()
    assert "alert" not in page
    assert "photos" not in customer.state.photos
    with service.desk.database.read() as session:
        uploads = list(session.scalars(select(Upload).order_by(Upload.sent_at)))
    assert len(uploads) == len(files)
    assert all((upload.unreadable or "").startswith("decode.") for upload in uploads)
    assert not list((tmp_path / "photos").glob("*/*"))
    customer.send("photos", "smartphone_back.jpg", slot="back")
    customer.judged()
    assert list(customer.state.photos["photos"].kept) == ["back"]


@pytest.mark.parametrize("name", ["../../etc/passwd", "a\x00b", "<img src=x>.jpg", "x" * 3000])
def test_a_files_name_means_nothing(service, name, tmp_path):
    customer = service.customer()
    customer.open()
    data = {"form_token": customer.fields("photos")["form_token"], "slot": "back"}
    files = [("photos", (name, customer.sample("smartphone_back.jpg")))]
    service.client.post(f"{customer.path}/steps/photos/photos", data=data, files=files)
    assert "<img src=x>" not in customer.judged()
    assert len(list((tmp_path / "photos").glob("*/*"))) == 1
    assert name[:50] not in customer.state.json_text()


@pytest.mark.parametrize("slot", ["front_on", "../back", "roof", "closeup_1"])
def test_a_slot_that_the_step_does_not_have_is_refused(service, slot):
    customer = service.customer()
    customer.open()
    customer.send("photos", "smartphone_back.jpg", slot=slot, status=422)
    customer.send("sign_out", "smartphone_back.jpg", status=422)
    assert service.client.get(f"{customer.path}/steps/nothing").status_code == 404


def test_what_customers_write_is_shown_as_text(service):
    evil = "<script>alert(1)</script>"
    customer = service.customer(name=evil, number="<b>1")
    customer.answer("warranty", "help_asked", note=evil + '"><img src=x>')
    staff = service.log_in()
    for page in (
        staff.get(f"/staff/returns/{customer.return_id}").text,
        staff.get("/staff", params={"q": '"><script>alert(2)</script>'}).text,
        customer.page(),
    ):
        assert "<script>alert" not in page
        assert "<b>1" not in page
        assert "<img src=x>" not in page


def test_pages_hold_no_inline_script_or_style_and_say_so(service):
    customer = service.customer()
    customer.open()
    staff = service.log_in()
    pages = [service.client.get(customer.path), service.client.get("/r/none")]
    pages += [
        service.client.get(f"{customer.path}/steps/{s}") for s in ("photos", "imei", "backup")
    ]
    pages += [staff.get(f"/staff{p}") for p in ("", "/week", f"/returns/{customer.return_id}")]
    for page in pages:
        policy = page.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert page.headers["referrer-policy"] == "same-origin"
        assert page.headers["x-content-type-options"] == "nosniff"
        assert page.headers["cache-control"] == "no-store"
        assert not re.search(
            r"<script(?![^>]* src=)|<style| style=| on[a-z]+=|javascript:", page.text
        )
        assert not re.search(r'(src|href)="(https?:)?//', page.text)


def test_logs_hold_neither_links_nor_what_was_written(service):
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.JsonLines())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        customer = service.customer(name="Ann Lee", number="ORDER-77")
        customer.open()
        customer.answer("imei", "imei_given", imeis="352099001761481")
        customer.answer("backup", "help_asked", note="my secret note")
        customer.answer("photos", "staff_decided", status=422)
        customer.send("photos", b"nonsense")
        customer.judged()
        service.log_in()
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
    ours = [json.loads(line) for line in stream.getvalue().splitlines()]
    ours = [line for line in ours if line["logger"] in {"return_desk", "returnflow"}]
    assert any(line.get("route") == "/r/{token}/steps/{step}" for line in ours)
    told = json.dumps(ours)
    for secret in (customer.path[3:], customer.return_id, "Ann", "ORDER-77", "352099", "secret"):
        assert secret not in told


def test_an_exceptions_words_are_not_logged():
    try:
        int("the name is Ann Lee")
    except ValueError:
        record = logging.LogRecord("x", 40, "f", 1, "it failed", (), sys.exc_info())
    line = json.loads(logs.JsonLines().format(record))
    assert line["error"] == "ValueError"
    assert "Ann" not in json.dumps(line)


def test_pixels_are_deleted_after_their_time_and_nothing_else(service, tmp_path):
    customer, other = service.customer(), service.customer(number="B-2")
    for one in (customer, other):
        one.open()
        one.send("photos", "smartphone_back.jpg", slot="back")
        one.judged()
    with service.desk.database.write() as session:
        session.get_one(Return, customer.return_id).changed_at = now() - timedelta(days=181)
    assert retention.tidy(service.desk, now()) == 1
    assert len(list((tmp_path / "photos").glob("*/*"))) == 1
    assert list(customer.state.photos["photos"].kept) == ["back"]
    assert "/pictures/" not in customer.page("photos")
    assert "/pictures/" in other.page("photos")
    assert retention.tidy(service.desk, now()) == 0


def test_health_and_metrics(service):
    customer = service.customer()
    customer.page()
    assert service.client.get("/health").json() == {"status": "ok"}
    numbers = service.client.get("/metrics").text
    assert 'desk_requests_total{method="GET",route="/r/{token}",status="200"}' in numbers
    assert customer.path not in numbers
    outside = service.client.get("/metrics", headers={"x-forwarded-for": "203.0.113.5"})
    assert outside.status_code == 404
