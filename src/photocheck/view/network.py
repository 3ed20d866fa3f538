"""The view model's network: loaded, tried against stored answers, run.

Runs in OpenCV's own engine, or in onnxruntime where that is installed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from photocheck.errors import ModelError
from photocheck.processors import processors
from photocheck.view.names import OPPOSITES
from photocheck.view.pool import Pool

Image = NDArray[np.uint8]
Floats = NDArray[np.float32]

WEIGHTS: Final = "view.onnx"
RECORD: Final = "view.json"
ANSWERS: Final = ("classes", "facts", "maps", "known")
SCHEMA: Final = "photocheck.view-model/3"
LIT: Final = 5
"""Place of "the screen is lit" among the facts."""
_FOLDER: Final = Path(__file__).parent
GREY: Final = 127
"""What lies around a picture in the square; the network's zero."""
_SCALE: Final = 128.0
_TOLERANCE: Final = 0.05
"""Of the logits of the sample picture; engines differ by less than a tenth of it."""


class Answers(NamedTuple):
    """What the network says of one picture.

    Attributes
    ----------
    classes : float32, one logit a class
    facts : 6 float32
        Direction in the picture (x to the right, y down) of the device's top end, and of what its
        screen's face looks at, each as long as it is seen; then logits: the screen's face is seen,
        the screen is lit.
    maps : 3×32×32 float32
        Logits of device, screen, and device with what is covered of it, on a grid over the
        letterboxed square.
    known : 1000 float32
        Logits of the classes that the backbone was pretrained on; see `familiar`.
    """

    classes: Floats
    facts: Floats
    maps: Floats
    known: Floats


_Engine = Callable[[Floats], list[Floats]]


class Network:
    """The network of one pair of files; may be shared by threads.

    Attributes
    ----------
    classes : tuple of (category, view)
        In the order of the answers.
    size : int
        Side of the square that it sees, pixels.
    temperature : float
        What its logits are divided by for calibrated probabilities.
    temperature_closer : float
        The same for the mean of the logits of two looks; see `looks`.
    strange : float
        Strangeness (see `familiar`) above which a photo is taken for one of no device.
    trust : mapping of "category/view" to float
        How much of what its logits say between two opposite sides is to be believed, 0 to 1, by the
        first of the two; see `opposites`.
    turn : mapping of "category/view" to float
        What the geometry weighs between two opposite sides, at least 0; see `opposites`.
    sha256 : str
        Of the weights.
    engine : str
        "onnxruntime" or "opencv".

    Raises
    ------
    ModelError
        If a file is missing, damaged or of another version, or the engine here answers otherwise
        than the engine that taught the model.
    """

    def __init__(self, folder: Path = _FOLDER) -> None:
        record, weights = _read(folder / RECORD), _read(folder / WEIGHTS)
        try:
            facts = json.loads(record)
            schema = facts["schema"]
            self.sha256 = str(facts["sha256"])
            self.size = int(facts["size"])
            self.temperature = float(facts["temperature"])
            self.temperature_closer = float(facts["temperature_closer"])
            self.strange = float(facts["strange"])
            self.trust = {str(view): float(share) for view, share in facts["trust"].items()}
            self.turn = {str(view): float(weight) for view, weight in facts["turn"].items()}
            self.classes = tuple((str(category), str(view)) for category, view in facts["classes"])
            sample = {name: np.asarray(facts["sample"][name], np.float32) for name in ANSWERS}
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ModelError(
                f"expected the view model's record {RECORD}, got damaged JSON: install the package "
                "again"
            ) from error
        if schema != SCHEMA:
            raise ModelError(f"expected a record {SCHEMA}, {RECORD} is {schema!r}")
        if hashlib.sha256(weights).hexdigest() != self.sha256:
            raise ModelError(
                f"expected {WEIGHTS} as {RECORD} describes it, got other bytes: install the "
                "package again"
            )
        self._refuse_odd_numbers()
        self.engine, self._run = _engine(weights)
        self._try(sample)

    def _refuse_odd_numbers(self) -> None:
        named = {f"{category}/{view}" for category, view in self.classes}
        pairs = {f"{category}/{first}" for category, _ in self.classes for first, _ in OPPOSITES}
        sound = (
            self.temperature > 0
            and self.temperature_closer > 0
            and np.isfinite([self.temperature, self.temperature_closer, self.strange]).all()
            and self.trust.keys() | self.turn.keys() <= named & pairs
            and all(0 <= share <= 1 for share in self.trust.values())
            and all(0 <= weight < np.inf for weight in self.turn.values())
        )
        if not sound:
            raise ModelError(
                "expected temperatures above 0 and, for opposite views, a trust of 0 to 1 and a "
                f"turn of at least 0 in {RECORD}, got others: install the package again"
            )

    def answer(self, rgb: Image) -> Answers:
        """What the network says of an H×W×3 uint8 picture."""
        return Answers(*(answer[0] for answer in self._run(letterbox(rgb, self.size))))

    def _try(self, sample: dict[str, Floats]) -> None:
        answers = self.answer(sample_picture())
        for name, answer in zip(ANSWERS, answers, strict=True):
            expected = sample[name]
            off = float(np.abs(answer.ravel()[: len(expected)] - expected).max())
            if not off <= _TOLERANCE:
                raise ModelError(
                    f"expected {self.engine} to compute {name} of the sample picture to within "
                    f"{_TOLERANCE}, it is off by {off:.3g}: install another version of it"
                )


@lru_cache(maxsize=1)
def installed() -> Network:
    """The network that comes with the package, loaded once.

    Raises
    ------
    ModelError
    """
    return Network()


@lru_cache(maxsize=1)
def installed_checksum() -> str | None:
    """SHA-256 of the weights that come with the package, as their record has it.

    The weights are not read for it, so that a report of a file that is no photo stays cheap. None
    where there is no sound record.
    """
    try:
        found = json.loads(_read(_FOLDER / RECORD))["sha256"]
    except (ModelError, ValueError, KeyError, TypeError):
        return None
    return found if isinstance(found, str) else None


def letterbox(rgb: Image, size: int) -> Floats:
    """The whole picture in a grey square, as the network sees it.

    Parameters
    ----------
    rgb : H×W×3 uint8
    size : int
        Side of the square, pixels.

    Returns
    -------
    1×3×size×size float32
        Grey is 0, white 1.
    """
    top, left, height, width = inner(rgb.shape[0], rgb.shape[1], size)
    shrinks = height < rgb.shape[0] or width < rgb.shape[1]
    shrunk = cv2.resize(
        rgb, (width, height), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    )
    square = np.zeros((1, 3, size, size), np.float32)
    part = shrunk.astype(np.float32).transpose(2, 0, 1)
    square[0, :, top : top + height, left : left + width] = (part - GREY) / _SCALE
    return square


def inner(height: int, width: int, size: int) -> tuple[int, int, int, int]:
    """Where a picture lies in the square: top, left, height, width in pixels."""
    factor = size / max(height, width)
    rows, columns = max(1, round(height * factor)), max(1, round(width * factor))
    return (size - rows) // 2, (size - columns) // 2, rows, columns


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


def _engine(weights: bytes) -> tuple[str, _Engine]:
    if find_spec("onnxruntime") is not None:
        return "onnxruntime", _onnxruntime(weights)
    return f"opencv {cv2.__version__}", _opencv(weights)


def _onnxruntime(weights: bytes) -> _Engine:
    import onnxruntime  # noqa: PLC0415  # of the extra `fast`

    options: Any = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session: Any = onnxruntime.InferenceSession(
        weights, options, providers=["CPUExecutionProvider"]
    )

    def run(square: Floats) -> list[Floats]:
        outputs: list[Floats] = session.run(list(ANSWERS), {"picture": square})
        return outputs

    return run


def _opencv(weights: bytes) -> _Engine:
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
            outputs: Any = net.forward(list(ANSWERS))
            return list(outputs)

    return run
