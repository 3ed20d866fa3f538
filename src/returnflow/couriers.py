"""Waybill and tracking numbers, by the rules of the courier that was chosen.

The rules stand in ``couriers.json``. A number says nothing of its courier (one valid IMEI in ten
reads as a FedEx number), so the courier always comes first, and no other's rules are tried.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, NamedTuple

from returnflow.errors import UnknownNameError
from returnflow.typed import plain_digits

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SPACES = re.compile(r"[\s\-–—.]+")


class Number(NamedTuple):
    """What a courier's rules say of a number.

    `fault` is a problem's code, or None; `checked` says whether a check digit vouches for it.
    """

    number: str
    fault: str | None
    format: str | None = None
    checked: bool = False


@cache
def _rules() -> Mapping[str, Any]:
    text = resources.files("returnflow").joinpath("couriers.json").read_text(encoding="utf-8")
    return MappingProxyType(json.loads(text)["couriers"])


def couriers() -> tuple[str, ...]:
    """The couriers there are rules for; ``"other"`` takes any number."""
    return tuple(_rules())


def name(courier: str) -> str:
    """A courier's name, as people write it.

    Raises
    ------
    UnknownNameError
    """
    return str(_rule(courier)["name"])


def published_numbers(courier: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The published test numbers that are valid, and those that are not."""
    formats = _rule(courier)["formats"]
    return (
        tuple(number for one in formats for number in one.get("valid", ())),
        tuple(number for one in formats for number in one.get("invalid", ())),
    )


def judge(courier: str, text: str) -> Number:
    """Judge a number by one courier's rules.

    >>> judge("dhl_express", "3318 8100 25").fault is None
    True
    >>> judge("dhl_express", "3318810010").fault
    'number.check_digit'

    Raises
    ------
    UnknownNameError
    """
    number = _SPACES.sub("", plain_digits(text))
    number = number.upper() if number.isascii() else number  # upper() makes "ß" two letters
    fault = "number.format" if number else "number.empty"
    for rule in _rule(courier)["formats"]:
        match = re.fullmatch(rule["pattern"], number, re.ASCII)
        if match is None:
            continue
        checksum = rule.get("checksum")
        if checksum is None:
            return Number(number, None, rule["name"])
        if _CHECKS[checksum["kind"]](match["serial"], match["check"], checksum):
            return Number(number, None, rule["name"], checked=True)
        fault = "number.check_digit"
    return Number(number, fault)


def _rule(courier: str) -> Mapping[str, Any]:
    if courier not in _rules():
        raise UnknownNameError("courier", courier, couriers())
    rule: Mapping[str, Any] = _rules()[courier]
    return rule


def _mod7(serial: str, check: str, _: Mapping[str, Any]) -> bool:
    return int(serial) % 7 == int(check)


def _mod10(serial: str, check: str, rule: Mapping[str, Any]) -> bool:
    # Letters count as their code less 3 (UPS).
    prefix = rule.get("prefix", "")
    digits = (
        serial if serial.startswith(tuple(rule.get("has_prefix", (prefix,)))) else prefix + serial
    )
    total = sum(
        (int(sign) if sign.isdigit() else (ord(sign) - 3) % 10) * rule["weights"][place % 2]
        for place, sign in enumerate(digits)
    )
    return bool(-total % 10 == (int(check) if check.isdigit() else -1))


def _mod37(serial: str, check: str, _: Mapping[str, Any]) -> bool:
    # ISO/IEC 7064, MOD 37,36.
    product = 36
    for sign in serial:
        product = ((product + _ALPHABET.index(sign)) % 36 or 36) * 2 % 37
    return (product + _ALPHABET.index(check)) % 36 == 1


def _s10(serial: str, check: str, _: Mapping[str, Any]) -> bool:
    # UPU standard S10.
    weighted = zip(serial, (8, 6, 4, 2, 3, 5, 9, 7), strict=True)
    rest = sum(int(digit) * weight for digit, weight in weighted) % 11
    return {0: 5, 1: 0}.get(rest, 11 - rest) == int(check)


def _weighted(serial: str, check: str, rule: Mapping[str, Any]) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(serial, rule["weights"], strict=True))
    return bool(total % 11 % 10 == int(check))


_CHECKS: Mapping[str, Callable[[str, str, Mapping[str, Any]], bool]] = MappingProxyType(
    {"mod7": _mod7, "mod10": _mod10, "mod37_36": _mod37, "s10": _s10, "mod11_10": _weighted}
)
