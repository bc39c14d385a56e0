"""`HttpTransport`: carries what a channel asks to a shop at another address."""

import json
from collections.abc import AsyncGenerator, Mapping
from typing import Any

import httpx2

from comptoir.customer_facts import PREVIEW_HEADER
from comptoir.graphql.client import ShopClientError, Visitor
from comptoir.graphql.execute import GraphQLRequest
from comptoir.graphql.streaming.events import KEEP_ALIVE_SECONDS, read_events
from comptoir.storefront_tokens import BUYER_HEADER, TOKEN_HEADER

_SILENCE_SECONDS = 3 * KEEP_ALIVE_SECONDS
"""A stream that says nothing for that long, not even that it lives, is broken."""


class HttpTransport:
    """Speaks to a shop at another address."""

    def __init__(
        self, url: str, *, client: httpx2.AsyncClient | None = None, seconds: float = 10.0, token: str = ""
    ) -> None:
        self._url = url.rstrip("/") + "/graphql"
        self._seconds = seconds
        self._token = token
        self._client = client or httpx2.AsyncClient(timeout=seconds)

    def _headers(self, visitor: Visitor, *, accept: str) -> dict[str, str]:
        told = {"accept": accept}
        if self._token:
            told |= {TOKEN_HEADER: self._token, BUYER_HEADER: visitor.address}
        if visitor.preview is not None:
            told[PREVIEW_HEADER] = visitor.preview
        return told

    async def send(self, request: GraphQLRequest, visitor: Visitor) -> Mapping[str, Any]:
        """Post the request; raises `ShopClientError` where the shop cannot be reached or does not answer JSON."""
        body = {"query": request.query, "variables": dict(request.variables or {})}
        try:
            response = await self._client.post(
                self._url,
                json=body,
                headers=self._headers(visitor, accept="application/graphql-response+json, application/json"),
            )
            return _body(response)
        except (httpx2.HTTPError, ValueError) as error:
            raise ShopClientError(f"the shop at {self._url} did not answer", reachable=False) from error

    async def follow(
        self,
        request: GraphQLRequest,
        visitor: Visitor,
    ) -> AsyncGenerator[Mapping[str, Any], None]:
        """Yield the answers of a subscription, by server-sent events; raises `ShopClientError` as `send` does."""
        body = {"query": request.query, "variables": dict(request.variables or {})}
        try:
            async with self._client.stream(
                "POST",
                self._url,
                json=body,
                headers=self._headers(visitor, accept="text/event-stream"),
                timeout=httpx2.Timeout(self._seconds, read=_SILENCE_SECONDS),
            ) as response:
                if not response.headers.get("content-type", "").startswith("text/event-stream"):
                    await response.aread()
                    yield _body(response)
                    return
                async for name, text in read_events(response.aiter_lines()):
                    if name == "complete":
                        return
                    if name == "next":
                        yield json.loads(text)
        except (httpx2.HTTPError, ValueError) as error:
            raise ShopClientError(f"the shop at {self._url} did not answer", reachable=False) from error
        # A shop that restarts, or refuses more streams, ends them without saying that they are complete.
        raise ShopClientError(f"the stream of {self._url} broke off", reachable=False)

    async def close(self) -> None:
        """Close its connections."""
        await self._client.aclose()


def _body(response: httpx2.Response) -> Mapping[str, Any]:
    """Return the object that an answer holds; raises `ValueError` for anything else."""
    answer = response.json()
    if not isinstance(answer, dict) or not {"data", "errors"} & answer.keys():
        raise ValueError("this is no answer of GraphQL")
    return answer
