"""What the site says that the code knows: reasons, settings, command lines, schemas, names.

The fragments are written anew for each build, so that no table is older than the code. Pages take
them in by ``{include}``.
"""

import argparse
import contextlib
import importlib
import inspect
import io
import json
import os
import re
import sys
import types
import typing
from collections.abc import Iterable, Iterator
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.errors import PycodeError
from sphinx.pycode import ModuleAnalyzer

import photocheck
import returnflow
import returnflow.cli
from photocheck import cli, texts
from photocheck.checks.registry import Registry, configured
from photocheck.profiles import load_profile, profile_names
from photocheck.table.schema import Column, photo_columns, slot_columns
from returnflow import schemas as returnflow_schemas

DOCS = Path(__file__).parents[1]
ROOT = DOCS.parent
REFERENCE = DOCS / "reference"
GENERATED = REFERENCE / "generated"
# Parts of returnflow that are imported by name, because they load more than most callers need.
BY_NAME = ("evidence", "guides", "photos", "slip")
CHECK = "<check>"
LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s#]+)(#[^)\s]*)?\)")


def setup(app: Sphinx) -> dict[str, bool]:
    """Join Sphinx."""
    app.add_config_value("repository", "", "env", str)
    app.connect("builder-inited", write_fragments)
    app.connect("source-read", lead_outside)
    app.connect("autodoc-skip-member", skip)
    app.connect("autodoc-process-signature", plain_signature)
    return {"parallel_read_safe": True}


def write_fragments(app: Sphinx) -> None:
    """Write every fragment that pages include."""
    GENERATED.mkdir(parents=True, exist_ok=True)
    fragments = {
        "reasons.inc": reasons(),
        "checks.inc": checks(),
        "columns-photos.inc": columns(photo_columns([CHECK])),
        "columns-slots.inc": columns(slot_columns()),
        "command-line.inc": "\n".join(commands()),
        "schemas.inc": "\n".join(json_schemas()),
        "changelog.inc": changelog(app.config.repository),
        **{f"{name}.rst": page for name, page in modules()},
    }
    for path in GENERATED.iterdir():
        if path.name not in fragments:  # of a module that is no more
            path.unlink()
    for name, text in fragments.items():
        path = GENERATED / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table."""
    lines = [
        head,
        ["---"] * len(head),
        *([cell.replace("|", "\\|") for cell in row] for row in rows),
    ]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def reasons() -> str:
    """Every reason with the English text that a customer reads."""
    english = texts.texts("en")
    rows = [
        [f"`{key}`", text.replace("{where}", "")]
        for key, text in sorted(english.items())
        if key.split(".")[0] in reason_groups() and not key.endswith((".title", ".tip"))
    ]
    return table(["reason", "what the customer reads"], rows)


def reason_groups() -> set[str]:
    """The first words of reasons: checks, and what goes wrong before any check runs."""
    return {
        *(check.name for check in Registry.builtin()),
        "check",
        "decode",
        "source",
        "view",
    }


def checks() -> str:
    """Each check with its settings, and their values in each profile."""
    profiles = [load_profile(name) for name in profile_names()]
    rows = []
    for check in Registry.builtin():
        values = [
            configured(check, profile.of(check.name)).model_dump(mode="json")
            for profile in profiles
        ]
        rows += [
            [f"`{check.name}.{setting}`", *(f"`{json.dumps(each[setting])}`" for each in values)]
            for setting in values[0]
        ]
    return table(["setting", *(profile.name for profile in profiles)], rows)


def columns(found: Iterable[Column]) -> str:
    """Each column of a table with its Arrow type and what it holds."""
    rows = [[f"`{each.name}`", f"`{each.type}`", each.meaning] for each in found]
    return table(["column", "type", "what it holds"], rows)


def commands() -> Iterator[str]:
    """The help of every command of both programs."""
    for program, parser in (
        ("photocheck", cli.make_parser()),
        ("returnflow", returnflow.cli._parser()),  # noqa: SLF001 the program's own description
    ):
        for words, each in parsers([program], parser):
            yield f"### `{' '.join(words)}`\n\n```text\n{help_of(each)}\n```\n"


def parsers(
    words: list[str], parser: argparse.ArgumentParser
) -> Iterator[tuple[list[str], argparse.ArgumentParser]]:
    """A parser and those of its commands, with the words that call each."""
    yield words, parser
    for action in parser._actions:  # noqa: SLF001 argparse has no other way to list them
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            for name, each in action.choices.items():
                yield from parsers([*words, name], each)


def help_of(parser: argparse.ArgumentParser) -> str:
    """The help, as wide as a page, whatever terminal builds the site."""
    before = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = "80"
    try:
        return parser.format_help().strip()
    finally:
        os.environ.pop("COLUMNS")
        if before is not None:
            os.environ["COLUMNS"] = before


def json_schemas() -> Iterator[str]:
    """Every JSON Schema that a command prints, folded."""
    for what in ("report", "match", "catalog"):
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            cli.main(["schema", what])
        yield folded(f"photocheck schema {what}", printed.getvalue())
    for what in returnflow_schemas.SCHEMAS:
        yield folded(
            f"returnflow schema {what}", json.dumps(returnflow_schemas.schema(what), indent=2)
        )


def folded(title: str, text: str) -> str:
    """A long JSON text under its title."""
    return f":::{{dropdown}} `{title}`\n```json\n{text.strip()}\n```\n:::\n"


def changelog(repository: str) -> str:
    """The changelog, with links that lead on from the site."""
    page = ROOT / "CHANGELOG.md"
    text = page.read_text(encoding="utf-8")
    return outside(text, page, repository, shown=DOCS / "changelog.md")


def modules() -> Iterator[tuple[str, str]]:
    """One page a public module: its docstring, its names, each name's docstring."""
    seen: set[int] = set()
    for module in public_modules():
        names = public_names(module)
        title = module.__name__
        constants = {name for name in names if is_constant(getattr(module, name))}
        listed = "\n".join(f"   {name}" for name in names if name not in constants)
        details = []
        for name in sorted(names, key=constants.__contains__):
            # What two modules offer has one entry in the index, that of the first.
            again = id(getattr(module, name)) in seen
            seen.add(id(getattr(module, name)))
            details.append(described(module, name, again=again))
        yield (
            f"api-{title}",
            f"{title}\n{'=' * len(title)}\n\n"
            f".. automodule:: {title}\n   :no-members:\n\n"
            f".. currentmodule:: {title}\n\n"
            f".. autosummary::\n   :nosignatures:\n\n{listed}\n\n" + "\n".join(details),
        )


def public_modules() -> list[types.ModuleType]:
    """The two packages and the modules that they offer."""
    found = []
    for package in (photocheck, returnflow):
        offered = {getattr(package, name) for name in package.__all__ if is_module(package, name)}
        if package is returnflow:
            offered |= {importlib.import_module(f"returnflow.{name}") for name in BY_NAME}
        found += [package, *sorted(offered, key=lambda module: module.__name__)]
    return found


def is_module(package: types.ModuleType, name: str) -> bool:
    """Whether a name that a package offers is a module."""
    return isinstance(getattr(package, name), types.ModuleType)


def public_names(module: types.ModuleType) -> list[str]:
    """What a module offers, modules aside; without ``__all__``, what is defined in it."""
    if hasattr(module, "__all__"):
        return [name for name in module.__all__ if not is_module(module, name)]
    return [
        name
        for name, value in vars(module).items()
        if not name.startswith("_") and getattr(value, "__module__", None) == module.__name__
    ]


def is_constant(value: object) -> bool:
    """Whether a value is neither a class nor a function; a short name of a longer type is none."""
    return typing.get_origin(value) is not None or not callable(value)


def described(module: types.ModuleType, name: str, *, again: bool) -> str:
    """The directive that takes in a name's docstring."""
    value = getattr(module, name)
    options = "   :no-index:\n" if again else ""
    if isinstance(value, types.GenericAlias):
        return f".. py:data:: {name}\n   :value: {value}\n{options}"
    if inspect.isclass(value):
        kind = "exception" if issubclass(value, Exception) else "class"
        return f".. auto{kind}:: {name}\n{options}"
    if not is_constant(value):
        return f".. autofunction:: {name}\n{options}"
    text = "\n   ".join(constant_docstring(module, name).splitlines())
    return f".. py:data:: {name}\n{options}\n   {text}\n"


def constant_docstring(module: types.ModuleType, name: str) -> str:
    """What stands below a constant's assignment, wherever in the package that is."""
    package = module.__name__.partition(".")[0]
    for other in sorted(sys.modules):
        if other == module.__name__ or other.startswith(f"{package}."):
            with contextlib.suppress(PycodeError):
                found = ModuleAnalyzer.for_module(other).find_attr_docs().get(("", name))
                if found and getattr(sys.modules[other], name, None) is getattr(module, name):
                    return "\n".join(found).strip()
    return ""


def skip(
    _app: Sphinx, _what: str, name: str, value: object, skipped: object, _options: object
) -> bool:
    """Leave out what pydantic and named tuples make for themselves."""
    made = str(value.__doc__).startswith("Alias for field number")
    return bool(skipped) or made or name in {"model_config", "model_post_init", "model_fields"}


def plain_signature(
    _app: Sphinx,
    _what: str,
    _name: str,
    _value: object,
    _options: object,
    signature: str | None,
    returned: str | None,
) -> tuple[str | None, str | None] | None:
    """Say ``int`` for ``Annotated[int, Ge(ge=1)]``; the ranges stand in the docstring."""
    if not signature or "Annotated[" not in signature:
        return None
    return unannotated(signature), returned


def unannotated(signature: str) -> str:
    """A signature without what `typing.Annotated` adds."""
    before, found, rest = signature.partition("Annotated[")
    if not found:
        return signature
    depth, end, comma = 1, 0, None
    while depth:
        depth += {"[": 1, "(": 1, "]": -1, ")": -1}.get(rest[end], 0)
        if rest[end] == "," and depth == 1 and comma is None:
            comma = end
        end += 1
    kept = rest[: end - 1 if comma is None else comma]
    return re.sub(r"~?(typing\.)?$", "", before) + unannotated(kept + rest[end:])


def lead_outside(app: Sphinx, name: str, text: list[str]) -> None:
    """Links to files of the repository that are no pages lead to it, where it is known."""
    page = Path(app.env.doc2path(name))
    if page.suffix == ".md":
        text[0] = outside(text[0], page, app.config.repository)


def outside(text: str, page: Path, repository: str, *, shown: Path | None = None) -> str:
    """Markdown whose links out of ``docs/`` are addresses, or plain words without one.

    `shown` is the page that the text becomes part of, where that is another one.
    """

    def replaced(match: re.Match[str]) -> str:
        picture, words, target, place = match.groups()
        path = (page.parent / target).resolve()
        if "://" in target or not path.exists():
            return match.group()
        if path.is_relative_to(DOCS / "examples"):  # on the site, what the example drew
            path = DOCS / "gallery" / path.relative_to(DOCS / "examples").with_suffix("")
        if path.is_relative_to(DOCS) and not path.is_dir():
            start = (shown or page).parent
            return f"{picture}[{words}]({os.path.relpath(path, start)}{place or ''})"
        if not repository:
            return words
        return f"{picture}[{words}]({repository}/{path.relative_to(ROOT)})"

    return LINK.sub(replaced, text)
