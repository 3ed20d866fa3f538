"""How often each check is right: by problem and source, on labelled photos.

python -m benchmarks.accuracy            # prints
python -m benchmarks.accuracy --write    # and rewrites the tables of docs/accuracy.md
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks.inspection import inspect_paths
from benchmarks.measures import judged, noticed, rejected, value_of
from benchmarks.photos import (
    GLARE,
    PROBLEMS,
    SAMPLES_SOURCE,
    Labelled,
    Problem,
    development_folder,
    load_development,
    load_samples,
)
from benchmarks.statistics import (
    RESAMPLES,
    Flags,
    Values,
    auroc,
    bootstrap,
    catch,
    leave_one_source_out,
    wilson,
)
from benchmarks.tables import DOCS, environment, number, publish, share, table
from photocheck import Report, Status, Verdict

PROFILES = ("lenient", "standard", "strict")
RATES = (0.02, 0.05)
SMALLEST = 3  # photos of a kind that a source needs for a row of its own
Reports = Mapping[str, Mapping[Path, Report]]


class Evidence(NamedTuple):
    """The labelled photos of a problem with their numbers."""

    items: list[Labelled]
    values: Values
    positive: Flags

    @property
    def sources(self) -> list[str]:
        return [item.source for item in self.items]

    def only(self, keep: Callable[[Labelled], bool]) -> Evidence:
        """Those photos that `keep` says."""
        chosen = np.array([keep(item) for item in self.items], bool)
        return Evidence(
            [item for item, kept in zip(self.items, chosen, strict=True) if kept],
            self.values[chosen],
            self.positive[chosen],
        )


def evidence(
    problem: Problem, items: Sequence[Labelled], reports: Mapping[Path, Report]
) -> Evidence:
    """The numbers of a problem's photos."""
    return Evidence(
        list(items),
        np.array([value_of(reports[item.path], problem.name) for item in items], float),
        np.array([item.label in problem.positive for item in items], bool),
    )


def separation(found: Mapping[str, Evidence], resamples: int) -> str:
    """AUROC and catch by problem, pooled and by source."""
    rows = []
    for problem, pooled in found.items():
        rows.append(_separation_row(problem, "all", pooled, resamples))
        for kind, of_devices in (("devices", True), ("other scenes", False)):
            own = pooled.only(lambda item, wanted=of_devices: bool(item.category) == wanted)  # type: ignore[misc]
            if min(own.positive.sum(), (~own.positive).sum()) >= SMALLEST:
                rows.append(_separation_row("", kind, own, resamples))
        for source in sorted(set(pooled.sources)):
            own = pooled.only(lambda item, source=source: item.source == source)  # type: ignore[misc]
            if min(own.positive.sum(), (~own.positive).sum()) >= SMALLEST:
                rows.append(_separation_row("", source, own, resamples))
    return table(
        ("problem", "source", "bad", "good", "not judged", "AUROC", "catch at 2 %", "catch at 5 %"),
        rows,
    )


def _separation_row(problem: str, source: str, own: Evidence, resamples: int) -> list[str]:
    def interval(statistic: Callable[[Values, Flags], float]) -> str:
        return share(
            bootstrap(
                statistic,
                own.values,
                own.positive,
                groups=[f"{item.source}/{item.scene}" for item in own.items],
                strata=own.sources,
                resamples=resamples,
            )
        )

    bad = int(own.positive.sum())
    return [
        problem,
        source,
        str(bad),
        str(len(own.items) - bad),
        str(int((own.values == -np.inf).sum())),
        interval(auroc),
        *(interval(lambda v, p, rate=rate: catch(v, p, rate)) for rate in RATES),  # type: ignore[misc]
    ]


def shipped(
    items: Mapping[str, Sequence[Labelled]], problems: Sequence[Problem], reports: Reports
) -> str:
    """False retakes and catch of each profile as it is shipped."""
    rows = []
    for problem in problems:
        chosen = items[problem.name]
        for profile in PROFILES:
            own = reports[profile]
            good = [own[i.path] for i in chosen if i.label in problem.negative]
            bad = [own[i.path] for i in chosen if i.label in problem.positive]
            rows.append(
                [
                    problem.name if profile == PROFILES[0] else "",
                    profile,
                    _rate(noticed(r, problem.name) and rejected(r, problem.name) for r in good),
                    _rate(noticed(r, problem.name) for r in good),
                    _rate(rejected(r, problem.name) for r in bad),
                    _rate(noticed(r, problem.name) for r in bad),
                ]
            )
    return table(
        ("problem", "profile", "false retakes", "falsely noticed", "caught", "noticed"), rows
    )


def _rate(hits: Iterable[bool]) -> str:
    found = list(hits)
    if not found:
        return "–"
    interval = wilson(sum(found), len(found))
    return f"{sum(found)} of {len(found)} ({number(interval.low, 2)}–{number(interval.high, 2)})"


def other_sources(found: Mapping[str, Evidence], rate: float) -> str:
    """Leave-one-source-out: false retakes and catch where the limit comes from elsewhere."""
    rows = []
    for problem, pooled in found.items():
        for row in leave_one_source_out(pooled.values, pooled.positive, pooled.sources, rate):
            if row.negatives < SMALLEST and row.positives < SMALLEST:
                continue
            rows.append(
                [
                    problem,
                    row.source,
                    number(abs(row.limit), 2),
                    _of(row.false_retakes, row.negatives),
                    _of(row.caught, row.positives),
                ]
            )
    return table(("problem", "source left out", "limit", "false retakes", "caught"), rows)


def _of(hits: int, n: int) -> str:
    return f"{hits} of {n} ({hits / n:.0%})" if n else "–"


def usable(labelled: Sequence[Labelled]) -> list[Labelled]:
    """Device photos whose every label is good, once each."""
    by_path: dict[Path, dict[str, Labelled]] = {}
    for item in labelled:
        if item.category:
            by_path.setdefault(item.path, {})[item.task] = item
    return [
        tasks["blur"]
        for tasks in by_path.values()
        if {task: item.label for task, item in tasks.items()}
        == {"blur": "sharp", "exposure": "ok", "glare": "none"}
    ]


def verdicts(photos: Sequence[Labelled], reports: Mapping[Path, Report]) -> str:
    """The complete verdict on photos that are good in every respect, by category."""
    rows = []
    categories = sorted({item.category for item in photos})
    for category in ["all", *categories]:
        own = [reports[i.path] for i in photos if category in ("all", i.category)]
        reasons = Counter(
            result.reason or ""
            for report in own
            for result in report.results
            if result.status is Status.FAIL
        ) + Counter(report.error.reason for report in own if report.error is not None)
        rows.append(
            [
                category,
                str(len(own)),
                _rate(report.verdict is Verdict.RETAKE for report in own),
                _rate(report.verdict is Verdict.REVIEW for report in own),
                ", ".join(f"{reason} {count}" for reason, count in sorted(reasons.items())) or "–",
            ]
        )
    return table(("category", "photos", "retake", "review", "reasons of the retakes"), rows)


def hard_negatives(labelled: Sequence[Labelled], reports: Mapping[Path, Report]) -> str:
    """False retakes on good photos that are known to be difficult, by what makes them so."""
    rows = []
    for problem in PROBLEMS:
        good = [i for i in problem.choose(labelled) if i.label in problem.negative]
        flags = Counter(flag for item in good for flag in item.flags)
        for flag, count in sorted(flags.items()):
            if count < SMALLEST or flag == "full":
                continue
            own = [reports[i.path] for i in good if flag in i.flags]
            rows.append(
                [
                    problem.name,
                    flag.replace("_", " "),
                    str(count),
                    str(sum(rejected(r, problem.name) and noticed(r, problem.name) for r in own)),
                    str(sum(noticed(r, problem.name) for r in own)),
                    str(sum(not judged(r, problem.name) for r in own)),
                ]
            )
    return table(("problem", "photos with", "good", "false retakes", "noticed", "not judged"), rows)


def others(labelled: Sequence[Labelled], reports: Mapping[Path, Report]) -> str:
    """Photos whose labels are neither clearly good nor clearly bad."""
    kinds: list[tuple[Problem, str, Callable[[Labelled], bool]]] = [
        (PROBLEMS[0], "sharp by a thumbnail", lambda i: i.weak and i.label == "sharp"),
        (PROBLEMS[0], "partly blurred (sharp subject)", lambda i: i.label == "partial"),
        (GLARE, "reflection of a scene", lambda i: i.label == "reflection"),
        (GLARE, "some glare", lambda i: i.label == "some"),
    ]
    rows = []
    for problem, words, belongs in kinds:
        own = [reports[i.path] for i in labelled if i.task == problem.task and belongs(i)]
        rows.append(
            [
                problem.name,
                words,
                str(len(own)),
                _rate(rejected(r, problem.name) for r in own),
                _rate(noticed(r, problem.name) for r in own),
            ]
        )
    return table(("problem", "photos", "n", "retake", "noticed"), rows)


def data_table(items: Mapping[str, Sequence[Labelled]], problems: Sequence[Problem]) -> str:
    """How many photos, scenes and sources each problem is measured on."""
    rows = []
    for problem in problems:
        own = items[problem.name]
        kinds = (problem.positive, problem.negative)
        row = [problem.name, *(", ".join(sorted(labels)) for labels in kinds)]
        for half in ("limits", "report"):
            chosen = [item for item in own if item.half == half]
            bad = sum(item.label in problem.positive for item in chosen)
            row.append(f"{bad} / {len(chosen) - bad}")
        row.append(str(len({item.source for item in own})))
        row.append(str(len({(item.source, item.scene) for item in own})))
        rows.append(row)
    return table(
        ("problem", "bad", "good", "bad / good in `limits`", "in `report`", "sources", "scenes"),
        rows,
    )


def development_sections(labelled: list[Labelled], reports: Reports, resamples: int) -> str:
    """All tables of the development photos."""
    standard = reports["standard"]
    known = [item for item in labelled if item.path in standard]
    items = {problem.name: problem.choose(known) for problem in PROBLEMS}
    found = {p.name: evidence(p, items[p.name], standard) for p in PROBLEMS}
    report_half = {
        name: [item for item in own if item.half == "report"] for name, own in items.items()
    }
    good_devices = usable(known)
    parts = [
        ("The photos", data_table(items, PROBLEMS)),
        ("How well the numbers separate", separation(found, resamples)),
        ("The shipped limits, on the half `report`", shipped(report_half, PROBLEMS, reports)),
        (
            "A source that the limit has not seen (limit at 2 % false retakes on the others)",
            other_sources(found, RATES[0]),
        ),
        ("Usable photos of devices, profile `standard`", verdicts(good_devices, standard)),
        (
            "The same, on the half `report`",
            verdicts([item for item in good_devices if item.half == "report"], standard),
        ),
        ("Difficult good photos, profile `standard`", hard_negatives(known, standard)),
        ("Photos in between, profile `standard`", others(known, standard)),
    ]
    return "\n".join(f"### {title}\n\n{text}" for title, text in parts)


def sample_section(labelled: list[Labelled], reports: Reports) -> str:
    """The table of the committed samples."""
    known = [item for item in labelled if item.path in reports["standard"]]
    problems = [p for p in PROBLEMS if p.choose(known)]
    items = {problem.name: problem.choose(known) for problem in problems}
    return shipped(items, problems, reports)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="rewrite docs/accuracy.md")
    parser.add_argument("--samples-only", action="store_true", help="leave the development photos")
    parser.add_argument("--photos", type=int, metavar="N", help="no more than N photos of a set")
    parser.add_argument("--resamples", type=int, default=RESAMPLES, metavar="N")
    options = parser.parse_args(arguments)
    page = DOCS / "accuracy.md"
    versions = environment("photocheck", "numpy", "opencv-python-headless")

    samples = load_samples()
    reports = inspect_paths((item.path for item in samples), PROFILES, limit=options.photos)
    publish(
        f"{len(reports['standard'])} photos ({SAMPLES_SOURCE}/); {versions}.\n\n"
        + sample_section(samples, reports),
        page,
        "samples",
        write=options.write,
    )
    folder = None if options.samples_only else development_folder()
    if folder is None:
        print("Without the development photos: they were left out or are absent.", file=sys.stderr)
        return 0
    labelled = load_development(folder)
    reports = inspect_paths((item.path for item in labelled), PROFILES, limit=options.photos)
    publish(
        f"{len(reports['standard'])} photos; {versions}.\n\n"
        + development_sections(labelled, reports, options.resamples),
        page,
        "development",
        write=options.write,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
