"""The service: its routes, its background work, and what guards it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

from return_desk import customer, demo, retention, staff
from return_desk.desk import Desk, TheDesk, make_desk
from return_desk.judging import MakePool, process_pool
from return_desk.pages import failure
from return_desk.protection import HEADERS, Protection
from return_desk.settings import Settings


def create_app(settings: Settings, make_pool: MakePool = process_pool) -> FastAPI:
    """The application; the tables are brought up to date first."""
    desk = make_desk(settings, make_pool)
    desk.database.migrate()
    app = FastAPI(lifespan=_lifespan, openapi_url=None)
    app.state.desk = desk
    app.add_middleware(Protection, limit_of=_limits(desk.settings), secure=desk.settings.secure)
    app.include_router(customer.router)
    app.include_router(staff.router)
    if desk.settings.demo:
        app.include_router(demo.router)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"))
    app.add_api_route("/health", _health)
    app.add_api_route("/metrics", _metrics)
    app.add_exception_handler(HTTPException, _failed)
    app.add_exception_handler(RequestValidationError, _failed)
    app.add_exception_handler(Exception, _failed)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    desk: Desk = app.state.desk
    desk.changes.open()
    tasks = [
        asyncio.create_task(desk.judging.run()),
        asyncio.create_task(desk.outbox.run()),
        asyncio.create_task(retention.run(desk)),
    ]
    yield
    desk.changes.close()
    for task in tasks:
        task.cancel()
    for task in tasks:
        with suppress(asyncio.CancelledError):
            await task
    desk.database.close()


def _health(desk: TheDesk) -> Response:
    """Whether the database answers."""
    with desk.database.read() as session:
        session.execute(text("select 1"))
    return JSONResponse({"status": "ok"})


def _metrics(request: Request) -> Response:
    """Numbers for Prometheus, for this machine's own network only."""
    if "x-forwarded-for" in request.headers:  # came through the proxy, from outside
        return PlainTextResponse("not from outside", 404)
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


def _failed(request: Request, error: Exception) -> Response:
    """A page for people; nothing of the error is told but its kind."""
    if isinstance(error, HTTPException):
        if error.status_code in {301, 302, 303, 307, 308}:
            return Response(status_code=error.status_code, headers=error.headers)
        status = error.status_code
    else:
        status = 422 if isinstance(error, RequestValidationError) else 500
    answer = failure(request, status)
    for name, value in HEADERS.items():  # the answer to a crash passes no other layer
        answer.headers.setdefault(name, value)
    return answer


def _limits(settings: Settings) -> Callable[[str], int]:
    def limit_of(path: str) -> int:
        photos = path.startswith("/r/") and path.endswith("/photos")
        return settings.max_upload_bytes if photos else settings.max_form_bytes

    return limit_of
