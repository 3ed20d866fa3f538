"""Which checks there are: an explicit registry, filled by hand or from installed plug-ins."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from importlib import metadata
from inspect import isabstract, signature
from typing import Any, TypeVar, get_args

from pydantic import ValidationError

from photocheck.checks import BUILTIN
from photocheck.checks.base import Check, Need
from photocheck.checks.limit import Limit
from photocheck.errors import (
    DuplicateCheckError,
    Plugin,
    PluginError,
    SettingsError,
    UnknownCheckError,
)

ENTRY_POINT_GROUP = "photocheck.checks"

CheckClass = TypeVar("CheckClass", bound=type[Check])


class Registry:
    """Check classes by name, in the order in which they were registered.

    Parameters
    ----------
    checks : iterable of Check subclasses

    Raises
    ------
    DuplicateCheckError, PluginError
        As `register`.
    """

    def __init__(self, checks: Iterable[type[Check]] = ()) -> None:
        self._plugins: dict[str, Plugin] = {}
        self._classes: dict[str, type[Check]] = {}
        for check in checks:
            self.register(check)

    @classmethod
    def builtin(cls) -> Registry:
        """The checks that come with photocheck."""
        return cls(BUILTIN)

    @classmethod
    def installed(cls, *, blocked: Collection[str] = ()) -> Registry:
        """The built-in checks and those of installed packages.

        Packages name their checks as entry points in the group ``photocheck.checks``.

        Parameters
        ----------
        blocked : collection of str
            Entry points of these names are left alone.

        Raises
        ------
        PluginError
            If a plug-in can't be imported or breaks the contract; its `plugin` says which.
        """
        registry = cls.builtin()
        for entry in sorted(
            metadata.entry_points(group=ENTRY_POINT_GROUP), key=lambda entry: entry.name
        ):
            if entry.name in blocked:
                continue
            plugin = Plugin(None, f"{entry.name} = {entry.value}", _distribution(entry))
            try:
                check = entry.load()
            except (Exception, SystemExit) as error:
                raise PluginError(
                    f"plug-in {entry.name!r} ({entry.value}) can't be imported: "
                    f"{type(error).__name__}: {error}",
                    plugin,
                ) from error
            plugin = replace(plugin, check=check)
            try:
                registry.register(check)
            except PluginError as error:
                raise type(error)(
                    f"plug-in {entry.name!r} ({entry.value}): {error}", plugin
                ) from error
            registry._plugins[check.name] = plugin  # noqa: SLF001 - this very class
        return registry

    def register(self, check: CheckClass) -> CheckClass:
        """Add a check class; usable as a decorator.

        Raises
        ------
        DuplicateCheckError
            If another check has its name.
        PluginError
            As `verify`.
        """
        self.verify(check)
        if check.name in self._classes:
            raise DuplicateCheckError(
                f"check {check.name!r} is registered already, by "
                f"{self._classes[check.name].__qualname__}",
                Plugin(check),
            )
        self._classes[check.name] = check
        self._plugins[check.name] = Plugin(check)
        return check

    @staticmethod
    def verify(check: object) -> None:
        """Refuse what is no check that a registry could hold.

        Raises
        ------
        PluginError
            If it is no concrete subclass of Check, its name is no lower-case identifier, its `run`
            does not take a photo and a context, a setting has no default, its texts are no
            mappings, or its limits are none of its settings.
        """
        if not (isinstance(check, type) and issubclass(check, Check)):
            raise PluginError(
                f"expected a subclass of photocheck.Check, got {check!r}", Plugin(check)
            )

        def demand(kept: bool, expected: str) -> None:  # noqa: FBT001
            if not kept:
                raise PluginError(f"{check.__qualname__}: expected {expected}", Plugin(check))

        demand(not isabstract(check), "an implementation of run(self, photo, context)")
        name = getattr(check, "name", None)
        demand(
            isinstance(name, str) and re.fullmatch(r"[a-z][a-z0-9_]*", name) is not None,
            f"a name of lower-case letters, digits and underscores, got {name!r}",
        )
        demand(len(signature(check.run).parameters) == 3, "run(self, photo, context)")
        required = [field for field, info in check.model_fields.items() if info.is_required()]
        demand(not required, f"a default for each setting, {required} have none")
        demand(
            isinstance(check.needs, Collection) and set(check.needs) <= set(get_args(Need)),
            f"needs among {', '.join(get_args(Need))}, got {check.needs!r}",
        )
        demand(isinstance(check.unit, str), f"a unit as text, got {check.unit!r}")
        demand(
            _are_limits(check),
            "limits as a class attribute that maps settings to photocheck.checks.Limit",
        )
        demand(
            _are_texts(check.texts),
            f"texts as a mapping of languages to mappings of reasons to texts, got {check.texts!r}",
        )

    def origin(self, name: str) -> Plugin:
        """Where the check of that name comes from.

        Raises
        ------
        UnknownCheckError
        """
        self.get(name)
        return self._plugins[name]

    def get(self, name: str) -> type[Check]:
        """The check class of that name.

        Raises
        ------
        UnknownCheckError
        """
        try:
            return self._classes[name]
        except KeyError:
            raise UnknownCheckError(name, self._classes) from None

    def create(self, name: str, settings: Mapping[str, Any] | None = None) -> Check:
        """An instance of the check of that name.

        Raises
        ------
        UnknownCheckError
        SettingsError
            If a setting does not exist or is out of range.
        """
        return configured(self.get(name), settings or {})

    def __iter__(self) -> Iterator[type[Check]]:
        return iter(self._classes.values())

    def __contains__(self, name: object) -> bool:
        return name in self._classes

    def __len__(self) -> int:
        return len(self._classes)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the checks, in order."""
        return tuple(self._classes)


def _distribution(entry: metadata.EntryPoint) -> str | None:
    return None if entry.dist is None else f"{entry.dist.name} {entry.dist.version}"


def _are_limits(check: type[Check]) -> bool:
    limits = None if "limits" in check.model_fields else check.limits
    return isinstance(limits, Mapping) and all(
        setting in check.model_fields and isinstance(limited, Limit)
        for setting, limited in limits.items()
    )


def _are_texts(texts: object) -> bool:
    return isinstance(texts, Mapping) and all(
        isinstance(own, Mapping) and all(isinstance(text, str) for text in own.values())
        for own in texts.values()
    )


def configured(check: type[Check], settings: Mapping[str, Any]) -> Check:
    """An instance of a check with these settings.

    Raises
    ------
    PluginError
        If the check's own constructor fails.
    SettingsError
        If a setting does not exist or is out of range; the message names the check, the setting
        and what came.
    """
    try:
        return check(**settings)
    except (TypeError, AttributeError, ArithmeticError, LookupError) as error:
        raise PluginError(
            f"check {check.name!r} can't be made: {type(error).__name__}: {error}",
            Plugin(check),
        ) from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        setting = ".".join(map(str, first["loc"]))
        raise SettingsError(
            f"check {check.name!r}, setting {setting!r}: {first['msg']}, got {first['input']!r}; "
            f"settings: {', '.join(check.model_fields) or 'none'}"
        ) from error
