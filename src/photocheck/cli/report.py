"""The command ``photocheck report``: judged photos as a page."""

from __future__ import annotations

import argparse

from photocheck.cli.arguments import (
    Commands,
    add_inspecting,
    add_photos,
    inspected,
    inspector_of,
    photos_of,
)
from photocheck.cli.files import pixels, refuse_output, whole_page
from photocheck.printable import printable


def add(commands: Commands) -> None:
    """Add the command to the others."""
    command = commands.add_parser(
        "report", help="judge photos and write a page of the results", allow_abbrev=False
    )
    add_photos(command)
    command.add_argument("--html", metavar="OUT", required=True, help="the page to write")
    add_inspecting(command)
    command.set_defaults(command=run)


def run(arguments: argparse.Namespace) -> int:
    """Judge the photos, print what is wrong with each, and write the page."""
    photos = photos_of(arguments)
    refuse_output(arguments.html, photos)
    inspector = inspector_of(arguments)
    from photocheck.cli.terminal import tally
    from photocheck.pages.report import write_html

    items = (
        (report, pixels(path, report, inspector))
        for path, report in inspected(inspector, photos, arguments)
    )
    texts = {check.name: check.texts for check in inspector.checks}
    with whole_page(arguments.html) as out:
        counts = write_html(items, out, inspector.language, texts=texts)
    named = {verdict.value: count for verdict, count in counts.items()}
    if not arguments.json:
        print(f"{tally(named, inspector.language)}; see {printable(arguments.html)}")
    return int("retake" in named)
