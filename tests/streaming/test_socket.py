"""GraphQL over WebSockets: the subprotocol `graphql-transport-ws`, kept to and not kept to."""

import asyncio
import json
from contextlib import asynccontextmanager

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.streaming.running import run
from tests.streaming.served import FOLLOW

PROTOCOL = "graphql-transport-ws"
QUERY = "{ channels { name } }"


class Talk:
    """One connection, in messages."""

    def __init__(self, socket):
        self.socket = socket

    async def say(self, kind, **rest):
        await self.socket.send(json.dumps({"type": kind, **rest}))

    async def hear(self):
        return json.loads(await asyncio.wait_for(self.socket.recv(), 5))

    async def hung_up(self):
        """Return the code and the reason with which the server closed the connection."""
        with pytest.raises(ConnectionClosed) as caught:
            await self.hear()
        return caught.value.rcvd.code, caught.value.rcvd.reason

    async def subscribe(self, ident, query, **variables):
        await self.say("subscribe", id=ident, payload={"query": query, "variables": variables})


@asynccontextmanager
async def talking(server, *, init=True, **options):
    async with connect(server.socket_url, **{"subprotocols": [PROTOCOL], **options}) as socket:
        talk = Talk(socket)
        if init:
            await talk.say("connection_init")
            assert await talk.hear() == {"type": "connection_ack"}
        yield talk


def test_a_query_is_answered_and_complete(server):
    async def test():
        async with talking(server) as talk:
            await talk.subscribe("1", QUERY)
            assert await talk.hear() == {"id": "1", "type": "next", "payload": {"data": {"channels": []}}}
            assert await talk.hear() == {"id": "1", "type": "complete"}

    run(test())


def test_a_cart_is_told_at_once_and_after_each_edit(server):
    async def test():
        cart = server.new_cart()
        async with talking(server) as talk:
            await talk.subscribe("c", FOLLOW, cart=cart)
            for note in (None, "one", "two"):
                if note:
                    await asyncio.to_thread(server.note, cart, note)
                state = {"cartUpdated": {"note": note, "totalQuantity": 0}}
                assert await talk.hear() == {"id": "c", "type": "next", "payload": {"data": state}}
            await talk.say("complete", id="c")
            await asyncio.to_thread(server.note, cart, "three")
            # Nothing more of it: the next that is heard answers this.
            await talk.say("ping")
            assert await talk.hear() == {"type": "pong"}

    run(test())


def test_an_id_is_free_again_after_its_end(server):
    async def test():
        async with talking(server) as talk:
            for _ in range(2):
                await talk.subscribe("same", QUERY)
                assert (await talk.hear())["type"] == "next"
                assert await talk.hear() == {"id": "same", "type": "complete"}

    run(test())


def test_pings_are_answered_with_what_they_carry_even_before_the_init(server):
    async def test():
        async with talking(server, init=False) as talk:
            await talk.say("ping", payload={"a": 1})
            assert await talk.hear() == {"type": "pong", "payload": {"a": 1}}
            await talk.say("pong")
            await talk.say("connection_init", payload=None)
            assert await talk.hear() == {"type": "connection_ack"}

    run(test())


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("subscription { nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("subscription ($cart: ID!) { cartUpdated(cartId: $cart) { id } }", "BAD_USER_INPUT"),
    ],
)
def test_what_cannot_be_executed_is_an_error_and_the_connection_goes_on(server, query, code):
    async def test():
        async with talking(server) as talk:
            await talk.subscribe("bad", query)
            message = await talk.hear()
            assert (message["id"], message["type"]) == ("bad", "error")
            assert [error["extensions"]["code"] for error in message["payload"]] == [code]
            await talk.say("ping")
            assert await talk.hear() == {"type": "pong"}

    run(test())


def test_a_cart_that_is_not_there_is_told_and_complete(server):
    async def test():
        async with talking(server) as talk:
            await talk.subscribe("x", FOLLOW, cart="gid://shopify/Cart/none?key=none")
            message = await talk.hear()
            assert message["type"] == "next"
            assert message["payload"]["data"] is None
            assert message["payload"]["errors"][0]["extensions"] == {"code": "NOT_FOUND"}
            assert await talk.hear() == {"id": "x", "type": "complete"}

    run(test())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", 4400),
        ("", 4400),
        ("[]", 4400),
        ("null", 4400),
        ("{}", 4400),
        ('{"type": 7}', 4400),
        ('{"type": "start"}', 4400),
        ('{"type": "ping", "payload": 7}', 4400),
        ('{"type": "subscribe"}', 4400),
        ('{"type": "subscribe", "id": ""}', 4400),
        ('{"type": "subscribe", "id": 7, "payload": {"query": "{channels{name}}"}}', 4400),
        ('{"type": "subscribe", "id": "1", "payload": {}}', 4400),
        ('{"type": "subscribe", "id": "1", "payload": {"query": 7}}', 4400),
        ('{"type": "subscribe", "id": "1", "payload": {"query": "{a}", "variables": []}}', 4400),
        ('{"type": "complete"}', 4400),
        ('{"type": "connection_init"}', 4429),
        ("[" * 100_000, 4400),
        (b"\x00\x01", 4400),
        ('"' + "x" * 600_000 + '"', 1009),
    ],
)
def test_who_does_not_keep_to_the_protocol_is_left(server, text, code):
    async def test():
        async with talking(server) as talk:
            await talk.socket.send(text)
            assert (await talk.hung_up())[0] == code

    run(test())


def test_two_operations_cannot_have_one_id(server):
    async def test():
        async with talking(server) as talk:
            cart = server.new_cart()
            await talk.subscribe("one", FOLLOW, cart=cart)
            assert (await talk.hear())["type"] == "next"
            await talk.subscribe("one", FOLLOW, cart=cart)
            assert await talk.hung_up() == (4409, "Subscriber for one already exists")

    run(test())


def test_operations_wait_for_the_init(server):
    async def test():
        async with talking(server, init=False) as talk:
            await talk.subscribe("1", QUERY)
            assert await talk.hung_up() == (4401, "Unauthorized")

    run(test())


def test_one_connection_runs_fifty_operations_at_most(server):
    async def test():
        async with talking(server) as talk:
            cart = server.new_cart()
            for number in range(50):
                await talk.subscribe(str(number), FOLLOW, cart=cart)
            for _ in range(50):
                assert (await talk.hear())["type"] == "next"
            await talk.subscribe("too many", FOLLOW, cart=cart)
            message = await talk.hear()
            assert (message["id"], message["type"]) == ("too many", "error")
            assert message["payload"][0]["extensions"] == {"code": "RATE_LIMITED"}

    run(test())


def test_other_subprotocols_are_not_spoken(server):
    async def test():
        async with talking(server, init=False, subprotocols=["graphql-ws"]) as talk:
            assert await talk.hung_up() == (4406, f"speak {PROTOCOL}")

    run(test())


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", "http://[", "http://127.0.0.1:1"])
def test_pages_of_other_sites_are_not_let_in(server, origin):
    async def test():
        with pytest.raises(InvalidStatus) as caught:
            async with talking(server, init=False, origin=origin):
                pass
        assert caught.value.response.status_code == 403

    run(test())


def test_pages_of_the_shop_are_let_in(server):
    async def test():
        async with talking(server, origin=server.url) as talk:
            await talk.subscribe("1", QUERY)
            assert (await talk.hear())["type"] == "next"

    run(test())
