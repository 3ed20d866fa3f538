import ast
import re
from pathlib import Path
from string import Formatter

import pytest

import photocheck
import photocheck.texts as module
import returnflow
from photocheck import UnknownLanguageError
from photocheck.decode.codes import REASONS
from photocheck.report import Verdict
from photocheck.result import Region, Status
from photocheck.texts import language_for, languages, place, slot_text, text, texts

SOURCE = Path(photocheck.__file__).parent
REASON = re.compile(
    r"(resolution|blur|exposure|glare|duplicate|framing|slot|view|check|decode|source)\.[a-z_]+"
)
OTHER_LANGUAGES = [language for language in languages() if language != "en"]
PLACES = ["top_left", "top", "top_right", "left", "centre", "right"]
PLACES += ["bottom_left", "bottom", "bottom_right", "everywhere"]


def reasons_in_source():
    """Every string of the package that looks like a reason code, without docstrings."""
    found = set(REASONS)
    for path in [
        *SOURCE.glob("*.py"),
        *SOURCE.glob("checks/*.py"),
        *SOURCE.glob("decode/*.py"),
        *SOURCE.glob("slots/*.py"),
        *SOURCE.glob("cli/*.py"),
        *SOURCE.glob("pages/*.py"),
    ]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= {node.value} if REASON.fullmatch(node.value) else set()
    return found


def is_reason(key):
    return bool(REASON.fullmatch(key))


def test_there_are_twelve_languages():
    assert {"cs", "da", "de", "en", "es", "fi", "fr", "it", "nl", "pl", "pt", "sv"} <= set(
        languages()
    )


def test_every_reason_has_a_text():
    assert reasons_in_source() - set(texts("en")) == set()


def test_no_text_is_left_over():
    known = reasons_in_source()
    leftover = {key for key in texts("en") if is_reason(key)} - known
    assert leftover == set()


def test_places_verdicts_and_statuses_have_words():
    english = texts("en")
    for key in (
        *(f"where.{name}" for name in PLACES),
        *(f"verdict.{verdict.value}" for verdict in Verdict),
        *(f"html.status.{status.value}" for status in Status),
        *(f"check.{name}.title" for name in photocheck.Registry.builtin().names),
    ):
        assert english[key]


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
def test_same_keys_and_placeholders_as_english(language):
    english, other = texts("en"), texts(language)
    assert list(other) == list(english)
    for key, sentence in english.items():
        assert placeholders(other[key]) == placeholders(sentence), key


def placeholders(sentence):
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


@pytest.mark.parametrize("language", languages())
def test_only_where_is_a_placeholder_and_only_in_reasons(language):
    for key, sentence in texts(language).items():
        assert placeholders(sentence) <= ({"where"} if is_reason(key) else set()), key


@pytest.mark.parametrize("language", languages())
def test_reasons_read_well_with_and_without_a_place(language):
    regions = {
        name: Region(x=x, y=y, w=0.1, h=0.1)
        for name, x, y in [("top_left", 0, 0), ("centre", 0.45, 0.45), ("bottom", 0.45, 0.9)]
    }
    regions["everywhere"] = Region(x=0, y=0, w=1, h=1)
    for key in filter(is_reason, texts(language)):
        for region in (None, *regions.values()):
            sentence = text(key, language, regions=[region] if region else [])
            assert "{" not in sentence
            assert "  " not in sentence
            assert not re.search(r" [.,]", sentence)
            assert sentence == sentence.strip()
            assert sentence[0].isupper()
            assert sentence.endswith(".")


@pytest.mark.parametrize("language", languages())
def test_reasons_say_what_is_wrong_and_what_to_do_in_few_words(language):
    for key in filter(is_reason, texts(language)):
        sentence = texts(language)[key]
        assert 2 <= len(re.split(r"[.;] ", sentence)) <= 3, key
        assert len(sentence) <= 170, key


@pytest.mark.parametrize("language", languages())
def test_where_phrases_begin_with_a_space(language):
    for name in PLACES:
        phrase = texts(language)[f"where.{name}"]
        assert phrase.startswith(" ")
        assert not phrase.endswith((" ", "."))


def test_formal_address():
    assert not re.search(r"\b([Dd]u|[Dd]ein\w*|[Dd]ich|[Dd]ir)\b", " ".join(texts("de").values()))
    assert not re.search(r"\b(tu|ton|ta|tes|toi)\b", " ".join(texts("fr").values()))


def test_the_first_region_says_where():
    regions = [Region(x=0.7, y=0, w=0.3, h=0.2), Region(x=0, y=0.8, w=0.1, h=0.1)]
    assert " at the top right." in text("glare.clipped", regions=regions)
    assert " oben rechts " in text("glare.clipped", "de", regions=regions)
    assert " en haut à droite." in text("glare.clipped", "fr", regions=regions)


def test_a_reason_without_a_text_gets_the_general_one():
    assert text("nobody.knows") == texts("en")["unknown"]


def test_a_checks_own_texts_win_and_fall_back_to_english():
    own = {"en": {"a.b": "Look{where}."}, "de": {"c.d": "Da."}}
    top = [Region(x=0.4, y=0, w=0.1, h=0.1)]
    assert text("a.b", extra=own, regions=top) == "Look at the top."
    assert text("a.b", "de", extra=own, regions=top) == "Look oben."
    assert text("c.d", "de", extra=own) == "Da."


def test_unknown_language_is_named_with_those_there_are():
    with pytest.raises(photocheck.UnknownLanguageError, match=r"'xx'.*de, en, es, fi, fr"):
        texts("xx")


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        ((0, 0, 0.1, 0.1), "top_left"),
        ((0.45, 0, 0.1, 0.1), "top"),
        ((0.9, 0, 0.1, 0.1), "top_right"),
        ((0, 0.45, 0.1, 0.1), "left"),
        ((0.45, 0.45, 0.1, 0.1), "centre"),
        ((0.9, 0.45, 0.1, 0.1), "right"),
        ((0, 0.9, 0.1, 0.1), "bottom_left"),
        ((0.45, 0.9, 0.1, 0.1), "bottom"),
        ((1, 1, 0, 0), "bottom_right"),
        ((0.1, 0.1, 0.8, 0.7), "everywhere"),
    ],
)
def test_place(box, expected):
    x, y, w, h = box
    assert place(Region(x=x, y=y, w=w, h=h)) == expected


@pytest.mark.parametrize("tag", ["de-AT", "DE_at", "de-Latn-AT-x-shop", "de"])
def test_a_tag_is_served_by_the_language_it_begins_with(tag):
    assert language_for(tag) == "de"
    assert text("blur.motion", tag) == texts("de")["blur.motion"]
    assert photocheck.Inspector(language=tag).inspect(b"")  # no error


@pytest.mark.parametrize(
    "tag", ["", "d", "german language", "de-", "de--AT", "xx", "de\n", 5, None]
)
def test_what_is_no_tag_or_unknown_is_an_error(tag):
    with pytest.raises(UnknownLanguageError):
        language_for(tag)


def test_a_language_of_another_package_is_found(monkeypatch):
    class Entry:
        name = "hu"

        def load(self):
            return {"verdict.accept": "Elfogadva"}

    monkeypatch.setattr(module.metadata, "entry_points", lambda group: [Entry()])
    for cached in (module.languages, module._brought, module._texts):
        cached.cache_clear()
    try:
        assert "hu" in languages()
        assert texts("hu-HU")["verdict.accept"] == "Elfogadva"
        assert texts("hu")["verdict.retake"] == texts("en")["verdict.retake"]
    finally:
        monkeypatch.undo()
        for cached in (module.languages, module._brought, module._texts):
            cached.cache_clear()


def test_no_slot_has_two_titles():
    """A slot is called the same in every category, and by returnflow."""
    for language in languages():
        for category in photocheck.slots.default_catalog().categories:
            for slot in category.slots:
                title = slot.titled(language)
                assert title == slot_text("title", slot.name.replace("*", "1"), language)
                assert title in returnflow.texts.text(
                    "problem.photos.unsure", language, slots=(slot.name.replace("*", "1"),)
                )
