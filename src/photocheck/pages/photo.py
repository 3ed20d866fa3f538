"""The parts of an HTML page: its head, a photo with its report, text escaped.

A page runs no script and loads nothing (a Content-Security-Policy in it says so).
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping
from functools import cache
from html import escape
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from photocheck.messages import place
from photocheck.pages.overlay import Mark, overlay, pen, thumbnail_jpeg
from photocheck.printable import printable, short_number
from photocheck.report import Report, Verdict
from photocheck.result import Result, Status
from photocheck.version import __version__

_SYMBOLS = {
    Status.PASS: "✓",
    Status.WARN: "!",
    Status.FAIL: "✗",
    Status.NOT_DONE: "–",
    Status.NOT_APPLICABLE: "·",
}
_BADGES = {Verdict.ACCEPT: "✓", Verdict.REVIEW: "!", Verdict.RETAKE: "✗"}


@cache
def _style() -> str:
    return resources.files("photocheck").joinpath("pages/style.css").read_text(encoding="utf-8")


def head(language: str, words: Mapping[str, str], title: str) -> str:
    """A page up to its heading."""
    style = _style()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; "
        "base-uri 'none'; form-action 'none'"
    )
    title = plain(words[title])
    return (
        f'<!DOCTYPE html>\n<html lang="{plain(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{title}</title>\n<style>{style}</style>\n</head>\n"
        f'<body>\n<main class="sheet">\n<h1>{title}</h1>\n'
    )


def foot() -> str:
    """The end of a page."""
    return f"<footer>photocheck {plain(__version__)}</footer>\n</main>\n</body>\n</html>\n"


def tiles(rows: Iterable[tuple[str, int, str]]) -> str:
    """Counts at the top of a page: label as HTML, number, kind."""
    shown = "".join(
        f'<div class="{kind}-tile"><dt>{label}</dt><dd>{count}</dd></div>\n'
        for label, count, kind in rows
    )
    return f'<dl class="summary">\n{shown}</dl>\n'


def article(
    report: Report,
    rgb: NDArray[np.uint8] | None,
    number: int,
    words: Mapping[str, str],
    *,
    title: str | None = None,
    note: str = "",
    wanted: bool = True,
) -> str:
    """A photo with its report.

    Parameters
    ----------
    report : Report
    rgb : H×W×3 uint8 RGB array or None
    number : int
        Of the photo, unique on the page.
    words : mapping
        The page's own words.
    title : str, optional
        What stands above the photo's name, for instance its slot.
    note : str
        HTML that stands below the photo's facts.
    wanted : bool
        Whether its verdict matters: nobody should be told to take a photo again that is one too
        many.
    """
    name = plain(_name(report, words))
    verdict, problems = "", ""
    if wanted:
        verdict = f'<p class="badge {report.verdict.value}">{badge(report.verdict, words)}</p>'
        problems = _problems(report, words)
    above = "" if title is None else f'<p class="slot">{plain(title)}</p>\n'
    return (
        f'<article class="photo" id="photo-{number}" aria-labelledby="name-{number}">\n'
        f"{_picture(report, rgb, words)}<div>\n{above}"
        f'<div class="head"><h2 id="name-{number}"><bdi>{name}</bdi></h2>{verdict}</div>\n'
        f"{_meta(report, words)}{note}{problems}{_details(report, words)}"
        "</div>\n</article>\n"
    )


def badge(verdict: Verdict, words: Mapping[str, str]) -> str:
    """A verdict as HTML: a sign and a word."""
    label = plain(words[f"verdict.{verdict.value}"])
    return f'<span aria-hidden="true">{_BADGES[verdict]}</span> {label}'


def _meta(report: Report, words: Mapping[str, str]) -> str:
    photo = report.photo
    if photo is None:
        return ""
    size = f"{plain(photo.format)} · {photo.width} × {photo.height} px"
    if photo.flags:
        size += f" · {plain(words['html.flags'])}: {plain(', '.join(photo.flags))}"
    return f'<p class="meta">{size}</p>\n'


def _problems(report: Report, words: Mapping[str, str]) -> str:
    if report.error is not None:
        return (
            f'<ul class="problems"><li class="fail"><p>{plain(report.error.message)}</p>'
            f'<p class="what">{plain(report.error.reason)}</p></li></ul>\n'
        )
    if not report.problems:
        # A flag of the file alone can make a photo one to review.
        key = "html.no_problems" if report.verdict is Verdict.ACCEPT else "unknown"
        return f'<p class="calm">{plain(words[key])}</p>\n'
    rows = "".join(_problem(result, words) for result in report.problems)
    return f'<ul class="problems">\n{rows}</ul>\n'


def _problem(result: Result, words: Mapping[str, str]) -> str:
    numbers = ""
    if result.value is not None:
        numbers = f" · {short_number(result.value)} {plain(result.unit)}".rstrip()
        if result.limit is not None:
            limit = short_number(result.limit)
            numbers += f" ({plain(words['html.limit_inline'])} {limit})"
    return (
        f'<li class="{result.status.value}"><p>{plain(result.message)}</p>'
        f'<p class="what">{_swatch(result)}<b>{plain(_title(result.check, words))}</b>'
        f" · {plain(words[f'html.status.{result.status.value}'])}{numbers}</p></li>\n"
    )


def _swatch(result: Result) -> str:
    if not result.regions:
        return ""
    return (
        '<svg class="swatch" viewBox="0 0 20 16" aria-hidden="true"><rect x="2" y="2" width="16" '
        f'height="12" fill="none" stroke="{pen(result.check).colour}" stroke-width="3"/></svg>'
    )


def _details(report: Report, words: Mapping[str, str]) -> str:
    summary = f"<details><summary>{plain(words['html.details'])}</summary>\n"
    if report.error is not None:
        detail = report.error.detail or report.error.reason
        return f'{summary}<p class="meta">{plain(detail)}</p>\n</details>\n'
    if not report.results:
        return ""
    columns = ("check", "status", "score", "value", "limit", "unit", "measurements")
    head = "".join(
        f'<th scope="col"{_number_class(column)}>{plain(words[f"html.{column}"])}</th>'
        for column in columns
    )
    # What does not apply stands apart, below what was judged.
    applied = (result for result in report.results if result not in report.not_applicable)
    rows = "".join(_row(result, words) for result in (*applied, *report.not_applicable))
    origin = f"SHA-256 {plain(report.sha256 or '–')}"
    if report.settings is not None:
        origin += f" · {plain(words['html.profile'])}: {plain(report.settings.profile)}"
        origin += f" ({plain(report.settings.fingerprint)})"
    return (
        f'{summary}<p class="meta">{origin}</p>\n'
        f'<div class="scroll" tabindex="0"><table>\n<thead><tr>{head}</tr></thead>\n'
        f"<tbody>\n{rows}</tbody></table></div>\n</details>\n"
    )


def _number_class(column: str) -> str:
    return ' class="number"' if column in {"score", "value", "limit"} else ""


def _row(result: Result, words: Mapping[str, str]) -> str:
    status = result.status
    word = plain(words[f"html.status.{status.value}"])
    reason = "" if result.reason is None else f'<span class="reason">{plain(result.reason)}</span>'
    numbers = "".join(
        f'<td class="number">{"" if value is None else short_number(value)}</td>'
        for value in (result.score, result.value, result.limit)
    )
    measured = "".join(
        f'<span class="measured">{plain(name)} {plain(_measured(value))}</span>'
        for name, value in result.measurements.items()
    )
    return (
        f'<tr><th scope="row">{plain(_title(result.check, words))}</th>'
        f'<td><span class="word {status.value}-word"><span aria-hidden="true">{_SYMBOLS[status]}'
        f"</span> {word}</span>{reason}</td>{numbers}<td>{plain(result.unit)}</td>"
        f"<td>{measured}</td></tr>\n"
    )


def _picture(report: Report, rgb: NDArray[np.uint8] | None, words: Mapping[str, str]) -> str:
    if rgb is None:
        return f'<p class="absent">{plain(words["html.no_picture"])}</p>\n'
    jpeg, width, height = thumbnail_jpeg(rgb)
    data = base64.b64encode(jpeg).decode("ascii")
    marks = [
        Mark(result.check, _title(result.check, words), result.regions)
        for result in report.results
        if result.regions
    ]
    return (
        f'<figure class="picture"><img src="data:image/jpeg;base64,{data}" width="{width}" '
        f'height="{height}" alt="{_alternative_text(report, marks, words)}">'
        f"{overlay(marks, width, height)}</figure>\n"
    )


def _alternative_text(report: Report, marks: Iterable[Mark], words: Mapping[str, str]) -> str:
    marked = [
        mark.title + words[f"where.{place(region)}"] for mark in marks for region in mark.regions
    ]
    name = _name(report, words)
    return plain(f"{name}. {words['html.marked']}: {'; '.join(marked)}" if marked else name)


def _name(report: Report, words: Mapping[str, str]) -> str:
    return report.source or words["html.unnamed"]


def _title(check: str, words: Mapping[str, str]) -> str:
    return words.get(f"check.{check}.title", check)


def _measured(value: float | str | None) -> str:
    if value is None:
        return "–"
    return value if isinstance(value, str) else short_number(value)


def plain(text: str) -> str:
    """Text as HTML that shows it letter by letter."""
    return escape(printable(text))
