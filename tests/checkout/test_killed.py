"""A server that is killed at random under load: no acknowledged order is lost, no charge doubled, no piece astray."""

import asyncio
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from datetime import timedelta

import pytest
from comptoir.clock import FixedClock, SystemClock
from comptoir.inventory import levels_of
from comptoir.orders.models import LINES, ORDERS
from comptoir.payments.models import PAYMENT, SANDBOX
from sqlalchemy import select

from tests.benchmarks.server import free_port
from tests.checkout.dying import findings, recovered
from tests.rig.buyers import Buyer
from tests.rig.temporary_shop import environment_of, opened_shop, stock
from tests.rig.zygote import zygote

BUYERS = 8
SKUS = ("Red-S", "Blue-S")
PLENTY = 1_000
TOKENS = ("sandbox-visa",) * 6 + ("sandbox-timeout", "sandbox-declined", "sandbox-later")
KILLS = [
    pytest.param(("sqlite", 20), id="sqlite", marks=pytest.mark.database),
    pytest.param(("postgresql", 4), id="postgresql", marks=pytest.mark.database),
]


class Crowd:
    """Buyers who buy as long as the server answers, and what they were told."""

    def __init__(self, port, variants, chance):
        self.port, self.variants, self.chance = port, variants, chance
        self.told = {}
        self.doubtful = []
        self.strange = Counter()
        self.numbers = iter(range(10_000))
        self.buyers = []

    @property
    def answers(self):
        """How many answers all buyers have had."""
        return sum(buyer.requests for buyer in self.buyers)

    async def buy(self):
        """Buy until the server is gone."""
        buyer = Buyer(self.port, name=f"buyer{next(self.numbers)}")
        self.buyers.append(buyer)
        try:
            while True:
                await self.once(buyer)
        except (OSError, EOFError):
            return
        finally:
            await buyer.leave()

    async def once(self, buyer):
        cart = await buyer.fill(self.chance.choice(self.variants))
        token = self.chance.choice(TOKENS)
        try:
            payload = await buyer.pay(cart, token=token)
        except (OSError, EOFError):
            self.doubtful.append((cart, token))
            raise
        if payload["order"]:
            self.told[payload["order"]["id"]] = payload["order"]["totalPrice"]["amount"]
        elif payload["userErrors"][0]["code"] not in {"PAYMENT_DECLINED", "IN_PROGRESS"}:
            self.strange[payload["userErrors"][0]["code"]] += 1

    async def insist(self):
        """Ask once more with the same key for what no answer came to."""
        buyer = Buyer(self.port)
        for cart, token in self.doubtful:
            payload = await buyer.pay(cart, token=token)
            if payload["order"]:
                self.told[payload["order"]["id"]] = payload["order"]["totalPrice"]["amount"]
        await buyer.leave()


async def press_and_kill(crowd, pid, answers):
    """Let the crowd buy until it has had so many answers more; kill the server in the middle of it."""
    until = crowd.answers + answers
    buying = [asyncio.create_task(crowd.buy()) for _ in range(BUYERS)]
    while crowd.answers < until and not any(each.done() for each in buying):  # noqa: ASYNC110 - buyers know no one
        await asyncio.sleep(0.001)
    os.kill(pid, signal.SIGKILL)
    await asyncio.gather(*buying)


@pytest.fixture
def shop(request, tmp_path):
    """A shop on disk with its address, the numbers of its variants, and what starts a server of it."""
    dialect, kills = request.param
    databases = request.getfixturevalue("sqlite_databases" if dialect == "sqlite" else "postgres_databases")
    url = databases.make(migrated=True)
    with opened_shop(tmp_path / "shop", database_url=url, clock=SystemClock(), fill=True) as opened:
        numbers = [opened.numbers[sku] for sku in SKUS]
        stock(opened, PLENTY, *numbers)
        variants = [opened.variant(sku) for sku in SKUS]
        start = left(opened.shop, numbers)
    yield tmp_path / "shop", url, kills, variants, numbers, start
    databases.drop(url)


def left(shop, numbers):
    levels = shop.db.read_now(levels_of, variant_ids=numbers)
    return {number: sum(levels[number].values()) for number in numbers}


@pytest.mark.parametrize("shop", KILLS, indirect=True)
def test_a_server_that_is_killed_again_and_again_loses_and_doubles_nothing(shop):
    folder, url, kills, variants, numbers, start = shop
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")
    chance = random.Random(seed)
    port = free_port()
    crowd = Crowd(port, variants, chance)
    environment = environment_of(folder, database_url=url)
    with zygote(environment) as serve:
        for _ in range(kills):
            asyncio.run(press_and_kill(crowd, serve(port), chance.randint(20, 70)))
        pid = serve(port)
        asyncio.run(crowd.insist())
        os.kill(pid, signal.SIGKILL)
    assert crowd.strange == {}
    assert len(crowd.told) > kills
    later = FixedClock(SystemClock().now() + timedelta(minutes=5))
    with opened_shop(folder, database_url=url, clock=later) as opened:
        asyncio.run(recovered(opened.shop, later))
        opened.shop.db.read_now(check, told=crowd.told, start=start, left=left(opened.shop, numbers))
        assert findings(opened.shop) == []
    doctor = [sys.executable, "-m", "comptoir.cli.main", "doctor"]
    assert subprocess.run(doctor, env={**os.environ, **environment}, check=False).returncode == 0


def check(tx, *, told, start, left):
    """Check orders against what buyers were told, charges against orders, and stock against both."""
    orders = {f"gid://shopify/Order/{row.id}": row for row in tx.all(select(ORDERS))}
    assert told.items() <= {name: f"{row.total / 100:.2f}" for name, row in orders.items()}.items()
    assert all(row.paid == row.total for row in orders.values())
    kept = [row.captured - row.refunded for row in tx.all(select(SANDBOX)) if row.captured > row.refunded]
    assert sorted(kept) == sorted(row.total for row in orders.values())
    ours = [row.captured - row.refunded for row in tx.all(select(PAYMENT)) if row.captured > row.refunded]
    assert sorted(ours) == sorted(kept)
    sold = Counter()
    for row in tx.all(select(LINES.c.variant_id, LINES.c.quantity)):
        sold[row.variant_id] += row.quantity
    assert left == {number: count - sold[number] for number, count in start.items()}
