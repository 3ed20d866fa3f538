"""The command ``photocheck schema``: what the JSON holds, as JSON Schema."""

from __future__ import annotations

import argparse
import json

from photocheck.cli.arguments import Commands

_SCHEMAS = ("report", "match", "catalog")


def add(commands: Commands) -> None:
    """Add the command to the others."""
    command = commands.add_parser(
        "schema", help="print the JSON Schema of what is written or read", allow_abbrev=False
    )
    command.add_argument(
        "of",
        metavar="WHAT",
        nargs="?",
        choices=_SCHEMAS,
        default="report",
        help="report (the default), match, or catalog: a service's own slots",
    )
    command.set_defaults(command=run, json=True)


def run(arguments: argparse.Namespace) -> int:
    """Print the schema (JSON Schema 2020-12)."""
    from photocheck.report import Report
    from photocheck.slots.catalog import Catalog
    from photocheck.slots.match import Match

    found = {
        "report": lambda: Report.model_json_schema(mode="serialization"),
        "match": lambda: Match.model_json_schema(mode="serialization"),
        "catalog": lambda: Catalog.model_json_schema(mode="validation"),
    }[arguments.of]()
    print(json.dumps(found, indent=2, ensure_ascii=False))
    return 0
