"""Copies within a set, and of known photos."""

import numpy as np
import pytest

import photocheck
from photocheck import HashIndex
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
    check = Duplicate(known_bad=("0" * 64, rejected.measurements["hash"]))
    again, other = run(check, to_jpeg(scene, quality=40), make_scene(5))
    assert again.status is FAIL
    assert again.reason == "duplicate.known"
    assert again.measurements["of"] == "1"
    assert other.status is PASS
    assert other.value is None  # nothing is near
    report = photocheck.Inspector(checks=[check]).inspect(scene)
    assert report.verdict is Verdict.RETAKE


def test_known_outweighs_in_set(scene):
    (rejected,) = run(Duplicate(), scene)
    check = Duplicate(known_bad=(rejected.measurements["hash"],))
    assert [result.reason for result in run(check, scene, scene)] == ["duplicate.known"] * 2


def test_the_nearest_of_known_and_set_is_told(scene, make_scene):
    (other,) = run(Duplicate(), make_scene(7))
    first, second = run(Duplicate(known_bad=(other.measurements["hash"],)), scene, scene)
    assert first.status is PASS
    assert second.value == 0
    assert second.reason == "duplicate.in_set"
    far, _ = run(Duplicate(known_bad=(first.measurements["hash"],)), make_scene(7), scene)
    assert far.status is PASS


def flipped(hash_, bits):
    """A hash that differs in so many bits, all over it."""
    places = np.random.default_rng(bits).permutation(np.arange(1, 256))[:bits]
    return f"{int(hash_, 16) ^ sum(1 << int(place) for place in places):064x}"


@pytest.mark.parametrize("bits", [0, 15, 16, 20, 31, 32, 60])
def test_the_distance_is_told_up_to_twice_the_limit(scene, bits):
    hash_ = run(Duplicate(), scene)[0].measurements["hash"]
    (result,) = run(Duplicate(known_bad=[flipped(hash_, bits)]), scene)
    assert result.status is (FAIL if bits < 16 else PASS)
    assert result.value == (bits if bits < 32 else None)
    assert ("of" in result.measurements) == (bits < 16)
    assert result.score == (bits / 32 if bits < 32 else 1)


def test_a_known_photo_that_is_nearer_than_the_set_is_kept(scene):
    hash_ = run(Duplicate(), scene)[0].measurements["hash"]
    check = Duplicate(known_bad=[flipped(hash_, 17)])
    comparison = check.comparison()
    far = (
        Duplicate()
        .not_done("check.error")
        .model_copy(update={"measurements": {"hash": flipped(hash_, 20)}})
    )
    comparison.add(far)
    (alone,) = run(check, scene)
    assert comparison.revised(alone).value == 17


def test_a_photo_of_another_return_warns_and_one_known_as_bad_fails(scene, make_scene, to_jpeg):
    old, fraud = run(Duplicate(), make_scene(1), make_scene(2))
    good = HashIndex([(old.measurements["hash"], "photo 3", "R-17")])
    bad = HashIndex([(fraud.measurements["hash"], "fraud 9")])
    check = Duplicate(known_good=good, known_bad=bad)
    first, second, third, again = run(
        check, to_jpeg(make_scene(1), quality=60), make_scene(2), scene, make_scene(1)
    )
    assert (first.status, first.reason) == (WARN, "duplicate.known_good")
    assert (first.measurements["of"], first.measurements["group"]) == ("photo 3", "R-17")
    assert (second.status, second.reason) == (FAIL, "duplicate.known")
    assert second.measurements["of"] == "fraud 9"
    assert third.status is PASS
    # That it was sent with another return says more than that it came twice.
    assert again.reason == "duplicate.known_good"
    both = HashIndex([(old.measurements["hash"], "fraud 10")])
    assert run(Duplicate(known_good=good, known_bad=both), make_scene(1))[0].status is FAIL


def test_the_photos_of_a_return_may_come_again_with_it(scene):
    index = HashIndex(name="returns")
    inspector = photocheck.Inspector(checks=[Duplicate(known_good=index)])
    assert index.add_report(inspector.inspect(scene), "back", "R-1")
    assert inspector.inspect(scene)["duplicate"].status is WARN
    own = photocheck.Inspector(checks=[Duplicate(known_good=index.except_for("R-1"))])
    assert own.inspect(scene)["duplicate"].status is PASS
    other = photocheck.Inspector(checks=[Duplicate(known_good=index.except_for("R-2"))])
    assert other.inspect(scene)["duplicate"].status is WARN


def test_settings_name_an_index_and_not_what_is_in_it(scene):
    index = HashIndex(name="returns")
    checks = [Duplicate(known_good=index, known_bad=["0" * 64])]
    before = photocheck.Inspector(checks=checks).inspect(scene).settings
    index.add("f" * 64, "one")
    after = photocheck.Inspector(checks=checks).inspect(scene).settings
    assert before == after
    assert before.checks["duplicate"]["known_good"] == "returns"
    assert before.checks["duplicate"]["known_bad"].startswith("sha256:")
    other = photocheck.Inspector(checks=[Duplicate(known_good=index, known_bad=["1" * 64])])
    assert other.inspect(scene).settings.fingerprint != after.fingerprint


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


@pytest.mark.parametrize("known", [("xyz",), ("A" * 64,), ("0" * 63,), (5,), "0" * 64, {"0" * 64}])
def test_what_is_no_hash_is_refused(known):
    for name in ("known_good", "known_bad"):
        with pytest.raises(ValueError, match=name):
            Duplicate(**{name: known})


@pytest.mark.parametrize("bits", [-1, 257])
def test_a_limit_out_of_range_is_refused(bits):
    with pytest.raises(ValueError, match="min_distance"):
        Duplicate(min_distance=bits)
