"""From results to reports, in the customer's words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from photocheck.checks.comparison import SetComparison
from photocheck.errors import DecodeError, SourceError
from photocheck.photo import Photo
from photocheck.report import Report, ReportError, ReportSettings, Verdict, View, verdict_of
from photocheck.result import Result
from photocheck.texts import text


class Reporter:
    """Writes reports in one language.

    Parameters
    ----------
    language : str
    texts : mapping
        Those that checks bring, by the check's name.
    settings_for : callable
        What a photo meant for a slot, or for none, is judged by.
    """

    def __init__(
        self,
        language: str,
        texts: Mapping[str, Mapping[str, Mapping[str, str]]],
        settings_for: Callable[[str | None], ReportSettings],
    ) -> None:
        self._language, self._texts, self._settings_for = language, texts, settings_for

    def report(
        self, photo: Photo, view: View | None, results: Iterable[Result], slot: str | None
    ) -> Report:
        """The report of a photo that was judged."""
        worded = tuple(map(self._worded, results))
        return Report(
            source=photo.source,
            sha256=photo.sha256,
            verdict=verdict_of(worded, photo.info.flags),
            photo=photo.info,
            view=view,
            results=worded,
            settings=self._settings_for(slot),
        )

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
            settings=self._settings_for(slot),
            error=ReportError(
                reason=error.reason, message=text(error.reason, self._language), detail=error.detail
            ),
        )

    def revised(self, report: Report, comparison: SetComparison, slot: str | None) -> Report:
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

    def _worded(self, result: Result) -> Result:
        """The result with the customer's text of its reason."""
        if result.reason is None:
            return result
        extra = self._texts.get(result.check)
        message = text(result.reason, self._language, regions=result.regions, extra=extra)
        return result.model_copy(update={"message": message})
