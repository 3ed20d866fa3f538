"""The words on the pages: returnflow's and photocheck's texts, and the desk's own few."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

import photocheck.texts
from photocheck.texts.language_tags import lookup
from returnflow import Effect, Problem, ReturnFlow

LANGUAGES: Mapping[str, str] = {"en": "English", "de": "Deutsch", "fr": "Français"}
"""The languages of the pages, by their own names."""


@cache
def _own(language: str) -> Mapping[str, str]:
    text = resources.files("return_desk") / "words" / f"{language}.json"
    found: dict[str, str] = json.loads(text.read_text(encoding="utf-8"))
    return found


def best_language(wished: str) -> str:
    """The language for an ``Accept-Language`` header; English where none fits.

    >>> best_language("pt-BR,de-AT;q=0.8,en;q=0.5")
    'de'
    """
    weighted = []
    for part in wished[:200].split(","):
        tag, _, weight = part.strip().partition(";q=")
        try:
            weighted.append((float(weight or 1), tag))
        except ValueError:
            continue
    for _, tag in sorted(weighted, key=lambda pair: -pair[0]):
        found = lookup(tag, LANGUAGES) if tag else None
        if found is not None:
            return found
    return "en"


class Words(NamedTuple):
    """Texts of one language, for a page."""

    flow: ReturnFlow
    language: str

    def __call__(self, key: str, **params: Any) -> str:
        """A text of the desk's own (``desk.…``) or of the flow."""
        if key.startswith("desk."):
            return _own(self.language)[key].format(**params)
        return self.flow.text(key, self.language, **params)

    def say(self, message: Problem | Effect) -> str:
        """The text of a problem or an effect."""
        return self.flow.say(message, self.language)

    def option(self, name: str) -> str:
        """An answer to choose, in words."""
        keys = (f"option.{name}", f"platform.{name}", f"account.{name}")
        return next((word for key in keys if (word := self(key)) != key), name)

    def slot(self, name: str) -> str:
        """A slot's title."""
        return self("{slot}", slot=name)

    def tip(self, name: str, category: str) -> str:
        """How to take the photo of a slot."""
        kind = {"inside": "parcel", "outside": "parcel", "proof": "document"}.get(name, category)
        slot = "sign_out" if name == "proof" else name.partition("_")[0] if "*" in name else name
        return photocheck.texts.slot_text("tip", slot, self.language, category=kind) or ""

    def reason(self, code: str, regions: Iterable[Mapping[str, Any]] = ()) -> str:
        """What to do about a photo, and where in it."""
        places = [photocheck.Region.model_validate(region) for region in regions]
        return photocheck.texts.text(code, self.language, regions=places)

    def photo_word(self, key: str) -> str:
        """One of photocheck's short words: a verdict, a check's name."""
        return photocheck.texts.texts(self.language).get(key, key)
