"""The command ``photocheck summary``: a table of reports as a page of numbers."""

from __future__ import annotations

import argparse
from pathlib import Path

from photocheck.cli.arguments import Commands
from photocheck.cli.files import refuse_output, whole_page
from photocheck.errors import UsageError
from photocheck.printable import printable


def add(commands: Commands) -> None:
    """Add the command to the others."""
    command = commands.add_parser(
        "summary", help="numbers of a table that batch wrote, as a page", allow_abbrev=False
    )
    command.add_argument(
        "table", metavar="TABLE", help="a .parquet file, or a folder of such files"
    )
    command.add_argument("--html", metavar="OUT", required=True, help="the page to write")
    command.add_argument("--label", metavar="NAME", help="the column that says what is good")
    command.add_argument(
        "--good", metavar="VALUE", default="good", help="what it says of good photos; good"
    )
    command.add_argument("--time", metavar="NAME", help="the column with dates: numbers by week")
    command.add_argument("--by", metavar="NAME", help="a column to count by, as the source")
    command.add_argument(
        "--worst", type=int, metavar="N", default=20, help="photos with low scores to name; 20"
    )
    command.set_defaults(command=run, json=False)


def run(arguments: argparse.Namespace) -> int:
    """Count, and write the page."""
    if not Path(arguments.table).exists():
        raise UsageError(f"expected a table that is there, got {arguments.table!r}")
    if arguments.worst < 0:
        raise UsageError(f"argument --worst: expected at least 0, got {arguments.worst}")
    refuse_output(arguments.html, [arguments.table])
    try:
        import matplotlib as mpl  # noqa: F401 - told before any work

        from photocheck.table import summarise
    except ImportError as error:
        raise UsageError(
            f"expected {error.name} to be installed: pip install 'photocheck[table]'"
        ) from error
    from photocheck.cli.terminal import tally
    from photocheck.pages.summary import write_summary_html

    summary = summarise(
        arguments.table,
        label=arguments.label,
        good=arguments.good,
        time=arguments.time,
        by=arguments.by,
        worst=arguments.worst,
    )
    with whole_page(arguments.html) as out:
        write_summary_html(summary, out, name=Path(arguments.table).name)
    print(f"{tally(summary.verdicts)}; see {printable(arguments.html)}")
    return 0
