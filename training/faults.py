"""Heads for faults on an exported view model: cut off, covered, several devices, glare.

The network stays as it is. What it makes of a photo, cell by cell, is reduced to a few channels,
and those, with its maps of device and screen, tell the faults.

    python -m training.faults ../shared/photos

writes ``view.onnx`` and ``view.json``, calibrated on photos that taught nothing, to ``out/model``.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from torch import nn

from photocheck.view.labels import NO_DEVICE
from photocheck.view.metadata import FILE, FaultCalibration
from photocheck.view.model import INPUT, WEIGHTS, Model
from photocheck.view.preprocess import normalized
from training.__main__ import taught_photos
from training.calibrate import ask
from training.examples import Example, Lot, from_real
from training.export import FOLDER
from training.exported import session_of, write_changed
from training.frames import frames_of
from training.labels import FAULTS, LABELS
from training.versions import Material

_CELLS: Final = "/last/last.2/Clip_output_0"
_MAPS: Final = "maps"
_COMPONENTS: Final = 96
_PER_SIDE: Final = 8
_HIDDEN: Final = 32
_CHANNELS: Final = 16
_COMPOSED: Final = 18
_GRADED: Final = 6
_OTHERS: Final = 3
"""How many frames of a photo whose device can be cut out, that was graded, and of others."""
_TOLD: Final = ("cut_off", "glare")
"""The faults that the shipped record tells; `benchmarks.devices_quality` says how well."""
_MAPS_WEIGHT: Final = 2.0
_MEMBERS: Final = 4
_STEPS: Final = 1200
_PREFIX: Final = "fault_"


class Frames(NamedTuple):
    """What the network makes of N frames, and their faults.

    Attributes
    ----------
    cells : N×96×8×8 float16
        Principal components of the last features.
    maps : N×3×8×8 float16
        Probabilities.
    faults : N×F float32
        NaN where not known.
    chances : N float64
        How often each is drawn.
    """

    cells: NDArray[np.float16]
    maps: NDArray[np.float16]
    faults: NDArray[np.float32]
    chances: NDArray[np.float64]


class Projection(NamedTuple):
    """From features to their principal components: ``weights @ (features - mean)``."""

    weights: NDArray[np.float32]
    mean: NDArray[np.float32]


class Head(nn.Module):
    """From components and maps to the logits of faults."""

    def __init__(self) -> None:
        super().__init__()
        self.reduce = nn.Conv2d(_COMPONENTS + 3, _CHANNELS, 1)
        self.hidden = nn.Linear(_CHANNELS * _PER_SIDE**2, _HIDDEN)
        self.output = nn.Linear(_HIDDEN, len(FAULTS))
        self.dropped = nn.Dropout(0.4)
        self.dropped_channels = nn.Dropout2d(0.1)

    def forward(self, seen: torch.Tensor) -> torch.Tensor:
        """Logits, N×F, of N×99×8×8."""
        reduced = torch.relu(self.reduce(self.dropped_channels(seen))).flatten(1)
        hidden = torch.relu(self.hidden(self.dropped(reduced)))
        logits: torch.Tensor = self.output(self.dropped(hidden))
        return logits


def projection(cells: NDArray[np.float32]) -> Projection:
    """Principal components of standardized features, N×1280."""
    mean, scale = cells.mean(0), cells.std(0) + 0.02
    covariance = np.cov(((cells - mean) / scale).T)
    vectors = np.linalg.eigh(covariance)[1][:, ::-1][:, :_COMPONENTS]
    # A third: so that they are about as large as the maps.
    return Projection((vectors.T / scale / 3).astype(np.float32), mean)


def teach(frames: Frames, steps: int, seed: int) -> Head:
    """Teach a head; each frame is also shown mirrored."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    head = Head()
    optimizer = torch.optim.AdamW(head.parameters(), lr=2e-3, weight_decay=0.3)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    shares = frames.chances / frames.chances.sum()
    for _ in range(steps):
        drawn = rng.choice(len(shares), 256, p=shares)
        seen = torch.from_numpy(
            np.concatenate([frames.cells[drawn], _MAPS_WEIGHT * frames.maps[drawn]], 1).astype(
                np.float32
            )
        )
        mirrored = torch.from_numpy(rng.random(len(drawn)) < 0.5)
        seen = torch.where(mirrored[:, None, None, None], seen.flip(3), seen)
        right = torch.from_numpy(frames.faults[drawn])
        known = ~torch.isnan(right)
        loss = nn.functional.binary_cross_entropy_with_logits(head(seen)[known], right[known])
        optimizer.zero_grad()
        torch.autograd.backward(loss)
        optimizer.step()
        schedule.step()
    return head.eval()


def with_heads(model: onnx.ModelProto, heads: Sequence[Head], found: Projection) -> onnx.ModelProto:
    """The exported network with the output ``faults``, in place of an earlier one.

    Parameters
    ----------
    model : ModelProto
    heads : sequence of Head
        Their logits are averaged.
    found : Projection
    """
    made = without_heads(model)
    graph = made.graph
    side = made.graph.output[[one.name for one in graph.output].index(_MAPS)]
    step = side.type.tensor_type.shape.dim[-1].dim_value // _PER_SIDE
    make = helper.make_node
    pooled = _PREFIX + "pooled"
    graph.node.extend(
        [
            make("Sigmoid", [_MAPS], [_PREFIX + "shares"]),
            make(
                "AveragePool",
                [_PREFIX + "shares"],
                [pooled],
                kernel_shape=[step, step],
                strides=[step, step],
            ),
        ]
    )
    graph.initializer.append(numpy_helper.from_array(np.array([1, -1], np.int64), _PREFIX + "row"))
    logits = []
    for index, head in enumerate(heads):
        prefix = f"{_PREFIX}{index}_"
        for name, values in _constants(head, found).items():
            graph.initializer.append(numpy_helper.from_array(values, prefix + name))
        nodes, answer = _nodes(prefix, pooled)
        graph.node.extend(nodes)
        logits.append(answer)
    graph.node.append(make("Sum", logits, [_PREFIX + "sum"]))
    share = np.array([1 / len(heads)], np.float32)
    graph.initializer.append(numpy_helper.from_array(share, _PREFIX + "share"))
    graph.node.append(make("Mul", [_PREFIX + "sum", _PREFIX + "share"], ["faults"]))
    graph.output.append(
        helper.make_tensor_value_info("faults", TensorProto.FLOAT, [1, len(FAULTS)])
    )
    onnx.checker.check_model(made)
    return made


def _constants(head: Head, found: Projection) -> dict[str, NDArray[Any]]:
    """A head's weights, the projection folded into its first layer: both are linear."""
    reduce = head.reduce.weight.detach().numpy()[..., 0, 0]
    of_cells = reduce[:, :_COMPONENTS] @ found.weights
    assert head.reduce.bias is not None
    return {
        "of_cells": of_cells[..., None, None].astype(np.float16),
        "bias": (head.reduce.bias.detach().numpy() - of_cells @ found.mean).astype(np.float32),
        "of_maps": (_MAPS_WEIGHT * reduce[:, _COMPONENTS:])[..., None, None].astype(np.float32),
        "hidden": np.ascontiguousarray(head.hidden.weight.detach().numpy().T).astype(np.float16),
        "hidden_bias": head.hidden.bias.detach().numpy(),
        "output": np.ascontiguousarray(head.output.weight.detach().numpy().T),
        "output_bias": head.output.bias.detach().numpy(),
    }


def _nodes(prefix: str, pooled: str) -> tuple[list[onnx.NodeProto], str]:
    """What a head computes, and the name of its logits."""

    def own(*names: str) -> list[str]:
        return [prefix + name for name in names]

    make = helper.make_node
    return [
        make("Cast", own("of_cells"), own("cells_single"), to=TensorProto.FLOAT),
        make("Cast", own("hidden"), own("hidden_single"), to=TensorProto.FLOAT),
        make("Conv", [_CELLS, *own("cells_single", "bias")], own("seen"), kernel_shape=[1, 1]),
        make("Conv", [pooled, *own("of_maps")], own("placed"), kernel_shape=[1, 1]),
        make("Add", own("seen", "placed"), own("both")),
        make("Relu", own("both"), own("kept")),
        make("Reshape", [*own("kept"), _PREFIX + "row"], own("flat")),
        make("MatMul", own("flat", "hidden_single"), own("product")),
        make("Add", own("product", "hidden_bias"), own("shifted")),
        make("Relu", own("shifted"), own("activated")),
        make("MatMul", own("activated", "output"), own("last")),
        make("Add", own("last", "output_bias"), own("logits")),
    ], prefix + "logits"


def without_heads(model: onnx.ModelProto) -> onnx.ModelProto:
    """The exported network without the output ``faults``, if it had one of this kind."""
    made = onnx.ModelProto()
    made.CopyFrom(model)
    graph = made.graph
    kept = [n for n in graph.node if not any(_is_ours(name) for name in n.output)]
    weights = [one for one in graph.initializer if not _is_ours(one.name)]
    outputs = [one for one in graph.output if not _is_ours(one.name)]
    for field, values in (
        (graph.node, kept),
        (graph.initializer, weights),
        (graph.output, outputs),
    ):
        del field[:]
        field.extend(values)
    return made


def _is_ours(name: str) -> bool:
    return name == "faults" or name.startswith(_PREFIX)


class Network:
    """An exported network, asked for its last features and its maps."""

    def __init__(self, model: onnx.ModelProto) -> None:
        self._session = session_of(model, [_CELLS])

    def look(self, square: NDArray[np.uint8]) -> tuple[NDArray[np.float16], NDArray[np.float16]]:
        """Features, 1280×8×8, and probabilities of the maps, 3×8×8."""
        cells, maps = self._session.run([_CELLS, _MAPS], {INPUT: normalized(square)})
        step = maps.shape[-1] // _PER_SIDE
        shares = 1 / (1 + np.exp(-maps[0].astype(np.float64)))
        means = shares.reshape(3, _PER_SIDE, step, _PER_SIDE, step).mean((2, 4))
        return cells[0].astype(np.float16), means.astype(np.float16)


def look_at(
    model: onnx.ModelProto, photos: Sequence[Example], material: Material, seed: int
) -> tuple[Frames, Projection]:
    """Frames of photos, as the network sees them."""
    network = Network(model)
    cut_out = {photo.path for photo in material.others}

    def frames(index: int) -> list[tuple[Any, ...]]:
        photo = photos[index]
        count = _COMPOSED if photo.path in cut_out else _GRADED if photo.faults else _OTHERS
        made = frames_of(photo, count, [seed, index], material)
        return [(*network.look(frame.square), frame.faults, index) for frame in made]

    with ThreadPoolExecutor(2) as pool:
        rows = [row for made in pool.map(frames, range(len(photos))) for row in made]
    features, maps, faults, of_photo = zip(*rows, strict=True)
    rng = np.random.default_rng(seed)
    some = rng.choice(len(features), min(len(features), 1500), replace=False)
    cells = np.concatenate([features[i].reshape(1280, -1).T for i in some]).astype(np.float32)
    found = projection(cells[rng.choice(len(cells), min(len(cells), 40_000), replace=False)])
    own = np.array(of_photo)
    sources = Counter(photo.source for photo in photos)
    each = np.bincount(own, minlength=len(photos)).clip(1)
    chances = np.array([sources[photos[i].source] ** -0.5 / each[i] ** 0.5 for i in own])
    components = np.stack([_components(found, one) for one in features])
    return Frames(components, np.stack(maps), np.stack(faults), chances), found


def _components(found: Projection, cells: NDArray[np.float16]) -> NDArray[np.float16]:
    flat = cells.reshape(len(cells), -1).astype(np.float32) - found.mean[:, None]
    return (found.weights @ flat).reshape(-1, *cells.shape[1:]).astype(np.float16)


def fitted(logits: NDArray[np.float64], seen: NDArray[np.bool_]) -> FaultCalibration:
    """The logistic curve from a fault's logits to how often people saw the fault."""
    inputs, right = torch.from_numpy(logits), torch.from_numpy(seen.astype(np.float64))
    line = torch.zeros(2, dtype=torch.float64, requires_grad=True)
    optimizer: Any = torch.optim.LBFGS([line], max_iter=200)

    def cost() -> torch.Tensor:
        optimizer.zero_grad()
        raised = torch.exp(line[0]) * inputs + line[1]
        loss = nn.functional.binary_cross_entropy_with_logits(raised, right)
        torch.autograd.backward(loss)
        return loss

    optimizer.step(cost)
    slope, offset = line.detach().tolist()
    return FaultCalibration(slope=round(float(np.exp(slope)), 4), offset=round(offset, 4))


def calibrate(folder: Path, photos: Path) -> None:
    """Fit the record of a new model's faults on photos that taught nothing."""
    model = Model(folder)
    lots: tuple[Lot, ...] = ("dev2", "devices")
    asked = [one for lot in lots for one in ask(model, from_real(photos, lot, teaches=False))]
    faults = {}
    for index, name in enumerate(FAULTS):
        graded = [one for one in asked if name in one.example.faults]
        if name in _TOLD:
            logits = np.array([one.faults[index] for one in graded], np.float64)
            faults[name] = fitted(logits, np.array([one.example.faults[name] for one in graded]))
    calibration = model.metadata.calibration.model_copy(update={"faults": faults})
    model.metadata.model_copy(update={"calibration": calibration}).write(folder / FILE)


def main(arguments: Sequence[str] | None = None) -> int:
    """Teach the heads on the installed model, write and calibrate the new one."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("photos", type=Path, help="folder with teach.csv")
    parser.add_argument("--model", type=Path, default=FOLDER, help="what is exported so far")
    parser.add_argument("--out", type=Path, default=Path("out"))
    parser.add_argument("--to", type=Path, default=Path("out/model"))
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    record = Model(options.model).metadata
    network = without_heads(onnx.load(str(options.model / WEIGHTS)))
    outlines = options.out / "outlines"
    photos = taught_photos(options.photos)
    material = Material(
        [photo.path for photo in photos if LABELS.index(NO_DEVICE) in photo.right],
        [photo for photo in photos if (outlines / f"{photo.path.stem}.png").exists()],
        outlines,
    )
    frames, found = look_at(network, photos, material, options.seed)
    heads = [teach(frames, _STEPS, options.seed + member) for member in range(_MEMBERS)]
    sources = Counter(photo.source for photo in photos)
    changes = {
        "faults": FAULTS,
        "calibration": record.calibration.model_copy(update={"faults": {}}),
        "taught_by": {**record.taught_by, "faults": {"sources": dict(sorted(sources.items()))}},
    }
    write_changed(with_heads(network, heads, found), record, changes, options.to)
    calibrate(options.to, options.photos)
    return 0


if __name__ == "__main__":
    sys.exit(main())
