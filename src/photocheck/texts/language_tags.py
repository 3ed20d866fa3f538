"""Which of the languages there are is meant by a tag: ``de-AT`` is served by ``de``.

Tags are those of BCP 47 (RFC 5646); what is there is found by the lookup of RFC 4647, 3.4: subtags
are dropped from the end until one is there.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

_TAG: Final = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


def normalized(tag: object) -> str | None:
    """A tag in lower case with hyphens, ``"en-us"`` for ``"EN_us"``; None if it is no tag."""
    if not isinstance(tag, str):
        return None
    hyphened = tag.replace("_", "-")
    return hyphened.lower() if _TAG.fullmatch(hyphened) else None


def lookup(tag: object, known: Collection[str]) -> str | None:
    """The language of those known that a tag means; None if there is none, or it is no tag.

    Parameters
    ----------
    tag : str
        For instance ``"pt-BR"``; case and underscores don't matter.
    known : collection of str
        Tags of the languages there are.
    """
    by_tag = {normalized(language): language for language in known}
    wanted = normalized(tag)
    while wanted:
        if wanted in by_tag:
            return by_tag[wanted]
        wanted = wanted.rpartition("-")[0]
        if re.search(r"-[a-z0-9]$", wanted):  # a lone letter begins an extension, and goes with it
            wanted = wanted.rpartition("-")[0]
    return None
