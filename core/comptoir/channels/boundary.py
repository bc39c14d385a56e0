"""The boundary round a channel: its pages fail alone, and say so in a way that people can act on."""

import structlog
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount

from comptoir.channels.previewing import ChecksPreviews, PreviewGate
from comptoir.errors import Refusal, RefusalCode
from comptoir.graphql.client import ShopClientError
from comptoir.hooks.contributions import Channel
from comptoir.ids import new_token

log = structlog.get_logger(__name__)

_STATUS = {
    RefusalCode.NOT_FOUND: 404,
    RefusalCode.UNAUTHENTICATED: 401,
    RefusalCode.FORBIDDEN: 403,
    RefusalCode.RATE_LIMITED: 429,
    RefusalCode.BAD_USER_INPUT: 400,
    RefusalCode.LIMIT_EXCEEDED: 400,
}
"""Refusals that the visitor's request brought about."""


def mount(channel: Channel, *, host: ChecksPreviews) -> BaseRoute:
    """Return the route that serves a channel at its path, behind the preview gate and its own error handlers."""
    handlers = {
        Refusal: _refused,
        ShopClientError: _unanswered,
        **dict(channel.exception_handlers),
    }
    app = Starlette(routes=list(channel.routes), exception_handlers=handlers)
    gate = Middleware(PreviewGate, host=host)
    return Mount(channel.path or "/", app=app, name=channel.name, middleware=[gate])


async def _refused(request: Request, error: Exception) -> Response:  # noqa: ARG001
    assert isinstance(error, Refusal)
    return PlainTextResponse(error.message, status_code=_STATUS.get(error.code, 400))


async def _unanswered(request: Request, error: Exception) -> Response:
    assert isinstance(error, ShopClientError)
    if error.code in _STATUS:
        return PlainTextResponse(error.message, status_code=_STATUS[RefusalCode(error.code)])
    incident = new_token(64)
    log.error("channel.shop_client_failed", incident=incident, path=request.url.path, errors=error.errors)
    status = 500 if error.reachable else 503
    return PlainTextResponse(f"The shop cannot answer right now; incident {incident}", status_code=status)
