"""Photos in, reports out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from functools import lru_cache, partial

from photocheck.asynchronous import in_thread
from photocheck.batch import in_order, several, threads
from photocheck.by_slot import ChecksBySlot
from photocheck.checks.comparison import SetComparison
from photocheck.checks.registry import Registry
from photocheck.checks.selection import CheckChoice, chosen_checks
from photocheck.decode import Limits
from photocheck.errors import DecodeError, SourceError, UnknownLanguageError
from photocheck.judge import Judge
from photocheck.photo import DEFAULT_LIMITS, Source, clean_name, source_name
from photocheck.profiles import STANDARD, Profile, load_profile
from photocheck.report import Report, ReportSettings, View
from photocheck.reporter import Reporter
from photocheck.slots import Catalog, check_slot, default_catalog
from photocheck.texts import DEFAULT_LANGUAGE, languages, texts
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
        self._by_slot = ChecksBySlot(
            self.checks, self.registry, self.profile, self.catalog, self.view
        )
        self._reporter = Reporter(language, self._by_slot.texts, self._by_slot.settings_for)
        self._judge = Judge(self._by_slot, self._reporter, limits, view)

    def inspect(
        self, source: Source, *, slot: str | None = None, name: str | None = None
    ) -> Report:
        """Judge one photo.

        Parameters
        ----------
        source : path, bytes, binary file object, array, Pillow image, or Photo
            An array is RGB (H×W×3 uint8) and upright; see `Photo.open`.
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
        asked = self._by_slot.of(slot).asked
        kind = None if asked is None else asked.only_kind
        report = self._judge.reports(source, lambda _: (slot,), given, kind, slot)[slot]
        # A Photo brings a name of its own.
        return report if name is None else report.model_copy(update={"source": given})

    def inspect_for(
        self, source: Source, slots: Choice, *, name: str | None = None, kind: str | None = None
    ) -> dict[str | None, Report]:
        """Judge one photo for each of the slots that it may fill, decoding it once.

        Parameters
        ----------
        source : path, bytes, binary file object, array, Pillow image, or Photo
            An array is RGB (H×W×3 uint8) and upright; see `Photo.open`.
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
            reports = self._judge.reports(
                source, lambda view: (None, *slots(view)), given, kind, None
            )
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
        return SetComparison({slot: self._by_slot.of(slot).run for slot in slots})

    def revised(self, report: Report, comparison: SetComparison, slot: str | None = None) -> Report:
        """A photo's report for a slot, in the light of the photos added to `comparison`."""
        return self._reporter.revised(report, comparison, slot)

    def settings_for(self, slot: str | None) -> ReportSettings:
        """What a photo meant for that slot, or for none, is judged by.

        Raises
        ------
        UnknownSlotError
        """
        return self._by_slot.settings_for(slot)

    def refused(
        self,
        error: DecodeError | SourceError,
        source: str | None,
        sha256: str | None,
        slot: str | None,
    ) -> Report:
        """The report of a photo that can't be judged, because of that error."""
        return self._reporter.refused(error, source, sha256, slot)


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


def _name_or_none(source: Source) -> str | None:
    try:
        return source_name(source)
    except SourceError:
        return None
