"""Photos a second and core, what a table and Daft add, and what a second core brings.

    python -m benchmarks.throughput            # prints
    python -m benchmarks.throughput --write    # and rewrites the tables of many-photos.md

What is compared takes turns in one process. Seconds of a core are the process's own (all its
threads), which other work on the machine disturbs less than seconds on the clock. Daft's workers
are processes of their own, whose seconds are not told.
HEIC files are made where pillow-heif is installed, and left out elsewhere.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Final, NamedTuple

import cv2
import numpy as np

from benchmarks.killed_batch import make_photos
from benchmarks.speed import full_decode
from benchmarks.speed_files import write_photo
from benchmarks.tables import DOCS, environment, publish, table
from photocheck import Inspector
from photocheck.folders import photos_in
from photocheck.table import Inputs, write_reports

os.environ.setdefault("DO_NOT_TRACK", "true")  # before Daft is loaded

PACKAGES: Final = (
    "photocheck",
    "numpy",
    "opencv-python-headless",
    "onnxruntime",
    "simplejpeg",
    "pi-heif",
    "pyarrow",
    "daft",
)
DAFT: Final = "`--engine daft`"
MIXES: Final[tuple[Mapping[str, int], ...]] = (
    {"jpeg": 10},
    {"heic": 10},
    {"png": 10},
    {"jpeg": 9, "png": 1},
    {"jpeg": 5, "heic": 5},
    {"jpeg": 5, "heic": 4, "png": 1},
)


class Cost(NamedTuple):
    """Seconds on the clock, and of all cores together."""

    clock: float
    cores: float


def cost(call: Callable[[], object]) -> Cost:
    """What a call takes."""
    clock, cores = time.perf_counter(), time.process_time()
    call()
    return Cost(time.perf_counter() - clock, time.process_time() - cores)


def in_turns(calls: Sequence[Callable[[], object]], rounds: int) -> list[list[Cost]]:
    """What each call takes, taken in turns after one round that does not count."""
    found = [[cost(call) for call in calls] for _ in range(rounds + 1)][1:]
    return [list(own) for own in zip(*found, strict=True)]


def mixes_table(folder: Path, inspector: Inspector, megapixels: float, rounds: int) -> str:
    """Photos a second and core, by kinds of file."""
    seconds: dict[str, tuple[float, float]] = {}
    for kind in ("jpeg", "heic", "png"):
        path = write_photo(folder, megapixels, kind)
        if path is None:
            continue
        data = path.read_bytes()

        def inspect(data: bytes = data) -> object:
            return inspector.inspect(data)

        ours, decode = in_turns([inspect, full_decode(data, kind)], rounds)
        seconds[kind] = (
            float(np.median([each.cores for each in ours])),
            float(np.median([each.cores for each in decode])),
        )
    rows = []
    for mix in MIXES:
        if set(mix) <= set(seconds):
            photos = sum(mix.values())
            ours_all, decode_all = (
                sum(seconds[kind][which] * number for kind, number in mix.items())
                for which in (0, 1)
            )
            rows.append(
                [
                    ", ".join(f"{10 * number} % {kind.upper()}" for kind, number in mix.items()),
                    f"{photos / ours_all:.1f}",
                    f"{photos / decode_all:.1f}",
                    f"{ours_all / decode_all:.2f}",
                ]
            )
    return table(("mix", "judged a second", "decoded a second", "time by decode's"), rows)


def ways_table(folder: Path, inspector: Inspector, rounds: int) -> str:
    """The same photos by `inspect_many`, as a table, and by Daft."""
    import daft

    from photocheck import cluster

    paths = list(photos_in(str(folder)))
    frame = daft.from_pydict({"photo": paths})

    def names() -> Iterator[Path]:
        return (folder.parent / f"out{number}" for number in count())

    tables, folders = names(), names()
    calls: dict[str, Callable[[], object]] = {
        "`inspect_many`": lambda: list(inspector.inspect_many(paths, workers=2)),
        "`photocheck batch`": lambda: write_reports(
            Inputs(paths), next(tables).with_suffix(".parquet"), inspector=inspector, workers=2
        ),
        DAFT: lambda: cluster.write_reports(frame, next(folders), inspector=inspector, workers=2),
        "`inspect_many`, one worker": lambda: list(inspector.inspect_many(paths, workers=1)),
    }
    found = in_turns(list(calls.values()), rounds)
    first = found[0]
    rows = []
    for name, own in zip(calls, found, strict=True):
        by = [
            [each[which] / base[which] for each, base in zip(own, first, strict=True)]
            for which in (0, 1)
        ]
        rows.append(
            [
                name,
                *(
                    ("–", "–")
                    if name == DAFT
                    else (
                        f"{1000 * np.median([each.cores for each in own]) / len(paths):.1f}",
                        f"{np.median(by[1]):.2f} ({min(by[1]):.2f}–{max(by[1]):.2f})",
                    )
                ),
                f"{np.median(by[0]):.2f} ({min(by[0]):.2f}–{max(by[0]):.2f})",
            ]
        )
    head = ("way, two workers", "ms of a core a photo", "cores, ratio", "clock, ratio")
    return table(head, rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="rewrite the tables")
    parser.add_argument("--size", type=float, default=12, metavar="MEGAPIXELS")
    parser.add_argument("--photos", type=int, default=400, metavar="N")
    parser.add_argument("--rounds", type=int, default=5, metavar="N")
    parser.add_argument("--note", default="", help="what else ran, for the table")
    options = parser.parse_args(arguments)
    cv2.setNumThreads(1)
    inspector = Inspector()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "photos"
        folder.mkdir()
        mixes = mixes_table(Path(temporary), inspector, options.size, options.rounds)
        make_photos(folder, options.photos)
        ways = ways_table(folder, inspector, options.rounds)
    load = os.getloadavg()[2]
    publish(
        f"{environment(*PACKAGES)}. Medians of {options.rounds} rounds, with least and most. "
        f"Load of the machine at the end: {load:.1f}. {options.note}".strip()
        + "\n\n"
        f"### {options.size:g} MP files, a second of one core\n\n{mixes}\n"
        f"### {options.photos} small photos\n\n{ways}",
        DOCS / "explanation/many-photos.md",
        "throughput",
        write=options.write,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
