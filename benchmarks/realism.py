"""Do renders prepare for real photos? A linear probe taught on renders only, judged on real ones.

    python -m benchmarks.realism RUN...                 # prints the tables
    python -m benchmarks.realism RUN... --sheet out/mistakes
    python -m benchmarks.realism RUN... --write         # also writes them to realism.md

RUN is the folder of a studio run, with its ``photos.jsonl``. The features are those of a network
that saw neither (``python -m training.backbone`` exports it once). The probe learns from designs of
the split ``train``; the strength of its penalty is chosen on designs of ``validation``; renders of
``test`` designs show how much is lost on the way to real photos. Of real photos nothing was chosen
but the features' square root and the size of the network's input.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from training.backbone import FOLDER, SIZE, Backbone, BackboneError

from benchmarks.photos import ROOT, development_folder
from benchmarks.probe import Floats, Indices, choose, features_of
from benchmarks.realism_photos import QUESTIONS, Pictured, Question, load_real, load_runs
from benchmarks.realism_tables import Answered, Judged, sections, write_mistakes
from benchmarks.statistics import RESAMPLES
from benchmarks.tables import DOCS, environment, publish

CACHE = ROOT / "out" / "features"
COMMAND = "python -m benchmarks.realism RUN --write"


class CantTeachError(Exception):
    """The runs lack what the question needs."""


def answer(
    question: Question,
    renders: Sequence[Pictured],
    real: Sequence[Pictured],
    backbone: Backbone,
    cache: Path,
) -> Answered:
    """Teach a probe on renders and put the question to real photos.

    Raises
    ------
    CantTeachError
        If the renders show fewer than two answers, or none in a split that is needed.
    """

    def asked(photos: Sequence[Pictured]) -> tuple[tuple[Pictured, ...], Indices]:
        own = tuple(photo for photo in photos if question.answer(photo) is not None)
        truth = [question.classes.index(str(question.answer(photo))) for photo in own]
        return own, np.array(truth, np.intp)

    def features(photos: Sequence[Pictured]) -> Floats:
        return features_of([photo.path for photo in photos], backbone, cache)

    split = {
        name: asked([photo for photo in renders if photo.split == name])
        for name in ("train", "validation", "test")
    }
    for name in ("train", "validation"):
        if len(set(split[name][1])) < 2:
            raise CantTeachError(
                f"{question.title}: expected {name} renders with at least two answers of "
                f"{', '.join(question.classes)}"
            )
    (taught, labels), (others, other_labels) = split["train"], split["validation"]
    probe = choose(features(taught), labels, len(question.classes), features(others), other_labels)

    def judged(photos: tuple[Pictured, ...], truth: Indices) -> Judged:
        empty = np.zeros((0, len(question.classes)))
        return Judged(photos, truth, probe.probabilities(features(photos)) if photos else empty)

    return Answered(
        question,
        probe,
        taught,
        judged(others, other_labels),
        judged(*split["test"]),
        judged(*asked(real)),
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables; write them and the sheets if asked to."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("runs", nargs="+", type=Path, metavar="RUN", help="a studio run's folder")
    parser.add_argument("--sheet", type=Path, metavar="DIR", help="contact sheets of the mistakes")
    parser.add_argument("--size", type=int, default=SIZE, help="side of the network's input")
    parser.add_argument("--backbone", type=Path, default=FOLDER, help="folder of the network")
    parser.add_argument("--cache", type=Path, default=CACHE, help="folder of the features")
    parser.add_argument("--resamples", type=int, default=RESAMPLES)
    parser.add_argument("--write", action="store_true", help="rewrite realism.md's tables")
    options = parser.parse_args(arguments)
    folder = development_folder()
    if folder is None:
        print("The development photos are absent: nothing can be judged.", file=sys.stderr)
        return 2
    try:
        renders, backbone = load_runs(options.runs), Backbone(options.size, options.backbone)
    except (OSError, ValueError, BackboneError) as error:
        print(error, file=sys.stderr)
        return 2
    real = load_real(folder)
    text = []
    for question in QUESTIONS:
        try:
            answered = answer(question, renders, real, backbone, options.cache)
        except CantTeachError as error:
            print(f"Left out: {error}", file=sys.stderr)
            continue
        text.append(sections(answered, options.resamples))
        if options.sheet is not None:
            for path in write_mistakes(answered, options.sheet):
                print(path, file=sys.stderr)
    if not text:
        return 2
    publish(
        f"{len(renders)} renders; features at {options.size} px; `{COMMAND}`, "
        f"{environment('opencv-python-headless', 'numpy', 'scipy', cores=False)}.\n\n"
        + "\n".join(text),
        DOCS / "explanation/realism.md",
        "realism",
        write=options.write,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
