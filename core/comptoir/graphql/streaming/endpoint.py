"""Streams on the GraphQL paths: server-sent events and sockets. Other requests go on to the plain endpoint."""

from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from typing import Protocol

import orjson
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from comptoir.errors import RefusalCode
from comptoir.graphql.answer import GraphQLAnswer, refused
from comptoir.graphql.execute import GraphQLRequest
from comptoir.graphql.http import (
    CORS,
    ENDPOINT,
    HttpError,
    HttpRequest,
    check_media,
    parse_body,
    parse_query,
    read_body,
)
from comptoir.graphql.streaming.events import KEEP_ALIVE_SECONDS, send_events
from comptoir.graphql.streaming.socket import GraphQLSocket, SocketBounds
from comptoir.graphql.streaming.streams import Streams

_EVENTS = b"text/event-stream"
_JSON = (b"application/json", b"application/graphql-response+json", b"application/graphql+json")
_METHODS = frozenset({"GET", "POST"})
_TOO_MANY = 429


class Follow(Protocol):
    """Answers a request as a stream; gives none after each silence of `tick_seconds`."""

    def __call__(
        self, request: GraphQLRequest, http: HttpRequest, *, tick_seconds: float | None = None
    ) -> AsyncGenerator[GraphQLAnswer | None, None]:
        """Return the stream."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Streaming:
    """How a shop answers streams."""

    follow: Follow
    is_subscription: Callable[[GraphQLRequest], bool]
    streams: Streams
    bounds: SocketBounds


class StreamingEndpoint:
    """Answers streams on the GraphQL paths and hands everything else to the application behind it.

    Clients that accept events alone get events for any operation; those that accept JSON as well get them
    for subscriptions, which JSON could not answer.
    """

    def __init__(self, app: ASGIApp, *, streaming: Streaming) -> None:
        self._app = app
        self._streaming = streaming

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        kind = scope["type"]
        if kind == "lifespan" or not ENDPOINT.fullmatch(scope["path"]):
            await self._app(scope, receive, send)
        elif kind == "websocket":
            await self._socket(HttpRequest(scope, dict(scope["headers"])), receive, send)
        elif scope["method"] in _METHODS and _EVENTS in (accept := _accept(scope)):
            await self._events(HttpRequest(scope, dict(scope["headers"])), accept, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _socket(self, http: HttpRequest, receive: Receive, send: Send) -> None:
        streaming = self._streaming
        socket = GraphQLSocket(
            http,
            receive,
            send,
            follow=lambda request: streaming.follow(request, http),
            streams=streaming.streams,
            bounds=streaming.bounds,
        )
        await socket.run()

    async def _events(self, http: HttpRequest, accept: bytes, receive: Receive, send: Send) -> None:
        streaming = self._streaming
        try:
            request, body = await self._read(http, receive)
            if any(kind in accept for kind in _JSON) and not streaming.is_subscription(request):
                await self._app(http.scope, receive if body is None else _again(body, receive), send)
                return
        except HttpError as error:
            await _refuse(send, error)
            return
        if streaming.streams.full:
            await _refuse(send, HttpError(_TOO_MANY, "Too many streams are open; try again in a while"))
            return
        answers = streaming.follow(request, http, tick_seconds=KEEP_ALIVE_SECONDS)
        await send_events(answers, receive=receive, send=send, streams=streaming.streams, headers=CORS)

    async def _read(self, http: HttpRequest, receive: Receive) -> tuple[GraphQLRequest, bytes | None]:
        if http.method == "GET":
            return parse_query(http.scope["query_string"]), None
        check_media(http)
        body = await read_body(http, receive, most=self._streaming.bounds.message_bytes)
        return parse_body(body), body


def _accept(scope: Scope) -> bytes:
    return b",".join(value for name, value in scope["headers"] if name == b"accept")


def _again(body: bytes, receive: Receive) -> Receive:
    """Return what receives a body that was read already, then whatever comes."""
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return messages.pop() if messages else await receive()

    return replay


async def _refuse(send: Send, error: HttpError) -> None:
    code = RefusalCode.RATE_LIMITED if error.status == _TOO_MANY else RefusalCode.BAD_USER_INPUT
    body = orjson.dumps(refused(code, error.message).body())
    headers = [
        (b"content-type", b"application/json; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"content-length", str(len(body)).encode()),
    ]
    await send({"type": "http.response.start", "status": error.status, "headers": [*headers, *CORS]})
    await send({"type": "http.response.body", "body": body})
