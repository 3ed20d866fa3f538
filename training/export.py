"""Write a taught model as the files that photocheck ships: ONNX, and what it is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from photocheck.view.network import ANSWERS, RECORD, SCHEMA, WEIGHTS, letterbox, sample_picture
from training.labels import CLASSES
from training.network import SIZE, Upper, ViewNetwork

FOLDER: Final = Path(__file__).resolve().parent.parent / "src" / "photocheck" / "view"
_SMALLEST: Final = 64


class Limits(NamedTuple):
    """Numbers that go with the network.

    Attributes
    ----------
    temperature : float
        What the classes' logits are divided by, so that confidence is a frequency.
    temperature_closer : float
        The same for the mean of the logits of a photo and of a closer look.
    strange : float
        Strangeness above which a photo is taken for one of no device.
    trust, turn : mapping
        See `photocheck.view.opposites`.
    """

    temperature: float
    temperature_closer: float
    strange: float
    trust: Mapping[str, float] = MappingProxyType({})
    turn: Mapping[str, float] = MappingProxyType({})


def export(
    upper: Upper, limits: Limits, taught_by: Mapping[str, Any], folder: Path = FOLDER
) -> Path:
    """Write the network and its record.

    Parameters
    ----------
    upper : Upper
    limits : Limits
    taught_by : mapping
        For the record: sources, counts, settings.
    folder : Path
    """
    network = ViewNetwork(upper)
    picture = torch.zeros(1, 3, SIZE, SIZE)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / WEIGHTS
    torch.onnx.export(
        network,
        (picture,),
        str(path),
        input_names=["picture"],
        output_names=list(ANSWERS),
        opset_version=17,
        dynamo=False,  # the newer exporter needs one more package and gives the same graph
    )
    onnx.save(_halved(onnx.load(str(path))), str(path))
    square = letterbox(sample_picture(), SIZE)
    with torch.no_grad():
        answers = network(torch.from_numpy(square))
    record = {
        "schema": SCHEMA,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "size": SIZE,
        "classes": [list(pair) for pair in CLASSES],
        "temperature": round(limits.temperature, 4),
        "temperature_closer": round(limits.temperature_closer, 4),
        "strange": round(limits.strange, 4),
        "trust": {view: round(share, 3) for view, share in sorted(limits.trust.items())},
        "turn": {view: round(weight, 3) for view, weight in sorted(limits.turn.items())},
        "sample": {
            name: [round(float(value), 4) for value in answer.numpy().ravel()[:64]]
            for name, answer in zip(ANSWERS, answers, strict=True)
        },
        "taught_by": dict(taught_by),
    }
    (folder / RECORD).write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    return path


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
