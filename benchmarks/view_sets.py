"""Sets of unseen designs, in random order: which slots `photocheck.match` fills rightly."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

import photocheck
from benchmarks.statistics import SEED
from benchmarks.tables import count_of, table

_KINDS = ("smartphone", "tablet", "laptop", "smartwatch")


def sets(runs: Sequence[Path]) -> str:
    """The table; empty if no run holds a whole set."""
    counts: dict[str, list[int]] = {}
    for run in runs:
        for photos in _whole_sets(run):
            kind = photos[0]["category"]
            own = counts.setdefault(kind, [0, 0, 0, 0, 0])
            for place, number in enumerate((1, *_judged(run, kind, photos))):
                own[place] += number
    if not counts:
        return ""
    rows = []
    for kind in (*counts, "all"):
        number, right, unsure, missing, wrong = (
            counts[kind]
            if kind != "all"
            else [sum(part) for part in zip(*counts.values(), strict=True)]
        )
        slots = right + unsure + missing + wrong
        cells = [count_of(part, slots) for part in (right, unsure, missing, wrong)]
        rows.append([kind, str(number), str(slots), *cells])
    head = ["category", "sets", "photos", "right slot", "unsure", "not assigned", "wrong slot"]
    return table(head, rows)


def _whole_sets(run: Path) -> list[list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in (run / "photos.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if record["split"] == "test" and record["category"] in _KINDS:
            groups[record["group"]].append(record)
    return [photos for photos in groups.values() if len(photos) == 7]


def _judged(run: Path, kind: str, photos: list[dict[str, Any]]) -> tuple[int, int, int, int]:
    """Photos in the right slot, left unsure, left out (as unusable, say), and in a wrong slot."""
    order = np.random.default_rng([SEED, photos[0]["index"]]).permutation(len(photos))
    sources = [run / photos[place]["file"] for place in order]
    found = photocheck.match(sources, category=kind)
    truth = {str(run / record["file"]): record["view"] for record in photos}
    unsure = {guess.source for guess in found.unsure}
    right = wrong = 0
    for slot, assigned in found.assigned.items():
        name = slot.rpartition("/")[2]
        right += name == truth[assigned.source]
        wrong += name != truth[assigned.source]
    waiting = sum(source in unsure for source in truth)
    return right, waiting, len(photos) - right - wrong - waiting, wrong
