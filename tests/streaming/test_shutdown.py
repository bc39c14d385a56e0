"""Open streams do not hold up a server that is told to stop, and end in a way that clients understand."""

import asyncio
import json
import signal

import httpx2
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from tests.streaming.served import FOLLOW, served


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_server_with_open_streams_ends_within_three_seconds(tmp_path, number):
    async def hold(server):
        cart = server.new_cart()
        body = {"query": FOLLOW, "variables": {"cart": cart}}
        async with (
            httpx2.AsyncClient(timeout=20) as http,
            http.stream(
                "POST", f"{server.url}/graphql", json=body, headers={"accept": "text/event-stream"}
            ) as events,
            connect(server.socket_url, subprotocols=["graphql-transport-ws"]) as socket,
            connect(server.socket_url, subprotocols=["graphql-transport-ws"]),
        ):
            lines = events.aiter_lines()
            while (await anext(lines)) != "event: next":
                pass
            await socket.send('{"type": "connection_init"}')
            await socket.recv()
            await socket.send(json.dumps({"type": "subscribe", "id": "1", "payload": body}))
            await socket.recv()
            ending = asyncio.create_task(asyncio.to_thread(server.stop, number))
            rest = [line async for line in lines]
            with pytest.raises(ConnectionClosed) as caught:
                await socket.recv()
            return rest, caught.value.rcvd.code, *await ending

    with served(tmp_path) as (server,):
        rest, code, seconds, log = asyncio.run(asyncio.wait_for(hold(server), 30))
    assert seconds < 3
    assert code in {1001, 1012}
    # Not complete: a client may come back once the server does.
    assert "event: complete" not in rest
    assert "Traceback" not in log
    assert "Cancel" not in log


def test_streams_are_bounded_in_number(tmp_path):
    async def crowd(server):
        cart = server.new_cart()
        body = {"query": FOLLOW, "variables": {"cart": cart}}
        events = {"accept": "text/event-stream"}
        async with httpx2.AsyncClient(timeout=20) as http:
            async with http.stream("POST", f"{server.url}/graphql", json=body, headers=events) as first:
                assert first.status_code == 200
                lines = first.aiter_lines()
                while (await anext(lines)) != "event: next":
                    pass
                refused = await http.post(f"{server.url}/graphql", json=body, headers=events)
                assert refused.status_code == 429
                assert refused.json()["errors"][0]["extensions"] == {"code": "RATE_LIMITED"}
                async with connect(server.socket_url, subprotocols=["graphql-transport-ws"]) as socket:
                    with pytest.raises(ConnectionClosed) as caught:
                        await socket.recv()
                    assert caught.value.rcvd.code == 1013
                # Plain requests are not streams.
                plain = await http.post(f"{server.url}/graphql", json={"query": "{channels{name}}"})
                assert plain.json() == {"data": {"channels": []}}
            # A place is free again as soon as the server learns that its client left.
            for _ in range(100):
                async with http.stream("POST", f"{server.url}/graphql", json=body, headers=events) as again:
                    if again.status_code == 200:
                        return
                await asyncio.sleep(0.05)
            raise AssertionError("the place was not given back")

    with served(tmp_path, most_streams=1) as (server,):
        asyncio.run(asyncio.wait_for(crowd(server), 30))


def test_two_processes_see_each_others_edits_within_a_second(tmp_path):
    async def follow(one, other):
        cart = one.new_cart()
        body = {"query": FOLLOW, "variables": {"cart": cart}}
        async with (
            httpx2.AsyncClient(timeout=20) as http,
            http.stream(
                "POST", f"{one.url}/graphql", json=body, headers={"accept": "text/event-stream"}
            ) as events,
        ):
            seen = (
                json.loads(line.removeprefix("data: "))
                async for line in events.aiter_lines()
                if line.startswith("data: ")
            )
            await anext(seen)
            waits = []
            for number in range(5):
                await asyncio.to_thread(other.note, cart, f"edit {number}")
                began = asyncio.get_running_loop().time()
                state = await asyncio.wait_for(anext(seen), 5)
                waits.append(asyncio.get_running_loop().time() - began)
                assert state["data"]["cartUpdated"]["note"] == f"edit {number}"
            return waits

    with served(tmp_path, processes=2) as (one, other):
        waits = asyncio.run(asyncio.wait_for(follow(one, other), 30))
    assert max(waits) < 1
