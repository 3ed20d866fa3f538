"""Write a taught model as the files that photocheck ships: ONNX, and what it is."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from photocheck.view.metadata import FILE, Calibration, ViewMetadata
from photocheck.view.model import INPUT, WEIGHTS, output_names, sample_picture
from photocheck.view.preprocess import letterbox, normalized
from training.labels import FAULTS, LABELS, SIZE
from training.network import Upper, ViewNetwork

FOLDER: Final = Path(__file__).resolve().parent.parent / "src" / "photocheck" / "view"
_SMALLEST: Final = 64
_SAMPLED: Final = 64
UNCALIBRATED: Final = Calibration(
    temperature=1,
    temperature_two_pass=1,
    pairs={},
    out_of_distribution_from=1e6,
    out_of_distribution_weight=0,
)


def export(
    upper: Upper,
    imagenet_devices: Mapping[int, str],
    taught_by: Mapping[str, Any],
    folder: Path,
    calibration: Calibration = UNCALIBRATED,
) -> ViewMetadata:
    """Write the network and its record.

    Parameters
    ----------
    upper : Upper
    imagenet_devices : mapping of int to str
        Classes of ImageNet that devices are taken for.
    taught_by : mapping
        For the record: sources, counts, settings.
    folder : Path
    calibration : Calibration
        As `calibrate.fitted` gives it, once the exported network can be asked.
    """
    network = ViewNetwork(upper)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / WEIGHTS
    names = output_names(FAULTS)
    torch.onnx.export(
        network,
        (torch.zeros(1, 3, SIZE, SIZE),),
        str(path),
        input_names=[INPUT],
        output_names=names,
        opset_version=17,
        dynamo=False,  # the newer exporter needs one more package and gives the same graph
    )
    onnx.save(_halved(onnx.load(str(path))), str(path))
    with torch.no_grad():
        outputs = network(torch.from_numpy(normalized(letterbox(sample_picture(), SIZE))))
    record = ViewMetadata(
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        size=SIZE,
        labels=LABELS,
        faults=FAULTS,
        imagenet_devices=imagenet_devices,
        calibration=calibration,
        sample={
            name: tuple(round(float(value), 4) for value in output.numpy().ravel()[:_SAMPLED])
            for name, output in zip(names, outputs, strict=True)
        },
        taught_by=taught_by,
    )
    record.write(folder / FILE)
    return record


def _halved(model: Any) -> Any:
    """The same graph with its weights stored in half precision and computed with in single."""
    kept, casts = [], []
    for weight in model.graph.initializer:
        values = numpy_helper.to_array(weight)
        if values.dtype != np.float32 or values.size < _SMALLEST:
            kept.append(weight)
            continue
        name = f"{weight.name}_half"
        kept.append(numpy_helper.from_array(values.astype(np.float16), name))
        casts.append(helper.make_node("Cast", [name], [weight.name], to=TensorProto.FLOAT))
    nodes = [*casts, *model.graph.node]
    del model.graph.initializer[:]
    del model.graph.node[:]
    model.graph.initializer.extend(kept)
    model.graph.node.extend(nodes)
    onnx.checker.check_model(model)
    return model
