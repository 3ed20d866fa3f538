"""The committed samples: which they are, and that they can be made again."""

import io
import json
from pathlib import Path

import pytest
from PIL import Image, ImageOps
from studio import samples as making
from studio.designs import split_of
from studio.sample_recipe import Sample, samples, shot_of
from studio.shoot import shoot

COMMITTED = Path(__file__).parents[2] / "samples" / "sets"


def test_samples_show_test_designs_only():
    shots = [shot_of(sample) for sample in samples()]
    assert {split_of(shot.design) for shot in shots if shot.design} == {"test"}
    assert len({shot.name for shot in shots}) == len(shots)
    assert len({sample.file for sample in samples()}) == len(shots)


def test_what_is_committed_is_what_the_recipe_names():
    record = json.loads((COMMITTED / "truth.json").read_text(encoding="utf-8"))["photos"]
    assert [photo["file"] for photo in record] == [sample.file for sample in samples()]
    assert [photo["parameters"]["seed"] for photo in record] == [
        shot_of(sample).seed for sample in samples()
    ]
    photos = {file.name for file in COMMITTED.iterdir()} - {"truth.json", "README.md"}
    assert photos == {sample.file for sample in samples()}


def test_a_set_shows_one_instance():
    record = json.loads((COMMITTED / "truth.json").read_text(encoding="utf-8"))["photos"]
    designs = {}
    for photo in record:
        if photo["set"]:
            designs.setdefault(photo["set"], set()).add(photo["parameters"]["design"])
    assert {name for name, shown in designs.items() if len(shown) > 1} <= {"document"}


def test_the_same_recipe_makes_the_same_file_byte_for_byte():
    sample = next(each for each in samples() if each.file == "no_device_table.jpg")
    first, again = (shoot(shot_of(sample), 32, 1, denoise=False) for _ in range(2))
    assert first.developed.jpeg == again.developed.jpeg
    assert making.entry(sample, first.truth) == making.entry(sample, again.truth)
    other = Sample(sample.file, sample.kind, sample.view, 0, wishes=sample.wishes, variant=1)
    assert shoot(shot_of(other), 32, 1, denoise=False).developed.jpeg != first.developed.jpeg


def test_making_goes_on_where_it_stopped(tmp_path, monkeypatch, make_photo, capsys):
    made = []

    def shooting(shot, long_side, rays):
        made.append(shot.name)
        return make_photo(shot)

    monkeypatch.setattr(making, "shoot", shooting)
    wanted = [sample.file for sample in samples()[:3]]
    arguments = [str(tmp_path / "out"), "--work", str(tmp_path / "work")]
    assert making.main([*arguments, "--only", *wanted[:2]]) == 0
    assert making.main([*arguments, "--only", *wanted]) == 0
    assert made == [shot_of(sample).name for sample in samples()[:3]]
    assert capsys.readouterr().out.split() == wanted
    record = json.loads((tmp_path / "out" / "truth.json").read_text(encoding="utf-8"))
    assert [photo["file"] for photo in record["photos"]] == wanted
    first = {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()}
    making.write(tmp_path / "again", tmp_path / "work")
    assert {file.name: file.read_bytes() for file in (tmp_path / "again").iterdir()} == first


@pytest.mark.parametrize("file", ["turned.jpg", "photo.webp", "photo.png"])
def test_a_sample_is_upright_in_every_format(file, make_photo):
    shot = shot_of(samples()[0])
    jpeg = make_photo(shot).developed.jpeg
    orientation = 6 if file == "turned.jpg" else 1
    stored = making.encoded(Sample(file, "smartphone", "back", 0, orientation=orientation), jpeg)
    opened = Image.open(io.BytesIO(stored))
    assert opened.getexif().get(0x0112, 1) == orientation
    assert ImageOps.exif_transpose(opened).size == Image.open(io.BytesIO(jpeg)).size
