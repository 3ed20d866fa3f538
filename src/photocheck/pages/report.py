"""Reports and matches as HTML pages that need nothing but themselves.

A page runs no script and loads nothing (a Content-Security-Policy in it says so), shows every name
and text escaped, and is the same, byte for byte, for the same reports.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from itertools import count
from typing import TextIO

import numpy as np
from numpy.typing import NDArray

from photocheck.messages import DEFAULT_LANGUAGE, texts
from photocheck.pages.photo import article, badge, foot, head, plain, tiles
from photocheck.report import Report, Verdict
from photocheck.slots.evidence import UNEXPECTED
from photocheck.slots.match import Match
from photocheck.slots.model import Category, Slot


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
            body.write(article(report, rgb, number, words))
            counts[report.verdict] += 1
        body.seek(0)
        out.write(head(language, words, "html.title"))
        out.write(_summary(counts, words))
        shutil.copyfileobj(body, out)
    out.write(foot())
    return counts


def write_match_html(
    match: Match,
    category: Category,
    out: TextIO,
    *,
    pixels: Callable[[int], NDArray[np.uint8] | None] = lambda _: None,
    language: str = DEFAULT_LANGUAGE,
) -> None:
    """Write a page of a set, slot by slot: what fills it, what is missing and how to take it.

    Parameters
    ----------
    match : Match
    category : Category
        The match's own, with the slots' titles and tips.
    out : text file
        Should write UTF-8.
    pixels : callable
        Gives the pixels of the photo at a position of `match.photos` (H×W×3 uint8 RGB), or None.
        Asked one by one.
    language : str
        Of the page's own words; the messages keep the language that they were made in.

    Raises
    ------
    UnknownLanguageError
    """
    words = texts(language)
    numbers = count(1)
    position = {report.source: place for place, report in enumerate(match.photos)}

    # How good a photo is matters to nobody if it is one too many, or of something else.
    extra = {source for _, *copies in match.duplicates for source in copies}
    extra |= {one.source for one in match.unexpected if one.reason in UNEXPECTED}

    def photo(source: str, title: str, note: str = "") -> str:
        place = position[source]
        if source in match.other_device:
            note += f"<p>{plain(words['view.other_device'])}</p>\n"
        return article(
            match.photos[place],
            pixels(place),
            next(numbers),
            words,
            title=title,
            note=note,
            wanted=source not in extra,
        )

    out.write(head(language, words, "match.title"))
    state = "match.complete" if match.complete else "match.incomplete"
    heading = category.titled(language)
    out.write(f'<p class="calm"><b>{plain(heading)}</b>: {plain(words[state])}</p>\n')
    out.write(_match_summary(match, words))
    waited = {slot for one in match.unsure for slot in one.slots}
    for slot in category.slots:
        filled = [name for name in match.assigned if name == slot.name or slot.fits(name)]
        for name in filled:
            assigned = match.assigned[name]
            sure = f"{words['match.confidence']}: {100 * assigned.confidence:.0f} %"
            title = slot.titled(language)
            out.write(photo(assigned.source, title, f'<p class="meta">{plain(sure)}</p>\n'))
        if not filled:
            out.write(_empty(slot, words, language, waited=slot.name in waited))
    others = _others(match, category, words, language)
    if others:
        out.write(f"<h2>{plain(words['match.others'])}</h2>\n")
    for source, title, note in others:
        out.write(photo(source, title, note))
    out.write(foot())


def _summary(counts: Counter[Verdict], words: Mapping[str, str]) -> str:
    if not counts:
        return f'<p class="calm">{plain(words["html.none"])}</p>\n'
    rows = [(plain(words["html.photos"]), sum(counts.values()), "all")]
    rows += [(badge(verdict, words), counts[verdict], verdict.value) for verdict in Verdict]
    return tiles(rows)


def _match_summary(match: Match, words: Mapping[str, str]) -> str:
    return tiles(
        (plain(words[f"match.{name}"]), number, name)
        for name, number in (
            ("filled", len(match.assigned)),
            ("missing", len(match.missing)),
            ("unsure", len(match.unsure)),
            ("unexpected", len(match.unexpected)),
        )
    )


def _empty(slot: Slot, words: Mapping[str, str], language: str, *, waited: bool) -> str:
    if waited:
        word, colour = "match.open", "review"
    else:
        word, colour = ("match.missing", "retake") if slot.required else ("match.optional", "")
    tip = slot.advice(language)
    advice = f'<p class="tip"><b>{plain(words["match.tip"])}</b>: {plain(tip)}</p>\n' if tip else ""
    return (
        f'<section class="empty"><div class="head"><h2>{plain(slot.titled(language))}</h2>'
        f'<p class="badge {colour}">{plain(words[word])}</p></div>\n{advice}</section>\n'
    )


def _others(
    match: Match, category: Category, words: Mapping[str, str], language: str
) -> list[tuple[str, str, str]]:
    """Source, title and note of the photos that fill no slot."""
    found = []
    for one in match.unsure:
        names = "".join(f"<li>{plain(category.slot(s).titled(language))}</li>" for s in one.slots)
        note = f"<p>{plain(words['match.unsure_text'])}</p>\n<ul>{names}</ul>\n"
        found.append((one.source, words["match.unsure"], note))
    for first, *copies in match.duplicates:
        note = f'<p class="meta">{plain(words["match.duplicate"])} <bdi>{plain(first)}</bdi></p>\n'
        found += [(source, words["match.others"], note) for source in copies]
    for other in match.unexpected:
        error = match.photos[_place(match, other.source)].error
        note = "" if error is not None else f"<p>{plain(other.message)}</p>\n"
        found.append((other.source, words["match.unexpected"], note))
    return found


def _place(match: Match, source: str) -> int:
    return next(place for place, report in enumerate(match.photos) if report.source == source)
