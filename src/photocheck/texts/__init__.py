"""The customer's texts: one JSON file a language, one text a key; `returnflow` uses them, too.

A text may hold ``{where}``, which becomes the place of the first region (`" at the top left"`) or
nothing. A new language is a new file beside ``en.json`` with the same keys, or comes with another
package through the entry-point group `LANGUAGES`: its name is the language's tag, what it loads a
mapping of keys to texts. Keys that it lacks are told in English.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import metadata, resources
from types import MappingProxyType
from typing import Final

from photocheck.errors import UnknownLanguageError
from photocheck.result import Region
from photocheck.texts.language_tags import lookup, normalized

logger = logging.getLogger("photocheck")

DEFAULT_LANGUAGE: Final = "en"
LANGUAGES: Final = "photocheck.languages"
"""The entry-point group of languages that other packages bring."""


@cache
def languages() -> tuple[str, ...]:
    """The languages there are texts for, sorted; those of other packages among them."""
    return tuple(sorted({*_own(), *_brought()}))


def language_for(tag: str) -> str:
    """The language that texts are taken from for a tag of BCP 47: ``"de"`` for ``"de-AT"``.

    Raises
    ------
    UnknownLanguageError
        If there is none, or it is no tag.
    """
    found = lookup(tag, languages())
    if found is None:
        raise UnknownLanguageError(tag, languages())
    return found


def texts(language: str = DEFAULT_LANGUAGE) -> Mapping[str, str]:
    """All texts of a language, by key.

    Parameters
    ----------
    language : str
        A tag; see `language_for`.

    Raises
    ------
    UnknownLanguageError
    """
    return _texts(language_for(language))


@cache
def _texts(language: str) -> Mapping[str, str]:
    if language in _own():
        return MappingProxyType(_read(language))
    loaded = _brought()[language].load()
    return MappingProxyType({**_read(DEFAULT_LANGUAGE), **loaded})


def _read(language: str) -> dict[str, str]:
    source = resources.files(__name__).joinpath(f"{language}.json").read_text(encoding="utf-8")
    found: dict[str, str] = json.loads(source)
    return found


@cache
def _own() -> tuple[str, ...]:
    names = (entry.name for entry in resources.files(__name__).iterdir())
    return tuple(name.removesuffix(".json") for name in names if name.endswith(".json"))


@cache
def _brought() -> Mapping[str, metadata.EntryPoint]:
    found: dict[str, metadata.EntryPoint] = {}
    for entry in metadata.entry_points(group=LANGUAGES):
        tag = normalized(entry.name)
        if tag is None or tag in _own():
            logger.warning("a language of another package has no name of its own: %r", entry.name)
        else:
            found[tag] = entry
    return MappingProxyType(found)


def text(
    reason: str,
    language: str = DEFAULT_LANGUAGE,
    *,
    regions: Sequence[Region] = (),
    extra: Mapping[str, Mapping[str, str]] | None = None,
) -> str:
    """What to tell the customer for a reason.

    Parameters
    ----------
    reason : str
        For instance ``"blur.motion"``. A reason without a text gets a general one.
    language : str
        A tag; see `language_for`.
    regions : sequence of Region
        The first one says where.
    extra : mapping, optional
        A check's own texts: language, then reason. English is the fallback.

    Raises
    ------
    UnknownLanguageError
    """
    known = texts(language)
    own = extra or {}
    mine = lookup(language, own)
    template = (
        (own[mine].get(reason) if mine is not None else None)
        or known.get(reason)
        or own.get(DEFAULT_LANGUAGE, {}).get(reason)
        or known["unknown"]
    )
    where = known[f"where.{place(regions[0])}"] if regions else ""
    return template.replace("{where}", where)


def slot_text(
    part: str, slot: str, language: str = DEFAULT_LANGUAGE, *, category: str = ""
) -> str | None:
    """The title or the tip of a slot that comes with photocheck; None if it has none.

    Parameters
    ----------
    part : {"title", "tip"}
    slot : str
        Its name; ``"closeup_2"`` is a close-up.
    language : str
        A tag; see `language_for`.
    category : str
        Whose tip is meant, where categories differ in it.

    Raises
    ------
    UnknownLanguageError
    """
    name = "closeup" if slot.startswith("closeup_") else slot
    known = texts(language)
    return known.get(f"slot.{category}.{name}.{part}") or known.get(f"slot.{name}.{part}")


def place(region: Region) -> str:
    """Which ninth of the picture a region's middle lies in, ``"top_left"`` to ``"bottom_right"``.

    A region of half the picture or more is ``"everywhere"``.
    """
    if region.w * region.h >= 0.5:
        return "everywhere"
    x, y = region.centre
    row = ("top", "", "bottom")[min(int(y * 3), 2)]
    column = ("left", "", "right")[min(int(x * 3), 2)]
    return "_".join(filter(None, (row, column))) or "centre"
