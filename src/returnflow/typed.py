"""What people type or paste: digits of other scripts, and signs that can't be seen."""

from __future__ import annotations

import unicodedata
from typing import Any

_JOINERS = "\u200c\u200d"
_UNSEEN = {"Cc", "Cf", "Cs"}


def visible(text: str) -> str:
    r"""Text without control, direction and other signs that can't be seen.

    Spaces and line breaks stay, and the joiners that some scripts need; they alone give nothing.

    >>> visible("\u202eAnn\x00 Lee")
    'Ann Lee'
    """
    seen = "".join(
        sign
        for sign in text
        if sign.isspace() or sign in _JOINERS or unicodedata.category(sign) not in _UNSEEN
    )
    return seen if seen.strip().strip(_JOINERS) else ""


def without_nul(given: Any) -> Any:
    r"""The fields of a value without U+0000, which nobody types and PostgreSQL does not store.

    Only texts and lists of them are looked at: what people send holds no others.

    >>> without_nul({"step": "packing", "items": ["tape\x00_kind"]})
    {'step': 'packing', 'items': ['tape_kind']}
    """
    if isinstance(given, str):
        return given.replace("\0", "")
    if isinstance(given, (list, tuple)):
        return [without_nul(each) if isinstance(each, str) else each for each in given]
    if isinstance(given, dict):
        return {
            name: value if isinstance(value, dict) else without_nul(value)
            for name, value in given.items()
        }
    return given


def one_line(text: str) -> str:
    r"""A name on one line.

    >>> one_line(" Ann\n Lee ")
    'Ann Lee'
    """
    return " ".join(visible(text).split())


def plain_digits(text: str) -> str:
    """Visible text with the decimal digits of any script as 0 to 9.

    >>> plain_digits("３５ ٤")
    '35 4'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in visible(text))
