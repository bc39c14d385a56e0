"""A process that dies at any step of a checkout: one order and one charge, or everything given back."""

import asyncio
import itertools
from contextlib import suppress
from dataclasses import dataclass

import pytest
from comptoir.money import Money
from comptoir.orders.models import ORDERS
from comptoir.payments.gift_cards import issue_gift_card
from comptoir.payments.sandbox import books
from comptoir.payments.sandbox.delivery import deliver
from comptoir.pricing.models import PROMOTION
from sqlalchemy import select

from tests.checkout.dying import Death, Fuse, TripError, charges, findings, last_charge, recovered
from tests.checkout.shopping import Shopper

pytestmark = pytest.mark.database
SKU = "Blue-S"
GIFT = 2_000
NUMBERS = itertools.count(1)
STEPS = 40
"""More than any of these checkouts has."""


@dataclass(frozen=True, kw_only=True)
class Course:
    """A way in which a checkout may go: how it is paid, and whether it comes to an order when nothing goes wrong."""

    token: str = "sandbox-visa"
    gift: int = 0
    deposit: int | None = None
    coupon: bool = False
    confirmed: bool | None = None
    placed: bool = True

    @property
    def due(self):
        """What an order of this course has got when it is placed, in cents."""
        return self.deposit or (5_800 if self.coupon else 6_390)


COURSES = {
    "no answer": Course(token="sandbox-timeout"),
    "never arrives": Course(token="sandbox-unreachable", placed=False),
    "told later": Course(token="sandbox-later"),
    "confirmed": Course(token="sandbox-3ds", confirmed=True),
    "gift card and card": Course(gift=GIFT),
    "gift card alone": Course(gift=10_000),
    "gift card and declined": Course(gift=GIFT, token="sandbox-declined", placed=False),
    "deposit with coupon": Course(deposit=3_000, coupon=True),
    "declined with coupon": Course(token="sandbox-declined", coupon=True, placed=False),
}
SOME = ("gift card and card", "confirmed", "declined with coupon")
"""Those that have between them each kind of step."""


class Trial:
    """One cart, completed while the fuse burns."""

    def __init__(self, opened, course):
        self.opened, self.course = opened, course
        self.email = f"buyer{next(NUMBERS)}@example.com"
        self.shop = opened.shop
        self.shopper = Shopper(opened)
        self.since = last_charge(self.shop)
        codes = {"discountCodes": ["TENTH"]} if course.coupon else {}
        cart = self.shopper.ready({SKU: 1}, email=self.email, **codes)
        self.digest = cart["quote"]["digest"]
        self.gift = self.issue() if course.gift else None
        self.stock = self.pieces()
        self.uses = self.promotion_uses()

    def issue(self):
        return self.shop.db.write_now(issue_gift_card, value=Money(self.course.gift, "EUR")).code

    def pieces(self):
        return sum(self.shopper.left(SKU).values())

    def promotion_uses(self):
        return self.shop.db.read_now(lambda tx: tx.scalar(select(PROMOTION.c.used)))

    def orders(self):
        return self.shop.db.read_now(lambda tx: tx.all(select(ORDERS).where(ORDERS.c.email == self.email)))

    def complete(self, *, key="first", token=None):
        options = {"giftCardCodes": [self.gift]} if self.gift else {}
        if self.course.deposit:
            options["payment"] = {"amount": {"amount": self.course.deposit / 100, "currencyCode": "EUR"}}
        with suppress(AssertionError):
            return self.shopper.complete(token or self.course.token, key=key, digest=self.digest, **options)
        return None  # A fault that nobody expected is answered as such; what it left behind is what counts.

    def run(self, clock):
        """Complete the cart, do what its payer has to do, and let an hour pass."""
        self.complete()
        if self.course.confirmed is not None:
            asyncio.run(self.confirm())
        asyncio.run(recovered(self.shop, clock))

    async def confirm(self):
        for row in self.shop.db.read_now(
            lambda tx: tx.all(select(books.SANDBOX.c.ident).where(books.SANDBOX.c.id > self.since))
        ):
            told = await self.shop.db.write(books.decide, ident=row.ident, approve=True)
            await deliver(self.shop, told)

    def check(self):
        """Check that there is one order and its one charge, or nothing at all; return whether there is an order."""
        orders, kept = self.orders(), charges(self.shop, since=self.since)
        assert len(orders) <= 1
        assert self.pieces() == self.stock - len(orders)
        assert self.promotion_uses() == self.uses + len(orders) * self.course.coupon
        by_card = max(0, self.course.due - self.course.gift)
        assert kept == [by_card] * (len(orders) if by_card else 0)
        assert sum(order.paid for order in orders) == len(orders) * self.course.due
        assert (self.shopper.cart() is None) == bool(orders)
        return bool(orders)

    def insist(self, clock):
        """Ask again with the same key and then, where there is no order, with another one; check what comes of it."""
        again = self.complete()
        asyncio.run(recovered(self.shop, clock))
        if not self.check():
            assert again["order"] is None
            assert self.complete(key="second", token="sandbox-visa")["userErrors"] == []
            assert self.check()


def run_out(opened, clock, course, error):
    """Let one checkout after another end one step later, until one comes to its end."""
    fuse = Fuse(opened.shop)
    try:
        for steps in range(STEPS):
            trial = Trial(opened, course)
            fuse.light(steps, error)
            with suppress(Death, TripError):
                trial.run(clock)
            if not fuse.put_out():
                return trial
            asyncio.run(recovered(opened.shop, clock))
            trial.check()
            trial.insist(clock)
    finally:
        fuse.remove()
    raise AssertionError("no run came to its end")


ON_BOTH = [*itertools.product(["sqlite"], COURSES), *itertools.product(["postgresql"], SOME)]


@pytest.mark.parametrize(("stage", "course"), ON_BOTH, indirect=["stage"])
def test_whatever_step_is_the_last_of_a_process_there_is_one_order_or_none(stage, course):
    opened, clock = stage
    assert run_out(opened, clock, COURSES[course], Death).check() == COURSES[course].placed
    assert findings(opened.shop) == []


@pytest.mark.parametrize(
    ("stage", "course"),
    [("sqlite", "confirmed"), *itertools.product(["sqlite", "postgresql"], SOME[:1])],
    indirect=["stage"],
)
def test_whatever_step_fails_there_is_one_order_or_none(stage, course):
    opened, clock = stage
    assert run_out(opened, clock, COURSES[course], TripError).check() == COURSES[course].placed
    assert findings(opened.shop) == []
