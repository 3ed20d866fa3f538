"""Other tools beside ours, on the same photos in one run.

python -m pip install -e ".[peers]"      # the other tools; the command runs without them
python -m benchmarks.peers --write       # and rewrites the tables of peers.md
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from statistics import median

import cv2
import numpy as np

from benchmarks.inspection import TIFF, read_tiff
from benchmarks.peer_tools import Answer, Tool, tools
from benchmarks.photos import (
    BLUR,
    GLARE,
    OVER,
    UNDER,
    Labelled,
    Problem,
    development_folder,
    load_development,
    load_samples,
)
from benchmarks.statistics import RESAMPLES, UNJUDGED, auroc, bootstrap, catch
from benchmarks.tables import DOCS, environment, number, publish, rate_of, share, table
from photocheck import Inspector, Registry

COMPARED = (BLUR, UNDER, OVER, GLARE)
PACKAGES = ("photocheck", "capturetrust", "image-quality-ai", "cleanvision", "scikit-image")
Answers = Mapping[str, Mapping[Path, Answer]]


def readable_by_all(paths: Iterable[Path], folder: Path) -> dict[Path, Path]:
    """Each photo's path, or that of a PNG copy where it is a TIFF, which not all tools read."""
    copies = {}
    for path in paths:
        copies[path] = path
        if path.suffix.lower() in TIFF:
            copies[path] = folder / f"{path.stem}.png"
            cv2.imwrite(str(copies[path]), cv2.cvtColor(read_tiff(path), cv2.COLOR_RGB2BGR))
    return copies


def ask_all(
    chosen: Sequence[Tool], items: Mapping[str, Sequence[Labelled]], copies: Mapping[Path, Path]
) -> dict[str, dict[Path, Answer]]:
    """Every installed tool's answers on the photos of the problems it has a number for."""
    answers = {}
    for tool in chosen:
        if not tool.installed:
            continue
        wanted = {i.path for problem in tool.problems for i in items.get(problem, ())}
        print(f"{tool.name}: {len(wanted)} photos", file=sys.stderr)
        asked = tool.ask([copies[path] for path in sorted(wanted)])
        answers[tool.name] = {path: asked[copies[path]] for path in wanted if copies[path] in asked}
    return answers


def comparison(
    problem: Problem,
    items: Sequence[Labelled],
    chosen: Sequence[Tool],
    answers: Answers,
    resamples: int,
) -> str:
    """One problem: how well the tools' numbers separate, and their own verdicts."""
    rows = []
    positive = np.array([item.label in problem.positive for item in items], bool)
    for tool in chosen:
        if problem.name not in tool.problems:
            continue
        if not tool.installed:
            rows.append([tool.name, "not installed", *["–"] * 5])
            continue
        own = answers[tool.name]
        unasked = Answer({problem.name: UNJUDGED})
        values = np.array(
            [own.get(item.path, unasked).values[problem.name] for item in items], float
        )
        scenes = [f"{item.source}/{item.scene}" for item in items]
        strata = [item.source for item in items]
        area, at_two, at_five = (
            share(
                bootstrap(
                    statistic, values, positive, groups=scenes, strata=strata, resamples=resamples
                )
            )
            for statistic in (
                auroc,
                lambda v, p: catch(v, p, 0.02),
                lambda v, p: catch(v, p, 0.05),
            )
        )
        half = [i for i in items if i.half == "report" and i.path in own]
        rows.append(
            [
                tool.name,
                area,
                at_two,
                at_five,
                _rejects(problem.name, half, own, problem.negative),
                _rejects(problem.name, half, own, problem.positive),
                number(1000 * median(answer.seconds for answer in own.values()), 0),
            ]
        )
    bad = int(positive.sum())
    sources = len({item.source for item in items})
    return f"{bad} bad and {len(items) - bad} good photos of {sources} sources.\n\n" + table(
        (
            "tool",
            "AUROC",
            "catch at 2 %",
            "catch at 5 %",
            "own verdict: false retakes",
            "own verdict: caught",
            "ms a photo",
        ),
        rows,
    )


def _rejects(
    problem: str, half: Sequence[Labelled], own: Mapping[Path, Answer], labels: frozenset[str]
) -> str:
    verdicts = [
        own[item.path].rejects[problem]
        for item in half
        if item.label in labels and problem in own[item.path].rejects
    ]
    return rate_of(verdicts)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the comparison."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="rewrite the tables of peers.md")
    parser.add_argument("--samples-only", action="store_true", help="leave the development photos")
    parser.add_argument("--photos", type=int, metavar="N", help="no more than N photos a problem")
    parser.add_argument("--resamples", type=int, default=RESAMPLES, metavar="N")
    options = parser.parse_args(arguments)
    cv2.setNumThreads(1)
    folder = None if options.samples_only else development_folder()
    labelled = load_development(folder) if folder is not None else load_samples()
    if folder is None:
        print("The development photos were left out or are absent: the samples are used.")
    items = {p.name: p.choose(labelled)[: options.photos] for p in COMPARED}
    chosen = tools(Inspector("standard", registry=Registry.builtin()))
    with tempfile.TemporaryDirectory() as temporary:
        paths = {item.path for own in items.values() for item in own}
        answers = ask_all(chosen, items, readable_by_all(sorted(paths), Path(temporary)))
    parts = [
        f"### {p.name}\n\n{comparison(p, items[p.name], chosen, answers, options.resamples)}"
        for p in COMPARED
        if items[p.name]
    ]
    publish(
        f"{len(paths)} photos; {environment(*PACKAGES)}, one thread.\n\n" + "\n".join(parts),
        DOCS / "explanation/peers.md",
        "peers",
        write=options.write and folder is not None,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
