"""The live bag: server-sent events (WHATWG HTML, section 9.2) that tell a page when its cart has changed."""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing, suppress
from typing import Any

import structlog
from comptoir.api import ShopClientError, Visit
from starlette.responses import Response, StreamingResponse

_QUIET_SECONDS = 15.0
"""A stream with nothing to tell says so that often: proxies keep it, and a page that left is noticed."""
_AGAIN_MILLISECONDS = 2000
_HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}
_NO_CONTENT = 204
_log = structlog.get_logger(__name__)


async def events(visit: Visit) -> Response:
    """Follow the visitor's cart: how many pieces, and a stamp that differs with each change."""
    if visit.cart_id is None:
        # Browsers that are told there is no content do not ask again.
        return Response(status_code=_NO_CONTENT)
    return StreamingResponse(_stream(visit, visit.cart_id), media_type="text/event-stream", headers=_HEADERS)


async def _stream(visit: Visit, cart_id: str) -> AsyncIterator[str]:
    yield f"retry: {_AGAIN_MILLISECONDS}\n\n"
    states = visit.client.subscribe("cart_updated", {"cartId": cart_id})
    try:
        async with aclosing(_with_pauses(states)) as told:
            async for state in told:
                yield ": here\n\n" if state is None else _event(state["cart"])
    except ShopClientError as error:
        if not error.reachable:
            return
        _log.info("mobile.cart_not_followed", error=str(error))
    yield "event: gone\ndata: {}\n\n"


async def _with_pauses(states: Any) -> AsyncGenerator[Mapping[str, Any] | None, None]:
    """Yield each state, and none whenever nothing came for a while."""
    async with aclosing(states):
        following: asyncio.Task[Mapping[str, Any]] = asyncio.ensure_future(anext(states))
        try:
            while True:
                done, _waiting = await asyncio.wait({following}, timeout=_QUIET_SECONDS)
                if not done:
                    yield None
                    continue
                try:
                    state = following.result()
                except StopAsyncIteration:
                    return
                following = asyncio.ensure_future(anext(states))
                yield state
        finally:
            following.cancel()
            with suppress(asyncio.CancelledError, StopAsyncIteration, ShopClientError):
                await following


def _event(cart: Mapping[str, Any]) -> str:
    told = {"quantity": cart["totalQuantity"], "stamp": f"{cart['updatedAt']} {cart['quote']['digest']}"}
    return f"event: cart\ndata: {json.dumps(told)}\n\n"
