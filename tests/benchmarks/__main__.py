"""Measure a shop against a yardstick: `python -m tests.benchmarks [--quick]`.

Each figure is a ratio to raw uvicorn that answers a static 10 KB, measured in the same round on one worker
with 16 connections; the median of several rounds is told with its spread. Nothing here passes or fails.
"""

import argparse
import json
import statistics
import sys
import tempfile
from pathlib import Path
from urllib.request import Request, urlopen

from comptoir.api import Settings

from tests.benchmarks import buying, catalogue, documents, live, starting
from tests.benchmarks.server import Running, running
from tests.benchmarks.wrk import CONNECTIONS, Load, measure

GOALS = {"product list": 0.015, "product page": 0.03, "search": 0.015, "cartLinesAdd": 0.05}
_CARTS = 64
_LIVE_AT = 1_000


def main(arguments: list[str]) -> None:
    """Run everything and print a table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description="Measure a shop.")
    parser.add_argument("--quick", action="store_true", help="fewer and shorter rounds, 1,000 products only")
    quick = parser.parse_args(arguments).quick
    rounds, seconds = (2, 2) if quick else (5, 3)
    print(
        f"{CONNECTIONS} connections, one worker; median of {rounds} rounds of {seconds} s (lowest to highest)"
    )
    with tempfile.TemporaryDirectory() as folder:
        starting.report(Path(folder) / "demo", rounds=rounds)
    with tempfile.TemporaryDirectory() as folder, running("tests.benchmarks.yardstick:app") as yardstick:
        for count in (1_000,) if quick else (1_000, 50_000):
            data = Path(folder) / str(count)
            catalogue.make(Settings(data_dir=data, database_url=f"sqlite:///{data}/shop.db"), count)
            environment = {
                "COMPTOIR_DATA_DIR": str(data),
                "COMPTOIR_DATABASE_URL": f"sqlite:///{data}/shop.db",
            }
            with running("comptoir.app:create_app", environment=environment, factory=True) as shop:
                report(count, shop, yardstick, rounds=rounds, seconds=seconds, folder=Path(folder))
            if count == _LIVE_AT:
                live.report(data, edits=30 if quick else 200)
        buying.report(yardstick, rounds=rounds, seconds=seconds)


def report(count: int, shop: Running, yardstick: Running, *, rounds: int, seconds: int, folder: Path) -> None:
    """Measure one shop and print what came of it."""
    loads = [*documents.reads(count), _cart_load(shop.port)]
    for load in loads:
        measure(load, port=shop.port, seconds=1, folder=folder)
    rates: dict[str, list[float]] = {load.name: [] for load in loads}
    ratios: dict[str, list[float]] = {load.name: [] for load in loads}
    for _ in range(rounds):
        for load in loads:
            base = measure(None, port=yardstick.port, seconds=seconds, folder=folder)
            rate = measure(load, port=shop.port, seconds=seconds, folder=folder)
            rates[load.name].append(rate)
            ratios[load.name].append(rate / base)
    print(f"\n{count} products: up in {shop.seconds_to_start:.1f} s, {shop.megabytes():.0f} MB")
    for load in loads:
        _print_row(load, rates[load.name], ratios[load.name])


def _print_row(load: Load, rates: list[float], ratios: list[float]) -> None:
    spread = f"{min(ratios):.4f} to {max(ratios):.4f}"
    middle = statistics.median(ratios)
    goal = GOALS[load.name]
    verdict = "reached" if middle >= goal else "NOT reached"
    rate = statistics.median(rates)
    print(
        f"  {load.name:<14} {rate:7.0f}/s   ratio {middle:.4f} ({spread})   goal {goal} {verdict}", flush=True
    )


def _cart_load(port: int) -> Load:
    carts = [_post(port, documents.CART_CREATE)["cartCreate"]["cart"]["id"] for _ in range(_CARTS)]
    listed = _post(
        port,
        '{ products(first: 100, query: "available_for_sale:true") { nodes { variants(first: 1) { nodes { id } } } } }',
    )
    variants = [product["variants"]["nodes"][0]["id"] for product in listed["products"]["nodes"]]
    return documents.adds(carts, [variants[turn % len(variants)] for turn in range(_CARTS)])


def _post(port: int, query: str) -> dict:
    request = Request(
        f"http://127.0.0.1:{port}/graphql",
        data=json.dumps({"query": query}).encode(),
        headers={"content-type": "application/json"},
    )
    with urlopen(request, timeout=10) as answer:
        body = json.loads(answer.read())
    if "errors" in body:
        raise SystemExit(f"{query}: {body['errors']}")
    return body["data"]


if __name__ == "__main__":
    main(sys.argv[1:])
