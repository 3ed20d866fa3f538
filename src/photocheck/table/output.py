"""A table that grows by whole parts, so that a run may end at any moment and be gone on with.

Beside ``reports.parquet`` a folder ``reports.parquet.parts`` holds what is finished. A part is a
folder that is written under another name and renamed when it is whole. At the end all parts become
one file, which takes the place of an earlier one in one step. Of each unit (a photo or a set) the
rows of the last part stand in the file, so that it does not matter at which of these steps a run
was stopped.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Final, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from typing_extensions import Self

from photocheck.errors import UsageError
from photocheck.table import formats
from photocheck.table.judging import Rows

_DIGEST: Final = "S16"
_AT_ONCE: Final = 100_000

_Digests = NDArray[np.bytes_]


class Versions:
    """Versions of units, 16 bytes each."""

    def __init__(self) -> None:
        self._sorted: _Digests = np.empty(0, _DIGEST)
        self._new: set[bytes] = set()

    def __contains__(self, unit_and_version: tuple[str, str]) -> bool:
        key = _key(*unit_and_version)
        if key in self._new:
            return True
        found = self._sorted
        place = int(np.searchsorted(found, np.bytes_(key)))
        return place < len(found) and found[place] == np.bytes_(key)

    def has(self, unit: str, version: str) -> bool:
        """Whether a version is among them."""
        return (unit, version) in self

    def add(self, unit: str, version: str) -> None:
        """Take a version in."""
        self._new.add(_key(unit, version))
        if len(self._new) >= _AT_ONCE:
            new = np.array(list(self._new), _DIGEST)
            self._sorted = np.sort(np.concatenate([self._sorted, new]))
            self._new = set()


class Table(NamedTuple):
    """A file to be written, what its parts are called, and its columns."""

    path: Path
    part: str
    schema: pa.Schema


class Output:
    """The tables of one run, held against a second run while it is entered.

    Parameters
    ----------
    tables : sequence of Table
        The first names the folder of parts.
    resume : bool
        Whether to go on where an earlier run ended, or to refuse what is there.

    Attributes
    ----------
    done : Versions
        What the tables hold.

    Raises
    ------
    UsageError
        If an output is there and `resume` is not set, can't be written, has another format, or
        another run is at it.
    """

    def __init__(self, tables: Sequence[Table], *, resume: bool) -> None:
        self.tables = tuple(tables)
        self.resume = resume
        self.done = Versions()
        main = self.tables[0].path
        self.folder = main.with_name(f"{main.name}.parts")
        self._stack = ExitStack()
        for table in self.tables:
            formats.refuse_unknown(table.path)
            if table.path.exists() and not table.path.is_file():
                raise UsageError(f"expected a file to write, {str(table.path)!r} is none")
        self._refuse_earlier()

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            stack.enter_context(locked(self.folder))
            self._refuse_earlier()  # another run may have ended meanwhile
            for unfinished in self.folder.glob("*.tmp"):
                shutil.rmtree(unfinished)
            self._number = max((int(part.name) for part in self._parts()), default=0)
            self._load()
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        if self.folder.exists() and not self._parts():
            shutil.rmtree(self.folder)
        self._stack.close()

    def write(self, rows: Sequence[Rows]) -> None:
        """Add a part: all of it, or nothing if this process ends meanwhile.

        Raises
        ------
        UsageError
            If it can't be written; the parts before stay.
        """
        if not rows:
            return
        with writing(self.tables[0].path):
            self._write(rows)
        for each in rows:
            self.done.add(each.unit, each.version)

    def _write(self, rows: Sequence[Rows]) -> None:
        self._number += 1
        part = self.folder / f"{self._number:06d}"
        unfinished = part.with_suffix(".tmp")
        unfinished.mkdir()
        try:
            for table in self.tables:
                own = [row for each in rows for row in getattr(each, table.part)]
                file = unfinished / f"{table.part}.parquet"
                with formats.writer(file, table.schema) as out:
                    out.write(pa.RecordBatch.from_pylist(own, schema=table.schema))
                _to_disk(file)
            unfinished.rename(part)
        except BaseException:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise
        _to_disk(self.folder)

    def finish(self) -> int:
        """Make one file of each table, and give the number of rows of the first.

        Raises
        ------
        UsageError
            If it can't be written, for instance on a full disk; all parts stay.
        """
        with writing(self.tables[0].path):
            counts = [self._make_whole(table) for table in self.tables]
            shutil.rmtree(self.folder)
        return counts[0]

    def _refuse_earlier(self) -> None:
        if self.resume:
            return
        for table in self.tables:
            if table.path.exists():
                raise UsageError(f"expected no file at {str(table.path)!r}: resume goes on with it")
        if any(self._parts()):
            raise UsageError(
                f"expected no unfinished run in {str(self.folder)!r}: resume goes on with it"
            )

    def _parts(self) -> list[Path]:
        return sorted(part for part in self.folder.glob("*") if part.name.isdigit())

    def _pieces(self, table: Table) -> list[Path]:
        """The finished file, then the parts, the oldest first."""
        whole = [table.path] if table.path.exists() else []
        return whole + [part / f"{table.part}.parquet" for part in self._parts()]

    def _load(self) -> None:
        pieces = self._pieces(self.tables[0])
        # A version that another took the place of would have to be judged again.
        standing = iter(_standing(pieces))
        for piece in pieces:
            for units, versions in _identities(piece):
                for unit, version in zip(units, versions, strict=True):
                    if next(standing):
                        self.done.add(unit, version)

    def _make_whole(self, table: Table) -> int:
        pieces = self._pieces(table)
        keep = _standing(pieces)
        unfinished = table.path.with_name(f".{table.path.name}.part{table.path.suffix}")
        start = 0
        try:
            with formats.writer(unfinished, table.schema) as out:
                for piece in pieces:
                    for batch in formats.batches(piece, table.schema):
                        own = pa.array(keep[start : start + batch.num_rows])
                        start += batch.num_rows
                        out.write(batch.filter(own))
            _to_disk(unfinished)
            unfinished.replace(table.path)
        finally:
            unfinished.unlink(missing_ok=True)
        _to_disk(table.path.parent)
        return int(np.count_nonzero(keep))


def _key(unit: str, version: str) -> bytes:
    return bytes.fromhex(unit[:16] + version[:16])


_IDENTITY: Final = pa.schema([("unit", pa.string()), ("version", pa.string())])


def _identities(piece: Path) -> Iterator[tuple[list[str], list[str]]]:
    for batch in formats.batches(piece, _IDENTITY):
        units, versions = batch.column("unit").to_pylist(), batch.column("version").to_pylist()
        if None in units or None in versions:
            raise UsageError(
                f"expected a table of an earlier run, {str(piece)!r} has rows without a unit"
            )
        yield units, versions


def _standing(pieces: Iterable[Path]) -> NDArray[np.bool_]:
    """Which rows of the pieces stand: those of the last version of each unit, of its last piece."""
    units: list[_Digests] = [np.empty(0, _DIGEST)]
    versions: list[_Digests] = [np.empty(0, _DIGEST)]
    numbers: list[NDArray[np.int32]] = [np.empty(0, np.int32)]
    for number, piece in enumerate(pieces):
        for own_units, own_versions in _identities(piece):
            units.append(_digests(own_units))
            versions.append(_digests(own_versions))
            numbers.append(np.full(len(own_units), number, np.int32))
    _, unit = np.unique(np.concatenate(units), return_inverse=True)
    version, piece_of = np.concatenate(versions), np.concatenate(numbers)
    last = np.zeros(int(unit.max(initial=-1)) + 1, np.int64)
    np.maximum.at(last, unit, np.arange(len(unit)))
    standing = last[unit]
    return np.asarray((version == version[standing]) & (piece_of == piece_of[standing]), np.bool_)


def _digests(hexadecimal: list[str]) -> _Digests:
    return np.frombuffer(bytes.fromhex("".join(hexadecimal)), _DIGEST)


def _to_disk(path: Path) -> None:
    """Have a file's or folder's content on the disk, and not only on its way there."""
    if os.name == "nt" and path.is_dir():
        return  # Windows has no such thing
    handle = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def writing(out: Path) -> Iterator[None]:
    """Say of a disk that is full or gone what that means for the run.

    Raises
    ------
    UsageError
        In place of an `OSError`.
    """
    try:
        yield
    except OSError as error:
        raise UsageError(
            f"expected to write {str(out)!r}, got: {error.strerror or type(error).__name__}; what "
            "is finished stays, make room and resume"
        ) from error


def locked(folder: Path) -> IO[bytes]:
    """The folder's lock, which the system takes back when this process ends, however it ends.

    Raises
    ------
    UsageError
        If another run has it, or the folder can't be made.
    """
    lock = folder / "lock"
    while True:
        try:
            folder.mkdir(exist_ok=True)
            file = lock.open("ab")
        except OSError as error:
            raise UsageError(
                f"expected a place to write {str(folder)!r}: {type(error).__name__}"
            ) from error
        if not _try_lock(file):
            file.close()
            raise UsageError(f"expected no other run to write {str(folder)!r}, there is one")
        try:
            if os.path.samestat(os.fstat(file.fileno()), lock.stat()):
                return file
        except FileNotFoundError:
            pass
        file.close()  # a run ended between the two steps and took its folder away


if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: IO[bytes]) -> bool:
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
