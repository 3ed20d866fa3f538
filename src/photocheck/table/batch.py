"""Any number of photos, or sets of photos, judged into a table that can be gone on with."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from os import PathLike
from pathlib import Path
from typing import Final

from typing_extensions import Self

from photocheck.batch import threads
from photocheck.errors import UsageError
from photocheck.inspector import Inspector
from photocheck.table.inputs import Given, Inputs
from photocheck.table.judging import PhotoJudge, Rows, SetJudge
from photocheck.table.locations import SCHEMES
from photocheck.table.output import Output, Table, Versions
from photocheck.table.rows import digest_of
from photocheck.table.schema import photo_columns, photo_schema, slot_columns, slot_schema
from photocheck.table.workers import judged

PART_ROWS: Final = 500
_PART_SECONDS: Final = 30.0


@dataclass(frozen=True)
class Tally:
    """What a run did.

    Attributes
    ----------
    verdicts : mapping of verdict to int
        Of the photos judged in this run.
    errors : int
        How many of them could not be judged at all.
    done : int
        Photos that an earlier run had judged, or that were named before.
    rows : int
        Of the finished table.
    """

    verdicts: Counter[str]
    errors: int
    done: int
    rows: int


def write_reports(
    inputs: Inputs,
    out: str | PathLike[str],
    *,
    inspector: Inspector | None = None,
    slot: str | None = None,
    group: str | None = None,
    category: str | None = None,
    workers: int | None = None,
    processes: bool = False,
    resume: bool = False,
    schemes: Collection[str] = SCHEMES,
    progress: Callable[[int], object] | None = None,
    part_rows: int = PART_ROWS,
) -> Tally:
    """Judge photos and write a table of their reports.

    Each photo is judged by itself, whatever else is in the run (checks that compare photos have
    nothing to compare with), or, with `group`, with the photos of its set. Rows are in the order of
    the inputs, behind those of earlier runs. Memory does not grow with the number of photos, but
    for 16 bytes each, and some 130 for a while, when a run is gone on with and at its end.

    Parameters
    ----------
    inputs : Inputs
    out : path
        Ends with ``.parquet``, ``.csv`` or ``.jsonl``. What is finished lies in a folder beside it
        until all is.
    inspector : Inspector, optional
    slot : str, optional
        That all photos are meant for, for instance ``"smartphone/back"``.
    group : str, optional
        The column, one of those carried, that tells sets of photos apart. The rows of a set follow
        each other. A second table, ``<name>.slots.<ending>``, has a row for each slot of each set.
    category : str, optional
        What the sets show, for instance ``"smartphone"``; needed with `group`.
    workers : int, optional
        How many photos or sets are judged at a time; the processors this process may use by
        default.
    processes : bool
        Whether each worker is a process of its own, which takes its own memory, or a thread.
        Processes don't wait for each other and are faster where there are several processors. A
        program that asks for them has its work under ``if __name__ == "__main__"``, as
        `multiprocessing` needs it.
    resume : bool
        Go on with an output that is there: what is in it stays, and is not judged again unless
        the photo's content or any setting changed, or it could not be read.
    schemes : collection of str
        Kinds of URL that are read; ``file`` stands for paths.
    progress : callable, optional
        Told the number of photos after each unit.
    part_rows : int
        Rows of a part: what a run that is killed has to judge again at most, besides what is under
        way. A part is written after half a minute at the latest.

    Raises
    ------
    UsageError
        If something of the above does not hold, an input can't be read, another run writes to
        `out`, the disk is full, or a worker process was killed. What was finished stays.
    UnknownSlotError, UnknownCategoryError, SettingsError
    """
    judge = _judge(inspector or Inspector(), slot, group, category, schemes)
    count = threads(workers)
    if group is not None and group not in {field.name for field in inputs.carried}:
        raise UsageError(f"expected to group by a column that is carried, got {group!r}")
    tables = _tables(Path(out), inputs, judge.inspector, group)
    for place in inputs.places:
        if Path(out).exists() and Path(place).exists() and Path(out).samefile(place):
            raise UsageError(f"expected another file than the inputs, got {str(out)!r}")
    verdicts: Counter[str] = Counter()
    errors = done = 0
    units = _units(inputs, group)
    with Output(tables, resume=resume) as output, _Part(output, part_rows) as part:
        for photos, rows in judged(judge, units, output.done, count, processes=processes):
            if rows is None or (rows.unit, rows.version) in part:
                done += photos
            else:
                verdicts.update(row["verdict"] for row in rows.photos)
                errors += sum(row["error"] is not None for row in rows.photos)
                part.add(rows)
            if progress is not None:
                progress(photos)
        part.write()
        total = output.finish()
    return Tally(verdicts, errors, done, total)


class _Part:
    """Gathers rows until they are enough for a part; what is there is kept when a run breaks."""

    def __init__(self, output: Output, enough: int) -> None:
        self._output = output
        self._enough = enough
        self._rows: list[Rows] = []
        self._own: set[tuple[str, str]] = set()
        self._started = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            self.write()

    def __contains__(self, unit_and_version: tuple[str, str]) -> bool:
        return unit_and_version in self._own or unit_and_version in self._output.done

    def add(self, rows: Rows) -> None:
        self._rows.append(rows)
        self._own.add((rows.unit, rows.version))
        waited = time.monotonic() - self._started
        if waited >= _PART_SECONDS or sum(len(each.photos) for each in self._rows) >= self._enough:
            self.write()

    def write(self) -> None:
        rows, self._rows, self._own = self._rows, [], set()
        self._output.write(rows)
        self._started = time.monotonic()


def _judge(
    inspector: Inspector,
    slot: str | None,
    group: str | None,
    category: str | None,
    schemes: Collection[str],
) -> PhotoJudge | SetJudge:
    if (group is None) != (category is None):
        raise UsageError("expected a group and a category together, or neither")
    if group is None or category is None:
        inspector.settings_for(slot)
        return PhotoJudge(inspector, slot, frozenset(schemes))
    if slot is not None:
        raise UsageError("expected no slot where sets are matched: each photo finds its own")
    return SetJudge(category, group, inspector, frozenset(schemes))


def _tables(out: Path, inputs: Inputs, inspector: Inspector, group: str | None) -> list[Table]:
    checks = [check.name for check in inspector.checks]
    taken = {column.name for column in photo_columns(checks)}
    if group is not None and group in {column.name for column in slot_columns()}:
        taken.add(group)
    for field in inputs.carried:
        if field.name in taken:
            raise UsageError(
                f"expected a column to carry that is not called like one of the table, "
                f"got {field.name!r}: rename it"
            )
    tables = [Table(out, "photos", photo_schema(checks, inputs.carried))]
    if group is not None:
        own = [field for field in inputs.carried if field.name == group]
        slots = out.with_name(f"{out.stem}.slots{out.suffix}")
        tables.append(Table(slots, "slots", slot_schema(own)))
    return tables


def _units(inputs: Inputs, group: str | None) -> Iterator[Sequence[Given]]:
    if group is None:
        for given in inputs:
            yield [given]
        return
    seen = Versions()
    for value, photos in groupby(inputs, lambda given: given.carried[group]):
        key = digest_of(repr(value))
        if (key, key) in seen:
            raise UsageError(
                f"expected the rows of a set to follow each other, one comes again: sort the "
                f"table by {group!r}"
            )
        seen.add(key, key)
        yield list(photos)
