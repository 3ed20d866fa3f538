"""The judge of the view model: what it asks, what it counts."""

import json
from pathlib import Path

import numpy as np
import pytest
from benchmarks import view, view_photos, view_sets
from benchmarks.realism_photos import PHONE_VIEW, Pictured
from benchmarks.view_photos import CATEGORY, LONG_SIDE, SCREEN, Seen, asked, judged
from benchmarks.view_tables import Group, refusals, sides

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


def test_a_missing_record_of_the_model_is_a_missing_model(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(view, "development_folder", lambda: tmp_path)
    monkeypatch.setattr(view.view, "__file__", str(tmp_path / "__init__.py"))
    assert view.main([]) == 2
    told = capsys.readouterr().err
    assert "none is installed" in told
    assert str(tmp_path) not in told


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
