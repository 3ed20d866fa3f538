"""The command line: ``photocheck check``, ``match``, ``report``, ``batch`` and so on.

Each command is a module with its arguments (``add``) and its work (``run``). What judges photos is
imported when a command works, so that wrong usage and ``--help`` answer at once.

Exit codes: 0 nothing to retake, 1 something to retake or missing, 2 bad usage. Stopped from
outside: 130 by the keyboard, 141 where the reader of the output went away.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence

from photocheck.cli import (
    batch,
    check,
    checks,
    completion,
    match,
    provenance,
    report,
    schema,
    summary,
    tune,
)
from photocheck.cli.arguments import Parser
from photocheck.cli.streams import forget_output, make_output_safe, speak_utf8
from photocheck.errors import PhotocheckError
from photocheck.printable import printable
from photocheck.version import __version__


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    Parameters
    ----------
    argv : sequence of str, optional
        The arguments after the program's name; those of this process by default.
    """
    make_output_safe()
    try:
        try:
            arguments = make_parser().parse_args(argv)
        except SystemExit as stop:  # --help and --version
            sys.stdout.flush()
            return int(stop.code or 0)
        if arguments.json:
            speak_utf8()
        command: Callable[[argparse.Namespace], int] = arguments.command
        code = command(arguments)
        sys.stdout.flush()
    except PhotocheckError as error:
        print(f"photocheck: error: {printable(str(error))}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("photocheck: stopped", file=sys.stderr)
        return 130
    except BrokenPipeError:
        forget_output()
        return 141
    except OSError as error:  # a full disk
        print(f"photocheck: error: {printable(str(error))}", file=sys.stderr)
        return 2
    return code


def make_parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    parser = Parser(
        prog="photocheck",
        description="Is this photo of a device usable, why not, and what to do about it?",
        epilog="Exit codes: 0 nothing to retake, 1 something to retake or missing, 2 bad usage.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"photocheck {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for command in (check, match, report, batch, summary, tune, provenance, checks, schema):
        command.add(commands)
    completion.add(commands, make_parser)
    return parser
