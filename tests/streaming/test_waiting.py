"""A socket without a server: what takes time is done with short times."""

import asyncio
import json
from contextlib import aclosing

import pytest
from comptoir.graphql.answer import executed
from comptoir.graphql.http import HttpRequest
from comptoir.graphql.streaming.events import send_events
from comptoir.graphql.streaming.socket import GraphQLSocket, SocketBounds
from comptoir.graphql.streaming.streams import Streams

from tests.streaming.running import run, until


class Line:
    """Both ends of a connection: messages put in, and what was sent."""

    def __init__(self):
        self.incoming = asyncio.Queue()
        self.sent = []
        self.blocked = asyncio.Event()
        self.blocked.set()

    async def send(self, message):
        await self.blocked.wait()
        self.sent.append(message)


def socket_on(line, streams, **bounds):
    scope = {"type": "websocket", "subprotocols": ["graphql-transport-ws"], "headers": []}
    return GraphQLSocket(
        HttpRequest(scope, {}),
        line.incoming.get,
        line.send,
        follow=lambda request: _ticks(),
        streams=streams,
        bounds=SocketBounds(message_bytes=1_000, **bounds),
    )


async def _ticks():
    yield executed({"n": 1}, [])
    await asyncio.sleep(60)


def test_who_does_not_introduce_itself_is_left():
    async def test():
        line = Line()
        line.incoming.put_nowait({"type": "websocket.connect"})
        await socket_on(line, Streams(most=1), init_seconds=0.05).run()
        assert line.sent[-1] == {
            "type": "websocket.close",
            "code": 4408,
            "reason": "Connection initialisation timeout",
        }

    run(test())


def test_pings_do_not_put_off_the_introduction():
    async def test():
        line = Line()
        line.incoming.put_nowait({"type": "websocket.connect"})

        async def ping():
            while True:
                line.incoming.put_nowait({"type": "websocket.receive", "text": '{"type": "ping"}'})
                await asyncio.sleep(0.01)

        pinging = asyncio.create_task(ping())
        await socket_on(line, Streams(most=1), init_seconds=0.1).run()
        pinging.cancel()
        assert line.sent[-1]["code"] == 4408

    run(test())


def test_what_runs_for_a_client_that_left_is_ended():
    async def test():
        line, streams = Line(), Streams(most=5)
        subscribe = {"type": "subscribe", "id": "1", "payload": {"query": "{a}"}}
        line.incoming.put_nowait({"type": "websocket.connect"})
        for message in ({"type": "connection_init"}, subscribe):
            line.incoming.put_nowait({"type": "websocket.receive", "text": json.dumps(message)})
        running = asyncio.create_task(socket_on(line, streams).run())
        await until(lambda: len(line.sent) >= 3)
        assert json.loads(line.sent[-1]["text"]) == {"id": "1", "type": "next", "payload": {"data": {"n": 1}}}
        line.incoming.put_nowait({"type": "websocket.disconnect", "code": 1006})
        await running
        assert len(streams) == 0
        assert asyncio.all_tasks() == {asyncio.current_task()}

    run(test())


def test_a_client_that_reads_nothing_does_not_hold_up_the_end():
    async def test():
        line, streams = Line(), Streams(most=5)
        line.incoming.put_nowait({"type": "websocket.connect"})
        running = asyncio.create_task(socket_on(line, streams).run())
        await asyncio.sleep(0.02)
        line.blocked.clear()
        streams.close()
        await asyncio.wait_for(running, 2)
        assert len(streams) == 0

    run(test())


def test_a_silent_stream_says_that_it_lives():
    async def test():
        line, streams = Line(), Streams(most=5)
        answers = streams.follow(_ticks(), tick_seconds=0.02)
        sending = asyncio.create_task(
            send_events(answers, receive=line.incoming.get, send=line.send, streams=streams, headers=[])
        )
        await until(lambda: len(line.sent) >= 6)
        line.incoming.put_nowait({"type": "http.disconnect"})
        await sending
        bodies = [message["body"] for message in line.sent[1:6]]
        assert bodies == [b":\n\n", b'event: next\ndata: {"data":{"n":1}}\n\n', *[b":\n\n"] * 3]
        assert asyncio.all_tasks() == {asyncio.current_task()}

    run(test())


def test_a_reader_of_events_that_reads_nothing_does_not_hold_up_the_end():
    async def test():
        line, streams = Line(), Streams(most=5)
        line.blocked.clear()
        sending = asyncio.create_task(
            send_events(
                streams.follow(_ticks()),
                receive=line.incoming.get,
                send=line.send,
                streams=streams,
                headers=[],
            )
        )
        await asyncio.sleep(0.02)
        streams.close()
        await asyncio.wait_for(sending, 2)
        assert asyncio.all_tasks() == {asyncio.current_task()}

    run(test())


def test_a_source_that_fails_is_told_and_closed():
    async def test():
        streams = Streams(most=5)

        async def broken():
            yield 1
            raise LookupError("gone")

        async with aclosing(streams.follow(broken())) as followed:
            assert await anext(followed) == 1
            with pytest.raises(LookupError):
                await anext(followed)
        assert asyncio.all_tasks() == {asyncio.current_task()}

    run(test())
