"""The photos that teach and try the model, and what is known of them."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from studio.truth import PhotoTruth

from training.labels import exactly, of_real

OPEN_LICENCES: Final = (
    "MIT",
    "BSD",
    "Apache-2.0",
    "CC0",
    "CC-BY-2.0",
    "CC-BY-4.0",
    "CC BY 2.0",
    "CC BY 3.0",
    "CC BY 4.0",
    "repo MIT; Dataset_1/data.yaml says CC BY 4.0",
    "dataset card: Public Domain",
)
"""How the licences begin under which a photo may teach what is shipped."""

Lot = Literal["teach", "devices", "dev2"]


@dataclass(frozen=True)
class Example:
    """One photo.

    Attributes
    ----------
    path : Path
    right : frozenset of int
        Indices of `labels.LABELS`, one of which is right.
    source : str
        A real photo's repository; "studio" for a render.
    split : str
        "train", "validation" or "test" of a render; "real".
    masks : Path or None
        PNG with red = device and green = screen; None where they are not known.
    whole : Path or None
        PNG of the device's whole outline, where part of it is behind a hand.
    top, normal : (x, y) or None
        Where the device's top end and its screen's face point to in the picture, x to the right,
        y down; not of unit length: foreshortened.
    screen : str or None
        "on", "off"; None where it is not seen or not known.
    faults : mapping of fault to bool
        Those of `labels.FAULTS` that are known.
    """

    path: Path
    right: frozenset[int]
    source: str
    split: str
    masks: Path | None = None
    whole: Path | None = None
    top: tuple[float, float] | None = None
    normal: tuple[float, float] | None = None
    screen: str | None = None
    faults: Mapping[str, bool] = field(default_factory=dict)


def from_run(folder: Path) -> list[Example]:
    """The photos of a studio run.

    Raises
    ------
    FileNotFoundError
        If the folder holds no run.
    """
    lines = (folder / "photos.jsonl").read_text(encoding="utf-8").splitlines()
    found = {truth.index: truth for truth in map(PhotoTruth.model_validate_json, lines)}
    return [_rendered(folder, found[index]) for index in sorted(found)]


def _rendered(folder: Path, truth: PhotoTruth) -> Example:
    top: tuple[float, float] | None = None
    normal: tuple[float, float] | None = None
    if truth.pose is not None:
        columns = tuple(zip(*truth.pose.rotation, strict=True))
        top = (columns[1][0], -columns[1][1])
        normal = (columns[2][0], -columns[2][1])
    whole = folder / truth.whole
    return Example(
        folder / truth.file,
        exactly(truth.category, "none" if truth.category == "none" else truth.view),
        "studio",
        truth.split,
        masks=folder / truth.masks,
        whole=whole if whole.exists() else None,
        top=top,
        normal=normal,
        screen=truth.screen,
        faults={"several": truth.devices > 1},
    )


def from_real(folder: Path, lot: Lot, *, teaches: bool) -> list[Example]:
    """Labelled real photos of one lot.

    Parameters
    ----------
    folder : Path
        Holds ``teach.csv`` and the others.
    lot : {"teach", "devices", "dev2"}
    teaches : bool
        Those whose licence allows shipping what they taught, or the others.
    """
    graded = {row["file"]: row for row in _rows(folder / "faults.csv")}
    found = []
    for row in _rows(folder / f"{lot}.csv"):
        right = of_real(row["category"], row["view"])
        if right is None or may_teach(lot, row["licence"]) != teaches:
            continue
        screen = {"screen_on": "on", "screen_off": "off"}.get(row["view"])
        found.append(
            Example(
                folder / row["file"],
                right,
                row["source_repo"],
                "real",
                screen=screen,
                faults=_faults(graded.get(row["file"])),
            )
        )
    return found


def may_teach(lot: str, licence: str) -> bool:
    """Whether photos of a lot under a licence may teach what is shipped."""
    return lot != "dev2" and licence.startswith(OPEN_LICENCES)


def _faults(row: Mapping[str, str] | None) -> dict[str, bool]:
    if row is None:
        return {}
    known = {
        "cut_off": row["cut_off"] == "part",
        "covered": row["covered"] == "part",
        "several": row["several"] not in {"", "1"},
        "glare": row["glare"] == "3",
    }
    # An edge that just leaves the frame, a close-up and a little glare are argued about.
    argued = {"cut_off": row["cut_off"] in {"edge", "closeup"}, "glare": row["glare"] == "2"}
    return {name: value for name, value in known.items() if not argued.get(name)}


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def of_split(examples: Sequence[Example], split: str) -> list[Example]:
    """Those of one split, in their order."""
    return [example for example in examples if example.split == split]
