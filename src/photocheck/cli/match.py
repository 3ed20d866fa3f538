"""The command ``photocheck match``: which photo of a set fills which required slot."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from photocheck.cli.arguments import Commands, add_judging, add_photos, inspector_of, photos_of
from photocheck.cli.files import pixels, refuse_output, whole_page
from photocheck.errors import UsageError
from photocheck.printable import printable
from photocheck.texts import texts

if TYPE_CHECKING:
    from photocheck.slots.category import Category
    from photocheck.slots.match import Match

_COLOURS = {"accept": "32", "review": "33", "retake": "31"}


def add(commands: Commands) -> None:
    """Add the command to the others."""
    command = commands.add_parser(
        "match", help="say which photo fills which required slot", allow_abbrev=False
    )
    add_photos(command)
    command.add_argument(
        "--category", required=True, help="what is sent back, for instance smartphone"
    )
    command.add_argument(
        "--declare",
        metavar="FILE=SLOT",
        action="append",
        default=[],
        help="what a photo is said to show; may be given several times. A file that is there twice "
        "is named as in the answer: 'a.jpg (2)'",
    )
    command.add_argument("--json", action="store_true", help="the match as one line of JSON")
    command.add_argument("--html", metavar="OUT", help="a page to write, slot by slot")
    add_judging(command)
    command.set_defaults(command=run)


def run(arguments: argparse.Namespace) -> int:
    """Match the photos with the slots and print what fills each."""
    # A set may have no photos yet: then every slot is missing.
    given = arguments.files or arguments.files_from is not None
    photos = photos_of(arguments) if given else []
    if arguments.html is not None:
        refuse_output(arguments.html, photos)
    inspector = inspector_of(arguments)
    category = inspector.catalog.category(arguments.category)
    declared = dict(_declared(arguments.declare))
    for slot in declared.values():
        category.slot(slot)
    from photocheck.slots.matcher import match

    found = match(
        photos,
        arguments.category,
        declared=declared,
        inspector=inspector,
        workers=arguments.workers,
    )
    if arguments.html is not None:
        from photocheck.pages import write_match_html

        with whole_page(arguments.html) as out:
            write_match_html(
                found,
                category,
                out,
                pixels=lambda place: pixels(photos[place], found.photos[place], inspector),
                language=inspector.language,
                texts={check.name: check.texts for check in inspector.checks},
            )
    if arguments.json:
        print(found.model_dump_json())
    else:
        print("\n".join(match_lines(found, category, inspector.language)))
        if arguments.html is not None:
            print(f"see {printable(arguments.html)}")
    return int(not found.complete)


def match_lines(match: Match, category: Category, language: str) -> Iterator[str]:
    """A match for a person, slot by slot."""
    from photocheck.cli.terminal import coloured

    words = texts(language)
    state, colour = ("complete", "32") if match.complete else ("incomplete", "31")
    state = coloured(words[f"terminal.{state}"], colour)
    yield f"{category.titled(language)}: {state}"
    reports = {report.source: report for report in match.photos}
    waited = {slot for one in match.unsure for slot in one.slots}
    for slot in category.slots:
        for name in (name for name in match.assigned if name == slot.name or slot.fits(name)):
            assigned = match.assigned[name]
            verdict = assigned.verdict.value
            verdict = coloured(words[f"terminal.{verdict}"], _COLOURS[verdict])
            source = printable(assigned.source)
            yield f"  {name}: {source}: {verdict} ({100 * assigned.confidence:.0f} %)"
            for result in reports[assigned.source].problems:
                yield f"    {result.check}: {printable(result.message)}"
        if slot.name in match.missing:
            missing = coloured(words["terminal.missing"], "31")
            yield f"  {slot.name}: {missing}. {slot.advice(language)}"
        elif slot.name in waited and slot.name not in match.assigned:
            yield f"  {slot.name}: {coloured(words['terminal.to_confirm'], '33')}"
    for one in match.unsure:
        choices = f" {words['terminal.or']} ".join(one.slots)
        yield f"{coloured(words['terminal.unsure'], '33')} {printable(one.source)}: {choices}?"
    for first, *copies in match.duplicates:
        extra = ", ".join(map(printable, copies))
        yield f"{words['terminal.duplicate']} {extra}: {words['terminal.like']} {printable(first)}"
    for source in match.other_device:
        yield f"{words['terminal.note']} {printable(source)}: {words['view.other_device']}"
    for other in match.unexpected:
        source, why = printable(other.source), printable(other.message)
        yield f"{words['terminal.unexpected']} {source}: {why}"
        yield f"  {other.reason}"


def _declared(given: Sequence[str]) -> Iterator[tuple[str, str]]:
    seen: dict[str, str] = {}
    for each in given:
        file, sign, slot = each.rpartition("=")
        if not sign:
            raise UsageError(f"argument --declare: expected FILE=SLOT, got {each!r}")
        if seen.setdefault(file, slot) != slot:
            raise UsageError(
                f"argument --declare: expected one slot for {file!r}, "
                f"got {seen[file]!r} and {slot!r}"
            )
        yield file, slot
