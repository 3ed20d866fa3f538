"""The tables of accuracy: each a function of labels and reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks.measures import noticed, rejected, value_of
from benchmarks.photos import (
    BLUR,
    GLARE,
    PROBLEMS,
    Labelled,
    Problem,
)
from benchmarks.statistics import (
    Flags,
    Values,
    auroc,
    bootstrap,
    catch,
    leave_one_source_out,
)
from benchmarks.tables import count_of, number, rate_of, share, table
from photocheck import Report, Status, Verdict

PROFILES = ("lenient", "standard", "strict")
RATES = (0.02, 0.05)
SMALLEST = 3  # good and bad photos that a source needs for a row of its own
SMALLEST_LEFT_OUT = 10  # good photos that a source needs to show a rate of false retakes
WITH_WEAK = "blur, with thumbnails"
"""Blur with those photos among the good ones that look sharp in a thumbnail."""
VIEWS = ("screen_on", "screen_off", "back")
DIFFICULT = (
    *("bokeh", "smooth", "dark_object", "white_object", "white background", "night", "lamp"),
    *("bright_light_source", "bright_window", "lit_screen", "eink", "worn", "cracked", "in hand"),
    *("cropped", "tiny", "document", "screenshot"),
)
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
        rows.append(separation_row(problem, "all", pooled, resamples))
        clear = pooled.only(lambda item: item.label != "soft")
        if len(clear.items) < len(pooled.items):
            rows.append(separation_row("", "all without `soft`", clear, resamples))
        if problem == WITH_WEAK:
            continue
        for kind, of_devices in (("devices", True), ("other scenes", False)):
            own = pooled.only(lambda item, wanted=of_devices: bool(item.category) == wanted)  # type: ignore[misc]
            if min(own.positive.sum(), (~own.positive).sum()) >= SMALLEST:
                rows.append(separation_row("", kind, own, resamples))
        for source in sorted(set(pooled.sources)):
            own = pooled.only(lambda item, source=source: item.source == source)  # type: ignore[misc]
            if min(own.positive.sum(), (~own.positive).sum()) >= SMALLEST:
                rows.append(separation_row("", source, own, resamples))
    return table(
        ("problem", "source", "bad", "good", "not judged", "AUROC", "catch at 2 %", "catch at 5 %"),
        rows,
    )


def separation_row(problem: str, source: str, own: Evidence, resamples: int) -> list[str]:
    """A problem's numbers on some photos: how many, AUROC and catch."""

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
                    rate_of(noticed(r, problem.name) and rejected(r, problem.name) for r in good),
                    rate_of(noticed(r, problem.name) for r in good),
                    rate_of(rejected(r, problem.name) for r in bad),
                    rate_of(noticed(r, problem.name) for r in bad),
                ]
            )
    return table(
        ("problem", "profile", "false retakes", "falsely noticed", "caught", "noticed"), rows
    )


def other_sources(found: Mapping[str, Evidence], rate: float) -> str:
    """Leave-one-source-out: false retakes and catch where the limit comes from elsewhere.

    Sources with few good photos, where one photo is many per cent, share a row.
    """
    rows = []
    for problem, pooled in found.items():
        left_out = leave_one_source_out(pooled.values, pooled.positive, pooled.sources, rate)
        small = [row for row in left_out if row.negatives < SMALLEST_LEFT_OUT]
        rows += [
            [
                problem,
                row.source,
                number(abs(row.limit), 2),
                count_of(row.false_retakes, row.negatives),
                count_of(row.caught, row.positives),
            ]
            for row in left_out
            if row not in small
        ]
        rows.append(
            [
                problem,
                f"{len(small)} small ones, one by one",
                "",
                count_of(sum(r.false_retakes for r in small), sum(r.negatives for r in small)),
                count_of(sum(r.caught for r in small), sum(r.positives for r in small)),
            ]
        )
    return table(("problem", "source left out", "limit", "false retakes", "caught"), rows)


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
    """The complete verdict on photos that are good in every respect, by category and view."""
    categories = sorted({item.category for item in photos})
    groups = [
        ("all", list(photos)),
        *((name, [item for item in photos if item.category == name]) for name in categories),
        *(
            (name.replace("_", " "), [item for item in photos if item.view == name])
            for name in VIEWS
        ),
    ]
    rows = []
    for name, own in groups:
        large = [
            report
            for report in (reports[item.path] for item in own)
            if report.error is not None or report["resolution"].status is not Status.FAIL
        ]
        reasons = Counter(
            result.reason or ""
            for report in large
            for result in report.results
            if result.status is Status.FAIL
        ) + Counter(report.error.reason for report in large if report.error is not None)
        rows.append(
            [
                name.replace("_", " "),
                str(len(own)),
                str(len(own) - len(large)),
                rate_of(report.verdict is Verdict.RETAKE for report in large),
                rate_of(report.verdict is Verdict.REVIEW for report in large),
                ", ".join(f"{reason} {count}" for reason, count in sorted(reasons.items())) or "–",
            ]
        )
    return table(
        ("photos of", "n", "too small", "of the others: retake", "review", "why retake"), rows
    )


def hard_negatives(labelled: Sequence[Labelled], reports: Mapping[Path, Report]) -> str:
    """False retakes on good photos that are known to be difficult, by what makes them so."""
    rows = []
    for flag in DIFFICULT:
        cells, largest = [], 0
        for problem in PROBLEMS:
            own = [
                reports[i.path]
                for i in problem.choose(labelled, weak=True)
                if i.label in problem.negative and flag in i.flags
            ]
            largest = max(largest, len(own))
            hits = sum(noticed(report, problem.name) for report in own)
            cells.append(f"{hits} of {len(own)}" if own else "–")
        if largest >= SMALLEST:
            rows.append([flag.replace("_", " "), *cells])
    return table(("good photos with", *(problem.name for problem in PROBLEMS)), rows)


def others(labelled: Sequence[Labelled], reports: Mapping[Path, Report]) -> str:
    """Photos whose labels are neither clearly good nor clearly bad."""
    kinds: list[tuple[Problem, str, Callable[[Labelled], bool]]] = [
        (BLUR, "sharp by a thumbnail", lambda i: i.weak and i.label == "sharp"),
        (BLUR, "soft (devices)", lambda i: i.label == "soft"),
        (BLUR, "partly blurred (sharp subject)", lambda i: i.label == "partial"),
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
                rate_of(rejected(r, problem.name) for r in own),
                rate_of(noticed(r, problem.name) for r in own),
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
