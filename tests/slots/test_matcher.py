"""Photos in, slots out; and the command."""

import json
import shutil
from pathlib import Path

import pytest

import photocheck
from photocheck import Catalog, Inspector, Matcher, Photo, UsageError, ViewEstimate, match
from photocheck.cli import main

SAMPLES = Path(__file__).parents[2] / "samples"


def inspector(view=None):
    return Inspector(checks=["resolution", "duplicate"], view=view)


def back(_):
    return ViewEstimate({("smartphone", "back"): 1.0})


def test_the_same_photo_seven_times_fills_one_slot(scene):
    found = match([scene] * 7, "smartphone", inspector=inspector(back))
    assert list(found.assigned) == ["back"]
    assert len(found.duplicates[0]) == 7
    assert not found.unsure


def test_a_match_survives_json_and_takes_more_photos(scene, make_scene):
    first = match([scene], "smartphone", inspector=inspector(back))
    again = photocheck.Match.model_validate_json(first.model_dump_json())
    assert again == first
    later = match([make_scene(1)], "smartphone", inspector=inspector(back), previous=again)
    assert later.assigned["back"].source == first.assigned["back"].source
    assert len(later.photos) == 2


def test_what_cannot_be_read_is_unexpected():
    found = match([b"no photo", b""], "smartphone", inspector=inspector())
    assert {one.reason for one in found.unexpected} == {
        "decode.not_an_image",
        "decode.empty",
    }


def test_a_photo_can_be_declared_and_removed(scene):
    matcher = Matcher("smartphone", inspector=inspector())
    matcher.add(Photo.open(scene, name="a"))
    assert "left" in matcher.declare("a", "left").assigned
    assert matcher.remove("a").photos == ()


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (([], "toaster"), photocheck.UnknownCategoryError),
        (("one.jpg", "smartphone"), photocheck.SourceError),
    ],
)
def test_bad_calls_are_refused(arguments, error):
    with pytest.raises(error):
        match(*arguments)
    with pytest.raises(photocheck.UnknownSlotError):
        match([], "smartphone", declared={"a": "lid"})
    with pytest.raises(UsageError):
        match([], "smartphone", declared={"a": "left"})


def test_a_catalog_is_checked():
    slot = {"name": "lid", "views": ["nowhere"]}
    for text in ("no json", json.dumps({"categories": [{"name": "laptop", "slots": [slot]}]})):
        with pytest.raises(photocheck.SettingsError, match="catalog"):
            Catalog.load(text)


def test_the_command(tmp_path, capsys):
    file = tmp_path / "a.jpg"
    shutil.copy(SAMPLES / "smartphone_left.jpg", file)
    page = tmp_path / "page.html"
    command = ["match", str(file), "--category", "smartphone", "--declare", f"{file}=left"]
    assert main([*command, "--json", "--html", str(page)]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["schema"] == "photocheck.match/1"
    assert found["assigned"]["left"]["source"] == str(file)
    assert "Left side" in page.read_text(encoding="utf-8")
    assert main(command) == 1
    assert "left: " in capsys.readouterr().out
    assert main([*command, "--declare", "b.jpg=back"]) == 2
