"""The command line: ``photocheck check``, ``match``, ``report`` and ``checks``.

Exit codes: 0 nothing to retake, 1 something to retake or missing, 2 bad usage. Stopped from
outside: 130 by the keyboard, 141 where the reader of the output went away.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, NoReturn

from photocheck.command_files import pixels, refuse_output, refuse_unusable, whole_page
from photocheck.command_match import add_match
from photocheck.errors import PhotocheckError, UsageError
from photocheck.messages import DEFAULT_LANGUAGE
from photocheck.printable import printable
from photocheck.report import Verdict, library_version
from photocheck.terminal import (
    Progress,
    coloured,
    forget_output,
    json_line,
    make_output_safe,
    speak_utf8,
    tally,
    text_lines,
)

if TYPE_CHECKING:
    from photocheck.inspector import Inspector
    from photocheck.report import Report


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
            arguments = _parser().parse_args(argv)
        except SystemExit as stop:  # --help and --version
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


def _check(arguments: argparse.Namespace) -> int:
    inspector = _inspector(arguments)
    refuse_unusable(arguments.files)
    counts = Counter(report.verdict for _, report in _inspected(inspector, arguments))
    if not arguments.json and counts.total() > 1:
        print(tally(counts))
    return int(Verdict.RETAKE in counts)


def _report(arguments: argparse.Namespace) -> int:
    from photocheck.html import write_html  # noqa: PLC0415 - loaded only where it is needed

    inspector = _inspector(arguments)
    refuse_unusable(arguments.files)
    refuse_output(arguments.html, arguments.files)
    items = (
        (report, pixels(path, report, inspector))
        for path, report in _inspected(inspector, arguments)
    )
    with whole_page(arguments.html) as out:
        counts = write_html(items, out, inspector.language)
    if not arguments.json:
        print(f"{tally(counts)}; see {printable(arguments.html)}")
    return int(Verdict.RETAKE in counts)


def _checks(arguments: argparse.Namespace) -> int:
    from photocheck.checks.registry import Registry, configured  # noqa: PLC0415
    from photocheck.profiles import load_profile, profile_names  # noqa: PLC0415

    profiles = [load_profile(name) for name in profile_names()]
    for check in Registry.installed():
        default = check().model_dump(mode="json")
        by_profile = {
            profile.name: configured(check, profile.of(check.name)).model_dump(mode="json")
            for profile in profiles
        }
        description = (check.__doc__ or "").strip().partition("\n")[0]
        if arguments.json:
            row = {
                "check": check.name,
                "description": description,
                "settings": {
                    setting: {
                        "default": value,
                        "profiles": {name: own[setting] for name, own in by_profile.items()},
                    }
                    for setting, value in default.items()
                },
            }
            print(json.dumps(row, ensure_ascii=False), flush=True)
            continue
        print(f"{coloured(check.name, '1')}: {description}")
        for setting, value in default.items():
            own = ", ".join(f"{name} {_shown(of[setting])}" for name, of in by_profile.items())
            print(f"  {setting} = {_shown(value)}  ({own})")
    return 0


def _shown(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _inspector(arguments: argparse.Namespace) -> Inspector:
    from photocheck.inspector import Inspector  # noqa: PLC0415
    from photocheck.slots import check_slot  # noqa: PLC0415

    if arguments.slot is not None:
        check_slot(arguments.slot)
    if arguments.workers is not None and arguments.workers < 1:
        raise UsageError(f"argument --workers: expected at least 1, got {arguments.workers}")
    return Inspector(arguments.profile, arguments.checks, language=arguments.language)


def _inspected(inspector: Inspector, arguments: argparse.Namespace) -> Iterator[tuple[str, Report]]:
    files: list[str] = arguments.files
    reports = inspector.inspect_many(files, workers=arguments.workers, slot=arguments.slot)
    worded = json_line if arguments.json else text_lines
    with closing(Progress(len(files))) as progress:
        for path, report in zip(files, reports, strict=True):
            progress.step(worded(report))
            yield path, report


class _Parser(argparse.ArgumentParser):
    """Reports bad usage as the rest of photocheck does."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message} (see {self.prog} --help)")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="photocheck",
        description="Is this photo of a device usable, why not, and what to do about it?",
        epilog="Exit codes: 0 nothing to retake, 1 something to retake or missing, 2 bad usage.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"photocheck {library_version()}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    check = commands.add_parser("check", help="judge photos", allow_abbrev=False)
    _add_photo_arguments(check)
    check.set_defaults(command=_check)

    add_match(commands)

    report = commands.add_parser(
        "report", help="judge photos and write a page of the results", allow_abbrev=False
    )
    _add_photo_arguments(report)
    report.add_argument("--html", metavar="OUT", required=True, help="the page to write")
    report.set_defaults(command=_report)

    checks = commands.add_parser("checks", help="list the checks there are", allow_abbrev=False)
    checks.add_argument("--json", action="store_true", help="one check per line, as JSON")
    checks.set_defaults(command=_checks)
    return parser


def _add_photo_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", metavar="FILE", nargs="+", help="a photo")
    parser.add_argument("--json", action="store_true", help="one report per line, as JSON")
    parser.add_argument(
        "--profile", default="standard", help="lenient, standard (the default) or strict"
    )
    parser.add_argument(
        "--slot", help="what the photos are meant to show, for instance smartphone/back"
    )
    parser.add_argument(
        "--language", default=DEFAULT_LANGUAGE, help="of the texts: en (the default), de or fr"
    )
    parser.add_argument(
        "--workers", type=int, metavar="N", help="threads; one for each processor by default"
    )
    parser.add_argument(
        "--check",
        dest="checks",
        action="append",
        metavar="NAME",
        help="run this check only; may be given several times",
    )
