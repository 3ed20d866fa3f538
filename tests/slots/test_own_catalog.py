"""Catalogs of a service: slots beside the standard ones, without a view, with one view in common."""

import json

import numpy as np
import pytest

from photocheck import (
    Catalog,
    Check,
    Inspector,
    Registry,
    SettingsError,
    ViewEstimate,
    inspect,
    match,
)
from photocheck.slots import default_catalog

PHONE = "smartphone"


def picture(number):
    rgb = np.random.default_rng(number).integers(0, 255, (480, 640, 3)).astype(np.uint8)
    rgb[0, 0] = number
    return rgb


def showing(*pairs):
    """An estimator: picture n shows pair n."""
    return lambda photo: ViewEstimate({pairs[int(photo.rgb[0, 0, 0])]: 1.0})


def load(*slots, name=PHONE, **category):
    categories = [{"name": name, "slots": list(slots), **category}]
    return Catalog.load(json.dumps({"extends": "standard", "categories": categories}))


def judge(catalog, *pairs, checks=("resolution", "duplicate")):
    return Inspector(checks=checks, catalog=catalog, view=showing(*pairs))


def sources(found):
    return {slot: one.source for slot, one in found.assigned.items()}


def test_a_catalog_extends_the_standard_one():
    standard = default_catalog()
    back = {"name": "back", "views": ["back"], "required": False}
    label = {"name": "imei_label", "views": []}
    catalog = load(back, label, extends=PHONE)
    own = catalog.category(PHONE)
    assert [slot.name for slot in own.slots] == [
        *(slot.name for slot in standard.category(PHONE).slots),
        "imei_label",
    ]
    assert not own.slot("back").required
    assert own.slot("left") == standard.category(PHONE).slot("left")
    assert own.title == standard.category(PHONE).title
    assert catalog.category("laptop") == standard.category("laptop")
    assert Catalog.load(catalog.model_dump_json(by_alias=True)) == catalog
    assert Catalog.load('{"extends": "standard"}') == standard


def test_slots_of_a_kind_have_its_tips_unless_they_bring_their_own():
    laptop, phone = default_catalog().category("laptop"), default_catalog().category(PHONE)
    assert laptop.slot("screen_on").advice() != phone.slot("screen_on").advice() != ""
    slots = [
        {"name": "screen_on", "views": ["screen_on"]},
        {"name": "back_case", "views": ["back_case"], "tip": {"en": "Mind the stickers."}},
    ]
    own = load(*slots, name="notebook", kind="laptop").category("notebook")
    assert own.slot("screen_on").advice("de") == laptop.slot("screen_on").advice("de")
    assert own.slot("back_case").advice() == "Mind the stickers."
    assert own.slot("back_case").titled() == laptop.slot("back_case").titled()


def test_a_category_that_does_not_extend_takes_the_place_of_the_standard_one():
    catalog = load({"name": "front", "views": ["screen_off"]})
    assert catalog.category(PHONE).required == ("front",)
    reader = load({"name": "front", "views": ["screen_off"]}, name="e_reader", kind="tablet")
    assert {each.name for each in reader.categories} == {
        *(each.name for each in default_catalog().categories),
        "e_reader",
    }
    assert default_catalog().merged(catalog).category(PHONE) == catalog.category(PHONE)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"extends": "mine"}, "extends: .*'standard'"),
        ({"extends": ["standard"]}, "extends: .*'standard'"),
        ({"categories": [{"name": "a", "extends": "toaster"}]}, "one of smartphone, .*'toaster'"),
        ({"categories": [{"name": "a", "extends": 5}]}, "one of smartphone"),
        ({"categories": [{"name": "a", "extends": PHONE, "slots": 5}]}, "slots"),
        ({"categories": [{"name": "a", "extends": PHONE, "slots": [5]}]}, "slots"),
        ({"categories": [{"name": "a", "extends": PHONE, "slots": [{}]}]}, "slots"),
        ({"extends": "standard", "categories": 5}, "categories"),
        ({"extends": "standard", "categories": [5]}, "categories"),
        ([], "catalog"),
        ({}, "categories"),
    ],
)
def test_what_extends_nothing_is_refused(data, said):
    with pytest.raises(SettingsError, match=said):
        Catalog.load(json.dumps(data))


def test_a_catalog_of_plain_data_extends_the_standard_one_and_its_schema_says_so():
    data = {"extends": "standard", "categories": []}
    assert Catalog.model_validate(data) == default_catalog()
    schema = Catalog.model_json_schema()
    assert "extends" in schema["properties"]
    assert "extends" in schema["$defs"]["Category"]["properties"]
    assert "categories" not in schema.get("required", [])
    assert "extends" not in Catalog.model_validate(data).model_dump_json()


@pytest.mark.parametrize("shown", [("none", "none"), ("laptop", "screen_on"), (PHONE, "back")])
def test_a_slot_without_a_view_is_filled_by_the_customers_word_alone(shown):
    catalog = load({"name": "charger", "views": []}, extends=PHONE)
    inspector = judge(catalog, shown, (PHONE, "back"))
    told = match(
        [picture(0), picture(1)], PHONE, declared={"photo 1": "charger"}, inspector=inspector
    )
    assert sources(told) == {"charger": "photo 1", "back": "photo 2"}
    assert 0.95 < told.assigned["charger"].confidence < 1
    untold = match([picture(0), picture(1)], PHONE, inspector=inspector)
    assert "charger" in untold.missing
    assert "charger" not in untold.assigned


def test_what_no_view_shows_is_not_waited_for_to_place_the_last_photo():
    catalog = load({"name": "charger", "views": []}, extends=PHONE)
    names = [slot for slot in catalog.category(PHONE).required if slot not in {"left", "charger"}]
    doubtful = ViewEstimate({(PHONE, "left"): 0.75, ("none", "none"): 0.25})
    shown = [*(ViewEstimate({(PHONE, name): 1.0}) for name in names), doubtful]
    inspector = Inspector(
        checks=["duplicate"], catalog=catalog, view=lambda photo: shown[int(photo.rgb[0, 0, 0])]
    )
    found = match(map(picture, range(len(shown))), PHONE, inspector=inspector)
    assert "left" in found.assigned
    assert found.missing == ("charger",)


def test_a_photo_for_a_slot_without_a_view_is_not_compared_with_one(scene):
    catalog = load({"name": "charger", "views": []}, extends=PHONE)
    for view in (lambda _: ViewEstimate({("none", "none"): 1.0}), None):
        inspector = Inspector(catalog=catalog, view=view)
        report = inspector.inspect(scene, slot="smartphone/charger")
        assert report["slot"].status == "not_applicable"
        assert report.view is None or report.view.contradicts is None


def test_of_two_slots_of_one_view_the_customer_says_which_or_the_rest_of_the_set():
    catalog = load({"name": "back_bare", "views": ["back"]}, extends=PHONE)
    inspector = judge(catalog, *[(PHONE, "back")] * 3)
    (asked,) = match([picture(0)], PHONE, inspector=inspector).unsure
    assert set(asked.slots) == {"back", "back_bare"}
    told = match([picture(0), picture(1)], PHONE, declared={"photo 1": "back"}, inspector=inspector)
    assert sources(told) == {"back": "photo 1", "back_bare": "photo 2"}
    both = match(
        [picture(0), picture(1)],
        PHONE,
        declared={"photo 1": "back_bare", "photo 2": "back"},
        inspector=inspector,
    )
    assert sources(both) == {"back_bare": "photo 1", "back": "photo 2"}


def test_a_view_of_another_kind_may_fill_a_slot():
    capture = {"name": "sign_out", "views": ["document/capture", "screen_on"]}
    catalog = load(capture, name="own", kind=PHONE)
    for shown in (("document", "capture"), (PHONE, "screen_on")):
        inspector = judge(catalog, shown, checks=("slot",))
        assert sources(match([picture(0)], "own", inspector=inspector)) == {"sign_out": "photo 1"}
        assert inspector.inspect(picture(0), slot="own/sign_out")["slot"].status == "pass"
    inspector = judge(catalog, ("laptop", "screen_on"), checks=("slot",))
    other = inspector.inspect(picture(0), slot="own/sign_out")["slot"]
    assert other.reason == "slot.other_category"


class Legible(Check):
    name = "legible"
    opt_in = True
    min_side: int = 300

    def run(self, photo, context):
        side = min(photo.width, photo.height)
        return self.judge(value=side, limit=self.min_side, limit_is="minimum", reason="legible.no")


def test_a_check_that_is_opt_in_runs_where_it_is_named():
    catalog = load({"name": "label", "views": [], "also": ["legible"]}, extends=PHONE)
    registry = Registry.builtin()
    registry.register(Legible)
    inspector = Inspector(registry=registry, catalog=catalog, view=None)
    assert "legible" not in inspector.inspect(picture(0))
    assert "legible" not in inspector.inspect(picture(0), slot="smartphone/back")
    report = inspector.inspect(picture(0), slot="smartphone/label")
    assert report["legible"].status == "pass"
    assert "legible" in report.settings.checks
    assert "legible" not in inspector.settings_for(None).checks
    named = Inspector(checks=["legible"], registry=registry, view=None).inspect(picture(0))
    assert [result.check for result in named.results] == ["legible"]
    found = match([picture(0)], PHONE, declared={"photo 1": "label"}, inspector=inspector)
    assert found.photos[0]["legible"].status == "pass"


def test_a_check_that_a_slot_adds_has_to_be_there():
    catalog = load({"name": "label", "views": [], "also": ["legible"]}, extends=PHONE)
    with pytest.raises(SettingsError, match=r"slot 'label': expected checks .* got 'legible'"):
        Inspector(catalog=catalog)


def test_checks_that_a_slot_skips_are_not_applicable_and_have_a_text(scene):
    dark = (scene * 0.02).astype(np.uint8)
    device = inspect(dark)
    proof = Inspector(view=None).inspect(dark, slot="document/sign_out")
    assert device["exposure"].status == "fail"
    assert {result.check for result in proof.not_applicable} >= {"exposure", "glare", "framing"}
    assert proof["exposure"].message
    assert "exposure" not in proof.settings.checks
    assert [result.check for result in proof.results] == [result.check for result in device.results]


@pytest.mark.parametrize("level", [0, 18, 255])
def test_a_capture_of_a_dark_or_white_page_is_a_good_proof(level):
    page = np.full((1280, 720, 3), level, np.uint8)
    for line in range(100, 900, 90):
        page[line : line + 8, 60:600:3] = 255 - level
    capture = ViewEstimate({("document", "capture"): 1.0})
    report = Inspector(view=lambda _: capture).inspect(page, slot="document/sign_out")
    assert report.verdict == "accept"
    photo = Inspector(view=lambda _: capture).inspect(page, slot="smartphone/back")
    assert photo.verdict == "retake"
