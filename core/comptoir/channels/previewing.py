"""The gate before a channel's pages: a request with a preview of customer facts may look, and leaves no trace.

It stands before whatever the channel does, so that no channel can forget it: the preview is checked first, only GET
and HEAD pass, the answer may be stored by nobody, and sets no cookie.
"""

from typing import Protocol

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from comptoir.customer_facts import PREVIEW_HEADER
from comptoir.errors import BadUserInputError
from comptoir.graphql.client import ShopClientError

_LOOKING = frozenset({"GET", "HEAD"})
_NO_STORE = {"cache-control": "no-store"}
_log = structlog.get_logger(__name__)


class ChecksPreviews(Protocol):
    """Tells whether a preview is good: the shop, or whoever asks it."""

    async def check_preview(self, preview: str) -> None:
        """Raise `BadUserInputError` for one that is not, `ShopClientError` where the shop does not answer."""
        ...


class PreviewGate:
    """Lets requests with a preview in to look alone; other requests pass as they are."""

    def __init__(self, app: ASGIApp, *, host: ChecksPreviews) -> None:
        self._app = app
        self._host = host

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        previews = Headers(scope=scope).getlist(PREVIEW_HEADER)
        refusal = await self._refusal(previews, scope["method"]) if previews else None

        async def send_marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                _mark(MutableHeaders(scope=message), preview=bool(previews))
            await send(message)

        await (refusal or self._app)(scope, receive, send_marked)

    async def _refusal(self, previews: list[str], method: str) -> Response | None:
        if method not in _LOOKING:
            return PlainTextResponse("A preview is for looking: it changes nothing", status_code=403)
        if len(previews) > 1:
            return PlainTextResponse("Send one preview with a request", status_code=400)
        try:
            await self._host.check_preview(previews[0])
        except BadUserInputError as error:
            return PlainTextResponse(error.message, status_code=400)
        except ShopClientError as error:
            _log.warning("channel.preview_not_checked", error=str(error))
            retry = {"retry-after": "10"}
            return PlainTextResponse(
                "The shop cannot check a preview right now", status_code=503, headers=retry
            )
        return None


def _mark(headers: MutableHeaders, *, preview: bool) -> None:
    # On every answer: a cache that keeps public pages must not give them to who sends a preview.
    headers.add_vary_header(PREVIEW_HEADER)
    if preview:
        headers.update(_NO_STORE)
        del headers["set-cookie"]
