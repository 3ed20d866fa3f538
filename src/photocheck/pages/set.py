"""The page of a set of photos: what fills each slot, what is missing, what is to be confirmed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from typing import Final, NamedTuple, TextIO

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from photocheck.pages.photo import OwnTexts, Words, article
from photocheck.pages.render import Tile, fragment, write_page
from photocheck.report import Verdict
from photocheck.slots.category import Category, Slot
from photocheck.slots.likelihood import UNEXPECTED
from photocheck.slots.match import Match
from photocheck.texts import DEFAULT_LANGUAGE

_PROBLEM, _QUESTION, _FINE, _OPTIONAL = range(4)
_RANK: Final = {Verdict.RETAKE: _PROBLEM, Verdict.REVIEW: _QUESTION, Verdict.ACCEPT: _FINE}


class _Part(NamedTuple):
    """A photo or an empty slot; `html` makes it, so that one picture is held at a time."""

    rank: int
    html: Callable[[], Markup]


def write_match_html(
    match: Match,
    category: Category,
    out: TextIO,
    *,
    pixels: Callable[[int], NDArray[np.uint8] | None] = lambda _: None,
    language: str = DEFAULT_LANGUAGE,
    texts: OwnTexts | None = None,
) -> None:
    """Write a page of a set: what fills each slot, what is missing and how to take it.

    What is missing, to be taken again or to be confirmed comes first, then the slots in their
    order.

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
    texts : mapping of check to `Check.texts`, optional
        Of plug-ins; see `write_html`.

    Raises
    ------
    UnknownLanguageError
    """
    words = Words(language, texts)
    parts = sorted(_parts(match, category, pixels, words), key=lambda part: part.rank)
    write_page(
        out,
        language=language,
        title=words["match.title"],
        heading=category.titled(language),
        state=words["match.complete" if match.complete else "match.incomplete"],
        words=words,
        tiles=_tiles(match, words),
        parts=(part.html() + "\n" for part in parts),
    )


def _tiles(match: Match, words: Words) -> Iterator[Tile]:
    yield Tile("all", words["html.photos"], len(match.photos))
    for kind, number in (
        ("missing", len(match.missing)),
        ("unsure", len(match.unsure)),
        ("filled", len(match.assigned)),
        ("unexpected", len(match.unexpected) + sum(len(same) - 1 for same in match.duplicates)),
    ):
        yield Tile(kind, words[f"match.{kind}"], number)


def _parts(
    match: Match,
    category: Category,
    pixels: Callable[[int], NDArray[np.uint8] | None],
    words: Words,
) -> Iterator[_Part]:
    numbers = count(1)
    position = {report.source: place for place, report in enumerate(match.photos)}
    # How good a photo is matters to nobody if it is one too many, or of something else.
    extra = {source for _, *copies in match.duplicates for source in copies}
    extra |= {one.source for one in match.unexpected if one.reason in UNEXPECTED}

    def photo(rank: int, kind: str, source: str, title: str, *notes: Markup) -> _Part:
        place = position[source]
        if source in match.other_device:
            notes += (_note(words["view.other_device"]),)
        return _Part(
            rank,
            lambda: article(
                match.photos[place],
                pixels(place),
                next(numbers),
                words,
                kind=kind,
                title=title,
                notes=notes,
                wanted=source not in extra,
            ),
        )

    waited = {slot for one in match.unsure for slot in one.slots}
    for slot in category.slots:
        title = slot.titled(words.language)
        filled = [name for name in match.assigned if name == slot.name or slot.fits(name)]
        for name in filled:
            assigned = match.assigned[name]
            sure = f"{words['match.confidence']}: {100 * assigned.confidence:.0f} %"
            rank = _RANK[assigned.verdict]
            yield photo(rank, "filled", assigned.source, title, _note(sure, soft=True))
        if not filled:
            yield _empty(slot, words, waited=slot.name in waited)
    for one in match.unsure:
        names = [category.slot(slot).titled(words.language) for slot in one.slots]
        note = _note(words["match.unsure_text"], choices=names)
        yield photo(_PROBLEM, "unsure", one.source, words["match.unsure"], note)
    for first, *copies in match.duplicates:
        note = _note(words["match.duplicate"], name=first, soft=True)
        for source in copies:
            yield photo(_OPTIONAL, "unexpected", source, words["match.others"], note)
    for other in match.unexpected:
        broken = match.photos[position[other.source]].error is not None
        notes = () if broken else (_note(other.message),)
        yield photo(_QUESTION, "unexpected", other.source, words["match.unexpected"], *notes)


def _empty(slot: Slot, words: Words, *, waited: bool) -> _Part:
    if waited:
        rank, kind, word, colour = _PROBLEM, "unsure", "match.open", "review"
    elif slot.required:
        rank, kind, word, colour = _PROBLEM, "missing", "match.missing", "retake"
    else:
        rank, kind, word, colour = _OPTIONAL, "optional", "match.optional", "calm"
    return _Part(
        rank,
        lambda: fragment(
            "slot",
            kind=kind,
            title=slot.titled(words.language),
            word=words[word],
            colour=colour,
            tip=slot.advice(words.language),
            words=words,
        ),
    )


def _note(
    text: str, *, name: str = "", choices: list[str] | None = None, soft: bool = False
) -> Markup:
    return fragment("note", text=text, name=name, choices=choices or [], soft=soft)
