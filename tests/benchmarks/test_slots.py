"""The page of slots is what the catalog says."""

from benchmarks.slots import PAGE, page

from photocheck.slots import default_catalog


def test_the_page_is_current():
    assert page().strip() in PAGE.read_text(encoding="utf-8"), (
        "run `python -m benchmarks.slots --write`"
    )


def test_every_category_has_a_section_and_every_slot_a_row():
    text = page()
    for category in default_catalog().categories:
        assert f"`{category.name}`\n" in text
        for slot in category.slots:
            assert f"| `{slot.name}` | {slot.titled()} |" in text


def test_what_a_slot_has_of_its_own_is_told_with_the_limit_it_gives():
    row = next(line for line in page().splitlines() if line.startswith("| `left` |"))
    assert "`framing.min_span` × 1.3 (0.3 becomes 0.39)" in row
