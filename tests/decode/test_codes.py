"""The codes, and the page that lists them."""

import re
from pathlib import Path

from photocheck.decode import DAMAGE_FLAGS, FLAGS, REASONS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "decoding.md"


def rows(heading):
    section = PAGE.read_text(encoding="utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    return dict(re.findall(r"^\| `([a-z0-9_.]+)`\*? \| (.+?) \|$", section, re.MULTILINE))


def test_the_page_lists_every_flag_and_reason():
    assert rows("Flags") == dict(FLAGS)
    assert rows("Refused") == dict(REASONS)


def test_the_page_marks_the_flags_of_damage():
    marked = set(re.findall(r"`([a-z0-9_.]+)`\*", PAGE.read_text(encoding="utf-8")))
    assert marked == DAMAGE_FLAGS <= set(FLAGS)
