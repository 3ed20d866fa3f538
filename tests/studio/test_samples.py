"""The committed samples: which they are, and that they can be made again."""

import io
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps
from studio import samples as making
from studio.designs import split_of
from studio.sample_recipe import Sample, samples, shot_of
from studio.shoot import shoot
from studio.stage import set_up

COMMITTED = Path(__file__).parents[2] / "samples"


def test_samples_show_test_designs_only():
    shots = [shot_of(sample) for sample in samples()]
    assert {split_of(shot.design) for shot in shots if shot.design} == {"test"}
    assert len({shot.name for shot in shots}) == len(shots)
    assert len({sample.file for sample in samples()}) == len(shots)


def test_what_is_committed_is_what_the_recipe_names():
    record = json.loads((COMMITTED / "truth.json").read_text(encoding="utf-8"))["photos"]
    assert [photo["file"] for photo in record] == [sample.file for sample in samples()]
    # The checksum of a whole recipe: a photo must be made again when its recipe changes.
    assert [photo["parameters"]["recipe"] for photo in record] == [
        shot_of(sample).index for sample in samples()
    ]
    photos = {file.name for file in COMMITTED.iterdir()} - {"truth.json", "README.md"}
    assert photos == {sample.file for sample in samples()}


def test_a_set_shows_one_instance():
    sets = {}
    for sample in samples():
        if sample.set:
            shot = shot_of(sample)
            sets.setdefault(sample.set, set()).add((shot.design, shot.instance_seed))
    assert len(sets) == 7
    assert all(len(shown) == 1 for shown in sets.values())


@pytest.mark.parametrize("name", ["smartphone", "smartphone_2", "tablet", "laptop", "smartwatch"])
def test_all_photos_of_a_set_show_the_same_colours(name):
    colours = set()
    for sample in samples():
        if sample.set == name:
            shot = shot_of(sample)
            facts = set_up(shot, np.random.default_rng([shot.seed, 0])).thing.facts
            colours.add((facts["colour"], facts.get("strap_colour")))
            assert facts.get("strap_pose") != "none"
    assert len(colours) == 1


@pytest.mark.parametrize(
    "file",
    [
        "smartphone_back.jpg",
        "smartwatch_right.jpg",
        "parcel_inside.jpg",
        "document_order_slip.jpg",
        "smartphone_back_two_devices.jpg",
    ],
)
def test_a_committed_photo_made_again_shows_the_same(file):
    record = json.loads((COMMITTED / "truth.json").read_text(encoding="utf-8"))["photos"]
    committed = next(photo for photo in record if photo["file"] == file)
    shot = shot_of(next(sample for sample in samples() if sample.file == file))
    truth = shoot(shot, 96, 1, denoise=False).truth
    box = truth.box.model_dump()
    # Two pixels of this small remake.
    assert box == pytest.approx(committed["device_box"], abs=2 / 72)
    assert truth.device_share == pytest.approx(committed["parameters"]["device_share"], abs=0.02)
    assert truth.texts == committed["texts"]


def test_a_changed_recipe_is_another_shot():
    sample = samples()[0]
    turned = replace(sample, wishes=replace(sample.wishes, surface="stone"))
    assert shot_of(turned).seed == shot_of(sample).seed
    assert shot_of(turned).name != shot_of(sample).name


def test_the_same_recipe_makes_the_same_file_byte_for_byte():
    sample = next(each for each in samples() if each.file == "no_device_table.jpg")
    first, again = (shoot(shot_of(sample), 32, 1, denoise=False) for _ in range(2))
    assert first.developed.jpeg == again.developed.jpeg
    assert making.entry(sample, first.truth) == making.entry(sample, again.truth)
    other = replace(sample, variant=1)
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
