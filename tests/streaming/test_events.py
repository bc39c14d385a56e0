"""Server-sent events on the GraphQL paths."""

import asyncio
import json
from contextlib import aclosing

import httpx2
import pytest
from comptoir.graphql.client import ShopClient, ShopClientError, Visitor
from comptoir.graphql.http_transport import HttpTransport
from comptoir.graphql.streaming.events import read_events

from tests.streaming.served import FOLLOW

EVENTS = {"accept": "text/event-stream"}
UNKNOWN = "gid://shopify/Cart/none?key=none"


def events_of(response):
    """Return the (name, value) of each event of a finished answer."""

    async def read():
        async def lines():
            for line in response.text.split("\n"):
                yield line

        return [event async for event in read_events(lines())]

    return asyncio.run(read())


def post(server, query, headers=EVENTS, path="/graphql", **variables):
    return httpx2.post(server.url + path, json={"query": query, "variables": variables}, headers=headers)


@pytest.mark.parametrize("path", ["/graphql", "/api/2026-01/graphql.json", "/api/unstable/graphql"])
def test_a_query_is_one_event_and_the_end(server, path):
    response = post(server, "{ channels { name } }", path=path)
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert response.headers["cache-control"] == "no-store"
    assert events_of(response) == [("next", '{"data":{"channels":[]}}'), ("complete", "")]


def test_a_client_that_also_takes_json_gets_json_for_a_query(server):
    accept = {"accept": "application/graphql-response+json, application/json, text/event-stream"}
    response = post(server, "{ channels { name } }", headers=accept)
    assert response.headers["content-type"] == "application/graphql-response+json; charset=utf-8"
    assert response.json() == {"data": {"channels": []}}
    address = f"{server.url}/graphql?query=%7Bchannels%7Bname%7D%7D"
    assert httpx2.get(address, headers=accept).json() == {"data": {"channels": []}}


def test_a_cart_is_told_at_once_and_after_each_edit(server):
    cart = server.new_cart()

    async def follow():
        seen = []
        async with client(server) as shop, aclosing(shop.subscribe(FOLLOW, {"cart": cart})) as states:
            async for state in states:
                seen.append(state["cartUpdated"]["note"])
                if len(seen) == 3:
                    return seen
                await asyncio.to_thread(server.note, cart, f"edit {len(seen)}")
        return seen

    assert asyncio.run(asyncio.wait_for(follow(), 10)) == [None, "edit 1", "edit 2"]


def test_a_client_that_also_takes_json_gets_events_for_a_subscription(server):
    accept = {"accept": "application/json, text/event-stream"}
    response = post(server, FOLLOW, headers=accept, cart=UNKNOWN)
    assert response.headers["content-type"] == "text/event-stream; charset=utf-8"


def test_subscriptions_are_taken_by_get(server):
    query = {"query": FOLLOW, "variables": json.dumps({"cart": server.new_cart()})}
    with httpx2.stream("GET", f"{server.url}/graphql", params=query, headers=EVENTS) as response:
        lines = response.iter_lines()
        first = [next(lines) for _ in range(5)]
    assert first == [
        ":",
        "",
        "event: next",
        'data: {"data":{"cartUpdated":{"note":null,"totalQuantity":0}}}',
        "",
    ]


def test_mutations_are_not_taken_by_get(server):
    query = {"query": "mutation { cartCreate { cart { id } } }"}
    response = httpx2.get(f"{server.url}/graphql", params=query, headers=EVENTS)
    ((name, text), end) = events_of(response)
    assert (name, end) == ("next", ("complete", ""))
    assert json.loads(text) == {
        "errors": [
            {
                "message": "Only queries are taken by GET; send a POST",
                "extensions": {"code": "BAD_USER_INPUT"},
            }
        ]
    }


@pytest.mark.parametrize(
    ("query", "variables", "code"),
    [
        (FOLLOW, {"cart": UNKNOWN}, "NOT_FOUND"),
        (FOLLOW, {"cart": "not an id"}, "BAD_USER_INPUT"),
        (FOLLOW, {}, "BAD_USER_INPUT"),
        ("subscription { nothing }", {}, "GRAPHQL_VALIDATION_FAILED"),
        ("subscription {", {}, "GRAPHQL_PARSE_FAILED"),
    ],
)
def test_what_cannot_be_followed_is_said_and_ended(server, query, variables, code):
    ((name, text), end) = events_of(post(server, query, **variables))
    assert (name, end) == ("next", ("complete", ""))
    (error,) = json.loads(text)["errors"]
    assert error["extensions"]["code"] == code


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"{", 400), (b"[]", 400), (b"null", 400), (b'{"query": 1}', 400), (b"\xff", 400)],
)
def test_what_is_not_graphql_is_refused_in_json(server, body, status):
    headers = EVENTS | {"content-type": "application/json"}
    response = httpx2.post(f"{server.url}/graphql", content=body, headers=headers)
    assert response.status_code == status
    (error,) = response.json()["errors"]
    assert error["extensions"] == {"code": "BAD_USER_INPUT"}


def test_an_overlong_body_is_refused(server):
    headers = EVENTS | {"content-type": "application/json"}
    response = httpx2.post(f"{server.url}/graphql", content=b"x" * 600_000, headers=headers)
    assert response.status_code == 413


def test_forms_of_other_sites_are_refused(server):
    headers = EVENTS | {"content-type": "text/plain"}
    response = httpx2.post(f"{server.url}/graphql", content=b'{"query":"{channels{name}}"}', headers=headers)
    assert response.status_code == 415


def test_a_subscription_without_a_stream_is_told_so(server):
    response = post(server, FOLLOW, headers={"accept": "application/json"}, cart=UNKNOWN)
    (error,) = response.json()["errors"]
    assert error == {
        "message": "A subscription needs a streaming connection",
        "extensions": {"code": "BAD_USER_INPUT"},
    }


def test_a_client_raises_what_the_shop_refuses(server):
    async def follow():
        async with client(server) as shop:
            async for _ in shop.subscribe(FOLLOW, {"cart": UNKNOWN}):
                raise AssertionError("nothing was expected")

    with pytest.raises(ShopClientError) as caught:
        asyncio.run(follow())
    assert (caught.value.code, caught.value.reachable) == ("NOT_FOUND", True)


def test_a_client_says_when_the_shop_is_not_there():
    async def follow():
        async with HttpClient("http://127.0.0.1:9") as shop:
            async for _ in shop.subscribe(FOLLOW, {"cart": UNKNOWN}):
                raise AssertionError("nothing was expected")

    with pytest.raises(ShopClientError) as caught:
        asyncio.run(follow())
    assert caught.value.reachable is False


def test_events_of_any_writer_are_read():
    async def read(*lines):
        async def given():
            for line in lines:
                yield line

        return [event async for event in read_events(given())]

    assert asyncio.run(
        read(":", "", "data:a", "data: b", "id: 7", "", "event: complete", "", "data: unfinished")
    ) == [
        ("message", "a\nb"),
        ("complete", ""),
    ]


def client(server):
    return HttpClient(server.url)


class HttpClient:
    """A channel's client over HTTP, closed at the end of the block."""

    def __init__(self, url):
        self._transport = HttpTransport(url)

    async def __aenter__(self):
        return ShopClient(self._transport, Visitor(channel="test"), documents={})

    async def __aexit__(self, *_):
        await self._transport.close()
