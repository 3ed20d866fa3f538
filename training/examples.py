"""The photos that teach and try the model, and what is known of them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from studio.truth import PhotoTruth

from training.labels import exactly, of_real

LICENSED: Final = ("utshobs", "Bellafaire", "AsteroidOS", "supertaco343")
"""Sources whose licence (CC BY, MIT, public domain) allows shipping what they taught."""


@dataclass(frozen=True)
class Example:
    """One photo.

    Attributes
    ----------
    path : Path
    masks : Path or None
        PNG with red = device and green = screen; None where they are not known.
    right : frozenset of int
        Indices of `labels.CLASSES`, one of which is right.
    source : str
        A real photo's repository; "studio" for a render.
    split : str
        "train", "validation" or "test".
    facing : bool or None
        For a narrow side: whether the screen's face (not the back) is seen beside it.
    top : (x, y) or None
        Where the device's top end points to in the picture, x to the right, y down; not unit
        length: foreshortened.
    screen : str or None
        "on", "off"; None where it is not seen or not known.
    normal : (x, y) or None
        Where the screen's face points to in the picture, as `top` is given.
    whole : Path or None
        PNG of the device's whole outline, where part of it is behind a hand.
    """

    path: Path
    masks: Path | None
    right: frozenset[int]
    source: str
    split: str
    facing: bool | None = None
    top: tuple[float, float] | None = None
    screen: str | None = None
    normal: tuple[float, float] | None = None
    whole: Path | None = None


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
    facing: bool | None = None
    if truth.pose is not None:
        columns = tuple(zip(*truth.pose.rotation, strict=True))
        top = (columns[1][0], -columns[1][1])
        normal = (columns[2][0], -columns[2][1])
        facing = columns[2][2] > 0
    whole = folder / truth.whole
    return Example(
        folder / truth.file,
        folder / truth.masks,
        exactly(truth.category, "none" if truth.category == "none" else truth.view),
        "studio",
        truth.split,
        facing,
        top,
        truth.screen,
        normal,
        whole if whole.exists() else None,
    )


def from_real(folder: Path, sources: Iterable[str] | None = None) -> list[Example]:
    """Labelled real photos, of all sources or of those named."""
    wanted = None if sources is None else set(sources)
    found = []
    with (folder / "devices.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            source = row["source_repo"].partition("/")[0]
            right = of_real(row["category"], row["view"])
            if right is None or (wanted is not None and source not in wanted):
                continue
            screen = {"screen_on": "on", "screen_off": "off"}.get(row["view"])
            found.append(Example(folder / row["file"], None, right, source, "real", screen=screen))
    return found


def of_split(examples: Sequence[Example], split: str) -> list[Example]:
    """Those of one split, in their order."""
    return [example for example in examples if example.split == split]
