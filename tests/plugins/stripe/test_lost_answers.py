"""Stripe does what was asked and the answer is lost, at each step: one charge, one refund, nothing forgotten."""

from datetime import UTC, datetime, timedelta

import pytest
from comptoir.clock import FixedClock
from comptoir.payments.models import PAYMENT
from comptoir.payments.operations import begin_cancel, begin_capture, begin_refund
from comptoir.payments.records import PaymentStatus

from tests.payments.conftest import euros


@pytest.fixture
def clock():
    """Stand at the real time: how long Stripe keeps its keys is reckoned from it."""
    return FixedClock(datetime.now(UTC))


def charged(fake):
    return [each["amount_received"] for each in fake.account.intents.values() if each["amount_received"]]


def test_an_answer_lost_once_is_asked_for_again_at_once(till, fake):
    fake.lose("/v1/payment_intents/.*/confirm", times=1)
    assert till.pay(5000).status is PaymentStatus.PAID
    assert charged(fake) == [5000]


def test_a_charge_whose_answer_was_lost_is_found(till, fake):
    fake.lose("/v1/payment_intents/.*/confirm")
    payment = till.pay(5000)
    assert (payment.status, payment.provider_id) == (PaymentStatus.PENDING, "")
    till.recover()
    after = till.get(payment)
    assert (after.status, after.captured) == (PaymentStatus.PAID, 5000)
    assert charged(fake) == [5000]
    assert len(fake.account.intents) == 1


def test_submitting_again_after_a_lost_answer_charges_once(till, fake):
    fake.lose("/v1/payment_intents/.*/confirm")
    till.pay(5000)
    assert till.pay(5000).status is PaymentStatus.PAID
    assert charged(fake) == [5000]


@pytest.mark.parametrize("token", ["pm_card_visa", "", "tmr_counter"])
@pytest.mark.parametrize("how", ["lose", "break_down"])
def test_an_intent_that_was_never_confirmed_is_stopped_for_good(till, fake, token, how):
    getattr(fake, how)("/v1/payment_intents")
    payment = till.pay(5000, token=token)
    assert payment.status is PaymentStatus.PENDING
    till.recover()
    after = till.get(payment)
    assert (after.status, after.code) == (PaymentStatus.FAILED, "NOT_STARTED")
    assert {each["status"] for each in fake.account.intents.values()} == {"canceled"}
    # The call that was thought to be lost goes on after all: it finds an intent that was stopped.
    assert till.send(payment, token=token).status is PaymentStatus.FAILED
    assert charged(fake) == []


def test_a_process_that_dies_before_it_asks_leaves_nothing(till, fake):
    from comptoir.payments.starting import start_payment

    from tests.payments.conftest import CHECKOUT

    payment = till.do(
        start_payment,
        owner=CHECKOUT,
        provider="stripe",
        amount=euros(5000),
        idempotency_key="k",
        token="pm_card_visa",
    )
    till.recover()
    assert till.get(payment).status is PaymentStatus.FAILED
    assert charged(fake) == []


def test_after_a_day_the_intent_is_searched_for(till, fake):
    fake.lose("/v1/payment_intents/.*/confirm")
    payment = till.pay(5000)
    fake.forget_keys()
    long_ago = datetime.now(UTC) - timedelta(days=2)
    till.do(lambda tx: tx.execute(PAYMENT.update().values(created_at=long_ago)) and None)
    till.recover()
    assert till.get(payment).status is PaymentStatus.PAID
    assert len(fake.account.intents) == 1


def test_after_a_day_an_attempt_that_never_arrived_fails(till, fake):
    fake.break_down("/v1/payment_intents")
    payment = till.pay(5000)
    long_ago = datetime.now(UTC) - timedelta(days=2)
    till.do(lambda tx: tx.execute(PAYMENT.update().values(created_at=long_ago)) and None)
    till.recover()
    assert till.get(payment).status is PaymentStatus.FAILED
    assert fake.account.intents == {}


OPERATIONS = {
    "capture": (begin_capture, {"amount": euros(3000)}, False, "/v1/payment_intents/.*/capture"),
    "cancel": (begin_cancel, {}, False, "/v1/payment_intents/.*/cancel"),
    "refund": (begin_refund, {"amount": euros(2000)}, True, "/v1/refunds"),
}


@pytest.mark.parametrize("keys", ["kept", "forgotten"])
@pytest.mark.parametrize("how", ["lose", "break_down"])
@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_whose_answer_was_lost_is_done_once(till, fake, name, how, keys):
    command, arguments, capture, path = OPERATIONS[name]
    payment = till.pay(5000, capture=capture)
    getattr(fake, how)(path)
    assert till.run(command, payment_id=payment.id, idempotency_key="o", **arguments).status == "PENDING"
    if keys == "forgotten":
        fake.forget_keys()
    till.recover()
    after, intent = till.get(payment), fake.account.get(payment.provider_id)
    refunds = [each["amount"] for each in fake.account.refunds.values()]
    assert {
        "capture": (after.captured, after.capturing, intent["amount_received"]) == (3000, 0, 3000),
        "cancel": (after.status, intent["status"]) == ("CANCELLED", "canceled"),
        "refund": (after.refunded, after.refunding, refunds) == (2000, 0, [2000]),
    }[name]


def test_the_refund_is_looked_for_on_every_page(till, fake):
    payment = till.pay(5000)
    fake.lose("/v1/refunds")
    till.run(begin_refund, payment_id=payment.id, amount=euros(2000), idempotency_key="o")
    for _ in range(5):
        fake.account.refund({"payment_intent": payment.provider_id, "amount": "100"})
    fake.forget_keys()
    till.recover()
    assert till.get(payment).refunded == 2000
    assert sum(each["amount"] for each in fake.account.refunds.values()) == 2500
