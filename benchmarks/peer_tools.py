"""The other tools, each behind one function: a photo's path in, numbers and verdicts out.

A number is larger where the photo is worse. A tool that is not installed is no entry of
`installed_tools`; one that raises on a photo gives no numbers for it.
"""

from __future__ import annotations

import importlib
import importlib.util
import time
import warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.measures import noticed, rejected, value_of
from photocheck import Inspector

CENTRE = 0.6
WORKING_SIDE = 1024


@dataclass(frozen=True)
class Answer:
    """What a tool says of a photo: numbers and verdicts by problem."""

    values: Mapping[str, float] = field(default_factory=dict)
    rejects: Mapping[str, bool] = field(default_factory=dict)
    seconds: float = float("nan")


@dataclass(frozen=True)
class Tool:
    """A tool, the problems it has a number for, and how to ask it."""

    name: str
    package: str
    problems: tuple[str, ...]
    ask: Callable[[Iterable[Path]], dict[Path, Answer]]

    @property
    def installed(self) -> bool:
        """Whether its package can be imported."""
        return importlib.util.find_spec(self.package) is not None


def _each(one: Callable[[Path], Answer]) -> Callable[[Iterable[Path]], dict[Path, Answer]]:
    """Ask photo by photo; the time is that of the tool's own call, reading included."""

    def ask(paths: Iterable[Path]) -> dict[Path, Answer]:
        answers = {}
        for path in paths:
            start = time.perf_counter()
            try:
                answer = one(path)
            except Exception as error:  # noqa: BLE001 - a peer may raise anything
                print(f"{type(error).__name__} in {one.__name__.strip('_')}: {path.name}")
                continue
            answers[path] = Answer(answer.values, answer.rejects, time.perf_counter() - start)
        return answers

    return ask


def _ours(inspector: Inspector) -> Callable[[Path], Answer]:
    def photocheck(path: Path) -> Answer:
        report = inspector.inspect(path)
        problems = ("blur", "under", "over", "backlit", "glare")
        return Answer(
            {problem: value_of(report, problem) for problem in problems},
            # Glare is meant to be warned of.
            {p: (noticed if p == "glare" else rejected)(report, p) for p in problems},
        )

    return photocheck


def _capturetrust(path: Path) -> Answer:
    report = importlib.import_module("capturetrust").inspect_image(str(path))
    metrics, checks = report.metrics, report.checks
    brightness = float(metrics["average_brightness"])
    dark = not checks["lighting"]["passed"] and brightness < 128
    return Answer(
        {
            # Of its numbers for blur, the one that separates best.
            "blur": -float(metrics["edge_crispness"]),
            "under": -brightness,
            "over": brightness,
            "glare": float(metrics["glare_ratio"]),
        },
        {
            "blur": not checks["blur"]["passed"],
            "under": dark,
            "over": not checks["lighting"]["passed"] and not dark,
            "glare": not checks["glare"]["passed"],
        },
    )


def _image_quality_ai(path: Path) -> Answer:
    metrics = importlib.import_module("image_quality_ai").assess(str(path)).metrics
    brightness, exposed = float(metrics["exposure"].value), bool(metrics["exposure"].ok)
    return Answer(
        {"blur": -float(metrics["sharpness"].value), "under": -brightness, "over": brightness},
        {
            "blur": not metrics["sharpness"].ok,
            "under": not exposed and brightness < 0.5,
            "over": not exposed and brightness >= 0.5,
        },
    )


def _cleanvision(paths: Iterable[Path]) -> dict[Path, Answer]:
    """Cleanvision judges a set at once: the time is its share of the whole."""
    chosen = [str(path) for path in paths]
    names = {"blur": "blurry", "under": "dark", "over": "light"}
    start = time.perf_counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        lab = importlib.import_module("cleanvision").Imagelab(filepaths=chosen)
        lab.find_issues({name: {} for name in names.values()}, n_jobs=1, verbose=False)
    seconds = (time.perf_counter() - start) / max(len(chosen), 1)
    rows: Any = lab.issues
    return {
        Path(path): Answer(
            {problem: -float(rows.loc[path, f"{name}_score"]) for problem, name in names.items()},
            {problem: bool(rows.loc[path, f"is_{name}_issue"]) for problem, name in names.items()},
            seconds,
        )
        for path in chosen
    }


def _grey(path: Path) -> NDArray[np.uint8]:
    grey = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    if grey is None:
        raise ValueError("expected a picture that OpenCV reads")
    return np.asarray(grey, np.uint8)


def _reduced(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    scale = WORKING_SIDE / max(grey.shape)
    if scale >= 1:
        return grey
    return np.asarray(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))


def _centre(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    height, width = grey.shape
    top, left = int(height * (1 - CENTRE) / 2), int(width * (1 - CENTRE) / 2)
    return grey[top : height - top, left : width - left]


def _laplacian(grey: NDArray[np.uint8]) -> Answer:
    return Answer({"blur": -float(cv2.Laplacian(_centre(grey), cv2.CV_64F).var())})


def _laplacian_reduced(path: Path) -> Answer:
    return _laplacian(_reduced(_grey(path)))


def _laplacian_native(path: Path) -> Answer:
    return _laplacian(_grey(path))


def _blur_effect(path: Path) -> Answer:
    measure = importlib.import_module("skimage.measure")
    return Answer({"blur": float(measure.blur_effect(_reduced(_grey(path))))})


def tools(inspector: Inspector) -> tuple[Tool, ...]:
    """Ours first, then the peers, then the textbook's measures."""
    every = ("blur", "under", "over", "backlit", "glare")
    return (
        Tool("photocheck", "photocheck", every, _each(_ours(inspector))),
        Tool(
            "capturetrust", "capturetrust", ("blur", "under", "over", "glare"), _each(_capturetrust)
        ),
        Tool(
            "image-quality-ai",
            "image_quality_ai",
            ("blur", "under", "over"),
            _each(_image_quality_ai),
        ),
        Tool("cleanvision", "cleanvision", ("blur", "under", "over"), _cleanvision),
        Tool("variance of Laplacian, centre, 1024 px", "cv2", ("blur",), _each(_laplacian_reduced)),
        Tool("variance of Laplacian, centre, native", "cv2", ("blur",), _each(_laplacian_native)),
        Tool("scikit-image blur_effect, 1024 px", "skimage", ("blur",), _each(_blur_effect)),
    )
