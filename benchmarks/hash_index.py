"""How long it takes to look up a photo among many, and what they take of memory.

    python -m benchmarks.hash_index            # prints the table
    python -m benchmarks.hash_index --write    # also writes it to duplicates.md

The hashes are made up: each differs in 40 to 110 of 256 bits from one of 64 others, as photos of
one kind share what they have of low frequencies.
"""

from __future__ import annotations

import argparse
import sys
import time
import tracemalloc
from collections.abc import Sequence

import numpy as np

from benchmarks.tables import DOCS, environment, number, publish, table
from photocheck import HashIndex
from photocheck.checks.duplicate import Duplicate

COMMAND = "python -m benchmarks.hash_index --write"
BELOW = 2 * Duplicate().min_distance  # what the check asks for
ASKED = 500


def made_up(count: int) -> list[str]:
    random = np.random.default_rng(0)
    kinds = np.unpackbits(random.integers(0, 256, (64, 32), dtype=np.uint8), axis=1)
    found = []
    for place in range(count):
        bits = kinds[place % len(kinds)].copy()
        bits[random.permutation(256)[: random.integers(40, 110)]] ^= 1
        found.append(np.packbits(bits).tobytes().hex())
    return found


def row(hashes: Sequence[str], asked: Sequence[str]) -> list[str]:
    tracemalloc.start()
    index = HashIndex((hash_, str(place)) for place, hash_ in enumerate(hashes))
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    taken = []
    for hash_ in asked:
        start = time.perf_counter()
        index.near(hash_, BELOW)
        taken.append(time.perf_counter() - start)
    return [
        f"{len(hashes):,}",
        number(1000 * float(np.median(taken)), 2),
        f"{held / len(hashes):.0f}",
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="rewrite duplicates.md's table")
    parser.add_argument("--most", type=int, default=100_000, help="photos of the largest index")
    options = parser.parse_args(arguments)
    hashes = made_up(options.most + ASKED)
    own, asked = hashes[: options.most], hashes[options.most :]
    counts = [count for count in (1_000, 10_000, 100_000) if count <= options.most]
    rows = [row(own[:count], asked) for count in counts]
    head = ["photos in the index", "ms a look-up, median", "bytes a photo"]
    publish(
        f"`{COMMAND}`, {environment('numpy', cores=True)}.\n\n{table(head, rows)}",
        DOCS / "how-to/duplicates.md",
        "index",
        write=options.write,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
