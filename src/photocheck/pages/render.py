"""How templates become HTML: every value escaped, what can't be seen written out.

A page loads nothing, and runs no script but one of this package; a Content-Security-Policy in it
says so.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from functools import cache, partial
from importlib import resources
from typing import Any, NamedTuple, TextIO

import jinja2
from markupsafe import Markup

from photocheck.printable import printable, short_number
from photocheck.version import __version__


class Tile(NamedTuple):
    """A count at the top of a page, which shows only the parts of its kind when it is chosen."""

    kind: str
    label: str
    number: int
    sign: str = ""


def fragment(template: str, package: str = __package__, **values: Any) -> Markup:
    """A part of a page as HTML, by a template of this package or of another."""
    return Markup(_environment(package).get_template(f"{template}.html").render(values).strip())  # noqa: S704 - escaped by the template


def write_page(
    out: TextIO,
    *,
    language: str,
    title: str,
    tiles: Iterable[Tile] | None,
    parts: Iterable[Markup],
    style: str = "",
    script: str = "",
    **values: Any,
) -> None:
    """Write a whole page; the parts are taken one by one.

    Without tiles (None) nothing stands between title and parts. A further style and a script are
    files of a package, see `asset`.
    """
    style = _style() + style
    runs = f"script-src 'sha256-{_digest(script)}'; " if script else ""
    page = _environment(__package__).get_template("page.html")
    out.writelines(
        page.generate(
            values,
            language=language,
            title=title,
            tiles=None if tiles is None else list(tiles),
            parts=parts,
            style=Markup(style),  # noqa: S704 - files of a package
            script=Markup(script),  # noqa: S704
            policy=f"default-src 'none'; img-src data:; style-src 'sha256-{_digest(style)}'; {runs}"
            "base-uri 'none'; form-action 'none'",
            version=__version__,
        )
    )


def asset(name: str, package: str = __package__) -> str:
    """The text of a file that lies beside the templates of a package, for instance a script."""
    return _source(package, name)


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _environment(package: str) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(partial(_source, package)),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_shown,
    )
    environment.filters["short_number"] = short_number
    return environment


def _source(package: str, name: str) -> str:
    place = resources.files(package).joinpath("templates").joinpath(name)
    return place.read_text(encoding="utf-8")


def _shown(value: object) -> object:
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _style() -> str:
    return resources.files(__package__).joinpath("style.css").read_text(encoding="utf-8")
