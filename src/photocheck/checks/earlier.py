"""What a check keeps of the photos of one set, to compare later ones with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, overload

from photocheck.result import Result


class Comparison(Protocol):
    """Compares the photos of one set, in the set's order, by the results of one check."""

    def revised(self, result: Result) -> Result:
        """A photo's result in the light of those that were added; it is not added by that."""

    def add(self, result: Result) -> None:
        """Keep a photo's result, for the photos after it."""


class AcrossEarlier:
    """Compares by a function of a result and all earlier ones: `Check.across`."""

    def __init__(self, across: Callable[[Result, Sequence[Result]], Result]) -> None:
        self._across = across
        self._earlier: list[Result] = []

    def revised(self, result: Result) -> Result:
        """The result in the light of the earlier ones."""
        return self._across(result, _ReadOnly(self._earlier))

    def add(self, result: Result) -> None:
        """Keep a result."""
        self._earlier.append(result)


class _ReadOnly(Sequence[Result]):
    """A list that a check can't change; a copy for each photo would take ever longer."""

    def __init__(self, results: list[Result]) -> None:
        self._results = results

    @overload
    def __getitem__(self, index: int) -> Result: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Result]: ...

    def __getitem__(self, index: int | slice) -> Result | Sequence[Result]:
        return self._results[index]

    def __len__(self) -> int:
        return len(self._results)
