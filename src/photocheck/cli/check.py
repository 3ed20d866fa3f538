"""The command ``photocheck check``: a verdict for each photo, with reasons."""

from __future__ import annotations

import argparse
from collections import Counter

from photocheck.cli.arguments import (
    Commands,
    add_inspecting,
    add_photos,
    inspected,
    inspector_of,
    photos_of,
)


def add(commands: Commands) -> None:
    """Add the command to the others."""
    command = commands.add_parser("check", help="judge photos", allow_abbrev=False)
    add_photos(command)
    add_inspecting(command)
    command.set_defaults(command=run)


def run(arguments: argparse.Namespace) -> int:
    """Judge the photos and print what is wrong with each."""
    photos = photos_of(arguments)
    inspector = inspector_of(arguments)
    counts = Counter(report.verdict.value for _, report in inspected(inspector, photos, arguments))
    if not arguments.json and counts.total() > 1:
        from photocheck.cli.terminal import tally

        print(tally(counts, inspector.language))
    return int("retake" in counts)
