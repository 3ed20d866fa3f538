"""The customer's texts: one JSON file a language, one text a reason.

A text may hold ``{where}``, which becomes the place of the first region (`" at the top left"`) or
nothing. A new language is a new file beside ``en.json`` with the same keys.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from types import MappingProxyType

from photocheck.errors import UnknownLanguageError
from photocheck.result import Region

DEFAULT_LANGUAGE = "en"


@cache
def languages() -> tuple[str, ...]:
    """The languages there are texts for, sorted: ``("de", "en", "fr")``."""
    names = (entry.name for entry in resources.files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(".json") for name in names if name.endswith(".json")))


@cache
def texts(language: str = DEFAULT_LANGUAGE) -> Mapping[str, str]:
    """All texts of a language, by key.

    Raises
    ------
    UnknownLanguageError
    """
    if language not in languages():
        raise UnknownLanguageError(language, languages())
    source = resources.files(__name__).joinpath(f"{language}.json").read_text(encoding="utf-8")
    return MappingProxyType(json.loads(source))


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
        One of `languages`.
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
    template = (
        own.get(language, {}).get(reason)
        or known.get(reason)
        or own.get(DEFAULT_LANGUAGE, {}).get(reason)
        or known["unknown"]
    )
    where = known[f"where.{place(regions[0])}"] if regions else ""
    return template.replace("{where}", where)


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
