"""The desk's own words are there in each language, with the same parameters."""

from __future__ import annotations

import json
import re
from importlib import resources

import pytest

from return_desk.words import LANGUAGES, Words, best_language
from returnflow import ReturnFlow
from returnflow.spec import EVENTS


def words_of(language: str) -> dict[str, str]:
    text = resources.files("return_desk") / "words" / f"{language}.json"
    return json.loads(text.read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_there_with_its_parameters(language):
    ours, english = words_of(language), words_of("en")
    assert ours.keys() == english.keys()
    for key, text in ours.items():
        assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", english[key]))


@pytest.mark.parametrize(
    ("wished", "language"),
    [
        ("de", "de"),
        ("fr-CA,en;q=0.5", "fr"),
        ("pt,de-AT;q=0.8,en;q=0.9", "en"),
        ("", "en"),
        ("*", "en"),
        ("xx;q=nonsense,,;q=", "en"),
    ],
)
def test_the_language_is_what_the_browser_wishes(wished, language):
    assert best_language(wished) == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_slot_of_the_flow_has_a_title_and_a_tip(language):
    words = Words(ReturnFlow.standard(), language)
    spec = words.flow.spec
    for category in spec.categories:
        for step in spec.steps:
            for slot in spec.slots_of(step, category):
                assert words.slot(slot) != slot
                assert words.tip(slot, category), (category, slot)


def test_every_kind_of_step_has_a_page():
    pages = resources.files("return_desk") / "templates" / "steps"
    assert {f"{kind}.html" for kind in EVENTS} == {page.name for page in pages.iterdir()}
