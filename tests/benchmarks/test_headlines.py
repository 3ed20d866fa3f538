"""The sentences of the README are those of the tables."""

import pytest
from benchmarks import headlines

PAGE = """# Page

## First

| a | b |
| --- | ---: |
| **x** | 3 of 57 (.02–.14) |
| y | .76 (.60–.90) |

| other | table |
| --- | ---: |
| x | 1 |

## Second
text
"""


@pytest.mark.parametrize("name", ["README.md", "docs/index.md", *headlines.PAGES])
def test_each_page_says_what_the_tables_say(name):
    text = (headlines.ROOT / name).read_text(encoding="utf-8")
    section = headlines.current()[name]
    assert headlines.placed(text, section) == text, "run python -m benchmarks.headlines --write"


def test_the_first_table_below_a_heading_is_read():
    found = headlines.rows(PAGE, "First")
    assert headlines.count(headlines.row(found, "x")[1]) == (3, 57)
    assert headlines.share(headlines.row(found, "y")[1]) == 0.76
    assert headlines.percentage(headlines.row(found, "y")[1]) == "76 % (95 % interval 60 to 90 %)"


@pytest.mark.parametrize("heading", ["Second", "Third"])
def test_a_heading_without_a_table_is_an_error(heading):
    with pytest.raises(ValueError, match=heading):
        headlines.rows(PAGE, heading)


def test_a_row_that_is_not_there_is_an_error():
    with pytest.raises(ValueError, match="'z'"):
        headlines.row(headlines.rows(PAGE, "First"), "z")


@pytest.mark.parametrize("cell", ["–", "", "many"])
def test_a_cell_without_a_number_is_an_error(cell):
    with pytest.raises(ValueError, match="expected a cell"):
        headlines.count(cell)
    with pytest.raises(ValueError, match="expected a cell"):
        headlines.percentage(cell)
    with pytest.raises(ValueError, match="expected a cell"):
        headlines.share(cell)


def test_where_all_sources_agree_there_is_no_interval():
    assert headlines.percentage("1.000 (1.000–1.000)") == "100 %"


def test_a_page_without_marks_is_an_error():
    with pytest.raises(ValueError, match="headlines:begin"):
        headlines.placed("text", "section")
