"""Labels, halves and sources of the benchmark photos."""

import json
from collections import Counter
from pathlib import Path

import pytest
from benchmarks.photos import (
    BLUR,
    PROBLEMS,
    WHOLE_BELOW,
    Labelled,
    development_folder,
    load_development,
    load_samples,
    with_halves,
)


def labelled(source, scene, name, task="blur", label="sharp", **more):
    return Labelled(Path(name), source, scene, task, label, **more)


def test_a_scene_is_in_one_half_and_a_small_source_too():
    photos = with_halves(
        [
            *(labelled("big", f"scene{i // 2}", f"big{i}.jpg") for i in range(4 * WHOLE_BELOW)),
            *(labelled("small", f"scene{i}", f"small{i}.jpg") for i in range(WHOLE_BELOW - 1)),
        ]
    )
    halves = {}
    for item in photos:
        halves.setdefault((item.source, item.scene), set()).add(item.half)
    assert all(len(half) == 1 for half in halves.values())
    assert len({item.half for item in photos if item.source == "small"}) == 1
    assert {item.half for item in photos if item.source == "big"} == {"limits", "report"}


def test_a_photo_is_in_the_same_half_for_every_task():
    photos = with_halves(
        [labelled("a", "s", "a.jpg", task=task) for task in ("blur", "exposure", "glare")]
    )
    assert len({item.half for item in photos}) == 1


def test_the_half_of_a_photo_does_not_depend_on_the_order():
    photos = [labelled("a", f"s{i}", f"{i}.jpg") for i in range(2 * WHOLE_BELOW)]
    assert with_halves(photos) == with_halves(photos[::-1])[::-1]


def test_weak_and_undecided_labels_are_left_out():
    photos = [
        labelled("a", "1", "1.jpg"),
        labelled("a", "2", "2.jpg", label="partial"),
        labelled("a", "3", "3.jpg", weak=True),
        labelled("a", "4", "4.jpg", task="glare", label="none"),
    ]
    assert BLUR.choose(photos) == photos[:1]
    assert BLUR.choose(photos, weak=True) == [photos[0], photos[2]]


def test_weak_labels_give_good_photos_only():
    assert BLUR.choose([labelled("a", "1", "1.jpg", label="soft", weak=True)], weak=True) == []


def test_no_label_is_good_and_bad():
    assert all(not problem.positive & problem.negative for problem in PROBLEMS)


def test_samples_are_labelled_by_their_truth(tmp_path):
    truth = [
        ("good.jpg", "accept", []),
        ("both.jpg", "retake", ["blur.motion", "exposure.under"]),
        ("mild.jpg", "warn", ["glare"]),
    ]
    photos = [
        {
            "file": name,
            "usable": usable,
            "problems": problems,
            "category": "smartphone",
            "view": "back",
        }
        for name, usable, problems in truth
    ]
    (tmp_path / "truth.json").write_text(json.dumps({"photos": photos}))
    found = {(item.path.name, item.task): item.label for item in load_samples(tmp_path)}
    assert (found["good.jpg", "blur"], found["good.jpg", "glare"]) == ("sharp", "none")
    assert found["both.jpg", "blur"] == "motion"
    assert found["both.jpg", "exposure"] == "under"
    assert found["mild.jpg", "glare"] == "borderline"
    assert found["mild.jpg", "blur"] == "sharp"


def test_committed_samples_exist_and_have_good_and_bad_ones():
    samples = load_samples()
    assert all(item.path.is_file() for item in samples)
    labels = Counter(item.label for item in samples if item.task == "blur")
    assert labels["sharp"]
    assert len(labels) > 1


def test_the_folder_of_development_photos_may_be_absent(monkeypatch, tmp_path):
    monkeypatch.setenv("PHOTOCHECK_PHOTOS", str(tmp_path))
    assert development_folder() is None


@pytest.mark.skipif(development_folder() is None, reason="the development photos are absent")
def test_development_photos_are_all_there_and_no_scene_is_in_both_halves():
    photos = load_development(development_folder())
    assert all(item.path.is_file() for item in photos)
    halves = {}
    for item in photos:
        halves.setdefault((item.source, item.scene), set()).add(item.half)
    assert all(len(half) == 1 for half in halves.values())
    for problem in PROBLEMS:
        chosen = {(item.half, item.label in problem.positive) for item in problem.choose(photos)}
        assert len(chosen) == 4, f"{problem.name}: a half lacks good or bad photos"
