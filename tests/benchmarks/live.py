"""How long it takes until another device sees an edit of the cart: `python -m tests.benchmarks.live [--quick]`.

One device follows `cartUpdated` over server-sent events while the other adds lines, one after the other. A figure
is the time from before the request to add until the follower has read the new quantity, so that it holds the
durable write, both ways over loopback, and the turn of the stream.
"""

import json
import queue
import statistics
import sys
import tempfile
import threading
import time
from contextlib import ExitStack, closing
from http.client import HTTPConnection
from pathlib import Path

from comptoir.api import Settings

from tests.benchmarks import catalogue, documents
from tests.benchmarks.server import running

FOLLOW = "subscription ($cart: ID!) { cart: cartUpdated(cartId: $cart) { totalQuantity } }"
ADD = """mutation ($cart: ID!, $lines: [CartLineInput!]!) {
  cartLinesAdd(cartId: $cart, lines: $lines) { cart { totalQuantity } userErrors { message } } }"""
VARIANT = """{ products(first: 1, query: "available_for_sale:true") {
  nodes { variants(first: 1) { nodes { id } } } } }"""
_LONGEST = 10.0
_WARM = 5


def main(arguments: list[str]) -> None:
    """Measure over a shop of its own, and print a row for one process and one for two."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "shop"
        settings = Settings(data_dir=data, database_url=f"sqlite:///{data}/shop.db")
        catalogue.make(settings, 1_000)
        report(data, edits=30 if "--quick" in arguments else 200)


def report(data: Path, *, edits: int) -> None:
    """Measure the shop in a folder and print what came of it."""
    environment = {"COMPTOIR_DATA_DIR": str(data), "COMPTOIR_DATABASE_URL": f"sqlite:///{data}/shop.db"}
    print(f"\ncart edit seen by the other side, {edits} edits: median (lowest to 95th percentile to highest)")
    with ExitStack() as stack:
        ports = [
            stack.enter_context(
                running("comptoir.app:create_app", environment=environment, factory=True)
            ).port
            for _ in range(2)
        ]
        _print_row("one process", measure(writer=ports[0], follower=ports[0], edits=edits))
        _print_row("two processes", measure(writer=ports[0], follower=ports[1], edits=edits))


def measure(*, writer: int, follower: int, edits: int) -> list[float]:
    """Return the milliseconds that each edit took to be seen; both ports are of processes over one database."""
    seen: queue.Queue[tuple[int, float]] = queue.Queue()
    with closing(HTTPConnection("127.0.0.1", writer, timeout=_LONGEST)) as connection:
        cart = _ask(connection, documents.CART_CREATE)["cartCreate"]["cart"]["id"]
        found = _ask(connection, VARIANT)["products"]["nodes"][0]["variants"]["nodes"][0]["id"]
        total = _WARM + edits
        following = threading.Thread(target=_follow, args=(follower, cart, total, seen), daemon=True)
        following.start()
        seen.get(timeout=_LONGEST)
        times = [_edit(connection, cart, found, quantity, seen) for quantity in range(1, total + 1)]
        following.join(_LONGEST)
    return times[_WARM:]


def _edit(connection: HTTPConnection, cart: str, variant: str, quantity: int, seen: queue.Queue) -> float:
    started = time.perf_counter()
    _ask(connection, ADD, {"cart": cart, "lines": [{"merchandiseId": variant, "quantity": 1}]})
    while True:
        told, moment = seen.get(timeout=_LONGEST)
        if told == quantity:
            return (moment - started) * 1000


def _follow(port: int, cart: str, last: int, seen: queue.Queue) -> None:
    """Tell each quantity with the moment at which it was read, until the last."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=_LONGEST)) as connection:
        _post(connection, FOLLOW, {"cart": cart}, accept="text/event-stream")
        stream = connection.getresponse()
        while line := stream.readline():
            if not line.startswith(b"data: "):
                continue
            quantity = json.loads(line[6:])["data"]["cart"]["totalQuantity"]
            seen.put((quantity, time.perf_counter()))
            if quantity == last:
                return


def _ask(connection: HTTPConnection, query: str, variables: dict | None = None) -> dict:
    _post(connection, query, variables or {}, accept="application/json")
    body = json.loads(connection.getresponse().read())
    if "errors" in body:
        raise SystemExit(f"{query}: {body['errors']}")
    return body["data"]


def _post(connection: HTTPConnection, query: str, variables: dict, *, accept: str) -> None:
    body = json.dumps({"query": query, "variables": variables})
    connection.request("POST", "/graphql", body, {"content-type": "application/json", "accept": accept})


def _print_row(name: str, times: list[float]) -> None:
    ordered = sorted(times)
    late = ordered[int(len(ordered) * 0.95)]
    middle = statistics.median(ordered)
    print(
        f"  {name:<14} {middle:7.1f} ms   ({ordered[0]:.1f} to {late:.1f} to {ordered[-1]:.1f})",
        flush=True,
    )


if __name__ == "__main__":
    main(sys.argv[1:])
