"""A shop that takes the sandbox's cards, on SQLite and on PostgreSQL."""

import asyncio
from datetime import timedelta

import pytest
from comptoir.money import Money
from comptoir.payments.plugin import recover
from comptoir.payments.queries import find_payments, get_payment
from comptoir.payments.starting import start_payment
from comptoir.payments.taking import send_payment
from comptoir.principal import Owner
from comptoir.testing import make_shop

CHECKOUT = Owner(kind="checkout", ident="c1")
ORDER = Owner(kind="order", ident="1001")


def euros(minor):
    return Money(minor, "EUR")


class Till:
    """Takes payments in a shop, and looks into its books."""

    def __init__(self, shop, clock):
        self.shop = shop
        self.clock = clock

    def start(self, minor=5000, *, key="k1", owner=CHECKOUT, token="sandbox-visa", **more):
        return self.shop.db.write_now(
            start_payment,
            owner=owner,
            provider="sandbox",
            amount=euros(minor),
            idempotency_key=key,
            token=token,
            **more,
        )

    def send(self, payment, token="sandbox-visa", return_url=""):
        return asyncio.run(send_payment(self.shop, payment, token=token, return_url=return_url))

    def pay(self, minor=5000, *, token="sandbox-visa", return_url="", **more):
        return self.send(self.start(minor, token=token, **more), token, return_url)

    def do(self, command, **arguments):
        return self.shop.db.write_now(command, **arguments)

    def ask(self, query, **arguments):
        return self.shop.db.read_now(query, **arguments)

    def get(self, payment):
        return self.shop.db.read_now(get_payment, payment.id)

    def payments(self, owner=CHECKOUT):
        return self.shop.db.read_now(find_payments, owner=owner)

    def recover(self, after=timedelta(minutes=1)):
        self.clock.advance(after)
        asyncio.run(recover(self.shop))

    def rows(self, table):
        return [
            dict(row._mapping)
            for row in self.shop.db.read_now(lambda tx: tx.all(table.select().order_by(table.c.id)))
        ]


@pytest.fixture
def shop(database_url, tmp_path, clock):
    made = make_shop(tmp_path / "shop", database_url=database_url, clock=clock)
    yield made
    made.db.close_now()


@pytest.fixture
def till(shop, clock):
    return Till(shop, clock)
