import datetime as dt

import pyarrow as pa
import pytest

from photocheck.errors import UsageError
from photocheck.table import formats

SCHEMA = pa.schema(
    [
        ("name", pa.string()),
        ("count", pa.int64()),
        ("share", pa.float64()),
        ("right", pa.bool_()),
        ("taken", pa.timestamp("us")),
        ("box", pa.struct([("x", pa.float64())])),
        ("parts", pa.list_(pa.struct([("n", pa.string())]))),
    ]
)
ROWS = [
    {
        "name": 'a, "b"\nc',
        "count": 2**53 + 1,
        "share": 0.1 + 0.2,
        "right": True,
        "taken": dt.datetime(2026, 11, 27, 3, 4, 5),  # noqa: DTZ001 - a column without a zone
        "box": {"x": 0.5},
        "parts": [{"n": "ü"}, {"n": None}],
    },
    dict.fromkeys(SCHEMA.names),
]


@pytest.mark.parametrize("ending", [".parquet", ".csv", ".jsonl"])
def test_what_is_written_is_read_back_the_same(tmp_path, ending):
    path = tmp_path / f"t{ending}"
    with formats.writer(path, SCHEMA) as out:
        out.write(pa.RecordBatch.from_pylist(ROWS, schema=SCHEMA))
        out.write(pa.RecordBatch.from_pylist(ROWS[:1], schema=SCHEMA))
    found = [row for batch in formats.batches(path, SCHEMA) for row in batch.to_pylist()]
    assert found == [*ROWS, ROWS[0]]


@pytest.mark.parametrize("ending", [".parquet", ".csv", ".jsonl"])
def test_columns_that_came_later_are_empty(tmp_path, ending):
    path = tmp_path / f"t{ending}"
    with formats.writer(path, SCHEMA) as out:
        out.write(pa.RecordBatch.from_pylist(ROWS, schema=SCHEMA))
    wider = pa.schema([pa.field("new", pa.int64()), SCHEMA.field("name")])
    found = [row for batch in formats.batches(path, wider) for row in batch.to_pylist()]
    assert found == [{"new": None, "name": row["name"]} for row in ROWS]


@pytest.mark.parametrize("name", ["t.xlsx", "t", "t.parquet.gz"])
def test_other_formats_are_refused(tmp_path, name):
    with pytest.raises(UsageError, match=r"\.parquet, \.csv, \.jsonl"):
        formats.refuse_unknown(tmp_path / name)


@pytest.mark.parametrize("ending", [".parquet", ".jsonl"])
def test_what_is_no_table_is_said(tmp_path, ending):
    path = tmp_path / f"t{ending}"
    path.write_text("nothing of the kind")
    with pytest.raises(UsageError, match="a table of an earlier run"):
        list(formats.batches(path, SCHEMA))
