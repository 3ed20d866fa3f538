"""Many small photos judged by `photocheck batch`, killed at random moments and gone on with.

    python -m benchmarks.killed_batch            # prints
    python -m benchmarks.killed_batch --write    # and rewrites the table of many-photos.md

The samples are encoded anew at many sizes, nine JPEGs to a PNG. Every run but the last is ended
by SIGKILL, some seconds after a number of photos is finished; both numbers are drawn by chance.
Told are rows lost and doubled, and the memory of the process that was started, once a second.
Linux only.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

import cv2
import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

from benchmarks.photos import ROOT, SAMPLES
from benchmarks.tables import DOCS, environment, publish, table
from photocheck.folders import photos_in

WIDTHS: Final = range(160, 481, 10)
ENDINGS: Final = (*[".jpg"] * 9, ".png")
PACKAGES: Final = ("photocheck", "numpy", "opencv-python-headless", "pyarrow")
SEED: Final = 18
_LONGEST_WAIT: Final = 20.0  # seconds; about as long as a part takes to fill


class Moment(NamedTuple):
    """So many seconds after so many photos were finished."""

    photos: int
    seconds: float


@dataclass
class Run:
    """One start of the command.

    Attributes
    ----------
    seconds : float
    killed : bool
    before, after : int
        Photos finished in parts when it began and ended.
    megabytes : list of float
        Memory of the process that was started, once a second; not of its workers'.
    """

    seconds: float = 0.0
    killed: bool = False
    before: int = 0
    after: int = 0
    megabytes: list[float] = field(default_factory=list)


def make_photos(folder: Path, count: int) -> None:
    """Encode the samples at many sizes, each file different, in folders of a thousand."""
    readable = [
        np.asarray(source, np.uint8)
        for source in (cv2.imread(path, cv2.IMREAD_COLOR) for path in photos_in(str(SAMPLES)))
        if source is not None
    ]
    for number in range(count):
        source = readable[number % len(readable)]
        width = WIDTHS[number // len(readable) % len(WIDTHS)]
        place = folder / f"{number // 1000:03}"
        place.mkdir(exist_ok=True)
        name = place / f"{number:06}{ENDINGS[number % len(ENDINGS)]}"
        name.write_bytes(_encoded(_small(source, width, number), name.suffix))


def _small(source: NDArray[np.uint8], width: int, number: int) -> NDArray[np.uint8]:
    height = round(source.shape[0] * width / source.shape[1])
    small = cv2.resize(source, (width, height), interpolation=cv2.INTER_AREA)
    small[0, 0] = (number & 255, number >> 8 & 255, number >> 16)  # no two files are the same
    return np.asarray(small, np.uint8)


def _encoded(picture: NDArray[np.uint8], ending: str) -> bytes:
    done, data = cv2.imencode(ending, picture)
    if not done:
        raise ValueError(f"expected an encoder for {ending}")
    return data.tobytes()


def command(folder: Path, out: Path, engine: str) -> list[str]:
    """The command that is killed and gone on with."""
    return [sys.executable, "-m", "photocheck", "batch", str(folder), "--out", str(out),
            "--resume", "--engine", engine]  # fmt: skip


WITHOUT_VIEW: Final = """
import sys
from photocheck import Inspector
from photocheck.table import Inputs, write_reports

if __name__ == "__main__":
    folder, out, engine = sys.argv[1:]
    inspector = Inspector(checks=["resolution"], view=None)
    write_reports(
        Inputs([folder]), out, inspector=inspector, resume=True, processes=engine == "processes"
    )
"""


def without_view(place: Path, folder: Path, out: Path, engine: str) -> list[str]:
    """The same with hardly anything to judge: what the table costs, not the photos."""
    program = place / "without_view.py"
    program.write_text(WITHOUT_VIEW, encoding="utf-8")
    return [sys.executable, str(program), str(folder), str(out), engine]


def run(words: Sequence[str], out: Path, kill_at: Moment | None) -> Run:
    """Start the command, look at it once a second, and kill it when its time has come."""
    told = Run(before=finished(out))
    start = time.monotonic()
    running = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL)
    while running.poll() is None:
        told.megabytes += memory(running.pid)
        if kill_at is not None and finished(out) >= kill_at.photos:
            time.sleep(kill_at.seconds)
            if running.poll() is None:
                running.send_signal(signal.SIGKILL)
                told.killed = True
            break
        time.sleep(1.0)
    if running.wait() not in {0, -signal.SIGKILL}:
        raise RuntimeError(f"expected a run that ends well, it ended with {running.returncode}")
    told.seconds = time.monotonic() - start
    told.after = finished(out)
    return told


def moments(chance: random.Random, count: int, photos: int) -> list[Moment]:
    """When to kill, in order."""
    reached = sorted(chance.randrange(photos * 19 // 20) for _ in range(count))
    return [Moment(number, chance.uniform(0.0, _LONGEST_WAIT)) for number in reached]


def memory(process: int) -> Iterator[float]:
    """Its memory in MB; nothing for one that is just ending."""
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return
    for line in lines:
        if line.startswith("VmRSS"):
            yield int(line.split()[1]) / 1024


def finished(out: Path) -> int:
    """Photos in the finished parts, and in the finished table."""
    parts = out.with_name(f"{out.name}.parts").glob("[0-9]*[0-9]/photos.parquet")
    return sum(
        pq.read_metadata(part).num_rows for part in [*parts, *([out] if out.exists() else [])]
    )


def lost_and_doubled(folder: Path, out: Path) -> tuple[int, int, int]:
    """Photos without a row, rows too many, and rows of photos that could not be judged."""
    wanted = Counter(photos_in(str(folder)))
    found = pq.read_table(out, columns=["source", "error"])
    rows = Counter(found.column("source").to_pylist())
    errors = len(found) - found.column("error").null_count
    return (wanted - rows).total(), (rows - wanted).total(), errors


def rows_of(runs: Sequence[Run]) -> list[list[str]]:
    """The table's rows: a line a run."""
    told = []
    for number, each in enumerate(runs, start=1):
        held = each.megabytes[5:] or each.megabytes or [float("nan")]
        tenth = max(1, len(held) // 10)
        told.append(
            [
                f"{number}, {'killed' if each.killed else 'to its end'}",
                f"{each.seconds:.0f}",
                f"{each.before:,} → {each.after:,}",
                *(f"{value:.0f}" for value in (
                    np.median(held[:tenth]), np.median(held[-tenth:]), max(held))),
            ]
        )  # fmt: skip
    return told


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="rewrite the table of many-photos.md")
    parser.add_argument("--photos", type=int, default=20_000, metavar="N")
    parser.add_argument("--kills", type=int, default=5, metavar="N")
    parser.add_argument("--engine", choices=("threads", "processes"), default="processes")
    parser.add_argument(
        "--without-view", action="store_true", help="one check and no view: some minutes in all"
    )
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--note", default="", help="what else ran, for the table")
    options = parser.parse_args(arguments)
    if sys.platform != "linux":
        print("memory is measured on Linux only", file=sys.stderr)
        return 2
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        folder, out = place / "photos", place / "reports.parquet"
        folder.mkdir()
        make_photos(folder, options.photos)
        words = (
            without_view(place, folder, out, options.engine)
            if options.without_view
            else command(folder, out, options.engine)
        )
        runs: list[Run] = []
        for moment in [*moments(chance, options.kills, options.photos), None]:
            runs.append(run(words, out, moment))
            print(f"{runs[-1].after} after {runs[-1].seconds:.0f} s", file=sys.stderr)
        lost, doubled, errors = lost_and_doubled(folder, out)
    seconds = sum(each.seconds for each in runs)
    kills = sum(each.killed for each in runs)
    load = os.getloadavg()[2]
    head = ("run", "s", "photos finished", "MB early", "MB late", "MB at most")
    judged = "one check and no view" if options.without_view else "all checks and the view"
    publish(
        f"{environment(*PACKAGES)}. {options.photos:,} photos, {WIDTHS[0]} to {WIDTHS[-1]} pixels "
        f"wide, engine {options.engine}, {judged}. {kills} kills; "
        f"**{lost} rows lost, {doubled} doubled**, {errors} photos could not be judged; "
        f"{seconds:.0f} s in all, {options.photos / seconds:.1f} photos a second. "
        f"Load of the machine at the end: {load:.1f}. {options.note}".strip()
        + f"\n\n{table(head, rows_of(runs))}",
        DOCS / "explanation/many-photos.md",
        "killed-batch-without-view" if options.without_view else "killed-batch",
        write=options.write,
    )
    return int(lost > 0 or doubled > 0)


if __name__ == "__main__":
    sys.exit(main())
