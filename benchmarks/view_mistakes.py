"""The surest mistakes on real photos, with their causes as somebody who looked at them says.

A photo is named by the end of its file's name, as on the sheets of mistakes. Causes are written by
hand into ``view_causes.csv``; a mistake without one has an empty cell. A mistake is another
category, another kind of side, or the wrong one of two opposite sides said with `SURE`.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.realism_photos import Pictured
from benchmarks.tables import number, table
from benchmarks.view_truth import Judgement, Pair, likeliest_side, right_pairs

CAUSES = Path(__file__).with_name("view_causes.csv")
SURE = 0.8
_COLUMNS = ["photo", "cause"]


class Mistake(NamedTuple):
    """A wrong answer and the confidence (0 to 1) that it was given with."""

    photo: Pictured
    answer: Pair
    confidence: float


def name_of(photo: Pictured) -> str:
    """The end of the file's name, which tells the development photos apart."""
    return photo.path.stem.rpartition("__")[2]


def mistakes(seen: Sequence[Judgement]) -> list[Mistake]:
    """All mistakes, the surest first."""
    found = []
    for one in seen:
        right = right_pairs(one.photo)
        if right is None:
            continue
        chances = one.estimate.likelihood
        side, mass = likeliest_side(one.estimate)
        _, answer = max((chances.get(pair, 0.0), pair) for pair in side)
        confidence = chances.get(answer, 0.0)
        if not right & side:
            found.append(Mistake(one.photo, answer, mass))
        elif answer not in right and confidence >= SURE * mass:
            found.append(Mistake(one.photo, answer, confidence))
    return sorted(found, key=lambda each: (-each.confidence, name_of(each.photo)))


def load_causes(file: Path = CAUSES) -> dict[str, str]:
    """Causes by the photo's name.

    Raises
    ------
    ValueError
        If the columns are others, or a photo is named twice.
    """
    with file.open(encoding="utf-8", newline="") as opened:
        rows = csv.DictReader(opened)
        if rows.fieldnames != _COLUMNS:
            raise ValueError(f"expected the columns {_COLUMNS} in {file.name}: {rows.fieldnames}")
        causes: dict[str, str] = {}
        for row in rows:
            if row["photo"] in causes:
                raise ValueError(f"expected one cause of {row['photo']!r} in {file.name}, got two")
            causes[row["photo"]] = row["cause"] or ""
    return causes


def mistakes_table(
    seen: Sequence[Judgement], count: int, causes: Mapping[str, str] | None = None
) -> str:
    """The `count` surest mistakes; `causes` from `CAUSES` by default."""
    known = load_causes() if causes is None else causes
    every = mistakes(seen)
    rows = [
        [
            name_of(one.photo),
            one.photo.source,
            f"{one.photo.category}, {one.photo.view}".replace("_", " "),
            ", ".join(one.answer).replace("_", " "),
            number(one.confidence, 2),
            known.get(name_of(one.photo), "").replace("|", "\\|"),
        ]
        for one in every[:count]
    ]
    asked = sum(right_pairs(one.photo) is not None for one in seen)
    counted = f"{len(every)} mistakes on {asked} photos; the {len(rows)} surest:\n\n"
    head = ["photo", "source", "shown", "answered", "confidence", "cause"]
    return counted + table(head, rows)
