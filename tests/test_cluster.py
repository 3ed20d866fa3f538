import os
from pathlib import Path

import pytest

os.environ.setdefault("DO_NOT_TRACK", "true")
daft = pytest.importorskip("daft")

import cv2  # noqa: E402
import numpy as np  # noqa: E402

from photocheck import Inspector, cluster  # noqa: E402
from photocheck.cli import main  # noqa: E402
from photocheck.errors import UsageError  # noqa: E402
from photocheck.table import photo_schema  # noqa: E402

# Daft's own threads and files may outlive a query.
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


@pytest.fixture(scope="module")
def inspector():
    """One check and no view."""
    return Inspector(checks=["resolution"], view=None)


@pytest.fixture
def paths(tmp_path):
    """Three photos and one that is broken."""
    found = []
    for number in range(3):
        random = np.random.default_rng(number)
        picture = random.integers(60, 200, (500, 500, 3), dtype=np.uint8)
        found.append(str(tmp_path / f"{number}.png"))
        cv2.imwrite(found[-1], picture)
    found.append(str(tmp_path / "broken.jpg"))
    (tmp_path / "broken.jpg").write_bytes(b"no picture")
    return found


def rows_of(df):
    return sorted(df.to_pylist(), key=lambda row: row["source"])


def test_paths_in_reports_out(paths, inspector):
    df = daft.from_pydict({"path": paths, "claim": [1, 2, 3, 4]})
    found = cluster.judge(df, photo="path", carry=["claim"], inspector=inspector)
    assert found.column_names == ["claim", *photo_schema(["resolution"]).names]
    rows = rows_of(found)
    assert [row["source"] for row in rows] == sorted(paths)
    assert {row["source"]: row["claim"] for row in rows} == dict(
        zip(paths, [1, 2, 3, 4], strict=True)
    )
    assert [row["error"] for row in rows] == [None, None, None, "decode.not_an_image"]


def test_bytes_and_names(paths, inspector):
    data = [Path(path).read_bytes() for path in paths]
    df = daft.from_pydict({"photo": [*data, None], "title": ["c", "b", "a", "d", "e"]})
    rows = rows_of(cluster.judge(df, name="title", inspector=inspector))
    assert [row["source"] for row in rows] == ["a", "b", "c", "d", "e"]
    expected = inspector.inspect(paths[2]).to_row()
    assert rows[0]["sha256"] == expected["sha256"]
    assert rows[4]["error"] == "source.not_found"


def test_a_folder_is_gone_on_with(paths, inspector, tmp_path):
    out = tmp_path / "out"
    some = daft.from_pydict({"photo": paths[:2]})
    assert cluster.write_reports(some, out, inspector=inspector) == {"accept": 2, "error": 0}
    (out / "killed.parquet").write_bytes(b"PAR1 not closed")
    everything = daft.from_pydict({"photo": paths})
    before = {file.name for file in out.glob("*.parquet")} - {"killed.parquet"}
    with pytest.raises(UsageError, match="expected no files"):
        cluster.write_reports(everything, out, inspector=inspector)
    counts = cluster.write_reports(everything, out, inspector=inspector, resume=True)
    assert counts == {"accept": 3, "retake": 1, "error": 1}
    assert before < {file.name for file in out.glob("*.parquet")}
    names = [row["source"] for row in daft.read_parquet(str(out)).to_pylist()]
    assert sorted(names) == sorted(paths)
    again = cluster.write_reports(everything, out, inspector=inspector, resume=True)
    assert again == counts


def test_other_settings_need_another_folder(paths, inspector, tmp_path):
    df = daft.from_pydict({"photo": paths[:1]})
    cluster.write_reports(df, tmp_path / "out", inspector=inspector)
    lenient = Inspector("lenient", ["resolution"], view=None)
    with pytest.raises(UsageError, match="the same settings"):
        cluster.write_reports(df, tmp_path / "out", inspector=lenient, resume=True)


def test_bad_usage(paths, inspector, tmp_path):
    df = daft.from_pydict({"photo": [b"x"]})
    with pytest.raises(UsageError, match="'path', got: photo"):
        cluster.judge(df, photo="path", inspector=inspector)
    with pytest.raises(UsageError, match="a folder to write"):
        cluster.write_reports(df, paths[0], inspector=inspector)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "x.parquet").write_bytes(b"")
    with pytest.raises(UsageError, match="names to resume by"):
        cluster.write_reports(df, tmp_path / "out", inspector=inspector, resume=True)


def test_an_output_that_workers_can_not_see_is_refused(paths, inspector, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    df = daft.from_pydict({"photo": paths})
    with pytest.raises(UsageError, match="a folder that all workers see"):
        cluster.write_reports(df, "s3://bucket/reports", inspector=inspector)
    assert not (tmp_path / "s3:").exists()


def test_two_runs_on_one_folder(paths, inspector, tmp_path):
    out = tmp_path / "out"
    df = daft.from_pydict({"photo": paths[:1]})
    with cluster._alone(out), pytest.raises(UsageError, match="expected no other run"):
        cluster.write_reports(df, out, inspector=inspector)
    assert cluster.write_reports(df, out, inspector=inspector) == {"accept": 1, "error": 0}
    assert not out.with_name("out.lock").exists()


def test_what_daft_can_not_do_is_one_line(paths, inspector, tmp_path, capsys):
    table = tmp_path / "in.parquet"
    daft.from_pydict({"photo": paths}).write_parquet(str(tmp_path / "made"))
    (made,) = (tmp_path / "made").glob("*.parquet")
    data = bytearray(made.read_bytes())
    data[4:200] = bytes(196)  # the names of the columns lie at the end
    table.write_bytes(data)
    words = [str(table), "--column", "photo", "--out", str(tmp_path / "out"), "--engine", "daft"]
    assert main(["batch", *words, "--check", "resolution"]) == 2
    told = capsys.readouterr().err
    assert "expected Daft to read the photos' table" in told
    assert told.count("\n") == 1


def test_the_command_with_this_engine(paths, tmp_path, capsys):
    out = tmp_path / "out"
    arguments = ["--out", str(out), "--check", "resolution", "--engine", "daft"]
    assert main(["batch", *paths, *arguments]) == 1
    assert "4 photos: 3 accept, 0 review, 1 retake, 1 could" in capsys.readouterr().out
    assert main(["batch", *paths, *arguments]) == 2
    assert main(["batch", *paths, *arguments, "--resume"]) == 1
    (tmp_path / "in.csv").write_text("path\n" + "\n".join(paths) + "\n")
    table = [str(tmp_path / "in.csv"), "--column", "path", "--out", str(tmp_path / "again")]
    assert main(["batch", *table, *arguments[2:]]) == 1
    assert main(["batch", *table, "--group", "path", "--category", "tablet", *arguments[4:]]) == 2
    assert "Daft matches no sets" in capsys.readouterr().err
