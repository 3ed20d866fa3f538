"""An exported network that is given a further head: asked for what lies within, written anew."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import onnx
import onnxruntime
from onnx import TensorProto, helper

from photocheck.view.metadata import FILE, ViewMetadata
from photocheck.view.model import INPUT, WEIGHTS, output_names, sample_picture
from photocheck.view.preprocess import letterbox, normalized

_SAMPLED: Final = 64


def session_of(model: onnx.ModelProto, inner: Sequence[str] = ()) -> Any:
    """A session of onnxruntime, of one thread, whose outputs include inner values by name."""
    asked = onnx.ModelProto()
    asked.CopyFrom(model)
    asked.graph.output.extend(
        helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in inner
    )
    options: Any = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(asked.SerializeToString(), options)


def write_changed(
    network: onnx.ModelProto, record: ViewMetadata, changes: Mapping[str, Any], folder: Path
) -> None:
    """Write a network and its record with a new checksum, sample, and other changes.

    Parameters
    ----------
    network : ModelProto
    record : ViewMetadata
        Of the network before.
    changes : mapping of field to value
    folder : Path
    """
    folder.mkdir(parents=True, exist_ok=True)
    data = network.SerializeToString()
    (folder / WEIGHTS).write_bytes(data)
    names = output_names(changes.get("faults", record.faults))
    square = normalized(letterbox(sample_picture(), record.size))
    outputs = session_of(network).run(names, {INPUT: square})
    sample = {
        name: tuple(round(float(value), 4) for value in output.ravel()[:_SAMPLED])
        for name, output in zip(names, outputs, strict=True)
    }
    changed = {**changes, "sha256": hashlib.sha256(data).hexdigest(), "sample": sample}
    record.model_copy(update=changed).write(folder / FILE)
