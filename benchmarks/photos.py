"""The labelled photos: committed samples, and the development photos where they are present.

Development photos stand beside the repository, in ``../shared/photos`` (``PHOTOCHECK_PHOTOS`` names
another folder). They can't be distributed; without them the benchmarks use the samples.

Two halves
----------
A limit must not be reported on the photos that it was set on. Every photo belongs to the half
``limits`` (limits are set on it) or ``report`` (rates are reported on it). The half follows from
a hash, so that nobody chose it, and the same photo is in the same half for every check:

* a source of fewer than `WHOLE_BELOW` photos goes to one half as a whole, so that the report
  holds sources that no limit has seen;
* larger sources are split by scene (all shots of a bracket or focus stack) and by near-duplicate
  group, so that no scene is on both sides.

Leave-one-source-out tables use all photos, since there the limit comes from the other sources.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

Task = Literal["blur", "exposure", "glare"]
Half = Literal["limits", "report"]

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples"
WHOLE_BELOW = 40
SAMPLES_SOURCE = "samples"


@dataclass(frozen=True)
class Labelled:
    """One label of one photo; a photo has one for each task that it was labelled for.

    `weak` labels were given by a look at a thumbnail, where blur can't be seen.
    """

    path: Path
    source: str
    scene: str
    task: Task
    label: str
    flags: frozenset[str] = frozenset()
    category: str = ""
    view: str = ""
    weak: bool = False
    half: Half = "report"


@dataclass(frozen=True)
class Problem:
    """What a check should find: which labels have it, and which photos are free of it."""

    name: str
    task: Task
    positive: frozenset[str]
    negative: frozenset[str]

    def choose(self, labelled: Iterable[Labelled], *, weak: bool = False) -> list[Labelled]:
        """The photos with the problem and those free of it; on request also by weak labels.

        Weak labels are taken for good photos only: a blur that shows in a thumbnail is rare, and
        a blurred photo among the good ones can only make a limit milder.
        """
        labels = self.positive | self.negative
        return [
            item
            for item in labelled
            if item.task == self.task
            and item.label in labels
            and (not item.weak or (weak and item.label in self.negative))
        ]


BLUR = Problem(
    "blur", "blur", frozenset({"defocus", "motion", "soft", "blurred"}), frozenset({"sharp"})
)
UNDER = Problem("under", "exposure", frozenset({"under", "dark"}), frozenset({"ok"}))
OVER = Problem("over", "exposure", frozenset({"over", "bright"}), frozenset({"ok"}))
BACKLIT = Problem("backlit", "exposure", frozenset({"backlit"}), frozenset({"ok"}))
GLARE = Problem("glare", "glare", frozenset({"glare", "strong"}), frozenset({"none"}))
"""Mild glare (``some``) and reflections of scenes are reported apart."""
PROBLEMS = (BLUR, UNDER, OVER, BACKLIT, GLARE)


def development_folder() -> Path | None:
    """The folder of the development photos; None where it is absent."""
    folder = Path(os.environ.get("PHOTOCHECK_PHOTOS", ROOT.parent / "shared" / "photos"))
    return folder if (folder / "quality.csv").is_file() else None


def load_samples(folder: Path = SAMPLES) -> list[Labelled]:
    """Three labels for each committed sample; those of a borderline photo's problem are so called.

    No limit is set on samples: all are in the half ``report``.
    """
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    labelled = []
    for photo in truth["photos"]:
        if photo["view"] == "capture":
            continue  # no photo
        problems: list[str] = photo["problems"]
        good: dict[Task, str] = {"blur": "sharp", "exposure": "ok", "glare": "none"}
        for task, label in good.items():
            own = [problem for problem in problems if problem.partition(".")[0] == task]
            borderline = photo["usable"] == "warn" and own
            labelled.append(
                Labelled(
                    path=folder / photo["file"],
                    source=SAMPLES_SOURCE,
                    scene=photo["file"],
                    task=task,
                    label="borderline" if borderline else (own or [label])[0].split(".")[-1],
                    category=photo["category"],
                    view=photo["view"],
                )
            )
    return labelled


def load_development(folder: Path) -> list[Labelled]:
    """All labels of the development photos, with their halves."""
    return with_halves([*_quality(folder), *_devices(folder)])


def with_halves(labelled: list[Labelled]) -> list[Labelled]:
    """The labels with each photo's half set."""
    sizes = Counter(source for source, _ in {(item.source, item.path) for item in labelled})
    return [
        replace(
            item,
            half=_half(item.source if sizes[item.source] < WHOLE_BELOW else _key(item)),
        )
        for item in labelled
    ]


def _key(item: Labelled) -> str:
    return f"{item.source}/{item.scene}"


def _half(key: str) -> Half:
    return "limits" if hashlib.sha256(key.encode()).digest()[0] % 2 else "report"


def _quality(folder: Path) -> list[Labelled]:
    with (folder / "quality.csv").open(encoding="utf-8", newline="") as file:
        return [
            Labelled(
                path=folder / row["file"],
                source=row["source"],
                scene=_scene(row["source"], row["source_path"], row["pair_id"]),
                task=row["task"],  # type: ignore[arg-type]  # the file's own words
                label=row["label"],
                flags=frozenset(filter(None, row["flags"].split(";"))),
            )
            for row in csv.DictReader(file)
        ]


def _scene(source: str, path: str, pair: str) -> str:
    """The scene: the pair's name or, for rows without one, what the pair's name would be."""
    if pair:
        return pair
    stack = re.search(r"/(\d+)__refocus", path) if source == "lfsd" else None
    if stack:
        return f"lfsd{stack[1]}"
    if source == "mefb":
        return f"mefb_{Path(path).parent.name}"
    return Path(path).stem


def _devices(folder: Path) -> list[Labelled]:
    labelled: list[Labelled] = []
    with (folder / "devices.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            photo = Labelled(
                path=folder / row["file"],
                source=row["source_repo"].partition("/")[0].lower(),
                scene=row["neardup_group"],
                task="blur",
                label=row["sharpness"],
                category=row["category"],
                view=row["view"],
                flags=frozenset(filter(None, (row["notes"], row["framing"]))),
                weak=row["sharpness_basis"] != "crop",
            )
            labelled += [
                photo,
                replace(photo, task="exposure", label=row["exposure"], weak=False),
                replace(photo, task="glare", label=row["glare"], weak=False),
            ]
    return labelled
