"""IMEI numbers: validated as typed, and found in text read from a picture.

An IMEI has 15 digits: a type allocation code (TAC) of 8, a serial number of 6, and a Luhn check
digit (3GPP TS 23.003, GSMA TS.06). Numbers of 14 digits lack the check digit; numbers of 16 are an
IMEISV, which ends in a software version instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from returnflow.typed import plain_digits

LENGTH = 15

_SEPARATORS = re.compile(r"[\s\-–—./·]+")

# As phones and boxes print it: a label before, perhaps numbered and with the kind of SIM; a
# software version and the kind of SIM behind. An IMEISV is another number.
_BEFORE = re.compile(
    r"^\D{0,20}?IMEI(?!\s{0,3}/?\s{0,3}SV)\D{0,24}(?:[12]\D{1,16})?", re.IGNORECASE
)
_BEHIND = re.compile(
    r"(?:\s{0,3}(?:/|\bSVN?:?)\s{0,3}\d{2})?(?:\s{0,3}\(\D{0,20}[12]?\))?\W{0,3}$", re.IGNORECASE
)

# OCR reads I as 1, l or |, and O as 0.
_I = "[I1l|!]"
_LABEL = re.compile(
    rf"(?P<other>IMEI\s{{0,3}}/?\s{{0,3}}SV\b|E{_I}D|{_I}CC{_I}D|MEID|{_I}MS{_I}|P/N|Model|Part"
    r"|Serial|Seriennummer|Num[ée]ro\s{1,3}de\s{1,3}s[ée]rie|\bS[/.]?N\b|UDI|SEID|CSN|MAC)"
    rf"|(?P<imei>{_I}ME{_I}?(?:\s{{0,3}}/\s{{0,3}}MEID)?)",
    re.IGNORECASE,
)
_RUN = re.compile(r"\d(?:[ \-–—./·]?\d)*")
_NUMBERING = re.compile(
    r"^\s*(?:\(?[12]\)?\s*[:.)\-]|\([^)\d]*\d?\)|[:#.\-=]|No\.?|Nr\.?)?\s*", re.IGNORECASE
)


def compact(text: str) -> str:
    """What was typed, without spaces, dashes, dots, slashes and signs that can't be seen.

    What phones and boxes print beside the number goes, too: its label, the software version behind
    a slash, the kind of SIM in brackets.

    >>> compact(" 35-209900-176148-1 ")
    '352099001761481'
    >>> compact("IMEI: 352099001761481 / 23"), compact("352099001761481 (eSIM)")
    ('352099001761481', '352099001761481')
    """
    typed = plain_digits(text)
    plain = _SEPARATORS.sub("", typed)
    if plain.isascii() and plain.isdigit() and len(plain) <= LENGTH:
        return plain
    bare = _SEPARATORS.sub("", _BEHIND.sub("", _BEFORE.sub("", typed)))
    # Only where an IMEI is left: anything else is told as it was typed.
    return bare if len(bare) == LENGTH and bare.isdigit() else plain


def luhn(digits: str) -> bool:
    """Whether the last digit is the Luhn check digit of those before it."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def fault(text: str) -> str | None:
    """Why a number is no IMEI, as a problem's code; None if it is one.

    >>> fault("35-209900-176148-1"), fault("35209900176148"), fault("3520990017614823")
    (None, 'imei.no_check_digit', 'imei.imeisv')
    """
    number = compact(text)
    if not number:
        return "imei.empty"
    if not (number.isascii() and number.isdigit()):
        return "imei.not_digits"
    if len(number) != LENGTH:
        return {14: "imei.no_check_digit", 16: "imei.imeisv"}.get(len(number), "imei.length")
    if not int(number[:8]):
        return "imei.zero_tac"
    return None if luhn(number) else "imei.check_digit"


def find(text: str) -> tuple[str, ...]:
    """The IMEIs in text read from a picture, in order, each once.

    Only digits that follow the label IMEI are taken, up to the next label of any kind, and only if
    TAC and check digit are right: an EID, ICCID or serial number holds 15 digits that pass the
    check one time in ten.

    >>> find("EID 89049032007008882600096813247751 IMEI 35 209900 176148 1")
    ('352099001761481',)
    """
    text = plain_digits(text)
    labels = list(_LABEL.finditer(text))
    found: dict[str, None] = {}
    for position, label in enumerate(labels):
        if label["imei"] is None:
            continue
        end = labels[position + 1].start() if position + 1 < len(labels) else len(text)
        for number in _in_segment(text[label.end() : end]):
            found.setdefault(number)
    return tuple(found)


def _in_segment(segment: str) -> Iterator[str]:
    # "IMEI2 35…", "IMEI 1: 35…" and "IMEI (SIM 1) 35…" number the label.
    start = _NUMBERING.match(segment)
    segment = segment[start.end() :] if start else segment
    for index, run in enumerate(_RUN.finditer(segment)):
        tokens = re.findall(r"\d+", run[0])
        digits = "".join(tokens)
        # Letters glued to a run make it another kind of number.
        after = segment[run.end() : run.end() + 1]
        before = segment[run.start() - 1 : run.start()]
        if after.isalpha() or (before.isalpha() and index > 0):
            continue
        if len(digits) <= LENGTH + 2 and index == 0:
            number = _without_glued_label(digits)
            if number is not None:
                yield number
                continue
        yield from _of_tokens(tokens)


def _without_glued_label(digits: str) -> str | None:
    # The label's own "I" and number, read as digits and glued on: "IME1114901…".
    extra = len(digits) - LENGTH
    if extra < 0 or digits[:extra] not in {"", "1", "2", "11", "12"}:
        return None
    number = digits[extra:]
    return number if fault(number) is None else None


def _of_tokens(tokens: list[str]) -> Iterator[str]:
    # Two numbers side by side, each perhaps in groups.
    first = 0
    while first < len(tokens):
        digits, last = "", first
        while last < len(tokens) and len(digits) < LENGTH:
            digits += tokens[last]
            last += 1
        # 89 opens every EID and ICCID (ITU-T E.118); no TAC begins with it.
        if len(digits) != LENGTH or digits.startswith("89") or fault(digits) is not None:
            return
        yield digits
        first = last
