"""Everything that happens around buying, in any order: stock, money and orders always add up.

Carts, checkouts, holds of others, payments that are confirmed, late or lost, messages, balances, cancellations, time
that goes by, jobs, and processes that die, through GraphQL and the jobs as a shop runs them.
"""

import asyncio
import itertools
from contextlib import contextmanager, suppress
from datetime import timedelta

import pytest
from comptoir.errors import DomainError
from comptoir.inventory import Demand, Owner, expire_holds, place_holds, receive, release_holds, set_levels
from comptoir.inventory.consistency import check_consistency
from comptoir.inventory.models import HOLD
from comptoir.money import Money
from comptoir.orders.commands.cancel import cancel_order
from comptoir.orders.models import ORDERS
from comptoir.orders.states import CancelReason
from comptoir.payments.checks import check_payments
from comptoir.payments.gift_cards import issue_gift_card
from comptoir.payments.models import PAYMENT, SANDBOX
from comptoir.payments.records import OPEN
from comptoir.payments.sandbox import books
from comptoir.payments.sandbox.delivery import deliver
from comptoir.payments.taking import send_operation
from comptoir.testing import OpenedShop, fill_catalogue, make_shop
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select

from tests.checkout.dying import Death, Fuse, findings, last_charge, recovered
from tests.checkout.owing import Debtor, allow_deposits
from tests.checkout.shopping import furnish

pytestmark = pytest.mark.database
TOKENS = st.sampled_from(
    ["sandbox-visa"] * 4
    + ["sandbox-declined", "sandbox-timeout", "sandbox-unreachable", "sandbox-3ds", "sandbox-later"]
)
REFUSALS = {
    "OUT_OF_STOCK", "PAYMENT_DECLINED", "IN_PROGRESS", "ALREADY_COMPLETED", "ALREADY_PAID", "CANCELLED", "EMPTY_CART",
    "GIFT_CARD_UNKNOWN", "INSUFFICIENT_BALANCE", "INVALID", "PAYMENT_AMOUNT", "PAYMENT_REQUIRED", "QUOTE_CHANGED",
    "RATE_LIMITED",
}  # fmt: skip
STEPS = 2_000
WHICH = st.integers(0, 2)
SKUS = st.sampled_from(["Red-S", "Red-M"])


class BuyingMachine(RuleBasedStateMachine):
    """Three shoppers, two variants of which there are few, and the card company; each example sells out anew."""

    def __init__(self, opened, clock, fuse, names, steps):
        super().__init__()
        self.opened, self.shop, self.clock, self.fuse = opened, opened.shop, clock, fuse
        self.names, self.steps = names, steps
        self.shoppers, self.digests, self.keys = {}, {}, {}
        self.emails = set()
        self.gift = self.doomed = None

    @initialize(pieces=st.integers(1, 4))
    def open(self, pieces):
        numbers = [self.opened.numbers[sku] for sku in ("Red-S", "Red-M")]
        for location, count in (("depot", pieces), ("store", 1)):
            self.shop.db.write_now(set_levels, location=location, levels=dict.fromkeys(numbers, count))
        self.since = last_charge(self.shop)
        self.fill(0, "Red-S", 1)
        self.gift = self.shop.db.write_now(issue_gift_card, value=Money(5_000, "EUR")).code

    def orders(self):
        statement = select(ORDERS).where(ORDERS.c.email.in_(sorted(self.emails))).order_by(ORDERS.c.id)
        return self.shop.db.read_now(lambda tx: tx.all(statement))

    def charged(self):
        return self.shop.db.read_now(
            lambda tx: tx.all(select(SANDBOX).where(SANDBOX.c.id > self.since).order_by(SANDBOX.c.id))
        )

    @contextmanager
    def fate(self):
        """Let the process die in the middle of it, if that is its fate."""
        if self.doomed is not None:
            self.fuse.light(self.doomed)
        self.doomed = None
        with suppress(Death):
            yield
        self.fuse.put_out()

    def heard(self, payload):
        """Take an answer: an order, something to do, or a refusal that a shop knows."""
        assert {error["code"] for error in payload["userErrors"]} <= REFUSALS, payload

    @rule(who=WHICH, sku=SKUS, quantity=st.integers(1, 2))
    def fill(self, who, sku, quantity):
        shopper, email = Debtor(self.opened), f"m{next(self.names)}@example.com"
        self.emails.add(email)
        if shopper.fill({sku: quantity}, email=email)["totalQuantity"]:
            shopper.go_to()
            self.digests[who] = shopper.choose("standard")["quote"]["digest"]
            self.shoppers[who], self.keys[who] = shopper, next(self.names)

    def wish(self, who, *, token, gift, deposit):
        payment = {"provider": "sandbox", "token": token}
        if deposit:
            payment["amount"] = {"amount": "33.00", "currencyCode": "EUR"}
        wish = {
            "quoteDigest": self.digests[who],
            "payment": payment,
            "idempotencyKey": f"key-{self.keys[who]}",
        }
        return {**wish, "cartId": self.shoppers[who].id, "giftCardCodes": [self.gift] if gift else []}

    @precondition(lambda self: self.shoppers)
    @rule(who=WHICH, token=TOKENS, gift=st.booleans(), deposit=st.booleans(), again=st.booleans())
    def complete(self, who, token, gift, deposit, again):
        who = who if who in self.shoppers else min(self.shoppers)
        if not again:
            self.keys[who] = next(self.names)
        shopper = self.shoppers[who]
        with self.fate():
            request = self.wish(who, token=token, gift=gift, deposit=deposit)
            payload = shopper.send(_COMPLETE, i=request)
            self.heard(payload)
            shopper.order = payload["order"] or shopper.order

    @precondition(lambda self: any(each.order for each in self.shoppers.values()))
    @rule(token=TOKENS, gift=st.booleans())
    def pay_balance(self, token, gift):
        debtor = next(each for each in self.shoppers.values() if each.order)
        with self.fate():
            codes = {"giftCardCodes": [self.gift]} if gift else {}
            self.heard(debtor.pay(token, key=f"key-{next(self.names)}", **codes))

    @rule(steps=st.integers(0, 6))
    def doom(self, steps):
        """Let the process that serves the next request die in the middle of it."""
        self.doomed = steps

    @rule(approve=st.booleans(), tell=st.booleans())
    def confirm(self, approve, tell):
        waiting = [row for row in self.charged() if row.status == "WAITING"]
        if waiting:
            decided = self.shop.db.write_now(books.decide, ident=waiting[0].ident, approve=approve)
            if tell:
                asyncio.run(deliver(self.shop, decided))

    @rule(name=st.sampled_from("ab"), sku=SKUS, minutes=st.integers(1, 60))
    def hold(self, name, sku, minutes):
        owner = Owner(kind="fitting", ident=name)
        demand = Demand(variant_id=self.opened.numbers[sku], location_id=1, quantity=1)
        with suppress(DomainError):
            until = self.clock.now() + timedelta(minutes=minutes)
            self.shop.db.write_now(place_holds, owner=owner, demands=[demand], expires_at=until)

    @rule(name=st.sampled_from("ab"))
    def release(self, name):
        self.shop.db.write_now(release_holds, owner=Owner(kind="fitting", ident=name))

    @rule(sku=SKUS)
    def restock(self, sku):
        self.shop.db.write_now(receive, location_id=1, quantities={self.opened.numbers[sku]: 1})

    @rule(seconds=st.sampled_from([1, 16, 46, 1_900, 7_300]))
    def wait(self, seconds):
        self.clock.advance(timedelta(seconds=seconds))
        self.shop.db.write_now(expire_holds)

    @rule(seconds=st.sampled_from([0, 50]))
    def work(self, seconds):
        asyncio.run(recovered(self.shop, self.clock, rounds=1, minutes=seconds / 60))

    @rule(which=st.integers(0, 5), chance=st.integers(0, 2))
    def cancel(self, which, chance):
        if not chance and (orders := self.orders()):
            self.call_off(orders[which % len(orders)])

    def call_off(self, order):
        changed = self.shop.db.write_now(cancel_order, order_id=order.id, reason=CancelReason.CUSTOMER)
        for operation in changed.operations:
            asyncio.run(send_operation(self.shop, operation))

    @invariant()
    def stock_and_payments_add_up(self):
        self.steps.append(1)
        assert self.shop.db.read_now(check_consistency) == []
        assert self.shop.db.read_now(check_payments) == []

    def teardown(self):
        """Let hours go by, then compare the shop's books with the card company's."""
        if self.gift is None:
            return
        asyncio.run(recovered(self.shop, self.clock, rounds=4, minutes=70))
        for name in "ab":
            self.release(name)
        self.settled()
        for order in self.orders():
            self.call_off(order)
        asyncio.run(recovered(self.shop, self.clock, rounds=2, minutes=10))
        self.settled()
        assert all(row.captured == row.refunded for row in self.charged())

    def settled(self):
        self.stock_and_payments_add_up()
        kept = sum(row.captured - row.refunded for row in self.charged())
        read = self.shop.db.read_now
        paid = read(lambda tx: tx.all(select(PAYMENT).where(PAYMENT.c.captured > PAYMENT.c.refunded)))
        assert kept == sum(row.captured - row.refunded for row in paid if row.provider == "sandbox")
        orders = self.orders()
        assert sum(row.captured - row.refunded for row in paid) == sum(order.paid for order in orders)
        assert all(order.paid <= order.current_total for order in orders)
        assert read(lambda tx: tx.scalar(select(func.count()).select_from(HOLD))) == 0
        waiting = select(func.count()).where(PAYMENT.c.status.in_([each.value for each in OPEN]))
        assert read(lambda tx: tx.scalar(waiting)) == 0


_COMPLETE = """mutation($i: CheckoutCompleteInput!) { checkoutComplete(input: $i) {
  order { id token } paymentAction { kind } userErrors { code } } }"""


def test_buying_adds_up_whatever_happens(database_url, tmp_path, clock):
    shop = make_shop(tmp_path / "shop", database_url=database_url, clock=clock)
    opened, names = OpenedShop(shop, fill_catalogue(shop.db)), itertools.count(1)
    furnish(opened)
    allow_deposits(opened)
    fuse = Fuse(shop)
    steps = []
    try:
        # The same each time: what is found here is found everywhere.
        run_state_machine_as_test(
            lambda: BuyingMachine(opened, clock, fuse, names, steps),
            settings=settings(
                max_examples=66,
                stateful_step_count=50,
                deadline=None,
                derandomize=True,
                database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
        assert len(steps) >= STEPS
        assert findings(shop) == []
    finally:
        fuse.remove()
        shop.db.close_now()
