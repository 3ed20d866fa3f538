"""The columns of the tables, each with its type and meaning: one list, from which all else derives.

Columns of later versions of ``photocheck.table/1`` are only added, never renamed or retyped.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

import pyarrow as pa

SCHEMA: Final = "photocheck.table/1"
"""Name and version of the table of photos, in its metadata as ``photocheck.schema``."""

SLOTS_SCHEMA: Final = "photocheck.slots/1"
"""Name and version of the table of slots."""

_REGION: Final = pa.struct([(side, pa.float64()) for side in ("x", "y", "w", "h")])


class Column(NamedTuple):
    """One column: its name, its Arrow type, and what it holds."""

    name: str
    type: pa.DataType
    meaning: str

    @property
    def field(self) -> pa.Field:
        """The column as a field of an Arrow schema."""
        return pa.field(self.name, self.type, metadata={"meaning": self.meaning})


_IDENTITY: Final = (
    Column("unit", pa.string(), "what was judged at once, as 32 hexadecimal digits: the photo by "
           "its name (one that came as bytes: by name and content), or the set it belongs to"),
    Column("version", pa.string(), "32 hexadecimal digits that change with the content and with "
           "what it was judged by; of a unit the rows of one version stand in a table"),
)  # fmt: skip

_PHOTO: Final = (
    Column("source", pa.string(), "path, URL or name of the photo"),
    Column("sha256", pa.string(), "of the file's bytes; empty where nothing could be read"),
    Column("verdict", pa.string(), "`accept`, `review` or `retake`"),
    Column("error", pa.string(), "why the photo could not be judged at all, a stable code"),
    Column("error_detail", pa.string(), "the technical sentence behind `error`"),
    Column("format", pa.string(), "of the file, for instance `JPEG`"),
    Column("width", pa.int64(), "of the upright photo, in pixels"),
    Column("height", pa.int64(), "of the upright photo, in pixels"),
    Column("orientation", pa.int64(), "EXIF orientation that was applied, 1 to 8"),
    Column("flags", pa.string(), "what was noticed while decoding, divided by blanks"),
    Column("category", pa.string(), "what the photo shows, for instance `smartphone`"),
    Column("view", pa.string(), "which side of it, for instance `back`"),
    Column("confidence", pa.float64(), "of category and view, 0 to 1"),
    Column("screen", pa.string(), "`on` or `off`; empty where no screen is seen"),
    Column("box", _REGION, "the device's rectangle, in fractions of the upright photo"),
    Column(
        "alternatives",
        pa.list_(
            pa.struct(
                [("category", pa.string()), ("view", pa.string()), ("confidence", pa.float64())]
            )
        ),
        "other views it may be, the likeliest first",
    ),
    Column("judged_for", pa.string(), "the slot that the photo was judged for, with its category"),
)

_CHECK: Final = (
    Column("status", pa.string(), "`pass`, `warn`, `fail`, `not_done` or `not_applicable`"),
    Column("score", pa.float64(), "0 (worst) to 1; 0.5 where the value meets the limit"),
    Column("value", pa.float64(), "what was measured, in `unit`"),
    Column("limit", pa.float64(), "what the value was compared with, in `unit`"),
    Column("limit_is", pa.string(), "`maximum` or `minimum`"),
    Column("unit", pa.string(), "of value and limit"),
    Column("reason", pa.string(), "a stable code; empty where the check passed"),
)

_DETAIL: Final = (
    Column(
        "regions",
        pa.list_(pa.struct([pa.field("check", pa.string()), *_REGION])),
        "where in the photo, by check, in fractions of the upright photo",
    ),
    Column(
        "measurements",
        pa.list_(
            pa.struct(
                [
                    ("check", pa.string()),
                    ("name", pa.string()),
                    ("number", pa.float64()),
                    ("text", pa.string()),
                ]
            )
        ),
        "further measurements by check: a number or a text",
    ),
    Column("profile", pa.string(), "of the limits"),
    Column("fingerprint", pa.string(), "of all settings, 16 hexadecimal digits"),
    Column("model", pa.string(), "SHA-256 of the view model's weights"),
    Column("library", pa.string(), "version of photocheck"),
    Column("seconds", pa.float64(), "that reading and judging the photo took, or its share of them "
           "in a set"),
)  # fmt: skip

_SLOT: Final = (
    Column("category", pa.string(), "of the set, for instance `smartphone`"),
    Column("complete", pa.bool_(), "whether every required slot is filled by an accepted photo"),
    Column("slot", pa.string(), "for instance `back`"),
    Column("required", pa.bool_(), "whether the set needs it"),
    Column("state", pa.string(), "`filled`, `missing`, `unsure` (a photo waits to be confirmed) "
           "or `empty` (not required, not filled)"),
    Column("source", pa.string(), "of the photo that fills the slot"),
    Column("confidence", pa.float64(), "that the photo shows it, 0 to 1"),
    Column("verdict", pa.string(), "of the photo, judged for the slot"),
    Column("fingerprint", pa.string(), "of all settings of single photos, 16 hexadecimal digits"),
    Column("library", pa.string(), "version of photocheck"),
)  # fmt: skip


def photo_columns(checks: Iterable[str]) -> tuple[Column, ...]:
    """The columns of the table of photos.

    Parameters
    ----------
    checks : iterable of str
        Names of the checks, plug-ins among them; seven columns each, in this order.
    """
    judged = (
        Column(f"{check}.{column.name}", column.type, column.meaning)
        for check in checks
        for column in _CHECK
    )
    return (*_IDENTITY, *_PHOTO, *judged, *_DETAIL)


def slot_columns() -> tuple[Column, ...]:
    """The columns of the table of slots: one row for each slot of each set."""
    return (*_IDENTITY, *_SLOT)


def photo_schema(checks: Iterable[str], carried: Iterable[pa.Field] = ()) -> pa.Schema:
    """The Arrow schema of the table of photos.

    Parameters
    ----------
    checks : iterable of str
        Names of the checks.
    carried : iterable of pyarrow.Field
        Columns of an input table that are carried along; they come first.
    """
    return _schema(SCHEMA, photo_columns(checks), carried)


def slot_schema(carried: Iterable[pa.Field] = ()) -> pa.Schema:
    """The Arrow schema of the table of slots; `carried` as in `photo_schema`."""
    return _schema(SLOTS_SCHEMA, slot_columns(), carried)


def _schema(name: str, columns: Iterable[Column], carried: Iterable[pa.Field]) -> pa.Schema:
    fields = [*carried, *(column.field for column in columns)]
    return pa.schema(fields, metadata={"photocheck.schema": name})
