"""The judge of the view model: what it asks, what it counts."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from benchmarks import view, view_photos, view_sets
from benchmarks.realism_photos import PHONE_VIEW, Pictured
from benchmarks.realism_tables import Judged
from benchmarks.view_photos import CATEGORY, LONG_SIDE, SCREEN, Seen, asked, judged, masks_of
from benchmarks.view_tables import Group, expected_calibration_error, refusals, sides

from photocheck.view import ViewEstimate

PHONE = Pictured(Path("a.jpg"), "phone", "back", "shop")


def seen(photo, likelihood, mask=None):
    return Seen(photo, ViewEstimate(likelihood, mask=mask))


@pytest.mark.parametrize(
    ("category", "view_name", "kind"),
    [
        ("phone", "back", "smartphone"),
        ("watch", "screen_on", "smartwatch"),
        ("headphones", "oblique", "other"),
        ("other", "closeup", "other"),
        ("other", "not_device", "none"),
        ("nothing", "nothing", "none"),
        ("document", "not_device", "document"),
        ("parcel", "inside", "parcel"),
    ],
)
def test_categories_are_asked_in_photochecks_words(category, view_name, kind):
    assert asked(CATEGORY, Pictured(Path("a.jpg"), category, view_name, "s")) == kind


def test_photos_without_one_answer_are_not_asked():
    several = Pictured(Path("a.jpg"), "phone", "multiple_devices", "s", several=True)
    assert asked(CATEGORY, several) is None
    assert asked(CATEGORY, Pictured(Path("a.jpg"), "phone", "inside", "s")) is None
    assert asked(PHONE_VIEW, Pictured(Path("a.jpg"), "phone", "oblique", "s")) is None


def test_views_are_judged_among_those_of_the_own_category():
    own = judged(PHONE_VIEW, [seen(PHONE, {("tablet", "back"): 0.7, ("smartphone", "left"): 0.3})])
    assert own.said[0] == PHONE_VIEW.classes.index("long side")
    whole = judged(CATEGORY, [seen(PHONE, {("tablet", "back"): 0.7, ("smartphone", "back"): 0.3})])
    assert whole.said[0] == CATEGORY.classes.index("tablet")
    np.testing.assert_allclose(whole.chances.sum(1), 1)


def test_the_screen_is_asked_of_fronts_alone():
    assert asked(SCREEN, PHONE) is None
    assert asked(SCREEN, Pictured(Path("a.jpg"), "smartwatch", "front_off", "s")) == "off"


def test_sides_count_only_what_is_answered():
    left = Pictured(Path("a.jpg"), "phone", "left", "s")
    sure_right = seen(left, {("smartphone", "left"): 0.9, ("smartphone", "right"): 0.1})
    vague_wrong = seen(left, {("smartphone", "left"): 0.4, ("smartphone", "right"): 0.6})
    text = sides([Group("all", [sure_right, vague_wrong])])
    assert LONG_SIDE.title in text
    assert "1 of 2 (50.0 %)" in text
    assert "1 of 1" in text


def test_refusals_name_what_is_found_without_refusing_devices():
    nothing = Pictured(Path("b.jpg"), "other", "not_device", "s")
    found = seen(nothing, {("none", "none"): 0.9, ("smartphone", "back"): 0.1})
    missed = seen(nothing, {("none", "none"): 0.2, ("smartphone", "back"): 0.8})
    device = seen(PHONE, {("none", "none"): 0.3, ("smartphone", "back"): 0.7})
    text = refusals([Group("all", [found, missed, device])])
    assert "1 of 2" in text
    assert "0 of 1" in text


def test_calibration_is_perfect_where_confidence_is_the_share_right():
    chances = np.tile([0.75, 0.25], (400, 1))
    truth = np.array([0, 0, 0, 1] * 100)
    own = Judged((PHONE,) * 400, truth, chances)
    rng = np.random.default_rng(0)
    shuffled = Judged((PHONE,) * 400, rng.permutation(truth), chances)
    assert expected_calibration_error(shuffled) < 0.1
    sure = Judged((PHONE,) * 400, truth, np.tile([1.0, 0.0], (400, 1)))
    assert expected_calibration_error(sure) == pytest.approx(0.25, abs=0.02)
    assert expected_calibration_error(own) < expected_calibration_error(sure)


def test_masks_are_compared_at_the_true_masks_size(tmp_path):
    true = np.zeros((60, 80, 3), np.uint8)
    true[20:40, 20:60, 2] = 255  # red in OpenCV's order
    cv2.imwrite(str(tmp_path / "a.masks.png"), true)
    mask = np.zeros((48, 64), np.bool_)
    mask[16:32, 16:48] = True
    photo = Pictured(tmp_path / "a.jpg", "smartphone", "back", "run")
    both = [seen(photo, {("smartphone", "back"): 1.0}, mask), seen(photo, {("none", "none"): 1.0})]
    near, none = masks_of(both, {"run": tmp_path})
    assert near > 0.9
    assert none == 0


def test_without_a_model_the_command_says_so(monkeypatch, capsys):
    monkeypatch.setattr(view_photos, "estimate", lambda _: None)
    monkeypatch.setattr(view, "development_folder", lambda: None)
    sample = Path(__file__).parent.parent.parent / "samples"
    photo = next(sample.glob("*.jpg"))
    monkeypatch.setattr(
        view, "load_runs", lambda _: [Pictured(photo, "smartphone", "back", "r", split="test")]
    )
    assert view.main([]) == 2
    assert "model" in capsys.readouterr().err


def test_nothing_to_judge_is_said(monkeypatch, capsys):
    monkeypatch.setattr(view, "development_folder", lambda: None)
    assert view.main([]) == 2
    assert "name a studio run" in capsys.readouterr().err


def test_only_whole_sets_of_unseen_designs_are_matched(tmp_path):
    def record(group, split, index):
        return json.dumps(
            {"group": group, "split": split, "category": "smartphone", "index": index}
        )

    lines = [record("whole", "test", index) for index in range(7)]
    lines += [record("part", "test", 7), *(record("seen", "train", 8 + i) for i in range(7))]
    (tmp_path / "photos.jsonl").write_text("\n".join(lines) + "\n")
    assert [photos[0]["group"] for photos in view_sets._whole_sets(tmp_path)] == ["whole"]
