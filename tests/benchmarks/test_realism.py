"""The probe learns what can be learnt, labels mean the same in both worlds, and tables add up."""

import csv
import json
import re

import cv2
import numpy as np
import pytest
from benchmarks import realism
from benchmarks.probe import STRENGTHS, choose, features_of, teach
from benchmarks.realism_photos import CATEGORY, PHONE_VIEW, Pictured, load_real, load_runs
from training.backbone import BackboneError, pooled

from photocheck.view.preprocess import letterbox, normalized

COLOURS = {"screen_on": (230, 240, 250), "screen_off": (10, 10, 12), "back": (40, 60, 200)}


class ColourBackbone:
    """Stands in for the network: mean colours on a 2×2 grid."""

    sha256 = "0" * 64
    size = 32

    def __init__(self, *_):
        pass

    def feature_map(self, rgb):
        return normalized(cv2.resize(letterbox(rgb, 32), (2, 2), interpolation=cv2.INTER_AREA))[0]


def pictured(category, view, **more):
    return Pictured("photo.jpg", category, view, "somewhere", **more)


def write_photos(folder, random, *, per_view, noise):
    """Photos whose colour tells the view, in `folder`; their names and views."""
    folder.mkdir(parents=True, exist_ok=True)
    for view, colour in COLOURS.items():
        for number in range(per_view):
            picture = np.clip(random.normal(colour, noise, (24, 32, 3)), 0, 255).astype(np.uint8)
            cv2.imwrite(str(folder / f"{view}_{number}.png"), picture)
            yield f"{view}_{number}.png", view, number


@pytest.fixture
def run(tmp_path):
    """A studio run of three views."""
    folder = tmp_path / "run"
    random = np.random.default_rng(1)
    splits = ("train", "train", "validation", "test")
    lines = [
        json.dumps(
            {
                "file": name,
                "category": "smartphone",
                "view": view,
                "split": splits[number % 4],
                "seed": number,
                "design": f"smartphone-{number}",
            }
        )
        for name, view, number in write_photos(folder, random, per_view=8, noise=20)
    ]
    (folder / "photos.jsonl").write_text("\n".join(lines) + "\n")
    return folder


@pytest.fixture
def real(tmp_path, monkeypatch):
    """Real photos of the same views from four sources."""
    folder = tmp_path / "photos"
    random = np.random.default_rng(2)
    with (tmp_path / "devices.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["file", "category", "view", "confidence", "source_repo"])
        for name, view, number in write_photos(folder, random, per_view=4, noise=30):
            rows.writerow([f"photos/{name}", "phone", view, "high", f"source{number}/photos"])
        rows.writerow(["photos/back_0.png", "phone", "oblique", "high", "source0/photos"])
    monkeypatch.setattr(realism, "development_folder", lambda: tmp_path)
    monkeypatch.setattr(realism, "Backbone", ColourBackbone)
    return tmp_path


@pytest.mark.parametrize(
    ("ours", "theirs"), [("smartphone", "phone"), ("tablet", "tablet"), ("smartwatch", "watch")]
)
def test_a_category_has_one_answer_by_either_name(ours, theirs):
    answers = {CATEGORY.answer(pictured(name, "back")) for name in (ours, theirs)}
    assert len(answers) == 1
    assert answers <= set(CATEGORY.classes[:-1])


@pytest.mark.parametrize("category", ["console", "other", "parcel", "document", "none"])
def test_everything_else_is_none_of_them(category):
    assert CATEGORY.answer(pictured(category, "not_device")) == CATEGORY.classes[-1]


def test_views_without_one_right_answer_are_not_asked_for():
    assert PHONE_VIEW.answer(pictured("phone", "oblique")) is None
    assert PHONE_VIEW.answer(pictured("tablet", "back")) is None
    assert PHONE_VIEW.answer(pictured("phone", "back", several=True)) is None
    assert CATEGORY.answer(pictured("phone", "back", several=True)) is None
    assert CATEGORY.answer(pictured("phone", "inside")) is None
    assert CATEGORY.answer(pictured("parcel", "inside")) is not None


def test_opposite_sides_are_one_group():
    left, right, top = (PHONE_VIEW.answer(pictured("phone", v)) for v in ("left", "right", "top"))
    assert left == right != top


def clouds(random, apart, n=60):
    labels = np.arange(n) % 3
    return random.normal(size=(n, 8)) + apart * np.eye(3, 8)[labels], labels


def test_the_probe_finds_classes_that_are_apart():
    features, labels = clouds(np.random.default_rng(0), 8)
    chances = teach(features, labels, 3, 0.01).probabilities(features)
    assert chances.sum(1) == pytest.approx(1)
    assert (chances.argmax(1) == labels).all()


def test_a_stronger_penalty_makes_less_sure():
    features, labels = clouds(np.random.default_rng(0), 2)
    weak, strong = (teach(features, labels, 3, by).probabilities(features) for by in (0.001, 1))
    assert strong.max(1).mean() < weak.max(1).mean()


def test_classes_weigh_the_same_however_many_photos_they_have():
    random = np.random.default_rng(0)
    features, labels = random.normal(size=(100, 4)), np.r_[np.zeros(90, int), np.ones(10, int)]
    chances = teach(features, labels, 2, 10.0).probabilities(features)
    assert chances.mean(0) == pytest.approx(0.5, abs=0.1)


def test_a_class_without_a_photo_is_never_answered():
    features, labels = clouds(np.random.default_rng(0), 8)
    chances = teach(features, labels * 2, 5, 0.1).probabilities(features)
    assert (chances[:, [1, 3]] == 0).all()


def test_noise_is_met_with_the_strongest_penalty():
    random = np.random.default_rng(0)
    features, labels = clouds(random, 0)
    others, other_labels = clouds(random, 0)
    assert choose(features, labels, 3, others, other_labels).strength == max(STRENGTHS)


def test_features_of_a_known_file_come_from_the_cache(run, tmp_path, monkeypatch):
    paths = sorted(run.glob("*.png"))
    first = features_of(paths, ColourBackbone(), tmp_path / "cache")
    monkeypatch.setattr(ColourBackbone, "feature_map", None)
    assert (features_of(paths[::-1], ColourBackbone(), tmp_path / "cache") == first[::-1]).all()


def test_the_command_tells_the_views_apart_and_draws_mistakes(run, real, tmp_path, capsys):
    sheets, cache = tmp_path / "sheets", tmp_path / "cache"
    options = ["--cache", str(cache), "--sheet", str(sheets), "--resamples", "20"]
    assert realism.main([str(run), *options]) == 0
    printed, told = capsys.readouterr()
    assert "nan" not in printed
    assert re.search(r"real photos\*\* \| 12 \| 1\.000", printed)
    assert "Left out: Category" in told  # the run has no other category
    assert not sheets.exists()  # no mistake, no sheet


def test_mistakes_are_drawn(run, real, tmp_path):
    wrong = (
        (real / "devices.csv").read_text().replace("back_0.png,phone,back", "back_0.png,phone,left")
    )
    (real / "devices.csv").write_text(wrong)
    sheets = tmp_path / "sheets"
    options = ["--cache", str(tmp_path / "cache"), "--sheet", str(sheets), "--resamples", "5"]
    assert realism.main([str(run), *options]) == 0
    assert [path.name for path in sheets.iterdir()] == ["phone_view-long_side-as-back.png"]


def test_real_photos_are_never_taught(run, real, tmp_path):
    cache, backbone = tmp_path / "cache", ColourBackbone()
    shown = realism.answer(PHONE_VIEW, load_runs([run]), load_real(real), backbone, cache)
    none = realism.answer(PHONE_VIEW, load_runs([run]), [], backbone, cache)
    assert (shown.probe.weights == none.probe.weights).all()
    assert {photo.split for photo in shown.taught} == {"train"}


def test_a_broken_record_names_its_line(run):
    with (run / "photos.jsonl").open("a") as file:
        file.write("{}\n")
    with pytest.raises(ValueError, match="line 25 of run"):
        load_runs([run])


def test_a_missing_network_says_how_it_is_made(run, real, tmp_path, monkeypatch, capsys):
    def missing(*_):
        raise BackboneError("python -m training.backbone exports it")

    monkeypatch.setattr(realism, "Backbone", missing)
    assert realism.main([str(run)]) == 2
    assert "training.backbone" in capsys.readouterr().err


def test_a_missing_run_is_named(real, tmp_path, capsys):
    assert realism.main([str(tmp_path / "nowhere")]) == 2
    assert "nowhere" in capsys.readouterr().err


def test_letterboxing_keeps_proportions_and_pads_with_the_networks_zero():
    square = letterbox(np.full((30, 60, 3), 255, np.uint8), 64)
    assert square.shape == (64, 64, 3)
    assert (square[16:48] == 255).all()
    assert (normalized(square)[0, :, :16] == 0).all()


def test_pooling_keeps_the_place():
    grid = np.zeros((1, 8, 8), np.float32)
    grid[0, :4, 4:] = 1
    assert pooled(grid).tolist() == [0.25, 0, 1, 0, 0]
