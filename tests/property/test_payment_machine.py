"""Payments in any order, with lost answers and repeated messages: the shop's books are those of the card company."""

import asyncio
from datetime import timedelta

from comptoir.errors import DomainError
from comptoir.hooks.payments import ProviderUnavailableError
from comptoir.payments.checks import check_payments
from comptoir.payments.operations import begin_cancel, begin_capture, begin_refund, begin_refunds
from comptoir.payments.plugin import recover
from comptoir.payments.queries import find_operations, find_payments
from comptoir.payments.records import OPEN
from comptoir.payments.sandbox import books
from comptoir.payments.sandbox.provider import SandboxProvider
from comptoir.payments.starting import start_payment
from comptoir.payments.taking import send_operation, send_payment
from comptoir.payments.webhooks import receive_webhook
from comptoir.principal import Owner
from comptoir.testing import make_shop
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.payments.conftest import euros

CEILING = 10_000
AMOUNTS = st.integers(1, 6000)
WHICH = st.integers(0, 5)
KEYS = st.sampled_from("abcdef")
TOKENS = st.sampled_from(
    [
        "sandbox-visa",
        "sandbox-3ds",
        "sandbox-later",
        "sandbox-declined",
        "sandbox-timeout",
        "sandbox-unreachable",
    ]
)


class Forgetful(SandboxProvider):
    """Does what is asked, and now and then does not say so."""

    silent = False

    async def _said(self, asked):
        answer = await asked
        if self.silent:
            self.silent = False
            raise ProviderUnavailableError("silence")
        return answer

    async def authorize(self, **asked):
        return await self._said(super().authorize(**asked))

    async def capture(self, **asked):
        return await self._said(super().capture(**asked))

    async def cancel(self, **asked):
        return await self._said(super().cancel(**asked))

    async def refund(self, **asked):
        return await self._said(super().refund(**asked))


class PaymentMachine(RuleBasedStateMachine):
    """Everything that can happen to the payments of one owner."""

    def __init__(self, shop, clock, number):
        super().__init__()
        self.shop = shop
        self.clock = clock
        self.owner = Owner(kind="checkout", ident=f"machine-{number}")
        self.provider = shop.payment_providers["sandbox"] = Forgetful(shop)
        self.messages = []

    def payments(self):
        return self.shop.db.read_now(find_payments, owner=self.owner)

    def book(self, payment):
        return self.shop.db.read_now(books.lookup_by_key, key=payment.provider_key)

    def picked(self, which):
        found = self.payments()
        return found[which % len(found)] if found else None

    @rule()
    def fall_silent(self):
        self.provider.silent = True

    @rule(minor=AMOUNTS, token=TOKENS, capture=st.booleans(), key=KEYS)
    def pay(self, minor, token, capture, key):
        try:
            payment = self.shop.db.write_now(
                start_payment, owner=self.owner, provider="sandbox", amount=euros(minor), capture=capture,
                token=token, idempotency_key=key, ceiling=euros(CEILING),
            )  # fmt: skip
        except DomainError:
            return
        asyncio.run(send_payment(self.shop, payment, token=token, return_url=""))

    def operate(self, command, **arguments):
        try:
            begun = self.shop.db.write_now(command, **arguments)
        except DomainError:
            return
        for operation in begun if isinstance(begun, tuple) else (begun,):
            asyncio.run(send_operation(self.shop, operation))

    @rule(which=WHICH, minor=AMOUNTS, key=KEYS)
    def capture(self, which, minor, key):
        if payment := self.picked(which):
            self.operate(begin_capture, payment_id=payment.id, amount=euros(minor), idempotency_key=key)

    @rule(which=WHICH, key=KEYS)
    def cancel(self, which, key):
        if payment := self.picked(which):
            self.operate(begin_cancel, payment_id=payment.id, idempotency_key=key)

    @rule(which=WHICH, minor=AMOUNTS, key=KEYS, concession=st.booleans())
    def refund(self, which, minor, key, concession):
        if payment := self.picked(which):
            self.operate(
                begin_refund, payment_id=payment.id, amount=euros(minor), idempotency_key=key,
                concession=concession,
            )  # fmt: skip

    @rule(minor=AMOUNTS, key=KEYS)
    def refund_newest_first(self, minor, key):
        self.operate(begin_refunds, owner=self.owner, amount=euros(minor), idempotency_key=key)

    @rule(which=WHICH, approve=st.booleans())
    def decide(self, which, approve):
        payment = self.picked(which)
        if payment and (book := self.book(payment)) is not None:
            decided = self.shop.db.write_now(books.decide, ident=book.ident, approve=approve)
            self.messages.append(self.provider.webhook_of(decided))

    @rule(which=WHICH)
    def deliver(self, which):
        if self.messages:
            headers, body = self.messages[which % len(self.messages)]
            status = asyncio.run(receive_webhook(self.shop, "sandbox", headers=headers, body=body))
            assert status in {200, 400}

    @rule(seconds=st.sampled_from([1, 46, 1900]))
    def wait(self, seconds):
        self.clock.advance(timedelta(seconds=seconds))
        asyncio.run(recover(self.shop))

    @invariant()
    def sums_agree(self):
        assert self.shop.db.read_now(check_payments) == []

    @invariant()
    def no_more_is_charged_than_the_ceiling(self):
        found = [book for payment in self.payments() if (book := self.book(payment)) is not None]
        assert sum(book.captured - book.refunded for book in found) <= CEILING

    def teardown(self):
        self.provider.silent = False
        for _ in range(4):
            self.clock.advance(timedelta(hours=2))
            asyncio.run(recover(self.shop))
        for payment in self.payments():
            book = self.book(payment)
            charged = (book.captured, book.refunded) if book is not None else (0, 0)
            assert (payment.captured, payment.refunded) == charged
            assert payment.status not in OPEN
            operations = self.shop.db.read_now(find_operations, payment_id=payment.id)
            assert {each.status for each in operations} <= {"DONE", "FAILED"}
        self.sums_agree()


def test_the_shop_and_the_card_company_agree_whatever_happens(database_url, tmp_path, clock):
    shop = make_shop(tmp_path / "shop", database_url=database_url, clock=clock)
    numbers = iter(range(1, 10_000))
    try:
        run_state_machine_as_test(
            lambda: PaymentMachine(shop, clock, next(numbers)),
            settings=settings(
                max_examples=25,
                stateful_step_count=25,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
    finally:
        shop.db.close_now()
