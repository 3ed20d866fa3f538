"""The page of a set: every slot, every photo, every name shown letter by letter."""

import io
import re
from html import unescape

import numpy as np
import pytest
from markupsafe import escape

from photocheck import Catalog, Inspector, Photo, Verdict, ViewEstimate, match
from photocheck.pages import write_match_html
from photocheck.slots import CATEGORIES, default_catalog
from photocheck.texts import languages, texts

PHONE = default_catalog().category("smartphone")
HOSTILE = '<script>alert("x")</script>&amp;\u202e.jpg'


def picture(number):
    return np.random.default_rng(number).integers(0, 255, (480, 640, 3)).astype(np.uint8)


def page_of(found, category=PHONE, **options):
    out = io.StringIO()
    write_match_html(found, category, out, **options)
    return out.getvalue()


def text_of(page):
    return unescape(re.sub(r"<style>.*?</style>|<[^>]*>", " ", page, flags=re.DOTALL))


def blocks(page):
    """Each photo and each empty slot, as text."""
    parts = re.finditer(r"<(article|section)\b.*?</\1>", page, flags=re.DOTALL)
    return [text_of(part.group()) for part in parts]


@pytest.fixture(scope="module")
def found():
    likely = {
        "back": {("smartphone", "back"): 1.0},
        "again": {("smartphone", "back"): 1.0},
        HOSTILE: {("smartphone", "left"): 0.5, ("smartphone", "right"): 0.5},
        "cat": {("none", "none"): 1.0},
    }
    inspector = Inspector(
        checks=["resolution"], view=lambda photo: ViewEstimate(likely[photo.source])
    )
    photos = [Photo.open(picture(n), name=name) for n, name in enumerate(likely)]
    return match([*photos, b"no photo"], "smartphone", inspector=inspector)


def test_the_set_is_what_the_page_is_tested_on(found):
    assert found.assigned["back"].source in {"back", "again"}
    assert found.unsure[0].slots == ("left", "right")
    assert len(found.duplicates[0]) == 2
    assert len(found.unexpected) == 2


def test_a_photo_of_something_else_gets_no_verdict(found):
    words = texts("en")
    (cat,) = [text for text in blocks(page_of(found)) if " cat " in text]
    for verdict in Verdict:
        assert words[f"verdict.{verdict.value}"] not in cat
    assert words["html.no_problems"] not in cat
    (broken,) = [text for text in blocks(page_of(found)) if "photo 5" in text]
    assert words["verdict.retake"] in broken


@pytest.mark.parametrize("language", languages())
def test_every_slot_is_shown_with_its_photo_or_how_to_take_it(found, language):
    shown = blocks(page_of(found, language=language))
    words = texts(language)
    for slot in PHONE.slots:
        (block, *_) = [text for text in shown if slot.titled(language) in text]
        if slot.name in found.assigned:
            assert found.assigned[slot.name].source in block
        else:
            own = [text for text in shown if slot.advice(language) in text]
            assert len(own) == 1, slot.name
            state = "missing" if slot.name in found.missing else "open"
            state = state if slot.required else "optional"
            assert words[f"match.{state}"] in own[0]
    assert words["match.incomplete"] in text_of(page_of(found, language=language))


def test_an_unsure_photo_names_each_slot_that_it_may_fill(found):
    (block,) = [text for text in blocks(page_of(found)) if texts("en")["match.unsure_text"] in text]
    assert PHONE.slot("left").titled() in block
    assert PHONE.slot("right").titled() in block


def test_nobody_is_told_to_take_again_what_is_one_too_many(found):
    first, copy = found.duplicates[0]
    spoilt = tuple(
        report.model_copy(update={"verdict": Verdict.RETAKE}) if report.source == copy else report
        for report in found.photos
    )
    page = page_of(found.model_copy(update={"photos": spoilt}))
    words = texts("en")
    (block,) = [text for text in blocks(page) if words["match.duplicate"] in text]
    assert copy in block
    assert first in block
    assert words["verdict.retake"] not in block


def test_every_photo_is_shown_once(found):
    page = page_of(found, pixels=lambda place: picture(place) if place < 4 else None)
    assert page.count("<article") == len(found.photos)
    assert page.count("<img") == 4
    assert len(set(re.findall(r'id="([^"]+)"', page))) == len(re.findall(r'id="([^"]+)"', page))


def test_names_and_texts_are_shown_letter_by_letter(found):
    page = page_of(found)
    assert "<script" not in page
    assert str(escape('<script>alert("x")</script>&amp;')) in page
    assert "\u202e" not in page  # would turn the rest of the line round


def test_a_services_own_titles_are_escaped():
    slot = '{"name": "a", "views": ["back"], "title": {"en": "<b>A"}, "tip": {"en": "<i>go"}}'
    catalog = Catalog.load(
        '{"categories": [{"name": "own", "kind": "tablet", "title": {"en": "<u>Own"},'
        f' "slots": [{slot}]}}]}}'
    )
    inspector = Inspector(checks=[], view=None, catalog=catalog)
    page = page_of(match([], "own", inspector=inspector), catalog.category("own"))
    for tag in ("<b>A", "<i>go", "<u>Own"):
        assert tag not in page
        assert str(escape(tag)) in page


@pytest.mark.parametrize("name", CATEGORIES)
def test_an_empty_set_of_each_category_has_a_page(name):
    category = default_catalog().category(name)
    found = match([], name, inspector=Inspector(checks=[], view=None))
    assert page_of(found, category).count('class="empty ') == len(category.slots)


def test_what_is_to_be_done_comes_first(found):
    shown = blocks(page_of(found))
    words = texts("en")
    todo = [words["match.missing"], words["match.open"], words["match.unsure_text"]]
    ranks = [any(word in block for word in todo) for block in shown]
    assert True in ranks
    assert ranks == sorted(ranks, reverse=True)


def test_each_tile_counts_what_it_shows(found):
    page = page_of(found)
    tiles = re.findall(r'for="show-(\w+)"><span class="count">(\d+)<', page)
    shown = re.findall(r'<article class="photo kind-(\w+)"', page)
    for kind, number in tiles:
        if kind == "all":
            assert int(number) == len(shown)
        elif kind != "missing":
            assert int(number) == shown.count(kind)
        else:
            assert int(number) == page.count('kind-missing"><div')
