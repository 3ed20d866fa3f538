"""Photos of earlier calls and other returns, known again by their perceptual hashes."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any, NamedTuple

from pydantic import GetCoreSchemaHandler
from pydantic_core import core_schema
from typing_extensions import Self

from photocheck.errors import SettingsError
from photocheck.metrics.hash_table import HashTable
from photocheck.report import Report


class Entry(NamedTuple):
    """One photo of an index: its hash, what it is called, and what it belongs to."""

    hash: str
    key: str
    group: str | None = None


class Near(NamedTuple):
    """A photo of an index that is near to another, and how near, in bits of 256."""

    entry: Entry
    bits: int


class HashIndex:
    """Hashes of photos with keys, in memory and, if wanted, in a file that grows with it.

    Fits the settings `known_good` and `known_bad` of the check ``duplicate``. Keys and groups stand
    in reports: let them be numbers of photos and returns, not names of people.

    Parameters
    ----------
    entries : iterable of (hash, key) or (hash, key, group), optional
        A hash is the one under ``measurements["hash"]`` of the check ``duplicate``. A group is what
        photos belong to, for instance the number of a return.
    name : str, optional
        What `Report.settings` calls the index, however it grows; by default a checksum of the
        hashes that it begins with.

    Raises
    ------
    SettingsError
        If a hash is not 64 lower-case hexadecimal digits.

    Notes
    -----
    Takes about 300 bytes of memory a photo. One thread may add while others look up.
    """

    def __init__(
        self,
        entries: Iterable[tuple[str, str] | tuple[str, str, str | None]] = (),
        *,
        name: str | None = None,
    ) -> None:
        self._table = HashTable()
        self._entries: list[Entry] = []
        self._file: IO[str] | None = None
        self._without: frozenset[str] = frozenset()
        for entry in entries:
            self._keep(Entry(*entry))
        self.name = name if name is not None else self._checksum()

    @classmethod
    def open(cls, path: str | os.PathLike[str], *, name: str | None = None) -> Self:
        """The index in a file, to which each photo that is added is written at once.

        There need be no such file yet. A last line that was cut off, as by a computer that lost its
        power, is dropped. One process may add at a time.

        Raises
        ------
        SettingsError
            If the file is no such index.
        OSError
        """
        path = Path(path)
        if path.exists():
            _drop_cut_line(path)
            index = cls.read(path, name=name)
        else:
            index = cls(name=name if name is not None else path.name)
        index._file = path.open("a", encoding="utf-8")
        return index

    @classmethod
    def read(cls, path: str | os.PathLike[str], *, name: str | None = None) -> Self:
        """The index in a file as it stands, to look photos up; the file is left alone.

        Raises
        ------
        SettingsError
            If the file is no such index.
        OSError
            If there is none.
        """
        path = Path(path)
        return cls(_read(path), name=name if name is not None else path.name)

    def close(self) -> None:
        """Close the file; nothing more can be added."""
        if self._file is not None:
            self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __len__(self) -> int:
        return len(self._entries)

    def __repr__(self) -> str:
        return f"<HashIndex {self.name!r} of {len(self)} photos>"

    def add(self, hash_: str, key: str, group: str | None = None) -> None:
        """Add a photo.

        Raises
        ------
        SettingsError
            If the hash is none.
        """
        entry = Entry(hash_, key, group)
        if self._file is not None:
            _checked(entry)
            self._file.write(json.dumps(entry) + "\n")
            self._file.flush()
        self._keep(entry)

    def add_report(self, report: Report, key: str, group: str | None = None) -> bool:
        """Add the photo of a report; False where it has no hash, as a black picture."""
        result = report["duplicate"] if "duplicate" in report else None  # noqa: SIM401
        hash_ = None if result is None else result.measurements.get("hash")
        if not isinstance(hash_, str):
            return False
        self.add(hash_, key, group)
        return True

    def except_for(self, *groups: str) -> Self:
        """The same index, grown and growing alike, that finds no photos of these groups.

        For a return whose own photos are in the index, and may come again.
        """
        other = type(self).__new__(type(self))
        other.__dict__.update(self.__dict__, _without=self._without | set(groups))
        return other

    def nearest(self, hash_: str, below: int = 16) -> Near | None:
        """The nearest photo, of those nearer than `below` bits; the first of several."""
        near = self.near(hash_, below)
        return min(near, key=lambda one: one.bits, default=None)

    def near(self, hash_: str, below: int = 16) -> list[Near]:
        """Every photo nearer than `below` bits, in the order in which they were added.

        Up to 32 bits the time hardly grows with the number of photos; beyond, all are compared.
        """
        found = (Near(self._entries[place], bits) for place, bits in self._table.near(hash_, below))
        return [one for one in found if one.entry.group not in self._without]

    def duplicates(self, below: int = 16) -> list[tuple[Entry, ...]]:
        """Groups of photos that are copies of one another, directly or through others.

        Parameters
        ----------
        below : int
            Photos nearer than this, in bits, are copies.

        Returns
        -------
        list of tuples of Entry
            Of two photos or more, each in the order in which they were added.
        """
        first = list(range(len(self._entries)))

        def root(place: int) -> int:
            while first[place] != place:
                first[place] = first[first[place]]
                place = first[place]
            return place

        for place, entry in enumerate(self._entries):
            for other, _ in self._table.near(entry.hash, below):
                one, two = sorted((root(place), root(other)))
                first[two] = one
        groups: dict[int, list[Entry]] = {}
        for place, entry in enumerate(self._entries):
            if entry.group not in self._without:
                groups.setdefault(root(place), []).append(entry)
        return [tuple(group) for group in groups.values() if len(group) > 1]

    def _keep(self, entry: Entry) -> None:
        _checked(entry)
        self._entries.append(entry)  # first: whoever finds the hash looks for its entry
        self._table.add(entry.hash)

    def _checksum(self) -> str:
        hashes = "".join(entry.hash for entry in self._entries)
        return f"sha256:{hashlib.sha256(hashes.encode()).hexdigest()}"

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """As a setting: an index, or a list of hashes whose keys are their places."""
        return core_schema.no_info_before_validator_function(
            cls._of_hashes,
            core_schema.is_instance_schema(cls),
            serialization=core_schema.plain_serializer_function_ser_schema(
                lambda index: index.name, return_schema=core_schema.str_schema()
            ),
            json_schema_input_schema=core_schema.list_schema(
                core_schema.str_schema(pattern=r"^[0-9a-f]{64}$")
            ),
        )

    @classmethod
    def _of_hashes(cls, given: object) -> object:
        if not isinstance(given, (list, tuple)):
            return given
        try:
            return cls((hash_, str(place)) for place, hash_ in enumerate(given))
        except SettingsError as error:
            raise ValueError(str(error)) from error


def _checked(entry: Entry) -> None:
    hash_, key, group = entry
    right = isinstance(hash_, str) and len(hash_) == 64 and set(hash_) <= set("0123456789abcdef")
    if not right:
        raise SettingsError(
            "expected a hash of 64 lower-case hexadecimal digits, got another value"
        )
    if not (isinstance(key, str) and isinstance(group, (str, type(None)))):
        raise SettingsError("expected the key of a photo, and its group if it has one, as text")


def _drop_cut_line(path: Path) -> None:
    whole, end, rest = path.read_bytes().rpartition(b"\n")
    if rest:  # the line was not written to its end
        with path.open("r+b") as file:
            file.truncate(len(whole) + len(end))


def _read(path: Path) -> Iterable[Entry]:
    whole = path.read_bytes().rpartition(b"\n")[0]
    for number, line in enumerate(whole.splitlines(), start=1):
        try:
            entry = Entry(*json.loads(line))
            _checked(entry)
        except (ValueError, TypeError) as error:
            raise SettingsError(
                f"expected an index of hashes in {path.name!r}, line {number} is no entry of one"
            ) from error
        yield entry
