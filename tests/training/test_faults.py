"""Heads for faults on the exported network."""

# ruff: noqa: E402 - what needs torch is imported where it is there

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="the extra `training` is not installed")
onnx = pytest.importorskip("onnx", reason="the extra `training` is not installed")
onnxruntime = pytest.importorskip("onnxruntime", reason="the extra `fast` is not installed")

from training.export import FOLDER
from training.exported import write_changed
from training.faults import (
    Frames,
    Head,
    Network,
    Projection,
    fitted,
    projection,
    teach,
    with_heads,
    without_heads,
)
from training.labels import FAULTS

from photocheck.view.model import INPUT, WEIGHTS, Model, installed, sample_picture
from photocheck.view.preprocess import letterbox, normalized


@pytest.fixture(scope="module")
def network():
    return without_heads(onnx.load(str(FOLDER / WEIGHTS)))


def test_the_exported_heads_say_what_the_taught_ones_say(network):
    torch.manual_seed(0)
    heads = [Head().eval() for _ in range(2)]
    rng = np.random.default_rng(0)
    found = Projection(
        rng.normal(0, 0.05, (96, 1280)).astype(np.float32),
        rng.normal(0, 1, 1280).astype(np.float32),
    )
    square = letterbox(sample_picture(), 256)
    session = onnxruntime.InferenceSession(with_heads(network, heads, found).SerializeToString())
    (answer,) = session.run(["faults"], {INPUT: normalized(square)})
    cells, maps = Network(network).look(square)
    flat = cells.reshape(1280, -1).astype(np.float32) - found.mean[:, None]
    components = (found.weights @ flat).reshape(1, 96, 8, 8)
    seen = np.concatenate([components, 2 * maps[None].astype(np.float32)], 1)
    with torch.no_grad():
        expected = np.mean([head(torch.from_numpy(seen)).numpy() for head in heads], 0)
    assert answer.shape == (1, len(FAULTS))
    assert np.abs(answer - expected).max() < 0.02


def test_heads_are_replaced_not_added(network):
    found = Projection(np.zeros((96, 1280), np.float32), np.zeros(1280, np.float32))
    once = with_heads(network, [Head().eval()], found)
    assert with_heads(once, [Head().eval()], found).ByteSize() == once.ByteSize()
    assert without_heads(once) == network


def test_a_head_learns_what_is_there_to_be_learnt():
    rng = np.random.default_rng(0)
    cells = rng.normal(0, 1, (200, 96, 8, 8)).astype(np.float16)
    faults = np.full((200, len(FAULTS)), np.nan, np.float32)
    faults[:, 0] = np.arange(200) % 2
    cells[1::2, 0, 7] += 2  # along the lower border
    frames = Frames(cells, np.zeros((200, 3, 8, 8), np.float16), faults, np.ones(200))
    head = teach(frames, 40, 0)
    seen = np.concatenate([cells, np.zeros((200, 3, 8, 8))], 1).astype(np.float32)
    with torch.no_grad():
        logits = head(torch.from_numpy(seen)).numpy()[:, 0]
    assert logits[1::2].min() > logits[::2].max()


def test_principal_components_come_in_order_and_are_centred():
    rng = np.random.default_rng(0)
    cells = rng.normal(0, 1, (4000, 1280)).astype(np.float32)
    cells[:, :640] += rng.normal(0, 2, (4000, 1))
    found = projection(cells)
    taken = (cells - found.mean) @ found.weights.T
    assert np.abs(taken.mean(0)).max() < 0.05
    assert taken[:, 0].std() > 3 * taken[:, 1].std()


def test_the_fitted_curve_is_how_often_the_fault_was_seen():
    rng = np.random.default_rng(0)
    logits = rng.normal(0, 2, 4000)
    seen = rng.random(4000) < 1 / (1 + np.exp(-(0.5 * logits - 1)))
    found = fitted(logits, seen)
    assert found.slope == pytest.approx(0.5, abs=0.06)
    assert found.offset == pytest.approx(-1, abs=0.1)


def test_a_changed_network_is_written_with_a_record_that_it_passes(network, tmp_path):
    found = Projection(np.zeros((96, 1280), np.float32), np.zeros(1280, np.float32))
    changed = with_heads(network, [Head().eval()], found)
    write_changed(changed, installed().metadata, {"faults": FAULTS}, tmp_path)
    model = Model(tmp_path)
    assert model.metadata.faults == FAULTS
    assert len(model.infer(letterbox(sample_picture(), 256)).faults) == len(FAULTS)
