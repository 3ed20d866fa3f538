import json

import pytest

pq = pytest.importorskip("pyarrow.parquet")

import cv2  # noqa: E402
import numpy as np  # noqa: E402

from photocheck.cli import main  # noqa: E402

CHECK = ["--check", "resolution"]


@pytest.fixture
def folder(tmp_path):
    """Two photos in a folder."""
    place = tmp_path / "photos"
    place.mkdir()
    for number in range(2):
        random = np.random.default_rng(number)
        picture = random.integers(60, 200, (500, 500, 3), dtype=np.uint8)
        cv2.imwrite(str(place / f"{number}.png"), picture)
    return place


def test_a_folder_to_a_table(folder, tmp_path, capsys):
    out = tmp_path / "out.parquet"
    assert main(["batch", str(folder), "--out", str(out), *CHECK]) == 0
    assert capsys.readouterr().out == "2 photos: 2 accept, 0 review, 0 retake; 2 rows\n"
    assert pq.read_table(out).num_rows == 2
    assert main(["batch", str(folder), "--out", str(out), "--resume", *CHECK]) == 0
    assert "2 judged before; 2 rows" in capsys.readouterr().out


def test_the_exit_code_says_that_photos_could_not_be_judged(folder, tmp_path, capsys):
    (folder / "broken.jpg").write_bytes(b"no picture")
    assert main(["batch", str(folder), "--out", str(tmp_path / "o.jsonl"), *CHECK]) == 1
    captured = capsys.readouterr()
    assert "1 could not be judged" in captured.out
    assert captured.err == ""
    lines = (tmp_path / "o.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["error"] for line in lines] == [None, None, "decode.not_an_image"]


def test_a_list_and_a_table(folder, tmp_path):
    paths = sorted(map(str, folder.iterdir()))
    (tmp_path / "list").write_text("\n".join(paths))
    listed = ["--files-from", str(tmp_path / "list"), "--out", str(tmp_path / "a.csv")]
    assert main(["batch", *listed, *CHECK]) == 0
    (tmp_path / "in.csv").write_text("path,label\n" + "".join(f"{path},good\n" for path in paths))
    table = [str(tmp_path / "in.csv"), "--column", "path", "--carry", "label"]
    assert main(["batch", *table, "--out", str(tmp_path / "b.csv"), *CHECK]) == 0
    first, second = ((tmp_path / name).read_text().splitlines() for name in ("a.csv", "b.csv"))
    assert len(first) == len(second) == 3
    assert second[0].startswith("label,unit,version,source")


def test_paths_can_be_forbidden(folder, tmp_path):
    (tmp_path / "in.csv").write_text(f"path\n{folder / '0.png'}\n")
    table = [str(tmp_path / "in.csv"), "--column", "path", "--scheme", "https"]
    assert main(["batch", *table, "--out", str(tmp_path / "b.csv"), *CHECK]) == 1
    assert "source.unreadable" in (tmp_path / "b.csv").read_text()


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["{dir}", "--out", "{dir}/o.xlsx"], ".parquet, .csv, .jsonl"),
        (["{dir}", "--out", "{dir}/none/o.csv"], "a place to write"),
        (["{dir}/none", "--out", "{dir}/o.csv"], "that is there"),
        (["--out", "{dir}/o.csv"], "at least one"),
        (["{dir}", "--column", "x", "--out", "{dir}/o.csv"], "tables only"),
        (["{dir}", "--group", "x", "--out", "{dir}/o.csv"], "tables only"),
        (["{dir}", "--slot", "nose", "--out", "{dir}/o.csv"], "nose"),
        (["{dir}"], "--out"),
    ],
)
def test_bad_usage(folder, capsys, arguments, expected):
    assert main(["batch", *(each.format(dir=folder) for each in arguments)]) == 2
    captured = capsys.readouterr()
    assert expected in captured.err
    assert captured.err.count("\n") == 1
    assert captured.out == ""
    assert len(list(folder.iterdir())) == 2
