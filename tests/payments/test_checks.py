"""`comptoir doctor` finds sums that do not agree, and what people must look at."""

import asyncio
from datetime import timedelta

import pytest
from comptoir.payments.checks import check_payments, check_providers
from comptoir.payments.gift_cards import issue_gift_card
from comptoir.payments.operations import begin_refund
from comptoir.payments.plugin import register_checks
from comptoir.payments.taking import send_operation
from comptoir.payments.webhooks import take_webhook
from sqlalchemy import text

from tests.payments.conftest import euros
from tests.payments.test_webhooks import event, paid

PLANTED = {
    "captured": ("UPDATE payments_payment SET captured = captured - 1", "payment 1", "captured"),
    "refunding": ("UPDATE payments_payment SET refunding = 5", "payment 1", "refunding"),
    "conceding": ("UPDATE payments_payment SET conceding = 5", "payment 1", "conceding is 5"),
    "conceded": ("UPDATE payments_payment SET conceded = 5", "payment 1", "of 0 given back"),
    "counted": ("UPDATE payments_owner SET committed = 1", "checkout c1", "add up to 5000"),
    "balance": ("UPDATE payments_balance SET amount = 99", "balance 1", "add up to 500"),
}


@pytest.fixture
def sound(till):
    payment = till.pay(5000)
    till.do(issue_gift_card, value=euros(500))
    assert (till.ask(check_payments), till.ask(check_providers)) == ([], [])
    return payment


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_found(till, sound, name):
    statement, subject, words = PLANTED[name]
    till.do(lambda tx: tx.execute(text(statement)) and None)
    (found,) = till.ask(check_payments)
    assert found.subject == subject
    assert words in found.message


def test_a_message_that_did_not_fit_is_named(till, sound):
    told = event(sound, paid(sound), owner="order/other")
    till.do(take_webhook, provider="sandbox", event=told)
    (found,) = till.ask(check_providers)
    assert "another owner" in found.message


def test_a_refund_that_the_provider_refused_is_named(till, sound):
    operation = till.do(begin_refund, payment_id=sound.id, amount=euros(10), idempotency_key="r")
    till.do(lambda tx: tx.execute(text("UPDATE payments_sandbox SET refunded = captured")) and None)
    assert asyncio.run(send_operation(till.shop, operation)).status == "FAILED"
    (found,) = till.ask(check_providers)
    assert "REFUND_TOO_HIGH" in found.message
    assert till.ask(check_payments) == []


def test_a_payment_that_hangs_for_more_than_a_day_is_named(till):
    till.pay(5000, token="sandbox-timeout")
    till.clock.advance(timedelta(days=1, seconds=1))
    (found,) = till.ask(check_providers)
    assert "PENDING at sandbox" in found.message


def test_both_checks_are_the_doctor_s():
    assert [check.run for check in register_checks()] == [check_payments, check_providers]
