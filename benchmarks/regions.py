"""Which region the quality checks should judge: the classical estimate, or the view's mask.

    python -m benchmarks.regions            # prints
    python -m benchmarks.regions --write    # and rewrites the table of accuracy.md

The limits of exposure are on the whole frame, so that blur and glare remain. A photo without a
mask has the classical region in both rows.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from tqdm import tqdm

from benchmarks.accuracy_tables import RATES, Evidence, separation_row
from benchmarks.inspection import source_of
from benchmarks.measures import number_of
from benchmarks.photos import BLUR, GLARE, Labelled, development_folder, load_development
from benchmarks.statistics import RESAMPLES
from benchmarks.tables import DOCS, environment, publish, table
from photocheck import Check, Context, Photo
from photocheck.checks import Blur, Glare
from photocheck.metrics.subject import Subject
from photocheck.view import estimate

_CHECKS: Final[dict[str, Check]] = {BLUR.name: Blur(), GLARE.name: Glare()}
_CLASSICAL: Final = "classical"
_MASK: Final = "mask"
Numbers = dict[tuple[str, str, Path], float]


class ByMask(Context):
    """Takes the view's mask for the subject, where there is one."""

    def __init__(self, photo: Photo) -> None:
        super().__init__(photo, view=estimate)
        self._frame = photo.rgb.shape[:2]

    @cached_property
    def subject(self) -> Subject:
        """The mask, laid over the working frame."""
        view = self.view
        if view is None or view.mask is None or view.box is None:
            return super().subject
        height, width = self._frame
        laid = cv2.resize(
            view.mask.view(np.uint8), (width, height), interpolation=cv2.INTER_NEAREST
        )
        return Subject(
            laid.view(np.bool_), (view.box.x, view.box.y, view.box.w, view.box.h), "contrast"
        )


def measure(paths: Sequence[Path]) -> Numbers:
    """The numbers of blur and glare by problem, region and path."""
    cv2.setNumThreads(1)
    numbers: Numbers = {}
    for path in tqdm(paths, unit="photo", file=sys.stderr, disable=None):
        photo = source_of(path)
        if isinstance(photo, Path):
            continue  # no region in what can't be read
        for region, context in ((_CLASSICAL, Context(photo)), (_MASK, ByMask(photo))):
            for problem, check in _CHECKS.items():
                numbers[problem, region, path] = number_of(check.run(photo, context), problem)
    return numbers


def regions_table(labelled: Sequence[Labelled], numbers: Numbers, resamples: int) -> str:
    """Blur and glare with each region, on photos of devices and on others."""
    rows = []
    for problem in (BLUR, GLARE):
        chosen = [
            item
            for item in problem.choose(labelled, weak=problem is BLUR)
            if (problem.name, _MASK, item.path) in numbers
        ]
        for photos in ("devices", "other scenes"):
            own = [item for item in chosen if bool(item.category) == (photos == "devices")]
            for region in (_CLASSICAL, _MASK):
                evidence = Evidence(
                    own,
                    np.array([numbers[problem.name, region, item.path] for item in own], float),
                    np.array([item.label in problem.positive for item in own], bool),
                )
                row = separation_row(problem.name, photos, evidence, resamples)
                rows.append([*row[:2], region, *row[2:]])
    rates = (f"catch at {100 * rate:.0f} %" for rate in RATES)
    return table(
        ("problem", "photos", "region", "bad", "good", "not judged", "AUROC", *rates), rows
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="rewrite accuracy.md")
    parser.add_argument("--photos", type=int, metavar="N", help="no more than N photos")
    parser.add_argument("--resamples", type=int, default=RESAMPLES, metavar="N")
    options = parser.parse_args(arguments)
    folder = development_folder()
    if folder is None:
        print("The development photos are absent: there is nothing to compare.", file=sys.stderr)
        return 0
    labelled = load_development(folder)
    wanted = {item.path for problem in (BLUR, GLARE) for item in problem.choose(labelled)}
    wanted |= {item.path for item in BLUR.choose(labelled, weak=True)}
    numbers = measure(sorted(wanted)[: options.photos])
    publish(
        f"{environment('photocheck', 'numpy', 'opencv-python-headless', cores=False)}.\n\n"
        + regions_table(labelled, numbers, options.resamples),
        DOCS / "explanation/accuracy.md",
        "regions",
        write=options.write,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
