"""The texts: every key in every language, and every code that the code can give."""

import re
from pathlib import Path

import pytest

import photocheck.texts
import returnflow
from returnflow import UnknownNameError, standard, texts

SOURCES = [
    path.read_text(encoding="utf-8") for path in Path(returnflow.__file__).parent.rglob("*.py")
]
PREFIXES = "warranty|photos|declaration|imei|platform|backup|sign_out|order_slip|items|shipping|number|step|event|clock|state|return"


def placeholders(text):
    return set(re.findall(r"\{(\w+)\}", text))


def test_there_are_the_twelve_languages_of_photocheck():
    known = ("cs", "da", "de", "en", "es", "fi", "fr", "it", "nl", "pl", "pt", "sv")
    assert texts.languages() == known


def test_english_where_photocheck_alone_has_the_language(monkeypatch):
    known = (*photocheck.texts.languages(), "hu")
    monkeypatch.setattr(photocheck.texts, "languages", lambda: known)
    texts.texts.cache_clear()
    assert texts.texts("hu-HU") == texts.texts("en")
    texts.texts.cache_clear()


@pytest.mark.parametrize("language", texts.languages())
def test_every_language_has_every_key_with_the_same_parameters(language):
    english, other = texts.texts("en"), texts.texts(language)
    assert set(other) == set(english)
    for key, text in english.items():
        assert other[key].strip()
        assert placeholders(other[key]) == placeholders(text), key


def test_every_key_that_the_code_names_has_a_text():
    known = set(texts.texts())
    for source in SOURCES:
        for key in re.findall(r'"((?:tell|tip|ask|slip|evidence)\.[a-z_]+)"', source):
            assert key in known or key.startswith(
                ("slip.no_", "slip.secret_", "slip.ttf", "evidence.")
            ), key
        for code in re.findall(r'Problem\(\s*code="([a-z_.]+)"', source):
            assert f"problem.{code}" in known, code
        for code in re.findall(rf'\("((?:{PREFIXES})\.[a-z_]+)", "', source):
            assert f"problem.{code}" in known, code


def test_every_name_in_the_standard_flow_has_a_text():
    known = set(texts.texts())
    spec = standard()
    for step in spec.steps:
        assert {f"step.{step.id}.title", f"step.{step.id}.text"} <= known
        assert {f"item.{item}" for item in step.items} <= known
    for category in spec.categories.values():
        for slot in category.slots:
            assert photocheck.texts.slot_text("title", slot), slot
    for name, platform in spec.platforms.items():
        assert {f"platform.{name}", f"guide.backup.{name}", f"guide.sign_out.{name}"} <= known
        assert {f"account.{account}" for account in platform.accounts} <= known
    for name, courier in spec.couriers.items():
        whose = "own" if courier.own_label else name
        assert {f"courier.{whose}.{way}" for way in courier.ways} <= known
        assert {f"option.{way}" for way in courier.ways} <= known


def test_a_services_own_text_wins_and_an_unknown_key_is_itself():
    own = {"de": {"step.photos.title": "Bilder"}}
    assert texts.text("step.photos.title", "de", own=own) == "Bilder"
    assert texts.text("step.photos.title", "fr", own=own) == "Photos"
    assert texts.text("no.such.key") == "no.such.key"


def test_an_unknown_language_is_named():
    with pytest.raises(UnknownNameError, match="unknown language 'xx'; known: cs, da, de, "):
        texts.text("step.photos.title", "xx")
