"""The clause of the contract that a check's `limits` tell what a moved limit would change."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pydantic import ValidationError

from photocheck.checks.base import Check
from photocheck.checks.limit import JUDGED
from photocheck.result import Result

_BESIDE = 1e-4  # of a number, so that the last digits of a sum don't decide


def limits_tell(check: Check, run: Callable[[Check], Result], name: str) -> None:
    """Move each limit to both sides of the number that it limits, and compare.

    Parameters
    ----------
    check : Check
    run : callable
        Judges a photo by the check that it is given.
    name : str
        Of the photo.

    Raises
    ------
    AssertionError
        If the status by another limit is not that which `Check.status_of` tells beforehand.
    """
    if not check.limits:
        return
    before = run(check)
    _agree(check, before, before, name)
    if before.status not in JUDGED:
        return
    for setting, limited in check.limits.items():
        number = limited.number(before)
        if number is None:
            continue
        for value in _beside(number, whole=isinstance(getattr(check, setting), int)):
            settings = {field: getattr(check, field) for field in type(check).model_fields}
            try:
                moved = type(check)(**{**settings, setting: value})
            except ValidationError:
                continue  # out of the setting's range
            _agree(moved, before, run(moved), f"{name}, {setting}={value!r}")


def _beside(number: float, *, whole: bool) -> Iterator[float]:
    if whole:
        yield from (int(number) - 1, int(number), int(number) + 1)
    else:
        step = _BESIDE * max(abs(number), _BESIDE)
        yield from (number - step, number + step)


def _agree(check: Check, before: Result, after: Result, name: str) -> None:
    told = check.status_of(before)
    if told is not after.status:
        raise AssertionError(
            f"{name}: expected the status that limits tell, {told.value!r}, got {after!r}"
        )
