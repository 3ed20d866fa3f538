"""Numbers of a table of reports: how many photos got what, why, when and from where."""

from __future__ import annotations

import datetime as dt
import heapq
import random
from collections import Counter
from os import PathLike
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from photocheck.errors import UsageError
from photocheck.pages.summary import CheckSummary, ErrorRates, Summary, Worst
from photocheck.table.output import Versions
from photocheck.table.rows import digest_of

_VALUES: Final = 10_000  # of each check, for its distribution
_GROUPS: Final = 200
_LIMITS: Final = 20
_MARK: Final = ".status"


def summarise(
    table: str | PathLike[str],
    *,
    label: str | None = None,
    good: str = "good",
    time: str | None = None,
    by: str | None = None,
    worst: int = 20,
) -> Summary:
    """Read a table of reports once and count.

    Memory does not grow with the table, but for 16 bytes a photo.

    Parameters
    ----------
    table : path
        A Parquet file that ``photocheck batch`` wrote, or a folder of them.
    label : str, optional
        The column that says what photos are: those with `good` in it are good, those with any other
        value are not, those without one are not counted.
    good : str
    time : str, optional
        The column with dates or times, or with text that starts with an ISO 8601 date.
    by : str, optional
        The column with where photos come from; the first two hundred are told apart.
    worst : int
        How many photos with low scores are named.

    Raises
    ------
    UsageError
        If it is no such table, lacks a column, or holds times that are none.
    """
    files = _files(Path(table))
    found = _Counts(label=label, good=good, time=time, by=by, worst=worst)
    for file in files:
        _count(file, found)
    return found.summary()


def _count(file: Path, found: _Counts) -> None:
    try:
        parquet = pq.ParquetFile(file)
        found.expect(parquet.schema_arrow, file)
        for batch in parquet.iter_batches(columns=found.columns(parquet.schema_arrow)):
            found.take(batch.to_pylist())
    except (pa.ArrowException, OSError) as error:
        raise UsageError(
            f"expected a Parquet table of reports, got {str(file)!r}: {type(error).__name__}"
        ) from error


def _files(table: Path) -> list[Path]:
    found = sorted(table.glob("*.parquet")) if table.is_dir() else [table]
    if not found:
        raise UsageError(f"expected Parquet files in {str(table)!r}, there are none")
    return found


class _Counts:
    """Counts rows as they come."""

    def __init__(
        self, *, label: str | None, good: str, time: str | None, by: str | None, worst: int
    ) -> None:
        self._label, self._good, self._time, self._by = label, good, time, by
        self._keep = worst
        self._checks: dict[str, _CheckCounts] = {}
        self._rows = 0
        self._verdicts: Counter[str] = Counter()
        self._errors: Counter[str] = Counter()
        self._views: Counter[str] = Counter()
        self._settings: Counter[str] = Counter()
        self._rates: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
        self._weeks: dict[str, Counter[str]] = {}
        self._groups: dict[str, Counter[str]] = {}
        self._contents = Versions()
        self._repeated = 0
        self._worst: list[tuple[float, int, Worst]] = []

    def expect(self, schema: pa.Schema, file: Path) -> None:
        """Refuse what is no table of reports."""
        wanted = [each for each in (self._label, self._time, self._by) if each is not None]
        for each in ("source", "sha256", "verdict", "error", "fingerprint", *wanted):
            if each not in schema.names:
                raise UsageError(
                    f"expected a column {each!r} in {str(file)!r}, got: {', '.join(schema.names)}"
                )

    def columns(self, schema: pa.Schema) -> list[str]:
        """The columns that are counted."""
        checks = [name.removesuffix(_MARK) for name in schema.names if name.endswith(_MARK)]
        for check in checks:
            self._checks.setdefault(check, _CheckCounts(check))
        own = [f"{check}.{part}" for check in checks for part in _CheckCounts.PARTS]
        wanted = {
            "source", "sha256", "verdict", "error", "fingerprint", "category", "view",
            self._label, self._time, self._by, *own,
        }  # fmt: skip
        return [name for name in schema.names if name in wanted]

    def take(self, rows: list[dict[str, Any]]) -> None:
        """Count some rows."""
        for row in rows:
            self._rows += 1
            verdict = str(row["verdict"])
            self._verdicts[verdict] += 1
            if row["fingerprint"] is not None:
                self._settings[row["fingerprint"]] += 1
            if row["error"] is not None:
                self._errors[row["error"]] += 1
            if row.get("category") is not None:
                self._views[f"{row['category']}/{row['view']}"] += 1
            if row["sha256"] is not None:
                key = digest_of(row["sha256"])
                self._repeated += (key, key) in self._contents
                self._contents.add(key, key)
            if self._label is not None and row[self._label] is not None:
                self._rates[str(row[self._label]) == self._good][verdict] += 1
            if self._time is not None and row[self._time] is not None:
                week = _week(row[self._time])
                self._weeks.setdefault(week, Counter())[verdict] += 1
            if self._by is not None:
                self._count_group(str(row[self._by]), verdict)
            for check in self._checks.values():
                check.take(row)
            self._rank(row, verdict)

    def summary(self) -> Summary:
        """What was counted."""
        return Summary(
            rows=self._rows,
            verdicts=dict(self._verdicts),
            errors=dict(self._errors),
            views=dict(self._views),
            repeated=self._repeated,
            checks={name: check.summary() for name, check in self._checks.items()},
            rates=None
            if self._label is None
            else ErrorRates(good=dict(self._rates[True]), bad=dict(self._rates[False])),
            weeks={name: dict(self._weeks[name]) for name in sorted(self._weeks)},
            groups={name: dict(found) for name, found in self._groups.items()},
            worst=[worst for *_, worst in sorted(self._worst, reverse=True)],
            settings=dict(self._settings),
        )

    def _count_group(self, name: str, verdict: str) -> None:
        known = name in self._groups or len(self._groups) < _GROUPS
        self._groups.setdefault(name if known else "(others)", Counter())[verdict] += 1

    def _rank(self, row: dict[str, Any], verdict: str) -> None:
        scores = [
            (row[f"{name}.score"], name)
            for name in self._checks
            if row.get(f"{name}.score") is not None and row.get(f"{name}.status") != "pass"
        ]
        if not scores or not self._keep:
            return
        score, name = min(scores)
        worst = Worst(str(row["source"]), verdict, name, score, row[f"{name}.reason"] or "")
        # A heap has the smallest first: here the best of the worst, the later of equals.
        entry = (-score, -self._rows, worst)
        if len(self._worst) < self._keep:
            heapq.heappush(self._worst, entry)
        else:
            heapq.heappushpop(self._worst, entry)


class _CheckCounts:
    """Counts what one check said."""

    PARTS: Final = ("status", "score", "value", "limit", "unit", "reason")

    def __init__(self, name: str) -> None:
        self._name = name
        self._unit = ""
        self._statuses: Counter[str] = Counter()
        self._reasons: Counter[str] = Counter()
        self._limits: Counter[float] = Counter()
        self._values = np.empty(_VALUES)
        self._seen = 0
        self._lot = random.Random(0)  # noqa: S311 - which values are drawn, always the same

    def take(self, row: dict[str, Any]) -> None:
        status = row.get(f"{self._name}.status")
        if status is None:
            return
        self._statuses[status] += 1
        reason, value, limit, unit = (
            row.get(f"{self._name}.{part}") for part in ("reason", "value", "limit", "unit")
        )
        self._unit = unit or self._unit
        if reason is not None:
            self._reasons[reason] += 1
        if limit is not None and (limit in self._limits or len(self._limits) < _LIMITS):
            self._limits[limit] += 1
        if value is not None:
            # Each value has the same chance to be kept (reservoir sampling, Vitter's algorithm R).
            place = self._seen if self._seen < _VALUES else self._lot.randrange(self._seen + 1)
            if place < _VALUES:
                self._values[place] = value
            self._seen += 1

    def summary(self) -> CheckSummary:
        return CheckSummary(
            name=self._name,
            unit=self._unit,
            statuses=dict(self._statuses),
            reasons=dict(self._reasons),
            values=self._values[: min(self._seen, _VALUES)].tolist(),
            limits=dict(self._limits),
        )


def _week(moment: object) -> str:
    try:
        day = moment if isinstance(moment, dt.date) else dt.date.fromisoformat(str(moment)[:10])
    except ValueError as error:
        raise UsageError(
            f"expected a date or time such as 2026-11-27T03:00:00Z, got {moment!r}"
        ) from error
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"
