"""Server-sent events as the protocol graphql-sse writes them in its distinct-connections mode.

https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md and the HTML standard, section 9.2: one
connection carries one operation, each answer is an event `next`, and an event `complete` ends them.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable
from contextlib import aclosing

import orjson
from starlette.types import Receive, Send

from comptoir.graphql.answer import GraphQLAnswer
from comptoir.graphql.streaming.streams import Streams

KEEP_ALIVE_SECONDS = 10.0
"""A comment after that long without an answer, so that proxies keep the connection."""
_LAST_WORDS_SECONDS = 1.0
_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]
_COMMENT = b":\n\n"
_COMPLETE = b"event: complete\ndata:\n\n"


def next_event(answer: GraphQLAnswer) -> bytes:
    """Return an answer as an event; JSON has no line breaks, so that one `data` line holds it."""
    return b"event: next\ndata: " + orjson.dumps(answer.body()) + b"\n\n"


async def send_events(
    answers: AsyncGenerator[GraphQLAnswer | None, None],
    *,
    receive: Receive,
    send: Send,
    streams: Streams,
    headers: list[tuple[bytes, bytes]],
) -> None:
    """Write answers until they end, the client leaves, or all streams end; none stands for a silence.

    A client that takes no more of them while all streams end is left after a second.
    """
    writer = asyncio.ensure_future(_write(answers, send, streams, headers))
    gone = asyncio.ensure_future(_disconnected(receive))
    closing = asyncio.ensure_future(streams.closed())
    try:
        await asyncio.wait({writer, gone, closing}, return_when=asyncio.FIRST_COMPLETED)
        if closing.done():
            await asyncio.wait(
                {writer, gone}, timeout=_LAST_WORDS_SECONDS, return_when=asyncio.FIRST_COMPLETED
            )
        if writer.done():
            writer.result()
    finally:
        for task in (writer, gone, closing):
            task.cancel()
        await asyncio.gather(writer, gone, closing, return_exceptions=True)


async def _write(
    answers: AsyncGenerator[GraphQLAnswer | None, None],
    send: Send,
    streams: Streams,
    headers: list[tuple[bytes, bytes]],
) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [*_HEADERS, *headers]})
    await _send(send, _COMMENT)
    async with aclosing(answers):
        async for answer in answers:
            await _send(send, _COMMENT if answer is None else next_event(answer))
    # Without the last event clients know that they may come back.
    if not streams.closing:
        await _send(send, _COMPLETE)
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _send(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def read_events(lines: AsyncIterable[str]) -> AsyncGenerator[tuple[str, str], None]:
    """Yield the name and the data of each event in a stream of lines without their ends."""
    name, data = "", list[str]()
    async for line in lines:
        if not line:
            if name or data:
                yield name or "message", "\n".join(data)
            name, data = "", []
            continue
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if field == "event":
            name = value
        elif field == "data":
            data.append(value)
