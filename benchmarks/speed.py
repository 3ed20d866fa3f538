"""Time and memory: a photo's inspection against one full decode, import, a bomb, a batch.

    python -m benchmarks.speed            # prints
    python -m benchmarks.speed --write    # and rewrites the tables of speed.md

Times are medians on one thread (OpenCV's own threads are off), inspection and full decode taking
turns in one process. HEIC files are made where pillow-heif is installed, and skipped elsewhere.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

import cv2
import numpy as np

from benchmarks.photos import ROOT
from benchmarks.speed_files import BOMB_SIDE, write_bomb, write_photo
from benchmarks.tables import DOCS, environment, publish, table
from photocheck import Inspector, Photo, Registry, Report
from photocheck.checks.context import Context
from photocheck.checks.guard import run_check
from photocheck.view import estimate

KINDS = ("jpeg", "png", "heic")
PACKAGES = ("photocheck", "numpy", "opencv-python-headless", "simplejpeg", "pi-heif")

MEMORY = """
import sys
from pathlib import Path
import cv2
cv2.setNumThreads(1)
import numpy
import photocheck
inspector = photocheck.Inspector()

def kilobytes(field):
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(field):
            return int(line.split()[1])
    raise SystemExit("memory is measured on Linux only")

before = kilobytes("VmRSS")
START
print((kilobytes("VmHWM") - before) / 1024)
"""
INSPECTION = "inspector.inspect(sys.argv[1])"
FULL_DECODE = "cv2.imdecode(numpy.fromfile(sys.argv[1], numpy.uint8), cv2.IMREAD_COLOR)"
IMPORT_ALONE = "import photocheck"
IMPORT_USED = "import photocheck; photocheck.Inspector()"
IMPORT_NEEDED = "import cv2, numpy, pydantic"
IMPORT = "import time; t = time.perf_counter(); MODULE; print(time.perf_counter() - t)"


def spread(seconds: Sequence[float]) -> str:
    """Median and quartiles in milliseconds."""
    low, middle, high = np.percentile(np.array(seconds) * 1000, (25, 50, 75))
    digits = 0 if middle >= 100 else 1
    return f"{middle:.{digits}f} ({low:.{digits}f}–{high:.{digits}f})"


def in_turns(calls: Sequence[Callable[[], object]], repeats: int) -> list[list[float]]:
    """Seconds of each call, taken in turns after one round that does not count."""
    seconds: list[list[float]] = [[] for _ in calls]
    for round_ in range(repeats + 1):
        for call, own in zip(calls, seconds, strict=True):
            start = time.perf_counter()
            call()
            if round_:
                own.append(time.perf_counter() - start)
    return seconds


def full_decode(data: bytes, kind: str) -> Callable[[], object]:
    """One full colour decode: by OpenCV or, for HEIC, which it can't read, by pi-heif."""
    if kind == "heic":
        import pi_heif

        return lambda: np.asarray(pi_heif.open_heif(data, convert_hdr_to_8bit=True))
    buffer = np.frombuffer(data, np.uint8)
    return lambda: cv2.imdecode(buffer, cv2.IMREAD_COLOR)


def python(code: str, *arguments: str) -> float:
    """The number that a fresh interpreter prints."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    return float(done.stdout.split()[-1])


def memory(path: Path, start: str) -> float:
    """Peak memory above that after import, in MB, of a fresh interpreter."""
    return python(MEMORY.replace("START", start), str(path))


def photos_table(
    folder: Path, inspector: Inspector, sizes: Sequence[float], repeats: int
) -> tuple[str, str]:
    """The tables of single photos, and of the stages of the first JPEG."""
    rows, stages = [], ""
    for megapixels in sizes:
        for kind in KINDS:
            path = write_photo(folder, megapixels, kind)
            if path is None:
                print(
                    f"{megapixels:g} MP {kind}: left out, it can't be written here", file=sys.stderr
                )
                continue
            data = path.read_bytes()
            report = inspector.inspect(data)
            if report.error is not None:
                raise ValueError(f"expected a readable {path.name}: {report.error.detail}")
            ours, full = in_turns(
                [lambda data=data: inspector.inspect(data), full_decode(data, kind)],  # type: ignore[misc]
                # Larger photos take long enough to need fewer repeats.
                max(3, round(repeats * min(1.0, sizes[0] / megapixels))),
            )
            ratio = np.median(np.array(ours) / np.array(full))
            on_linux = sys.platform == "linux"
            rows.append(
                [
                    f"{megapixels:g} MP {kind.upper()}, {len(data) / 1e6:.1f} MB",
                    spread(ours),
                    spread(full),
                    f"{ratio:.2f}",
                    f"{memory(path, INSPECTION):.0f}" if on_linux else "–",
                    f"{memory(path, FULL_DECODE):.0f}" if on_linux and kind != "heic" else "–",
                ]
            )
            stages = stages or stages_table(data, inspector, repeats)
    head = (
        "photo",
        "inspection, ms",
        "full decode, ms",
        "ratio",
        "inspection, peak MB",
        "full decode, peak MB",
    )
    return table(head, rows), stages


def stages_table(data: bytes, inspector: Inspector, repeats: int) -> str:
    """Where the time of one photo goes."""
    parts = ("open", "working frame", "native luma", "subject", "view")
    names = [*parts, *(check.name for check in inspector.checks)]
    seconds: dict[str, list[float]] = {name: [] for name in names}

    @contextmanager
    def timed(name: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        seconds[name].append(time.perf_counter() - start)

    for round_ in range(repeats + 1):
        if round_ == 1:
            seconds = {name: [] for name in names}
        with timed("open"):
            photo = Photo.open(data)
        with timed("working frame"):
            _ = photo.rgb
        context = Context(photo, view=estimate)
        with timed("subject"):
            _ = context.subject
        with timed("view"):
            _ = context.view
        for check in inspector.checks:
            with timed(check.name):
                run_check(check, photo, context)
        # After the checks: they ask for it only if they need it.
        with timed("native luma"):
            _ = photo.luma
    return table(("stage", "ms"), [[name, spread(own)] for name, own in seconds.items()])


def refusal_table(folder: Path, inspector: Inspector, repeats: int, side: int) -> str:
    """A decompression bomb, and the import."""
    bomb = write_bomb(folder, side)
    report = inspector.inspect(bomb)
    outcome = report.error.reason if report.error is not None else str(report.verdict)
    (seconds,) = in_turns([lambda: inspector.inspect(bomb)], repeats)
    imports = {
        module: [python(IMPORT.replace("MODULE", module)) for _ in range(repeats)]
        for module in (IMPORT_ALONE, IMPORT_USED, IMPORT_NEEDED)
    }
    peak = f"{memory(bomb, INSPECTION):.1f}" if sys.platform == "linux" else "–"
    size = f"{bomb.stat().st_size / 1e6:.2f} MB"
    return table(
        ("", "ms", "peak MB"),
        [
            [f"PNG of {side}×{side} in {size}: {outcome}", spread(seconds), peak],
            *([f"`{what}`", spread(imports[what]), "–"] for what in imports),
        ],
    )


_inspector: Inspector | None = None


def _inspect(path: str) -> Report:
    global _inspector  # noqa: PLW0603 - one inspector a process
    if _inspector is None:
        cv2.setNumThreads(1)
        _inspector = Inspector(registry=Registry.builtin())
    return _inspector.inspect(path)


def batch_table(path: Path, inspector: Inspector, photos: int, repeats: int) -> str:
    """A batch over threads and over processes, photos read from disk."""
    paths = [str(path)] * photos
    rows = []
    for workers in (1, 2):
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            threads, processes = in_turns(
                [
                    lambda workers=workers: list(inspector.inspect_many(paths, workers=workers)),  # type: ignore[misc]
                    lambda pool=pool: list(pool.map(_inspect, paths)),  # type: ignore[misc]
                ],
                repeats,
            )
        rows.append(
            [str(workers), *(spread([s / photos for s in own]) for own in (threads, processes))]
        )
    return table(("workers", "threads, ms a photo", "processes, ms a photo"), rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="rewrite the tables of speed.md")
    parser.add_argument("--repeats", type=int, default=15, metavar="N")
    parser.add_argument("--sizes", type=float, nargs="+", default=[12, 48], metavar="MEGAPIXELS")
    parser.add_argument("--photos", type=int, default=24, metavar="N", help="of the batch")
    parser.add_argument("--bomb-side", type=int, default=BOMB_SIDE, metavar="PIXELS")
    options = parser.parse_args(arguments)
    cv2.setNumThreads(1)
    inspector = Inspector(registry=Registry.builtin())
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        photos, stages = photos_table(folder, inspector, options.sizes, options.repeats)
        refusal = refusal_table(folder, inspector, options.repeats, options.bomb_side)
        batch = batch_table(
            folder / f"{options.sizes[0]:g}.jpg",
            inspector,
            options.photos,
            max(1, options.repeats // 7),
        )
    first = f"{options.sizes[0]:g} MP JPEG"
    publish(
        f"{environment(*PACKAGES)}. Medians of {options.repeats}, fewer for larger photos, with "
        f"the quartiles.\n\n"
        f"### One photo, all checks\n\n{photos}\n"
        f"### Where the time of the {first} goes\n\n{stages}\n"
        f"### A bomb, and the import\n\n{refusal}\n"
        f"### A batch of {options.photos} {first}s\n\n{batch}",
        DOCS / "explanation/speed.md",
        "speed",
        write=options.write,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
