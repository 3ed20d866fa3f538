"""How often each check is right: by problem and source, on labelled photos.

python -m benchmarks.accuracy            # prints
python -m benchmarks.accuracy --write    # and rewrites the tables of accuracy.md
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from benchmarks.accuracy_tables import (
    PROFILES,
    RATES,
    WITH_WEAK,
    Reports,
    data_table,
    evidence,
    hard_negatives,
    other_sources,
    others,
    separation,
    shipped,
    usable,
    verdicts,
)
from benchmarks.inspection import inspect_paths
from benchmarks.photos import (
    BLUR,
    PROBLEMS,
    SAMPLES_SOURCE,
    Labelled,
    development_folder,
    load_development,
    load_samples,
)
from benchmarks.statistics import RESAMPLES
from benchmarks.tables import DOCS, environment, publish


def development_sections(labelled: list[Labelled], reports: Reports, resamples: int) -> str:
    """All tables of the development photos."""
    standard = reports["standard"]
    known = [item for item in labelled if item.path in standard]
    items = {problem.name: problem.choose(known) for problem in PROBLEMS}
    found = {
        BLUR.name: evidence(BLUR, items[BLUR.name], standard),
        WITH_WEAK: evidence(BLUR, BLUR.choose(known, weak=True), standard),
        **{p.name: evidence(p, items[p.name], standard) for p in PROBLEMS if p is not BLUR},
    }
    report_half = {
        p.name: [item for item in p.choose(known, weak=True) if item.half == "report"]
        for p in PROBLEMS
    }
    good_devices = usable(known)
    parts = [
        ("The photos", data_table(items, PROBLEMS)),
        ("How well the numbers separate", separation(found, resamples)),
        ("The shipped limits, on the half `report`", shipped(report_half, PROBLEMS, reports)),
        (
            "A source that the limit has not seen (limit at 2 % false retakes on the others)",
            other_sources(found, RATES[0]),
        ),
        ("Usable photos of devices, profile `standard`", verdicts(good_devices, standard)),
        (
            "The same, on the half `report`",
            verdicts([item for item in good_devices if item.half == "report"], standard),
        ),
        (
            "Difficult good photos, failed or warned of in profile `standard`",
            hard_negatives(known, standard),
        ),
        ("Photos in between, profile `standard`", others(known, standard)),
    ]
    return "\n".join(f"### {title}\n\n{text}" for title, text in parts)


def sample_section(labelled: list[Labelled], reports: Reports) -> str:
    """The table of the committed samples."""
    known = [item for item in labelled if item.path in reports["standard"]]
    problems = [p for p in PROBLEMS if p.choose(known)]
    items = {problem.name: problem.choose(known) for problem in problems}
    return shipped(items, problems, reports)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="rewrite accuracy.md")
    parser.add_argument("--samples-only", action="store_true", help="leave the development photos")
    parser.add_argument("--photos", type=int, metavar="N", help="no more than N photos of a set")
    parser.add_argument("--resamples", type=int, default=RESAMPLES, metavar="N")
    options = parser.parse_args(arguments)
    page = DOCS / "explanation/accuracy.md"
    versions = environment("photocheck", "numpy", "opencv-python-headless")

    samples = load_samples()
    reports = inspect_paths((item.path for item in samples), PROFILES, limit=options.photos)
    publish(
        f"{len(reports['standard'])} photos ({SAMPLES_SOURCE}/); {versions}.\n\n"
        + sample_section(samples, reports),
        page,
        "samples",
        write=options.write,
    )
    folder = None if options.samples_only else development_folder()
    if folder is None:
        print("Without the development photos: they were left out or are absent.", file=sys.stderr)
        return 0
    labelled = load_development(folder)
    reports = inspect_paths((item.path for item in labelled), PROFILES, limit=options.photos)
    publish(
        f"{len(reports['standard'])} photos; {versions}.\n\n"
        + development_sections(labelled, reports, options.resamples),
        page,
        "development",
        write=options.write,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
