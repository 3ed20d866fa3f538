import pickle
import subprocess
import sys

import pyarrow as pa
import pytest

from photocheck.errors import UnknownSlotError, UsageError
from photocheck.table import Columns


@pytest.fixture
def batch(make_photo, tmp_path):
    """Bytes: good, too small, broken, none; with names."""
    return pa.RecordBatch.from_pydict(
        {
            "photo": [make_photo(1), make_photo(2, 120), b"no picture", None],
            "title": ["good.png", "small.png", "broken.jpg", "none.jpg"],
            "claim": [1, 2, 3, 4],
        }
    )


def test_one_row_in_is_one_row_out_and_an_error_is_a_row(inspector, batch):
    found = Columns(inspector, name="title", carry=["claim"])(batch).to_pylist()
    assert [row["claim"] for row in found] == [1, 2, 3, 4]
    assert [row["source"] for row in found] == batch.column("title").to_pylist()
    assert [row["verdict"] for row in found] == ["accept", "retake", "retake", "retake"]
    assert [row["error"] for row in found] == [
        None,
        None,
        "decode.not_an_image",
        "source.not_found",
    ]
    assert found[1]["resolution.reason"] == "resolution.too_small"


def test_the_rows_say_what_reports_say(inspector, batch):
    row = Columns(inspector)(batch).to_pylist()[0]
    report = inspector.inspect(batch.column("photo")[0].as_py())
    assert {name: row[name] for name in report.to_row()} == report.to_row()


def test_it_fits_its_schema_for_no_rows_too(inspector, batch):
    columns = Columns(inspector, carry=["claim"])
    assert columns(batch.slice(0, 0)).schema == columns.schema(batch.schema)
    assert columns(batch).schema == columns.schema(batch.schema)


def test_tables_are_taken_as_batches_are(inspector, batch):
    columns = Columns(inspector)
    table = pa.Table.from_batches([batch.slice(0, 1), batch.slice(1, 2)])
    expected = [row["sha256"] for row in columns(batch.slice(0, 3)).to_pylist()]
    assert [row["sha256"] for row in columns(table).to_pylist()] == expected
    assert isinstance(columns(table), pa.Table)
    assert isinstance(columns(batch), pa.RecordBatch)


def test_paths_are_read(inspector, folder):
    paths = pa.RecordBatch.from_pydict({"path": [str(folder / "0.png"), str(folder / "x.png")]})
    found = Columns(inspector, photo="path")(paths).to_pylist()
    assert [row["error"] for row in found] == [None, "source.not_found"]
    assert found[0]["source"] == str(folder / "0.png")
    forbidden = Columns(inspector, photo="path", schemes={"https"})(paths).to_pylist()
    assert [row["error"] for row in forbidden] == ["source.unreadable"] * 2


def test_it_goes_to_another_process(tmp_path, inspector, batch):
    columns = Columns(inspector, name="title")
    (tmp_path / "columns").write_bytes(pickle.dumps(columns))
    with (
        pa.OSFile(str(tmp_path / "batch"), "wb") as file,
        pa.ipc.new_file(file, batch.schema) as out,
    ):
        out.write(batch)
    code = (
        "import pickle, sys; import pyarrow as pa\n"
        "columns = pickle.load(open('columns', 'rb'))\n"
        "batch = pa.ipc.open_file('batch').get_batch(0)\n"
        "print(columns(batch).column('verdict').to_pylist())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == str(columns(batch).column("verdict").to_pylist())


def test_a_broken_library_does_not_end_a_run(inspector, batch, monkeypatch):
    def broken(*_args, **_kwargs):
        raise ZeroDivisionError("secret")

    monkeypatch.setattr(inspector, "inspect", broken)
    row = Columns(inspector)(batch).to_pylist()[0]
    assert row["error"] == "check.error"
    assert row["verdict"] == "review"
    assert row["error_detail"] == "expected a report, got ZeroDivisionError"


def test_bad_usage(inspector, batch):
    with pytest.raises(UsageError, match="'image', got: photo, title, claim"):
        Columns(inspector, photo="image")(batch)
    with pytest.raises(UsageError, match="'label'"):
        Columns(inspector, carry=["label"])(batch)
    with pytest.raises(UsageError, match="expected a schema"):
        Columns(inspector, carry=["label"]).schema()
    with pytest.raises(UnknownSlotError):
        Columns(inspector, slot="smartphone/nose")
