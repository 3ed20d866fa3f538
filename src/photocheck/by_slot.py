"""Which checks judge a photo that is meant for a slot, and the settings that its report records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from photocheck.checks.base import Check
from photocheck.checks.context import Asked
from photocheck.checks.registry import Registry
from photocheck.checks.selection import SlotChecks, checks_for_slot
from photocheck.profiles import Profile
from photocheck.report import ReportSettings
from photocheck.slots import Catalog
from photocheck.view.model import installed_checksum
from photocheck.view.predictor import Estimator, estimate

Key = tuple[str, str]
"""A category and one of its slots, as the catalog names them."""


class ChecksBySlot:
    """The checks for every slot of a catalog, and for photos that are meant for none.

    Parameters
    ----------
    checks : tuple of Check
        Those of photos that are meant for no slot.
    registry : Registry
    profile : Profile
    catalog : Catalog
    view : callable or None
        What estimates views: its model is recorded in the settings.

    Raises
    ------
    SettingsError
        If a slot names a check or setting that does not exist.
    """

    def __init__(
        self,
        checks: tuple[Check, ...],
        registry: Registry,
        profile: Profile,
        catalog: Catalog,
        view: Estimator | None,
    ) -> None:
        self._registry, self._profile, self._catalog, self._view = registry, profile, catalog, view
        self._settings: dict[Key | None, ReportSettings] = {}
        self._checks: dict[Key | None, SlotChecks] = {None: SlotChecks(checks)}
        for category in catalog.categories:
            for slot in category.slots:
                self._checks[category.name, slot.name] = checks_for_slot(
                    checks,
                    registry,
                    profile,
                    slot=slot.name,
                    asked=Asked(category.kind, slot.views, slot.screen),
                    scale=slot.scale,
                    skip=slot.skip,
                    also=slot.also,
                )

    @property
    def texts(self) -> dict[str, Mapping[str, Mapping[str, str]]]:
        """The texts that every check brings, by the check's name."""
        return {check.name: check.texts for own in self._checks.values() for check in own.checks}

    def of(self, slot: str | None) -> SlotChecks:
        """The checks of a slot, or of none.

        Raises
        ------
        UnknownSlotError
        """
        return self._checks[self._key(slot)]

    def settings_for(self, slot: str | None) -> ReportSettings:
        """What a photo meant for that slot, or for none, is judged by.

        Raises
        ------
        UnknownSlotError
        """
        key = self._key(slot)
        found = self._settings.get(key)
        if found is None:
            checks = self._checks[key].run
            found = ReportSettings.of(
                self._profile.name,
                {check.name: check.model_dump(mode="json") for check in checks},
                plugins=self._plugins_of(checks),
                model=_checksum_of(self._view),
            )
            self._settings[key] = found
        return found

    def _key(self, slot: str | None) -> Key | None:
        # Any number of names may stand for one slot: ``closeup_2`` is ``closeup_*``.
        return None if slot is None else (slot.partition("/")[0], self._catalog.slot(slot).name)

    def _plugins_of(self, checks: Iterable[Check]) -> dict[str, str]:
        registry = self._registry
        origins = {
            check.name: registry.origin(check.name).distribution
            for check in checks
            if check.name in registry and registry.get(check.name) is type(check)
        }
        return {name: package for name, package in origins.items() if package is not None}


def _checksum_of(view: Estimator | None) -> str | None:
    """SHA-256 of the model behind an estimator, where it says so as ``sha256``."""
    found = installed_checksum() if view is estimate else getattr(view, "sha256", None)
    return found if isinstance(found, str) else None
