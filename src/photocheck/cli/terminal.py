"""What the command line prints: reports as text or JSON lines, colours, a progress bar."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, NoReturn

from photocheck.printable import printable, short_number
from photocheck.report import Report, Verdict
from photocheck.result import Result
from photocheck.texts import DEFAULT_LANGUAGE, texts

if TYPE_CHECKING:
    from tqdm import tqdm

_COLOURS = {
    "accept": "32",
    "review": "33",
    "retake": "31",
    "pass": "32",
    "warn": "33",
    "fail": "31",
    "not_done": "2",
    "not_applicable": "2",
}


class Progress:
    """Prints, with a bar on stderr below where a person would see it."""

    def __init__(self, total: int) -> None:
        self._bar: tqdm[NoReturn] | None = None
        if total > 1 and sys.stderr.isatty():
            from tqdm import tqdm

            self._bar = tqdm(total=total, unit="photo", file=sys.stderr, leave=False)

    def step(self, text: str) -> None:
        """Print what came of one more photo."""
        if self._bar is not None:
            self._bar.clear()
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
        if self._bar is not None:
            self._bar.update()

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.close()


def text_lines(report: Report, language: str = DEFAULT_LANGUAGE) -> str:
    """A report for a person: the verdict, then what is wrong with which numbers."""
    words = texts(language)
    verdict = coloured(words[f"terminal.{report.verdict.value}"], _COLOURS[report.verdict.value])
    lines = [f"{printable(report.source or '')}: {verdict}"]
    if report.error is not None:
        lines.append(f"  {printable(report.error.message)}")
        lines.append(f"  {report.error.reason}: {printable(report.error.detail)}")
    for result in report.problems:
        status = coloured(words[f"terminal.{result.status.value}"], _COLOURS[result.status.value])
        lines.append(f"  {status} {result.check}: {printable(result.message)}")
        lines.append(f"    {_measured(result, words)}")
    if report.not_applicable and report.problems:
        names = ", ".join(result.check for result in report.not_applicable)
        lines.append(
            coloured(f"  {words['terminal.not_applicable']}: {names}", _COLOURS["not_applicable"])
        )
    if len(lines) == 1 and report.verdict is not Verdict.ACCEPT and report.photo is not None:
        lines.append(f"  {words['terminal.noticed']}: {', '.join(report.photo.flags)}")
    return "\n".join(lines)


def _measured(result: Result, words: Mapping[str, str]) -> str:
    reason = printable(result.reason or "")
    if result.value is None:
        return reason
    bound = None if result.limit is None else short_number(result.limit)
    limit = "" if bound is None else f" ({words['html.limit_inline']} {bound})"
    return f"{reason}: {short_number(result.value)} {printable(result.unit)}".rstrip() + limit


def tally(counts: Mapping[str, int], language: str = DEFAULT_LANGUAGE) -> str:
    """How many photos got which verdict."""
    words = texts(language)
    named = ", ".join(
        f"{counts.get(verdict.value, 0)} {words[f'terminal.{verdict.value}']}"
        for verdict in Verdict
    )
    total = sum(counts.values())
    photos = words["terminal.one_photo" if total == 1 else "terminal.photos"]
    return f"{total} {photos}: {named}"


def coloured(text: str, code: str) -> str:
    """Text in a colour, where stdout is a terminal and ``NO_COLOR`` is not set.

    `code` is the number of an ANSI colour.
    """
    wanted = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    return f"\x1b[{code}m{text}\x1b[0m" if wanted else text
