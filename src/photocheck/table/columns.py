"""Reports of photos as a function of record batches, for any engine that knows Arrow."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import pyarrow as pa

from photocheck.errors import UsageError
from photocheck.inspector import Inspector
from photocheck.photo import clean_name
from photocheck.table.inputs import Given
from photocheck.table.judging import PhotoJudge, Rows
from photocheck.table.locations import SCHEMES
from photocheck.table.schema import photo_schema


class Columns:
    """A record batch with photos in, a record batch with their reports out, row by row.

    One row in is one row out, in the same order; a photo that can't be judged is a row with
    `error`. Holds no state between batches, can be pickled, and may be shared by threads; the view
    model is loaded where the first photo is judged, once a process.

    Parameters
    ----------
    inspector : Inspector, optional
    photo : str
        The column with the photos: bytes, or text with paths or URLs.
    name : str, optional
        The column with the photos' names; paths or URLs by default.
    carry : iterable of str
        Further columns to take along.
    slot : str, optional
        That all photos are meant for, for instance ``"smartphone/back"``.
    schemes : collection of str
        Kinds of URL that are read; ``file`` stands for paths. Give ``{"https"}`` where strangers
        fill the column.

    Raises
    ------
    UnknownSlotError
    """

    def __init__(
        self,
        inspector: Inspector | None = None,
        *,
        photo: str = "photo",
        name: str | None = None,
        carry: Iterable[str] = (),
        slot: str | None = None,
        schemes: Collection[str] = SCHEMES,
    ) -> None:
        self.photo = photo
        self.name = name
        self.carry = tuple(dict.fromkeys(carry))
        judge = inspector if inspector is not None else Inspector()
        judge.settings_for(slot)
        self._judge = PhotoJudge(judge, slot, frozenset(schemes))

    @property
    def inspector(self) -> Inspector:
        """What judges the photos."""
        return self._judge.inspector

    def schema(self, given: pa.Schema | None = None) -> pa.Schema:
        """The schema of what comes out for batches of the schema `given`.

        Raises
        ------
        UsageError
            If it lacks a column that is carried.
        """
        if given is None and self.carry:
            raise UsageError(f"expected a schema with {', '.join(self.carry)}, got none")
        fields = [] if given is None else [given.field(_known(each, given)) for each in self.carry]
        return photo_schema((check.name for check in self.inspector.checks), fields)

    def __call__(self, batch: pa.RecordBatch | pa.Table) -> pa.RecordBatch | pa.Table:
        """Judge the photos of a batch; a table gives a table, as some engines expect it.

        Raises
        ------
        UsageError
            If it lacks a column.
        """
        schema = self.schema(batch.schema)
        photos = batch.column(_known(self.photo, batch.schema))
        names = None if self.name is None else batch.column(_known(self.name, batch.schema))
        rows = []
        for index in range(batch.num_rows):
            photo = photos[index].as_py()
            name = photo if names is None else names[index].as_py()
            source = clean_name(name) if isinstance(name, str) else None
            carried = {each: batch.column(each)[index].as_py() for each in self.carry}
            judged: Rows | None = self._judge([Given(source or "", photo, carried)])
            if judged is not None:
                rows += [{**row, "source": source} for row in judged.photos]
        return type(batch).from_pylist(rows, schema=schema)


def _known(column: str, schema: pa.Schema) -> str:
    if column not in schema.names:
        raise UsageError(f"expected a column {column!r}, got: {', '.join(schema.names)}")
    return column
