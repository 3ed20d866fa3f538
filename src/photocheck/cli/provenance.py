"""The command ``photocheck provenance``: what files say of where their pictures came from."""

from __future__ import annotations

import argparse
import json

from photocheck.cli.arguments import Commands, add_photos, photos_of
from photocheck.errors import PhotocheckError
from photocheck.printable import printable


def add(commands: Commands) -> None:
    """Add the command to the others."""
    command = commands.add_parser(
        "provenance",
        help="what files say of where their pictures came from: notes, no verdict",
        allow_abbrev=False,
    )
    add_photos(command)
    command.add_argument("--json", action="store_true", help="a line of JSON for each photo")
    command.set_defaults(command=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the notes on each file; 1 if one of them could not be read."""
    from photocheck.provenance import provenance_of

    unreadable = 0
    for path in photos_of(arguments):
        try:
            found = provenance_of(path)
        except PhotocheckError as error:
            unreadable += 1
            told = getattr(error, "reason", "source.unreadable")
            line = {"source": path, "error": told}
        else:
            told = ", ".join(found.notes) or "nothing to note"
            line = {"source": path, **found.model_dump(), "notes": list(found.notes)}
        print(
            json.dumps(line, ensure_ascii=False) if arguments.json else f"{printable(path)}: {told}"
        )
    return int(unreadable > 0)
