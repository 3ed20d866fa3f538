"""The catalog of slots as a page of tables.

python -m benchmarks.slots            # prints them
python -m benchmarks.slots --write    # also writes them to slots.md
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from benchmarks.tables import DOCS, publish
from photocheck import Inspector
from photocheck.slots import Category, Slot, default_catalog

PAGE = DOCS / "reference/slots.md"


def page() -> str:
    """A section for each category."""
    limits = _limits()
    return "\n".join(_section(category, limits) for category in default_catalog().categories)


def _limits() -> dict[str, float]:
    """Every number that a check of the standard profile is set to, by "check.setting"."""
    found = {}
    for check in Inspector().checks:
        for setting, value in check.model_dump().items():
            if isinstance(value, (int, float)):
                found[f"{check.name}.{setting}"] = float(value)
    return found


def _section(category: Category, limits: dict[str, float]) -> str:
    lines = [
        f"### {category.titled()}: `{category.name}`",
        "",
        "| slot | asked for as | required | filled by | of its own | tip |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    lines += [
        f"| `{slot.name}` | {slot.titled()} | {'yes' if slot.required else 'no'} "
        f"| {', '.join(f'`{view}`' for view in slot.views)} | {_own(slot, limits)} "
        f"| {slot.advice()} |"
        for slot in category.slots
    ]
    return "\n".join([*lines, ""])


def _own(slot: Slot, limits: dict[str, float]) -> str:
    """What is judged otherwise for a slot than for any photo."""
    said = [f"the screen is {slot.screen}"] if slot.screen else []
    for setting, factor in slot.scale.items():
        limit = limits.get(setting)
        now = "" if limit is None else f" ({limit:g} becomes {limit * factor:g})"
        said.append(f"`{setting}` × {factor:g}{now}")
    said += [f"no `{check}`" for check in slot.skip]
    return "; ".join(said) or "–"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables; write them if asked to."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="rewrite slots.md's tables")
    options = parser.parse_args(arguments)
    publish(page(), PAGE, "slots", write=options.write)
    return 0


if __name__ == "__main__":
    sys.exit(main())
