"""Buying: carts, whole checkouts, and a flash sale, over HTTP with as many connections as wrk has elsewhere."""

import asyncio
import statistics
import tempfile
import time
from collections import Counter
from contextlib import ExitStack, contextmanager
from pathlib import Path

from comptoir.clock import SystemClock
from comptoir.ids import gid
from comptoir.payments.models import SANDBOX
from sqlalchemy import func, select

from tests.benchmarks.server import running
from tests.benchmarks.wrk import CONNECTIONS, measure
from tests.rig.buyers import ADD, CREATE, READ, Buyer
from tests.rig.databases import PostgresDatabases
from tests.rig.postgres import TemporaryPostgres
from tests.rig.temporary_shop import environment_of, opened_shop, stock

GOALS = {"cart sequence": 0.03, "checkout": 0.015}
BUYERS = 64
UNITS = 200
_PLENTY = 1_000_000


async def _cart(buyer, variants):
    """Create a cart, add two lines, read it."""
    made = await buyer.ask(CREATE, i={"buyerIdentity": {"countryCode": "FR"}})
    for variant in variants[:2]:
        await buyer.ask(ADD, c=made["cart"]["id"], l=[{"merchandiseId": variant, "quantity": 1}])
    read = await buyer.ask(READ, c=made["cart"]["id"])
    assert read["totalQuantity"] == 2, read


async def _checkout(buyer, variants):
    """Create a cart with two lines, say where it goes and how, pay."""
    outcome = await buyer.buy(*variants[:2])
    assert outcome == "ORDER", outcome


LOADS = {"cart sequence": _cart, "checkout": _checkout}


async def _press(load, port, variants, seconds):
    """Return how many sequences and how many requests a second came to their end."""
    buyers = [Buyer(port, name=f"buyer{number}") for number in range(CONNECTIONS)]
    until = time.perf_counter() + seconds
    began = time.perf_counter()

    async def go_on(buyer):
        done = 0
        while time.perf_counter() < until:
            await load(buyer, variants)
            done += 1
        await buyer.leave()
        return done

    done = sum(await asyncio.gather(*(go_on(buyer) for buyer in buyers)))
    took = time.perf_counter() - began
    return done / took, sum(buyer.requests for buyer in buyers) / took


async def _rush(ports, variant):
    """Let all buyers take one piece at a time until refused; return what came of it, and the seconds."""
    buyers = [Buyer(ports[number % len(ports)], name=f"rush{number}") for number in range(BUYERS)]

    async def until_refused(buyer):
        seen = Counter()
        while seen.total() == seen["ORDER"]:
            seen[await buyer.buy(variant)] += 1
        await buyer.leave()
        return seen

    began = time.perf_counter()
    seen = await asyncio.gather(*(until_refused(buyer) for buyer in buyers))
    return sum(seen, Counter()), time.perf_counter() - began


@contextmanager
def _workers(folder, address, count):
    """Serve one shop with several processes, each on a port of its own."""
    environment = environment_of(folder, database_url=address)
    with ExitStack() as stack:
        servers = [
            stack.enter_context(running("comptoir.app:create_app", environment=environment, factory=True))
            for _ in range(count)
        ]
        yield [server.port for server in servers]


def report(yardstick, *, rounds, seconds):
    """Measure on SQLite and on PostgreSQL, and print what came of it."""
    with tempfile.TemporaryDirectory() as folder:
        _report(
            "SQLite", Path(folder) / "shop", f"sqlite:///{folder}/shop/shop.db", yardstick, rounds, seconds
        )
    server = TemporaryPostgres()
    try:
        with tempfile.TemporaryDirectory() as folder:
            address = PostgresDatabases(server.address).make(migrated=True)
            _report("PostgreSQL", Path(folder) / "shop", address, yardstick, rounds, seconds)
    finally:
        server.stop()


def _report(title, folder, address, yardstick, rounds, seconds):
    with opened_shop(folder, database_url=address, clock=SystemClock(), fill=True) as opened:
        stock(opened, _PLENTY, opened.numbers["Red-S"], opened.numbers["Blue-S"])
        variants = [opened.variant("Red-S"), opened.variant("Blue-S")]
        rare = opened.numbers["Blue-M"]
    print(f"\nbuying on {title}")
    with _workers(folder, address, 1) as (port,):
        for name, load in LOADS.items():
            asyncio.run(_press(load, port, variants, 1))
            _row(name, load, port, variants, yardstick, rounds, seconds, folder)
    for workers in (1, 2):
        _sale(folder, address, rare, workers)


def _row(name, load, port, variants, yardstick, rounds, seconds, folder):
    sequences, ratios, rates = [], [], []
    for _ in range(rounds):
        base = measure(None, port=yardstick.port, seconds=seconds, folder=folder)
        done, requests = asyncio.run(_press(load, port, variants, seconds))
        sequences.append(done)
        rates.append(requests)
        ratios.append(requests / base)
    ratio = statistics.median(ratios)
    verdict = "reached" if ratio >= GOALS[name] else "NOT reached"
    print(
        f"  {name:<14} {statistics.median(sequences):5.0f}/s in {statistics.median(rates):5.0f} requests/s   "
        f"ratio {ratio:.4f} ({min(ratios):.4f} to {max(ratios):.4f})   goal {GOALS[name]} {verdict}",
        flush=True,
    )


def _sale(folder, address, variant, workers):
    with opened_shop(folder, database_url=address, clock=SystemClock()) as opened:
        stock(opened, UNITS, variant)
        before = _charged(opened)
    with _workers(folder, address, workers) as ports:
        seen, took = asyncio.run(_rush(ports, gid("ProductVariant", variant)))
    with opened_shop(folder, database_url=address, clock=SystemClock()) as opened:
        charged = _charged(opened) - before
        checks = [check for _, check in opened.shop.registry.contributions("register_checks")]
        found = sum(len(opened.shop.db.read_now(check.run)) for check in checks)
    exact = seen == {"ORDER": UNITS, "OUT_OF_STOCK": BUYERS} and charged == UNITS and not found
    print(
        f"  flash sale, {workers} worker{'s' * (workers > 1)}: {BUYERS} buyers, {UNITS} units: {dict(seen)}, "
        f"{charged} charges, {found} findings of the doctor, {took:.1f} s   {'exact' if exact else 'WRONG'}",
        flush=True,
    )


def _charged(opened):
    counted = select(func.count()).where(SANDBOX.c.captured > SANDBOX.c.refunded)
    return opened.shop.db.read_now(lambda tx: tx.scalar(counted))
