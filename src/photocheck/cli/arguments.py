"""The arguments that several commands share, and what is made of them."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, Protocol

from photocheck.cli.files import fault_of, given_photos, refuse_unusable
from photocheck.cli.known import add_known, add_remember, remembering, with_known
from photocheck.errors import SettingsError, UsageError
from photocheck.texts import DEFAULT_LANGUAGE

if TYPE_CHECKING:
    from photocheck.inspector import Inspector
    from photocheck.profiles import Profile
    from photocheck.report import Report
    from photocheck.slots.catalog import Catalog


class Parser(argparse.ArgumentParser):
    """Reports bad usage as the rest of photocheck does."""

    def error(self, message: str) -> NoReturn:
        """Raise `UsageError`."""
        raise UsageError(f"{message} (see {self.prog} --help)")


class Commands(Protocol):
    """What `argparse` gives to add commands to."""

    def add_parser(
        self,
        name: str,
        *,
        help: str,  # noqa: A002 - argparse's own name
        allow_abbrev: bool,
    ) -> argparse.ArgumentParser:
        """Add a command's parser."""


def add_photos(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that name photos."""
    parser.add_argument(
        "files", metavar="PATH", nargs="*", help="a photo, or a folder with photos at any depth"
    )
    parser.add_argument(
        "--files-from",
        metavar="FILE",
        help="a list of further photos, one a line (or with a NUL after each); - is stdin",
    )


def add_judging(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that say how photos are judged."""
    add_profile(parser)
    parser.add_argument(
        "--lang",
        "--language",
        dest="language",
        metavar="TAG",
        default=DEFAULT_LANGUAGE,
        help="language of the texts, for instance de; en by default",
    )
    parser.add_argument("--catalog", metavar="JSON", help="a service's own slots")
    add_known(parser)
    add_workers(parser)


def add_profile(parser: argparse.ArgumentParser) -> None:
    """Add the argument that says by which limits photos are judged."""
    parser.add_argument(
        "--profile",
        default="standard",
        help="lenient, standard (the default), strict, or a file with a profile as JSON",
    )


def add_workers(parser: argparse.ArgumentParser) -> None:
    """Add the argument that says how many photos are judged at a time."""
    parser.add_argument(
        "--workers", type=int, metavar="N", help="threads; one for each processor by default"
    )


def add_inspecting(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of commands that print a report for each photo."""
    parser.add_argument("--json", action="store_true", help="one report a line, as JSON")
    add_judging(parser)
    add_checks(parser)
    add_remember(parser)


def add_checks(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that choose the checks of single photos."""
    parser.add_argument(
        "--slot", help="what the photos are meant to show, for instance smartphone/back"
    )
    add_check_names(parser)


def add_check_names(parser: argparse.ArgumentParser) -> None:
    """Add the argument that chooses checks by name."""
    parser.add_argument(
        "--check",
        dest="checks",
        action="append",
        metavar="NAME",
        help="run this check only; may be given several times",
    )


def photos_of(arguments: argparse.Namespace) -> list[str]:
    """The paths of the photos that the arguments name, folders opened.

    Raises
    ------
    UsageError
        If one is no file that can be read, or a folder holds no photos.
    """
    return given_photos(arguments.files, arguments.files_from)


def inspector_of(arguments: argparse.Namespace) -> Inspector:
    """The inspector that the arguments ask for.

    Raises
    ------
    PhotocheckError
        If there is no such profile, check, language, slot or catalog.
    """
    from photocheck.inspector import Inspector
    from photocheck.slots import check_slot

    if arguments.workers is not None and arguments.workers < 1:
        raise UsageError(f"argument --workers: expected at least 1, got {arguments.workers}")
    catalog = _catalog(arguments.catalog)
    slot = getattr(arguments, "slot", None)  # a set has slots, but not one for all its photos
    if slot is not None:
        check_slot(slot, catalog)
    checks = with_known(arguments, getattr(arguments, "checks", None))
    profile = _profile(arguments.profile)
    return Inspector(profile, checks, language=arguments.language, catalog=catalog)


def inspected(
    inspector: Inspector, photos: list[str], arguments: argparse.Namespace
) -> Iterator[tuple[str, Report]]:
    """Judge the photos, print each report when it is there, and give it on."""
    from photocheck.cli.terminal import Progress, text_lines
    from photocheck.report import Report

    reports = inspector.inspect_many(photos, workers=arguments.workers, slot=arguments.slot)
    worded = (
        Report.model_dump_json
        if arguments.json
        else partial(text_lines, language=inspector.language)
    )
    judged = remembering(arguments.remember, zip(photos, reports, strict=True))
    with closing(Progress(len(photos))) as progress:
        for path, report in judged:
            progress.step(worded(report))
            yield path, report


def _profile(given: str) -> str | Profile:
    from photocheck.profiles import Profile, profile_names

    if given in profile_names():
        return given
    fault = fault_of(given)
    if fault is not None:
        known = ", ".join(profile_names())
        raise UsageError(
            f"argument --profile: expected {known} or a file with a profile as JSON, got {fault}"
        )
    try:
        return Profile.load(Path(given).read_bytes())
    except SettingsError as error:
        raise SettingsError(f"argument --profile, {given!r}: {error}") from error


def _catalog(path: str | None) -> Catalog:
    from photocheck.slots import Catalog, default_catalog

    if path is None:
        return default_catalog()
    refuse_unusable([path])
    return Catalog.load(Path(path).read_bytes())
