"""The photos of one set compared by all checks that compare."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from photocheck.checks.base import Check
from photocheck.checks.earlier import Comparison
from photocheck.checks.guard import guarded
from photocheck.result import Result, Status


class SetComparison:
    """Revises the results of a set's photos in the light of the earlier photos.

    Photos are given in the set's order: each is revised, as often as is wanted, and then added.

    Parameters
    ----------
    checks : mapping of slot or None to iterable of Check
        The checks of each slot that photos are judged for.
    """

    def __init__(self, checks: Mapping[str | None, Iterable[Check]]) -> None:
        self._checks = {slot: tuple(own) for slot, own in checks.items()}
        # A check that no slot changes is one object, and keeps one memory for all of them.
        self._comparisons: dict[int, tuple[Check, Comparison]] = {}
        for check in (check for own in self._checks.values() for check in own):
            if id(check) not in self._comparisons:
                comparison = check.comparison()
                if comparison is not None:
                    self._comparisons[id(check)] = check, comparison

    def revised(self, results: Iterable[Result], slot: str | None = None) -> tuple[Result, ...]:
        """A photo's results as one of that slot, in the light of the photos that were added."""
        of_check = {check.name: self._comparisons.get(id(check)) for check in self._checks[slot]}
        return tuple(self._revised(result, of_check.get(result.check)) for result in results)

    def _revised(self, result: Result, found: tuple[Check, Comparison] | None) -> Result:
        if found is None or result.status is Status.NOT_APPLICABLE:
            return result
        check, comparison = found
        return guarded(check, lambda: comparison.revised(result))

    def add(self, results: Iterable[Result], *, reason: str | None = None) -> None:
        """Keep a photo's results, for the photos after it.

        Parameters
        ----------
        results : iterable of Result
            As they were before they were revised. Of a photo that has to be taken again only its
            place is kept: the good photo that comes in its stead is no copy of it.
        reason : str, optional
            Why the photo could not be judged, if it could not.
        """
        by_name = {result.check: result for result in results}
        failed = any(result.status is Status.FAIL for result in by_name.values())
        for check, comparison in self._comparisons.values():
            result = None if failed else by_name.get(check.name)
            comparison.add(result or check.not_done(reason or "check.error"))
