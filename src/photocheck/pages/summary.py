"""The page of a table of reports: counts, distributions, error rates, drift, the worst photos."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple, TextIO

from markupsafe import Markup

from photocheck.pages.photo import SIGNS, Words
from photocheck.pages.render import Tile, fragment, write_page
from photocheck.printable import printable
from photocheck.report import Verdict
from photocheck.texts import DEFAULT_LANGUAGE

_COLOURS: Final = {"accept": "#00694e", "review": "#d29a1a", "retake": "#a83200"}
_BARS: Final = 40
_GREY: Final = "#7a8494"  # is read on light and dark ground


@dataclass
class CheckSummary:
    """What a check said of all photos.

    Attributes
    ----------
    name, unit : str
    statuses, reasons : mapping to int
        How many photos got which.
    values : sequence of float
        Of the photos, or of some drawn by lot.
    limits : mapping of float to int
        How many photos were compared with which limit.
    """

    name: str
    unit: str = ""
    statuses: dict[str, int] = field(default_factory=dict)
    reasons: dict[str, int] = field(default_factory=dict)
    values: Sequence[float] = ()
    limits: dict[float, int] = field(default_factory=dict)


class ErrorRates(NamedTuple):
    """How verdicts meet labels: how many good and bad photos there are, and what they got."""

    good: Mapping[str, int]
    bad: Mapping[str, int]


class Worst(NamedTuple):
    """A photo with a low score."""

    source: str
    verdict: str
    check: str
    score: float
    reason: str


@dataclass
class Summary:
    """Numbers of a table of reports.

    Attributes
    ----------
    rows : int
    verdicts, errors, views : mapping to int
        Of verdicts, of reasons why photos could not be judged, of ``"category/view"``.
    repeated : int
        Photos whose content another one has, too.
    checks : mapping of check to CheckSummary
    rates : ErrorRates or None
        Where photos are labelled.
    weeks, groups : mapping of name to mapping of verdict to int
        By week, as ``"2026-W48"``, and by whatever was asked for.
    worst : sequence of Worst
    settings : mapping of fingerprint to int
        By how many photos were judged by which settings.
    """

    rows: int = 0
    verdicts: dict[str, int] = field(default_factory=dict)
    errors: dict[str, int] = field(default_factory=dict)
    views: dict[str, int] = field(default_factory=dict)
    repeated: int = 0
    checks: dict[str, CheckSummary] = field(default_factory=dict)
    rates: ErrorRates | None = None
    weeks: dict[str, dict[str, int]] = field(default_factory=dict)
    groups: dict[str, dict[str, int]] = field(default_factory=dict)
    worst: Sequence[Worst] = ()
    settings: dict[str, int] = field(default_factory=dict)


def write_summary_html(summary: Summary, out: TextIO, *, name: str) -> None:
    """Write a page of a summary, in English; it runs no script and loads nothing.

    Parameters
    ----------
    summary : Summary
    out : text file
        Should write UTF-8.
    name : str
        Of the table.
    """
    write_page(
        out,
        language=DEFAULT_LANGUAGE,
        title=f"Summary of {printable(name)}",
        heading="",
        words=Words(DEFAULT_LANGUAGE),
        tiles=_tiles(summary),
        parts=[
            fragment(
                "summary",
                summary=summary,
                verdicts=[verdict.value for verdict in Verdict],
                histograms={
                    check.name: _picture(_histogram(check), f"values of {check.name}")
                    for check in summary.checks.values()
                    if len(set(check.values)) > 1
                },
                weeks=_picture(_weeks(summary.weeks), "shares of the verdicts by week")
                if len(summary.weeks) > 1
                else None,
            )
        ],
    )


def _tiles(summary: Summary) -> Iterator[Tile]:
    if summary.rows:
        yield Tile("all", "photos", summary.rows)
        for verdict in (Verdict.RETAKE, Verdict.REVIEW, Verdict.ACCEPT):
            count = summary.verdicts.get(verdict.value, 0)
            yield Tile(verdict.value, verdict.value, count, SIGNS[verdict])


def _figure(width: float, height: float) -> tuple[Any, Any]:
    from matplotlib.figure import Figure  # noqa: PLC0415 - half a second; only for this page

    figure = Figure(figsize=(width, height), layout="constrained")
    axes = figure.subplots()
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(_GREY)
    axes.tick_params(colors=_GREY, labelsize=8)
    return figure, axes


def _histogram(check: CheckSummary) -> Any:
    """The middle 99 of 100 values; those outside stand in the outermost bars."""
    import numpy as np  # noqa: PLC0415

    figure, axes = _figure(4.2, 1.8)
    values = np.asarray(check.values, np.float64)
    low, high = np.quantile(values, (0.005, 0.995))
    limit = max(check.limits, key=lambda each: check.limits[each]) if check.limits else None
    if limit is not None:
        low, high = min(low, limit), max(high, limit)
    axes.hist(np.clip(values, low, high), bins=_BARS, range=(low, high), color="#0072b2")
    if limit is not None:
        axes.axvline(limit, color=_COLOURS["retake"], linewidth=1.5, linestyle="--")
    axes.set_xlabel(check.unit, color=_GREY, fontsize=8)
    return figure


def _weeks(weeks: Mapping[str, Mapping[str, int]]) -> Any:
    figure, axes = _figure(8.6, 2.2)
    names = sorted(weeks)
    below = [0.0] * len(names)
    for verdict, colour in _COLOURS.items():
        shares = [
            100 * weeks[name].get(verdict, 0) / max(sum(weeks[name].values()), 1) for name in names
        ]
        axes.bar(range(len(names)), shares, bottom=below, color=colour, width=0.85)
        below = [under + share for under, share in zip(below, shares, strict=True)]
    shown = range(0, len(names), max(1, len(names) // 8))
    axes.set_xticks(list(shown), [names[place] for place in shown])
    axes.set_ylabel("%", color=_GREY, fontsize=8)
    return figure


def _picture(figure: Any, title: str) -> Markup:
    import matplotlib as mpl  # noqa: PLC0415

    file = io.BytesIO()
    with mpl.rc_context({"svg.hashsalt": "photocheck", "svg.fonttype": "none"}):
        figure.savefig(file, format="svg", transparent=True, metadata={"Date": None})
    data = base64.b64encode(file.getvalue()).decode()
    return Markup('<img class="chart" alt="{}" src="data:image/svg+xml;base64,{}">').format(
        title, data
    )
