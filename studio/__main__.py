"""The studio's command line."""

from __future__ import annotations

import argparse
import statistics
import sys
from collections import Counter
from pathlib import Path

import cv2

from studio.contact_sheet import contact_sheet
from studio.errors import StudioError
from studio.recipe import RECIPES
from studio.run import make, records
from studio.views import VIEWS
from studio.whole import whole_outlines


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 if it worked, 2 if it could not."""
    parsed = _parser().parse_args(arguments)
    try:
        return int(parsed.run(parsed))
    except StudioError as error:
        print(f"studio: {error}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m studio", description=__doc__)
    commands = parser.add_subparsers(required=True)
    run = commands.add_parser("run", help="make a run's photos, or go on with it")
    run.add_argument("recipe", choices=RECIPES)
    run.add_argument("folder", type=Path)
    run.add_argument("--count", type=int, default=None, help="photos in all")
    run.add_argument("--size", type=int, default=None, help="long side in pixels")
    run.add_argument("--kinds", nargs="+", choices=(*VIEWS, "nothing"), help="only these")
    run.add_argument("--samples", type=int, default=8, help="rays a pixel")
    run.set_defaults(run=_run)
    sheet = commands.add_parser("sheet", help="draw a contact sheet of a run")
    sheet.add_argument("folder", type=Path)
    sheet.add_argument("out", type=Path)
    sheet.add_argument("--first", type=int, default=0)
    sheet.add_argument("--number", type=int, default=64)
    sheet.add_argument("--only", help="a word that the file names hold")
    sheet.set_defaults(run=_sheet)
    outlines = commands.add_parser("whole", help="write the outlines of held devices")
    outlines.add_argument("folder", type=Path)
    outlines.set_defaults(run=_whole)
    summary = commands.add_parser("summary", help="count a run's photos")
    summary.add_argument("folder", type=Path)
    summary.set_defaults(run=_summary)
    return parser


_COUNTS = {"training": 4400, "edges": 2000, "sides": 1000, "covered": 450, "benchmark": 600}
_SIZES = {"training": 384, "edges": 512, "sides": 384, "covered": 384, "benchmark": 1024}


def _run(arguments: argparse.Namespace) -> int:
    shots = RECIPES[arguments.recipe](arguments.count or _COUNTS[arguments.recipe])
    if arguments.kinds:
        shots = [shot for shot in shots if shot.kind in arguments.kinds]
    size = arguments.size or _SIZES[arguments.recipe]
    seconds = []
    for shot, took in make(arguments.folder, shots, size, arguments.samples):
        seconds.append(took)
        print(f"{shot.name} {took:.2f} s", flush=True)
    if seconds:
        print(f"{len(seconds)} photos, median {statistics.median(seconds):.2f} s each")
    return 0


def _sheet(arguments: argparse.Namespace) -> int:
    photos = [
        photo
        for photo in records(arguments.folder)
        if arguments.only is None or arguments.only in photo.file
    ]
    chosen = photos[arguments.first : arguments.first + arguments.number]
    cv2.imwrite(str(arguments.out), contact_sheet(arguments.folder, chosen))
    return 0


def _whole(arguments: argparse.Namespace) -> int:
    photos = records(arguments.folder)
    written = 0
    for run in sorted({photo.run for photo in photos}):
        own = [photo for photo in photos if photo.run == run]
        shots = RECIPES[run](1 + max(photo.index for photo in own))
        written += sum(1 for _ in whole_outlines(arguments.folder, shots, own))
    print(f"{written} outlines")
    return 0


def _summary(arguments: argparse.Namespace) -> int:
    photos = records(arguments.folder)
    for title, key in (("split", "split"), ("category", "category")):
        counts = Counter(getattr(photo, key) for photo in photos)
        print(f"{title}: " + ", ".join(f"{name} {count}" for name, count in sorted(counts.items())))
    for (kind, view), count in sorted(Counter((p.kind, p.view) for p in photos).items()):
        print(f"{kind:12s} {view:14s} {count:5d}")
    again = sum(photo.attempts - 1 for photo in photos)
    print(f"{len(photos)} photos of {len({p.design for p in photos})} designs; {again} made again")
    return 0


if __name__ == "__main__":
    sys.exit(main())
