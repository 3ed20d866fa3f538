"""The page on which limits are moved, in Chromium: by keyboard, on a phone and wide."""

import json
import shutil

import pytest

from photocheck import Profile
from photocheck.cli import main

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

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


@pytest.fixture(scope="module")
def written(tmp_path_factory, make_scene, to_jpeg):
    """A page of six photos of different sizes, with labels."""
    folder = tmp_path_factory.mktemp("tune")
    rows = ["file,label"]
    for seed, height in enumerate((200, 300, 400, 500, 600, 700)):
        name = f"{height}<i>.jpg"
        (folder / name).write_bytes(to_jpeg(make_scene(seed, height, 800)))
        rows.append(f"{name},{'good' if seed % 2 else 'bad'}")
    (folder / "labels.csv").write_text("\n".join(rows))
    out = folder / "page.html"
    arguments = ["--labels", str(folder / "labels.csv"), "--html", str(out)]
    assert main(["tune", str(folder), *arguments, "--check", "resolution"]) == 0
    return out


@pytest.fixture(params=[PHONE, WIDE], ids=["phone", "wide"])
def page(chromium, written, request):
    """The page, opened from its file, complaining about errors of scripts."""
    context = chromium.new_context(**request.param)
    found = context.new_page()
    faults = []
    found.on("pageerror", lambda error: faults.append(str(error)))
    found.on("console", lambda said: faults.append(said.text))
    found.on("request", lambda asked: asked.url.startswith("http") and faults.append(asked.url))
    found.goto(written.as_uri())
    yield found
    context.close()
    assert not faults


def cells(page, place):
    return [" ".join(each.split()) for each in page.locator(f"{place} [data-of]").all_inner_texts()]


FAILS = "[data-setting=min_side]"


def test_a_limit_is_typed(page):
    assert cells(page, FAILS)[0] == "1"
    page.get_by_label("Fails where value is below").fill("401")
    assert cells(page, FAILS) == [
        "3",
        "1 of 3: 33.3 % (6.1 to 79.2 %)",
        "2 of 3: 66.7 % (20.8 to 93.9 %)",
    ]
    assert cells(page, "[data-row=fail]")[0] == "3"
    assert page.locator("#bar output").inner_text() == "3 retake, 0 review, 3 accept"
    assert float(page.get_by_label("Line of min_side").input_value()) == 400.5
    names = page.locator(f"{FAILS} [data-side=beyond] .name").all_inner_texts()
    assert names == ["400<i>.jpg", "300<i>.jpg", "200<i>.jpg"]
    assert page.locator(f"{FAILS} [data-side=within] img").count() == 3


def test_a_limit_is_moved_by_keyboard_and_back(page):
    slider = page.get_by_label("Line of min_side")
    field = page.get_by_label("Fails where value is below")
    before = page.locator(f"{FAILS} line").get_attribute("x1")
    slider.focus()
    page.keyboard.press("End")
    assert cells(page, FAILS)[0] == "6"
    assert float(field.input_value()) > 700
    assert page.locator(f"{FAILS} line").get_attribute("x1") == "1000"
    page.locator(f"{FAILS} .back").click()
    assert (field.input_value(), cells(page, FAILS)[0]) == ("240", "1")
    assert page.locator(f"{FAILS} line").get_attribute("x1") == before
    assert page.locator(f"{FAILS} .back").is_disabled()


def test_what_is_no_limit_changes_nothing(page):
    field = page.get_by_label("Fails where value is below")
    for wrong in ("-5", "", "1.5"):
        field.fill(wrong)
        assert cells(page, FAILS)[0] == "1"
        assert json.loads(page.locator("#profile-text").input_value())["name"] == "standard-tuned"
    assert '"min_side": 240' in page.locator("#profile-text").input_value()


def test_the_profile_is_saved_as_it_stands_on_the_page(page, tmp_path):
    page.get_by_label("Fails where value is below").fill("401")
    page.get_by_label("Name").fill("our shop / <b>")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as JSON").click()
    assert saved.value.suggested_filename == "our-shop-b-.json"
    saved.value.save_as(tmp_path / "own.json")
    profile = Profile.load((tmp_path / "own.json").read_bytes())
    assert profile.name == "our shop / <b>"
    assert profile.settings["resolution"]["min_side"] == 401
    assert profile == Profile.load(page.locator("#profile-text").input_value())
    page.get_by_role("button", name="Copy").click()
    page.wait_for_function("document.getElementById('told').textContent !== ''")


def test_nothing_is_wider_than_the_screen_and_axe_finds_nothing(page):
    width = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1]
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is missing")
    found = axe.Axe().run(page, options={"resultTypes": ["violations"]})
    assert not found.response["violations"], found.generate_report()


def test_without_scripts_limits_and_rates_are_there(chromium, written):
    context = chromium.new_context(java_script_enabled=False, **PHONE)
    page = context.new_page()
    page.goto(written.as_uri())
    assert page.locator("svg").first.is_visible()
    assert page.get_by_text("Lines can be moved where scripts may run").is_visible()
    assert not page.locator("input").first.is_visible()
    assert cells(page, FAILS) == [
        "1",
        "0 of 3: 0.0 % (0.0 to 56.1 %)",
        "1 of 3: 33.3 % (6.1 to 79.2 %)",
    ]
    context.close()
