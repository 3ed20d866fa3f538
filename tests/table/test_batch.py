import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from photocheck import Check, Inspector
from photocheck.errors import UsageError
from photocheck.result import Status
from photocheck.table import Inputs, write_reports


class Dies(Check):
    """Ends its process, as the system does where memory runs out."""

    name = "dies"

    def run(self, photo, context):
        os.kill(os.getpid(), signal.SIGKILL)


@pytest.fixture
def counting(monkeypatch):
    """What was judged, by name."""
    judged = Counter()
    inspect = Inspector.inspect

    def counted(self, source, **options):
        judged[options["name"]] += 1
        return inspect(self, source, **options)

    monkeypatch.setattr(Inspector, "inspect", counted)
    return judged


def test_a_row_each_in_order_and_errors_are_rows(folder, tmp_path, inspector, rows_of):
    out = tmp_path / "out.parquet"
    tally = write_reports(Inputs([str(folder)]), out, inspector=inspector, workers=3)
    found = rows_of(out)
    assert [Path(row["source"]).name for row in found] == [
        "0.png", "1.png", "2.png", "3.png", "4.png", "broken.jpg", "small.png",
    ]  # fmt: skip
    assert tally.verdicts == {"accept": 5, "retake": 2}
    assert (tally.errors, tally.done, tally.rows) == (1, 0, 7)
    assert found[5]["error"] == "decode.not_an_image"
    assert all(row["seconds"] > 0 for row in found)


@pytest.mark.parametrize("ending", ["parquet", "csv", "jsonl"])
def test_resume_judges_only_what_is_new(folder, tmp_path, inspector, counting, make_photo, ending):
    out = tmp_path / f"out.{ending}"
    inputs = Inputs([str(folder)])
    write_reports(inputs, out, inspector=inspector)
    before = out.read_bytes()
    counting.clear()
    tally = write_reports(inputs, out, inspector=inspector, resume=True)
    assert (tally.done, tally.rows, +counting) == (7, 7, Counter())
    assert out.read_bytes() == before or ending == "parquet"
    (folder / "new.png").write_bytes(make_photo(9))
    (folder / "0.png").write_bytes(make_photo(10))
    tally = write_reports(inputs, out, inspector=inspector, resume=True)
    assert sorted(Path(name).name for name in counting) == ["0.png", "new.png"]
    assert (tally.done, tally.rows) == (6, 8)


def test_a_changed_limit_judges_anew_and_takes_the_old_rows_place(
    folder, tmp_path, inspector, counting, rows_of
):
    out = tmp_path / "out.parquet"
    inputs = Inputs([str(folder)])
    write_reports(inputs, out, inspector=inspector)
    counting.clear()
    lenient = Inspector("lenient", ["resolution"], view=None)
    tally = write_reports(inputs, out, inspector=lenient, resume=True)
    assert sum(counting.values()) == 7
    assert tally.rows == 7
    assert {row["profile"] for row in rows_of(out)} == {"lenient"}


def test_what_could_not_be_read_is_tried_again(tmp_path, inspector, make_photo, rows_of):
    listed, out = tmp_path / "list", tmp_path / "out.parquet"
    photo = tmp_path / "late.png"
    listed.write_text(str(photo))
    inputs = Inputs([], files_from=str(listed))
    assert write_reports(inputs, out, inspector=inspector).errors == 1
    assert rows_of(out)[0]["error"] == "source.not_found"
    assert write_reports(inputs, out, inspector=inspector, resume=True).errors == 1
    photo.write_bytes(make_photo(1))
    tally = write_reports(inputs, out, inspector=inspector, resume=True)
    assert (tally.errors, tally.rows) == (0, 1)
    assert rows_of(out)[0]["verdict"] == "accept"


def test_what_an_earlier_run_was_given_stays(folder, tmp_path, inspector):
    out = tmp_path / "out.parquet"
    write_reports(Inputs([str(folder / "0.png")]), out, inspector=inspector)
    tally = write_reports(Inputs([str(folder / "1.png")]), out, inspector=inspector, resume=True)
    assert tally.rows == 2


def test_a_photo_named_twice_is_one_row(folder, tmp_path, inspector):
    tally = write_reports(
        Inputs([str(folder / "0.png"), str(folder)]), tmp_path / "o.csv", inspector=inspector
    )
    assert (tally.rows, tally.done) == (7, 1)


def test_photos_as_bytes_with_one_name_are_rows_of_their_own(
    tmp_path, inspector, make_photo, rows_of
):
    table = pa.table({"image": [make_photo(1), make_photo(2)], "name": ["image.jpg"] * 2})
    pq.write_table(table, tmp_path / "in.parquet")
    inputs = Inputs([str(tmp_path / "in.parquet")], column="image", name="name")
    for resume in (False, True):
        write_reports(inputs, tmp_path / "out.parquet", inspector=inspector, resume=resume)
        assert len({row["sha256"] for row in rows_of(tmp_path / "out.parquet")}) == 2


def test_carried_columns_are_in_the_table(tmp_path, inspector, make_photo, rows_of):
    table = pa.table({"image": [make_photo(1)], "claim": pa.array([7], pa.int32())})
    pq.write_table(table, tmp_path / "in.parquet")
    inputs = Inputs([str(tmp_path / "in.parquet")], column="image", carry=["claim"])
    write_reports(inputs, tmp_path / "out.parquet", inspector=inspector)
    assert rows_of(tmp_path / "out.parquet")[0]["claim"] == 7
    assert pq.read_schema(tmp_path / "out.parquet").field("claim").type == pa.int32()


@pytest.fixture
def sets(tmp_path, samples):
    """A table of two sets: a phone's photos, and two of another."""
    names = ["smartphone_screen_off", "smartphone_left", "smartphone_top", "smartphone_right"]
    photos = [str(samples / f"{name}.jpg") for name in names]
    table = pa.table({"photo": photos + photos[:2], "claim": [1] * 4 + [2] * 2})
    pq.write_table(table, tmp_path / "sets.parquet")
    return Inputs([str(tmp_path / "sets.parquet")], column="photo", carry=["claim"])


@pytest.fixture
def samples():
    """The folder of sample photos."""
    return Path(__file__).parents[2] / "samples"


def test_sets_are_matched_and_have_a_table_of_slots(sets, tmp_path, rows_of):
    out = tmp_path / "out.parquet"
    inspector = Inspector()
    options = {"inspector": inspector, "group": "claim", "category": "smartphone"}
    tally = write_reports(sets, out, **options)
    assert tally.rows == 6
    photos = rows_of(out)
    assert [row["claim"] for row in photos] == [1, 1, 1, 1, 2, 2]
    assert {row["judged_for"] for row in photos} <= {
        None, "smartphone/screen_off", "smartphone/left", "smartphone/top", "smartphone/right",
    }  # fmt: skip
    slots = rows_of(tmp_path / "out.slots.parquet")
    wanted = [slot.name for slot in inspector.catalog.category("smartphone").slots]
    assert [row["slot"] for row in slots] == wanted * 2
    faces = [row for row in slots if row["slot"] == "screen_off"]
    assert [row["state"] for row in faces] == ["filled", "filled"]
    assert {row["source"] for row in faces} == {photos[0]["source"]}
    assert not any(row["complete"] for row in slots)
    again = write_reports(sets, out, resume=True, **options)
    assert (again.done, again.rows) == (6, 6)
    assert len(rows_of(tmp_path / "out.slots.parquet")) == len(slots)


def test_a_set_that_changed_is_matched_anew_as_a_whole(sets, tmp_path, rows_of):
    out = tmp_path / "out.parquet"
    options = {"group": "claim", "category": "smartphone"}
    write_reports(sets, out, **options)
    table = pq.read_table(tmp_path / "sets.parquet")
    pq.write_table(table.slice(0, 5), tmp_path / "sets.parquet")
    tally = write_reports(sets, out, resume=True, **options)
    assert (tally.done, tally.rows) == (4, 5)
    assert Counter(row["claim"] for row in rows_of(out)) == {1: 4, 2: 1}


def test_an_unreadable_photo_of_a_set_is_a_row(tmp_path, rows_of):
    table = pa.table({"photo": ["none.png", None], "claim": ["a", "a"]})
    pq.write_table(table, tmp_path / "in.parquet")
    inputs = Inputs([str(tmp_path / "in.parquet")], column="photo", carry=["claim"])
    write_reports(inputs, tmp_path / "out.parquet", group="claim", category="smartphone")
    found = rows_of(tmp_path / "out.parquet")
    assert [row["error"] for row in found] == ["source.not_found"] * 2


def test_the_rows_of_a_set_follow_each_other(tmp_path):
    table = pa.table({"photo": ["a.png"] * 3, "claim": ["a", "b", "a"]})
    pq.write_table(table, tmp_path / "in.parquet")
    inputs = Inputs([str(tmp_path / "in.parquet")], column="photo", carry=["claim"])
    with pytest.raises(UsageError, match="sort the table by 'claim'"):
        write_reports(inputs, tmp_path / "o.parquet", group="claim", category="smartphone")


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"group": "claim"}, "together"),
        ({"category": "smartphone"}, "together"),
        ({"group": "x", "category": "smartphone"}, "is carried"),
        ({"group": "x", "category": "smartphone", "slot": "smartphone/back"}, "no slot"),
        ({"workers": 0}, "1 to 256 workers"),
    ],
)
def test_bad_usage_writes_nothing(folder, tmp_path, inspector, options, expected):
    out = tmp_path / "out.parquet"
    with pytest.raises(UsageError, match=expected):
        write_reports(Inputs([str(folder)]), out, inspector=inspector, **options)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["photos"]


def test_a_carried_column_may_not_be_called_like_one_of_ours(tmp_path, inspector):
    pq.write_table(pa.table({"photo": ["a"], "verdict": ["x"]}), tmp_path / "in.parquet")
    inputs = Inputs([str(tmp_path / "in.parquet")], column="photo", carry=["verdict"])
    with pytest.raises(UsageError, match="'verdict': rename it"):
        write_reports(inputs, tmp_path / "out.parquet", inspector=inspector)


def test_the_input_is_not_overwritten(tmp_path, inspector):
    path = tmp_path / "in.parquet"
    pq.write_table(pa.table({"photo": ["a"]}), path)
    with pytest.raises(UsageError, match="another file than the inputs"):
        write_reports(Inputs([str(path)], column="photo"), path, inspector=inspector, resume=True)


def test_what_was_finished_stays_when_a_table_breaks_off(tmp_path, inspector, make_photo, folder):
    table = tmp_path / "in.csv"
    good = f"photo\n{folder / '0.png'}\n{folder / '1.png'}\n"
    table.write_bytes(good.encode())
    inputs = Inputs([str(table)], column="photo")
    table.write_bytes(good.encode() + b"\xff\xff\n")
    out = tmp_path / "out.parquet"
    with pytest.raises(UsageError, match="UnicodeDecodeError"):
        write_reports(inputs, out, inspector=inspector, part_rows=1)
    table.write_bytes(good.encode())
    tally = write_reports(inputs, out, inspector=inspector, resume=True)
    assert tally.rows == 2


def test_a_full_disk_keeps_what_was_finished(folder, tmp_path, inspector, monkeypatch):
    from photocheck.table import output

    calls = Counter()

    def full(_path):
        calls["written"] += 1
        if calls["written"] > 4:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(output, "_to_disk", full)
    out = tmp_path / "out.parquet"
    with pytest.raises(UsageError, match=r"No space .* finished stays, make room and resume"):
        write_reports(Inputs([str(folder)]), out, inspector=inspector, part_rows=1)
    monkeypatch.undo()
    tally = write_reports(Inputs([str(folder)]), out, inspector=inspector, resume=True)
    assert tally.done >= 2
    assert tally.rows == 7


@pytest.mark.skipif(os.name == "nt", reason="needs limits of a process")
def test_a_file_that_can_grow_no_more_is_one_line_and_keeps_what_was_finished(folder, tmp_path):
    """A real failure to write, while the parts become one file."""
    out = tmp_path / "out.jsonl"
    program = (
        "import resource, sys\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (12_000, 12_000))\n"
        "from photocheck.cli import main\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )
    words = ["batch", str(folder), "--out", str(out), "--check", "resolution"]
    ended = subprocess.run(
        [sys.executable, "-c", program, *words], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    assert "File too large; what is finished stays" in ended.stderr
    assert not out.exists()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks into /proc")
def test_a_worker_that_is_killed_ends_the_run_in_words(folder, tmp_path):
    out = tmp_path / "out.jsonl"
    inspector = Inspector(checks=[Dies()], view=None)
    with pytest.raises(UsageError, match=r"one was killed .* resume with fewer workers"):
        write_reports(
            Inputs([str(folder)]), out, inspector=inspector, workers=1, processes=True, part_rows=1
        )
    tally = write_reports(
        Inputs([str(folder)]), out, inspector=Inspector(checks=["resolution"], view=None),
        workers=1, resume=True,
    )  # fmt: skip
    assert tally.rows == 7


def test_two_runs_on_one_output(folder, tmp_path, inspector):
    out = tmp_path / "out.jsonl"
    refused = []

    def second(_count):
        if not refused:
            with pytest.raises(UsageError, match="expected no other run") as caught:
                write_reports(Inputs([str(folder)]), out, inspector=inspector, resume=True)
            refused.append(caught)

    tally = write_reports(Inputs([str(folder)]), out, inspector=inspector, progress=second)
    assert refused
    assert tally.rows == 7


def test_few_photos_are_held_at_a_time(tmp_path, inspector, make_photo):
    read, open_now, most = Counter(), Counter(), Counter()

    class Watched(Inputs):
        def __iter__(self):
            for given in super().__iter__():
                open_now["n"] += 1
                most["n"] = max(most["n"], open_now["n"])
                yield given

    for number in range(40):
        (tmp_path / f"{number}.png").write_bytes(make_photo(number, 120))

    def done(count):
        open_now["n"] -= count
        read["n"] += count

    write_reports(
        Watched([str(tmp_path)]),
        tmp_path / "out.jsonl",
        inspector=inspector,
        workers=2,
        progress=done,
    )
    assert read["n"] == 40
    assert most["n"] <= 6


RUN = """
import sys
from photocheck import Inspector
from photocheck.table import Inputs, write_reports
write_reports(
    Inputs([sys.argv[1]]), sys.argv[2], inspector=Inspector(checks=["resolution"], view=None),
    resume=True, part_rows=3, workers=2,
)
"""


@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
def test_five_kills_lose_nothing_and_double_nothing(tmp_path, make_photo, rows_of):
    folder, out = tmp_path / "photos", tmp_path / "out.parquet"
    folder.mkdir()
    for number in range(150):
        (folder / f"{number:03}.png").write_bytes(make_photo(number, 200))
    chance = random.Random(4)
    kills = 0
    for _ in range(30):
        running = subprocess.Popen([sys.executable, "-c", RUN, str(folder), str(out)])
        parts = tmp_path / "out.parquet.parts"
        before = len(list(parts.glob("0*"))) if parts.exists() else 0
        while running.poll() is None and kills < 5:
            if parts.exists() and len(list(parts.glob("0*"))) >= before + chance.randint(1, 4):
                running.send_signal(signal.SIGKILL)
                kills += 1
                break
            time.sleep(0.001)
        if running.wait() == 0:
            break
    assert kills == 5
    found = Counter(Path(row["source"]).name for row in rows_of(out))
    assert found == {f"{number:03}.png": 1 for number in range(150)}
    assert not (tmp_path / "out.parquet.parts").exists()


def test_processes_give_the_same_rows(folder, tmp_path, inspector, rows_of):
    rows = {}
    for processes in (False, True):
        out = tmp_path / f"{processes}.parquet"
        write_reports(
            Inputs([str(folder)]), out, inspector=inspector, workers=2, processes=processes
        )
        rows[processes] = [{**row, "seconds": None} for row in rows_of(out)]
    assert rows[True] == rows[False]
    tally = write_reports(
        Inputs([str(folder)]), out, inspector=inspector, workers=2, processes=True, resume=True
    )
    assert tally.done == 7


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks into /proc")
def test_processes_end_with_the_run_that_started_them(tmp_path, make_photo):
    folder = tmp_path / "photos"
    folder.mkdir()
    for number in range(300):
        (folder / f"{number:03}.png").write_bytes(make_photo(number, 200))
    code = RUN.replace("workers=2", "workers=2, processes=True")
    script = tmp_path / "run.py"
    indented = code.strip().replace("\n", "\n    ")
    script.write_text(f"if __name__ == '__main__':\n    {indented}\n")
    running = subprocess.Popen(
        [sys.executable, str(script), str(folder), str(tmp_path / "out.parquet")]
    )
    parts = tmp_path / "out.parquet.parts"
    while not (parts.exists() and list(parts.glob("0*"))):
        assert running.poll() is None
        time.sleep(0.01)
    children = {
        int(entry.name)
        for entry in Path("/proc").iterdir()
        if entry.name.isdigit() and _parent_of(entry) == running.pid
    }
    running.kill()
    running.wait()
    assert len(children) >= 2
    end = time.monotonic() + 20
    while any(Path(f"/proc/{child}").exists() for child in children):
        assert time.monotonic() < end, "expected no worker to outlive its run"
        time.sleep(0.05)


def _parent_of(entry):
    try:
        return int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return None


def test_threads_are_at_work_together(folder, tmp_path):
    """Two photos are judged at one time: each waits for the other."""
    meeting = threading.Barrier(2, timeout=20)

    class Meets(Check):
        name = "meets"

        def run(self, photo, context):
            meeting.wait()
            return self.judge(value=0.0, limit=1.0, reason="meets.never")

    inspector = Inspector(checks=[Meets()], view=None)
    paths = [str(folder / f"{number}.png") for number in range(4)]
    out = tmp_path / "out.jsonl"
    tally = write_reports(Inputs(paths), out, inspector=inspector, workers=2)
    assert tally.verdicts == {"accept": 4}
    assert Status.PASS.value in out.read_text()
