import subprocess
import sys
from collections import Counter

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from photocheck.errors import UsageError
from photocheck.table.judging import Rows
from photocheck.table.output import Output, Table, Versions
from photocheck.table.rows import digest_of

SCHEMA = pa.schema([("unit", pa.string()), ("version", pa.string()), ("value", pa.int64())])


def rows(unit, version, *values):
    """A unit's rows."""
    identity = {"unit": digest_of(unit), "version": digest_of(version)}
    return Rows(*identity.values(), [{**identity, "value": value} for value in values], [])


def table(path):
    return [Table(path, "photos", SCHEMA)]


def values(path, rows_of):
    return [row["value"] for row in rows_of(path)]


def test_parts_become_one_file_in_order(tmp_path, rows_of):
    out = tmp_path / "out.parquet"
    with Output(table(out), resume=False) as output:
        output.write([rows("a", "1", 1), rows("b", "1", 2)])
        output.write([rows("c", "1", 3)])
        assert not out.exists()
        assert output.finish() == 3
    assert values(out, rows_of) == [1, 2, 3]
    assert [each.name for each in tmp_path.iterdir()] == ["out.parquet"]


def test_the_last_version_of_a_unit_stands(tmp_path, rows_of):
    out = tmp_path / "out.parquet"
    with Output(table(out), resume=False) as output:
        output.write([rows("a", "1", 1, 2), rows("b", "1", 3)])
        output.finish()
    with Output(table(out), resume=True) as output:
        output.write([rows("a", "2", 4)])
        assert output.finish() == 2
    assert values(out, rows_of) == [3, 4]


def test_a_part_that_is_in_the_file_already_doubles_nothing(tmp_path, rows_of):
    """As after a kill between the last two steps."""
    out = tmp_path / "out.parquet"
    with Output(table(out), resume=False) as output:
        output.write([rows("a", "1", 1, 2), rows("b", "1", 3)])
        part = next(part for part in output.folder.iterdir() if part.is_dir())
        copy = {file.name: file.read_bytes() for file in part.iterdir()}
        output.finish()
    again = out.with_name("out.parquet.parts") / part.name
    again.mkdir(parents=True)
    for name, data in copy.items():
        (again / name).write_bytes(data)
    with Output(table(out), resume=True) as output:
        output.finish()
    assert sorted(values(out, rows_of)) == [1, 2, 3]


def test_what_was_being_written_is_forgotten(tmp_path, rows_of):
    out = tmp_path / "out.parquet"
    with Output(table(out), resume=False) as output:
        output.write([rows("a", "1", 1)])
        (output.folder / "000002.tmp").mkdir()
    with Output(table(out), resume=True) as output:
        output.write([rows("b", "1", 2)])
        output.finish()
    assert values(out, rows_of) == [1, 2]


def test_a_part_that_can_not_be_written_leaves_nothing_and_takes_nothing(tmp_path, rows_of):
    out = tmp_path / "out.parquet"
    with Output(table(out), resume=False) as output:
        output.write([rows("a", "1", 1)])
        broken = rows("b", "1", "no number")
        with pytest.raises(pa.ArrowInvalid):
            output.write([broken])
        assert (broken.unit, broken.version) not in output.done
        assert [each.name for each in output.folder.iterdir() if each.is_dir()] == ["000001"]
        output.finish()
    assert values(out, rows_of) == [1]


def test_an_output_that_is_there_is_not_overwritten(tmp_path):
    out = tmp_path / "out.parquet"
    with Output(table(out), resume=False) as output:
        output.write([rows("a", "1", 1)])
    with pytest.raises(UsageError, match="unfinished run"):
        Output(table(out), resume=False)
    with Output(table(out), resume=True) as output:
        output.finish()
    before = out.read_bytes()
    with pytest.raises(UsageError, match="expected no file"):
        Output(table(out), resume=False)
    assert out.read_bytes() == before


@pytest.mark.parametrize("ending", ["parquet", "csv", "jsonl"])
def test_a_file_of_another_program_is_not_gone_on_with(tmp_path, ending):
    out = tmp_path / f"out.{ending}"
    out.write_text("unit,other\n1,2\n")
    with pytest.raises(UsageError, match="of an earlier run"), Output(table(out), resume=True):
        pass
    assert out.read_text() == "unit,other\n1,2\n"


def test_two_runs_on_one_output(tmp_path):
    out = tmp_path / "out.parquet"
    with Output(table(out), resume=True) as output:
        output.write([rows("a", "1", 1)])
        code = (
            "import sys; import pyarrow as pa\n"
            "from pathlib import Path\n"
            "from photocheck.table.output import Output, Table\n"
            "table = Table(Path(sys.argv[1]), 'photos', pa.schema([('unit', pa.string())]))\n"
            "with Output([table], resume=True): pass\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, out], capture_output=True, text=True, check=False
        )
        assert "expected no other run" in done.stderr
        output.finish()


@pytest.mark.parametrize("name", ["no/such/folder.parquet", "out.xlsx", "."])
def test_a_place_that_can_not_be_written_is_refused(tmp_path, name):
    with pytest.raises(UsageError), Output(table(tmp_path / name), resume=False):
        pass


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2)), max_size=12), st.integers(1, 4))
def test_however_it_is_cut_the_last_version_of_every_unit_is_there_once(
    tmp_path_factory, judged, size
):
    out = tmp_path_factory.mktemp("output") / "out.parquet"
    last = {}
    for number, (unit, version) in enumerate(judged):
        cut = number % size == 0
        with Output(table(out), resume=True) as output:
            one = rows(str(unit), str(version), 10 * unit + version)
            if (one.unit, one.version) not in output.done:
                output.write([one])
            last[unit] = 10 * unit + version
            if cut:
                output.finish()
    with Output(table(out), resume=True) as output:
        output.finish()
    found = [row["value"] for row in pq.read_table(out).to_pylist()]
    assert sorted(found) == sorted(last.values())


@given(st.lists(st.tuples(st.text(max_size=2), st.text(max_size=2))), st.integers(1, 5))
def test_versions_are_a_set(pairs, at_once):
    import photocheck.table.output as module

    before, module._AT_ONCE = module._AT_ONCE, at_once
    try:
        versions, expected = Versions(), Counter()
        for unit, version in pairs:
            key = digest_of(unit), digest_of(version)
            assert (key in versions) == bool(expected[key])
            versions.add(*key)
            expected[key] += 1
    finally:
        module._AT_ONCE = before
