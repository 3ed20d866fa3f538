"""What guards every request: limits before reading, headers, and no forms from other sites."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from return_desk import metrics

logger = logging.getLogger("return_desk")

_POLICY = (
    "default-src 'none'; img-src 'self' blob:; style-src 'self'; script-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)

HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # The address of a customer's page is the key to it; other sites must not learn it.
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(self), microphone=(), geolocation=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


class TooLargeError(Exception):
    """More bytes came than a request may have."""


class Protection:
    """The outermost layer: refuses bodies that are too large, adds headers, counts and logs.

    Parameters
    ----------
    app : ASGI application
    limit_of : callable
        From a path to the number of bytes that a request to it may have.
    secure : bool
        Whether customers come by https only.
    """

    def __init__(self, app: ASGIApp, *, limit_of: Callable[[str], int], secure: bool) -> None:
        self._app, self._limit_of = app, limit_of
        self._headers = dict(HEADERS)
        if secure:
            self._headers["strict-transport-security"] = "max-age=31536000"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, status = time.monotonic(), 500
        limit = self._limit_of(scope["path"])
        answered = False

        async def sending(message: Message) -> None:
            nonlocal status, answered
            if message["type"] == "http.response.start":
                status, answered = message["status"], True
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        received = 0

        async def receiving() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > limit:
                raise TooLargeError
            return message

        try:
            if _declared_length(scope) > limit:
                await _refuse(413, scope, receive, sending)
            elif _from_elsewhere(scope):
                await _refuse(403, scope, receive, sending)
            else:
                await self._app(scope, receiving, sending)
        except TooLargeError:
            if not answered:
                await _refuse(413, scope, receive, sending)
        finally:
            # The route's pattern, never the path: a path holds the customer's key.
            route = getattr(scope.get("route"), "path", "other")
            method = scope["method"] if scope["method"] in _METHODS else "other"
            seconds = time.monotonic() - begun
            metrics.REQUESTS.labels(method, route, str(status)).inc()
            metrics.REQUEST_SECONDS.labels(route).observe(seconds)
            if route not in _QUIET:
                extra = {"method": method, "route": route, "status": status}
                logger.info("answered", extra={**extra, "seconds": round(seconds, 3)})


_METHODS = {"GET", "HEAD", "POST", "PUT", "DELETE"}
_QUIET = {"/health", "/metrics", "/static"}
_TEXTS = {403: "This form came from another site.", 413: "That is more than can be sent at once."}


async def _refuse(status: int, scope: Scope, receive: Receive, send: Send) -> None:
    answer = PlainTextResponse(_TEXTS[status], status, {"connection": "close"})
    await answer(scope, receive, send)


def _declared_length(scope: Scope) -> int:
    declared = Headers(scope=scope).get("content-length", "0")
    return int(declared) if declared.isdecimal() else 0


def _from_elsewhere(scope: Scope) -> bool:
    """Whether a browser says that another site's page sent what may change something."""
    if scope["method"] in {"GET", "HEAD", "OPTIONS"}:
        return False
    headers = Headers(scope=scope)
    if headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return True
    origin = headers.get("origin")
    return origin is not None and origin.partition("://")[2] != headers.get("host", "")
