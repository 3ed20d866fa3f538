"""The sources whose photos teach, with their licences, as a table for the model card.

python -m training.sources ../shared/photos --write
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from benchmarks.tables import DOCS, publish, table

from training.examples import may_teach
from training.labels import of_real


def listed(folder: Path) -> str:
    """Each source, its licence, where that was read, and how many photos of it teach."""
    counts: Counter[tuple[str, str]] = Counter()
    for lot in ("teach", "devices"):
        with (folder / f"{lot}.csv").open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                teaches = of_real(row["category"], row["view"]) is not None
                if teaches and may_teach(lot, row["licence"]):
                    counts[row["source_repo"], row["licence"]] += 1
    rows = [[source, licence, str(count)] for (source, licence), count in sorted(counts.items())]
    return f"{sum(counts.values())} photos.\n\n" + table(["source", "licence", "photos"], rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; write it if asked to."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("photos", type=Path, help="folder with teach.csv")
    parser.add_argument("--write", action="store_true", help="rewrite the model card's table")
    options = parser.parse_args(arguments)
    page = DOCS / "explanation/model-card.md"
    publish(listed(options.photos), page, "sources", write=options.write)
    return 0


if __name__ == "__main__":
    sys.exit(main())
