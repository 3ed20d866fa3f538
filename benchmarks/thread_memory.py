"""What a thread costs in memory: a batch of photos over more and more threads, with each engine.

    python -m benchmarks.thread_memory            # prints
    python -m benchmarks.thread_memory --write    # and rewrites the table of speed.md

Each number is the peak of a fresh process that inspects three photos a thread, above what it held
once an `Inspector` was made. OpenCV's own threads are off. Linux only.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from benchmarks.speed import memory
from benchmarks.speed_files import write_photo
from benchmarks.tables import DOCS, environment, publish, table

THREADS: Final = (1, 2, 4, 8, 16)
PACKAGES: Final = ("photocheck", "numpy", "opencv-python-headless", "onnxruntime")
BATCH: Final = """
data = Path(sys.argv[1]).read_bytes()
for report in inspector.inspect_many([data] * 3 * WORKERS, workers=WORKERS):
    assert report.view is not None
"""
# Python finds no package whose place among the loaded ones is taken by None.
WITHOUT_ONNXRUNTIME: Final = "sys.modules['onnxruntime'] = None\n"


def peaks(path: Path, workers: int, engines: Sequence[str]) -> list[str]:
    """Peak memory with each engine, in MB."""
    batch = BATCH.replace("WORKERS", str(workers))
    starts = {"OpenCV": WITHOUT_ONNXRUNTIME + batch, "onnxruntime": batch}
    return [f"{memory(path, starts[engine]):.0f}" for engine in engines]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="rewrite the table of speed.md")
    parser.add_argument("--size", type=float, default=12, metavar="MEGAPIXELS")
    parser.add_argument("--threads", type=int, nargs="+", default=THREADS, metavar="N")
    options = parser.parse_args(arguments)
    if sys.platform != "linux":
        print("memory is measured on Linux only", file=sys.stderr)
        return 2
    engines = ["OpenCV"] + ["onnxruntime"] * (find_spec("onnxruntime") is not None)
    with tempfile.TemporaryDirectory() as folder:
        path = write_photo(Path(folder), options.size, "jpeg")
        if path is None:
            raise ValueError("expected a JPEG, it can't be written here")
        rows = [[str(count), *peaks(path, count, engines)] for count in options.threads]
    publish(
        f"{environment(*PACKAGES)}. {options.size:g} MP JPEGs, peak MB.\n\n"
        f"{table(('threads', *engines), rows)}",
        DOCS / "explanation/speed.md",
        "thread-memory",
        write=options.write,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
