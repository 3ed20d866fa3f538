"""The tables of ``docs/`` in plain sentences, for the README and for the first lines of pages.

python -m benchmarks.headlines            # prints them
python -m benchmarks.headlines --write    # also writes them; every other ``--write`` does so, too
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
ACCURACY = "docs/explanation/accuracy.md"
VIEW = "docs/explanation/view.md"
PEERS = "docs/explanation/peers.md"
SPEED = "docs/explanation/speed.md"
PAGES = (ACCURACY, VIEW, PEERS, SPEED)
_PROBLEMS = {"blur": "Blur", "under": "Too dark", "over": "Too bright", "glare": "Glare"}
PROFILE = "standard"
_COUNT = re.compile(r"^(\d+) of (\d+)")
_SHARE = re.compile(r"^(1\.000|\.\d+)(?: \((1\.000|\.\d+)–(1\.000|\.\d+)\))?")


class Count(NamedTuple):
    """So many of so many."""

    hits: int
    n: int

    def __str__(self) -> str:
        return f"{self.hits} of {self.n}"


def rows(page: str, heading: str) -> list[list[str]]:
    """The cells of a page's first table below a heading, its head and rule left out.

    Raises
    ------
    ValueError
        If there is no such heading, or no table below it.
    """
    found = re.search(rf"^#+ {re.escape(heading)}$(.*?)(?=^#|\Z)", page, re.MULTILINE | re.DOTALL)
    lines = re.findall(r"(?:^\|.*\|\n)+", found[1], re.MULTILINE) if found else []
    if not lines:
        raise ValueError(f"expected a table below the heading {heading!r}, found none")
    return [
        [cell.strip() for cell in line.strip("|").split("|")] for line in lines[0].splitlines()[2:]
    ]


def row(found: Sequence[Sequence[str]], *names: str) -> Sequence[str]:
    """The row whose first cells have these names; the mark of bold print is left aside.

    Raises
    ------
    ValueError
        If there is none.
    """
    for cells in found:
        if tuple(cell.strip("*") for cell in cells[: len(names)]) == names:
            return cells
    raise ValueError(f"expected a row {names}, found none")


def count(cell: str) -> Count:
    """The count that a cell begins with.

    Raises
    ------
    ValueError
        If it begins with none.
    """
    found = _COUNT.match(cell)
    if found is None:
        raise ValueError(f"expected a cell such as '3 of 57', got {cell!r}")
    return Count(int(found[1]), int(found[2]))


def share(cell: str) -> float:
    """The share that a cell begins with, 0 to 1.

    Raises
    ------
    ValueError
        If it begins with none.
    """
    found = _SHARE.match(cell)
    if found is None:
        raise ValueError(f"expected a cell such as '.76 (.60–.90)', got {cell!r}")
    return float(found[1])


def percentage(cell: str) -> str:
    """The share that a cell begins with, and its interval where it has one, in per cent.

    Raises
    ------
    ValueError
        If it begins with none.
    """
    found = _SHARE.match(cell)
    if found is None:
        raise ValueError(f"expected a cell such as '.76 (.60–.90)', got {cell!r}")
    value, low, high = (None if end is None else round(100 * float(end)) for end in found.groups())
    # Where all sources agree, resampling them gives no interval.
    return f"{value} %" if low == high else f"{value} % (95 % interval {low} to {high} %)"


def of_sources(cell: str) -> str:
    """A cell such as ".67 (.55–.78), 489 of 29 sources" in words.

    Raises
    ------
    ValueError
        If it is no such cell.
    """
    share_of, _, photos = cell.rpartition(", ")
    number, _, sources = photos.partition(" of ")
    return f"{percentage(share_of)} of {number} photos of {sources}"


def limits_by_problem(page: str) -> Mapping[str, Sequence[str]]:
    """The rows of the shipped limits, in the profile `PROFILE`, by problem."""
    problem, found = "", {}
    for cells in rows(page, "The shipped limits, on the half `report`"):
        problem = cells[0] or problem
        if cells[1] == PROFILE:
            found[problem] = cells
    return found


def accuracy_sentences(page: str) -> list[str]:
    """What the tables of errors say, most important first."""
    usable = row(rows(page, "The same, on the half `report`"), "all")
    back, review = count(usable[3]), count(usable[4])
    limits = limits_by_problem(page)
    blur, under, over = (count(limits[name][4]) for name in ("blur", "under", "over"))
    glare, noticed = count(limits["glare"][4]), count(limits["glare"][5])
    usable_ones = (
        f"Of {back.n} photos of devices that are sharp, well lit and free of glare, however they "
        f"are framed, {back.hits} were sent back and {review.hits} were put before a person."
    )
    faulty_ones = (
        f"Of the photos with a fault, {blur} blurred ones were sent back, {under} that were too "
        f"dark, and {over} that were too bright."
    )
    reflections = (
        f"Of photos with strong reflections, {glare} were sent back, and {noticed} were noticed."
    )
    return [usable_ones, faulty_ones, reflections, devices_sentence(page)]


def devices_sentence(page: str) -> str:
    """What becomes of photos of devices, bad and good, of sources that had no part in it."""
    found = rows(page, "Photos of devices that were looked at twice")
    name, *cells = next(cells for cells in found if cells[0].startswith("dev2"))
    noticed, sent_back, _, accepted = map(count, cells)
    sources = name.partition("(")[2].rstrip(")")
    return (
        f"Of {noticed.n} bad photos of devices from {sources} that taught nothing and set no "
        f"limit, {noticed.hits} were noticed, {sent_back.hits} of them sent back; of "
        f"{accepted.n} good ones {accepted.hits} were accepted at once."
    )


def view_sentences(page: str) -> list[str]:
    """What the tables of the view model say."""

    def unseen(heading: str) -> Sequence[str]:
        return row(rows(page, heading), "real, sources unseen")

    phone, laptop = (unseen(name) for name in ("Phone view", "Laptop view"))
    lots = row(rows(page, "Real photos of many places"), "all")
    categories = (
        f"The category was right in {of_sources(lots[1])}, and in {of_sources(lots[3])}, none of "
        "which had taught the model."
    )
    views = (
        f"Where the category is known, the view was right in {percentage(phone[2])} of {phone[1]} "
        f"photos of phones, and in {percentage(laptop[2])} of {laptop[1]} photos of laptops."
    )
    return [categories, views]


def peers_sentences(page: str) -> list[str]:
    """How well our numbers part bad photos from good ones, and the best number of another tool."""
    found = []
    for heading, problem in _PROBLEMS.items():
        tools = {cells[0]: share(cells[1]) for cells in rows(page, heading)}
        ours = tools.pop("photocheck")
        best = max(tools, key=tools.__getitem__)
        found.append(f"{problem}: AUROC {ours:.2f}; the best other one, {best}, {tools[best]:.2f}.")
    return found


def speed_sentences(page: str) -> list[str]:
    """How long photos take, beside one decoding of them; of those that were measured."""
    return [
        f"All checks of a {photo} take {cells[1].partition(' ')[0]} ms: "
        f"{cells[3]} times one full decode."
        for photo in ("12 MP JPEG", "48 MP JPEG", "12 MP HEIC")
        for cells in rows(page, "One photo, all checks")
        if cells[0].startswith(photo)
    ]


def sections(accuracy: str, view: str, peers: str, speed: str) -> dict[str, str]:
    """What stands between the marks ``headlines`` of each page, by its path; of `PAGES`."""
    checks, views = accuracy_sentences(accuracy), view_sentences(view)

    def listed(sentences: Sequence[str]) -> str:
        return "\n".join(f"- {sentence}" for sentence in sentences)

    return {
        "README.md": listed([*checks, views[0]]),
        "docs/index.md": listed([*checks, views[0]]),
        ACCURACY: listed(checks),
        VIEW: listed(views),
        PEERS: listed(peers_sentences(peers)),
        SPEED: listed(speed_sentences(speed)),
    }


def current() -> dict[str, str]:
    """The sections of all pages, from the tables as they stand."""
    return sections(*((ROOT / name).read_text(encoding="utf-8") for name in PAGES))


def placed(page: str, section: str) -> str:
    """A page with a section put between its marks.

    Raises
    ------
    ValueError
        If the page lacks the marks.
    """
    begin, end = "<!-- headlines:begin -->", "<!-- headlines:end -->"
    before, found, rest = page.partition(begin)
    _, closed, after = rest.partition(end)
    if not found or not closed:
        raise ValueError(f"expected {begin} and {end}")
    return f"{before}{begin}\n{section}\n{end}{after}"


def refresh() -> None:
    """Write the sentences anew from the tables as they stand."""
    for name, section in current().items():
        page = ROOT / name
        text = page.read_text(encoding="utf-8")
        page.write_text(placed(text, section), encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the sentences, and write them if asked to."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="rewrite the sentences of all pages")
    options = parser.parse_args(arguments)
    for name, section in current().items():
        print(f"{name}\n{section}\n")
    if options.write:
        refresh()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
