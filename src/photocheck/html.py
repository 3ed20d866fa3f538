"""Reports as one HTML page that needs nothing but itself: pictures, regions, texts, numbers.

The page runs no script and loads nothing (a Content-Security-Policy in it says so), shows every
name and text escaped, and is the same, byte for byte, for the same reports.
"""

from __future__ import annotations

import base64
import hashlib
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from html import escape
from importlib import resources
from typing import TextIO

import numpy as np
from numpy.typing import NDArray

from photocheck.messages import DEFAULT_LANGUAGE, place, texts
from photocheck.overlay import Mark, overlay, pen, thumbnail_jpeg
from photocheck.printable import printable, short_number
from photocheck.report import Report, Verdict, library_version
from photocheck.result import Result, Status

_SYMBOLS = {Status.PASS: "✓", Status.WARN: "!", Status.FAIL: "✗", Status.NOT_DONE: "–"}
_BADGES = {Verdict.ACCEPT: "✓", Verdict.REVIEW: "!", Verdict.RETAKE: "✗"}


def write_html(
    items: Iterable[tuple[Report, NDArray[np.uint8] | None]],
    out: TextIO,
    language: str = DEFAULT_LANGUAGE,
) -> Counter[Verdict]:
    """Write a page of reports.

    Parameters
    ----------
    items : iterable of (Report, H×W×3 uint8 RGB array or None)
        Each report with its photo's pixels, for instance `Photo.rgb`. Taken one by one: no more
        than one photo is held at a time.
    out : text file
        Should write UTF-8.
    language : str
        Of the page's own words; the messages keep the language that they were made in.

    Returns
    -------
    Counter of Verdict
        How many photos got which verdict.

    Raises
    ------
    UnknownLanguageError
    """
    words = texts(language)
    counts: Counter[Verdict] = Counter()
    # The numbers stand above the photos but are known only after the last one.
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="") as body:
        for number, (report, rgb) in enumerate(items, start=1):
            body.write(_article(report, rgb, number, words))
            counts[report.verdict] += 1
        body.seek(0)
        out.write(_head(language, words))
        out.write(_summary(counts, words))
        shutil.copyfileobj(body, out)
    out.write(
        f"<footer>photocheck {_text(library_version())}</footer>\n</main>\n</body>\n</html>\n"
    )
    return counts


@cache
def _style() -> str:
    return resources.files("photocheck").joinpath("html.css").read_text(encoding="utf-8")


def _head(language: str, words: Mapping[str, str]) -> str:
    style = _style()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; "
        "base-uri 'none'; form-action 'none'"
    )
    title = _text(words["html.title"])
    return (
        f'<!DOCTYPE html>\n<html lang="{_text(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{title}</title>\n<style>{style}</style>\n</head>\n"
        f'<body>\n<main class="sheet">\n<h1>{title}</h1>\n'
    )


def _summary(counts: Counter[Verdict], words: Mapping[str, str]) -> str:
    if not counts:
        return f'<p class="calm">{_text(words["html.none"])}</p>\n'
    rows = [(_text(words["html.photos"]), sum(counts.values()), "all")]
    rows += [(_verdict(verdict, words), counts[verdict], verdict.value) for verdict in Verdict]
    tiles = "".join(
        f'<div class="{kind}-tile"><dt>{label}</dt><dd>{count}</dd></div>\n'
        for label, count, kind in rows
    )
    return f'<dl class="summary">\n{tiles}</dl>\n'


def _article(
    report: Report, rgb: NDArray[np.uint8] | None, number: int, words: Mapping[str, str]
) -> str:
    name = _text(_name(report, words))
    return (
        f'<article class="photo" id="photo-{number}" aria-labelledby="name-{number}">\n'
        f"{_picture(report, rgb, words)}<div>\n"
        f'<div class="head"><h2 id="name-{number}"><bdi>{name}</bdi></h2>'
        f'<p class="badge {report.verdict.value}">{_verdict(report.verdict, words)}</p></div>\n'
        f"{_meta(report, words)}{_problems(report, words)}{_details(report, words)}"
        "</div>\n</article>\n"
    )


def _verdict(verdict: Verdict, words: Mapping[str, str]) -> str:
    label = _text(words[f"verdict.{verdict.value}"])
    return f'<span aria-hidden="true">{_BADGES[verdict]}</span> {label}'


def _meta(report: Report, words: Mapping[str, str]) -> str:
    photo = report.photo
    if photo is None:
        return ""
    size = f"{_text(photo.format)} · {photo.width} × {photo.height} px"
    if photo.flags:
        size += f" · {_text(words['html.flags'])}: {_text(', '.join(photo.flags))}"
    return f'<p class="meta">{size}</p>\n'


def _problems(report: Report, words: Mapping[str, str]) -> str:
    if report.error is not None:
        return (
            f'<ul class="problems"><li class="fail"><p>{_text(report.error.message)}</p>'
            f'<p class="what">{_text(report.error.reason)}</p></li></ul>\n'
        )
    if not report.problems:
        # A flag of the file alone can make a photo one to review.
        key = "html.no_problems" if report.verdict is Verdict.ACCEPT else "unknown"
        return f'<p class="calm">{_text(words[key])}</p>\n'
    rows = "".join(_problem(result, words) for result in report.problems)
    return f'<ul class="problems">\n{rows}</ul>\n'


def _problem(result: Result, words: Mapping[str, str]) -> str:
    numbers = ""
    if result.value is not None:
        numbers = f" · {short_number(result.value)} {_text(result.unit)}".rstrip()
        if result.limit is not None:
            limit = short_number(result.limit)
            numbers += f" ({_text(words['html.limit_inline'])} {limit})"
    return (
        f'<li class="{result.status.value}"><p>{_text(result.message)}</p>'
        f'<p class="what">{_swatch(result)}<b>{_text(_title(result.check, words))}</b>'
        f" · {_text(words[f'html.status.{result.status.value}'])}{numbers}</p></li>\n"
    )


def _swatch(result: Result) -> str:
    if not result.regions:
        return ""
    return (
        '<svg class="swatch" viewBox="0 0 20 16" aria-hidden="true"><rect x="2" y="2" width="16" '
        f'height="12" fill="none" stroke="{pen(result.check).colour}" stroke-width="3"/></svg>'
    )


def _details(report: Report, words: Mapping[str, str]) -> str:
    summary = f"<details><summary>{_text(words['html.details'])}</summary>\n"
    if report.error is not None:
        detail = report.error.detail or report.error.reason
        return f'{summary}<p class="meta">{_text(detail)}</p>\n</details>\n'
    if not report.results:
        return ""
    columns = ("check", "status", "score", "value", "limit", "unit", "measurements")
    head = "".join(
        f'<th scope="col"{_number_class(column)}>{_text(words[f"html.{column}"])}</th>'
        for column in columns
    )
    rows = "".join(_row(result, words) for result in report.results)
    origin = f"SHA-256 {_text(report.sha256 or '–')}"
    if report.profile is not None:
        origin += f" · {_text(words['html.profile'])}: {_text(report.profile)}"
    return (
        f'{summary}<p class="meta">{origin}</p>\n'
        f'<div class="scroll" tabindex="0"><table>\n<thead><tr>{head}</tr></thead>\n'
        f"<tbody>\n{rows}</tbody></table></div>\n</details>\n"
    )


def _number_class(column: str) -> str:
    return ' class="number"' if column in {"score", "value", "limit"} else ""


def _row(result: Result, words: Mapping[str, str]) -> str:
    status = result.status
    word = _text(words[f"html.status.{status.value}"])
    reason = "" if result.reason is None else f'<span class="reason">{_text(result.reason)}</span>'
    numbers = "".join(
        f'<td class="number">{"" if value is None else short_number(value)}</td>'
        for value in (result.score, result.value, result.limit)
    )
    measured = "".join(
        f'<span class="measured">{_text(name)} {_text(_measured(value))}</span>'
        for name, value in result.measurements.items()
    )
    return (
        f'<tr><th scope="row">{_text(_title(result.check, words))}</th>'
        f'<td><span class="word {status.value}-word"><span aria-hidden="true">{_SYMBOLS[status]}'
        f"</span> {word}</span>{reason}</td>{numbers}<td>{_text(result.unit)}</td>"
        f"<td>{measured}</td></tr>\n"
    )


def _picture(report: Report, rgb: NDArray[np.uint8] | None, words: Mapping[str, str]) -> str:
    if rgb is None:
        return f'<p class="absent">{_text(words["html.no_picture"])}</p>\n'
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
    return _text(f"{name}. {words['html.marked']}: {'; '.join(marked)}" if marked else name)


def _name(report: Report, words: Mapping[str, str]) -> str:
    return report.source or words["html.unnamed"]


def _title(check: str, words: Mapping[str, str]) -> str:
    return words.get(f"check.{check}.title", check)


def _measured(value: float | str | None) -> str:
    if value is None:
        return "–"
    return value if isinstance(value, str) else short_number(value)


def _text(text: str) -> str:
    return escape(printable(text))
