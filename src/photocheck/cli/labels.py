"""What a person said of photos, as a table: ``file``, ``label``, and perhaps a column a check."""

from __future__ import annotations

import csv
import os
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from photocheck.errors import UsageError


class Label(NamedTuple):
    """What a table says of a photo: whether it is good, and whether it is as far as checks go.

    None where the table says nothing of it.
    """

    good: bool | None
    good_for: Mapping[str, bool | None]


class Labels:
    """A table of labels.

    Parameters
    ----------
    path : str
        A CSV file with commas, in UTF-8. Its column ``file`` names photos: by paths that begin at
        the table's own folder or, if there is no such file, at the present one. ``label`` says what
        they are; so do columns with the name of a check, for that check alone. Nothing in a cell is
        no label.
    good : str
        What cells say of good photos; whatever else they say, the photo is bad.
    checks : collection of str
        The names of checks.

    Raises
    ------
    UsageError
        If there is no such table, or it says two things of one photo.
    """

    def __init__(self, path: str, good: str, checks: Collection[str]) -> None:
        self._good = good
        columns, rows = _read(path)
        self.columns = [name for name in ("label", *checks) if name in columns]
        if "file" not in columns or not self.columns:
            raise UsageError(
                f"argument --labels: expected the columns 'file' and 'label', or 'file' and the "
                f"name of a check, got {', '.join(map(repr, columns)) or 'none'}"
            )
        self._rows: dict[str, Mapping[str, str]] = {}
        folder = os.path.dirname(path)  # noqa: PTH120 - a Path would mend the name
        for row in rows:
            said = {name: row[name] for name in self.columns}
            beside = os.path.join(folder, row["file"])  # noqa: PTH118
            place = _real(beside if os.path.lexists(beside) else row["file"])
            if self._rows.setdefault(place, said) != said:
                raise UsageError(
                    f"argument --labels: expected one label of a photo, got two of {row['file']!r}"
                )

    def of(self, photos: Sequence[str]) -> list[Label]:
        """The label of each photo.

        Raises
        ------
        UsageError
            If it has none of any photo.
        """
        found = [self._rows.get(_real(photo)) for photo in photos]
        if not any(found):
            raise UsageError(
                "argument --labels: expected labels of these photos, by paths that begin at the "
                f"table's folder, got none of {photos[0]!r}"
            )
        return [self._label(each or dict.fromkeys(self.columns, "")) for each in found]

    def _label(self, said: Mapping[str, str]) -> Label:
        means = {name: text == self._good if text else None for name, text in said.items()}
        return Label(means.pop("label", None), means)


def _read(path: str) -> tuple[list[str], list[dict[str, str]]]:
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file)
            columns = [name.strip() for name in next(rows, [])]
            empty = dict.fromkeys(columns, "")
            # What a row lacks is nothing; what it has too much of has no name.
            return columns, [
                {**empty, **dict(zip(columns, map(str.strip, row), strict=False))}
                for row in rows
                if row
            ]
    except (OSError, ValueError, csv.Error) as error:
        raise UsageError(
            f"argument --labels: expected a CSV file in UTF-8, got {path!r}: {type(error).__name__}"
        ) from error


def _real(path: str) -> str:
    try:
        return os.path.realpath(path)
    except ValueError:  # no file can have that name
        return path
