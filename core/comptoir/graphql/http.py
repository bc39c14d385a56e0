"""GraphQL over HTTP: a bare ASGI application in front of the router, for the endpoints of the dialect.

`/graphql`, `/api/<any version>/graphql` and `/api/<any version>/graphql.json` serve one schema. Clients that
accept `application/json` get status 200 even for GraphQL errors, as storefronts of the dialect expect; those
that accept `application/graphql-response+json` get the statuses of the GraphQL-over-HTTP specification.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from random import getrandbits
from typing import Any
from urllib.parse import parse_qs

import orjson
from starlette.types import ASGIApp, Receive, Scope, Send

from comptoir.errors import Refusal, RefusalCode
from comptoir.graphql.answer import GraphQLAnswer, refused
from comptoir.graphql.execute import GraphQLRequest

STAFF_ENDPOINT = re.compile(r"/graphql/staff/?")
ENDPOINT = re.compile(r"/(?:graphql|api/[A-Za-z0-9_.-]{1,32}/graphql(?:\.json)?)/?")
_LONGEST_LENGTH = 18
"""Digits of a declared length that are read; a longer one is too large anyway."""
_CLASSIC = b"application/json"
_MODERN = b"application/graphql-response+json"
_HEADERS_TAKEN = (
    "content-type, accept, authorization, x-shopify-storefront-access-token, "
    "shopify-storefront-private-token, shopify-storefront-buyer-ip, shopify-storefront-id, "
    "shopify-storefront-y, shopify-storefront-s, x-shopify-uniquetoken, x-shopify-visittoken, "
    "x-sdk-variant, x-sdk-version, x-sdk-variant-source, custom-storefront-request-group-id"
)
CORS = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"server-timing, x-request-id"),
]
_NO_CONTENT = 204
_UNAUTHENTICATED = 401
_PREFLIGHT = [
    (b"access-control-allow-methods", b"GET, POST, OPTIONS"),
    (b"access-control-allow-headers", _HEADERS_TAKEN.encode()),
    (b"access-control-max-age", b"86400"),
]
_UNPROCESSED = {
    RefusalCode.LIMIT_EXCEEDED: 400,
    RefusalCode.RATE_LIMITED: 429,
    RefusalCode.INTERNAL: 500,
    RefusalCode.UNAUTHENTICATED: 401,
    RefusalCode.FORBIDDEN: 403,
}


class HttpError(Exception):
    """A request that is not GraphQL over HTTP."""

    def __init__(self, status: int, message: str, *, allow: bool = False) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.allow = allow


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """What the endpoint reads of an HTTP request."""

    scope: Scope
    headers: Mapping[bytes, bytes]

    @property
    def method(self) -> str:
        """The HTTP method."""
        return str(self.scope["method"])


Answer = Callable[[GraphQLRequest, HttpRequest], Awaitable[GraphQLAnswer]]


class GraphQLEndpoint:
    """Answers the GraphQL paths and hands everything else to the application behind it.

    Without `shared`, pages of other sites get no answer: there is no CORS. Then whoever is not signed in or not
    permitted is answered 401 or 403, whatever media type they accept.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        answer: Answer,
        body_bytes: int,
        page: bytes | None,
        paths: re.Pattern[str] = ENDPOINT,
        shared: bool = True,
    ) -> None:
        self._app = app
        self._paths = paths
        self._shared = shared
        self._cors = CORS if shared else []
        self._preflight = [*CORS, *_PREFLIGHT] if shared else [(b"allow", b"GET, POST, OPTIONS")]
        self._answer = answer
        self._body_bytes = body_bytes
        self._page = page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http" or not self._paths.fullmatch(scope["path"]):
            await self._app(scope, receive, send)
            return
        request = HttpRequest(scope, dict(scope["headers"]))
        if request.method == "OPTIONS":
            await _send(send, _NO_CONTENT, b"", self._preflight)
            return
        if request.method in {"GET", "HEAD"} and self._page is not None and _wants_page(request):
            body = b"" if request.method == "HEAD" else self._page
            await _send(send, 200, body, [(b"content-type", b"text/html; charset=utf-8"), *_PAGE_HEADERS])
            return
        status, content, kind, extra = await self._respond(request, receive)
        headers = [(b"content-type", kind + b"; charset=utf-8"), (b"cache-control", b"no-store")]
        # It names a request in logs and gives no right to anything, so it need not be unguessable.
        identity = [(b"x-request-id", b"%016x" % getrandbits(64))]
        await _send(send, status, content, [*headers, *self._cors, *identity, *extra])

    async def _respond(
        self, request: HttpRequest, receive: Receive
    ) -> tuple[int, bytes, bytes, list[tuple[bytes, bytes]]]:
        modern = _prefers_modern(request.headers.get(b"accept", b""))
        kind = _MODERN if modern else _CLASSIC
        extra: list[tuple[bytes, bytes]] = []
        try:
            answer = await self._answer(await self._read(request, receive), request)
            status = _status(answer) if modern or self._tells_who(answer) else 200
        except HttpError as error:
            answer, status = refused(RefusalCode.BAD_USER_INPUT, error.message), error.status
            extra = [(b"allow", b"GET, POST, OPTIONS")] if error.allow else []
        except Refusal as refusal:
            answer = refused(refusal.code, refusal.message)
            status = _UNPROCESSED.get(refusal.code, 400)
        if status == _UNAUTHENTICATED:
            extra = [(b"www-authenticate", b"Bearer")]
        return status, orjson.dumps(answer.body()), kind, extra

    def _tells_who(self, answer: GraphQLAnswer) -> bool:
        """Tell whether an answer refuses whoever asks; storefronts of the dialect read that from its code alone."""
        if self._shared or answer.executed or not answer.errors:
            return False
        code = answer.errors[0].get("extensions", {}).get("code")
        return code in {RefusalCode.UNAUTHENTICATED, RefusalCode.FORBIDDEN}

    async def _read(self, request: HttpRequest, receive: Receive) -> GraphQLRequest:
        if request.method == "POST":
            check_media(request)
            return parse_body(await read_body(request, receive, most=self._body_bytes))
        if request.method == "GET":
            return parse_query(request.scope["query_string"])
        raise HttpError(405, "Send a POST, or a GET for queries", allow=True)


_PAGE_HEADERS = [
    (
        b"content-security-policy",
        (
            b"default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; "
            b"img-src 'self' data:; font-src 'self' data:; worker-src 'self' blob:; "
            b"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        ),
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
]


def check_media(request: HttpRequest) -> None:
    """Raise `HttpError` for a body that does not say it is JSON: forms of other sites cannot say so."""
    media = request.headers.get(b"content-type", b"").split(b";")[0].strip().lower()
    if media != b"application/json":
        raise HttpError(415, "Send the request as JSON with content-type: application/json")


def parse_body(body: bytes) -> GraphQLRequest:
    """Read a JSON body; raises `HttpError` that says what is wrong with it."""
    try:
        parsed = orjson.loads(body)
    except (orjson.JSONDecodeError, RecursionError) as error:
        raise HttpError(400, "The body is not JSON in UTF-8") from error
    if isinstance(parsed, list):
        raise HttpError(400, "Send one operation a request; batches are not taken")
    if not isinstance(parsed, dict):
        raise HttpError(400, "The body must be a JSON object with a 'query'")
    return parse_request(parsed)


def parse_request(parsed: Mapping[str, Any], *, read_only: bool = False) -> GraphQLRequest:
    """Read a request from its JSON object; raises `HttpError` that says what is wrong with it."""
    query, variables, name = (parsed.get(key) for key in ("query", "variables", "operationName"))
    if not isinstance(query, str) or not query.strip():
        raise HttpError(400, "The request has no 'query': a GraphQL document as text")
    if variables is not None and not isinstance(variables, dict):
        raise HttpError(400, "'variables' must be an object")
    if name is not None and not isinstance(name, str):
        raise HttpError(400, "'operationName' must be a text")
    return GraphQLRequest(query=query, variables=variables, operation_name=name or None, read_only=read_only)


def parse_query(query_string: bytes) -> GraphQLRequest:
    """Read a request from a query string, where it can only be a query; raises `HttpError`."""
    try:
        given = parse_qs(query_string.decode("ascii"), errors="strict", max_num_fields=16)
        parsed: dict[str, Any] = {key: values[-1] for key, values in given.items()}
        if "variables" in parsed:
            parsed["variables"] = orjson.loads(parsed["variables"])
    except (ValueError, RecursionError) as error:
        raise HttpError(400, "The query string is not UTF-8, or its 'variables' are not JSON") from error
    return parse_request(parsed, read_only=True)


async def read_body(request: HttpRequest, receive: Receive, *, most: int) -> bytes:
    """Return the body; raises `HttpError` for one of more than `most` bytes."""
    declared = request.headers.get(b"content-length", b"0")
    too_large = HttpError(413, f"The body is larger than {most} bytes")
    if not declared.isdigit() or len(declared) > _LONGEST_LENGTH or int(declared) > most:
        raise too_large
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise HttpError(400, "The connection closed before the body ended")
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > most:
            raise too_large
        chunks.append(chunk)
        if not message.get("more_body"):
            return b"".join(chunks)


def _wants_page(request: HttpRequest) -> bool:
    return (
        b"text/html" in request.headers.get(b"accept", b"") and b"query=" not in request.scope["query_string"]
    )


def _prefers_modern(accept: bytes) -> bool:
    modern, classic = accept.find(_MODERN), accept.find(_CLASSIC)
    return modern >= 0 and (classic < 0 or modern < classic)


def _status(answer: GraphQLAnswer) -> int:
    if answer.executed or not answer.errors:
        return 200
    code = answer.errors[0].get("extensions", {}).get("code")
    return _UNPROCESSED.get(code, 400)


async def _send(send: Send, status: int, body: bytes, headers: list[tuple[bytes, bytes]]) -> None:
    length = [] if status == _NO_CONTENT else [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": [*headers, *length]})
    await send({"type": "http.response.body", "body": body})
