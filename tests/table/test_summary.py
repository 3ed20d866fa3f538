import datetime as dt

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from photocheck.errors import UsageError
from photocheck.table import photo_schema, summarise

SCHEMA = photo_schema(
    ["blur", "glare"], [pa.field("label", pa.string()), pa.field("day", pa.date32())]
)


def row(number, **values):
    """A row of a photo that passes."""
    given = {
        "source": f"{number}.jpg",
        "sha256": f"{number}",
        "verdict": "accept",
        "fingerprint": "f",
        "category": "tablet",
        "view": "back",
    }
    for check in ("blur", "glare"):
        given |= {f"{check}.status": "pass", f"{check}.score": 0.9, f"{check}.value": 0.5}
        given |= {f"{check}.limit": 1.3, f"{check}.unit": "px"}
    return {**given, **{name.replace("__", "."): value for name, value in values.items()}}


def failed(number, score, **values):
    return row(
        number,
        verdict="retake",
        blur__status="fail",
        blur__reason="blur.motion",
        blur__score=score,
        **values,
    )


@pytest.fixture
def table(tmp_path):
    """The function that writes rows to a table."""

    def write(rows, name="t.parquet"):
        pq.write_table(pa.Table.from_pylist(rows, SCHEMA), tmp_path / name)
        return tmp_path / name

    return write


def test_counts(table):
    broken = row(9, verdict="retake", error="decode.truncated", category=None, view=None)
    broken |= {name: None for name in broken if "." in name}
    found = summarise(table([row(1), row(2), failed(3, 0.2), row(4, sha256="1"), broken]))
    assert found.rows == 5
    assert found.verdicts == {"accept": 3, "retake": 2}
    assert found.errors == {"decode.truncated": 1}
    assert found.views == {"tablet/back": 4}
    assert found.repeated == 1
    assert found.settings == {"f": 5}
    blur = found.checks["blur"]
    assert blur.statuses == {"pass": 3, "fail": 1}
    assert blur.reasons == {"blur.motion": 1}
    assert (blur.unit, list(blur.values), blur.limits) == ("px", [0.5] * 4, {1.3: 4})


def test_error_rates_where_there_are_labels(table):
    rows = [row(1, label="fine"), failed(2, 0.1, label="fine"), row(3, label="blurred"), row(4)]
    found = summarise(table(rows), label="label", good="fine")
    assert found.rates.good == {"accept": 1, "retake": 1}
    assert found.rates.bad == {"accept": 1}
    assert summarise(table(rows)).rates is None


def test_drift_by_week_and_by_source(table):
    days = [dt.date(2026, 1, 1), dt.date(2026, 1, 4), dt.date(2026, 1, 5)]
    found = summarise(
        table([row(number, day=day, label="app") for number, day in enumerate(days)]),
        time="day",
        by="label",
    )
    assert found.weeks == {"2026-W01": {"accept": 2}, "2026-W02": {"accept": 1}}
    assert found.groups == {"app": {"accept": 3}}


def test_times_as_text(table):
    found = summarise(table([row(1, label="2026-11-27T03:00:00Z")]), time="label")
    assert found.weeks == {"2026-W48": {"accept": 1}}
    with pytest.raises(UsageError, match="'soon'"):
        summarise(table([row(1, label="soon")]), time="label")


def test_many_sources_are_told_apart_up_to_a_point(table):
    found = summarise(table([row(number, label=str(number)) for number in range(250)]), by="label")
    assert len(found.groups) == 201
    assert found.groups["(others)"] == {"accept": 50}


def test_the_worst_are_the_lowest_scores_in_order(table):
    scores = np.random.default_rng(0).permutation(100) / 100
    rows = [failed(number, score) for number, score in enumerate(scores)]
    found = summarise(table([*rows, row(200)]), worst=5)
    assert [each.score for each in found.worst] == [0.0, 0.01, 0.02, 0.03, 0.04]
    assert {each.check for each in found.worst} == {"blur"}
    assert found.worst[0].source == f"{int(np.argmin(scores))}.jpg"
    assert summarise(table(rows), worst=0).worst == []


def test_values_are_drawn_evenly_from_a_long_table(table):
    rows = [row(1, blur__value=float(number)) for number in range(30_000)]
    values = np.array(summarise(table(rows)).checks["blur"].values)
    assert len(values) == 10_000
    assert abs(values.mean() - 15_000) < 500
    assert len(np.unique(values)) == 10_000


def test_a_folder_of_files(table, tmp_path):
    table([row(1)], "a.parquet")
    table([row(2)], "b.parquet")
    assert summarise(tmp_path).rows == 2


def test_no_rows(table):
    assert summarise(table([])).rows == 0


def test_what_is_no_table_of_reports(tmp_path, table):
    (tmp_path / "x.parquet").write_bytes(b"nothing")
    with pytest.raises(UsageError, match="a Parquet table of reports"):
        summarise(tmp_path / "x.parquet")
    pq.write_table(pa.table({"source": ["a"]}), tmp_path / "y.parquet")
    with pytest.raises(UsageError, match="a column 'sha256'"):
        summarise(tmp_path / "y.parquet")
    with pytest.raises(UsageError, match="a column 'none'"):
        summarise(table([row(1)]), by="none")
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match="there are none"):
        summarise(tmp_path / "empty")
