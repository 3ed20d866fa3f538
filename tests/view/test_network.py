"""The network that comes with the package: whole, tried, the same for all threads."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import photocheck.view
from photocheck import ModelError
from photocheck.view import network as module
from photocheck.view.names import VIEWS
from photocheck.view.network import RECORD, WEIGHTS, Network, inner, letterbox, sample_picture

FOLDER = Path(photocheck.view.__file__).parent


@pytest.fixture
def files(tmp_path):
    for name in (WEIGHTS, RECORD):
        shutil.copy(FOLDER / name, tmp_path)
    return tmp_path


def change_record(folder, **changes):
    record = json.loads((folder / RECORD).read_text())
    (folder / RECORD).write_text(json.dumps({**record, **changes}))


def test_the_model_that_comes_with_the_package_names_every_view_once():
    network = photocheck.view.installed()
    pairs = [(category, view) for category, views in VIEWS.items() for view in views]
    assert sorted(network.classes) == sorted(pairs)
    assert network.temperature > 0


def test_the_files_are_small_enough_to_ship():
    assert sum((FOLDER / name).stat().st_size for name in (WEIGHTS, RECORD)) <= 8_000_000


@pytest.mark.parametrize("name", [WEIGHTS, RECORD])
def test_a_missing_file_is_named(files, name):
    (files / name).unlink()
    with pytest.raises(ModelError, match=name.replace(".", r"\.")):
        Network(files)


def test_changed_weights_are_refused(files):
    data = bytearray((files / WEIGHTS).read_bytes())
    data[len(data) // 2] ^= 1
    (files / WEIGHTS).write_bytes(data)
    with pytest.raises(ModelError, match=WEIGHTS):
        Network(files)


@pytest.mark.parametrize("record", ["", "{", "[]", "{}", '{"schema": "photocheck.view-model/3"}'])
def test_a_damaged_record_is_refused(files, record):
    (files / RECORD).write_text(record)
    with pytest.raises(ModelError, match=RECORD):
        Network(files)


def test_a_record_of_another_version_is_refused(files):
    change_record(files, schema="photocheck.view-model/9")
    with pytest.raises(ModelError, match="view-model/9"):
        Network(files)


@pytest.mark.parametrize(
    "changes",
    [
        {"trust": {"smartphone/left": 1.5}},
        {"trust": {"smartphone/left": float("nan")}},
        {"trust": {"smartphone/back": 0.5}},
        {"trust": {"fridge/left": 0.5}},
        {"trust": []},
        {"trust": {"smartphone/left": None}},
        {"turn": {"smartphone/left": -1.0}},
        {"turn": {"smartphone/left": float("inf")}},
        {"turn": {"smartphone/back": 1.0}},
        {"temperature": 0},
        {"temperature_closer": -1},
        {"temperature_closer": float("inf")},
        {"strange": float("nan")},
    ],
)
def test_odd_numbers_in_the_record_are_refused(files, changes):
    change_record(files, **changes)
    with pytest.raises(ModelError, match=RECORD):
        Network(files)


def test_an_engine_that_computes_otherwise_is_refused(files):
    record = json.loads((files / RECORD).read_text())
    record["sample"]["facts"][0] += 1
    (files / RECORD).write_text(json.dumps(record))
    with pytest.raises(ModelError, match="facts of the sample picture"):
        Network(files)


def test_without_the_model_all_but_the_view_works(monkeypatch, tmp_path, caplog):
    from photocheck.view import estimates

    monkeypatch.setattr(module, "_FOLDER", tmp_path)
    monkeypatch.setattr(estimates, "installed", lambda: Network(tmp_path))
    estimates._installed_or_none.cache_clear()
    try:
        for _ in range(2):
            report = photocheck.inspect(sample_picture())
            assert report.view is None
            assert report["framing"].reason == "check.no_view"
            assert report["blur"].status.value != "not_done"
        named = [record for record in caplog.records if RECORD in record.getMessage()]
        assert len(named) == 1
    finally:
        estimates._installed_or_none.cache_clear()


def test_threads_that_share_a_network_get_the_same_answers():
    network = photocheck.view.installed()
    rng = np.random.default_rng(0)
    pictures = [rng.integers(0, 256, (90, 120, 3), np.uint8) for _ in range(12)]
    alone = [network.answer(picture).classes for picture in pictures]
    with ThreadPoolExecutor(4) as pool:
        together = [answer.classes for answer in pool.map(network.answer, pictures)]
    for one, other in zip(alone, together, strict=True):
        np.testing.assert_array_equal(one, other)


@settings(max_examples=60)
@given(st.integers(1, 3000), st.integers(1, 3000))
def test_the_letterbox_keeps_proportions_and_lies_within(height, width):
    top, left, rows, columns = inner(height, width, 256)
    assert min(top, left) >= 0
    assert max(top + rows, left + columns) <= 256
    assert max(rows, columns) == 256
    if min(rows, columns) > 4:
        assert abs(rows / columns / (height / width) - 1) < 0.15


def test_the_letterbox_is_grey_beside_the_picture_and_scaled_within():
    white = np.full((100, 200, 3), 255, np.uint8)
    square = letterbox(white, 256)
    assert square.shape == (1, 3, 256, 256)
    assert square.dtype == np.float32
    assert np.all(square[0, :, :60] == 0)
    np.testing.assert_allclose(square[0, :, 64:192], 1.0)
