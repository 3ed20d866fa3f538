"""A photo with its report, as a part of a page."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from photocheck.pages.overlay import Mark, frames, labels, pen, thumbnail_jpeg
from photocheck.pages.render import fragment
from photocheck.report import Report, Verdict
from photocheck.result import Status
from photocheck.texts import DEFAULT_LANGUAGE, place, texts

OwnTexts = Mapping[str, Mapping[str, Mapping[str, str]]]
"""The texts that checks bring (`Check.texts`): check, then language, then key."""

SIGNS: Mapping[Verdict, str] = MappingProxyType(
    {Verdict.ACCEPT: "✓", Verdict.REVIEW: "!", Verdict.RETAKE: "✗"}
)
_SIGNS_OF_STATUS = {
    Status.PASS.value: "✓",
    Status.WARN.value: "!",
    Status.FAIL.value: "✗",
    Status.NOT_DONE.value: "–",
    Status.NOT_APPLICABLE.value: "·",
}


class Words:
    """The words of a page: the language's own, and the titles of checks.

    Raises
    ------
    UnknownLanguageError
    """

    def __init__(self, language: str, own: OwnTexts | None = None) -> None:
        self.language = language
        self.words = texts(language)
        self._own = own or {}

    def __getitem__(self, key: str) -> str:
        return self.words[key]

    def title_of(self, check: str) -> str:
        """What to call a check: photocheck's title, the plug-in's own, or its name.

        A plug-in's title stands in its `Check.texts` as ``"<name>.title"``; English is the
        fallback.
        """
        own = self._own.get(check, {})
        return (
            self.words.get(f"check.{check}.title")
            or own.get(self.language, {}).get(f"{check}.title")
            or own.get(DEFAULT_LANGUAGE, {}).get(f"{check}.title")
            or check
        )


def article(
    report: Report,
    rgb: NDArray[np.uint8] | None,
    number: int,
    words: Words,
    *,
    kind: str,
    title: str = "",
    notes: Sequence[Markup] = (),
    wanted: bool = True,
) -> Markup:
    """A photo with its report.

    Parameters
    ----------
    report : Report
    rgb : H×W×3 uint8 RGB array or None
    number : int
        Of the photo, unique on the page.
    words : Words
    kind : str
        Of the tile that shows it.
    title : str
        What stands above the photo's name, for instance its slot.
    notes : sequence of Markup
        What stands below the photo's facts.
    wanted : bool
        Whether its verdict matters: nobody should be told to take a photo again that is one too
        many.
    """
    # What does not apply stands apart, below what was judged.
    applied = [result for result in report.results if result not in report.not_applicable]
    return fragment(
        "photo",
        report=report,
        picture=None if rgb is None else _picture(report, rgb, words),
        number=number,
        kind=kind,
        name=_name(report, words),
        title=title,
        notes=notes,
        wanted=wanted,
        sign=SIGNS[report.verdict],
        rows=[*applied, *report.not_applicable],
        signs=_SIGNS_OF_STATUS,
        words=words,
        title_of=words.title_of,
        pen=pen,
    )


def _picture(report: Report, rgb: NDArray[np.uint8], words: Words) -> Mapping[str, Any]:
    jpeg, width, height = thumbnail_jpeg(rgb)
    marks = [
        Mark(result.check, words.title_of(result.check), result.regions)
        for result in report.results
        if result.regions
    ]
    return {
        "data": base64.b64encode(jpeg).decode("ascii"),
        "width": width,
        "height": height,
        "alternative": _alternative_text(report, marks, words),
        "marks": marks,
        "frames": frames(marks, width, height),
        "labels": labels(marks, width, height),
    }


def _alternative_text(report: Report, marks: Sequence[Mark], words: Words) -> str:
    marked = [
        mark.title + words[f"where.{place(region)}"] for mark in marks for region in mark.regions
    ]
    name = _name(report, words)
    return f"{name}. {words['html.marked']}: {'; '.join(marked)}" if marked else name


def _name(report: Report, words: Words) -> str:
    return report.source or words["html.unnamed"]
