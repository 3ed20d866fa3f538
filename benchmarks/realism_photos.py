"""The photos of the realism benchmark: renders of a studio run and labelled real photos.

Two questions are asked. What counts, and what is left out because no single answer would be right:

* **phone view** (single phones only): screen on, screen off, back, long side (left, right, or a
  side whose end could not be told), short end (top, bottom). Oblique, opened and close-up phones
  and photos of several devices are left out.
* **category**: phone, tablet, laptop, watch, none of them (consoles, headphones, other
  electronics, parcels, documents, no device). Photos of several devices and of opened devices are
  left out; oblique ones and close-ups count.

Real photos are judged as they were taken: those lying on their side are not turned upright.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_NONE = "none of them"


@dataclass(frozen=True)
class Pictured:
    """One photo and what it shows, in the words of its own source.

    `source` is the repository of a real photo and the run of a rendered one; `design` is a render's
    invented product, `split` its split. `sure` says whether the label was given with confidence;
    `framing` is "full", "cropped" or "tiny" where that is known.
    """

    path: Path
    category: str
    view: str
    source: str
    split: str = ""
    design: str = ""
    several: bool = False
    sure: bool = True
    framing: str = ""


@dataclass(frozen=True)
class Question:
    """What is asked of a photo, and the answer's names; categories and views by either vocabulary.

    `views` maps views to answers for photos of `category`; without it, `categories` maps the
    categories, and every other category is the last answer.
    """

    title: str
    classes: tuple[str, ...]
    category: frozenset[str] = frozenset()
    views: Mapping[str, str] | None = None
    categories: Mapping[str, str] | None = None

    def answer(self, photo: Pictured) -> str | None:
        """The right answer; None if the question is not asked of this photo."""
        if photo.several:
            return None
        if self.views is not None:
            return self.views.get(photo.view) if photo.category in self.category else None
        if self.categories is None or (photo.view == "inside" and photo.category != "parcel"):
            return None
        return self.categories.get(photo.category, self.classes[-1])


PHONE_VIEW = Question(
    "Phone view",
    ("screen on", "screen off", "back", "long side", "short end"),
    category=frozenset({"phone", "smartphone"}),
    views={
        "screen_on": "screen on",
        "screen_off": "screen off",
        "back": "back",
        "left": "long side",
        "right": "long side",
        "side_unknown": "long side",
        "top": "short end",
        "bottom": "short end",
    },
)
CATEGORY = Question(
    "Category",
    ("phone", "tablet", "laptop", "watch", _NONE),
    categories={
        "phone": "phone",
        "smartphone": "phone",
        "tablet": "tablet",
        "laptop": "laptop",
        "watch": "watch",
        "smartwatch": "watch",
    },
)
QUESTIONS = (PHONE_VIEW, CATEGORY)


def load_real(folder: Path) -> list[Pictured]:
    """The labelled photos of devices in the folder of the development photos."""
    with (folder / "devices.csv").open(encoding="utf-8", newline="") as file:
        return [
            Pictured(
                path=folder / row["file"],
                category=row["category"],
                view=row["view"],
                source=row["source_repo"].partition("/")[0],
                several=row["view"] == "multiple_devices",
                sure=row["confidence"] == "high",
                framing=row.get("framing", ""),
            )
            for row in csv.DictReader(file)
        ]


def load_runs(runs: Sequence[Path]) -> list[Pictured]:
    """The renders of studio runs.

    Raises
    ------
    FileNotFoundError
        If a run has no ``photos.jsonl``.
    ValueError
        If a line of it is no record of a photo.
    """
    return [
        _render(run, number, line)
        for run in runs
        for number, line in enumerate(
            (run / "photos.jsonl").read_text(encoding="utf-8").splitlines(), 1
        )
    ]


def _render(run: Path, number: int, line: str) -> Pictured:
    try:
        record = json.loads(line)
        return Pictured(
            path=run / record["file"],
            category=record["category"],
            view=record["view"],
            source=run.name,
            split=record["split"],
            design=record.get("design", ""),
            several=record.get("devices", 1) > 1,
            framing=(record.get("pose") or {}).get("framing", ""),
        )
    except (json.JSONDecodeError, KeyError) as error:
        raise ValueError(
            f"expected the record of a photo in line {number} of {run.name}: {error!r}"
        ) from error
