"""A second head for the category on an exported view model, taught on photos of many places.

The network stays as it is: sides, masks and screens are told as before. What it makes of a photo
(its pooled features) tells the category by a logistic regression, whose log odds are averaged with
the network's own.

    python -m training.category ../shared/photos --runs out/training

writes ``view.onnx`` and ``view.json``, calibrated on photos that taught nothing, to ``out/model``.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from photocheck.view.labels import NO_DEVICE
from photocheck.view.metadata import FILE, ViewMetadata
from photocheck.view.model import INPUT, WEIGHTS, Model
from photocheck.view.preprocess import normalized
from training.__main__ import chances_of, taught_photos
from training.calibrate import ask, fitted
from training.examples import Example, Lot, from_real, from_run, of_split
from training.export import FOLDER, UNCALIBRATED
from training.exported import session_of, write_changed
from training.finish import category_head
from training.labels import CATEGORIES, LABELS
from training.versions import Material, versions_of

_POOLED: Final = "/ReduceMean_output_0"
_OWN_LOGITS: Final = "own_logits"
_SMALLEST: Final = 1e-30
_REAL: Final = (5, 1)
_RENDERS: Final = (2, 1)
_RENDERED_SHARE: Final = 0.4
_PENALTY: Final = 1.0
_SAMPLED: Final = 64
_MEMBER: Final = np.array(
    [[float(category == name) for name in CATEGORIES] for category, _ in LABELS], np.float32
)


class Taught(NamedTuple):
    """Pooled features of N versions of photos, their categories, and how often each is drawn."""

    features: NDArray[np.float32]
    categories: NDArray[np.intp]
    chances: NDArray[np.float64]


def with_second_head(
    model: onnx.ModelProto, weights: NDArray[np.float32], bias: NDArray[np.float32]
) -> onnx.ModelProto:
    """The exported network with a second head for the category.

    Parameters
    ----------
    model : ModelProto
        Its output ``logits`` is of all labels.
    weights : 8×1280 float32
    bias : 8 float32

    Returns
    -------
    ModelProto
        Log odds of categories are the mean of both heads'; views within one as likely as before.
    """
    made = onnx.ModelProto()
    made.CopyFrom(model)
    graph = made.graph
    for node in graph.node:
        node.output[:] = [_OWN_LOGITS if name == "logits" else name for name in node.output]
    for name, values in (
        ("second_weights", weights.T.astype(np.float16)),
        ("second_bias", bias),
        ("second_member", _MEMBER),
        ("second_member_turned", np.ascontiguousarray(_MEMBER.T)),
        ("second_half", np.array([0.5], np.float32)),
        ("second_smallest", np.array([_SMALLEST], np.float32)),
    ):
        graph.initializer.append(numpy_helper.from_array(values, name))
    node = helper.make_node
    graph.node.extend(
        [
            node("Cast", ["second_weights"], ["second_weights_single"], to=TensorProto.FLOAT),
            node("MatMul", [_POOLED, "second_weights_single"], ["second_odds"]),
            node("Add", ["second_odds", "second_bias"], ["second_category"]),
            node("ReduceMax", [_OWN_LOGITS], ["second_most"], axes=[1], keepdims=1),
            node("Sub", [_OWN_LOGITS, "second_most"], ["second_lead"]),
            node("Exp", ["second_lead"], ["second_shares"]),
            node("MatMul", ["second_shares", "second_member"], ["second_sums"]),
            node("Add", ["second_sums", "second_smallest"], ["second_positive"]),
            node("Log", ["second_positive"], ["second_own"]),
            node("Sub", ["second_category", "second_own"], ["second_gain"]),
            node("Mul", ["second_gain", "second_half"], ["second_change"]),
            node("MatMul", ["second_change", "second_member_turned"], ["second_changes"]),
            node("Add", ["second_lead", "second_changes"], ["logits"]),
        ]
    )
    onnx.checker.check_model(made)
    return made


def pooled_features(
    model: onnx.ModelProto,
    photos: Sequence[tuple[Example, tuple[int, int]]],
    material: Material,
    seed: int,
) -> tuple[NDArray[np.float32], NDArray[np.intp], NDArray[np.intp]]:
    """Of several versions of each photo: features, categories, and which photo each is of."""
    session = session_of(model, [_POOLED])

    def versions(index: int) -> list[tuple[NDArray[np.float32], int, int]]:
        example, (whole, closer) = photos[index]
        found = []
        for version in versions_of(example, whole, closer, [seed, index], material):
            if version.right.all():
                continue  # what is left of it is told by nobody
            (pooled,) = session.run([_POOLED], {INPUT: normalized(version.square)})
            category = CATEGORIES.index(LABELS[int(version.right.argmax())][0])
            found.append((pooled.ravel(), category, index))
        return found

    with ThreadPoolExecutor(2) as pool:
        rows = [row for found in pool.map(versions, range(len(photos))) for row in found]
    features, categories, own = zip(*rows, strict=True)
    return np.stack(features), np.array(categories, np.intp), np.array(own, np.intp)


def balanced(
    features: NDArray[np.float32],
    categories: NDArray[np.intp],
    chances: NDArray[np.float64],
    count: int,
    seed: int,
) -> tuple[NDArray[np.float32], NDArray[np.intp]]:
    """Versions drawn by their chances."""
    rng = np.random.default_rng(seed)
    drawn = rng.choice(len(features), count, p=chances / chances.sum())
    return features[drawn], categories[drawn]


def main(arguments: Sequence[str] | None = None) -> int:
    """Teach the head on the installed model, write and calibrate the new one."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("photos", type=Path, help="folder with teach.csv")
    parser.add_argument("--runs", nargs="*", type=Path, default=[], metavar="RUN")
    parser.add_argument("--model", type=Path, default=FOLDER, help="what is exported so far")
    parser.add_argument("--out", type=Path, default=Path("out"))
    parser.add_argument("--to", type=Path, default=Path("out/model"))
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    record = Model(options.model).metadata
    network = onnx.load(str(options.model / WEIGHTS))
    outlines = options.out / "outlines"
    real = taught_photos(options.photos)
    renders = of_split([one for run in options.runs for one in from_run(run)], "train")
    material = Material(
        [photo.path for photo in real if LABELS.index(NO_DEVICE) in photo.right],
        [photo for photo in real if (outlines / f"{photo.path.stem}.png").exists()],
        outlines,
    )
    photos = [(one, _REAL) for one in real] + [(one, _RENDERS) for one in renders]
    features, categories, own = pooled_features(network, photos, material, options.seed)
    parts = [chances_of(real, 1 - _RENDERED_SHARE)]
    if renders:
        parts.append(chances_of(renders, _RENDERED_SHARE))
    each = np.concatenate(parts) / np.bincount(own, minlength=len(photos)).clip(1)
    drawn = balanced(features, categories, each[own], len(features), options.seed)
    head = category_head(*drawn, _PENALTY)
    sources = Counter(photo.source for photo in (*real, *renders))
    changes = {
        "calibration": UNCALIBRATED.model_copy(update={"pairs": record.calibration.pairs}),
        "taught_by": {**record.taught_by, "category": {"sources": dict(sorted(sources.items()))}},
    }
    write_changed(with_second_head(network, *head), record, changes, options.to)
    calibrate(options.to, options.photos, record)
    return 0


def calibrate(folder: Path, photos: Path, before: ViewMetadata) -> None:
    """Fit the record of a new model; how far opposite sides are told apart is as before."""
    model = Model(folder)
    lots: tuple[Lot, ...] = ("dev2", "devices")
    asked = [one for lot in lots for one in ask(model, from_real(photos, lot, teaches=False))]
    found = fitted(asked, ())
    kept = {
        "pairs": before.calibration.pairs,
        "temperature_two_pass": before.calibration.temperature_two_pass,
        "faults": before.calibration.faults,
    }
    calibration = found.model_copy(update=kept)
    model.metadata.model_copy(update={"calibration": calibration}).write(folder / FILE)


if __name__ == "__main__":
    sys.exit(main())
