"""For trying out: a page on which anybody opens returns of invented orders."""

from __future__ import annotations

import secrets
from datetime import timedelta

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from return_desk import links, returns
from return_desk.desk import Form, TheDesk
from return_desk.pages import render
from return_desk.tables import now
from return_desk.words import Words, best_language
from returnflow import Order

router = APIRouter()

CATEGORIES = ("smartphone", "laptop", "tablet", "smartwatch", "other")


@router.get("/")
def choose(request: Request, desk: TheDesk) -> Response:
    """A button for each kind of device."""
    language = best_language(request.headers.get("accept-language", ""))
    return render("demo.html", Words(desk.flow, language), categories=CATEGORIES)


@router.post("/demo")
def begin(request: Request, desk: TheDesk, form: Form) -> Response:
    """Open a return, and go to it."""
    category = str(form.get("category"))
    if category not in CATEGORIES:
        raise HTTPException(422)
    bought = (now() - timedelta(days=9)).date()
    order = Order(number=f"DEMO-{secrets.randbelow(10**6):06}", date=bought, name="Alex Example")
    with desk.database.write() as session:
        row = returns.open_return(
            session,
            desk.flow,
            category,
            order,
            language=best_language(request.headers.get("accept-language", "")),
        )
        token = links.make(session, row.id, now=now(), days=desk.settings.link_days)
    return RedirectResponse(f"/r/{token}", 303)
