"""What the view costs: its estimate alone, and an inspection with and without it.

    python -m benchmarks.view_speed            # prints
    python -m benchmarks.view_speed --write    # and rewrites the table in speed.md

Medians on one thread; the calls take turns in one process, on the same bytes as in
`benchmarks.speed`. The estimate alone works on a frame that is decoded already, as in an
inspection; the ratios are medians of the turns' ratios. Where onnxruntime is installed (the extra
`fast`), the table is of that engine, and has its own place on the page.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from benchmarks.photos import SAMPLES
from benchmarks.speed import full_decode, in_turns, spread
from benchmarks.speed_files import write_photo
from benchmarks.tables import DOCS, environment, publish, table
from photocheck import Inspector, Photo, Registry
from photocheck.view import Estimator, estimate, installed

NARROW = SAMPLES / "smartphone_bottom.jpg"
PACKAGES = ("photocheck", "numpy", "opencv-python-headless", "simplejpeg")


def speed_table(data: bytes, estimator: Estimator, repeats: int) -> str:
    """Times of one JPEG."""
    with_view = Inspector(registry=Registry.builtin(), view=estimator)
    without = Inspector(registry=Registry.builtin(), view=None)
    photo = Photo.open(data)
    narrow = Photo.open(NARROW)
    _ = photo.rgb, narrow.rgb
    calls = {
        "estimate of the view": lambda: estimator(photo),
        "estimate of a narrow side, looked at twice": lambda: estimator(narrow),
        "inspection with the view": lambda: with_view.inspect(data),
        "inspection without": lambda: without.inspect(data),
        "full decode": full_decode(data, "jpeg"),
    }
    seconds = dict(zip(calls, in_turns(list(calls.values()), repeats), strict=True))
    full = np.array(seconds["full decode"])
    rows = [
        [name, spread(own), f"{np.median(np.array(own) / full):.2f}"]
        for name, own in seconds.items()
    ]
    return table(("", "ms", "of a full decode"), rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="rewrite the table of speed.md")
    parser.add_argument("--repeats", type=int, default=15, metavar="N")
    parser.add_argument("--size", type=float, default=12, metavar="MEGAPIXELS")
    options = parser.parse_args(arguments)
    cv2.setNumThreads(1)
    with tempfile.TemporaryDirectory() as temporary:
        path = write_photo(Path(temporary), options.size, "jpeg")
        if path is None:
            raise ValueError("expected OpenCV to write a JPEG")
        data = path.read_bytes()
    if estimate(Photo.open(data)) is None:
        print("No view model is installed: there is nothing to time.", file=sys.stderr)
        return 2
    fast = installed().engine == "onnxruntime"
    packages = (*PACKAGES, "onnxruntime") if fast else PACKAGES
    publish(
        f"{environment(*packages)}. {options.size:g} MP JPEG, {len(data) / 1e6:.1f} MB; medians of "
        f"{options.repeats}, with the quartiles.\n\n{speed_table(data, estimate, options.repeats)}",
        DOCS / "explanation/speed.md",
        "view-speed-fast" if fast else "view-speed",
        write=options.write,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
