"""Photos in, reports out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from functools import lru_cache, partial

from photocheck.asynchronous import in_thread
from photocheck.batch import in_order, several, threads
from photocheck.checks.base import Check
from photocheck.checks.comparison import SetComparison
from photocheck.checks.context import Asked, Context
from photocheck.checks.guard import run_check
from photocheck.checks.registry import Registry
from photocheck.checks.selection import CheckChoice, SlotChecks, checks_for_slot, chosen_checks
from photocheck.decode import Limits
from photocheck.errors import DecodeError, SourceError, UnknownLanguageError
from photocheck.photo import (
    DEFAULT_LIMITS,
    Photo,
    Source,
    clean_name,
    is_decoded,
    read_source,
    source_name,
)
from photocheck.profiles import STANDARD, Profile, load_profile
from photocheck.report import (
    Report,
    ReportError,
    ReportSettings,
    Verdict,
    View,
    verdict_of,
)
from photocheck.result import Result
from photocheck.slots import Catalog, check_slot, default_catalog
from photocheck.texts import DEFAULT_LANGUAGE, languages, text, texts
from photocheck.view.model import installed_checksum
from photocheck.view.predictor import Estimator, estimate

Choice = Callable[[View | None], Iterable[str]]


class Inspector:
    """Runs a list of checks under one profile.

    Holds no state between photos and may be shared by threads.

    Parameters
    ----------
    profile : str or Profile
        ``"lenient"``, ``"standard"``, ``"strict"`` or a service's own.
    checks : iterable, optional
        Names, Check classes or Check instances, in the order of the results; ``...`` stands for
        all checks of the registry but those that are `Check.opt_in`. They are the default.
        Settings given to an instance win over the profile's.
    registry : Registry, optional
        Where names are looked up; the built-in checks and installed plug-ins by default.
    language : str
        Of the messages.
    limits : Limits
        How many bytes and pixels are accepted.
    catalog : Catalog, optional
        The slots that photos may be meant for, with what they change about the checks.
    view : callable or None
        What estimates a photo's view: the installed model by default, None for no views at all.

    Raises
    ------
    UnknownProfileError, UnknownCheckError, UnknownLanguageError, SettingsError
    PluginError
        If an installed plug-in can't be loaded.
    """

    def __init__(
        self,
        profile: str | Profile = STANDARD,
        checks: Iterable[CheckChoice] | None = None,
        *,
        registry: Registry | None = None,
        language: str = DEFAULT_LANGUAGE,
        limits: Limits = DEFAULT_LIMITS,
        catalog: Catalog | None = None,
        view: Estimator | None = estimate,
    ) -> None:
        self.profile = load_profile(profile)
        self.registry = registry if registry is not None else Registry.installed()
        self.language = language
        self.limits = limits
        if not isinstance(language, str):
            raise UnknownLanguageError(language, languages())
        texts(language)
        if isinstance(profile, Profile):  # those that come with photocheck name all its checks
            for name in profile.settings:
                self.registry.get(name)
        self.checks = chosen_checks(
            checks if checks is not None else (...,), self.registry, self.profile
        )
        self.catalog = catalog if catalog is not None else default_catalog()
        self.view = view
        self._settings: dict[tuple[str, str] | None, ReportSettings] = {}
        self._of_slot: dict[tuple[str, str] | None, SlotChecks] = {None: SlotChecks(self.checks)}
        for category in self.catalog.categories:
            for slot in category.slots:
                self._of_slot[category.name, slot.name] = checks_for_slot(
                    self.checks,
                    self.registry,
                    self.profile,
                    slot=slot.name,
                    asked=Asked(category.kind, slot.views, slot.screen),
                    scale=slot.scale,
                    skip=slot.skip,
                    also=slot.also,
                )
        self._texts = {
            check.name: check.texts for own in self._of_slot.values() for check in own.checks
        }

    def inspect(
        self, source: Source, *, slot: str | None = None, name: str | None = None
    ) -> Report:
        """Judge one photo.

        Parameters
        ----------
        source : path, bytes, binary file object, H×W×3 RGB uint8 array, or Photo
        slot : str, optional
            The slot that the photo is meant for, for instance ``"smartphone/back"``.
        name : str, optional
            What the report calls the photo.

        Returns
        -------
        Report
            With `error` set if the file is no picture that can be judged.

        Raises
        ------
        SourceError
            If there is no such file, or the source is of none of these kinds.
        UnknownSlotError
        """
        if slot is not None:
            check_slot(slot, self.catalog)
        given = source_name(source) if name is None else clean_name(name)
        asked = self._checks_of(slot).asked
        kind = None if asked is None else asked.only_kind
        report = self._judge(source, lambda _: (slot,), given, kind, slot)[slot]
        # A Photo brings a name of its own.
        return report if name is None else report.model_copy(update={"source": given})

    def inspect_for(
        self, source: Source, slots: Choice, *, name: str | None = None, kind: str | None = None
    ) -> dict[str | None, Report]:
        """Judge one photo for each of the slots that it may fill, decoding it once.

        Parameters
        ----------
        source : path, bytes, binary file object, H×W×3 RGB uint8 array, or Photo
        slots : callable
            Takes the photo's view (None where nothing estimates it) and gives the slots' ids.
        name : str, optional
            What the reports call the photo.
        kind : str, optional
            The kind of device that is asked for (`photocheck.view.VIEWS`); the reports' `view` says
            whether the photo contradicts it.

        Returns
        -------
        dict of slot id or None to Report
            Under None the report for no slot. A source that can't be read has no other.

        Raises
        ------
        UnknownSlotError
        """
        given = _name_or_none(source) if name is None else clean_name(name)
        try:
            reports = self._judge(source, lambda view: (None, *slots(view)), given, kind, None)
        except SourceError as error:
            return {None: self.refused(error, given, None, None)}
        return {
            slot: report.model_copy(update={"source": given}) for slot, report in reports.items()
        }

    async def inspect_async(
        self, source: Source, *, slot: str | None = None, name: str | None = None
    ) -> Report:
        """Judge one photo in a thread, so that the event loop goes on; see `inspect`.

        As many photos as there are processors are judged at a time, whatever inspectors they are
        given to; further ones wait without blocking. Takes and raises what `inspect` does.
        """
        return await in_thread(partial(self.inspect, source, slot=slot, name=name))

    def inspect_many(
        self, sources: Iterable[Source], *, workers: int | None = None, slot: str | None = None
    ) -> Iterator[Report]:
        """Judge a set of photos, one report each, in the order given.

        Lazy: at most two photos a worker are read ahead of the report asked for. A source that
        can't be read is a report with `error` set. Checks that compare photos (``duplicate``) see
        the earlier photos of the set.

        Parameters
        ----------
        sources : iterable
            Of what `inspect` takes; need not be a list.
        workers : int, optional
            Threads; the processors this process may use by default.
        slot : str, optional
            The slot that all photos are meant for.

        Raises
        ------
        SettingsError
            If `workers` is no whole number from 1 to 256.
        SourceError
            If `sources` is one photo instead of several.
        UnknownSlotError
        """
        found = several(sources)
        count = threads(workers)
        if slot is not None:
            check_slot(slot, self.catalog)
        return self._compared(in_order(found, partial(self._judged_or_refused, slot), count), slot)

    def _judged_or_refused(self, slot: str | None, source: Source) -> Report:
        try:
            return self.inspect(source, slot=slot)
        except SourceError as error:
            return self.refused(error, _name_or_none(source), None, slot)

    def _compared(self, reports: Iterator[Report], slot: str | None) -> Iterator[Report]:
        comparison = self.comparison((slot,))
        with closing(reports):  # type: ignore[type-var]
            for report in reports:
                yield self.revised(report, comparison, slot)
                add_to(comparison, report)

    def comparison(self, slots: Iterable[str | None] = (None,)) -> SetComparison:
        """What compares the photos of one set, judged for these slots or for none.

        Raises
        ------
        UnknownSlotError
        """
        return SetComparison({slot: self._checks_of(slot).run for slot in slots})

    def revised(self, report: Report, comparison: SetComparison, slot: str | None = None) -> Report:
        """A photo's report for a slot, in the light of the photos added to `comparison`."""
        results = comparison.revised(report.results, slot)
        if results == report.results:
            return report
        worded = tuple(
            old if new == old else self._worded(new)
            for old, new in zip(report.results, results, strict=True)
        )
        flags = () if report.photo is None else report.photo.flags
        return report.model_copy(update={"results": worded, "verdict": verdict_of(worded, flags)})

    def _judge(
        self,
        source: Source,
        slots: Callable[[View | None], Iterable[str | None]],
        given: str | None,
        kind: str | None,
        meant: str | None,
    ) -> dict[str | None, Report]:
        """The reports for the slots that `slots` names; if it can't be read, that for `meant`.

        Raises
        ------
        SourceError, UnknownSlotError
        """
        sha256 = None
        try:
            if not is_decoded(source):
                source = read_source(source, self.limits)
                sha256 = hashlib.sha256(source).hexdigest()
            photo = Photo.open(source, name=given, limits=self.limits)
            context = Context(photo, view=self.view)
            view = None if context.view is None else View.of(context.view, kind)
            if photo.failure is not None:
                raise photo.failure
            done: dict[tuple[int, str | None], Result] = {}
            return {
                slot: self._report(photo, view, self._results(photo, context, slot, done), slot)
                for slot in slots(view)
            }
        except DecodeError as error:
            return {meant: self.refused(error, given, sha256, meant)}

    def _results(
        self,
        photo: Photo,
        context: Context,
        slot: str | None,
        done: dict[tuple[int, str | None], Result],
    ) -> list[Result]:
        """Results for a slot; `done` holds those of the same photo for other slots."""
        own = self._checks_of(slot)
        meant = context.meant_for(slot, own.asked)
        results = []
        for check in own.checks:
            if check.name in own.skipped:
                results.append(check.not_applicable("check.not_for_slot"))
                continue
            # A check that no slot changes is one object, and is run once for all of them.
            key = id(check), slot if check.reads_slot else None
            if key not in done:
                done[key] = run_check(check, photo, meant)
            results.append(done[key])
        return results

    def _checks_of(self, slot: str | None) -> SlotChecks:
        return self._of_slot[None if slot is None else self._key(slot)]

    def _key(self, slot: str) -> tuple[str, str]:
        return slot.partition("/")[0], self.catalog.slot(slot).name

    def settings_for(self, slot: str | None) -> ReportSettings:
        """What a photo meant for that slot, or for none, is judged by.

        Raises
        ------
        UnknownSlotError
        """
        # Any number of names may stand for one slot: ``closeup_2`` is ``closeup_*``.
        key = None if slot is None else self._key(slot)
        found = self._settings.get(key)
        if found is None:
            checks = self._checks_of(slot).run
            found = ReportSettings.of(
                self.profile.name,
                {check.name: check.model_dump(mode="json") for check in checks},
                plugins=self._plugins_of(checks),
                model=_checksum_of(self.view),
            )
            self._settings[key] = found
        return found

    def _plugins_of(self, checks: Iterable[Check]) -> dict[str, str]:
        origins = {
            check.name: self.registry.origin(check.name).distribution
            for check in checks
            if check.name in self.registry and self.registry.get(check.name) is type(check)
        }
        return {name: package for name, package in origins.items() if package is not None}

    def _report(
        self, photo: Photo, view: View | None, results: Iterable[Result], slot: str | None
    ) -> Report:
        worded = tuple(map(self._worded, results))
        return Report(
            source=photo.source,
            sha256=photo.sha256,
            verdict=verdict_of(worded, photo.info.flags),
            photo=photo.info,
            view=view,
            results=worded,
            settings=self.settings_for(slot),
        )

    def _worded(self, result: Result) -> Result:
        """The result with the customer's text of its reason."""
        if result.reason is None:
            return result
        extra = self._texts.get(result.check)
        message = text(result.reason, self.language, regions=result.regions, extra=extra)
        return result.model_copy(update={"message": message})

    def refused(
        self,
        error: DecodeError | SourceError,
        source: str | None,
        sha256: str | None,
        slot: str | None,
    ) -> Report:
        """The report of a photo that can't be judged, because of that error."""
        return Report(
            source=source,
            sha256=sha256,
            verdict=Verdict.RETAKE,
            settings=self.settings_for(slot),
            error=ReportError(
                reason=error.reason, message=text(error.reason, self.language), detail=error.detail
            ),
        )


def inspect(
    source: Source,
    *,
    slot: str | None = None,
    profile: str | Profile = STANDARD,
    language: str = DEFAULT_LANGUAGE,
) -> Report:
    """Judge one photo with all checks, built-in and installed; see `Inspector.inspect`."""
    return _inspector(profile, language).inspect(source, slot=slot)


async def inspect_async(
    source: Source,
    *,
    slot: str | None = None,
    profile: str | Profile = STANDARD,
    language: str = DEFAULT_LANGUAGE,
) -> Report:
    """Judge one photo without blocking an event loop; see `Inspector.inspect_async`."""
    # The first call makes the inspector, which takes its time, too.
    return await in_thread(partial(inspect, source, slot=slot, profile=profile, language=language))


def inspect_many(
    sources: Iterable[Source],
    *,
    workers: int | None = None,
    slot: str | None = None,
    profile: str | Profile = STANDARD,
    language: str = DEFAULT_LANGUAGE,
) -> Iterator[Report]:
    """Judge a set of photos with all checks; see `Inspector.inspect_many`."""
    return _inspector(profile, language).inspect_many(sources, workers=workers, slot=slot)


def _inspector(profile: str | Profile, language: str) -> Inspector:
    if not (isinstance(profile, str) and isinstance(language, str)):
        return Inspector(profile, language=language)
    return _named_inspector(profile, language)


@lru_cache(maxsize=16)
def _named_inspector(profile: str, language: str) -> Inspector:
    return Inspector(profile, language=language)


def add_to(comparison: SetComparison, report: Report) -> None:
    """Keep a photo's report, as it was before it was revised, for the photos after it."""
    reason = None if report.error is None else report.error.reason
    comparison.add(report.results, reason=reason)


def _checksum_of(view: Estimator | None) -> str | None:
    """SHA-256 of the model behind an estimator, where it says so as ``sha256``."""
    found = installed_checksum() if view is estimate else getattr(view, "sha256", None)
    return found if isinstance(found, str) else None


def _name_or_none(source: Source) -> str | None:
    try:
        return source_name(source)
    except SourceError:
        return None
