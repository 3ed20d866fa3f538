"""Names and numbers as they may be shown to a person."""

from __future__ import annotations

import unicodedata


def printable(text: str) -> str:
    r"""Text with everything that can't be seen written out.

    Control and direction characters, line breaks and the undecodable bytes of a file name become
    backslash escapes: they could move a terminal's cursor, reverse a name's ending or break an
    output's encoding.

    >>> printable("invoice\u202egpj.exe\n")
    'invoice\\u202egpj.exe\\n'
    """
    return "".join(
        character
        if character.isprintable() or unicodedata.category(character) == "Zs"
        else character.encode("unicode_escape").decode("ascii")
        for character in text
    )


def short_number(value: float) -> str:
    """A number to three figures, a whole or large one without a fraction.

    >>> short_number(0.12345), short_number(4032), short_number(12345.6)
    ('0.123', '4032', '12346')
    """
    if isinstance(value, int) or abs(value) >= 1000:
        return f"{value:.0f}"
    return f"{value:.3g}"
