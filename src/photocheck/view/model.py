"""The view model: loaded, tried against stored outputs, run.

Runs in OpenCV's own engine, or in onnxruntime where that is installed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from photocheck.errors import ModelError
from photocheck.processors import processors
from photocheck.view import metadata
from photocheck.view.metadata import ViewMetadata
from photocheck.view.pool import Pool
from photocheck.view.preprocess import letterbox, normalized

Image = NDArray[np.uint8]
Floats = NDArray[np.float32]

WEIGHTS: Final = "view.onnx"
INPUT: Final = "picture"
_FOLDER: Final = Path(__file__).parent
_TOLERANCE: Final = 0.1
"""Of the outputs for the sample picture. Weights in half precision take about half of it, engines
differ by less than a tenth."""


class Outputs(NamedTuple):
    """What the network says of one picture.

    Attributes
    ----------
    logits : float32, one a label
    pose : 4 float32
        Direction in the picture (x to the right, y down) of the device's top end, and of what its
        screen's face looks at, each as long as it is seen.
    lit : 1 float32
        Logit of a lit screen.
    maps : 3×g×g float32
        Logits of device, screen, and device with what is covered of it, on a grid over the
        letterboxed square.
    imagenet : 1000 float32
        Logits of the classes that the backbone was pretrained on.
    faults : float32, one logit a fault
        Of `ViewMetadata.faults`; empty where the network has none.
    """

    logits: Floats
    pose: Floats
    lit: Floats
    maps: Floats
    imagenet: Floats
    faults: Floats = np.empty(0, np.float32)


def output_names(faults: Sequence[str]) -> list[str]:
    """The outputs of a network with these faults, in the order of `Outputs`."""
    return [name for name in Outputs._fields if name != "faults" or faults]


_Engine = Callable[[Floats], list[Floats]]


class Model:
    """A view model of one folder; may be shared by threads.

    Parameters
    ----------
    folder : Path
        Holds ``view.onnx`` and ``view.json``.

    Attributes
    ----------
    metadata : ViewMetadata
    engine : str
        "onnxruntime" or "opencv", with its version.

    Raises
    ------
    ModelError
        If a file is missing, damaged or of another version, or the engine here computes otherwise
        than the one that taught the model.
    """

    def __init__(self, folder: Path = _FOLDER) -> None:
        self.metadata = ViewMetadata.read(_read(folder / metadata.FILE))
        weights = _read(folder / WEIGHTS)
        if hashlib.sha256(weights).hexdigest() != self.metadata.sha256:
            raise ModelError(
                f"expected {WEIGHTS} as {metadata.FILE} describes it, got other bytes: install the "
                "package again"
            )
        self.engine, self._run = _engine(weights, output_names(self.metadata.faults))
        self._test()

    @property
    def sha256(self) -> str:
        """Of the weights."""
        return self.metadata.sha256

    def infer(self, square: Image) -> Outputs:
        """What the network says of a square of its size, size×size×3 uint8."""
        return Outputs(*(output[0] for output in self._run(normalized(square))))

    def _test(self) -> None:
        outputs = self.infer(letterbox(sample_picture(), self.metadata.size))
        for name in output_names(self.metadata.faults):
            expected = np.asarray(self.metadata.sample.get(name, ()), np.float32)
            found = getattr(outputs, name).ravel()[: len(expected)]
            off = float(np.abs(found - expected).max()) if len(expected) else np.inf
            if not off <= _TOLERANCE:
                raise ModelError(
                    f"expected {self.engine} to compute {name} of the sample picture to within "
                    f"{_TOLERANCE}, it is off by {off:.3g}: install another version of it"
                )


@lru_cache(maxsize=1)
def installed() -> Model:
    """The model that comes with the package, loaded once.

    Raises
    ------
    ModelError
    """
    return Model()


@lru_cache(maxsize=1)
def installed_checksum() -> str | None:
    """SHA-256 of the weights that come with the package, as their record has it.

    The weights are not read for it, so that a report of a file that is no photo stays cheap. None
    where there is no sound record.
    """
    try:
        found = json.loads(_read(_FOLDER / metadata.FILE))["sha256"]
    except (ModelError, ValueError, KeyError, TypeError):
        return None
    return found if isinstance(found, str) else None


def sample_picture() -> Image:
    """Smooth and sharp structure in all colours, 256×256×3, the same on every machine."""
    y, x = np.mgrid[0:256, 0:256] // 8
    planes = [(x * 37 + y * 11) % 256, (x * y) % 256, (x * 5 ^ y * 3) % 256]
    return np.stack(planes, -1).astype(np.uint8)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ModelError(
            f"expected the view model's file {path.name} in the package, got "
            f"{type(error).__name__}: install the package again"
        ) from error


def _engine(weights: bytes, outputs: list[str]) -> tuple[str, _Engine]:
    if find_spec("onnxruntime") is not None:
        return "onnxruntime", _onnxruntime(weights, outputs)
    return f"opencv {cv2.__version__}", _opencv(weights, outputs)


def _onnxruntime(weights: bytes, names: list[str]) -> _Engine:
    import onnxruntime  # noqa: PLC0415  # of the extra `fast`

    options: Any = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # The arena has a lock, and a process forked while another thread holds it waits for ever.
    options.enable_cpu_mem_arena = False
    session: Any = onnxruntime.InferenceSession(
        weights, options, providers=["CPUExecutionProvider"]
    )

    def run(square: Floats) -> list[Floats]:
        outputs: list[Floats] = session.run(names, {INPUT: square})
        return outputs

    return run


def _opencv(weights: bytes, names: list[str]) -> _Engine:
    def read() -> cv2.dnn.Net:
        try:
            return cv2.dnn.readNetFromONNX(np.frombuffer(weights, np.uint8))
        except cv2.error as error:
            raise ModelError(
                f"expected OpenCV {cv2.__version__} to read {WEIGHTS}: install another version"
            ) from error

    # A net of OpenCV keeps its state between input and output, so one thread at a time uses it.
    nets = Pool(read, processors())

    def run(square: Floats) -> list[Floats]:
        with nets.borrowed() as net:
            net.setInput(square)
            outputs: Any = net.forward(names)
            return list(outputs)

    return run
