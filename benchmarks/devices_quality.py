"""How many bad photos of devices are noticed, and how many good ones are sent back.

    python -m benchmarks.devices_quality           # prints the tables
    python -m benchmarks.devices_quality --write   # also writes them to the page on accuracy
    python -m benchmarks.devices_quality --worst 8 # names the worst mistakes of each check

The photos are those of `faults.csv` among the development photos, each looked at twice. A photo
is **bad** where glare hides something (grade 3), small text or ports can't be read (blur of grade 2
or 3), it is too dark, too bright or against the light, or part of the device is cut off; **good**
where none of this is so by any degree. What lies between counts neither way. Their size is not
judged: they were reduced when they were collected. Limits of warnings were set on ``devices``; the
sources of ``dev2`` neither taught nor set anything.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from training.examples import may_teach

from benchmarks.photos import development_folder
from benchmarks.statistics import auroc
from benchmarks.tables import DOCS, environment, number, publish, rate_of, table
from photocheck import Inspector, Report, Verdict

COMMAND: Final = "python -m benchmarks.devices_quality --write"
CHECKS: Final = ("blur", "exposure", "framing", "glare")
_LOTS: Final = ("devices", "dev2", "teach")
_GROUPS: Final = ("dev2", "devices", "taught")
_LIGHT: Final = frozenset({"dark", "bright", "backlit"})


@dataclass(frozen=True)
class Graded:
    """One photo as a person graded it.

    Attributes
    ----------
    path : Path
    lot : str
        The folder that it is in: its sources are of no other.
    source : str
    glare, blur : int
        0 to 3.
    light : str
        ``"ok"``, ``"dark"``, ``"bright"`` or ``"backlit"``.
    cut_off : str
        ``"none"``, ``"edge"``, ``"part"`` or ``"closeup"``.
    covered, several, plain, unsure : bool
    taught : bool
        Whether its licence is open, so that it taught the view model.
    """

    path: Path
    lot: str
    source: str
    glare: int
    blur: int
    light: str
    cut_off: str
    covered: bool
    several: bool
    plain: bool
    unsure: bool
    taught: bool

    @property
    def group(self) -> str:
        """The folder, or "taught": photos that taught the view model prove nothing of it."""
        return "taught" if self.taught else self.lot

    @property
    def is_bad(self) -> bool:
        """Whether a careful person would ask for another photo."""
        cut = self.cut_off == "part"
        return self.glare == 3 or self.blur >= 2 or self.light in _LIGHT or cut

    @property
    def is_good(self) -> bool:
        """Whether nothing at all is wrong with it."""
        flaws = self.covered, self.several, self.cut_off != "none", self.light != "ok"
        return self.glare <= 1 and self.blur == 0 and not any(flaws)


@dataclass(frozen=True)
class Judged:
    """A graded photo and its report, from which the photo's size is left out."""

    graded: Graded
    report: Report

    @property
    def is_noticed(self) -> bool:
        """Whether it was sent back or to a person."""
        return self.report.verdict is not Verdict.ACCEPT

    @property
    def is_sent_back(self) -> bool:
        """Whether the customer is asked for another photo."""
        return self.report.verdict is Verdict.RETAKE

    def badness(self, check: str) -> float:
        """One minus a check's score; 0 where it was not done."""
        score = self.report[check].score
        return 0.0 if score is None else 1 - score

    def says(self, reason: str) -> bool:
        """Whether the report names a reason that begins so."""
        return any((result.reason or "").startswith(reason) for result in self.report.problems)


def load(folder: Path) -> list[Graded]:
    """The graded photos of the development folder."""
    rows = {row["file"]: row for lot in _LOTS for row in _rows(folder / f"{lot}.csv")}
    sources = {file: row["source_repo"].partition("/")[0] for file, row in rows.items()}
    return [
        Graded(
            path=folder / row["file"],
            lot=row["file"].partition("/")[0],
            source=sources.get(row["file"], ""),
            glare=int(row["glare"]),
            blur=int(row["blur"]),
            light=row["exposure"],
            cut_off=row["cut_off"],
            covered=row["covered"] == "part",
            several=row["several"] not in {"", "1"},
            plain=row["plain"] == "yes",
            unsure=row["unsure"] == "yes",
            taught=may_teach(row["file"].partition("/")[0], rows[row["file"]]["licence"]),
        )
        for row in _rows(folder / "faults.csv")
    ]


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def judge(graded: Sequence[Graded]) -> list[Judged]:
    """Have each photo inspected, but for its size."""
    inspector = Inspector(checks=CHECKS)
    with ThreadPoolExecutor(2) as pool:
        reports = pool.map(lambda one: inspector.inspect(one.path), graded)
        return [Judged(one, report) for one, report in zip(graded, reports, strict=True)]


@dataclass(frozen=True)
class Question:
    """What a check should find: which photos have it, which are free of it, and how it says so."""

    title: str
    check: str
    reason: str
    has: Callable[[Graded], bool]
    free: Callable[[Graded], bool]


QUESTIONS: Final = (
    Question("glare, grade 3", "glare", "glare.", lambda g: g.glare == 3, lambda g: g.glare <= 1),
    Question("blur, grade 2 or 3", "blur", "blur.", lambda g: g.blur >= 2, lambda g: g.blur == 0),
    Question(
        "too dark", "exposure", "exposure.", lambda g: g.light == "dark", lambda g: g.light == "ok"
    ),
    Question(
        "too bright",
        "exposure",
        "exposure.",
        lambda g: g.light == "bright",
        lambda g: g.light == "ok",
    ),
    Question(
        "cut off",
        "framing",
        "framing.cut_off",
        lambda g: g.cut_off == "part",
        lambda g: g.cut_off == "none",
    ),
    Question("covered", "framing", "framing.covered", lambda g: g.covered, lambda g: not g.covered),
    Question(
        "several devices",
        "framing",
        "framing.several",
        lambda g: g.several,
        lambda g: not g.several,
    ),
)


def verdicts(judged: Sequence[Judged]) -> str:
    """Bad and good photos by their verdict, for each group of sources."""
    rows = []
    for group in _GROUPS:
        own = [one for one in judged if one.graded.group == group]
        bad = [one for one in own if one.graded.is_bad]
        good = [one for one in own if one.graded.is_good]
        if not own:
            continue
        sources = len({one.graded.source for one in own})
        rows.append(
            [
                f"{group} ({sources} sources)",
                rate_of(one.is_noticed for one in bad),
                rate_of(one.is_sent_back for one in bad),
                rate_of(one.is_sent_back for one in good),
                rate_of(not one.is_noticed for one in good),
            ]
        )
    head = ["photos", "bad noticed", "bad sent back", "good sent back", "good accepted"]
    return table(head, rows)


def by_check(judged: Sequence[Judged]) -> str:
    """How well each fault is told from its absence, for each group of sources."""
    rows = []
    for question in QUESTIONS:
        for group in _GROUPS:
            own = [one for one in judged if one.graded.group == group]
            having = [one for one in own if question.has(one.graded)]
            free = [one for one in own if question.free(one.graded)]
            if not having or not free:
                continue
            values = np.array([one.badness(question.check) for one in (*having, *free)])
            positive = np.arange(len(values)) < len(having)
            rows.append(
                [
                    question.title,
                    group,
                    number(auroc(values, positive)),
                    rate_of(one.says(question.reason) for one in having),
                    rate_of(one.says(question.reason) for one in free),
                ]
            )
    return table(["fault", "photos", "AUROC of the check", "named", "named where it is not"], rows)


def worst(judged: Sequence[Judged], count: int) -> Iterable[str]:
    """The surest mistakes of each check, by name."""
    for question in QUESTIONS:
        order = sorted(judged, key=lambda one: one.badness(question.check))
        missed = [one for one in order if question.has(one.graded)][:count]
        alarms = [one for one in reversed(order) if question.free(one.graded)][:count]
        for title, found in (("missed", missed), ("false alarm", alarms)):
            for one in found:
                value = number(one.badness(question.check))
                yield f"{question.title}: {title} {value} {one.graded.path.name}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables; write them if asked to."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="rewrite the tables of the docs")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="name N mistakes a check")
    options = parser.parse_args(arguments)
    folder = development_folder()
    if folder is None or not (folder / "faults.csv").is_file():
        print("The development photos are absent: there is nothing to judge.", file=sys.stderr)
        return 2
    judged = judge(load(folder))
    for line in worst(judged, options.worst):
        print(line)
    text = "\n".join(
        [
            f"`{COMMAND}`, {environment('opencv-python-headless', 'numpy', cores=False)}.\n",
            f"{len(judged)} photos, each looked at twice.\n",
            verdicts(judged),
            by_check(judged),
        ]
    )
    publish(text, DOCS / "explanation/accuracy.md", "devices", write=options.write)
    return 0


if __name__ == "__main__":
    sys.exit(main())
