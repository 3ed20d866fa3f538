"""Files of rows: Parquet, CSV, and JSON lines; written batch by batch and read back."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final, Protocol

import pyarrow as pa
import pyarrow.parquet as pq
from typing_extensions import Self

from photocheck.errors import UsageError

_ROWS_A_GROUP: Final = 20_000
_ROWS_AT_ONCE: Final = 2_000
_LONGEST_CELL: Final = 1 << 24


class Writer(Protocol):
    """A file that takes batches until it is closed."""

    def write(self, batch: pa.RecordBatch) -> None:
        """Append the rows."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


def refuse_unknown(path: Path) -> None:
    """Refuse a file whose ending names no format.

    Raises
    ------
    UsageError
    """
    if path.suffix not in _WRITERS:
        raise UsageError(f"expected a file that ends with {', '.join(_WRITERS)}, got {path.name!r}")


def writer(path: Path, schema: pa.Schema) -> Writer:
    """A file to write, in the format of its ending; nested values are JSON in CSV."""
    return _WRITERS[path.suffix](path, schema)


def batches(path: Path, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """The rows of a file, of that schema; columns that the file lacks are empty.

    Raises
    ------
    UsageError
        If the file can't be read or holds other types.
    """
    try:
        if path.suffix == ".parquet":
            for batch in pq.ParquetFile(path).iter_batches(_ROWS_AT_ONCE):
                yield _fitted(batch, schema)
        elif path.suffix == ".csv":
            yield from _of_csv(path, schema)
        else:
            yield from _of_json(path, schema)
    except (ValueError, csv.Error, pa.ArrowException) as error:
        raise UsageError(
            f"expected a table of an earlier run, got {str(path)!r}: {type(error).__name__}"
        ) from error


class _ParquetFile:
    """Gathers batches to row groups, which readers can skip."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self._schema = schema
        self._file = pq.ParquetWriter(path, schema, compression="zstd")
        self._waiting: list[pa.RecordBatch] = []

    def __enter__(self) -> Self:
        return self

    def write(self, batch: pa.RecordBatch) -> None:
        self._waiting.append(batch)
        if sum(each.num_rows for each in self._waiting) >= _ROWS_A_GROUP:
            self._flush()

    def __exit__(self, *_: object) -> None:
        self._flush()
        self._file.close()

    def _flush(self) -> None:
        if self._waiting:
            self._file.write_table(pa.Table.from_batches(self._waiting, self._schema))
            self._waiting = []


class _TextFile:
    """A file of text lines."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self._file: IO[str] = path.open("w", encoding="utf-8", newline="")
        self._names = schema.names

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()


class _JsonFile(_TextFile):
    def write(self, batch: pa.RecordBatch) -> None:
        for row in batch.to_pylist():
            self._file.write(f"{_json(row)}\n")


class _CsvFile(_TextFile):
    def __init__(self, path: Path, schema: pa.Schema) -> None:
        super().__init__(path, schema)
        self._rows = csv.writer(self._file, lineterminator="\n")
        self._rows.writerow(self._names)

    def write(self, batch: pa.RecordBatch) -> None:
        for row in batch.to_pylist():
            self._rows.writerow([_cell(row[name]) for name in self._names])


_WRITERS: Final[dict[str, type[_ParquetFile | _CsvFile | _JsonFile]]] = {
    ".parquet": _ParquetFile,
    ".csv": _CsvFile,
    ".jsonl": _JsonFile,
}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return str(value).lower()
    return _json(value) if isinstance(value, (dict, list)) else value


def _of_csv(path: Path, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    csv.field_size_limit(_LONGEST_CELL)
    with path.open(encoding="utf-8", newline="") as file:
        rows = (
            {name: _value(cell, schema.field(name).type) for name, cell in row.items()
             if name in schema.names}
            for row in csv.DictReader(file)
        )  # fmt: skip
        yield from _gathered(rows, schema)


def _value(cell: str, kind: pa.DataType) -> Any:
    if not cell:
        return None
    if pa.types.is_nested(kind):
        return json.loads(cell)
    return pa.scalar(cell).cast(kind).as_py()


def _of_json(path: Path, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    with path.open(encoding="utf-8") as file:
        rows = (_typed(json.loads(line), schema) for line in file)
        yield from _gathered(rows, schema)


def _typed(row: dict[str, Any], schema: pa.Schema) -> dict[str, Any]:
    """A carried time or the like, which JSON has as text, in its own type."""
    return {
        name: pa.scalar(value).cast(schema.field(name).type).as_py()
        if isinstance(value, str) and not pa.types.is_string(schema.field(name).type)
        else value
        for name, value in row.items()
        if name in schema.names
    }


def _gathered(rows: Iterator[dict[str, Any]], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    waiting: list[dict[str, Any]] = []
    for row in rows:
        waiting.append(row)
        if len(waiting) == _ROWS_AT_ONCE:
            yield pa.RecordBatch.from_pylist(waiting, schema=schema)
            waiting = []
    if waiting:
        yield pa.RecordBatch.from_pylist(waiting, schema=schema)


def _fitted(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    columns = [
        batch.column(field.name).cast(field.type)
        if field.name in batch.schema.names
        else pa.nulls(batch.num_rows, field.type)
        for field in schema
    ]
    return pa.RecordBatch.from_arrays(columns, schema=schema)
