"""GraphQL over a WebSocket: the subprotocol `graphql-transport-ws`.

https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md says which message gets which answer, and with
which code a connection is closed whose client does not keep to it.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import orjson
import structlog
from starlette.types import Receive, Send

from comptoir.errors import Refusal, RefusalCode
from comptoir.graphql.answer import GraphQLAnswer, refused
from comptoir.graphql.execute import GraphQLRequest
from comptoir.graphql.http import HttpError, HttpRequest, parse_request
from comptoir.graphql.streaming.streams import Streams

SUBPROTOCOL = "graphql-transport-ws"

_GOING_AWAY = 1001
_NOT_WELCOME = 1008
_TOO_BIG = 1009
_TRY_LATER = 1013
_BAD_REQUEST = 4400
_UNAUTHORIZED = 4401
_WRONG_SUBPROTOCOL = 4406
_INIT_TIMEOUT = 4408
_ID_TAKEN = 4409
_INIT_TWICE = 4429
_LONGEST_ID = 128
_LONGEST_REASON = 120
_LAST_WORDS_SECONDS = 1.0

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class SocketBounds:
    """What one connection may do."""

    message_bytes: int
    operations: int = 50
    """Operations that run at once."""
    init_seconds: float = 10.0
    """How long a client may take to send `connection_init`."""
    origins: frozenset[str] = frozenset()
    """Sites besides the shop's own whose pages may connect; `*` for any."""


class HangUpError(Exception):
    """The connection is closed with this code."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class GraphQLSocket:
    """One connection of one client."""

    def __init__(
        self,
        request: HttpRequest,
        receive: Receive,
        send: Send,
        *,
        follow: Callable[[GraphQLRequest], AsyncGenerator[GraphQLAnswer | None, None]],
        streams: Streams,
        bounds: SocketBounds,
    ) -> None:
        self._request = request
        self._receive = receive
        self._raw_send = send
        self._follow = follow
        self._streams = streams
        self._bounds = bounds
        self._running: dict[str, asyncio.Task[None]] = {}
        self._sending = asyncio.Lock()

    async def run(self) -> None:
        """Serve the connection until either side closes it."""
        await self._receive()
        if not _is_welcome(self._request, self._bounds.origins):
            # Closed before it was accepted: the client sees status 403.
            await self._close(_NOT_WELCOME, "unknown origin")
            return
        offered = self._request.scope.get("subprotocols", [])
        chosen = SUBPROTOCOL if SUBPROTOCOL in offered else None
        await self._raw_send({"type": "websocket.accept", "subprotocol": chosen})
        if chosen is None:
            await self._close(_WRONG_SUBPROTOCOL, f"speak {SUBPROTOCOL}")
            return
        try:
            with self._streams.admitted():
                await self._converse()
        except HangUpError as hang_up:
            await self._close(hang_up.code, hang_up.reason)
        except Refusal:
            await self._close(_TRY_LATER, "too many streams are open")

    async def _converse(self) -> None:
        talk = asyncio.ensure_future(self._talk())
        closing = asyncio.ensure_future(self._streams.closed())
        try:
            await asyncio.wait({talk, closing}, return_when=asyncio.FIRST_COMPLETED)
            if not talk.done():
                raise HangUpError(_GOING_AWAY, "the shop is shutting down")
            talk.result()
        finally:
            tasks = [talk, closing, *self._running.values()]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _talk(self) -> None:
        try:
            async with asyncio.timeout(self._bounds.init_seconds):
                welcome = await self._await_init()
        except TimeoutError:
            raise HangUpError(_INIT_TIMEOUT, "Connection initialisation timeout") from None
        while welcome:
            message = await self._next()
            if message is None:
                return
            await self._handle(message)

    async def _await_init(self) -> bool:
        """Wait for the client to introduce itself; false when it leaves instead."""
        while (message := await self._next()) is not None:
            if message["type"] == "connection_init":
                await self._send({"type": "connection_ack"})
                return True
            if message["type"] == "subscribe":
                raise HangUpError(_UNAUTHORIZED, "Unauthorized")
            await self._handle(message)
        return False

    async def _next(self) -> Mapping[str, Any] | None:
        """Return the next message; none when the client has left. Raises `HangUpError` for what is none."""
        event = await self._receive()
        if event["type"] == "websocket.disconnect":
            return None
        text = event.get("text")
        if text is None:
            raise HangUpError(_BAD_REQUEST, "send messages as text")
        raw = text.encode(errors="replace")
        if len(raw) > self._bounds.message_bytes:
            raise HangUpError(_TOO_BIG, f"a message has more than {self._bounds.message_bytes} bytes")
        try:
            message = orjson.loads(raw)
        except (orjson.JSONDecodeError, RecursionError):
            raise HangUpError(_BAD_REQUEST, "a message is not JSON") from None
        if not isinstance(message, dict) or not isinstance(message.get("type"), str):
            raise HangUpError(_BAD_REQUEST, "a message is an object with a type")
        if not isinstance(message.get("payload"), dict | None):
            raise HangUpError(_BAD_REQUEST, "the payload of a message is an object")
        return message

    async def _handle(self, message: Mapping[str, Any]) -> None:
        match message["type"]:
            case "ping":
                payload = message.get("payload")
                await self._send({"type": "pong"} | ({"payload": payload} if payload else {}))
            case "pong":
                pass
            case "subscribe":
                await self._subscribe(message)
            case "complete":
                if task := self._running.pop(_ident(message), None):
                    task.cancel()
            case "connection_init":
                raise HangUpError(_INIT_TWICE, "Too many initialisation requests")
            case unknown:
                raise HangUpError(_BAD_REQUEST, f"there is no message type {unknown[:40]!r}")

    async def _subscribe(self, message: Mapping[str, Any]) -> None:
        ident = _ident(message)
        if ident in self._running:
            raise HangUpError(_ID_TAKEN, f"Subscriber for {ident} already exists")
        try:
            request = parse_request(message.get("payload") or {})
        except HttpError as error:
            raise HangUpError(_BAD_REQUEST, error.message) from error
        if len(self._running) >= self._bounds.operations:
            most = f"{self._bounds.operations} operations run on this connection, which is the most"
            await self._fail(ident, refused(RefusalCode.RATE_LIMITED, most))
            return
        self._running[ident] = asyncio.create_task(self._serve(ident, request))

    async def _serve(self, ident: str, request: GraphQLRequest) -> None:
        try:
            failure = await self._pass_on(ident, request)
        except Refusal as refusal:
            failure = refused(refusal.code, refusal.message)
        except Exception:  # noqa: BLE001 - logged; the connection's other operations go on
            _log.exception("graphql.socket_failed")
            failure = refused(RefusalCode.INTERNAL, "Something went wrong on our side")
        # The id is free again when the client learns of the end.
        self._running.pop(ident, None)
        if failure is not None:
            await self._fail(ident, failure)
        elif not self._streams.closing:
            await self._send({"id": ident, "type": "complete"})

    async def _pass_on(self, ident: str, request: GraphQLRequest) -> GraphQLAnswer | None:
        """Send answers until they end; returns an answer that says why nothing was executed."""
        async with aclosing(self._follow(request)) as answers:
            async for answer in answers:
                if answer is not None and not answer.executed:
                    return answer
                if answer is not None:
                    await self._send({"id": ident, "type": "next", "payload": answer.body()})
        return None

    async def _fail(self, ident: str, answer: GraphQLAnswer) -> None:
        await self._send({"id": ident, "type": "error", "payload": list(answer.errors)})

    async def _send(self, message: Mapping[str, Any]) -> None:
        async with self._sending:
            await self._raw_send({"type": "websocket.send", "text": orjson.dumps(message).decode()})

    async def _close(self, code: int, reason: str) -> None:
        message = {"type": "websocket.close", "code": code, "reason": reason[:_LONGEST_REASON]}
        try:
            # A client that reads nothing cannot be told; it is left.
            async with asyncio.timeout(_LAST_WORDS_SECONDS):
                await self._raw_send(message)
        except (TimeoutError, OSError):
            return


def _ident(message: Mapping[str, Any]) -> str:
    ident = message.get("id")
    if not isinstance(ident, str) or not ident or len(ident) > _LONGEST_ID:
        raise HangUpError(_BAD_REQUEST, f"an id is a text of 1 to {_LONGEST_ID} characters")
    return ident


def _is_welcome(request: HttpRequest, origins: frozenset[str]) -> bool:
    """Tell whether a connection comes from a page of this site, of one that is allowed, or from no browser."""
    origin = request.headers.get(b"origin", b"").decode("latin-1")
    if not origin or "*" in origins or origin in origins:
        return True
    host = request.headers.get(b"host", b"").decode("latin-1")
    try:
        return urlsplit(origin).netloc.lower() == host.lower() != ""
    except ValueError:
        return False
