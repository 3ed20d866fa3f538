"""The pages in Chromium: on a phone and wide, with and without scripts, and when the line breaks."""

from __future__ import annotations

import re
import shutil

import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on this machine")

PHONE = {"viewport": {"width": 375, "height": 740}, "is_mobile": True, "has_touch": True}
WIDE = {"viewport": {"width": 1280, "height": 900}}


@pytest.fixture(scope="module")
def chromium():
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(chromium, shared_server):
    """A phone that has opened a return of a smartphone, and complains about errors of scripts."""
    context = chromium.new_context(**PHONE)
    found = context.new_page()
    faults: list[str] = []
    found.on("pageerror", lambda error: faults.append(str(error)))
    found.on("console", lambda said: "Security Policy" in said.text and faults.append(said.text))
    begin(found, shared_server)
    yield found
    context.close()
    assert not faults


def begin(page, server) -> None:
    page.goto(server.url)
    page.get_by_role("button", name=re.compile("Smartphone")).click()


def is_fine(page) -> None:
    """Nothing is wider than the screen, and axe finds nothing."""
    page.wait_for_load_state()
    width = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1], page.url
    found = axe.Axe().run(page, options={"resultTypes": ["violations"]})
    assert not found.response["violations"], found.generate_report()


def warranty(page) -> None:
    page.locator("a.main").click()
    is_fine(page)
    for name, value in {"seller_told": "yes", "impact": "no", "oxidation": "no"}.items():
        page.check(f"input[name={name}][value={value}]")
    page.check("input[name=opened][value=no]")
    page.get_by_role("button", name="Send", exact=True).click()
    sync_api.expect(page.locator(".upload.ready").first).to_be_visible()


def settled(page, count: int) -> None:
    """So many slots are filled."""
    filled = page.locator("#photos .slots > .filled")
    sync_api.expect(filled).to_have_count(count, timeout=30_000)


def test_a_return_on_a_phone(page, samples):
    is_fine(page)
    warranty(page)
    is_fine(page)
    views = ("top", "back", "left", "screen_off", "bottom", "screen_on")
    page.set_input_files("#all-photos", [samples / f"smartphone_{view}.jpg" for view in views])
    sync_api.expect(page.locator("#sending")).to_have_text("", timeout=30_000)
    right = page.get_by_label("Take the photo: Right side")
    right.set_input_files(samples / "smartphone_right_defocused.jpg")
    problem = page.locator(".slots .problem")
    sync_api.expect(problem).to_contain_text("out of focus", timeout=30_000)
    is_fine(page)
    page.get_by_label("Take the photo: Right side").set_input_files(
        samples / "smartphone_right.jpg"
    )
    sync_api.expect(problem).to_have_count(0, timeout=30_000)
    while page.locator(".confirm").count():
        page.locator(".confirm .buttons button").first.click()
    if not page.url.endswith("/imei"):  # what was asked last leads on by itself
        settled(page, 7)
        page.locator("#photos a.main").click()
    is_fine(page)
    page.fill("#imei1", "352099001761482")
    page.get_by_role("button", name="Send", exact=True).click()
    assert page.locator("#imei1").get_attribute("aria-invalid") == "true"
    is_fine(page)
    page.fill("#imei1", "352099001761481")
    page.get_by_role("button", name="Send", exact=True).click()
    for step in ("backup", "sign_out", "order_slip", "packing", "shipping"):
        page.goto(page.url.rpartition("/")[0] + f"/{step}")
        is_fine(page)
    page.get_by_role("button", name="Deutsch").click()
    assert page.locator("html").get_attribute("lang") == "de"
    is_fine(page)


def test_photos_are_sent_when_the_line_is_back_and_after_a_reload(page, samples):
    warranty(page)
    page.context.set_offline(True)
    photo = page.get_by_label("Take the photo: Screen switched on")
    photo.set_input_files(samples / "smartphone_screen_on.jpg")
    sync_api.expect(page.locator("#sending")).to_contain_text("The line is broken")
    page.context.set_offline(False)
    settled(page, 1)
    page.route("**/photos", lambda route: route.abort())
    page.get_by_label("Take the photo: Back").set_input_files(samples / "smartphone_back.jpg")
    sync_api.expect(page.locator("#sending")).to_contain_text("The line is broken")
    page.unroute("**/photos")
    page.reload()
    settled(page, 2)


def test_a_photo_that_is_taken_while_the_page_changes_is_not_lost(page, samples):
    warranty(page)
    camera = page.get_by_label("Take the photo: Back").element_handle()
    page.evaluate(
        """() => new Promise((done) => {
            document.addEventListener("htmx:afterSettle", done, { once: true });
            htmx.trigger("#photos", "refresh");
        }).then(() => null)"""
    )
    camera.set_input_files(samples / "smartphone_back.jpg")
    settled(page, 1)


def test_a_large_photo_is_made_smaller_before_it_is_sent(page, samples, tmp_path):
    from PIL import Image

    warranty(page)
    large = Image.open(samples / "smartphone_back.jpg").resize((3072, 4096))
    exif = Image.Exif()
    exif[0x010F] = "Camera of Ann Lee"
    large.save(tmp_path / "large.jpg", exif=exif)
    sent = []
    page.on("request", lambda request: request.method == "POST" and sent.append(request))
    page.get_by_label("Take the photo: Back").set_input_files(tmp_path / "large.jpg")
    settled(page, 1)
    picture = page.locator(".slots .filled img")
    sync_api.expect(picture).to_be_visible()
    assert len(sent) == 1
    assert int(sent[0].header_value("content-length")) < (tmp_path / "large.jpg").stat().st_size


def test_without_scripts_the_same_forms_do(chromium, shared_server, samples):
    context = chromium.new_context(**PHONE, java_script_enabled=False)
    page = context.new_page()
    begin(page, shared_server)
    page.locator("a.main").click()
    for name, value in {"seller_told": "yes", "impact": "no", "oxidation": "no"}.items():
        page.check(f"input[name={name}][value={value}]")
    page.check("input[name=opened][value=no]")
    page.get_by_role("button", name="Send", exact=True).click()
    views = ("screen_on", "screen_off")
    page.set_input_files("#all-photos", [samples / f"smartphone_{view}.jpg" for view in views])
    page.get_by_role("button", name="Send photos").click()
    for _ in range(100):
        if page.locator(".slots > .filled").count() == 2:
            break
        page.wait_for_timeout(200)
        page.reload()
    assert page.locator(".slots > .filled").count() == 2
    context.close()


def test_staff_on_a_wide_screen_and_on_a_phone(chromium, shared_server, samples, page):
    warranty(page)
    picture, shown = page.locator(".slots img"), ""
    for fault in ("shaken", "defocused", "too_dark"):
        label = page.locator(".slots label", has_text="Back").first
        field = page.locator(f"#{label.get_attribute('for')}")
        field.set_input_files(samples / f"smartphone_back_{fault}.jpg")
        sync_api.expect(picture).not_to_have_attribute("src", shown, timeout=30_000)
        shown = picture.get_attribute("src")
    settled(page, 1)
    context = chromium.new_context(**WIDE)
    staff = context.new_page()
    staff.goto(f"{shared_server.url}/staff")
    is_fine(staff)
    staff.fill("#name", "staff")
    staff.fill("#password", shared_server.password)
    staff.get_by_role("button", name="Log in").click()
    is_fine(staff)
    staff.locator(".queue a").first.click()
    is_fine(staff)
    staff.set_viewport_size(PHONE["viewport"])
    is_fine(staff)
    photos = staff.locator("section", has=staff.get_by_role("heading", name=re.compile("^Photos")))
    photos.get_by_text("Decide").click()
    photos.get_by_label("Why, for the record").fill("good enough")
    photos.get_by_role("button", name="Accept the step").click()
    assert "Accepted by staff: good enough" in staff.locator("main").inner_text()
    staff.get_by_role("link", name="The week").click()
    is_fine(staff)
    context.close()
