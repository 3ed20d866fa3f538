"""The contract that every check keeps, for the tests of a plug-in's author.

With pytest, one test a clause::

    import pytest
    from photocheck.testing import contract_cases

    @pytest.mark.parametrize("case", contract_cases(), ids=str)
    def test_contract(case):
        case.verify(Sticker)

or all at once, with any test runner: ``check_contract(Sticker)``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from itertools import repeat
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from photocheck.checks.base import Check
from photocheck.checks.context import Asked, Context
from photocheck.checks.guard import unmet_need
from photocheck.checks.registry import Registry
from photocheck.errors import PluginError
from photocheck.photo import Photo, Source
from photocheck.result import Region, Result, Status
from photocheck.testing.contract_limits import limits_tell
from photocheck.texts import text
from photocheck.view.types import ViewEstimate

Photos = Mapping[str, Photo]

_THREADS = 4


@dataclass(frozen=True)
class ContractCase:
    """One clause of the contract; its string is its name."""

    name: str
    statement: str
    _clause: Callable[[Check, Photos], None]

    def verify(self, check: type[Check] | Check, photos: Iterable[Source] = ()) -> None:
        """Try the clause on a check.

        Parameters
        ----------
        check : Check subclass or instance
            A class is tried with its default settings.
        photos : iterable
            Photos to try besides `contract_photos`, of what `photocheck.inspect` takes.

        Raises
        ------
        AssertionError
            If the check breaks the clause; says on which photo, what was expected and what came.
        """
        own = {f"photos[{index}]": Photo.open(photo) for index, photo in enumerate(photos)}
        try:
            instance = check if isinstance(check, Check) else check()
        except (TypeError, ValidationError) as error:
            raise AssertionError(f"expected a check that needs no settings: {error}") from error
        self._clause(instance, {**contract_photos(), **own})

    def __str__(self) -> str:
        return self.name


def check_contract(check: type[Check] | Check, photos: Iterable[Source] = ()) -> None:
    """Try every clause of the contract on a check; see `ContractCase.verify`.

    Raises
    ------
    AssertionError
        Names every clause that the check breaks.
    """
    own = [Photo.open(photo) for photo in photos]
    broken = [_broken(case, check, own) for case in contract_cases()]
    if any(broken):
        raise AssertionError("\n".join(filter(None, broken)))


def _broken(case: ContractCase, check: type[Check] | Check, photos: list[Photo]) -> str:
    try:
        case.verify(check, photos)
    except AssertionError as error:
        return f"{case.name} ({case.statement}): {error}"
    return ""


@cache
def contract_photos() -> Photos:
    """Small generated photos at the edge of what a check may meet, by name."""
    random = np.random.default_rng(0)
    scene = np.full((300, 400), 200, np.uint8)
    scene[60:240, 120:280] = 40
    arrays: dict[str, NDArray[np.uint8]] = {
        "one pixel": np.full((1, 1), 90, np.uint8),
        "one row": random.integers(0, 256, (1, 500), np.uint8),
        "one column": random.integers(0, 256, (500, 1), np.uint8),
        "two by two": np.array([[0, 255], [255, 0]], np.uint8),
        "strip": random.integers(0, 256, (8, 4000), np.uint8),
        "black": np.zeros((300, 400), np.uint8),
        "white": np.full((300, 400), 255, np.uint8),
        "uniform": np.full((300, 400), 128, np.uint8),
        "noise": random.integers(0, 256, (300, 400), np.uint8),
        "ramp": np.tile(np.linspace(0, 255, 400, dtype=np.uint8), (300, 1)),
        "scene": scene,
        "large scene": np.kron(scene, np.ones((4, 4), np.uint8)),
    }
    return MappingProxyType(
        {
            name: Photo.open(np.ascontiguousarray(np.repeat(grey[..., None], 3, axis=2)))
            for name, grey in arrays.items()
        }
    )


def contract_cases() -> tuple[ContractCase, ...]:
    """The clauses of the contract, to be given to ``pytest.mark.parametrize``."""
    return (
        ContractCase("registration", "a registry accepts it", _registration),
        ContractCase("frozen", "an instance can't be changed", _frozen),
        ContractCase("unknown_settings", "unknown settings are refused", _unknown_settings),
        ContractCase("settings_json", "settings survive JSON", _settings_json),
        ContractCase("zero_settings", "a setting of 0 is a setting", _zero_settings),
        ContractCase("limits", "its limits tell what moving one changes", _limits),
        ContractCase("extremes", "it answers on every photo, by the rules", _extremes),
        ContractCase("deterministic", "the same photo gives the same result", _deterministic),
        ContractCase("read_only", "the photo is left as it was", _read_only),
        ContractCase("threads", "it may be shared by threads", _threads),
        ContractCase("texts", "each reason it gave has a text", _texts),
        ContractCase("across", "revised results keep the rules too", _across),
    )


def _registration(check: Check, photos: Photos) -> None:  # noqa: ARG001
    try:
        Registry.verify(type(check))
    except PluginError as error:
        raise AssertionError(str(error)) from error


def _frozen(check: Check, photos: Photos) -> None:  # noqa: ARG001
    for field in type(check).model_fields or ("attribute",):
        try:
            setattr(check, field, getattr(check, field, None))
        except (ValueError, AttributeError):  # a ValidationError is a ValueError
            continue
        raise AssertionError(f"expected an error when {field!r} is set, there was none")


def _unknown_settings(check: Check, photos: Photos) -> None:  # noqa: ARG001
    settings = {field: getattr(check, field) for field in check.model_fields_set}
    try:
        type(check)(**{**settings, "no_such_setting": 1})
    except ValidationError:
        return
    raise AssertionError("expected the unknown setting 'no_such_setting' to be refused")


def _settings_json(check: Check, photos: Photos) -> None:  # noqa: ARG001
    again = type(check).model_validate_json(check.model_dump_json())
    if again != check:
        raise AssertionError(f"expected {check!r} back from JSON, got {again!r}")


def _zero_settings(check: Check, photos: Photos) -> None:
    settings = {field: getattr(check, field) for field in type(check).model_fields}
    for field, value in settings.items():
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            continue
        try:
            zeroed = type(check)(**{**settings, field: 0})
        except ValidationError:
            continue  # the check says itself that 0 makes no sense
        if (came := getattr(zeroed, field)) != 0:
            raise AssertionError(f"expected {field!r} to stay 0 when set to 0, got {came!r}")
        _extremes(zeroed, photos)


def _limits(check: Check, photos: Photos) -> None:
    for name, photo in photos.items():
        limits_tell(check, partial(_result, name=name, photo=photo), name)


def _extremes(check: Check, photos: Photos) -> None:
    for name, photo in photos.items():
        _keeps_rules(check, _result(check, name, photo), name)
        bare = Context(photo)
        if unmet_need(check, bare) is None:
            _keeps_rules(check, _result(check, f"{name}, without view and slot", photo, bare), name)


def _deterministic(check: Check, photos: Photos) -> None:
    for name, photo in photos.items():
        _same(_result(check, name, photo), _result(check, name, photo), name)


def _read_only(check: Check, photos: Photos) -> None:
    for name, photo in photos.items():
        before = photo.rgb.copy(), photo.grey.copy(), photo.luma.copy()
        _result(check, name, photo)
        for kind, old in zip(("rgb", "grey", "luma"), before, strict=True):
            if not np.array_equal(old, getattr(photo, kind)):
                raise AssertionError(f"{name}: expected photo.{kind} unchanged, it was changed")


def _threads(check: Check, photos: Photos) -> None:
    alone = [_result(check, name, photo) for name, photo in photos.items()]
    with ThreadPoolExecutor(_THREADS) as executor:
        # Each photo is judged by all threads at about the same time.
        together = executor.map(
            lambda item: (item[0], _result(check, *item)),
            [item for item in photos.items() for _ in range(_THREADS)],
        )
        expected = [result for result in alone for _ in range(_THREADS)]
        for (name, result), before in zip(together, expected, strict=True):
            _same(before, result, name)


def _texts(check: Check, photos: Photos) -> None:
    general = text("unknown")
    for name, photo in photos.items():
        result = _result(check, name, photo)
        if result.reason is not None and text(result.reason, extra=check.texts) == general:
            raise AssertionError(
                f"{name}: expected an English text for {result.reason!r} in {check.name}.texts"
            )


def _across(check: Check, photos: Photos) -> None:
    comparison = check.comparison()
    if comparison is None:
        return
    for name, photo in [*photos.items(), *photos.items()]:
        result = _result(check, name, photo)
        revised, again = (comparison.revised(result) for _ in repeat(None, 2))
        _keeps_rules(check, revised, name)
        _same(revised, again, name)
        comparison.add(result)


def _context(photo: Photo) -> Context:
    """A photo of which everything is known that a check may need."""
    mask = np.zeros((8, 8), np.bool_)
    mask[2:6, 1:7] = True
    box = Region(x=1 / 8, y=2 / 8, w=6 / 8, h=4 / 8)
    view = ViewEstimate({("smartphone", "back"): 1.0}, mask=mask, box=box, covered=0.0, devices=1)
    asked = Asked("smartphone", ("back",))
    return Context(photo, "smartphone/back", asked=asked, view=lambda _: view)


def _result(check: Check, name: str, photo: Photo, context: Context | None = None) -> Result:
    try:
        return check.run(photo, context or _context(photo))
    except Exception as error:
        raise AssertionError(
            f"{name}: expected a result, run raised {type(error).__name__}: {error}"
        ) from error


def _same(first: Result, second: Result, name: str) -> None:
    if not _alike(first.model_dump(), second.model_dump()):
        raise AssertionError(f"{name}: expected {first!r} again, got {second!r}")


def _alike(first: object, second: object) -> bool:
    """Equal, but for the last digits of a float32 sum, which OpenCV's and numpy's may differ in."""
    if isinstance(first, float) and isinstance(second, float):
        return math.isclose(first, second, rel_tol=1e-6, abs_tol=1e-9)
    if isinstance(first, dict) and isinstance(second, dict):
        return first.keys() == second.keys() and all(_alike(first[k], second[k]) for k in first)
    if isinstance(first, tuple) and isinstance(second, tuple):
        return len(first) == len(second) and all(map(_alike, first, second))
    return first == second


def _keeps_rules(check: Check, result: object, name: str) -> None:
    def demand(kept: bool, expected: str) -> None:  # noqa: FBT001
        if not kept:
            raise AssertionError(f"{name}: expected {expected}, got {result!r}")

    if not isinstance(result, Result):
        raise AssertionError(f"{name}: expected a photocheck.Result, got {result!r}")  # noqa: TRY004
    demand(result.check == check.name, f"a result of check {check.name!r}")
    for number in (result.score, result.value, result.limit, *result.measurements.values()):
        demand(not isinstance(number, float) or math.isfinite(number), "finite numbers")
    demand(result.score is None or 0.0 <= result.score <= 1.0, "a score from 0 to 1")
    passed = result.status is Status.PASS
    demand(passed == (result.reason is None), "a reason unless the status is pass, and only then")
    demand(
        result.reason is None or result.reason.startswith(f"{check.name}."),
        f"a reason that begins with '{check.name}.'",
    )
    if result.status in {Status.NOT_DONE, Status.NOT_APPLICABLE}:
        demand(
            result.score is None and result.value is None,
            "no score or value if not done or not applicable",
        )
    if result.value is not None:
        demand(result.unit == check.unit, f"the check's unit, {check.unit!r}")
    if result.limit is not None:
        demand(result.limit_is is not None, "limit_is where there is a limit")
    if result.score is not None:
        # Also what catches a limit that is skipped when the value happens to be 0.
        demand(not passed or result.score >= 0.5, "a score of at least 0.5 with pass")
        demand(
            result.status is not Status.FAIL or result.score <= 0.5,
            "a score of at most 0.5 with fail",
        )
    for region in result.regions:
        demand(region.w > 0.0 and region.h > 0.0, "regions with an area")
        inside = region.x + region.w <= 1.0 + 1e-9 and region.y + region.h <= 1.0 + 1e-9
        demand(inside, "regions within the photo")
    try:
        again = Result.model_validate_json(result.model_dump_json())
    except ValueError as error:
        raise AssertionError(f"{name}: expected a result that survives JSON: {error}") from error
    demand(again == result, "a result that survives JSON")
