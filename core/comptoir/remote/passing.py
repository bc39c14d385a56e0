"""Passes pictures, the brand's files and scripts of payment pages through, from the one shop that is served."""

import asyncio
from collections.abc import Awaitable, Callable
from urllib.parse import quote

import httpx2
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

_FOLDERS = ("media", "assets", "payments/scripts")
_KEPT = ("content-type", "cache-control", "etag", "last-modified")
_ASKED = ("accept", "if-none-match")
_MOST_BYTES = 25 * 1024 * 1024
_PASSED = frozenset({200, 304})
_NOT_FOUND = frozenset({400, 404, 410})
WAIT_SECONDS = 20.0
"""A file that takes longer to come is given up."""


def passing_routes(shop_url: str, http: httpx2.AsyncClient) -> list[BaseRoute]:
    """Return routes that answer `/media/…`, `/assets/…` and `/payments/scripts/…` as the shop does."""
    base = shop_url.rstrip("/")
    return [
        Route(f"/{folder}/{{path:path}}", _passing(f"{base}/{folder}", http), methods=["GET"])
        for folder in _FOLDERS
    ]


def _passing(folder_url: str, http: httpx2.AsyncClient) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        path = request.path_params["path"]
        # Decoded dots would leave the folder, and with it what this process may show of the shop.
        if "\\" in path or any(part in {"", ".", ".."} for part in path.split("/")):
            return PlainTextResponse("There is no such file", status_code=404)
        url = f"{folder_url}/{quote(path, safe='/')}"
        url = f"{url}?{request.url.query}" if request.url.query else url
        headers = {name: value for name in _ASKED if (value := request.headers.get(name)) is not None}
        try:
            async with asyncio.timeout(WAIT_SECONDS):
                answer = await http.get(url, headers=headers)
        except (httpx2.HTTPError, TimeoutError):
            return _away()
        if answer.status_code in _NOT_FOUND:
            return PlainTextResponse("There is no such file", status_code=404)
        if answer.status_code not in _PASSED:
            # What a shop says of its faults is for those who run it.
            return _away()
        if len(answer.content) > _MOST_BYTES:
            return PlainTextResponse("The file is too large", status_code=502)
        kept = {name: answer.headers[name] for name in _KEPT if name in answer.headers}
        kept["x-content-type-options"] = "nosniff"
        return Response(answer.content, status_code=answer.status_code, headers=kept)

    return endpoint


def _away() -> Response:
    return PlainTextResponse("The shop does not answer", status_code=503, headers={"retry-after": "10"})
