"""Taking pictures in from staff: `POST /graphql/staff/media` with the picture as the body, and a bearer token.

The answer, `{"token": …, "width": …, "height": …, "thumbhash": …}`, names the picture for `MediaInput.token`. The
bearer is judged before the body is read.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import orjson
from anyio import CapacityLimiter, to_thread
from starlette.types import ASGIApp, Receive, Scope, Send

from comptoir.catalog.media.picture import MAX_BYTES
from comptoir.catalog.media.store import MediaStore
from comptoir.errors import DomainError, Refusal, RefusalCode
from comptoir.graphql.context import RequestContext
from comptoir.graphql.http import HttpError, HttpRequest, read_body
from comptoir.staff.guard import check_permission
from comptoir.staff.permissions import Permission

PATH = "/graphql/staff/media"
_AT_ONCE = 2
_STATUS = {RefusalCode.UNAUTHENTICATED: 401, RefusalCode.FORBIDDEN: 403}


class PictureUpload:
    """Answers uploads and hands everything else to the application behind it."""

    def __init__(
        self, app: ASGIApp, *, store: MediaStore, context: Callable[[HttpRequest], Awaitable[RequestContext]]
    ) -> None:
        self._app = app
        self._store = store
        self._context = context
        self._limiter = CapacityLimiter(_AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http" or scope["path"] != PATH:
            await self._app(scope, receive, send)
            return
        try:
            status, body = 200, await self._take(HttpRequest(scope, dict(scope["headers"])), receive)
        except HttpError as error:
            status, body = error.status, _refused(RefusalCode.BAD_USER_INPUT, error.message)
        except Refusal as refusal:
            status, body = _STATUS.get(refusal.code, 400), _refused(refusal.code, refusal.message)
        except DomainError as error:
            status, body = 422, _refused(error.code, error.message)
        await _send(send, status, orjson.dumps(body))

    async def _take(self, request: HttpRequest, receive: Receive) -> Mapping[str, Any]:
        if request.method != "POST":
            raise HttpError(405, "Send the picture by POST", allow=True)
        check_permission(
            await self._context(request),
            Permission.CATALOG_WRITE,
            Permission.CONTENT_WRITE,
            wanted="An upload",
        )
        content = await read_body(request, receive, most=MAX_BYTES)
        stored = await to_thread.run_sync(self._store.put, content, limiter=self._limiter)
        return {
            "token": stored.token,
            "format": stored.format,
            "width": stored.width,
            "height": stored.height,
            "thumbhash": stored.thumbhash,
        }


def _refused(code: str, message: str) -> Mapping[str, Any]:
    return {"errors": [{"message": message, "extensions": {"code": str(code)}}]}


async def _send(send: Send, status: int, body: bytes) -> None:
    headers = [
        (b"content-type", b"application/json; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"content-length", str(len(body)).encode()),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
