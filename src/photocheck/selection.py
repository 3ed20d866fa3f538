"""Which checks an inspector runs, and with which settings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import EllipsisType

from photocheck.checks.base import Check
from photocheck.errors import SettingsError
from photocheck.profiles import Profile
from photocheck.registry import Registry, configured

CheckChoice = str | type[Check] | Check | EllipsisType


def chosen_checks(
    choices: Iterable[CheckChoice], registry: Registry, profile: Profile
) -> tuple[Check, ...]:
    """The checks that a caller asked for, configured.

    Parameters
    ----------
    choices : iterable
        Names, classes, instances; ``...`` stands for all checks of the registry.
    registry : Registry
    profile : Profile
        Gives the settings that an instance was not given.

    Raises
    ------
    UnknownCheckError, SettingsError
    PluginError
        If a check breaks the contract of checks; see `Registry.register`.
    """
    if isinstance(choices, (str, Check)) or not isinstance(choices, Iterable):
        raise SettingsError(f"expected several checks, in a list or tuple, got {choices!r}")
    chosen: dict[str, Check] = {}
    named: set[str] = set()
    for choice in choices:
        everything = choice is ...
        for item in registry if everything else (choice,):
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
        Registry().register(type(choice))
        given: Mapping[str, object] = {
            field: getattr(choice, field) for field in choice.model_fields_set
        }
        return configured(type(choice), {**profile.of(choice.name), **given})
    if isinstance(choice, type) and issubclass(choice, Check):
        Registry().register(choice)
        return configured(choice, profile.of(choice.name))
    raise SettingsError(f"expected the name of a check, a Check or ..., got {choice!r}")
