"""A run can stop, go on, and be shared."""

import json

import numpy as np
import pytest

from studio import run as running
from studio.__main__ import main
from studio.errors import StudioError
from studio.recipe import training
from studio.run import make, records


@pytest.fixture
def shooting(monkeypatch, make_photo):
    """Replaces rendering by a picture of the shot's seed; returns the indices made."""
    made = []

    def shoot(shot, long_side, samples):
        if shot.index in shooting.hidden:
            raise StudioError("expected it to be visible, got 8 hidden attempts")
        if shot.index in shooting.broken:
            raise KeyboardInterrupt
        made.append(shot.index)
        return make_photo(shot)

    shooting.hidden, shooting.broken = set(), set()
    monkeypatch.setattr(running, "shoot", shoot)
    shoot.made, shoot.rules = made, shooting
    return shoot


def test_a_run_goes_on_where_it_stopped(tmp_path, shooting):
    shots = training(6)
    shooting.rules.broken.add(3)
    with pytest.raises(KeyboardInterrupt):
        list(make(tmp_path, shots, 64, 1))
    assert [record.index for record in records(tmp_path)] == [0, 1, 2]
    shooting.rules.broken.clear()
    list(make(tmp_path, shots, 64, 1))
    assert shooting.made == [0, 1, 2, 3, 4, 5]
    assert [record.index for record in records(tmp_path)] == list(range(6))
    assert list(make(tmp_path, shots, 64, 1)) == []


def test_two_processes_share_the_work(tmp_path, shooting):
    shots = training(8)
    first, second = make(tmp_path, shots, 64, 1), make(tmp_path, shots, 64, 1)
    for _ in range(4):
        next(first)
        next(second)
    assert sorted(shooting.made) == list(range(8))
    assert list(first) == list(second) == []


def test_what_a_dead_process_left_is_made(tmp_path, shooting, monkeypatch):
    shots = training(2)
    claims = tmp_path / "claims"
    claims.mkdir()
    (claims / shots[0].name).touch()
    list(make(tmp_path, shots, 64, 1))
    assert shooting.made == [1]
    monkeypatch.setattr(running, "_STALE", -1.0)
    list(make(tmp_path, shots, 64, 1))
    assert shooting.made == [1, 0]


def test_hidden_devices_are_counted_and_left(tmp_path, shooting, monkeypatch):
    shooting.rules.hidden.add(1)
    shots = training(3)
    list(make(tmp_path, shots, 64, 1))
    assert [record.index for record in records(tmp_path)] == [0, 2]
    rejected = [json.loads(line) for line in (tmp_path / "rejected.jsonl").open()]
    assert [line["name"] for line in rejected] == [shots[1].name]
    monkeypatch.setattr(running, "_STALE", -1.0)
    assert list(make(tmp_path, shots, 64, 1)) == []


def test_files_and_records_agree(tmp_path, shooting):
    list(make(tmp_path, training(3), 64, 1))
    for record in records(tmp_path):
        for name in (record.file, record.masks, record.glare):
            assert (tmp_path / name).stat().st_size > 0
        assert np.isfinite([record.device_share, record.glare_share, record.circle]).all()


def test_the_command_line(tmp_path, shooting, capsys):
    folder = tmp_path / "run"
    assert main(["run", "training", str(folder), "--count", "3"]) == 0
    assert "3 photos, median" in capsys.readouterr().out
    assert main(["sheet", str(folder), str(tmp_path / "sheet.png")]) == 0
    assert (tmp_path / "sheet.png").stat().st_size > 0
    assert main(["summary", str(folder)]) == 0
    assert "3 photos of" in capsys.readouterr().out
    assert main(["summary", str(tmp_path / "none")]) == 2
    assert "expected a run" in capsys.readouterr().err
