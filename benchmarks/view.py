"""How often the view model is right, on real photos and on renders of designs it never saw.

    python -m benchmarks.view RUN...                  # prints the tables
    python -m benchmarks.view RUN... --sheet out/view # contact sheets of mistakes and of masks
    python -m benchmarks.view RUN... --mistakes 20    # fewer of the surest mistakes on real photos
    python -m benchmarks.view RUN... --write          # also writes them to view.md

RUN is the folder of a studio run; designs of the split ``test`` are judged, and of ``validation``
apart, which chose how long the model was taught. Real photos of sources that taught the model (its
record names them) are shown apart from those of sources that did not.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.photos import development_folder
from benchmarks.realism_photos import load_real, load_runs
from benchmarks.statistics import RESAMPLES
from benchmarks.tables import DOCS, environment, publish
from benchmarks.view_confidence import confidence_table
from benchmarks.view_covered import covered_part, covered_table
from benchmarks.view_framing import framing_table
from benchmarks.view_masks import masks_table
from benchmarks.view_mistakes import mistakes_table
from benchmarks.view_photos import QUESTIONS, NoModelError, Seen, look
from benchmarks.view_screen import screen_table
from benchmarks.view_sets import sets
from benchmarks.view_sheets import write_masks, write_mistakes
from benchmarks.view_tables import Group, details, refusals, sides, summary
from photocheck import view

COMMAND = "python -m benchmarks.view RUN --write"
_UNSEEN = "**real, sources unseen**"


def taught_sources() -> frozenset[str]:
    """Sources whose photos taught the installed model.

    Raises
    ------
    NoModelError
        If there is no record of a model.
    """
    file = Path(view.__file__).parent / "view.json"
    if not file.is_file():
        raise NoModelError("expected a view model with its record, none is installed")
    return frozenset(json.loads(file.read_text(encoding="utf-8"))["taught_by"].get("sources", {}))


def groups_of(runs: Sequence[Path]) -> list[Group]:
    """Photos that are judged together, those that matter most first."""
    groups = []
    folder = development_folder()
    if folder is None:
        print("The development photos are absent: only renders are judged.", file=sys.stderr)
    else:
        taught = taught_sources()
        real = look(load_real(folder))
        groups += [
            Group(_UNSEEN, [one for one in real if one.photo.source not in taught]),
            Group(
                "real, sources that taught it", [one for one in real if one.photo.source in taught]
            ),
        ]
    renders = [photo for photo in load_runs(runs) if covered_part(photo) is None]
    for split, title in (("test", "renders of test designs"), ("validation", "of validation")):
        own = [photo for photo in renders if photo.split == split]
        if own:
            groups.append(Group(title, look(own)))
    return [group for group in groups if group.seen]


def hidden_of(runs: Sequence[Path]) -> list[Seen]:
    """Renders of test designs whose outline behind a hand is known."""
    renders = [photo for photo in load_runs(runs) if photo.split == "test"]
    return look([photo for photo in renders if covered_part(photo) is not None])


def report(groups: Sequence[Group], runs: Sequence[Path], resamples: int, mistakes: int = 0) -> str:
    """All sections."""
    parts = []
    for question in QUESTIONS[:5]:
        parts += [f"## {question.title}", "", summary(question, groups, resamples)]
        if groups[0].title == _UNSEEN:
            parts.append(details(question, groups[0], resamples))
    parts += ["## Sides", "", sides(groups), "## No device", "", refusals(groups)]
    parts += ["## Screen, as reported", "", screen_table(groups)]
    parts += ["## Confidence", "", confidence_table(groups)]
    parts += ["## Device's mask", "", masks_table(groups), "## Framing", "", framing_table(groups)]
    hidden = hidden_of(runs)
    if hidden:
        parts += ["## Covered parts", "", covered_table(hidden, groups)]
    matched = sets(runs)
    if matched:
        parts += ["## Sets", "", matched]
    if mistakes and groups[0].title == _UNSEEN:
        parts += ["## Mistakes", "", mistakes_table(groups[0].seen, mistakes)]
    return "\n".join(parts)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables; write them and the sheets if asked to."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("runs", nargs="*", type=Path, metavar="RUN", help="a studio run's folder")
    parser.add_argument("--sheet", type=Path, metavar="DIR", help="sheets of mistakes and masks")
    parser.add_argument("--resamples", type=int, default=RESAMPLES)
    parser.add_argument("--mistakes", type=int, default=100, metavar="N", help="list the N surest")
    parser.add_argument("--write", action="store_true", help="rewrite view.md's tables")
    options = parser.parse_args(arguments)
    try:
        groups = groups_of(options.runs)
    except (OSError, ValueError, NoModelError) as error:
        print(error, file=sys.stderr)
        return 2
    if not groups:
        print("Nothing to judge: name a studio run.", file=sys.stderr)
        return 2
    if options.sheet is not None:
        for path in (
            *write_mistakes(groups[0], options.sheet),
            write_masks(groups[0], options.sheet),
        ):
            print(path, file=sys.stderr)
    publish(
        f"`{COMMAND}`, {environment('opencv-python-headless', 'numpy', cores=False)}.\n\n"
        + report(groups, options.runs, options.resamples, options.mistakes),
        DOCS / "explanation/view.md",
        "view",
        write=options.write,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
