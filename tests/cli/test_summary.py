import pytest

pq = pytest.importorskip("pyarrow.parquet")
pytest.importorskip("matplotlib")

import pyarrow as pa  # noqa: E402

from photocheck.cli import main  # noqa: E402
from photocheck.table import photo_schema  # noqa: E402


@pytest.fixture
def table(tmp_path):
    """A table of one photo."""
    row = {"source": "a.jpg", "verdict": "accept", "blur.status": "pass"}
    pq.write_table(pa.Table.from_pylist([row], photo_schema(["blur"])), tmp_path / "t.parquet")
    return tmp_path / "t.parquet"


def test_a_page(table, tmp_path, capsys):
    out = tmp_path / "page.html"
    assert main(["summary", str(table), "--html", str(out)]) == 0
    assert capsys.readouterr().out == f"1 photo: 1 accept, 0 review, 0 retake; see {out}\n"
    assert "Summary of t.parquet" in out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["{dir}/none.parquet", "--html", "{dir}/p.html"], "that is there"),
        (["{dir}/t.parquet"], "--html"),
        (["{dir}/t.parquet", "--html", "{dir}/t.parquet"], "another file"),
        (["{dir}/t.parquet", "--html", "{dir}/p.html", "--by", "shop"], "a column 'shop'"),
        (["{dir}/t.parquet", "--html", "{dir}/p.html", "--worst", "-1"], "at least 0"),
    ],
)
def test_bad_usage(table, tmp_path, capsys, arguments, expected):
    before = table.read_bytes()
    assert main(["summary", *(each.format(dir=tmp_path) for each in arguments)]) == 2
    assert expected in capsys.readouterr().err
    assert table.read_bytes() == before
    assert not (tmp_path / "p.html").exists()
