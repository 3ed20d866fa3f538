"""The command ``photocheck tune``: a page on which limits are moved, to see what they cost."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from photocheck.cli.arguments import (
    Commands,
    add_check_names,
    add_photos,
    add_profile,
    add_workers,
    inspector_of,
    photos_of,
)
from photocheck.cli.files import refuse_output, whole_page
from photocheck.errors import DecodeError, SourceError
from photocheck.printable import printable
from photocheck.texts import DEFAULT_LANGUAGE

if TYPE_CHECKING:
    from photocheck.inspector import Inspector
    from photocheck.pages import TunedPhoto
    from photocheck.report import Report

_QUALITY: Final = 70  # of a small JPEG


def add(commands: Commands) -> None:
    """Add the command to the others."""
    command = commands.add_parser(
        "tune",
        help="judge photos and write a page on which limits can be moved",
        allow_abbrev=False,
    )
    add_photos(command)
    command.add_argument("--html", metavar="OUT", required=True, help="the page to write")
    command.add_argument(
        "--labels",
        metavar="CSV",
        help="a table that says what is good: the columns file and label, and perhaps one a check",
    )
    command.add_argument(
        "--good", metavar="VALUE", default="good", help="what it says of good photos; good"
    )
    command.add_argument(
        "--no-thumbnails",
        dest="thumbnails",
        action="store_false",
        help="names in place of pictures of the photos, some 5 kB each",
    )
    add_profile(command)
    add_check_names(command)
    add_workers(command)
    command.set_defaults(command=run, json=False, language=DEFAULT_LANGUAGE, catalog=None)


def run(arguments: argparse.Namespace) -> int:
    """Judge the photos one by one, and write the page."""
    photos = photos_of(arguments)
    labels_file = [] if arguments.labels is None else [arguments.labels]
    refuse_output(arguments.html, [*photos, *labels_file])
    inspector = inspector_of(arguments)
    from photocheck.cli.labels import Label, Labels
    from photocheck.cli.terminal import tally
    from photocheck.pages import write_tune_html

    said: Sequence[Label] = [Label(None, {})] * len(photos)
    if arguments.labels is not None:
        names = [check.name for check in inspector.checks]
        said = Labels(arguments.labels, arguments.good, names).of(photos)
    judged = _judged(inspector, photos, arguments)
    tuned = [
        photo._replace(good=label.good, good_for=label.good_for)
        for photo, label in zip(judged, said, strict=True)
    ]
    with whole_page(arguments.html) as out:
        write_tune_html(tuned, inspector.checks, inspector.profile, out)
    counts = Counter(photo.report.verdict.value for photo in tuned)
    labelled = Counter(label.good for label in said if label.good is not None)
    known = f"; labels: {labelled[True]} good, {labelled[False]} bad" if arguments.labels else ""
    print(f"{tally(counts)}{known}; see {printable(arguments.html)}")
    return 0


def _judged(
    inspector: Inspector, photos: Sequence[str], arguments: argparse.Namespace
) -> Iterator[TunedPhoto]:
    """Each photo with its report, in order; a bar on stderr where a person would see it."""
    from tqdm import tqdm

    from photocheck.batch import in_order, threads

    judge = partial(_judge, inspector, thumbnails=arguments.thumbnails)
    found = in_order(photos, judge, threads(arguments.workers))
    yield from tqdm(
        found, total=len(photos), unit="photo", file=sys.stderr, disable=not sys.stderr.isatty()
    )


def _judge(inspector: Inspector, path: str, *, thumbnails: bool) -> TunedPhoto:
    """Judge one photo, decoding it once for its picture as well."""
    from photocheck.pages import TunedPhoto
    from photocheck.pages.overlay import thumbnail_jpeg
    from photocheck.pages.tune import THUMBNAIL_SIDE
    from photocheck.photo import Photo, source_name

    try:
        photo = Photo.open(path, limits=inspector.limits)
        report: Report = inspector.inspect(photo)
    except (DecodeError, SourceError) as error:
        return TunedPhoto(inspector.refused(error, source_name(path), None, None))
    picture = thumbnail_jpeg(photo.rgb, THUMBNAIL_SIDE, _QUALITY)[0] if thumbnails else None
    return TunedPhoto(report, picture)
