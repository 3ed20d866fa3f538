"""Copies within a set, and of known photos."""

import numpy as np
import pytest

import photocheck
from photocheck.checks.duplicate import Duplicate
from photocheck.report import Verdict

PASS, WARN, FAIL, NOT_DONE, _ = photocheck.Status


def run(check, *sources):
    inspector = photocheck.Inspector(checks=[check])
    return [report["duplicate"] for report in inspector.inspect_many(sources)]


def test_a_photo_alone_passes_and_tells_its_hash(scene):
    (result,) = run(Duplicate(), scene)
    assert result.status is PASS
    assert result.value is None
    assert len(result.measurements["hash"]) == 64
    assert "of" not in result.measurements


def test_a_copy_within_the_set_warns_and_names_the_first(make_scene, to_jpeg):
    scenes = [make_scene(seed) for seed in range(3)]
    copy = to_jpeg(scenes[1][::2, ::2], quality=50)
    *first, last = run(Duplicate(), *scenes, copy)
    assert [result.status for result in first] == [PASS] * 3
    assert last.status is WARN
    assert last.reason == "duplicate.in_set"
    assert last.measurements["of"] == 1
    assert last.value < last.limit
    assert last.unit == "bits"
    assert last.score < 0.5


def test_an_unreadable_photo_keeps_its_place(scene):
    *_, last = photocheck.Inspector(checks=[Duplicate()]).inspect_many([b"no photo", scene, scene])
    assert last["duplicate"].measurements["of"] == 1


def test_a_copy_is_called_one_after_many_others(make_scene):
    scenes = [make_scene(seed, 300, 400) for seed in range(30)]
    results = run(Duplicate(), *scenes, *scenes)
    assert [result.measurements.get("of") for result in results] == [None] * 30 + list(range(30))


def test_a_known_photo_is_to_be_taken_again(scene, make_scene, to_jpeg):
    (rejected,) = run(Duplicate(), scene)
    check = Duplicate(known=("0" * 64, rejected.measurements["hash"]))
    again, other = run(check, to_jpeg(scene, quality=40), make_scene(5))
    assert again.status is FAIL
    assert again.reason == "duplicate.known"
    assert again.measurements["of"] == 1
    assert other.status is PASS
    assert other.value > other.limit
    report = photocheck.Inspector(checks=[check]).inspect(scene)
    assert report.verdict is Verdict.RETAKE


def test_known_outweighs_in_set(scene):
    (rejected,) = run(Duplicate(), scene)
    check = Duplicate(known=(rejected.measurements["hash"],))
    assert [result.reason for result in run(check, scene, scene)] == ["duplicate.known"] * 2


def test_the_nearest_of_known_and_set_is_told(scene, make_scene):
    (other,) = run(Duplicate(), make_scene(7))
    first, second = run(Duplicate(known=(other.measurements["hash"],)), scene, scene)
    assert first.status is PASS
    assert second.value == 0
    assert second.reason == "duplicate.in_set"
    far, _ = run(Duplicate(known=(first.measurements["hash"],)), make_scene(7), scene)
    assert far.status is PASS


def test_a_known_photo_that_is_nearer_than_the_set_is_kept(make_scene):
    known = run(Duplicate(), make_scene(1))[0].measurements["hash"]
    check = Duplicate(known=(known,), min_distance=0)
    near, far = run(check, make_scene(2), make_scene(1))
    assert near.value > 0
    assert far.value == 0
    assert far.status is PASS


@pytest.mark.parametrize("level", [0, 128, 255])
def test_uniform_pictures_are_not_called_copies(level):
    uniform = np.full((600, 800, 3), level, np.uint8)
    for result in run(Duplicate(), uniform, uniform):
        assert result.status is NOT_DONE
        assert result.reason == "duplicate.no_structure"


def test_a_limit_of_zero_calls_nothing_a_copy(scene):
    assert [result.status for result in run(Duplicate(min_distance=0), scene, scene)] == [PASS] * 2


def test_a_larger_limit_calls_more_copies(scene):
    trimmed = scene[:, 60:]
    statuses = [run(Duplicate(min_distance=bits), scene, trimmed)[1].status for bits in (4, 256)]
    assert statuses == [PASS, WARN]


@pytest.mark.parametrize("known", [("xyz",), ("A" * 64,), ("0" * 63,)])
def test_what_is_no_hash_is_refused(known):
    with pytest.raises(ValueError, match="known"):
        Duplicate(known=known)


@pytest.mark.parametrize("bits", [-1, 257])
def test_a_limit_out_of_range_is_refused(bits):
    with pytest.raises(ValueError, match="min_distance"):
        Duplicate(min_distance=bits)
