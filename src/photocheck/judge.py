"""One photo judged for every slot that it may fill, decoded once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable

from photocheck.by_slot import ChecksBySlot
from photocheck.checks.context import Context
from photocheck.checks.guard import run_check
from photocheck.decode import Limits
from photocheck.errors import DecodeError
from photocheck.photo import Photo, Source, is_decoded, read_source
from photocheck.report import Report, View
from photocheck.reporter import Reporter
from photocheck.result import Result
from photocheck.view.predictor import Estimator


class Judge:
    """Runs the checks of slots over photos.

    Parameters
    ----------
    by_slot : ChecksBySlot
    reporter : Reporter
    limits : Limits
        How many bytes and pixels are accepted.
    view : callable or None
        What estimates a photo's view.
    """

    def __init__(
        self, by_slot: ChecksBySlot, reporter: Reporter, limits: Limits, view: Estimator | None
    ) -> None:
        self._by_slot, self._reporter, self._limits, self._view = by_slot, reporter, limits, view

    def reports(
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
                source = read_source(source, self._limits)
                sha256 = hashlib.sha256(source).hexdigest()
            photo = Photo.open(source, name=given, limits=self._limits)
            context = Context(photo, view=self._view)
            view = None if context.view is None else View.of(context.view, kind)
            if photo.failure is not None:
                raise photo.failure
            done: dict[tuple[int, str | None], Result] = {}
            write = self._reporter.report
            return {
                slot: write(photo, view, self._results(photo, context, slot, done), slot)
                for slot in slots(view)
            }
        except DecodeError as error:
            return {meant: self._reporter.refused(error, given, sha256, meant)}

    def _results(
        self,
        photo: Photo,
        context: Context,
        slot: str | None,
        done: dict[tuple[int, str | None], Result],
    ) -> list[Result]:
        """Results for a slot; `done` holds those of the same photo for other slots."""
        own = self._by_slot.of(slot)
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
