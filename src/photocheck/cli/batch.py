"""The command ``photocheck batch``: any number of photos to a table of their reports."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

from photocheck.cli.arguments import Commands, add_checks, add_judging, add_photos, inspector_of
from photocheck.errors import UsageError

if TYPE_CHECKING:
    import daft
    from tqdm import tqdm

    from photocheck.table import Inputs, Tally

_ENGINES = ("threads", "processes", "daft")


def add(commands: Commands) -> None:
    """Add the command to the others."""
    command = commands.add_parser(
        "batch", help="judge any number of photos into a table", allow_abbrev=False
    )
    add_photos(command)
    command.add_argument(
        "--out", metavar="TABLE", required=True, help="a .parquet, .csv or .jsonl file to write"
    )
    command.add_argument(
        "--resume", action="store_true", help="go on with a table, judging only what is new"
    )
    table = command.add_argument_group("tables of photos (.parquet, .csv, .tsv)")
    table.add_argument("--column", metavar="NAME", help="the column with paths, URLs or bytes")
    table.add_argument("--name", metavar="NAME", help="the column with the photos' names")
    table.add_argument(
        "--carry",
        metavar="NAME",
        action="append",
        default=[],
        help="a further column to take along; may be given several times",
    )
    table.add_argument(
        "--group", metavar="NAME", help="the column that tells sets apart: each is matched"
    )
    table.add_argument("--category", help="what the sets show, for instance smartphone")
    table.add_argument(
        "--scheme",
        dest="schemes",
        metavar="NAME",
        action="append",
        help="the kinds of URL that may be read, file for paths; may be given several times",
    )
    command.add_argument(
        "--engine",
        choices=_ENGINES,
        default="threads",
        help="threads (the default); processes, which are faster and take more memory; or daft, "
        "which writes a folder of Parquet files",
    )
    add_judging(command)
    add_checks(command)
    command.set_defaults(command=run, json=False)


def run(arguments: argparse.Namespace) -> int:
    """Judge the photos, write the table, and say how many got which verdict."""
    try:
        from photocheck.table import Inputs
    except ImportError as error:
        raise UsageError(
            f"expected {error.name} to be installed: pip install 'photocheck[table]'"
        ) from error

    carry = [*arguments.carry, *([] if arguments.group is None else [arguments.group])]
    inputs = Inputs(
        arguments.files,
        files_from=arguments.files_from,
        column=arguments.column,
        name=arguments.name,
        carry=carry,
    )
    if arguments.engine == "daft":
        return _with_daft(arguments, inputs)
    tally = _here(arguments, inputs)
    print(_told(tally))
    return int(tally.errors > 0)


def _here(arguments: argparse.Namespace, inputs: Inputs) -> Tally:
    from photocheck.table import write_reports
    from photocheck.table.locations import SCHEMES

    inspector = inspector_of(arguments)
    with _bar(inputs) as bar:
        return write_reports(
            inputs,
            arguments.out,
            inspector=inspector,
            slot=arguments.slot,
            group=arguments.group,
            category=arguments.category,
            workers=arguments.workers,
            processes=arguments.engine == "processes",
            resume=arguments.resume,
            schemes=arguments.schemes or SCHEMES,
            progress=bar.update,
        )


def _bar(inputs: Inputs) -> tqdm[NoReturn]:
    """Rate and time left, where a person would see them."""
    from tqdm import tqdm

    seen = sys.stderr.isatty()
    return tqdm(
        total=inputs.count() if seen else None, unit="photo", file=sys.stderr, disable=not seen
    )


def _told(tally: Tally) -> str:
    from photocheck.cli.terminal import tally as verdicts

    done = f", {tally.done} judged before" if tally.done else ""
    errors = f", {tally.errors} could not be judged" if tally.errors else ""
    return f"{verdicts(tally.verdicts)}{errors}{done}; {tally.rows} rows"


def _with_daft(arguments: argparse.Namespace, inputs: Inputs) -> int:
    # Nobody is told of a command's run, unless its user says so.
    os.environ.setdefault("DO_NOT_TRACK", "true")
    try:
        import daft
    except ImportError as error:
        raise UsageError(
            "expected daft to be installed: pip install 'photocheck[cluster]'"
        ) from error
    from photocheck import cluster
    from photocheck.cli.terminal import tally as verdicts
    from photocheck.table.locations import SCHEMES

    if arguments.group is not None or arguments.category is not None:
        raise UsageError("argument --group: expected another engine, Daft matches no sets")
    column = arguments.column or "photo"
    if inputs.column is None:
        df = daft.from_pydict({column: [given.photo for given in inputs]})
    else:
        df = _read(inputs.places)
    counts = cluster.write_reports(
        df,
        arguments.out,
        photo=column,
        name=arguments.name,
        carry=arguments.carry,
        inspector=inspector_of(arguments),
        slot=arguments.slot,
        schemes=arguments.schemes or SCHEMES,
        workers=arguments.workers,
        resume=arguments.resume,
    )
    errors = counts.pop("error", 0)
    told = f", {errors} could not be judged" if errors else ""
    print(f"{verdicts(counts)}{told}")
    return int(errors > 0)


def _read(tables: Sequence[str]) -> daft.DataFrame:
    import daft

    if all(table.endswith((".parquet", ".pq")) for table in tables):
        return daft.read_parquet(list(tables))
    if all(table.endswith(".csv") for table in tables):
        return daft.read_csv(list(tables))
    raise UsageError("expected tables that are all Parquet or all CSV with commas")
