"""Texts for every step, problem, tip and guide: one JSON file a language, one text a key.

A text may hold ``{name}`` for a parameter. A new language is a new file beside ``en.json`` with the
same keys; a service overrides any text in its spec.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

import photocheck.texts
from photocheck.texts.language_tags import lookup
from returnflow.errors import UnknownNameError

DEFAULT_LANGUAGE = "en"


@cache
def languages() -> tuple[str, ...]:
    """The languages there are texts for, sorted."""
    names = (entry.name for entry in resources.files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(".json") for name in names if name.endswith(".json")))


@cache
def texts(language: str = DEFAULT_LANGUAGE) -> Mapping[str, str]:
    """All texts of a language, by key; English ones where only photocheck has the language.

    Raises
    ------
    UnknownNameError
        If photocheck has no such language either.
    """
    found = lookup(language, languages())
    if found is None and lookup(language, photocheck.texts.languages()) is not None:
        found = DEFAULT_LANGUAGE
    if found is None:
        raise UnknownNameError("language", language, languages())
    source = resources.files(__name__).joinpath(f"{found}.json").read_text(encoding="utf-8")
    return MappingProxyType(json.loads(source))


def text(
    key: str,
    language: str = DEFAULT_LANGUAGE,
    *,
    own: Mapping[str, Mapping[str, str]] | None = None,
    **params: Any,
) -> str:
    """The text of a key.

    Parameters
    ----------
    key : str
        For instance ``"step.photos.title"``. A key without a text is returned as it is.
    language : str
        One of `languages`, or one that `own` has.
    own : mapping, optional
        A service's texts: language, then key. They win, its English ones as a last resort.
    **params
        Fill ``{name}`` in the text; slots and steps are named in words.

    Raises
    ------
    UnknownNameError
        If neither has the language.
    """
    mine = own or {}
    ours, theirs = lookup(language, mine), lookup(language, languages())
    known = texts(language if theirs is not None or ours is None else DEFAULT_LANGUAGE)
    english = mine.get(DEFAULT_LANGUAGE, {}), texts(DEFAULT_LANGUAGE)
    sources = (mine.get(ours or "", {}), known, *english)
    found = next((source[key] for source in sources if key in source), key)
    for name, value in params.items():
        values = value if isinstance(value, tuple) else (value,)
        if name == "reasons":
            words = " ".join(_reason(str(one), language) for one in values)
        else:
            words = ", ".join(_word(name, one, language, sources) for one in values)
        found = found.replace(f"{{{name}}}", words)
    return found


def _reason(code: str, language: str) -> str:
    # What photocheck tells the customer; its texts load no OpenCV.
    return photocheck.texts.text(code, photocheck_language(language))


def photocheck_language(language: str) -> str:
    """The language of photocheck's texts for one of a return's: its own, or English."""
    return lookup(language, photocheck.texts.languages()) or DEFAULT_LANGUAGE


_NAMED = {
    "slot": "slot",
    "slots": "slot",
    "before": "step",
    "accounts": "account",
}


def _word(name: str, value: object, language: str, sources: tuple[Mapping[str, str], ...]) -> str:
    kind = _NAMED.get(name)
    if kind is None:
        return str(value)
    key = f"{kind}.{value}.title" if kind == "step" else f"{kind}.{value}"
    said = next((source[key] for source in sources if key in source), None)
    if said is None and kind == "slot":
        # A slot has one name, that of photocheck.
        said = photocheck.texts.slot_text("title", str(value), photocheck_language(language))
    return said if said is not None else str(value)
