"""The arguments about photos that are known: compared with, and remembered."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from photocheck.cli.files import fault_of
from photocheck.errors import UsageError

if TYPE_CHECKING:
    from photocheck.checks.hash_index import HashIndex
    from photocheck.checks.selection import CheckChoice
    from photocheck.report import Report


def add_known(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that name indexes of known photos."""
    for kind, what in (("good", "warns"), ("bad", "fails")):
        parser.add_argument(
            f"--known-{kind}",
            metavar="INDEX",
            help=f"a file of photos of other calls: a copy of one of them {what}",
        )


def add_remember(parser: argparse.ArgumentParser) -> None:
    """Add the argument that names an index for the photos of this call."""
    parser.add_argument(
        "--remember",
        metavar="INDEX",
        help="a file to add these photos' hashes and paths to, for --known-good or --known-bad",
    )


def with_known(
    arguments: argparse.Namespace, checks: Sequence[str] | None
) -> Sequence[CheckChoice] | None:
    """The chosen checks, with a ``duplicate`` that knows the photos of the indexes.

    Raises
    ------
    UsageError
        If there is no such index, or ``duplicate`` is not among the chosen checks.
    SettingsError
        If a file is no index.
    """
    from photocheck.checks.duplicate import Duplicate

    known = {
        name: _read(argument, getattr(arguments, name))
        for argument, name in (("--known-good", "known_good"), ("--known-bad", "known_bad"))
        if getattr(arguments, name, None) is not None
    }
    if checks is not None and (known or getattr(arguments, "remember", None) is not None):
        _expect_duplicate(checks, next(iter(known), "remember"))
    if not known:
        return checks
    duplicate = Duplicate.model_validate(known)
    return [duplicate if name == "duplicate" else name for name in (checks or ("duplicate", ...))]


def remembering(
    path: str | None, items: Iterator[tuple[str, Report]]
) -> Iterator[tuple[str, Report]]:
    """The items unchanged; each photo is added to the index of that path, if there is one."""
    if path is None:
        yield from items
        return
    from photocheck.checks.hash_index import HashIndex

    with HashIndex.open(path) as index:
        for photo, report in items:
            index.add_report(report, photo)
            yield photo, report


def _read(argument: str, path: str) -> HashIndex:
    from photocheck.checks.hash_index import HashIndex

    fault = fault_of(path)
    if fault is not None:
        raise UsageError(f"argument {argument}: expected a file of known photos, got {fault}")
    return HashIndex.read(path)


def _expect_duplicate(checks: Sequence[str], name: str) -> None:
    if "duplicate" not in checks:
        argument = f"--{name.replace('_', '-')}"
        raise UsageError(f"argument {argument}: expected --check duplicate among the checks")
