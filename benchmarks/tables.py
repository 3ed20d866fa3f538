"""Markdown tables, and the place in ``docs/`` where a command keeps its own."""

from __future__ import annotations

import math
import platform
from collections.abc import Iterable, Sequence
from importlib import metadata
from pathlib import Path

from benchmarks import headlines
from benchmarks.statistics import Interval, wilson
from photocheck.processors import processors

DOCS = Path(__file__).resolve().parent.parent / "docs"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table: the first column to the left, the others to the right."""
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def number(value: float, digits: int = 3) -> str:
    """A number without its leading zero; a dash for none."""
    if math.isnan(value):
        return "–"
    text = f"{value:.{digits}f}"
    return text.removeprefix("0") if text.startswith("0.") else text


def share(interval: Interval) -> str:
    """An estimate, with its interval where it has one."""
    if math.isnan(interval.low):
        return number(interval.value)
    digits = 3 if interval.value > 0.9 else 2
    low, high = (number(end, digits) for end in (interval.low, interval.high))
    return f"{number(interval.value, digits)} ({low}–{high})"


def rate_of(hits: Iterable[bool]) -> str:
    """How many of how many, with the share's interval."""
    found = list(hits)
    if not found:
        return "–"
    interval = wilson(sum(found), len(found))
    return f"{sum(found)} of {len(found)} ({number(interval.low, 2)}–{number(interval.high, 2)})"


def count_of(hits: int, n: int) -> str:
    """How many of how many, with the percentage."""
    return f"{hits} of {n} ({100 * hits / n:.1f} %)" if n else "–"


def environment(*packages: str, cores: bool = True) -> str:
    """What a figure depends on: versions and, for times, cores."""
    named = [f"{package} {_version(package)}" for package in packages]
    facts = [f"Python {platform.python_version()}", *named]
    return ", ".join([*facts, f"{processors()} cores"] if cores else facts)


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "not installed"


def publish(text: str, page: Path, section: str, *, write: bool) -> None:
    """Print a section and, if asked to, put it between its marks on a page of the docs.

    Raises
    ------
    ValueError
        If the page lacks the marks ``<!-- section:begin -->`` and ``<!-- section:end -->``.
    """
    print(text)
    if not write:
        return
    begin, end = f"<!-- {section}:begin -->", f"<!-- {section}:end -->"
    before, found, rest = page.read_text(encoding="utf-8").partition(begin)
    _, closed, after = rest.partition(end)
    if not found or not closed:
        raise ValueError(f"expected {begin} and {end} in {page.name}")
    page.write_text(f"{before}{begin}\n{text.strip()}\n\n{end}{after}", encoding="utf-8")
    if page.is_relative_to(DOCS):
        headlines.refresh()  # the sentences that say what the tables say
