"""How surely the same photo is known again, and how rarely another is taken for it.

    python -m benchmarks.duplicates            # prints the tables
    python -m benchmarks.duplicates --write    # also writes them to duplicates.md

Copies are made of each photo: recompressed, shrunk, trimmed, brightened. Pairs of different photos
come from all scenes, those of one source (much alike: one hand, one table, one device) apart.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from benchmarks.inspection import read_tiff
from benchmarks.photos import Labelled, development_folder, load_development, load_samples
from benchmarks.statistics import wilson
from benchmarks.tables import DOCS, environment, publish, share, table
from photocheck import DecodeError, Photo
from photocheck.checks.duplicate import Duplicate
from photocheck.metrics.perceptual_hash import perceptual_hash

Picture = NDArray[np.uint8]
COMMAND = "python -m benchmarks.duplicates --write"
LIMIT = Duplicate().min_distance


class Hashed(NamedTuple):
    """A photo's hash and those of its copies, as bits."""

    source: str
    scene: str
    own: NDArray[np.bool_]
    copies: dict[str, NDArray[np.bool_] | None]


def _jpeg(rgb: Picture, quality: int) -> Picture:
    data = cv2.imencode(".jpg", rgb, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)


def _shrunk(rgb: Picture, side: int) -> Picture:
    factor = min(1.0, side / max(rgb.shape[:2]))
    size = tuple(max(1, round(part * factor)) for part in rgb.shape[1::-1])
    return np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)


def _trimmed(rgb: Picture, part: float, random: np.random.Generator) -> Picture:
    """Less by a share of the width and of the height, taken off the sides unevenly."""
    height, width = rgb.shape[:2]
    less_y, less_x = int(height * part), int(width * part)
    y, x = int(random.integers(less_y + 1)), int(random.integers(less_x + 1))
    return rgb[y : y + height - less_y, x : x + width - less_x]


def _brightened(rgb: Picture, factor: float) -> Picture:
    return np.asarray(np.clip(rgb * np.float32(factor), 0, 255), np.uint8)


COPIES: Mapping[str, Callable[[Picture, np.random.Generator], Picture]] = {
    "JPEG quality 40": lambda rgb, _: _jpeg(rgb, 40),
    "1280 px, quality 60": lambda rgb, _: _jpeg(_shrunk(rgb, 1280), 60),
    "then 640 px, quality 50": lambda rgb, _: _jpeg(
        _shrunk(_jpeg(_shrunk(rgb, 1280), 60), 640), 50
    ),
    "brighter by 30 %": lambda rgb, _: _brightened(rgb, 1.3),
    "darker by 25 %": lambda rgb, _: _brightened(rgb, 0.75),
    "trimmed by 2 %": lambda rgb, random: _trimmed(rgb, 0.02, random),
    "trimmed by 3 %": lambda rgb, random: _trimmed(rgb, 0.03, random),
    "trimmed by 3 %, 640 px, quality 50": lambda rgb, random: _jpeg(
        _shrunk(_trimmed(rgb, 0.03, random), 640), 50
    ),
    "trimmed by 5 %": lambda rgb, random: _trimmed(rgb, 0.05, random),
}


def hash_bits(rgb: Picture) -> NDArray[np.bool_] | None:
    """The hash of a picture as 256 bits; None where it has none."""
    found = perceptual_hash(Photo.open(np.ascontiguousarray(rgb)).grey)
    if found is None:
        return None
    return np.unpackbits(np.frombuffer(bytes.fromhex(found), np.uint8)).astype(np.bool_)


def hashed(labelled: Sequence[Labelled]) -> list[Hashed]:
    """The hashes of all readable photos and of their copies."""
    random = np.random.default_rng(0)
    photos = {item.path: item for item in labelled}
    found = []
    for path, item in tqdm(sorted(photos.items()), unit="photo", file=sys.stderr, disable=None):
        rgb = _pixels(path)
        own = None if rgb is None else hash_bits(rgb)
        if rgb is not None and own is not None:
            copies = {name: hash_bits(copy(rgb, random)) for name, copy in COPIES.items()}
            found.append(Hashed(item.source, item.scene, own, copies))
    return found


def _pixels(path: Path) -> Picture | None:
    if path.suffix.lower() in {".tif", ".tiff"}:
        return read_tiff(path)
    try:
        return Photo.open(path).full()
    except DecodeError:
        return None


def copies_table(photos: Sequence[Hashed]) -> str:
    """Share of the copies that are known again, by kind."""
    rows = []
    for name in COPIES:
        copies = [(photo.own, photo.copies[name]) for photo in photos]
        bits = np.array([256 if other is None else (own ^ other).sum() for own, other in copies])
        known = wilson(int((bits < LIMIT).sum()), len(bits))
        rows.append([name, str(len(bits)), share(known), f"{np.median(bits):.0f}"])
    return table(["copy", "n", "known again", "bits, median"], rows)


def pairs_table(photos: Sequence[Hashed]) -> str:
    """How many pairs of different photos are taken for one, by kind of pair."""
    bits = np.array([photo.own for photo in photos], np.float32)
    apart = np.rint(bits @ (1 - bits).T + (1 - bits) @ bits.T).astype(int)
    source, scene = (
        np.array([getattr(photo, name) for photo in photos]) for name in ("source", "scene")
    )
    alike = source[:, None] == source[None]
    one_scene = alike & (scene[:, None] == scene[None])
    once = np.triu(np.ones_like(alike), 1)
    kinds = {
        "different photos, one source": once & alike & ~one_scene,
        "different photos, two sources": once & ~alike,
        "one scene in another light, focus or moment": once & one_scene,
    }
    rows = []
    for name, chosen in kinds.items():
        own = apart[chosen]
        nearest = str(own.min()) if own.size else "–"
        rows.append([name, str(own.size), str(int((own < LIMIT).sum())), nearest])
    return table(["pairs", "n", "taken for copies", "bits, nearest"], rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="rewrite duplicates.md's tables")
    parser.add_argument("--samples-only", action="store_true", help="leave the development photos")
    options = parser.parse_args(arguments)
    cv2.setNumThreads(1)
    folder = None if options.samples_only else development_folder()
    labelled = load_development(folder) if folder is not None else load_samples()
    if folder is None:
        print("The development photos were left out or are absent: the samples are used.")
    photos = hashed(labelled)
    publish(
        f"{len(photos)} photos of {len({photo.source for photo in photos})} sources, copies "
        f"nearer than {LIMIT} bits; `{COMMAND}`, "
        f"{environment('opencv-python-headless', 'numpy', cores=False)}.\n\n"
        f"{copies_table(photos)}\n{pairs_table(photos)}",
        DOCS / "how-to/duplicates.md",
        "duplicates",
        write=options.write and folder is not None,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
