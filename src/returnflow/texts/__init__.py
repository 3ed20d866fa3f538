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

import photocheck.messages
from returnflow.errors import UnknownNameError

DEFAULT_LANGUAGE = "en"


@cache
def languages() -> tuple[str, ...]:
    """The languages there are texts for: ``("de", "en", "fr")``."""
    names = (entry.name for entry in resources.files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(".json") for name in names if name.endswith(".json")))


@cache
def texts(language: str = DEFAULT_LANGUAGE) -> Mapping[str, str]:
    """All texts of a language, by key.

    Raises
    ------
    UnknownNameError
    """
    if language not in languages():
        raise UnknownNameError("language", language, languages())
    source = resources.files(__name__).joinpath(f"{language}.json").read_text(encoding="utf-8")
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
    known = texts(language if language in languages() or language not in mine else DEFAULT_LANGUAGE)
    english = mine.get(DEFAULT_LANGUAGE, {}), texts(DEFAULT_LANGUAGE)
    sources = (mine.get(language, {}), known, *english)
    found = next((source[key] for source in sources if key in source), key)
    for name, value in params.items():
        values = value if isinstance(value, tuple) else (value,)
        if name == "reasons":
            words = " ".join(_reason(str(one), language) for one in values)
        else:
            words = ", ".join(_word(name, one, sources) for one in values)
        found = found.replace(f"{{{name}}}", words)
    return found


def _reason(code: str, language: str) -> str:
    # What photocheck tells the customer; its texts load no OpenCV.
    known = language in photocheck.messages.languages()
    return photocheck.messages.text(code, language if known else DEFAULT_LANGUAGE)


_NAMED = {
    "slot": "slot",
    "slots": "slot",
    "before": "step",
    "accounts": "account",
}


def _word(name: str, value: object, sources: tuple[Mapping[str, str], ...]) -> str:
    kind = _NAMED.get(name)
    if kind is None:
        return str(value)
    key = f"{kind}.{value}.title" if kind == "step" else f"{kind}.{value}"
    if str(value).startswith("closeup_"):
        key = "slot.closeup"
    return next((source[key] for source in sources if key in source), str(value))
