"""The command ``photocheck completion``: what a shell needs to complete commands and options."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from functools import partial

from photocheck.cli.arguments import Commands
from photocheck.errors import UsageError

_SHELLS = ("bash", "zsh", "tcsh")


def add(commands: Commands, make_parser: Callable[[], argparse.ArgumentParser]) -> None:
    """Add the command to the others; `make_parser` makes the parser that is completed."""
    command = commands.add_parser(
        "completion", help="print a shell's completion of this command", allow_abbrev=False
    )
    command.add_argument("shell", metavar="SHELL", choices=_SHELLS, help="bash, zsh or tcsh")
    command.set_defaults(command=partial(run, make_parser=make_parser), json=False)


def run(
    arguments: argparse.Namespace, *, make_parser: Callable[[], argparse.ArgumentParser]
) -> int:
    """Print the script.

    Raises
    ------
    UsageError
        If shtab is not installed.
    """
    try:
        import shtab
    except ImportError as error:
        raise UsageError(
            "expected shtab to be installed: pip install 'photocheck[completion]'"
        ) from error
    print(shtab.complete(make_parser(), shell=arguments.shell))
    return 0
