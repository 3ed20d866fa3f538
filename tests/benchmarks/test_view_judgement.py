"""What the judge of the view model counts: right answers, confidence, masks, mistakes, times."""

from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import pytest
from benchmarks import tables, view_speed
from benchmarks.photos import development_folder
from benchmarks.realism_photos import Pictured, load_real
from benchmarks.view_confidence import (
    Claims,
    calibration_error,
    chance_error,
    confidence_table,
    of_kinds_of_side,
    of_views,
)
from benchmarks.view_covered import covered_part, covered_table
from benchmarks.view_framing import framing_table
from benchmarks.view_masks import fit, fits_of, masks_table, true_mask
from benchmarks.view_mistakes import load_causes, mistakes, mistakes_table, name_of
from benchmarks.view_screen import screen_table
from benchmarks.view_truth import likeliest, likeliest_side, right_pairs

from photocheck.view import ViewEstimate

LEFT, RIGHT, BACK = (("smartphone", view) for view in ("left", "right", "back"))


class Seen(NamedTuple):
    photo: Pictured
    estimate: ViewEstimate


def real(category, view, name="repo__0123456789.jpg", **more):
    return Pictured(Path(name), category, view, "shop", **more)


def render(category, view, path="a.jpg", **more):
    return Pictured(Path(path), category, view, "run", split="test", **more)


def seen(photo, likelihood, **more):
    return Seen(photo, ViewEstimate(likelihood, **more))


def cells(printed, start):
    """The cells of the row that starts so."""
    row = next(line for line in printed.splitlines() if line.startswith(f"| {start} |"))
    return [cell.strip() for cell in row.strip("|").split("|")][1:]


def test_a_label_allows_all_that_it_leaves_open():
    assert right_pairs(real("laptop", "back")) == {("laptop", "back_case"), ("laptop", "underside")}
    assert right_pairs(real("phone", "side_unknown")) == {
        ("smartphone", side) for side in ("left", "right", "top", "bottom")
    }
    assert {category for category, _ in right_pairs(real("watch", "oblique"))} == {"smartwatch"}
    assert right_pairs(real("other", "not_device")) == {("none", "none")}


def test_a_document_is_a_document_although_it_is_no_device():
    assert {category for category, _ in right_pairs(real("document", "not_device"))} == {"document"}


def test_no_answer_is_right_for_several_devices_or_an_opened_one():
    assert right_pairs(real("phone", "multiple_devices", several=True)) is None
    assert right_pairs(real("phone", "inside")) is None
    assert right_pairs(render("smartphone", "back", several=True)) is None


def test_renders_are_labelled_in_photochecks_words():
    assert right_pairs(render("smartphone", "left")) == {LEFT}
    assert right_pairs(render("none", "nothing")) == {("none", "none")}
    with pytest.raises(ValueError, match="sideways"):
        right_pairs(render("smartphone", "sideways"))


def test_opposite_sides_together_may_be_likelier_than_the_likeliest_answer():
    estimate = ViewEstimate({LEFT: 0.3, RIGHT: 0.3, BACK: 0.4})
    assert likeliest(estimate) == (BACK, 0.4)
    assert likeliest_side(estimate) == ({LEFT, RIGHT}, pytest.approx(0.6))


def test_merging_makes_a_confused_side_right():
    both = [seen(render("smartphone", "left"), {LEFT: 0.4, RIGHT: 0.6})]
    exact, merged = of_views(both), of_kinds_of_side(both)
    assert exact.right.tolist() == [False]
    assert merged.right.tolist() == [True]
    assert merged.confidence[0] > exact.confidence[0]


def test_a_label_that_leaves_the_side_open_is_judged_merged_only():
    either = [seen(real("laptop", "back"), {("laptop", "underside"): 1.0})]
    oblique = [seen(real("phone", "oblique"), {LEFT: 1.0})]
    assert of_views(either).right.size == 0
    assert of_kinds_of_side(either).right.tolist() == [True]
    assert of_kinds_of_side(oblique).right.size == 0


def claims(n, shift=0.0):
    random = np.random.default_rng(0)
    confidence = random.uniform(0.5, 0.95, n)
    return Claims(confidence, random.random(n) < confidence - shift)


def test_calibration_error_is_how_far_confidence_is_off():
    assert calibration_error(claims(20_000)) < 0.02
    assert calibration_error(claims(20_000, shift=0.2)) == pytest.approx(0.2, abs=0.02)
    assert calibration_error(Claims(np.ones(8), np.zeros(8, bool))) == 1
    assert np.isnan(calibration_error(Claims(np.zeros(0), np.zeros(0, bool))))


def test_the_error_of_chance_falls_with_more_photos():
    few, many = chance_error(claims(60), 50), chance_error(claims(6000), 50)
    assert few > 3 * many > 0
    # A perfect confidence has the error of chance, a shifted one more.
    assert calibration_error(claims(6000)) < 2 * many
    assert calibration_error(claims(6000, shift=0.2)) > 4 * many


def test_sure_answers_have_no_error_of_chance():
    assert chance_error(Claims(np.ones(30), np.ones(30, bool)), 5) == 0


def test_the_confidence_table_leaves_out_groups_without_answers():
    groups = [("phones", [seen(render("smartphone", "back"), {BACK: 1.0})]), ("nobody", [])]
    printed = confidence_table(groups)
    assert cells(printed, "category and view: phones") == ["1", "1.000", "1.000", ".000", ".000"]
    assert "nobody" not in printed


def test_a_screen_without_an_answer_is_not_right():
    on, off = ("smartphone", "screen_on"), ("smartphone", "screen_off")
    photos = [
        seen(render(*on), {on: 1.0}, screen="on"),
        seen(render(*on), {on: 1.0}),
        seen(render(*off), {off: 1.0}, screen="on"),
        seen(render("smartphone", "back"), {BACK: 1.0}, screen="on"),
        seen(real("watch", "screen_off"), {off: 1.0}, screen="off"),
    ]
    both, lit, dark, unsaid = cells(screen_table([("all", photos)]), "all")
    assert [text.split(" (")[0] for text in (both, lit, dark)] == ["2 of 4", "1 of 2", "1 of 2"]
    assert unsaid == "1"


def square(side, height, width, grid=1):
    mask = np.zeros((height // grid, width // grid), bool)
    mask[: side // grid, : side // grid] = True
    return mask


def test_a_mask_on_its_grid_fits_a_true_one_that_follows_the_grid():
    found = fit(square(32, 64, 96, grid=4), square(32, 64, 96))
    assert found.grid == 1
    assert found.photo > 0.95


def test_a_mask_fits_less_the_farther_it_is_off():
    true = square(32, 64, 96)
    values = [fit(square(side, 64, 96, grid=4), true).photo for side in (32, 40, 48, 64)]
    assert values == sorted(values, reverse=True)
    assert values[-1] == pytest.approx(0.25, abs=0.02)
    assert fit(~true, true) == (0, 0)
    assert fit(None, true) == (0, 0)


@pytest.fixture
def rendered(tmp_path):
    """Where the masks of ``a.jpg`` are, which has a device in red and a screen in green."""
    masks = np.zeros((64, 96, 3), np.uint8)
    masks[..., 2] = square(32, 64, 96) * 255
    masks[..., 1] = square(16, 64, 96) * 255
    cv2.imwrite(str(tmp_path / "a.masks.png"), masks)
    return tmp_path / "a.jpg"


def test_the_true_mask_is_that_of_the_device(rendered):
    assert (true_mask(rendered) == square(32, 64, 96)).all()


def test_missing_masks_are_named(tmp_path):
    with pytest.raises(ValueError, match=r"b\.masks\.png"):
        true_mask(tmp_path / "b.jpg")


def test_masks_are_judged_by_category_where_one_device_is_shown(rendered):
    mask = square(32, 64, 96, grid=4)
    photos = [
        seen(render("smartphone", "back", rendered), {BACK: 1.0}, mask=mask),
        seen(render("tablet", "back", rendered), {BACK: 1.0}),
        seen(render("smartphone", "back", rendered, several=True), {BACK: 1.0}),
        seen(render("parcel", "inside", rendered), {BACK: 1.0}),
        seen(real("phone", "back"), {BACK: 1.0}),
    ]
    assert {name: len(own) for name, own in fits_of(photos).items()} == {
        "smartphone": 1,
        "tablet": 1,
    }
    printed = masks_table([("test", photos)])
    assert cells(printed, "test: smartphone")[-2] == "1 of 1 (100.0 %)"
    assert cells(printed, "test: tablet")[-2] == "0 of 1 (0.0 %)"
    assert cells(printed, "test: all")[0] == "2"


def test_mistakes_are_wrong_kinds_and_sides_said_surely():
    photos = [
        seen(real("phone", "back", "r__right.jpg"), {BACK: 1.0}),
        seen(real("phone", "left", "r__vague.jpg"), {LEFT: 0.4, RIGHT: 0.6}),
        seen(real("phone", "left", "r__sure.jpg"), {LEFT: 0.1, RIGHT: 0.9}),
        seen(real("phone", "side_unknown", "r__open.jpg"), {RIGHT: 1.0}),
        seen(real("phone", "oblique", "r__slanted.jpg"), {LEFT: 1.0}),
        seen(real("phone", "back", "r__kind.jpg"), {LEFT: 0.5, RIGHT: 0.5}),
        seen(real("phone", "multiple_devices", "r__many.jpg", several=True), {RIGHT: 1.0}),
    ]
    found = mistakes(photos)
    assert [(name_of(one.photo), one.confidence) for one in found] == [("kind", 1.0), ("sure", 0.9)]
    printed = mistakes_table(photos, 1, {"kind": "a book | a phone"})
    assert printed.startswith("2 mistakes on 6 photos; the 1 surest")
    assert "a book \\| a phone" in printed
    assert "sure |" not in printed


def test_a_mistake_without_a_known_cause_has_an_empty_cell():
    photos = [seen(real("phone", "back", "r__kind.jpg"), {LEFT: 1.0})]
    assert cells(mistakes_table(photos, 9, {}), "kind")[-1] == ""


def test_the_committed_causes_can_be_read():
    assert all(name and cause for name, cause in load_causes().items())


@pytest.mark.parametrize("text", ["name,why\n", "photo,cause\na,b\na,c\n"])
def test_causes_of_another_shape_are_refused(tmp_path, text):
    file = tmp_path / "causes.csv"
    file.write_text(text)
    with pytest.raises(ValueError, match=r"causes\.csv"):
        load_causes(file)


def test_every_development_photo_can_be_judged_and_named():
    folder = development_folder()
    if folder is None:
        pytest.skip("the development photos are absent")
    photos = load_real(folder)
    names = {name_of(photo) for photo in photos}
    assert len(names) == len(photos)
    asked = [photo for photo in photos if right_pairs(photo) is not None]
    assert len(asked) > 500


def test_speed_says_that_there_is_no_model(monkeypatch, capsys):
    monkeypatch.setattr(view_speed, "estimate", lambda _: None)
    assert view_speed.main(["--size", "0.1"]) == 2
    assert "No view model" in capsys.readouterr().err


def test_speed_times_the_view_on_its_own(monkeypatch, capsys, tmp_path):
    name = "explanation/speed.md"
    page = tmp_path / name
    page.parent.mkdir()
    page.write_text((tables.DOCS / name).read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(view_speed, "DOCS", tmp_path)
    monkeypatch.setattr(view_speed, "estimate", lambda _: ViewEstimate({BACK: 1.0}))
    assert view_speed.main(["--size", "0.1", "--repeats", "1", "--write"]) == 0
    printed = capsys.readouterr().out
    assert cells(printed, "full decode")[-1] == "1.00"
    assert "estimate of the view" in page.read_text(encoding="utf-8")


def test_framing_is_counted_by_what_is_known(tmp_path):
    picture = tmp_path / "a.jpg"
    cv2.imwrite(str(picture), np.full((60, 80, 3), 90, np.uint8))
    whole, cut, speck = (np.zeros((48, 64), np.bool_) for _ in range(3))
    whole[10:40, 10:50] = cut[:, 5:60] = speck[20:24, 20:24] = True

    def seen(mask, devices=1, **more):
        likelihood = {BACK: 1.0}
        return Seen(
            render("smartphone", "back", picture, **more),
            ViewEstimate(likelihood, mask=mask, devices=devices),
        )

    photos = [
        seen(whole, framing="full"),
        seen(cut, framing="full"),
        seen(cut, framing="cropped"),
        seen(speck, framing="tiny"),
        seen(whole, devices=2, several=True),
        seen(whole, devices=1, several=True),
    ]
    cells = framing_table([("shop", photos)]).splitlines()[-1].split(" | ")
    assert [cell.split(" (")[0] for cell in cells[1:]] == [
        "1 of 2", "1 of 1", "0 of 2", "1 of 1", "0 of 4", "1 of 2",
    ]  # fmt: skip


def hidden_render(folder, name, hidden):
    """A render of a square device, that part of it hidden, with its masks and whole outline."""
    whole = np.zeros((40, 40), np.uint8)
    whole[10:30, 10:30] = 255
    masks = np.zeros((40, 40, 3), np.uint8)
    masks[..., 2] = whole
    masks[10 : 10 + round(20 * hidden), :, 2] = 0
    cv2.imwrite(str(folder / f"{name}.masks.png"), masks)
    cv2.imwrite(str(folder / f"{name}.whole.png"), whole)
    return render("smartphone", "back", folder / f"{name}.jpg")


def test_the_covered_part_is_what_the_outline_has_and_the_mask_lacks(tmp_path):
    assert covered_part(hidden_render(tmp_path, "a", 0.5)) == pytest.approx(0.5)
    assert covered_part(hidden_render(tmp_path, "b", 0.0)) == 0
    assert covered_part(render("smartphone", "back", tmp_path / "c.jpg")) is None


def test_what_is_said_of_covered_devices_is_counted_by_how_much_is(tmp_path):
    told = [(0.5, 0.4), (0.5, 0.1), (0.4, None), (0.1, 0.2), (0.0, 0.0)]
    hidden = [
        seen(hidden_render(tmp_path, str(number), part), {BACK: 1.0}, covered=said)
        for number, (part, said) in enumerate(told)
    ]
    free = [seen(real("phone", "back"), {BACK: 1.0}, covered=said) for said in (0.0, 0.1, 0.3)]
    free.append(seen(real("laptop", "back"), {BACK: 1.0}, covered=0.9))
    printed = covered_table(hidden, [("shop", free)])
    much = cells(printed, "renders, .25 to 1.00 behind a hand")
    assert much[0] == "3"
    assert much[1].startswith("2 of 3")
    assert much[2].startswith("1 of 3")
    assert much[3] == "1"
    assert much[4] == ".250"
    assert cells(printed, "renders, .08 to .25 behind a hand")[1].startswith("1 of 1")
    free_of = cells(printed, "shop, uncovered")
    assert free_of[0] == "3"
    assert free_of[1].startswith("2 of 3")
    assert "AUROC 1.000" in printed
