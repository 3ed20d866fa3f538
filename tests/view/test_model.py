"""The network that comes with the package: whole, tried, the same for all threads."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

import photocheck.view
from photocheck import ModelError
from photocheck.view import model as module
from photocheck.view.labels import VIEWS
from photocheck.view.metadata import FILE, ViewMetadata
from photocheck.view.model import WEIGHTS, Model, sample_picture
from photocheck.view.preprocess import letterbox

FOLDER = Path(photocheck.view.__file__).parent


@pytest.fixture
def files(tmp_path):
    for name in (WEIGHTS, FILE):
        shutil.copy(FOLDER / name, tmp_path)
    return tmp_path


def change_record(folder, **changes):
    record = json.loads((folder / FILE).read_text())
    (folder / FILE).write_text(json.dumps({**record, **changes}))


def test_the_model_that_comes_with_the_package_names_every_view_once():
    model = photocheck.view.installed()
    pairs = [(category, view) for category, views in VIEWS.items() for view in views]
    assert sorted(model.metadata.labels) == sorted(pairs)


def test_the_files_are_small_enough_to_ship():
    assert sum((FOLDER / name).stat().st_size for name in (WEIGHTS, FILE)) <= 12_000_000


@pytest.mark.parametrize("name", [WEIGHTS, FILE])
def test_a_missing_file_is_named(files, name):
    (files / name).unlink()
    with pytest.raises(ModelError, match=name.replace(".", r"\.")):
        Model(files)


def test_changed_weights_are_refused(files):
    data = bytearray((files / WEIGHTS).read_bytes())
    data[len(data) // 2] ^= 1
    (files / WEIGHTS).write_bytes(data)
    with pytest.raises(ModelError, match=WEIGHTS):
        Model(files)


@pytest.mark.parametrize("record", ["", "{", "[]", "{}", '{"schema": "photocheck.view-model/5"}'])
def test_a_damaged_record_is_refused(files, record):
    (files / FILE).write_text(record)
    with pytest.raises(ModelError, match=FILE):
        Model(files)


def test_a_record_of_another_version_is_refused(files):
    change_record(files, schema="photocheck.view-model/9")
    with pytest.raises(ModelError, match="view-model/9"):
        Model(files)


@pytest.mark.parametrize(
    "changes",
    [
        {"pairs": {"smartphone/left": {"slope": 1.5}}},
        {"pairs": {"smartphone/left": {"slope": float("nan")}}},
        {"pairs": {"smartphone/back": {"slope": 0.5}}},
        {"pairs": {"fridge/left": {"slope": 0.5}}},
        {"pairs": []},
        {"pairs": {"smartphone/left": None}},
        {"pairs": {"smartphone/left": {"pose": -1.0}}},
        {"pairs": {"smartphone/left": {"pose": float("inf")}}},
        {"temperature": 0},
        {"temperature_two_pass": -1},
        {"temperature_two_pass": float("inf")},
        {"out_of_distribution_from": float("nan")},
        {"contradicts_below": 2},
        {"faults": {"upside_down": {"slope": 0.5}}},
    ],
)
def test_odd_numbers_in_the_record_are_refused(files, changes):
    record = json.loads((files / FILE).read_text())
    change_record(files, calibration={**record["calibration"], **changes})
    with pytest.raises(ModelError, match=FILE):
        Model(files)


def test_a_record_is_read_as_it_was_written(tmp_path):
    record = photocheck.view.installed().metadata
    record.write(tmp_path / FILE)
    assert ViewMetadata.read((tmp_path / FILE).read_bytes()) == record


def test_an_engine_that_computes_otherwise_is_refused(files):
    record = json.loads((files / FILE).read_text())
    record["sample"]["pose"][0] += 1
    (files / FILE).write_text(json.dumps(record))
    with pytest.raises(ModelError, match="pose of the sample picture"):
        Model(files)


def test_without_the_model_all_but_the_view_works(monkeypatch, tmp_path, caplog):
    from photocheck.view import predictor

    monkeypatch.setattr(module, "_FOLDER", tmp_path)
    monkeypatch.setattr(predictor, "installed", lambda: Model(tmp_path))
    predictor._installed_or_none.cache_clear()
    try:
        for _ in range(2):
            report = photocheck.inspect(sample_picture())
            assert report.view is None
            assert report["framing"].reason == "check.no_view"
            assert report["blur"].status.value != "not_done"
        named = [record for record in caplog.records if FILE in record.getMessage()]
        assert len(named) == 1
    finally:
        predictor._installed_or_none.cache_clear()


def test_threads_that_share_a_network_get_the_same_answers():
    model = photocheck.view.installed()
    rng = np.random.default_rng(0)
    pictures = [rng.integers(0, 256, (90, 120, 3), np.uint8) for _ in range(12)]
    squares = [letterbox(picture, model.metadata.size) for picture in pictures]
    alone = [model.infer(square).logits for square in squares]
    with ThreadPoolExecutor(4) as pool:
        together = [outputs.logits for outputs in pool.map(model.infer, squares)]
    for one, other in zip(alone, together, strict=True):
        np.testing.assert_array_equal(one, other)
