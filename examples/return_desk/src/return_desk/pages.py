"""Pages made by Jinja2, and the small ones that say what went wrong."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from return_desk.words import LANGUAGES, Words, best_language
from returnflow import ReturnFlow

_ENVIRONMENT = Environment(
    loader=PackageLoader("return_desk"),
    autoescape=select_autoescape(default=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def render(template: str, words: Words, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A page; `t` in the template is `words`."""
    page = _ENVIRONMENT.get_template(template)
    return HTMLResponse(page.render(t=words, languages=LANGUAGES, **values), status)


def failure(request: Request, status: int) -> HTMLResponse:
    """A page that says no more than that it did not work, and what to do."""
    words = Words(ReturnFlow.standard(), best_language(request.headers.get("accept-language", "")))
    kind = status if status in {403, 404, 410, 413, 422, 429} else 500
    return render("failure.html", words, status=status, kind=kind)
