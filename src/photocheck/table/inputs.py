"""What is to be judged: photos in folders, globs, lists and object stores, or a table of them.

Nothing is listed before it is needed, so that any number of photos takes the same memory.
"""

from __future__ import annotations

import csv
import glob
import io
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final, NamedTuple, cast

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq

from photocheck.errors import UsageError
from photocheck.folders import PHOTO_ENDINGS, photos_in
from photocheck.photo import clean_name

_PARQUET: Final = (".parquet", ".pq")
_CSV: Final = (".csv", ".tsv")
_ROWS_AT_ONCE: Final = 16  # of a table; each may hold a photo's bytes
_BUFFER: Final = 1 << 20
_LONGEST_CELL: Final = 1 << 24


class Given(NamedTuple):
    """One photo to judge.

    Attributes
    ----------
    source : str
        What the table calls it.
    photo : str, bytes or None
        Path, URL or the file's bytes; None for an empty cell.
    carried : mapping of column to value
        Of the input table.
    """

    source: str
    photo: object
    carried: dict[str, Any]


class Inputs:
    """Photos, in order, read when they are asked for; may be gone through several times.

    Parameters
    ----------
    places : iterable of str
        Photos' files, folders, globs (``**`` goes into folders), URLs that fsspec knows (of a
        photo, a glob or a folder), and tables: Parquet or CSV files, by their ending.
    files_from : str, optional
        A file with further photos' paths or URLs, one a line, or with a NUL after each; ``"-"`` is
        stdin, which can be gone through once.
    column : str, optional
        The column of the tables with the photos: bytes, or text with paths or URLs.
    name : str, optional
        The column with the photos' names; their paths or URLs by default, the table's name and the
        row's number for bytes.
    carry : iterable of str
        Further columns to take along.

    Raises
    ------
    UsageError
        If nothing is named, something can't be read, a table lacks a column, or tables have
        columns of different types.
    """

    def __init__(
        self,
        places: Iterable[str],
        *,
        files_from: str | None = None,
        column: str | None = None,
        name: str | None = None,
        carry: Iterable[str] = (),
    ) -> None:
        if isinstance(places, (str, bytes)):
            raise UsageError(f"expected places in a list, got {type(places).__name__}")
        self.places = tuple(map(os.fspath, places))
        self.files_from = files_from
        self.column = column
        self.name = name
        self.carry = tuple(dict.fromkeys(carry))
        if not self.places and files_from is None:
            raise UsageError("expected at least one photo, folder, list or table, got none")
        tables = [place for place in self.places if _is_table(place)]
        if (column is not None or name is not None or self.carry) and len(tables) < len(
            self.places
        ) + (files_from is not None):
            raise UsageError("expected tables only where columns of tables are named")
        self._refuse_missing()
        self.carried: tuple[pa.Field, ...] = self._fields(tables)

    def __iter__(self) -> Iterator[Given]:
        for place in self.places:
            if _is_table(place):
                yield from self._of_table(place)
            else:
                yield from map(_named, _photos_at(place))
        if self.files_from is not None:
            yield from map(_named, _listed(self.files_from))

    def count(self) -> int | None:
        """How many photos there are, where that can be told without much reading."""
        total = 0
        for place in self.places:
            if place.endswith(_PARQUET):
                with _opened(place) as file:
                    total += pq.ParquetFile(file).metadata.num_rows
            elif _is_table(place) or "://" in place:
                return None
            else:
                total += sum(1 for _ in _photos_at(place))
        if self.files_from == "-":
            return None
        return total + sum(1 for _ in _listed(self.files_from)) if self.files_from else total

    def _refuse_missing(self) -> None:
        for place in (*self.places, *([self.files_from] if self.files_from else ())):
            local = "://" not in place and place != "-"
            if local and not _is_pattern(place) and not Path(place).exists():
                raise UsageError(f"expected a file or folder that is there, got {place!r}")

    def _fields(self, tables: Sequence[str]) -> tuple[pa.Field, ...]:
        """The carried columns, of one type in all tables."""
        found: dict[str, pa.Field] = {}
        for table in tables:
            fields = {field.name: field for field in _schema_of(table)}
            wanted = [each for each in (self.column, self.name, *self.carry) if each is not None]
            if self.column is None:
                raise UsageError(
                    f"expected the column of {table!r} with the photos, one of: {_few(fields)}"
                )
            missing = [each for each in wanted if each not in fields]
            if missing:
                raise UsageError(
                    f"expected a column {missing[0]!r} in {table!r}, which has: {_few(fields)}"
                )
            kind = fields[self.column].type
            if not (_is_text(kind) or _is_bytes(kind)):
                raise UsageError(
                    f"expected bytes, paths or URLs in column {self.column!r}, got {kind}"
                )
            for each in self.carry:
                field = pa.field(each, fields[each].type)
                if found.setdefault(each, field) != field:
                    raise UsageError(
                        f"expected column {each!r} to be of one type in all tables, "
                        f"got {found[each].type} and {field.type}"
                    )
        return tuple(found.values())

    def _of_table(self, table: str) -> Iterator[Given]:
        wanted = dict.fromkeys(
            each for each in (self.column, self.name, *self.carry) if each is not None
        )
        for number, row in enumerate(_rows(table, list(wanted)), start=1):
            photo = row[cast("str", self.column)]
            name = row[self.name] if self.name is not None else photo
            source = name if isinstance(name, str) and name else f"{table}#{number}"
            yield Given(clean_name(source), photo, {each: row[each] for each in self.carry})


def _named(photo: str) -> Given:
    return Given(clean_name(photo), photo, {})


def _is_table(place: str) -> bool:
    return place.lower().endswith((*_PARQUET, *_CSV))


def _is_pattern(place: str) -> bool:
    return glob.has_magic(place) and not os.path.lexists(place)


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _is_bytes(kind: pa.DataType) -> bool:
    return bool(pa.types.is_binary(kind) or pa.types.is_large_binary(kind))


def _few(names: Iterable[str]) -> str:
    found = list(names)
    return ", ".join(found[:20]) + (f" and {len(found) - 20} more" if len(found) > 20 else "")


def _photos_at(place: str) -> Iterator[str]:
    if "://" in place:
        yield from _photos_at_url(place)
    elif _is_pattern(place):
        for found in _matching(place):
            if os.path.isfile(found):  # noqa: PTH113 - a Path would mend the name
                yield found
    elif os.path.isdir(place):  # noqa: PTH112
        yield from photos_in(place)
    else:
        yield place


def _matching(pattern: str) -> Iterator[str]:
    """What a glob finds; ``**`` follows no links to folders, so that a loop of links ends."""
    parts = pattern.replace(os.altsep or os.sep, os.sep).split(os.sep)  # noqa: PTH206
    if "**" not in parts:
        yield from sorted(glob.iglob(pattern))  # noqa: PTH207
        return
    place = parts.index("**")
    rest = parts[place + 1 :] or ["*"]
    above = os.sep.join(parts[:place]) or (os.sep if place else "")  # noqa: PTH118
    for top in sorted(glob.iglob(above)) if above else [os.curdir]:  # noqa: PTH207
        for folder, folders, _ in os.walk(top):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            within = folder if above else os.path.relpath(folder, os.curdir)
            start = [] if within == os.curdir else [glob.escape(within)]
            yield from _matching(os.path.join(*start, *rest))  # noqa: PTH118


def _photos_at_url(url: str) -> Iterator[str]:
    if url.lower().startswith(("http://", "https://")):
        yield url
        return
    try:
        system, path = fsspec.core.url_to_fs(url)
        if glob.has_magic(path):
            found = system.glob(path)
        else:
            folder = system.isdir(path)
            found = (
                [each for each in system.find(path) if each.lower().endswith(PHOTO_ENDINGS)]
                if folder
                else [path]
            )
        yield from (system.unstrip_protocol(each) for each in found)
    except ImportError as error:  # fsspec says which package reads such places
        raise UsageError(f"expected a place that can be listed, got {url!r}: {error}") from error
    # Whatever a store's own library raises; its message may hold keys.
    except Exception as error:
        raise UsageError(
            f"expected a place that can be listed, got {url!r}: {type(error).__name__}"
        ) from error


def _listed(source: str) -> Iterator[str]:
    """The lines of a list, or what stands before each NUL."""
    with sys.stdin.buffer if source == "-" else Path(source).open("rb") as file:
        rest, end = b"", None
        for chunk in iter(lambda: file.read(_BUFFER), b""):
            end = end or (b"\0" if b"\0" in chunk else b"\n" if b"\n" in chunk else None)
            *whole, rest = (rest + chunk).split(end) if end else [rest + chunk]
            yield from (os.fsdecode(name) for name in map(_stripped, whole) if name)
        if _stripped(rest):
            yield os.fsdecode(_stripped(rest))


def _stripped(name: bytes) -> bytes:
    return name.removesuffix(b"\r")


@contextmanager
def _opened(table: str) -> Iterator[IO[bytes]]:
    with fsspec.open(table, "rb") as file:
        yield file


@contextmanager
def _text_of(table: str) -> Iterator[Iterator[str]]:
    csv.field_size_limit(_LONGEST_CELL)
    with (
        fsspec.open(table, "rb") as file,
        io.TextIOWrapper(file, encoding="utf-8-sig", newline="") as text,
    ):
        yield text


def _schema_of(table: str) -> Iterable[pa.Field]:
    try:
        if table.lower().endswith(_PARQUET):
            with _opened(table) as file:
                return list(pq.read_schema(file))
        with _text_of(table) as text:
            names = next(csv.reader(text, delimiter=_delimiter(table)))
            return [pa.field(name, pa.string()) for name in names]
    except StopIteration:
        raise UsageError(f"expected a table with a line of names, {table!r} is empty") from None
    except (OSError, ValueError, csv.Error, pa.ArrowException) as error:
        raise UsageError(
            f"expected a table that can be read, got {table!r}: {type(error).__name__}"
        ) from error


def _rows(table: str, columns: list[str]) -> Iterator[dict[str, Any]]:
    try:
        if table.lower().endswith(_PARQUET):
            with _opened(table) as file:
                # Not a row group at once: one may hold thousands of photos.
                parquet = pq.ParquetFile(file, buffer_size=_BUFFER, pre_buffer=False)
                for batch in parquet.iter_batches(_ROWS_AT_ONCE, columns=columns):
                    yield from batch.to_pylist()
        else:
            with _text_of(table) as text:
                for row in csv.DictReader(text, delimiter=_delimiter(table)):
                    yield {each: row[each] or None for each in columns}
    except (OSError, ValueError, csv.Error, pa.ArrowException) as error:
        raise UsageError(
            f"expected a table that can be read to its end, got {table!r}: {type(error).__name__}"
        ) from error


def _delimiter(table: str) -> str:
    return "\t" if table.lower().endswith(".tsv") else ","
