"""Which checks an inspector runs, and with which settings."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import EllipsisType
from typing import Any

from photocheck.checks.base import Check
from photocheck.checks.context import Asked
from photocheck.checks.registry import Registry, configured
from photocheck.errors import SettingsError
from photocheck.profiles import Profile


@dataclass(frozen=True)
class SlotChecks:
    """What is done with a photo that is meant for a slot, or for none.

    Attributes
    ----------
    checks : tuple of Check
        In the order of the results.
    asked : Asked or None
        What the slot asks of a photo.
    skipped : frozenset of str
        Names of those that are not run: `not_applicable`.
    """

    checks: tuple[Check, ...]
    asked: Asked | None = None
    skipped: frozenset[str] = frozenset()

    @property
    def run(self) -> tuple[Check, ...]:
        """The checks that are run."""
        return tuple(check for check in self.checks if check.name not in self.skipped)


CheckChoice = str | type[Check] | Check | EllipsisType


def chosen_checks(
    choices: Iterable[CheckChoice], registry: Registry, profile: Profile
) -> tuple[Check, ...]:
    """The checks that a caller asked for, configured.

    Parameters
    ----------
    choices : iterable
        Names, classes, instances; ``...`` stands for all checks of the registry that are not
        `Check.opt_in`.
    registry : Registry
    profile : Profile
        Gives the settings that an instance was not given.

    Raises
    ------
    UnknownCheckError, SettingsError
    PluginError
        If a check breaks the contract of checks; see `Registry.verify`.
    """
    if isinstance(choices, (str, Check)) or not isinstance(choices, Iterable):
        raise SettingsError(f"expected several checks, in a list or tuple, got {choices!r}")
    chosen: dict[str, Check] = {}
    named: set[str] = set()
    for choice in choices:
        everything = choice is ...
        usual = (check for check in registry if not check.opt_in)
        for item in usual if everything else (choice,):
            check = _built(item, registry, profile)
            # A check named beside `...` replaces the one that `...` stands for, wherever it stands.
            if everything and check.name in named:
                continue
            if not everything:
                if check.name in named:
                    raise SettingsError(f"expected each check once, {check.name!r} was given twice")
                named.add(check.name)
            chosen[check.name] = check
    return tuple(chosen.values())


def _built(choice: CheckChoice, registry: Registry, profile: Profile) -> Check:
    if isinstance(choice, str):
        return registry.create(choice, profile.of(choice))
    if isinstance(choice, Check):
        Registry.verify(type(choice))
        given: Mapping[str, object] = {
            field: getattr(choice, field) for field in choice.model_fields_set
        }
        return configured(type(choice), {**profile.of(choice.name), **given})
    if isinstance(choice, type) and issubclass(choice, Check):
        Registry.verify(choice)
        return configured(choice, profile.of(choice.name))
    raise SettingsError(f"expected the name of a check, a Check or ..., got {choice!r}")


def checks_for_slot(
    checks: Iterable[Check],
    registry: Registry,
    profile: Profile,
    *,
    slot: str,
    asked: Asked,
    scale: Mapping[str, float],
    skip: Collection[str],
    also: Iterable[str] = (),
) -> SlotChecks:
    """The checks as a slot wants them: some added, some skipped, some with their limits scaled.

    A scaled limit stays within the setting's own range. Other checks are returned as they are.

    Parameters
    ----------
    checks : iterable of Check
    registry : Registry
        Whose names the slot may name besides those of `checks`.
    profile : Profile
        Gives the settings of added checks.
    slot : str
        What messages call the slot.
    asked : Asked
        What it asks of a photo.
    scale : mapping of "check.setting" to float
        What settings are multiplied by.
    skip : collection of str
        Names of checks that say nothing of its photos.
    also : iterable of str
        Names of checks that are run for its photos besides `checks`.

    Raises
    ------
    SettingsError
        If the slot names a check or setting that does not exist or is no number.
    """
    chosen = {check.name: check for check in checks}
    for name in also:
        if name not in chosen:
            if name not in registry:
                raise SettingsError(
                    f"slot {slot!r}: expected checks ({', '.join(registry.names)}), got {name!r}"
                )
            chosen[name] = _built(name, registry, profile)
    factors: dict[str, dict[str, float]] = {}
    for key, factor in scale.items():
        check, _, setting = key.partition(".")
        factors.setdefault(check, {})[setting] = factor
    known = dict.fromkeys([*Registry.builtin().names, *registry.names, *chosen])
    for name in {*factors, *skip} - known.keys():
        raise SettingsError(f"slot {slot!r}: expected checks ({', '.join(known)}), got {name!r}")
    scaled = tuple(
        _scaled(check, factors[check.name], slot) if check.name in factors else check
        for check in chosen.values()
    )
    return SlotChecks(scaled, asked, frozenset(skip))


def _scaled(check: Check, factors: Mapping[str, float], slot: str) -> Check:
    settings: dict[str, Any] = {name: getattr(check, name) for name in check.model_fields_set}
    for name, factor in factors.items():
        field = type(check).model_fields.get(name)
        value = getattr(check, name, None)
        if field is None or isinstance(value, bool) or not isinstance(value, (int, float)):
            raise SettingsError(
                f"slot {slot!r}: expected a number among the settings of {check.name!r} "
                f"({', '.join(type(check).model_fields) or 'none'}), got {name!r}"
            )
        scaled = value * factor
        for bound in field.metadata:
            scaled = min(scaled, getattr(bound, "le", math.inf))
            scaled = max(scaled, getattr(bound, "ge", -math.inf))
        settings[name] = round(scaled) if isinstance(value, int) else scaled
    return configured(type(check), settings)
