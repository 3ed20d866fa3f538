"""What staff see and decide, and that the customer sees what follows."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from PIL import Image
from sqlalchemy import select

from return_desk.tables import Audit
from returnflow import evidence


@pytest.fixture
def waiting(service):
    """A return whose photo of the back was kept after two retakes."""
    customer = service.customer()
    customer.open()
    for fault in ("shaken", "defocused", "too_dark"):
        customer.send("photos", f"smartphone_back_{fault}.jpg", slot="back")
        customer.judged()
    return customer


@pytest.fixture
def staff(service):
    return service.log_in()


def form_token(page: str) -> str:
    return re.search(r'name="form_token" value="(\w+)"', page)[1]


def act(staff, customer, path: str, status: int = 200, **values):
    page = f"/staff/returns/{customer.return_id}"
    data = {"form_token": form_token(staff.get(page).text), **values}
    answer = staff.post(f"{page}/{path}", data=data)
    assert answer.status_code == status, answer.text
    return answer


def audit(service) -> list[tuple[str, str]]:
    with service.desk.database.read() as session:
        return [(line.who, line.what) for line in session.scalars(select(Audit).order_by(Audit.id))]


def test_the_queue_says_why_a_return_is_in_it(service, staff, waiting):
    other = service.customer(number="B-1")
    page = staff.get("/staff").text
    assert "A-4711" in page
    assert "“Back” was kept after two retakes" in page
    assert "B-1" not in page
    assert "B-1" in staff.get("/staff", params={"q": "B-"}).text
    assert other.return_id in staff.get("/staff", params={"q": other.return_id}).text
    assert "There is no such return" in staff.get("/staff", params={"q": "%"}).text


def test_the_page_of_a_return_shows_reasons_with_numbers(staff, waiting):
    page = staff.get(f"/staff/returns/{waiting.return_id}").text
    assert page.count('class="verdict retake"') == 3
    assert "Sharpness: fail" in page
    assert re.search(r"px \(maximum \d", page)


def test_accepting_a_step_keeps_who_and_why_and_empties_the_queue(service, staff, waiting):
    values = {"kind": "staff_decided", "decision": "accept", "step": "photos", "why": "seen before"}
    act(staff, waiting, "decide", **values)
    decision = waiting.state.decisions["photos"]
    assert (decision.who, decision.why) == ("kim", "seen before")
    actors = [e.event.actor for e in waiting.state.log if e.event.kind == "staff_decided"]
    assert actors == ["staff:kim"]
    assert "Nothing waits" in staff.get("/staff").text
    assert ("staff:kim", "staff_decided") in audit(service)


def test_asking_again_for_one_photo_tells_the_customer(staff, waiting):
    values = {"kind": "staff_decided", "decision": "reopen", "step": "photos", "slots": "back"}
    words = "The back is too dark for us."
    act(staff, waiting, "decide", why="nothing can be seen", words=words, **values)
    assert "back" not in waiting.state.photos["photos"].kept
    page = waiting.page()
    assert words in page
    assert "nothing can be seen" not in page


def test_an_override_counts_in_the_rates_of_the_week(staff, waiting):
    page = staff.get(f"/staff/returns/{waiting.return_id}").text
    uploads = re.findall(r'id="photo-(\w+)"', page)
    act(staff, waiting, f"photos/{uploads[0]}", usable="yes", why="sharp enough")
    act(staff, waiting, f"photos/{uploads[1]}", usable="no", why="indeed")
    assert "kim: usable. sharp enough" in staff.get(f"/staff/returns/{waiting.return_id}").text
    row = re.search(r"retake</th>(.*?)</tr>", staff.get("/staff/week").text, re.DOTALL)[1]
    assert re.findall(r"<td>(.*?)</td>", row) == ["3", "2", "1", "50%"]
    act(staff, waiting, f"photos/{uploads[2]}", status=422, usable="yes", why=" ")


def test_a_question_is_in_the_queue_until_it_is_answered(staff, service):
    customer = service.customer()
    customer.answer("warranty", "help_asked", note="Where is the box?")
    assert "The customer asks for help" in staff.get("/staff").text
    assert "Where is the box?" in staff.get(f"/staff/returns/{customer.return_id}").text
    act(staff, customer, "answer", words="Any box will do.")
    assert "Any box will do." in customer.page()
    assert "Nothing waits" in staff.get("/staff").text


def test_staff_takes_an_imei_whose_check_digit_is_wrong(staff, service):
    customer = service.customer()
    customer.open()
    customer.answer("imei", "imei_given", status=422, imeis="352099001761482")
    act(staff, customer, "decide", kind="imei_accepted", imeis="352099001761482", why="on the box")
    assert customer.status("imei") == "done"


def test_the_evidence_holds_the_photos_and_its_digest_is_kept(service, staff, waiting):
    bundle = act(staff, waiting, "evidence.zip").content
    with service.desk.database.read() as session:
        made = select(Audit.detail).where(Audit.what == "evidence.made")
        digest = session.scalars(made).one()
    assert evidence.verify(bundle, digest).ok
    names = zipfile.ZipFile(io.BytesIO(bundle)).namelist()
    assert sum(name.startswith("photos/") for name in names) == 3


def test_what_staff_see_has_no_metadata(service, staff):
    customer = service.customer()
    customer.open()
    picture = Image.open(io.BytesIO(customer.sample("smartphone_back.jpg")))
    exif = Image.Exif()
    exif[0x010F] = "Camera of Ann Lee"
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif, comment=b"Elm Street 1")
    assert b"Ann Lee" in out.getvalue()
    customer.send("photos", out.getvalue(), slot="back")
    customer.judged()
    page = staff.get(f"/staff/returns/{customer.return_id}").text
    shown = staff.get(re.search(r'src="(/staff/returns/[^"]+)"', page)[1]).content
    assert shown.startswith(b"\xff\xd8")
    assert b"Ann Lee" not in shown
    assert b"Elm Street" not in shown
    assert not Image.open(io.BytesIO(shown)).getexif()


def test_a_new_link_is_shown_once_and_ends_the_old_one(service, staff, waiting):
    page = act(staff, waiting, "link").text
    link = re.search(r"/r/[\w-]+", page)[0]
    assert service.client.get(link).status_code == 200
    assert service.client.get(waiting.path).status_code == 410
    assert link not in staff.get(f"/staff/returns/{waiting.return_id}").text
