"""The live cart: server-sent events (WHATWG HTML, section 9.2) that tell a page when its cart has changed."""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing, suppress
from typing import Any

import structlog
from starlette.responses import Response, StreamingResponse

from comptoir.frontkit.site.visit import Visit
from comptoir.graphql.client import ShopClientError

_CART_UPDATED = """
subscription CartUpdated($cartId: ID!, $country: CountryCode, $language: LanguageCode)
@inContext(country: $country, language: $language) {
  cart: cartUpdated(cartId: $cartId) { totalQuantity updatedAt quote { digest } }
}
"""
_QUIET_SECONDS = 15.0
"""A stream with nothing to tell says so that often: proxies keep it, and a page that left is noticed."""
_AGAIN_MILLISECONDS = 2000
_HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}
_NO_CONTENT = 204
_log = structlog.get_logger(__name__)


async def cart_events(visit: Visit) -> Response:
    """Follow the visitor's cart; a page, to be mounted at `/cart/events`.

    Events named `cart` hold `{"quantity": 2, "stamp": "…"}` with `cart_stamp`; the first comes at once. One named
    `gone` says that there is no such cart any more.
    """
    if visit.cart_id is None:
        # Browsers that are told there is no content do not ask again.
        return visit.finish(Response(status_code=_NO_CONTENT))
    return StreamingResponse(_stream(visit, visit.cart_id), media_type="text/event-stream", headers=_HEADERS)


def cart_stamp(cart: Mapping[str, Any]) -> str:
    """Return a text that differs with each change of a cart; of `updatedAt` and `quote { digest }`."""
    return f"{cart['updatedAt']} {cart['quote']['digest']}"


async def _stream(visit: Visit, cart_id: str) -> AsyncIterator[str]:
    yield f"retry: {_AGAIN_MILLISECONDS}\n\n"
    states = visit.client.subscribe(_CART_UPDATED, {"cartId": cart_id})
    try:
        async with aclosing(_with_pauses(states)) as told:
            async for state in told:
                yield ": here\n\n" if state is None else _event(state["cart"])
    except ShopClientError as error:
        # A stream that merely ends is opened again by the browser, and hears then whether the cart is still there.
        if error.reachable:
            _log.info("channel.cart_not_followed", channel=visit.site.channel, error=str(error))
            yield "event: gone\ndata: {}\n\n"


async def _with_pauses(
    states: AsyncGenerator[Mapping[str, Any], None],
) -> AsyncGenerator[Mapping[str, Any] | None, None]:
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
    told = {"quantity": cart["totalQuantity"], "stamp": cart_stamp(cart)}
    return f"event: cart\ndata: {json.dumps(told)}\n\n"
