"""Each command runs on the committed samples, so that none can rot."""

import json
import math
import sys

import numpy as np
import pytest
from benchmarks import (
    accuracy,
    hash_index,
    limits,
    peer_tools,
    peers,
    regions,
    speed,
    thread_memory,
)
from benchmarks.limits import derive, rounded
from benchmarks.measures import MEASURES, rejected, value_of
from benchmarks.photos import PROBLEMS, load_samples
from benchmarks.speed_files import write_bomb, write_photo
from benchmarks.statistics import UNJUDGED
from benchmarks.tables import publish, table

import photocheck


@pytest.fixture(scope="module")
def reports():
    inspector = photocheck.Inspector(registry=photocheck.Registry.builtin())
    paths = sorted({item.path for item in load_samples()})
    return {path: inspector.inspect(path) for path in paths}


def rows(printed):
    return [line for line in printed.splitlines() if line.startswith("|")]


def test_accuracy_runs_on_the_samples(capsys):
    assert accuracy.main(["--samples-only", "--photos", "4", "--resamples", "10"]) == 0
    printed = capsys.readouterr().out
    assert {"lenient", "standard", "strict"} <= {row.split("|")[2].strip() for row in rows(printed)}


def test_accuracy_prints_all_tables(reports, capsys):
    # The samples stand in for the development photos, whose tables need more than one source.
    labelled = load_samples()
    every = dict.fromkeys(accuracy.PROFILES, reports)
    text = accuracy.development_sections(labelled, every, resamples=5)
    assert text.count("### ") >= 8
    assert "nan" not in text


def test_regions_are_compared_on_the_same_photos(capsys):
    labelled = load_samples()
    shaken = next(item.path for item in labelled if item.label == "motion")
    numbers = regions.measure(sorted({*(item.path for item in labelled[:9]), shaken}))
    assert {(problem, region) for problem, region, _ in numbers} == {
        (problem, region) for problem in ("blur", "glare") for region in ("classical", "mask")
    }
    assert any(
        numbers["glare", "mask", path] != value
        for (problem, region, path), value in numbers.items()
        if (problem, region) == ("glare", "classical")
    )
    first, second, *_ = rows(regions.regions_table(labelled, numbers, resamples=5))[2:]
    assert first.split("|")[1:3] == second.split("|")[1:3]
    assert first.split("|")[4:7] == second.split("|")[4:7]


def test_the_index_of_hashes_is_measured(capsys):
    assert hash_index.main(["--most", "1000"]) == 0
    assert "1,000" in rows(capsys.readouterr().out)[-1]


def test_peers_run_on_the_samples(capsys, monkeypatch):
    monkeypatch.setattr(peer_tools.Tool, "installed", property(lambda tool: tool.package == "cv2"))
    assert peers.main(["--samples-only", "--photos", "3", "--resamples", "5"]) == 0
    printed = capsys.readouterr().out
    assert "not installed" in printed
    assert "variance of Laplacian" in printed


def test_our_own_numbers_are_among_the_peers(reports):
    path = min(reports)
    inspector = photocheck.Inspector(registry=photocheck.Registry.builtin())
    ours = peer_tools.tools(inspector)[0]
    answer = ours.ask([path])[path]
    assert answer.values == {problem: value_of(reports[path], problem) for problem in MEASURES}
    assert answer.seconds > 0


def test_a_tool_that_raises_gives_no_answer(tmp_path, capsys):
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"no picture")
    laplacian = peer_tools.tools(None)[4]
    assert laplacian.ask([broken]) == {}


def test_speed_runs_on_a_small_photo(capsys):
    options = ["--repeats", "1", "--sizes", "0.3", "--photos", "2", "--bomb-side", "30000"]
    assert speed.main(options) == 0
    printed = capsys.readouterr().out
    assert "0.3 MP JPEG" in printed
    assert "decode." in printed  # the reason for which the bomb was refused


@pytest.mark.skipif(sys.platform != "linux", reason="memory is measured on Linux only")
def test_memory_by_threads_runs_on_a_small_photo(capsys):
    assert thread_memory.main(["--size", "0.3", "--threads", "1", "2"]) == 0
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("| ")]
    assert [line.split(" | ")[0] for line in lines] == ["| threads", "| ---", "| 1", "| 2"]
    assert all(int(cell) > 0 for line in lines[2:] for cell in line.strip("| ").split(" | ")[1:])


@pytest.mark.skipif(sys.platform != "linux", reason="memory is measured on Linux only")
def test_a_killed_batch_is_gone_on_with(capsys):
    pytest.importorskip("pyarrow")
    from benchmarks import killed_batch

    words = ["--photos", "12", "--kills", "1", "--engine", "threads", "--without-view"]
    assert killed_batch.main(words) == 0
    assert "0 rows lost, 0 doubled" in capsys.readouterr().out


def test_lost_and_doubled_rows_are_counted(tmp_path):
    pq = pytest.importorskip("pyarrow.parquet")
    import pyarrow as pa
    from benchmarks import killed_batch

    killed_batch.make_photos(tmp_path, 3)
    first, second, _ = sorted(map(str, tmp_path.rglob("*.jpg")))
    rows = pa.table({"source": [first, second, second], "error": [None, "x", None]})
    pq.write_table(rows, tmp_path / "out.parquet")
    assert killed_batch.lost_and_doubled(tmp_path, tmp_path / "out.parquet") == (1, 1, 1)


def test_every_check_value_is_found(reports):
    for report in reports.values():
        assert report.error is None
        for problem in PROBLEMS:
            value = value_of(report, problem.name)
            assert value == UNJUDGED or math.isfinite(value)


def test_an_unreadable_photo_counts_as_rejected():
    report = photocheck.inspect(b"")
    assert value_of(report, "blur") == math.inf
    assert rejected(report, "blur")


@pytest.mark.parametrize(
    ("value", "sign", "expected"),
    [(4.712, 1, 4.8), (4.712, -1, 4.7), (0.01234, 1, 0.013), (21.0, -1, 21.0), (0.0, 1, 0.0)],
)
def test_limits_are_rounded_in_the_favour_of_the_photo(value, sign, expected):
    assert rounded(value, sign) == expected


def test_limits_grow_stricter_from_lenient_to_strict(reports):
    labelled = [item.__class__(**{**item.__dict__, "half": "limits"}) for item in load_samples()]
    profiles = derive(labelled, reports)["profiles"]
    for setting in limits.SETTINGS:
        own = [
            setting.sign * profiles[name][setting.check][setting.field] for name in limits.PROFILES
        ]
        assert own == sorted(own, reverse=True)


def test_the_shipped_limits_are_those_that_the_command_would_write():
    shipped = json.loads(limits.LIMITS.read_text(encoding="utf-8"))
    measured = (*limits.SETTINGS, *limits.WARNINGS)
    named = {f"{setting.check}.{setting.field}" for setting in measured} | set(limits.STATED)
    assert set(shipped["provenance"]) == named
    assert tuple(shipped["profiles"]) == limits.PROFILES
    for profile in shipped["profiles"].values():
        assert {f"{check}.{field}" for check, own in profile.items() for field in own} == named


def test_no_limits_without_development_photos(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("PHOTOCHECK_PHOTOS", str(tmp_path))
    assert limits.main([]) == 2


def test_a_table_is_written_between_its_marks_only(tmp_path, capsys):
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- t:begin -->\nold\n<!-- t:end -->\nafter\n")
    text = table(("a", "b"), [("1", "2")])
    publish(text, page, "t", write=True)
    once = page.read_text()
    publish(text, page, "t", write=True)
    assert page.read_text() == once
    assert once.startswith("before\n")
    assert once.endswith("after\n")
    assert "| 1 | 2 |" in once
    assert "old" not in once


def test_a_page_without_marks_is_not_touched(tmp_path, capsys):
    page = tmp_path / "page.md"
    page.write_text("text\n")
    with pytest.raises(ValueError, match="t:begin"):
        publish("x", page, "t", write=True)
    assert page.read_text() == "text\n"


def test_large_photos_have_their_size_and_grain(tmp_path):
    path = write_photo(tmp_path, 0.3, "jpeg")
    photo = photocheck.Photo.open(path)
    assert photo.width * photo.height == pytest.approx(0.3e6, rel=0.05)
    assert photo.width / photo.height == pytest.approx(4 / 3, rel=0.02)


def test_the_bomb_is_a_valid_png(tmp_path):
    path = write_bomb(tmp_path, side=64)
    photo = photocheck.Photo.open(path)
    assert (photo.width, photo.height) == (64, 64)
    assert not np.any(photo.rgb)
