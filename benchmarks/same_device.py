"""Whether colour and shape tell if the photos of a set show one device.

python -m benchmarks.same_device RUN... [--write]

A RUN is a folder that the studio wrote. One device is a set, or else one design in one plain colour
(photos outside sets have shades of their own of the other colours, and are left out). Each measure
is taken of the device's region as the view model finds it, and judged twice: on pairs of photos of
a category, and on whole sets of one device of which one photo is swapped for one of another device.
The limit is the one that lets 2 % of the honest pairs or sets raise an alarm, chosen on the same
photos: what is printed is the best that the measure can do.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.statistics import SEED
from benchmarks.tables import DOCS, number, publish, rate_of, table
from photocheck import Photo
from photocheck.view.predictor import estimate

FALSE_ALARMS = 0.02
LEAST_PIXELS = 64
LEAST_PHOTOS = 4
PLAIN = {"black", "grey", "silver", "white", "gold"}
KINDS = ("smartphone", "tablet", "laptop", "smartwatch", "other")

Vector = NDArray[np.float64]
Device = tuple[str, str, str]


class Shown(NamedTuple):
    """One photo: its device (category, design, colour), its view, its measures by name."""

    device: Device
    view: str
    measures: dict[str, Vector]


def measures(rgb: NDArray[np.uint8], mask: NDArray[np.bool_]) -> dict[str, Vector] | None:
    """Colour in CIELAB and elongation of the region; None where it or the rest is too small."""
    height, width = rgb.shape[:2]
    grid = cv2.resize(mask.astype(np.uint8), (width, height), interpolation=cv2.INTER_NEAREST)
    inside = grid.astype(np.bool_)
    if min(inside.sum(), (~inside).sum()) < LEAST_PIXELS:
        return None
    lab = cv2.cvtColor(rgb.astype(np.float32) / 255, cv2.COLOR_RGB2LAB).astype(np.float64)
    own, rest = np.median(lab[inside], axis=0), np.median(lab[~inside], axis=0)
    axes = np.linalg.eigvalsh(np.cov(np.stack(np.nonzero(inside)).astype(np.float64)))
    return {
        "colour": own,
        "hue alone": own[1:],
        "colour against the surroundings": own - rest,
        "elongation": np.array([0.5 * np.log(max(axes[1], 1e-6) / max(axes[0], 1e-6))]),
    }


def photos_of(run: Path) -> list[Shown]:
    shown = []
    for line in (run / "photos.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if record["category"] not in KINDS:
            continue
        colour = record["facts"].get("colour")
        in_set = "-set-" in record["group"]
        if not in_set and colour not in PLAIN:
            continue
        photo = Photo.open(run / record["file"])
        found = estimate(photo)
        measured = None if found is None or found.mask is None else measures(photo.rgb, found.mask)
        if measured is not None:
            device = record["category"], record["design"], record["group"] if in_set else colour
            shown.append(Shown(device, record["view"], measured))
    return shown


def of_pairs(photos: Sequence[Shown], name: str, *, one_view: bool) -> list[str]:
    same: list[float] = []
    other: list[float] = []
    for first, second in combinations(photos, 2):
        if first.device[0] != second.device[0] or (one_view and first.view != second.view):
            continue
        distance = float(np.linalg.norm(first.measures[name] - second.measures[name]))
        (same if first.device == second.device else other).append(distance)
    honest, swapped = np.sort(same), np.array(other)
    ranked = float((np.searchsorted(honest, swapped) / len(honest)).mean())
    limit = float(np.quantile(honest, 1 - FALSE_ALARMS))
    found = float((swapped > limit).mean())
    views = "one view" if one_view else "any"
    return [name, views, str(len(same)), str(len(other)), number(ranked, 2), number(found, 2)]


def of_sets(photos: Sequence[Shown], name: str) -> list[str]:
    random = np.random.default_rng(SEED)
    sets: dict[Device, list[Shown]] = defaultdict(list)
    for photo in photos:
        sets[photo.device].append(photo)
    own = {device: shown for device, shown in sets.items() if len(shown) >= LEAST_PHOTOS}

    def distances(shown: Sequence[Shown]) -> Vector:
        values = np.stack([photo.measures[name] for photo in shown])
        return np.asarray(np.linalg.norm(values - np.median(values, axis=0), axis=1))

    honest = [float(distances(shown).max()) for shown in own.values()]
    limit = float(np.quantile(honest, 1 - FALSE_ALARMS))
    found = []
    for device, shown in own.items():
        strangers = [p for p in photos if p.device[0] == device[0] and p.device != device]
        if not strangers:
            continue
        stranger = strangers[int(random.integers(len(strangers)))]
        found.append(bool(distances([stranger, *shown[1:]])[0] > limit))
    alarms = [distance > limit for distance in honest]
    return [name, rate_of(alarms), rate_of(found)]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("runs", nargs="+", type=Path, metavar="RUN")
    parser.add_argument("--write", action="store_true", help="put the tables into the docs")
    given = parser.parse_args(arguments)
    photos = [photo for run in given.runs for photo in photos_of(run)]
    names = list(photos[0].measures)
    pairs = [of_pairs(photos, name, one_view=one) for name in names for one in (False, True)]
    head = ("measure", "views", "same", "other", "AUC", "found")
    whole = [of_sets(photos, name) for name in names]
    devices = len({photo.device for photo in photos})
    text = (
        f"{len(photos)} renders of {devices} devices; alarms in 2 % of honest pairs or sets.\n\n"
        f"{table(head, pairs)}\n"
        f"{table(('measure', 'honest sets with an alarm', 'swapped photos found'), whole)}"
    )
    publish(text, DOCS / "explanation/same-device.md", "same-device", write=given.write)
    return 0


if __name__ == "__main__":
    sys.exit(main())
