"""The page of a batch of photos, those with problems first."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from typing import Final, TextIO

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from photocheck.pages.photo import SIGNS, OwnTexts, Words, article
from photocheck.pages.render import Tile, write_page
from photocheck.report import Report, Verdict
from photocheck.texts import DEFAULT_LANGUAGE

_WORST_FIRST: Final = (Verdict.RETAKE, Verdict.REVIEW, Verdict.ACCEPT)
_CHUNK: Final = 1 << 16


def write_html(
    items: Iterable[tuple[Report, NDArray[np.uint8] | None]],
    out: TextIO,
    language: str = DEFAULT_LANGUAGE,
    *,
    texts: OwnTexts | None = None,
) -> Counter[Verdict]:
    """Write a page of reports: those to retake first, then those to review, each in order.

    Parameters
    ----------
    items : iterable of (Report, H×W×3 uint8 RGB array or None)
        Each report with its photo's pixels, for instance `Photo.rgb`. Taken one by one: no more
        than one photo is held at a time.
    out : text file
        Should write UTF-8.
    language : str
        Of the page's own words; the messages keep the language that they were made in.
    texts : mapping of check to `Check.texts`, optional
        Of plug-ins, whose titles stand there as ``"<name>.title"``: English is the fallback, then
        the check's name.

    Returns
    -------
    Counter of Verdict
        How many photos got which verdict.

    Raises
    ------
    UnknownLanguageError
    """
    words = Words(language, texts)
    counts: Counter[Verdict] = Counter()
    with ExitStack() as stack:
        # Order and numbers are known only after the last photo, and all may be too much to hold.
        bodies = {
            verdict: stack.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8", newline=""))
            for verdict in _WORST_FIRST
        }
        for number, (report, rgb) in enumerate(items, start=1):
            verdict = report.verdict
            part = article(report, rgb, number, words, kind=verdict.value)
            bodies[verdict].write(f"{part}\n")
            counts[verdict] += 1
        write_page(
            out,
            language=language,
            title=words["html.title"],
            heading="",
            words=words,
            tiles=_tiles(counts, words),
            parts=_chunks(bodies),
        )
    return counts


def _tiles(counts: Counter[Verdict], words: Words) -> Iterator[Tile]:
    if counts:
        yield Tile("all", words["html.photos"], sum(counts.values()))
        for verdict in _WORST_FIRST:
            label = words[f"verdict.{verdict.value}"]
            yield Tile(verdict.value, label, counts[verdict], SIGNS[verdict])


def _chunks(bodies: Mapping[Verdict, TextIO]) -> Iterator[Markup]:
    for body in bodies.values():
        body.seek(0)
        for chunk in iter(lambda: body.read(_CHUNK), ""):  # noqa: B023 - read at once
            yield Markup(chunk)  # noqa: S704 - parts that a template escaped
