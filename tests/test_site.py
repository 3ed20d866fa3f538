"""What the site takes from the code. ``make docs`` builds the whole of it."""

import importlib.util
import sys
from pathlib import Path

import pytest

import photocheck
import returnflow

ROOT = Path(__file__).parents[1]

pytest.importorskip("sphinx", reason="the extra docs is not installed")


@pytest.fixture(scope="module")
def from_code():
    path = ROOT / "docs" / "extension" / "from_code.py"
    spec = importlib.util.spec_from_file_location("from_code", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


@pytest.fixture(scope="module")
def reference(from_code):
    pytest.importorskip("daft", reason="photocheck.cluster can't be described without it")
    return dict(from_code.modules())


@pytest.mark.parametrize("package", [photocheck, returnflow], ids=lambda package: package.__name__)
def test_every_public_name_has_an_entry(reference, from_code, package):
    page = reference[f"api-{package.__name__}"]
    for name in package.__all__:
        if from_code.is_module(package, name):
            assert f"api-{getattr(package, name).__name__}" in reference
        else:
            assert f":: {name}\n" in page


def test_every_reason_of_a_check_is_listed_with_its_text(from_code):
    listed = from_code.reasons()
    report = photocheck.inspect(ROOT / "samples" / "smartphone_back_shaken.jpg")
    assert f"`{report.problems[0].reason}`" in listed
    assert report.problems[0].message.split("{")[0][:20] in listed
    assert "{where}" not in listed
    assert "`decode.truncated`" in listed
    assert ".tip`" not in listed
    assert "`match.missing`" not in listed  # a word of a page


def test_every_setting_has_its_value_in_each_profile(from_code):
    rows = from_code.checks().splitlines()
    (row,) = (row for row in rows if "`blur.max_width`" in row)
    for profile in ("lenient", "standard", "strict"):
        settings = photocheck.Inspector(profile=profile).settings_for(None)
        assert f"`{settings.checks['blur']['max_width']}`" in row


def test_every_column_of_the_tables_is_described(from_code):
    pytest.importorskip("pyarrow", reason="the extra table is not installed")
    from photocheck.table import photo_columns, photo_schema, slot_columns

    page = (ROOT / "docs" / "reference" / "columns.md").read_text(encoding="utf-8")
    for name, columns in (("photos", photo_columns(["<check>"])), ("slots", slot_columns())):
        assert f"{{include}} generated/columns-{name}.inc" in page
        rows = from_code.columns(columns).splitlines()[2:]
        assert len(rows) == len(columns)
        for row, column in zip(rows, columns, strict=True):
            assert row == f"| `{column.name}` | `{column.type}` | {column.meaning} |"
    described = {column.name for column in photo_columns(["blur"])}
    assert described == set(photo_schema(["blur"]).names)


@pytest.mark.parametrize("command", ["photocheck match", "photocheck batch", "returnflow walk"])
def test_commands_are_listed_with_their_help(from_code, command):
    assert f"### `{command}`" in "\n".join(from_code.commands())


def test_a_link_out_of_the_docs_leads_to_the_repository_or_is_plain_words(from_code):
    page = from_code.DOCS / "how-to" / "limits.md"
    text = "[the studio](../../studio/README.md) and [slots](../reference/slots.md#a)"
    plain = from_code.outside(text, page, "")
    assert plain == "the studio and [slots](../reference/slots.md#a)"
    linked = from_code.outside(text, page, "https://example.org/blob/main")
    assert linked.startswith("[the studio](https://example.org/blob/main/studio/README.md)")


def test_a_program_of_the_gallery_is_linked_by_its_page(from_code):
    page = from_code.DOCS / "how-to" / "limits.md"
    text = from_code.outside("[x](../examples/limits/blur_limit.py)", page, "")
    assert text == "[x](../gallery/limits/blur_limit)"


def test_links_of_the_changelog_lead_on_from_its_page(from_code):
    text = from_code.changelog("")
    assert "](docs/" not in text


@pytest.mark.parametrize(
    ("signature", "plain"),
    [
        ("(a: int = 3)", "(a: int = 3)"),
        ("(a: ~typing.Annotated[int, Ge(ge=0)] = 3, b: str)", "(a: int = 3, b: str)"),
        (
            "(a: Annotated[tuple[Annotated[int, Le(le=255)], ...], Len(3, 3)])",
            "(a: tuple[int, ...])",
        ),
    ],
)
def test_signatures_say_types_without_their_ranges(from_code, signature, plain):
    assert from_code.unannotated(signature) == plain
