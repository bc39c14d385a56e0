"""Passes the shop's pictures and the brand's files through, from the one shop that the process serves."""

from collections.abc import Awaitable, Callable

import httpx2
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

_KEPT = ("content-type", "cache-control", "etag", "last-modified")
_ASKED = ("accept", "if-none-match")
_MOST_BYTES = 25 * 1024 * 1024


def passing_routes(shop_url: str, http: httpx2.AsyncClient) -> list[BaseRoute]:
    """Return routes that answer `/media/…` and `/assets/…` with what the shop has there."""
    endpoint = _passing(shop_url.rstrip("/"), http)
    return [Route(f"/{folder}/{{path:path}}", endpoint, methods=["GET"]) for folder in ("media", "assets")]


def _passing(shop_url: str, http: httpx2.AsyncClient) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        # The path was decoded and cannot leave its folder: it is joined to one fixed address.
        url = httpx2.URL(shop_url).join(request.url.path).copy_with(query=request.url.query.encode())
        headers = {name: value for name in _ASKED if (value := request.headers.get(name)) is not None}
        try:
            answer = await http.get(url, headers=headers)
        except httpx2.HTTPError:
            return PlainTextResponse(
                "The shop does not answer", status_code=503, headers={"retry-after": "10"}
            )
        if len(answer.content) > _MOST_BYTES:
            return PlainTextResponse("The file is too large", status_code=502)
        kept = {name: answer.headers[name] for name in _KEPT if name in answer.headers}
        kept["x-content-type-options"] = "nosniff"
        return Response(answer.content, status_code=answer.status_code, headers=kept)

    return endpoint
