"""Previews of customer facts on streams: a query is answered, nothing is changed or followed."""

import json

import httpx2
import pytest
from comptoir.signing import Signer
from websockets.asyncio.client import connect

from tests.rig.previews import HEADER, bad_previews, good_preview
from tests.streaming.running import run
from tests.streaming.served import CREATE, FOLLOW, served, settings_of

QUERY = "{ channels { name } }"
ANSWER = {"data": {"channels": []}}


class Keys:
    """Signs as the served shop does."""

    def __init__(self, folder):
        self.settings = settings_of(folder, base_url="")

    def signer(self, purpose):
        return Signer(self.settings.signing_key(), purpose=purpose)


@pytest.fixture(scope="module")
def server_and_keys(tmp_path_factory):
    folder = tmp_path_factory.mktemp("looking")
    with served(folder) as (running,):
        yield running, Keys(folder)


@pytest.fixture
def server(server_and_keys):
    return server_and_keys[0]


@pytest.fixture
def keys(server_and_keys):
    return server_and_keys[1]


def as_events(server, query, preview, **variables):
    """Return the one answer that server-sent events give to a request with a preview."""
    headers = {"accept": "text/event-stream", HEADER: preview}
    body = {"query": query, "variables": variables}
    lines = httpx2.post(f"{server.url}/graphql", json=body, headers=headers, timeout=30).text.splitlines()
    (told,) = [line.removeprefix("data: ") for line in lines if line.startswith("data: ")]
    return json.loads(told)


def over_a_socket(server, query, preview, **variables):
    """Return the one answer that a socket that was opened with a preview gives to a request."""

    answers = []

    async def ask():
        options = {"subprotocols": ["graphql-transport-ws"], "additional_headers": {HEADER: preview}}
        async with connect(server.socket_url, **options) as socket:
            await socket.send('{"type": "connection_init"}')
            assert json.loads(await socket.recv()) == {"type": "connection_ack"}
            payload = {"query": query, "variables": variables}
            await socket.send(json.dumps({"type": "subscribe", "id": "1", "payload": payload}))
            answers.append(json.loads(await socket.recv()))

    run(ask())
    (told,) = answers
    return told["payload"] if told["type"] == "next" else {"errors": told["payload"]}


def code(answer):
    assert "data" not in answer
    (error,) = answer["errors"]
    return error["extensions"]["code"]


@pytest.mark.parametrize("stream", [as_events, over_a_socket])
def test_a_good_preview_asks_and_neither_changes_nor_follows(server, keys, stream):
    cart = server.new_cart()
    assert stream(server, QUERY, good_preview(keys)) == ANSWER
    assert code(stream(server, CREATE, good_preview(keys))) == "FORBIDDEN"
    assert code(stream(server, FOLLOW, good_preview(keys), cart=cart)) == "FORBIDDEN"


@pytest.mark.parametrize("stream", [as_events, over_a_socket])
def test_a_bad_preview_is_refused(server, keys, stream):
    for preview in bad_previews(keys).values():
        assert code(stream(server, QUERY, preview)) == "BAD_USER_INPUT"
