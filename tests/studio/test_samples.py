"""Which sample photos are committed, and how they are written."""

import io
import json

import cv2
import numpy as np
import pytest
from PIL import Image
from studio.designs import designs_of
from studio.sample_recipe import Sample, samples, shot_of
from studio.samples import encoded, main

from photocheck import Photo
from photocheck.slots import default_catalog


def test_all_samples_show_designs_that_teach_nothing():
    for sample in samples():
        shot = shot_of(sample)
        assert shot.split == "test"
        assert shot.design in designs_of(sample.kind, "test")


def test_names_of_files_and_of_shots_are_unique():
    files = [sample.file for sample in samples()]
    shots = [shot_of(sample).name for sample in samples()]
    assert len(set(files)) == len(files)
    assert len(set(shots)) == len(shots)


def test_every_category_has_a_set_with_all_its_slots():
    filled = {sample.slot for sample in samples() if sample.set}
    for category in ("smartphone", "tablet", "laptop", "smartwatch", "other", "parcel"):
        for slot in default_catalog().category(category).slots:
            assert f"{category}/{slot.name.replace('*', '1')}" in filled


def test_photos_of_a_set_show_one_instance():
    for name in {sample.set for sample in samples()} - {""}:
        shots = [shot_of(sample) for sample in samples() if sample.set == name]
        assert len({(shot.design, shot.instance_seed, shot.group) for shot in shots}) == 1


def jpeg():
    picture = np.zeros((40, 60, 3), np.uint8)
    picture[:20, :30] = 220, 40, 40
    written = io.BytesIO()
    Image.fromarray(picture).save(written, "JPEG", quality=95)
    return written.getvalue()


@pytest.mark.parametrize(
    ("file", "orientation", "kind"),
    [("a.jpg", 1, "JPEG"), ("a.jpg", 6, "JPEG"), ("a.png", 1, "PNG"), ("a.webp", 1, "WEBP")],
)
def test_formats_show_the_same_picture_upright(file, orientation, kind):
    sample = Sample(file, "smartphone", "back", 0, orientation=orientation)
    photo = Photo.open(encoded(sample, jpeg()))
    assert photo.info.format == kind
    assert photo.info.orientation == orientation
    original = Photo.open(jpeg()).rgb.astype(int)
    assert photo.rgb.shape == original.shape
    assert np.abs(photo.rgb.astype(int) - original).mean() < 6


def test_a_run_writes_photos_and_their_record(tmp_path, monkeypatch):
    monkeypatch.setenv("STUDIO_VARIANT", "scalar_rgb")
    monkeypatch.setattr("studio.samples.LONG_SIDE", 48)
    monkeypatch.setattr("studio.samples.RAYS", 1)
    wanted = next(sample for sample in samples() if sample.file == "document_capture.png")
    arguments = [str(tmp_path / "out"), "--work", str(tmp_path / "work"), "--only", wanted.file]
    assert main(arguments) == 0
    record = json.loads((tmp_path / "out" / "truth.json").read_text(encoding="utf-8"))
    assert [photo["file"] for photo in record["photos"]] == [wanted.file]
    assert record["photos"][0]["category"] == "document"
    first = (tmp_path / "out" / wanted.file).read_bytes()
    assert cv2.imdecode(np.frombuffer(first, np.uint8), cv2.IMREAD_COLOR) is not None
    assert main(arguments) == 0
    assert (tmp_path / "out" / wanted.file).read_bytes() == first
